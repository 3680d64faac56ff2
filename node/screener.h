#pragma once

#include "core/executor.h"
#include "core/log.h"
#include "core/published.h"
#include "core/redacted.h"
#include "facts/message.h"
#include "intake/part_files.h"
#include "intake/spool.h"
#include "node/counted_store.h"
#include "node/journey_plan.h"
#include "node/merged_traveller.h"
#include "node/outbox_row.h"
#include "node/parts.h"
#include "node/records_store.h"
#include "rules/live/live_rules.h"
#include "screening/rule_guard.h"
#include "watchlists/matcher.h"
#include "watchlists/scratch_pool.h"
#include "wire/record_seal.h"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sarhad::node {

/// The format of a message that an officer enters: the traveller stands before him.
inline constexpr std::string_view kDeskFormat = "DESK";

/// One traveller's outcome, for events and answers: nothing in it tells of a discreet hit.
struct ScreenedTraveller {
    CrossingId id{};
    facts::Channel channel{facts::Channel::kGreen};
    std::uint32_t hits{0};
    std::uint32_t suppressed{0};  ///< Of them, by known pairs.
    bool is_told{false};          ///< Central is told at once, and the port may know of it.
    core::Permille score;
    std::string list;        ///< Of the best hit.
    std::string entry;       ///< Of the best hit.
    std::string rule;        ///< Id of the strictest rule hit.
    std::uint32_t rules{0};  ///< Rule hits.
    std::uint32_t shadow_rules{0};
    std::uint32_t rule_errors{0};
    bool waits{false};  ///< Some rule waits for a feed.
};

/// A message as it will be recorded, and what to tell about it afterwards.
struct ScreenedMessage {
    MessageRecord record;
    std::vector<facts::Problem> problems;
    std::vector<ScreenedTraveller> travellers;
    std::optional<facts::Crossing> only;  ///< As it is recorded, where there is exactly one.
};

/// Who works at a desk. An administrator's account may speak for others (a gateway), so that only
/// the accounts of officers have a uid here.
struct DeskOfficer {
    std::string account{};               ///< As told; "" where not.
    std::optional<std::uint32_t> uid{};  ///< Of the account, as the kernel says.
    /// Whether the two may be one person. Who says nothing of himself is nobody.
    [[nodiscard]] bool may_be(const DeskOfficer& other) const {
        return (!account.empty() && account == other.account) || (uid && uid == other.uid);
    }
};

/// What a screening needs besides the facts.
struct ScreenerParts {
    const NodeSettings& settings;
    const NodeKeys& keys;
    const wire::RecordSeal& seal;
    OutboxSealer& sealer;
    const core::Published<watchlists::ListSnapshot>& lists;
    const core::Published<screening::KnownPairs>& pairs;
    const core::Published<rules::LiveRules>& rules;
    const core::Published<screening::HeldRules>& held;
    store::Database& database;
    core::Log& log;
    core::Executor& executor;  ///< Its match threads screen the travellers of one message.
};

/// What is on record of the travellers of messages.
struct Histories {
    PassagesByPerson passages;
    CountedWord counted;                                           ///< By the centre.
    std::map<CrossingId, facts::CountedInspection> inspections;    ///< Of their passages.
    std::map<wire::Hash256, std::vector<MergedTraveller>> merged;  ///< By the message's digest.
    std::map<facts::JourneyId, ToldJourney> told;  ///< Of each journey of which they tell.
};

/// When messages are screened, and what is known of their travellers by then. All outlive the call.
struct ScreeningTime {
    core::WallTime now;
    core::WallTime proved;  ///< By which orders and lookouts hold: NodeParts::proved_time().
    screening::DataAge age;
    const Histories& histories;  ///< Screener::histories_of() the messages.
};

/// From bytes to records ready to be stored: reads, screens, seals. Thread: any (match), save where
/// said.
class Screener {
public:
    explicit Screener(const ScreenerParts& parts);

