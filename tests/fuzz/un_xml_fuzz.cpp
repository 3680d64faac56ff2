// links: sarhad_watchlists sarhad_facts sarhad_core
#include "core/check.h"
#include "watchlists/import.h"

#include <cstddef>
#include <cstdint>

/// Any bytes give a report that accounts for every record, or a named error.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    namespace watchlists = sarhad::watchlists;
    std::uint64_t taken = 0;
    watchlists::References before;
    const auto report = watchlists::import_un_xml(
        watchlists::source_of({bytes, size}),
        [&](watchlists::ListEntry entry) {
            SARHAD_CHECK(!entry.id.empty());
            ++taken;
            return sarhad::core::Status{};
        },
        before);
    SARHAD_CHECK(report.has_value() || !report.error().what.empty());
    if (report.has_value()) {
        SARHAD_CHECK(report->records_seen == report->imported + report->refused_count);
        SARHAD_CHECK(report->imported == taken);
    }
    return 0;
}
