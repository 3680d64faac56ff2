#pragma once

#include "core/bytes.h"
#include "core/clock.h"
#include "core/result.h"
#include "facts/decision.h"
#include "facts/erasure.h"
#include "facts/expected.h"
#include "facts/message.h"
#include "node/cargo_store.h"
#include "node/outbox_row.h"
#include "node/passages_store.h"
#include "node/roster_word.h"
#include "store/database.h"
#include "store/outbox.h"
#include "store/query_source.h"
#include "wire/hash.h"
#include "wire/record_seal.h"

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace sarhad::node {

using CrossingId = std::array<std::uint8_t, 16>;

inline constexpr std::string_view kCrossingTable = "crossing";
inline constexpr std::string_view kMessageTable = "message";
inline constexpr std::string_view kWordTable = "message_word";

/// One traveller of a journey, by all that screening looks at: who comes again with another seat or
/// other bags is the same. In memory only.
using TravellerMark = std::array<std::uint8_t, 16>;
[[nodiscard]] TravellerMark mark_of(const facts::Traveller& traveller);

/// A traveller's crossing, ready to be stored.
struct CrossingRecord {
    CrossingId id{};
    TravellerMark mark{};
    std::size_t rows{0};  ///< So many of the message's rows are of it, in the crossings' order.
    core::WallTime screened_at;
    facts::Channel channel{facts::Channel::kGreen};
    std::uint32_t hits{0};
    facts::TrustAge age{facts::TrustAge::kFresh};  ///< Of the data that it was decided on.
    bool is_reported{false};  ///< A hit of tier ask or more: central is told at once.
    bool is_secret{false};    ///< For discreet orders alone: nobody here may know.
    core::Bytes sealed;       ///< A facts::Crossing, by RecordSeal under (kCrossingTable, id).
    std::vector<std::string> rule_hits{};  ///< Ids of the live rules that hit.
    std::vector<PassageRow> passages{};    ///< One a document.
};

/// Of travellers on record: the rules that hit each, in any of his crossings of a journey.
using SaidByRules = std::map<TravellerMark, std::set<std::string>>;
/// Adds the live rules that hit in a decision.
void add_said(const facts::Decision& decision, std::set<std::string>& said);
/// Whether a rule hits the traveller that hit none of his crossings before.
[[nodiscard]] bool says_more(const CrossingRecord& crossing, const std::set<std::string>& said);

/// A message with everything that it led to.
struct MessageRecord {
    wire::Hash256 digest{};
    core::WallTime received;
    facts::MessageStatus status{facts::MessageStatus::kOk};
    core::Bytes sealed_header;  ///< The message without its travellers and cargo, under
                                ///< (kMessageTable, digest).
    std::vector<CrossingRecord> crossings;
    std::vector<UpwardRow> rows;  ///< For central.
    std::optional<facts::JourneyId> journey{};
    bool is_expected{false};  ///< Central told of it: its travellers are still to come.
    /// What it says of who travels, where it is of a journey; none: of messages of central's.
    std::optional<RosterWord> word{};
    /// A journey of which it says the same: the crew's of a flight that is cancelled.
    std::optional<facts::JourneyId> also{};
    /// Of records old and new, where somebody stands otherwise since.
    std::map<CrossingId, intake::Standing> standings{};
    bool is_said_before{false};         ///< Another message of the journey said exactly this.
    std::vector<CargoItemRow> cargo{};  ///< Its pieces, screened later.
};

/// What became of a message.
enum class Recorded : std::uint8_t {
    kNew,
    kReplaced,  ///< It took the place of its own refusal.
    kRepeat,    ///< Its digest was there: nothing was done.
};

/// The same, and whose crossings were on record as expected: these are not there twice.
struct RecordedOnce {
    Recorded recorded{Recorded::kNew};
    std::vector<CrossingId> known;
};

/// Of whom central announced on a journey: the rules that hit each, and the record that is his.
struct Announced {
    SaidByRules said;
    std::map<TravellerMark, CrossingId> records;
};

/// Totals since the node's first start.
struct RecordCounts {
    std::uint64_t messages{0};
    std::uint64_t refused{0};
    std::uint64_t crossings{0};
    std::uint64_t hits{0};  ///< Crossings that central was told of; not the secret ones.
};

/// A crossing as it is stored.
struct StoredCrossing {
    std::int64_t number{0};  ///< The node's own count; rises.
    CrossingId id{};
    core::Bytes sealed;  ///< Empty where it was erased.
    std::optional<facts::Erasure> erased{};
    intake::Standing standing{intake::Standing::kNone};
};

/// As it is stored there; kNone for what is none.
[[nodiscard]] intake::Standing standing_at(const store::Statement& row, int column);

/// Up to `limit` crossings numbered above `after`, rising; without `after`, the last ones.
[[nodiscard]] core::Result<std::vector<StoredCrossing>> read_crossings(
    store::QuerySource from, std::optional<std::int64_t> after, std::size_t limit);

/// Messages, crossings and their outbox rows. Thread: store. Everything outlives it.
class RecordsStore {
public:
    RecordsStore(store::Database& database, store::Outbox& outbox, const wire::RecordSeal& seal)
        : database_{database}, outbox_{outbox}, seal_{seal} {}

    /// The message, its crossings and its rows for central, all in `transaction`. A message that
    /// was refused before and is not now takes the refused one's place.
    /// Travellers of the same journey whom the port expected are on record already: once more comes
    /// only of whom a rule hits now that hit no record of him, because more is known of him.
    [[nodiscard]] core::Result<RecordedOnce> record(store::Transaction& transaction,
                                                    const MessageRecord& message);
    [[nodiscard]] core::Result<RecordCounts> counts();

private:
    [[nodiscard]] core::Result<std::optional<std::int64_t>> insert_message(
        const MessageRecord& message);
    [[nodiscard]] core::Result<std::optional<std::int64_t>> replace_refused(
        const MessageRecord& message);
    [[nodiscard]] core::Status insert_crossing(std::int64_t message,
                                               const CrossingRecord& crossing,
                                               intake::Standing standing);
    [[nodiscard]] core::Result<Announced> announced_of(const MessageRecord& message);
    [[nodiscard]] core::Status keep_word(std::int64_t id,
                                         const MessageRecord& message,
                                         const std::map<CrossingId, CrossingId>& known);

    store::Database& database_;
    store::Outbox& outbox_;
    const wire::RecordSeal& seal_;
};

}  // namespace sarhad::node
