#pragma once

#include "core/bytes.h"
#include "core/ids.h"
#include "core/units.h"
#include "facts/booking.h"
#include "facts/cargo_subject.h"
#include "facts/cash.h"
#include "facts/journey.h"
#include "facts/order.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace sarhad::facts {

using Hash256 = std::array<std::uint8_t, 32>;
/// Keyed BLAKE2b-128 over subject_text(): the same paper gives the same key at every port.
using SubjectKey = std::array<std::uint8_t, 16>;

/// "P|XAA|N1234567" (kind, issuer, number; upper case, blanks and '<' removed): what a SubjectKey
/// is made of. Empty where the document has no number.
[[nodiscard]] Redacted<std::string> subject_text(const TravelDocument& document);

/// What the officer is advised to do. Strictest last.
enum class Channel : std::uint8_t { kGreen, kYellow, kRed };
template <>
struct EnumNames<Channel> {
    static constexpr auto kNames = std::to_array<std::pair<Channel, std::string_view>>(
        {{Channel::kGreen, "green"}, {Channel::kYellow, "yellow"}, {Channel::kRed, "red"}});
};

/// How strongly an entry matches: the list's signed thresholds say where each begins.
enum class Tier : std::uint8_t { kSilent, kAsk, kReview, kHold };
template <>
struct EnumNames<Tier> {
    static constexpr auto kNames =
        std::to_array<std::pair<Tier, std::string_view>>({{Tier::kSilent, "silent"},
                                                          {Tier::kAsk, "ask"},
                                                          {Tier::kReview, "review"},
                                                          {Tier::kHold, "hold"}});
};

/// One piece of evidence for or against a match, in points of the score.
struct Reason {
    std::string kind;            ///< "name-token", "name-extra", "date-of-birth", "document" ...
    Redacted<std::string> text;  ///< One line for an officer.
    std::int32_t points{0};      ///< Added to, or taken from, the score.
    std::string message{};       ///< Which sentence `text` is, for other languages; "" for none.
    friend bool operator==(const Reason&, const Reason&) = default;
};
template <>
struct Schema<Reason> {
    static constexpr std::string_view kName = "reason";
    static constexpr auto kFields =
        FieldList{field(1, "kind", &Reason::kind, 32, Feed::kSystem),
                  field(2, "text", &Reason::text, 1024, Feed::kSystem),
                  field(3, "points", &Reason::points, 1, Feed::kSystem),
                  field(4, "message", &Reason::message, 48, Feed::kSystem)};
};

/// Words of the traveller's name that stand beside words of the listed one.
struct NameWords {
    Redacted<std::string> told;    ///< The traveller's, as spelt; "" where only the list has one.
    Redacted<std::string> listed;  ///< "" where only the traveller has one.
    std::string relation;          ///< "same", "variant" ... "conflict", "extra".
    std::int32_t bits{0};          ///< x 256: what the agreement is worth; 0 where there is none.
    friend bool operator==(const NameWords&, const NameWords&) = default;
};
template <>
struct Schema<NameWords> {
    static constexpr std::string_view kName = "name_words";
    static constexpr auto kFields =
        FieldList{field(1, "told", &NameWords::told, 1024, Feed::kSystem),
                  field(2, "listed", &NameWords::listed, 1024, Feed::kList),
                  field(3, "relation", &NameWords::relation, 16, Feed::kSystem),
                  field(4, "bits", &NameWords::bits, 1, Feed::kSystem)};
};

