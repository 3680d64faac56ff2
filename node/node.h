#pragma once

#include "core/redacted.h"
#include "facts/alert.h"
#include "facts/decision.h"
#include "facts/inspection.h"
#include "facts/journey.h"
#include "facts/known_pair.h"
#include "intake/journey_roster.h"
#include "node/bundle_intake.h"
#include "node/cargo_pump.h"
#include "node/inspections_page.h"
#include "node/intake_pump.h"
#include "node/ledger_store.h"
#include "node/lists_store.h"
#include "node/live_lists.h"
#include "node/parts.h"
#include "node/records_store.h"
#include "node/rescreener.h"
#include "node/screener.h"
#include "node/switched_transport.h"
#include "node/trust_keeper.h"
#include "node/uplink.h"
#include "screening/screen.h"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sarhad::node {

struct ListedItem;
struct RulesInForce;

enum class NodeEventKind : std::uint8_t {
    kMessageReceived,    ///< `id`: the message's digest; `count`: travellers.
    kTravellerScreened,  ///< `id`: the crossing's; `count`: hits.
    kCargoScreened,      ///< `id`: the record's; `count`: hits and findings.
    kHitRaised,          ///< The same crossing again, where central is told at once.
    kMessageRefused,     ///< `id`: the message's digest; `count`: problems.
    kEditionApplied,     ///< In force. `list`; `id`: its root; `count`: the edition's number.
    kAlertReceived,      ///< `id`: the alert's, which is the crossing's.
    kAlertAcknowledged,  ///< `id`: the alert's.
    kLinkUp,
    kLinkDown,
};
/// "message_received" and so on: the name of the server-sent event.
[[nodiscard]] std::string_view word_of(NodeEventKind kind);

/// Something that the port's own page shows at once. Names nobody: every viewer may read it, and
/// asks for the crossing by its id where their role allows.
struct NodeEvent {
    NodeEventKind kind{NodeEventKind::kLinkDown};
    core::WallTime at;
    std::string id;  ///< Hexadecimal.
    std::uint64_t count{0};
    facts::Channel channel{facts::Channel::kGreen};
    core::Permille score;
    core::PortId port{""};  ///< Where it was screened.
    std::string list;
    std::string entry;
    std::string rule;  ///< Id of the strictest rule hit; "" for none.
};

/// What rules said since the start.
struct RuleCounts {
    std::uint64_t hits{0};         ///< Of live rules.
    std::uint64_t shadow_hits{0};  ///< Of others: no counter sees how many.
    std::uint64_t errors{0};
    std::uint64_t waiting{0};  ///< Travellers about whom some rule waits for a feed.
};

/// What waits for central in one stream.
struct OutboxStatus {
    std::uint64_t rows{0};
    std::uint64_t bytes{0};
    std::optional<core::WallTime> oldest;
    std::uint64_t last_seq{0};  ///< Of the stream's newest row; 0: none yet.
    facts::Hash256 chain{};     ///< Chain hash there, to hold against central's.
};

/// How the node stands. The outbox is as of at most a second ago.
struct NodeStatus {
    core::NodeId id{0};
    core::PortId port{""};
    core::WallTime started_at;
    UplinkStatus uplink;
    std::string central;  ///< The control endpoint that is dialled.
    LinkSwitch link_switch{LinkSwitch::kHealed};
    screening::DataAge data{screening::TrustAge::kExpired, {}};
    std::optional<TrustKeeper::Told> trust;    ///< Where the country has signed a root.
    std::optional<facts::GoAhead> go_ahead{};  ///< The last one.
    bool is_go_ahead_due{false};  ///< The data is old, and nobody has signed this shift.
    RecordCounts records;
    AlertCounts alerts;
    IntakeStatus intake;
    CargoStatus cargo;
    RescreenStatus rescreen;
    std::uint64_t pairs{0};       ///< In force, but for those that have expired.
    std::uint64_t suppressed{0};  ///< Hits, by pairs, since the start.
    bool lacks_reserve{false};    ///< The disk's ballast is given up, or was never to be had.
    store::DiskUse disk;
    std::map<core::StreamId, OutboxStatus> outbox;
    std::vector<ListState> lists;  ///< In force: what screening uses.
    std::vector<WaitingList> lists_waiting;
    facts::Hash256 list_hash{};
    watchlists::SnapshotSize list_size;
    facts::Hash256 rules_hash{};
    std::uint64_t rules_in_force{0};
    RuleCounts rules;
    screening::HeldRules::Map rules_held;  ///< They hit more often here than their authors allow.
};

