// links: sarhad_watchlists sarhad_facts sarhad_core
#include "core/check.h"
#include "watchlists/document_set.h"

#include <algorithm>
#include <cstdint>
#include <string>

namespace watchlists = sarhad::watchlists;

/// Bytes as a set, and the same text as numbers of a set that must hold them.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const sarhad::core::ByteView bytes{data, size};
    if (const auto set = watchlists::DocumentSet::open(bytes)) {
        for (const char* number : {"A1", "AB1234508", "3520284592716", "ZZZZZZZZZZZZZZZZZZ"}) {
            static_cast<void>(set->find(number));
        }
    }
    watchlists::DocumentSetBuilder builder;
    std::string number;
    for (const std::uint8_t byte : bytes.first(std::min<std::size_t>(size, 2'000))) {
        number.push_back("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"[byte % 36]);
        if (byte >= 180) {
            SARHAD_CHECK(builder.add(number).has_value());
            number.clear();
        }
    }
    if (number.empty()) {
        return 0;
    }
    SARHAD_CHECK(builder.add(number).has_value());
    const sarhad::core::Bytes written = builder.build();
    const auto set = watchlists::DocumentSet::open(written);
    SARHAD_CHECK(set.has_value());
    SARHAD_CHECK(set->find(number) == watchlists::DocumentMatch::kEqual);
    return 0;
}
