// links: sarhad_watchlists sarhad_facts sarhad_core
#include "core/check.h"
#include "watchlists/formats.h"

#include <cstddef>
#include <cstdint>

/// The first byte chooses the format. Any bytes give a report that accounts for every record, and
/// entries within their limits, or a named error.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    namespace watchlists = sarhad::watchlists;
    if (size == 0) {
        return 0;
    }
    const auto formats = watchlists::list_formats();
    std::uint64_t taken = 0;
    const watchlists::ImportSinks sinks{
        [&](watchlists::ListEntry entry) {
            SARHAD_CHECK(watchlists::refusal_of(entry).empty());
            ++taken;
            return sarhad::core::Status{};
        },
        [](const std::string& /*reference*/, const watchlists::ListedDocument& /*number*/) {
            return sarhad::core::Status{};
        },
        [](const std::string& /*reference*/) { return sarhad::core::Status{}; }};
    watchlists::References references;
    const auto report = formats[bytes[0] % formats.size()].import(
        watchlists::source_of({bytes + 1, size - 1}), sinks, references);
    SARHAD_CHECK(report.has_value() || !report.error().what.empty());
    if (report.has_value()) {
        SARHAD_CHECK(report->records_seen == report->imported + report->refused_count);
        SARHAD_CHECK(report->imported == taken);
    }
    return 0;
}