/// A message file that waits for an operator.
struct RefusedFile {
    std::string name;
    std::string reason;  ///< Of the first problem in it; empty where the reason cannot be read.
};

/// A crossing and its number here.
struct CrossingItem {
    std::int64_t number{0};
    facts::Crossing crossing;
    std::optional<facts::Erasure> erased{};  ///< Then of `crossing` only the id is known.
    /// Where he stands by all that messages told of his journey.
    intake::Standing standing{intake::Standing::kNone};
};

/// A record about cargo and its number here.
struct CargoShown {
    std::int64_t number{0};
    facts::Channel channel{facts::Channel::kGreen};
    facts::CargoScreening cargo;             ///< As the counter may see it.
    std::optional<facts::Erasure> erased{};  ///< Then of `cargo` only the id is known.
};

/// Which records about cargo are asked for; empty for all.
struct CargoQuestion {
    std::string kind{};  ///< facts::cargo_kind.
    std::optional<facts::Channel> channel{};
    /// One of these at most: a container's number, a bill's, a conveyance's name or number.
    std::string container{};
    std::string bill{};
    std::string conveyance{};
    bool with_findings{false};
    bool has_history{false};  ///< Also what was decided before of the same.
    std::optional<std::pair<facts::Channel, std::int64_t>> after{};
    std::size_t limit{0};  ///< kPageMax at most.
};

/// An alert, and who acknowledged it here.
struct AlertItem {
    std::int64_t number{0};
    core::WallTime received_at;
    facts::Alert alert;
    std::optional<facts::AlertAcknowledgement> acknowledgement;
    std::optional<facts::Erasure> erased{};  ///< Then of `alert` only the id is known.
};

inline constexpr int kPairDaysMax = 365;  ///< Nobody's word stands longer.

/// An officer's word that a crossing's traveller is not the entry's person.
struct PairOrder {
    CrossingId crossing{};
    std::string list{};
    std::string entry{};
    /// Of a late hit its id, in place of the three above.
    std::optional<std::array<std::uint8_t, 16>> late{};
    DeskOfficer officer{};   ///< Its account is told.
    std::string why{};       ///< One line of 1 to kWhyMax bytes.
    int days{kPairDaysMax};  ///< It stands so long: 1 to kPairDaysMax.
};

/// Somebody who was listed after he passed.
struct LateHitItem {
    std::int64_t number{0};
    facts::LateHit late;
    std::string cleared_by;  ///< The pair, in force, that speaks against it; "" for none.
};

/// A journey that the port expects; nothing in it is personal, or tells of a discreet hit.
struct ExpectedItem {
    facts::JourneyId journey{};
    std::uint64_t version{0};
    bool is_cancelled{false};
    bool is_screened{false};  ///< All of its travellers are.
    std::string title;        ///< intake::journey_title(); "" where it is cancelled.
    std::string function;     ///< As the message's.
    std::vector<facts::FlightLeg> flights;
    std::optional<core::WallTime> over_by;  ///< None where it is cancelled.
    std::optional<core::WallTime> gone_at;  ///< The same.
    std::uint64_t travellers{0};
    std::uint64_t hits{0};  ///< Travellers of whom central was told.
};

/// A journey of which messages told here.
struct JourneyItem {
    facts::JourneyId journey{};
    std::int64_t newest{0};  ///< Number of the newest message of it.
    std::string title;       ///< intake::journey_title().
    std::uint64_t messages{0};
    std::map<intake::Standing, std::uint64_t> records;  ///< How many stand where.
};

/// The current record of somebody on a journey.
struct RosterItem {
    std::int64_t number{0};
    facts::Crossing crossing;
    intake::Standing standing{intake::Standing::kNone};
    bool is_announced{false};  ///< Central told of him.
};

/// An officer's word on what came of a look at a traveller, or at cargo.
struct InspectionOrder {
    CrossingId crossing{};  ///< Or the id of a record about cargo.
    facts::Finding finding{facts::Finding::kNegative};
    std::uint16_t minutes{0};  ///< Of officers.
    DeskOfficer officer{};     ///< Its account is told.
};
inline constexpr std::int64_t kInspectionMinutesMax = 10'080;  ///< A week.

