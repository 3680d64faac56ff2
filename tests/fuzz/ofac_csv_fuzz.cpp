// links: sarhad_watchlists sarhad_facts sarhad_core
#include "core/check.h"
#include "watchlists/import.h"
#include "watchlists/person_csv.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>

/// Any bytes, cut in three at the first two zero bytes, give a report that accounts for every
/// record, or say that a file is cut or another list's; the end marks are put there, so that it
/// seldom ends with their want. The same bytes as a screening file give rows or named
/// errors and come to an end.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    namespace watchlists = sarhad::watchlists;
    const sarhad::core::ByteView whole{bytes, size};
    const auto cut = [](sarhad::core::ByteView& left) {
        const auto end =
            static_cast<std::size_t>(std::find(left.begin(), left.end(), 0) - left.begin());
        const sarhad::core::ByteView part = left.first(end);
        left = left.subspan(std::min(end + 1, left.size()));
        sarhad::core::Bytes marked = sarhad::core::to_bytes(part);
        marked.push_back('\n');
        marked.push_back(0x1A);
        return marked;
    };
    sarhad::core::ByteView left = whole;
    const std::array parts{cut(left), cut(left), cut(left), cut(left)};
    const watchlists::OfacFiles files{watchlists::source_of(parts[0]),
                                      watchlists::source_of(parts[1]),
                                      watchlists::source_of(parts[2]),
                                      watchlists::source_of(parts[3])};
    std::uint64_t taken = 0;
    const auto report = watchlists::import_ofac_csv(files, [&](watchlists::ListEntry) {
        ++taken;
        return sarhad::core::Status{};
    });
    if (report) {
        SARHAD_CHECK(report->records_seen == report->imported + report->refused_count);
        SARHAD_CHECK(report->imported == taken);
    } else {
        const std::string& what = report.error().what;
        const auto says = [&](const char* words) { return what.find(words) != std::string::npos; };
        SARHAD_CHECK(says("ends in the middle") || says("no end mark") || says("none of its"));
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