    /// Messages of files, refused ones too, with their digests, and the parts of longer messages
    /// that are in none of these files.
    struct FilesRead {
        std::vector<intake::SentMessage> sent;
        std::vector<intake::WaitingPart> waiting;
    };
    /// Each message of the files in their order; one that came in parts is one where all of them
    /// are there. `now`: two-digit years without another date beside them are read by it.
    [[nodiscard]] static FilesRead read_files(const std::vector<intake::SpoolFile>& files,
                                              core::WallTime now);
    /// The journeys of which the message tells: those that must not be screened beside it.
    [[nodiscard]] static std::vector<facts::JourneyId> journeys_of(const facts::Message& message);
    /// What is on record of their travellers, and what other messages told of them. Thread: store.
    /// Errors: the store's.
    [[nodiscard]] core::Result<Histories> histories_of(const std::vector<facts::Message>& messages,
                                                       core::WallTime now) const;
    /// What a carrier sent in one file, message by message: of its travellers those who are not on
    /// record by the same words, and where everybody of a journey stands since. `histories`: of all
    /// of them; of one journey a message sees those before it. Errors: sealing's only.
    [[nodiscard]] core::Result<std::vector<ScreenedMessage>> screen_file(
        const std::vector<intake::SentMessage>& sent,
        core::WallTime now,
        core::WallTime proved,
        screening::DataAge age,
        Histories histories) const;
    /// One message, whose digest is set; `by`: who entered it at a desk.
    [[nodiscard]] core::Result<ScreenedMessage> screen_message(const facts::Message& message,
                                                               const ScreeningTime& time,
                                                               const DeskOfficer& by = {}) const;
    /// The same of those travellers alone whose place is in `places`, rising.
    [[nodiscard]] core::Result<ScreenedMessage> screen_some(const facts::Message& message,
                                                            const std::vector<std::size_t>& places,
                                                            const ScreeningTime& time,
                                                            const DeskOfficer& by) const;

private:
    [[nodiscard]] std::vector<wire::SubjectKey> subjects_of(
        const facts::Traveller& traveller) const;
    [[nodiscard]] std::vector<PersonKey> persons_of(
        const std::vector<wire::SubjectKey>& subjects) const;
    /// Of those of his documents that are no visas.
    [[nodiscard]] std::vector<PersonKey> documents_of(const facts::Traveller& traveller) const;
    [[nodiscard]] screening::CounterValues by_centre(const std::vector<PersonKey>& persons,
                                                     const Histories& histories,
                                                     const screening::Passage& passage) const;
    [[nodiscard]] core::Status read_counts(const std::vector<PersonKey>& persons,
                                           Histories& histories) const;
    [[nodiscard]] facts::Crossing decide(const facts::Message& message,
                                         std::size_t place,
                                         const screening::Passage& passage,
                                         const ScreeningTime& time) const;
    [[nodiscard]] core::Result<ScreenedMessage> screen_sent(const intake::SentMessage& sent,
                                                            const ScreeningTime& time) const;
    [[nodiscard]] core::Status add_told(const ScreenedMessage& message, ToldJourney& told) const;
    [[nodiscard]] core::Status read_journeys(const facts::Message& message,
                                             Histories& histories) const;
    /// What is known of who stands at the desk of `message`.
    [[nodiscard]] core::Result<ToldJourney> told_at_desk(const facts::Message& message,
                                                         core::WallTime now) const;
    [[nodiscard]] screening::Passage as_passage(const facts::Message& message,
                                                std::size_t place,
                                                core::WallTime now) const;
    [[nodiscard]] CrossingId passage_behind(const facts::Crossing& crossing,
                                            const screening::Passage& desk,
                                            const Histories& histories) const;
    [[nodiscard]] std::vector<PassageRow> rows_of(const facts::Crossing& crossing,
                                                  const screening::Passage& passage) const;
    /// One traveller, screened and sealed.
    struct ScreenedOne {
        facts::Crossing crossing;
        CrossingRecord row;
        std::vector<UpwardRow> rows;
        std::size_t open_bytes{0};  ///< As FittedCrossing's.
    };
    [[nodiscard]] core::Result<ScreenedOne> screen_one(
        const facts::Message& message,
        std::size_t place,
        const ScreeningTime& time,
        const DeskOfficer& by,
        const std::optional<facts::JourneyId>& journey) const;
    /// `body`: of `one`'s crossing.
    [[nodiscard]] core::Status add_rows(ScreenedOne& one, const core::Bytes& body) const;

    ScreenerParts parts_;
    mutable watchlists::ScratchPool scratches_;
};

/// Takes those crossings out, with their rows and what is told of them. `is_out`: asked once each.
void leave_out(ScreenedMessage& message, const std::function<bool(const CrossingRecord&)>& is_out);
/// The digest of a file's message `place`: the file's own where it is the only one.
[[nodiscard]] wire::Hash256 message_digest(const wire::Hash256& file,
                                           std::size_t place,
                                           std::size_t count);
/// "Given Middle SURNAME" or the full name.
[[nodiscard]] core::Redacted<std::string> one_line_name(const facts::Traveller& traveller);

}  // namespace sarhad::node