/// A hit, at a counter or late.
struct HitAsked {
    CrossingId crossing{};
    std::string list{};
    std::string entry{};
};

/// A number of the paper ledger has its crossing.
struct LedgerOrder {
    std::string counter{};
    std::uint64_t number{0};
    CrossingId crossing{};
    std::string officer{};  ///< Account.
};

inline constexpr std::size_t kPageMax = 200;  ///< Crossings or alerts in one answer.
/// A refused file to be thrown away.
struct Discard {
    std::string name;
    std::string why;
    std::uint32_t uid{0};  ///< Of the account that asks, as the kernel says.
};

/// What is on record of it.
struct Discarded {
    core::WallTime at;
    std::string digest;  ///< BLAKE2b-256 in hexadecimal; empty where the file could not be read.
};

inline constexpr std::size_t kWhyMax = 500;  ///< Bytes of a reason that a person gives.

/// The daemon of one port: takes arrivals in, screens, records, tells central, and shows the
/// officer what it did.
/// Life: make() before threads run, start(), stop(), and gone once the executor has stopped.
/// Thread: loop, unless said otherwise.
class Node {
public:
    template <class T>
    using Answer = std::function<void(core::Result<T>)>;

    /// Reads the store and builds the list snapshot; a list that cannot be built is left out, and
    /// logged. Errors of the store.
    [[nodiscard]] static core::Result<std::unique_ptr<Node>> make(const NodeParts& parts,
                                                                  const NodeSettings& settings,
                                                                  NodeKeys keys);
    Node(const Node&) = delete;
    Node& operator=(const Node&) = delete;
    ~Node();

    void start();
    /// No new work; what is under way ends in the executor.
    void stop();
    /// After stop(), once the executor has ended: files that were at work wait in incoming/ again.
    void release_files();

    [[nodiscard]] NodeStatus status() const;
    [[nodiscard]] core::WallTime now() const;
    void set_observer(std::function<void(const NodeEvent&)> observer);
    /// `begun` is called on the loop, once, when this node is revoked by what the security officers
    /// signed and the EraseRecord is on the disk: whoever runs the node ends it then, and erases.
    void on_erase(std::function<void()> begun);

    // Questions. Each is answered once, on the loop; kExhausted where the node is too busy.

