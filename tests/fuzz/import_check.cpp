#include "import_check.h"

#include "core/check.h"
#include "watchlists/formats.h"
#include "watchlists/list_file.h"

#include <algorithm>
#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace sarhad::fuzz {
namespace {

using core::Status;
using watchlists::ByteSource;
using watchlists::ImportReport;
using watchlists::ListEntry;

constexpr std::size_t kPiece = 7;  ///< Bytes; no buffer and no character ends with it.

/// What an import gave, in a form that can be compared; of one that failed nothing counts.
struct Outcome {
    std::vector<core::Bytes> entries;
    std::uint64_t refused{0};
    std::uint64_t numbers{0};
    std::uint64_t removed{0};
    bool has_failed{false};
    friend bool operator==(const Outcome&, const Outcome&) = default;
};

Outcome import(const watchlists::ListFormatInfo& format, const ByteSource& from) {
    Outcome outcome;
    const watchlists::ImportSinks sinks{
        [&](const ListEntry& entry) {
            outcome.entries.push_back(check_entry(entry));
            return Status{};
        },
        [&](const std::string& reference, const watchlists::ListedDocument& number) {
            SARHAD_CHECK(!reference.empty() && !number.number.reveal().empty());
            ++outcome.numbers;
            return Status{};
        },
        [&](const std::string& reference) -> core::Result<bool> {
            SARHAD_CHECK(!reference.empty());
            ++outcome.removed;
            return outcome.removed % 2 == 0;
        },
        [&](const std::string& reference, const watchlists::LateListing& listing) {
            SARHAD_CHECK(!reference.empty());
            SARHAD_CHECK(listing.remarks.reveal().size() <= watchlists::kMaxListedRemarks);
            return Status{};
        }};
    watchlists::References references;
    const auto report = format.import(from, sinks, references);
    if (report.has_value()) {
        check_report(*report, outcome.entries.size());
        outcome.refused = report->refused_count;
    } else {
        SARHAD_CHECK(!report.error().what.empty());
        return {{}, 0, 0, 0, true};
    }
    return outcome;
}

}  // namespace

core::Bytes check_entry(const ListEntry& entry) {
    SARHAD_CHECK(watchlists::refusal_of(entry).empty());
    core::Bytes written = watchlists::entry_bytes(entry);
    const auto read = watchlists::read_entry(written);
    SARHAD_CHECK(read.has_value() && *read == entry);
    return written;
}

void check_report(const ImportReport& report, std::uint64_t taken) {
    SARHAD_CHECK(report.records_seen == report.imported + report.refused_count);
    SARHAD_CHECK(report.imported == taken);
    const std::uint64_t kept =
        std::min<std::uint64_t>(report.refused_count, watchlists::kMaxRefusedKept);
    SARHAD_CHECK(report.refused.size() == kept);
    SARHAD_CHECK(report.warned.size() ==
                 std::min<std::uint64_t>(report.warned_count, watchlists::kMaxRefusedKept));
    for (const watchlists::RefusedRecord& refused : report.refused) {
        SARHAD_CHECK(!refused.place.empty() && !refused.reason.empty());
    }
}

void check_import(std::string_view format, core::ByteView bytes) {
    const watchlists::ListFormatInfo* const info = watchlists::find_format(format);
    SARHAD_CHECK(info != nullptr);
    const Outcome whole = import(*info, watchlists::source_of(bytes));
    if (bytes.size() % 8 != 3) {
        return;
    }
    const ByteSource source = watchlists::source_of(bytes);
    const Outcome in_pieces = import(*info, [&](std::span<std::uint8_t> into) {
        return source(into.first(std::min(into.size(), kPiece)));
    });
    SARHAD_CHECK(in_pieces == whole);
}

}  // namespace sarhad::fuzz