/// A listed entry that matches a traveller.
struct Hit {
    std::string list;                ///< "wl/<agency>/<list>".
    std::uint64_t edition{0};        ///< Of that list when it was matched.
    std::string source;              ///< Who listed: "UN", "OFAC" ...
    std::string entry;               ///< The source's own reference of the entry.
    Redacted<std::string> name;      ///< The listed name that matched.
    Redacted<std::string> original;  ///< The same in its original script, where the list has it.
    core::Permille score;
    Tier tier{Tier::kSilent};
    std::vector<Reason> reasons;
    ListedOrder order;             ///< What the entry's owner asks where it is met.
    std::vector<NameWords> words;  ///< How the two names stand to each other.
    Redacted<std::string> why;     ///< The whole in one line of English.
    /// Of the entry as it is listed: no proof, only another one where the entry is.
    std::array<std::uint8_t, 16> entry_hash{};
    /// The known pair (32 hexadecimal digits) by which an officer said that this is not the same
    /// person: then the hit asks for no channel. "" for none.
    std::string suppressed_by;
    std::uint32_t reasons_left_out{0};  ///< Behind `reasons`: the record had no room for them.
    friend bool operator==(const Hit&, const Hit&) = default;
};
template <>
struct Schema<Hit> {
    static constexpr std::string_view kName = "hit";
    static constexpr auto kFields =
        FieldList{field(1, "list", &Hit::list, 96, Feed::kList),
                  field(2, "edition", &Hit::edition, 1, Feed::kList),
                  field(3, "source", &Hit::source, 64, Feed::kList),
                  field(4, "entry", &Hit::entry, 128, Feed::kList),
                  field(5, "name", &Hit::name, 1024, Feed::kList),
                  field(6, "original", &Hit::original, 1024, Feed::kList),
                  field(7, "score", &Hit::score, 1, Feed::kSystem),
                  field(8, "tier", &Hit::tier, 1, Feed::kSystem),
                  field(9, "reasons", &Hit::reasons, 64, Feed::kSystem),
                  field(10, "order", &Hit::order, 1, Feed::kList),
                  field(11, "words", &Hit::words, 16, Feed::kSystem),
                  field(12, "why", &Hit::why, 1024, Feed::kSystem),
                  field(20, "entry_hash", &Hit::entry_hash, 16, Feed::kSystem),
                  field(21, "suppressed_by", &Hit::suppressed_by, 32, Feed::kSystem),
                  field(22, "reasons_left_out", &Hit::reasons_left_out, 1, Feed::kSystem)};
};

/// What kind of thing asks for a channel.
enum class CauseKind : std::uint8_t { kListTier, kRule, kRandomShare, kFreshness, kSecondCheck };
template <>
struct EnumNames<CauseKind> {
    static constexpr auto kNames = std::to_array<std::pair<CauseKind, std::string_view>>(
        {{CauseKind::kListTier, "list_tier"},
         {CauseKind::kRule, "rule"},
         {CauseKind::kRandomShare, "random_share"},
         {CauseKind::kFreshness, "freshness"},
         {CauseKind::kSecondCheck, "second_check"}});
};

/// Why the channel is at least `channel`. The strictest cause decides; all are recorded.
struct Cause {
    CauseKind kind{CauseKind::kListTier};
    Channel channel{Channel::kGreen};
    std::string reference;  ///< List and entry, rule id, or share.
    friend bool operator==(const Cause&, const Cause&) = default;
};
template <>
struct Schema<Cause> {
    static constexpr std::string_view kName = "cause";
    static constexpr auto kFields =
        FieldList{field(1, "kind", &Cause::kind, 1, Feed::kSystem),
                  field(2, "channel", &Cause::channel, 1, Feed::kSystem),
                  field(3, "reference", &Cause::reference, 256, Feed::kSystem)};
};

/// A risk rule that a traveller meets, and what it asks for.
struct RuleHit {
    std::string id;                    ///< "PAX-001"
    std::uint32_t revision{0};         ///< Of the rule as it was asked.
    std::string title;                 ///< As its author called it.
    Channel channel{Channel::kGreen};  ///< The least that it asks for.
    std::int32_t score{0};             ///< 0 to 100.
    std::string why;             ///< What made it so, in one line; personal values are masked.
    bool is_for_trained{false};  ///< Title and why are for trained officers only.
    friend bool operator==(const RuleHit&, const RuleHit&) = default;
};
template <>
struct Schema<RuleHit> {
    static constexpr std::string_view kName = "rule_hit";
    static constexpr auto kFields =
        FieldList{field(1, "id", &RuleHit::id, 16, Feed::kSystem),
                  field(2, "revision", &RuleHit::revision, 1, Feed::kSystem),
                  field(3, "title", &RuleHit::title, 120, Feed::kSystem),
                  field(4, "channel", &RuleHit::channel, 1, Feed::kSystem),
                  field(5, "score", &RuleHit::score, 1, Feed::kSystem),
                  field(6, "why", &RuleHit::why, 512, Feed::kSystem),
                  field(7, "is_for_trained", &RuleHit::is_for_trained, 1, Feed::kSystem)};
};

/// Live rules without an answer, because the same feeds or reference sets have not arrived.
struct WaitingRules {
    std::vector<std::string> feeds;  ///< "PNR", "lists.agencies_watch"; none: the budget ran out.
    std::uint32_t rules{0};          ///< How many.
    std::vector<std::string> ids;    ///< The first of them by id.
    friend bool operator==(const WaitingRules&, const WaitingRules&) = default;
};
template <>
struct Schema<WaitingRules> {
    static constexpr std::string_view kName = "waiting_rules";
    static constexpr auto kFields =
        FieldList{field(1, "feeds", &WaitingRules::feeds, 32, Feed::kSystem),
                  field(2, "rules", &WaitingRules::rules, 1, Feed::kSystem),
                  field(3, "ids", &WaitingRules::ids, 8, Feed::kSystem)};
};

