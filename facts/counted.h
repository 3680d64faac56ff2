#pragma once

#include "core/clock.h"
#include "facts/decision.h"
#include "facts/fields.h"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// What the centre has counted of the holders of documents, as it tells every port. It names
/// nobody: documents by their keys, crossings by the first bytes of their ids.
namespace sarhad::facts {

/// Of each port and each other document; the newest ones are told.
inline constexpr std::uint32_t kCountedDaysMax = 4;
inline constexpr std::uint32_t kCountedPortsMax = 64;
inline constexpr std::uint32_t kCountedDocumentsMax = 32;
inline constexpr std::uint32_t kCountedInspectionsMax = 128;
inline constexpr std::uint32_t kCountedCashMax = 128;
/// Holders of one CentralCounts.
inline constexpr std::uint32_t kCountedHoldersMax = 512;

/// The first bytes of a crossing's id, or of its passage.
using CrossingMark = std::array<std::uint8_t, 8>;

/// A port where he was screened, and when: days since 1970, the newest first.
struct CountedPort {
    std::string port;
    std::vector<std::int32_t> days;
    friend bool operator==(const CountedPort&, const CountedPort&) = default;
};
template <>
struct Schema<CountedPort> {
    static constexpr std::string_view kName = "counted_port";
    static constexpr auto kFields =
        FieldList{field(1, "port", &CountedPort::port, 32, Feed::kSystem),
                  field(2, "days", &CountedPort::days, kCountedDaysMax, Feed::kSystem)};
};

/// Another document, no visa, that was shown together with his.
struct CountedDocument {
    SubjectKey document{};
    std::vector<std::int32_t> days;  ///< As of a port.
    friend bool operator==(const CountedDocument&, const CountedDocument&) = default;
};
template <>
struct Schema<CountedDocument> {
    static constexpr std::string_view kName = "counted_document";
    static constexpr auto kFields =
        FieldList{field(1, "document", &CountedDocument::document, 16, Feed::kSystem),
                  field(2, "days", &CountedDocument::days, kCountedDaysMax, Feed::kSystem)};
};

/// What came of a look at him.
struct CountedInspection {
    CrossingMark crossing{};
    std::int64_t at{0};  ///< Minutes since 1970, UTC.
    bool has_finding{false};
    friend bool operator==(const CountedInspection&, const CountedInspection&) = default;
};
template <>
struct Schema<CountedInspection> {
    static constexpr std::string_view kName = "counted_inspection";
    static constexpr auto kFields =
        FieldList{field(1, "crossing", &CountedInspection::crossing, 8, Feed::kSystem),
                  field(2, "at", &CountedInspection::at, 1, Feed::kSystem),
                  field(3, "has_finding", &CountedInspection::has_finding, 1, Feed::kSystem)};
};

/// What somebody declared to carry on one journey.
struct CountedCash {
    /// Of Crossing::passage, which all records of the journey share; without one the crossing's
    /// own.
    CrossingMark passage{};
    /// Microseconds since 1970, UTC, when it was screened: of two words on one the later counts.
    std::int64_t at{0};
    std::int32_t day{0};               ///< As of a port.
    bool is_out{false};                ///< Out of the country.
    std::int64_t usd_cents{0};         ///< Foreign money, papers among it; as declared.
    std::uint64_t gold_milligrams{0};  ///< Of lines that tell it.
    friend bool operator==(const CountedCash&, const CountedCash&) = default;
};
template <>
struct Schema<CountedCash> {
    static constexpr std::string_view kName = "counted_cash";
    static constexpr auto kFields =
        FieldList{field(1, "passage", &CountedCash::passage, 8, Feed::kSystem),
                  field(2, "at", &CountedCash::at, 1, Feed::kSystem),
                  field(3, "day", &CountedCash::day, 1, Feed::kSystem),
                  field(4, "is_out", &CountedCash::is_out, 1, Feed::kSystem),
                  field(5, "usd_cents", &CountedCash::usd_cents, 1, Feed::kSystem),
                  field(6, "gold_milligrams", &CountedCash::gold_milligrams, 1, Feed::kSystem)};
};

/// Who shows a document, by what ports told of it in a year; in the place of what was told of him
/// before. Nothing but the key: nothing is counted of him any more.
struct CountedHolder {
    SubjectKey document{};
    bool is_visa{false};  ///< It is none of the documents that are counted.
    std::vector<CountedPort> ports;
    std::vector<CountedDocument> documents;
    std::vector<CountedInspection> inspections;
    std::vector<CountedCash> cash{};
    [[nodiscard]] bool is_empty() const {
        return ports.empty() && documents.empty() && inspections.empty() && cash.empty();
    }
    friend bool operator==(const CountedHolder&, const CountedHolder&) = default;
};
template <>
struct Schema<CountedHolder> {
    static constexpr std::string_view kName = "counted_holder";
    static constexpr auto kFields = FieldList{
        field(1, "document", &CountedHolder::document, 16, Feed::kSystem),
        field(2, "is_visa", &CountedHolder::is_visa, 1, Feed::kSystem),
        field(3, "ports", &CountedHolder::ports, kCountedPortsMax, Feed::kSystem),
        field(4, "documents", &CountedHolder::documents, kCountedDocumentsMax, Feed::kSystem),
        field(5, "inspections", &CountedHolder::inspections, kCountedInspectionsMax, Feed::kSystem),
        field(6, "cash", &CountedHolder::cash, kCountedCashMax, Feed::kSystem)};
};

/// The op of a delta of the counters' stream.
struct CentralCounts {
    /// The centre's clock: with this it has told all that it had counted of what it held then. 0:
    /// more is on its way.
    core::WallTime as_of;
    std::vector<CountedHolder> holders;
    /// What was declared to be carried is counted, too: an older centre's word says nothing of it.
    bool has_cash{false};
    friend bool operator==(const CentralCounts&, const CentralCounts&) = default;
};
template <>
struct Schema<CentralCounts> {
    static constexpr std::string_view kName = "central_counts";
    static constexpr auto kFields =
        FieldList{field(1, "as_of", &CentralCounts::as_of, 1, Feed::kSystem),
                  field(2, "holders", &CentralCounts::holders, kCountedHoldersMax, Feed::kSystem),
                  field(3, "has_cash", &CentralCounts::has_cash, 1, Feed::kSystem)};
};

/// The id of that op.
inline constexpr std::string_view kCountsOp = "counts";

}  // namespace sarhad::facts
