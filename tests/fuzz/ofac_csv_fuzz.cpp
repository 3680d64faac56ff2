// links: sarhad_watchlists sarhad_facts sarhad_core
#include "core/check.h"
#include "watchlists/import.h"
#include "watchlists/person_csv.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>

/// Any bytes, cut in three at the first two zero bytes, give a report that accounts for every
/// record, or say that the list is cut; the same bytes as a screening file give rows or named
/// errors and come to an end.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    namespace watchlists = sarhad::watchlists;
    const sarhad::core::ByteView whole{bytes, size};
    const auto cut = [](sarhad::core::ByteView& left) {
        const auto end =
            static_cast<std::size_t>(std::find(left.begin(), left.end(), 0) - left.begin());
        const sarhad::core::ByteView part = left.first(end);
        left = left.subspan(std::min(end + 1, left.size()));
        return watchlists::source_of(part);
    };
    sarhad::core::ByteView left = whole;
    const watchlists::OfacFiles files{cut(left), cut(left), cut(left), watchlists::source_of(left)};
    std::uint64_t taken = 0;
    const auto report = watchlists::import_ofac_csv(files, [&](watchlists::ListEntry) {
        ++taken;
        return sarhad::core::Status{};
    });
    if (report) {
        SARHAD_CHECK(report->records_seen == report->imported + report->refused_count);
        SARHAD_CHECK(report->imported == taken);
    } else {
        SARHAD_CHECK(report.error().what.find("ends in the middle") != std::string::npos);
    }

    const watchlists::ByteSource source = watchlists::source_of(whole);
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