/// How old the data was that a decision stands on, by the thresholds of its site
/// (docs/glossary.md).
enum class TrustAge : std::uint8_t { kFresh, kStale, kDegraded, kExpired };
template <>
struct EnumNames<TrustAge> {
    static constexpr auto kNames =
        std::to_array<std::pair<TrustAge, std::string_view>>({{TrustAge::kFresh, "fresh"},
                                                              {TrustAge::kStale, "stale"},
                                                              {TrustAge::kDegraded, "degraded"},
                                                              {TrustAge::kExpired, "expired"}});
};

/// What screening advises about one traveller, and everything that it stands on. A pure function
/// of the facts and of the two snapshots named by their hashes: the same in, the same bytes out.
struct Decision {
    std::uint32_t schema_version{0};         ///< Of the fact tables that it was made with.
    Hash256 list_hash{};                     ///< Of the list snapshot.
    Hash256 rules_hash{};                    ///< Of the rule pack; the empty pack has one too.
    std::vector<std::string> unknown_feeds;  ///< Feeds that had not arrived.
    core::Permille score;                    ///< Group score of all hits and rules.
    Channel channel{Channel::kGreen};
    std::vector<Cause> causes;
    std::vector<Hit> hits;               ///< Best first.
    PartialDate on;                      ///< Day of the decision, UTC: orders end by it.
    std::uint32_t normalise_version{0};  ///< Of the reading of names.
    std::uint32_t scoring_version{0};    ///< Of the scores.
    TrustAge trust_age{TrustAge::kFresh};
    core::WallTime data_as_of;  ///< Central's time of the data; 0: never heard, or not recorded.
    std::uint32_t rules_schema{0};   ///< Of the table of facts that rules name; 0: none was asked.
    std::uint64_t rule_lists{0};     ///< Version of the reference sets that rules ask.
    std::vector<RuleHit> rule_hits;  ///< Of live rules, the strictest first.
    std::vector<std::string> shadow_hits;  ///< Rules that hit and decide nothing: no counter's.
    std::vector<WaitingRules> waiting;
    std::uint32_t rule_errors{0};     ///< Rules that ended with an error.
    std::uint32_t rules_left_out{0};  ///< Hits, live and shadow, that these lists had no room for.
    /// What rules were told (rules::frames::pack_frame()), so that a rule of tomorrow can be tried
    /// on it; no counter's. Empty: too large, or of software that did not keep it.
    core::Bytes frame{};
    /// Hits that the record was too large for: of those that the counter may see, and of discreet
    /// ones, which are no counter's.
    std::uint32_t hits_left_out{0};
    std::uint32_t discreet_left_out{0};
    friend bool operator==(const Decision&, const Decision&) = default;
};
template <>
struct Schema<Decision> {
    static constexpr std::string_view kName = "decision";
    static constexpr auto kFields =
        FieldList{field(1, "schema_version", &Decision::schema_version, 1, Feed::kSystem),
                  field(2, "list_hash", &Decision::list_hash, 32, Feed::kSystem),
                  field(3, "rules_hash", &Decision::rules_hash, 32, Feed::kSystem),
                  field(4, "unknown_feeds", &Decision::unknown_feeds, 16, Feed::kSystem),
                  field(5, "score", &Decision::score, 1, Feed::kSystem),
                  field(6, "channel", &Decision::channel, 1, Feed::kSystem),
                  field(7, "causes", &Decision::causes, 64, Feed::kSystem),
                  field(8, "hits", &Decision::hits, 64, Feed::kSystem),
                  field(9, "on", &Decision::on, 10, Feed::kSystem),
                  field(10, "normalise_version", &Decision::normalise_version, 1, Feed::kSystem),
                  field(11, "scoring_version", &Decision::scoring_version, 1, Feed::kSystem),
                  field(12, "trust_age", &Decision::trust_age, 1, Feed::kSystem),
                  field(13, "data_as_of", &Decision::data_as_of, 1, Feed::kSystem),
                  field(14, "rules_schema", &Decision::rules_schema, 1, Feed::kSystem),
                  field(15, "rule_lists", &Decision::rule_lists, 1, Feed::kSystem),
                  field(16, "rule_hits", &Decision::rule_hits, 16, Feed::kSystem),
                  field(17, "shadow_hits", &Decision::shadow_hits, 64, Feed::kSystem),
                  field(18, "waiting", &Decision::waiting, 8, Feed::kSystem),
                  field(19, "rule_errors", &Decision::rule_errors, 1, Feed::kSystem),
                  field(20, "rules_left_out", &Decision::rules_left_out, 1, Feed::kSystem),
                  field(21, "frame", &Decision::frame, 16'384, Feed::kSystem),
                  field(23, "hits_left_out", &Decision::hits_left_out, 1, Feed::kSystem),
                  field(24, "discreet_left_out", &Decision::discreet_left_out, 1, Feed::kSystem)};
};

/// What another feed told otherwise of the same traveller on the same journey.
struct FeedDifference {
    std::string feed;             ///< "pnr", "api", "desk", "mrz": whose value this is.
    std::string field;            ///< "name", "date_of_birth", "sex", "nationality", "document".
    Redacted<std::string> value;  ///< As that feed told it; its first document's number.
    friend bool operator==(const FeedDifference&, const FeedDifference&) = default;
};
template <>
struct Schema<FeedDifference> {
    static constexpr std::string_view kName = "feed_difference";
    static constexpr auto kFields =
        FieldList{field(1, "feed", &FeedDifference::feed, 16, Feed::kSystem),
                  field(2, "field", &FeedDifference::field, 32, Feed::kSystem),
                  field(3, "value", &FeedDifference::value, 512, Feed::kPnr)};
};

/// One traveller's crossing as the port recorded it: what is stored, sealed and sent to central.
struct Crossing {
    /// BLAKE2b-128 of the message's digest, the traveller's place in it (u32) and the port.
    std::array<std::uint8_t, 16> id{};
    core::NodeId node{0};
    core::PortId port{""};
    core::WallTime screened_at;
    Hash256 message_digest{};
    std::vector<FlightLeg> flights;
    Traveller traveller;
    std::vector<SubjectKey> subject_keys;  ///< One a document.
    Decision decision;
    std::string officer;               ///< Account that screened at the desk, where it says so.
    std::optional<std::uint32_t> uid;  ///< Of that account, as the kernel says; none: a message.
    /// The same for every record of a traveller's journey at a port, keyed as subject_keys are:
    /// what was decided last counts. Zeros: not told.
    std::array<std::uint8_t, 16> passage{};
    /// What of his booking is his, where one was told: without history and remarks.
    std::optional<Booking> booking{};
    /// Where other feeds contradict what this record's own message tells.
    std::vector<FeedDifference> differences{};
    /// Who told it: this record's own feed first ("api", "pnr", "desk", "mrz"), then those that
    /// filled in what it leaves out.
    std::vector<std::string> feeds{};
    /// As he was screened, where other feeds filled in what his message leaves out.
    std::optional<Traveller> merged{};
    /// What he declares to carry, where a form told it: without whom he visits, and remarks.
    std::optional<CashDeclaration> cash{};
    /// In a report of a hit on cargo, which has no traveller: what it is about.
    std::optional<CargoSubject> cargo{};
    /// Whom the decision is about: `traveller`, or what it was merged to.
    [[nodiscard]] const Traveller& screened() const { return merged ? *merged : traveller; }
    friend bool operator==(const Crossing&, const Crossing&) = default;
};
template <>
struct Schema<Crossing> {
    static constexpr std::string_view kName = "crossing";
    static constexpr auto kFields =
        FieldList{field(1, "id", &Crossing::id, 16, Feed::kSystem),
                  field(2, "node", &Crossing::node, 1, Feed::kSystem),
                  field(3, "port", &Crossing::port, 32, Feed::kSystem),
                  field(4, "screened_at", &Crossing::screened_at, 1, Feed::kSystem),
                  field(5, "message_digest", &Crossing::message_digest, 32, Feed::kSystem),
                  field(6, "flights", &Crossing::flights, 64, Feed::kApi),
                  field(7, "traveller", &Crossing::traveller, 1, Feed::kApi),
                  field(8, "subject_keys", &Crossing::subject_keys, 16, Feed::kSystem),
                  field(9, "decision", &Crossing::decision, 1, Feed::kSystem),
                  field(10, "officer", &Crossing::officer, 64, Feed::kOfficer),
                  field(11, "uid", &Crossing::uid, 1, Feed::kOfficer),
                  field(12, "passage", &Crossing::passage, 16, Feed::kSystem),
                  field(13, "booking", &Crossing::booking, 1, Feed::kPnr),
                  field(14, "differences", &Crossing::differences, 16, Feed::kSystem),
                  field(15, "feeds", &Crossing::feeds, 8, Feed::kSystem),
                  field(16, "merged", &Crossing::merged, 1, Feed::kApi),
                  field(17, "cash", &Crossing::cash, 1, Feed::kOfficer),
                  field(18, "cargo", &Crossing::cargo, 1, Feed::kManifest)};
};

}  // namespace sarhad::facts