    /// Up to `limit` (kPageMax at most) crossings numbered above `after`, rising; the last ones
    /// without it.
    void crossings(std::optional<std::int64_t> after,
                   std::size_t limit,
                   Answer<std::vector<CrossingItem>> answer);
    /// The newest `limit` (kPageMax at most) alerts of those numbered below `before`, of all
    /// without it; newest last. Alerts that come meanwhile change no page before them.
    void alerts(std::optional<std::int64_t> before,
                std::size_t limit,
                Answer<std::vector<AlertItem>> answer);
    /// Answered after COMMIT; kRepeat, with the first one, where it was acknowledged here before.
    /// kNotFound, kInvalid for an officer that is no account name.
    void acknowledge_alert(const AlertId& alert, std::string officer, Answer<Acknowledged> answer);
    /// Records about cargo, the strictest channel first, then the newest. kInvalid where more than
    /// one of container, bill and conveyance is asked for.
    void cargo(CargoQuestion question, Answer<std::vector<CargoShown>> answer);
    /// One of them. kNotFound.
    void one_cargo(const CargoId& id, Answer<CargoShown> answer);
    /// The newest `limit` (kPageMax at most) late hits numbered below `before`, of all without it;
    /// newest first.
    void late_hits(std::optional<std::int64_t> before,
                   std::size_t limit,
                   Answer<std::vector<LateHitItem>> answer);
    /// Up to `limit` (kPageMax at most) journeys that the port expects, behind `after` in the order
    /// of their ids, or from the first on.
    void expected(std::optional<facts::JourneyId> after,
                  std::size_t limit,
                  Answer<std::vector<ExpectedItem>> answer);
    /// One of them. kNotFound.
    void expected_journey(const facts::JourneyId& journey, Answer<ExpectedItem> answer);
    /// Journeys of the newest messages numbered below `before`, of all without it; up to `limit`
    /// (kPageMax at most), that of the newest message first.
    void journeys(std::optional<std::int64_t> before,
                  std::size_t limit,
                  Answer<std::vector<JourneyItem>> answer);
    /// Who travels on it, and who was taken off: up to `limit` (kPageMax at most) records numbered
    /// above `after`, rising, without those that a newer telling superseded. None of a journey that
    /// is not known here.
    void roster(const facts::JourneyId& journey,
                std::int64_t after,
                std::size_t limit,
                Answer<std::vector<RosterItem>> answer);
    /// "Not the same person". Of the strongest tier it holds once another person says the same: not
    /// the one who said it first, nor whoever screened the traveller at a desk, by account and by
    /// uid. Answered after COMMIT and in force then. kNotFound without such a crossing or hit;
    /// kConflict where a document agrees, the traveller has none, or there is nothing to say.
    void add_pair(PairOrder order, Answer<facts::KnownPair> answer);
    void remove_pair(const std::array<std::uint8_t, 16>& id,
                     std::string officer,
                     Answer<facts::KnownPair> answer);
    void pairs(Answer<std::vector<facts::KnownPair>> answer);
    /// Agencies' rules that the port has.
    [[nodiscard]] const RulesInForce& rules() const;
    /// A supervisor signs that the port works on, on data that is DEGRADED or EXPIRED: for the
    /// shift, or for a flight. Answered after COMMIT. kInvalid: no account, no flight number, or
    /// none where the site's policy wants one; kConflict: the data is not so old.
    void go_ahead(std::string officer, std::string flight, Answer<facts::GoAhead> answer);
    /// The newest kGoAheadsPageMax, newest first.
    void go_aheads(Answer<std::vector<facts::GoAhead>> answer);
    /// What came of a look at a traveller, in place of what was said of him before; central is
    /// told. Answered after COMMIT. kNotFound without such a crossing; kInvalid: no account.
    void inspect(InspectionOrder order, Answer<facts::Inspection> answer);
    /// kNotFound where nobody told of one.
    void inspection(const CrossingId& crossing, Answer<facts::Inspection> answer);
    /// read_inspections().
    void inspections(InspectionsAsked asked, Answer<InspectionsPage> answer);
    /// All that the list says of the entry behind a hit, as it is now: where it is from, when and
    /// by what it was listed, its names in their own script. kNotFound without such a hit, and
    /// where the list has it no more.
    void listed(HitAsked asked, Answer<ListedItem> answer);
    /// The paper ledger of the time when this machine's node was erased: read_ledger().
    void ledger(std::int64_t after, bool is_open, Answer<std::vector<LedgerItem>> answer);
    /// The crossing that a number stands for has been screened since. Answered after COMMIT.
    /// kNotFound without such a number or crossing; kConflict where it has another.
    void enter_ledger(LedgerOrder order, Answer<facts::LedgerEntry> answer);
    /// A person has looked at a quarantined stream: Uplink::release().
    void release_stream(replication::ReleaseOrder order, Answer<Release> answer);
    /// The newest kReleasesShownMax, newest first.
    void releases(Answer<std::vector<Release>> answer);
    /// Screens and records as an arrival would be; answered after COMMIT. On an error nothing is
    /// recorded, and the answer must say so.
    void screen(facts::Traveller traveller, DeskOfficer by, Answer<facts::Crossing> answer);
    void spool_counts(Answer<intake::SpoolCounts> answer);
    void refused_files(Answer<std::vector<RefusedFile>> answer);
    /// Errors as intake::Spool::retry(); true when done.
    void retry_refused(std::string name, Answer<bool> answer);
    /// Deletes a refused file for good, with a record beside the spool. Errors as
    /// intake::Spool::discard(); kInvalid for a `why` that is not one line of 1 to kWhyMax bytes.
    void discard_refused(Discard discard, Answer<Discarded> answer);

    /// Runs `work`, which needs nothing of the node, on the read thread: the text of a full page is
    /// some megabytes.
    void off_loop(std::function<std::string()> work, Answer<std::string> answer);

    /// Lists that somebody carried here.
    [[nodiscard]] BundleIntake& bundles();

    /// The demo's hand on the cable.
    void switch_link(LinkSwitch to);

private:
    struct Parts;
    explicit Node(std::unique_ptr<Parts> parts);

    std::unique_ptr<Parts> parts_;
};

}  // namespace sarhad::node
