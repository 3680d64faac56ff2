#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sarhad::rules {

/// The version of the table of facts. It grows by one with every field that is added; fields are
/// never removed, renamed or given another key. A rule names the lowest one that it needs.
inline constexpr std::uint32_t kFactSchemaVersion = 1;

/// Where a fact comes from. A fact is unknown until its feed has arrived. The number is its bit in
/// a set of sources, and stays.
enum class Feed : std::uint8_t {
    kAlways = 0,  ///< Known from the first moment: the event's time and place.
    kApi,
    kPnr,
    kDcs,
    kVisa,
    kScreen,
    kCash,
    kManifest,
    kDeclaration,
    kGate,
    kScan,
    kLocal,
    kCentral,
    kOfficer,
};
inline constexpr std::uint32_t kFeedCount = 14;  ///< kAlways among them.

/// What one value of a field is.
enum class FactKind : std::uint8_t { kBool, kInt, kDouble, kText, kTime, kRecord };

/// kSet: texts of a pushed reference set, asked with `in`; each set is a source of its own.
enum class FactShape : std::uint8_t { kOne, kList, kSet };

/// Who may see a field, and what a rule may do with it.
enum class Guard : std::uint8_t {
    kOpen,
    kPersonal,   ///< Masked but for those whose role allows it.
    kProtected,  ///< As kPersonal; and it may narrow a rule, never decide.
};

struct FactRecord;

/// One field of a record, or one variable of a kind.
struct FactField {
    std::uint16_t key{0};  ///< From 1, stable within its record.
    std::string_view name{};
    FactKind kind{FactKind::kBool};
    FactShape shape{FactShape::kOne};
    Guard guard{Guard::kOpen};
    /// Of a list its own; of a record kAlways: its fields have theirs; of a set kAlways: it is its
    /// own source, source_of().
    Feed feed{Feed::kAlways};
    std::uint32_t count_max{1};         ///< Elements of a list or set.
    std::uint32_t bytes_max{0};         ///< UTF-8, of each text.
    std::int64_t absent{0};             ///< What an int reads as where it is absent.
    const FactRecord* record{nullptr};  ///< Of kRecord.
    std::string_view about{};           ///< What it means, its unit, its values.
};

/// A named group of fields.
struct FactRecord {
    std::string_view name;
    std::string_view about;
    std::span<const FactField> fields;  ///< In the order of their keys.

    /// Null where there is none.
    [[nodiscard]] const FactField* find(std::string_view field) const;
};

/// What a rule is about: which facts it sees. The number stays.
enum class RuleKind : std::uint8_t {
    kTraveller = 1,
    kBooking,
    kCash,
    kConsignment,
    kDeclaration,
    kConveyance,
};
inline constexpr std::uint32_t kRuleKindCount = 6;

/// Every record that a field may hold, each before those that hold it.
[[nodiscard]] std::span<const FactRecord* const> fact_records();
/// A kind's variables as the fields of a record of the kind's name: its own with keys from 1, those
/// of every kind (now, port, lists) with keys from 101.
[[nodiscard]] const FactRecord& variables_of(RuleKind kind);
/// Of what a port asks a rule of this kind: those about bookings and cash are asked of each
/// traveller, whose facts hold theirs.
[[nodiscard]] RuleKind asked_of(RuleKind kind);
/// All kinds, in the order of their numbers.
[[nodiscard]] std::span<const RuleKind> rule_kinds();
/// "traveller".
[[nodiscard]] std::string_view name_of(RuleKind kind);
[[nodiscard]] std::optional<RuleKind> find_kind(std::string_view name);

/// "PNR"; "" of kAlways.
[[nodiscard]] std::string_view name_of(Feed feed);
/// "booking data".
[[nodiscard]] std::string_view about(Feed feed);
/// By its name; kAlways has none.
[[nodiscard]] std::optional<Feed> find_feed(std::string_view name);

/// The pushed reference sets: the fields of variable `lists`.
[[nodiscard]] const FactRecord& reference_sets();

/// The bit of a field's source in a set of sources, as cel::Value::unknown() takes them: a feed's
/// is bit (number), a reference set's is bit (kFirstSetSource - 1 + key). 0 where it is always
/// known.
[[nodiscard]] std::uint64_t source_of(const FactField& field);
[[nodiscard]] std::uint64_t source_of(Feed feed);
inline constexpr std::uint32_t kFirstSetSource = 16;
/// All sources of all fields that `field` holds.
[[nodiscard]] std::uint64_t sources_within(const FactField& field);
/// "PNR", "lists.ports_of_concern", by their bits.
[[nodiscard]] std::vector<std::string> source_names(std::uint64_t sources);

/// "list<Leg>", "set<text>", "int": as the documentation writes it.
[[nodiscard]] std::string type_text(const FactField& field);

}  // namespace sarhad::rules
