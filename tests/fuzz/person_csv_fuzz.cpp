// links: sarhad_watchlists sarhad_facts sarhad_core
// words: watchlists/person_csv.cpp
#include "core/check.h"
#include "watchlists/person_csv.h"

#include <cstddef>
#include <cstdint>

/// Any bytes as a screening file give rows or named errors, and come to an end.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    namespace watchlists = sarhad::watchlists;
    const watchlists::ByteSource source = watchlists::source_of({bytes, size});
    watchlists::PersonCsvReader reader{source};
    watchlists::PersonRow row;
    for (std::size_t rows = 0;; ++rows) {
        SARHAD_CHECK(rows <= size + 1);
        const auto has_row = reader.next(row);
        if (has_row.has_value() ? !*has_row : has_row.error().what.starts_with("line 1:")) {
            return 0;
        }
    }
}
