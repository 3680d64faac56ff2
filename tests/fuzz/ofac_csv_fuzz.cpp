// links: sarhad_fuzz_import sarhad_watchlists sarhad_facts sarhad_core
// words: watchlists/ofac_csv.cpp watchlists/ofac_remarks.cpp watchlists/ofac_parts.cpp
#include "import_check.h"

#include "core/check.h"
#include "watchlists/import.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>

/// Any bytes, cut in four at the first three zero bytes, give a report that accounts for every
/// record, or say that a file is cut or another list's; the end marks are put there, so that it
/// seldom ends with their want.
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
    const auto report = watchlists::import_ofac_csv(files, [&](const watchlists::ListEntry& entry) {
        sarhad::fuzz::check_entry(entry);
        ++taken;
        return sarhad::core::Status{};
    });
    if (report) {
        sarhad::fuzz::check_report(*report, taken);
    } else {
        const std::string& what = report.error().what;
        const auto says = [&](const char* words) { return what.find(words) != std::string::npos; };
        SARHAD_CHECK(says("ends in the middle") || says("no end mark") || says("none of its"));
    }
    return 0;
}
