// links: sarhad_watchlists sarhad_facts sarhad_core
#include "core/bytes.h"
#include "core/check.h"
#include "watchlists/list_file.h"

#include <cstddef>
#include <cstdint>

namespace {

/// Constant, so that the fuzzer need not forge a hash to get inside.
sarhad::facts::Hash256 no_hash(sarhad::core::ByteView /*bytes*/) {
    return {};
}

}  // namespace

/// Any bytes give an entry or a list that writes back to itself, or a named error.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    namespace watchlists = sarhad::watchlists;
    const sarhad::core::ByteView view{bytes, size};
    if (const auto entry = watchlists::read_entry(view)) {
        const auto again = watchlists::read_entry(watchlists::entry_bytes(*entry));
        SARHAD_CHECK(again.has_value() && *again == *entry);
    }
    sarhad::core::Bytes file = sarhad::core::to_bytes("SARHADLS");
    sarhad::core::put_u16(file, watchlists::kListFileVersion);
    sarhad::core::append(file, view);
    file.resize(file.size() + 32);
    const auto list = watchlists::read_list(file, &no_hash);
    SARHAD_CHECK(list.has_value() || !list.error().what.empty());
    if (list.has_value()) {
        const auto written = watchlists::write_list(list->manifest, list->entries, &no_hash);
        SARHAD_CHECK(written.has_value());
        const auto again = watchlists::read_list(*written, &no_hash);
        SARHAD_CHECK(again.has_value() && again->entries == list->entries);
    }
    return 0;
}
