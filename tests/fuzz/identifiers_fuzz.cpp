// links: sarhad_watchlists sarhad_facts sarhad_core
#include "core/bytes.h"
#include "core/check.h"
#include "watchlists/identifiers.h"

#include <algorithm>
#include <cstdint>
#include <string_view>

namespace watchlists = sarhad::watchlists;

/// A kind, then two numbers with a new line between them.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) {
        return 0;
    }
    const auto kind = static_cast<watchlists::IdentifierKind>(data[0] % 10);
    const std::string_view text = sarhad::core::as_text({data + 1, size - 1});
    const std::string_view first = text.substr(0, text.find('\n'));
    const std::string_view second =
        first.size() < text.size() ? text.substr(first.size() + 1) : first;
    const watchlists::Identifier a = watchlists::read_identifier(kind, first);
    const watchlists::Identifier b = watchlists::read_identifier(kind, second);
    const auto keys_a = watchlists::identifier_keys(a);
    const auto keys_b = watchlists::identifier_keys(b);
    SARHAD_CHECK(keys_a.size() <= watchlists::kMaxIdentifierKeys);
    SARHAD_CHECK(watchlists::valid_readings(a).size() <= watchlists::kMaxReadings);
    const auto there = watchlists::compare_identifiers(a, b);
    SARHAD_CHECK(there == watchlists::compare_identifiers(b, a));
    if (there.likeness > 0) {
        SARHAD_CHECK(std::any_of(keys_a.begin(), keys_a.end(), [&](std::uint64_t key) {
            return std::binary_search(keys_b.begin(), keys_b.end(), key);
        }));
    }
    return 0;
}
