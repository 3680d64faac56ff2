#include "node/schema.h"

#include "store/outbox.h"

#include <array>
#include <string_view>

namespace sarhad::node {
namespace {

constexpr std::string_view kRecords = R"sql(
CREATE TABLE message(
  id INTEGER PRIMARY KEY, digest BLOB NOT NULL UNIQUE, received INTEGER NOT NULL,
  status INTEGER NOT NULL, travellers INTEGER NOT NULL, header BLOB NOT NULL) STRICT;
CREATE TABLE crossing(
  number INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE,
  message INTEGER NOT NULL REFERENCES message(id), screened_at INTEGER NOT NULL,
  channel INTEGER NOT NULL, hits INTEGER NOT NULL, reported INTEGER NOT NULL,
  body BLOB NOT NULL) STRICT;
)sql";

constexpr std::string_view kReplicated = R"sql(
CREATE TABLE down_pos(
  stream INTEGER PRIMARY KEY, epoch INTEGER NOT NULL, seq INTEGER NOT NULL,
  chain BLOB NOT NULL) STRICT;
CREATE TABLE staged_delta(
  stream INTEGER NOT NULL, seq INTEGER NOT NULL, body BLOB NOT NULL,
  PRIMARY KEY(stream, seq)) STRICT;
CREATE TABLE list_entry(
  stream INTEGER NOT NULL, id TEXT NOT NULL, hash BLOB NOT NULL, body BLOB NOT NULL,
  PRIMARY KEY(stream, id)) STRICT;
CREATE TABLE edition(
  stream INTEGER PRIMARY KEY, name TEXT NOT NULL, edition INTEGER NOT NULL, root BLOB NOT NULL,
  entries INTEGER NOT NULL, applied_at INTEGER NOT NULL) STRICT;
CREATE TABLE alert(
  number INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, raised_at INTEGER NOT NULL,
  received_at INTEGER NOT NULL, acknowledged_at INTEGER, acknowledgement BLOB,
  body BLOB NOT NULL) STRICT;
CREATE TABLE kv(key TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT;
)sql";

constexpr std::string_view kReleases = R"sql(
CREATE TABLE stream_release(
  number INTEGER PRIMARY KEY, is_up INTEGER NOT NULL, stream INTEGER NOT NULL,
  quarantine TEXT NOT NULL, at INTEGER NOT NULL, officer TEXT NOT NULL,
  why TEXT NOT NULL) STRICT;
)sql";

constexpr std::string_view kRescreening = R"sql(
CREATE TABLE rescreen_due(
  stream INTEGER NOT NULL, id TEXT NOT NULL, edition INTEGER NOT NULL, after INTEGER NOT NULL,
  PRIMARY KEY(stream, id)) STRICT;
CREATE TABLE late_hit(
  number INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, found_at INTEGER NOT NULL,
  tier INTEGER NOT NULL, body BLOB NOT NULL) STRICT;
CREATE INDEX crossing_screened_at ON crossing(screened_at);
)sql";

constexpr std::string_view kPairs = R"sql(
CREATE TABLE known_pair(
  number INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, body BLOB NOT NULL) STRICT;
)sql";

/// Of what is stored already nobody knows what changed last.
constexpr std::string_view kListChanges = R"sql(
ALTER TABLE edition ADD COLUMN changes_since INTEGER NOT NULL DEFAULT 0;
UPDATE edition SET changes_since = edition;
CREATE TABLE list_change(
  stream INTEGER NOT NULL, id TEXT NOT NULL, edition INTEGER NOT NULL,
  PRIMARY KEY(stream, id)) STRICT;
CREATE INDEX list_change_edition ON list_change(stream, edition);
)sql";

constexpr std::string_view kLater = R"sql(
CREATE TABLE rescreen_later(
  stream INTEGER NOT NULL, id TEXT NOT NULL, day INTEGER NOT NULL, done_to TEXT NOT NULL,
  PRIMARY KEY(stream, id, day)) STRICT;
CREATE INDEX rescreen_later_day ON rescreen_later(day);
ALTER TABLE late_hit ADD COLUMN counted INTEGER NOT NULL DEFAULT 1;
)sql";

/// Of crossings that are stored already nobody knows it without opening them.
constexpr std::string_view kSecrets = R"sql(
ALTER TABLE crossing ADD COLUMN secret INTEGER NOT NULL DEFAULT 0;
CREATE INDEX list_entry_hash ON list_entry(stream, id, hash);
)sql";

/// Buckets of rows that are stored already, and the roots of their lists: ListTree::place_rows().
constexpr std::string_view kTrees = R"sql(
ALTER TABLE list_entry ADD COLUMN bucket INTEGER NOT NULL DEFAULT -1;
DROP INDEX list_entry_hash;
CREATE INDEX list_entry_bucket ON list_entry(stream, bucket, id, hash);
CREATE TABLE tree_group(
  stream INTEGER NOT NULL, child INTEGER NOT NULL, leaves BLOB NOT NULL,
  PRIMARY KEY(stream, child)) STRICT;
ALTER TABLE edition ADD COLUMN repairs INTEGER NOT NULL DEFAULT 0;
ALTER TABLE list_change ADD COLUMN repair INTEGER NOT NULL DEFAULT 0;
)sql";

/// What holds of the signed trust documents, the root first; and which crossings were decided on
/// data that was not fresh, until they are screened against what came since.
constexpr std::string_view kTrust = R"sql(
CREATE TABLE trust(
  place INTEGER PRIMARY KEY, kind INTEGER NOT NULL, body BLOB NOT NULL) STRICT;
ALTER TABLE crossing ADD COLUMN age INTEGER NOT NULL DEFAULT 0;
CREATE INDEX crossing_age ON crossing(number) WHERE age != 0;
)sql";

/// Lists that are on their way as a whole; gone once they are in force.
constexpr std::string_view kSnapshots = R"sql(
CREATE TABLE snapshot_part(
  stream INTEGER NOT NULL, chunk INTEGER NOT NULL, at INTEGER NOT NULL, hash BLOB NOT NULL,
  size INTEGER NOT NULL, body BLOB NOT NULL, PRIMARY KEY(stream, chunk, at)) STRICT;
CREATE TABLE snapshot_chunk(
  stream INTEGER NOT NULL, chunk INTEGER NOT NULL, hash BLOB NOT NULL, body BLOB NOT NULL,
  PRIMARY KEY(stream, chunk)) STRICT;
)sql";

/// The data keys of lists whose entries only their ports read, each sealed by the store key.
constexpr std::string_view kListKeys = R"sql(
CREATE TABLE list_key(
  list TEXT NOT NULL, epoch INTEGER NOT NULL, body BLOB NOT NULL,
  PRIMARY KEY(list, epoch)) STRICT;
)sql";

/// What supervisors signed on old data.
constexpr std::string_view kGoAheads = R"sql(
CREATE TABLE go_ahead(
  number INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, body BLOB NOT NULL) STRICT;
)sql";

/// Numbers of the paper ledger of the time when this machine's node was erased.
constexpr std::string_view kLedger = R"sql(
CREATE TABLE ledger(
  place INTEGER PRIMARY KEY, counter TEXT NOT NULL, entry INTEGER NOT NULL,
  is_entered INTEGER NOT NULL, body BLOB NOT NULL, UNIQUE(counter, entry)) STRICT;
CREATE INDEX ledger_open ON ledger(place) WHERE is_entered = 0;
)sql";

/// What was erased by an order: its body is gone from `crossing` and `alert`, late hits of it too.
constexpr std::string_view kErasures = R"sql(
CREATE TABLE erasure(
  id BLOB PRIMARY KEY, at INTEGER NOT NULL, policy TEXT NOT NULL) STRICT, WITHOUT ROWID;
)sql";

/// Whom this port expects. Of messages that are stored already nobody knows the journey without
/// opening them: they are older than what is expected.
constexpr std::string_view kExpected = R"sql(
ALTER TABLE message ADD COLUMN journey BLOB;
ALTER TABLE message ADD COLUMN expected INTEGER NOT NULL DEFAULT 0;
CREATE INDEX message_journey ON message(journey) WHERE journey IS NOT NULL;
CREATE INDEX message_expected ON message(journey) WHERE expected != 0;
CREATE INDEX crossing_message ON crossing(message);
CREATE TABLE expected(
  journey BLOB PRIMARY KEY, version INTEGER NOT NULL, gone_at INTEGER NOT NULL,
  cancelled INTEGER NOT NULL, due INTEGER NOT NULL, body BLOB NOT NULL) STRICT;
CREATE INDEX expected_due ON expected(journey) WHERE due != 0;
CREATE INDEX expected_gone ON expected(gone_at);
CREATE TABLE expected_piece(
  journey BLOB NOT NULL, piece INTEGER NOT NULL, version INTEGER NOT NULL,
  gone_at INTEGER NOT NULL, body BLOB NOT NULL,
  PRIMARY KEY(journey, piece)) STRICT;
)sql";

/// Agencies' rules in force and ids that are taken; changes that this node could not take.
constexpr std::string_view kRules = R"sql(
CREATE TABLE rule(
  id TEXT PRIMARY KEY, owner TEXT NOT NULL, rev INTEGER NOT NULL, mode INTEGER NOT NULL,
  body BLOB NOT NULL) STRICT;
CREATE TABLE rule_refused(
  seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, change TEXT NOT NULL, why TEXT NOT NULL,
  body BLOB NOT NULL) STRICT;
)sql";

/// Rules that hit more often here than their authors allow.
constexpr std::string_view kHeldRules = R"sql(
CREATE TABLE rule_held(
  rule TEXT PRIMARY KEY, revision INTEGER NOT NULL, limited INTEGER NOT NULL)
  STRICT, WITHOUT ROWID;
)sql";

/// Reference sets that rules ask, whole, as their newest change left them.
constexpr std::string_view kRuleSets = R"sql(
CREATE TABLE rule_set(
  name TEXT PRIMARY KEY, owner TEXT NOT NULL, version INTEGER NOT NULL,
  edition INTEGER NOT NULL, body BLOB NOT NULL) STRICT, WITHOUT ROWID;
)sql";

/// Crossings by the documents that were shown. Of those that are stored already none is counted:
/// nobody knows whose they are without opening them.
constexpr std::string_view kPassages = R"sql(
CREATE TABLE passage(
  person BLOB NOT NULL, day INTEGER NOT NULL, crossing BLOB NOT NULL, body BLOB NOT NULL,
  PRIMARY KEY(person, day, crossing)) STRICT, WITHOUT ROWID;
CREATE INDEX passage_day ON passage(day);
CREATE INDEX passage_crossing ON passage(crossing);
)sql";

/// `body`: an Inspection, which names an account and nobody else.
constexpr std::string_view kInspections = R"sql(
CREATE TABLE inspection(crossing BLOB PRIMARY KEY, body BLOB NOT NULL) STRICT, WITHOUT ROWID;
)sql";

/// What each message said of who travels, and where its travellers stand since. Of messages that
/// are stored already nobody knows it without opening them: they take nobody off a list.
constexpr std::string_view kRosters = R"sql(
ALTER TABLE message ADD COLUMN word BLOB;
ALTER TABLE message ADD COLUMN also BLOB;
CREATE INDEX message_also ON message(also) WHERE also IS NOT NULL;
ALTER TABLE crossing ADD COLUMN standing INTEGER NOT NULL DEFAULT 0;
ALTER TABLE expected ADD COLUMN trip BLOB;
ALTER TABLE expected ADD COLUMN bookings INTEGER NOT NULL DEFAULT 0;
)sql";

/// What messages tell of cargo, piece by piece, until it is screened (`due`: 1 never yet, 2 again)
/// and after; by what pieces are found; and what was decided of each. Of messages that are stored
/// already nobody screens the cargo: it is in their headers.
constexpr std::string_view kCargo = R"sql(
CREATE TABLE cargo_item(
  message INTEGER NOT NULL, place INTEGER NOT NULL, sort INTEGER NOT NULL, due INTEGER NOT NULL,
  decided INTEGER NOT NULL, body BLOB NOT NULL, PRIMARY KEY(message, place)) STRICT;
CREATE INDEX cargo_item_due ON cargo_item(due, message, place) WHERE due != 0;
CREATE TABLE cargo_key(
  key BLOB NOT NULL, sort INTEGER NOT NULL, message INTEGER NOT NULL, place INTEGER NOT NULL,
  PRIMARY KEY(key, sort, message, place)) STRICT, WITHOUT ROWID;
CREATE INDEX cargo_key_item ON cargo_key(message, place);
CREATE TABLE cargo(
  number INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, subject BLOB NOT NULL,
  message INTEGER NOT NULL, place INTEGER NOT NULL, kind TEXT NOT NULL,
  screened_at INTEGER NOT NULL, channel INTEGER NOT NULL, hits INTEGER NOT NULL,
  findings INTEGER NOT NULL, reported INTEGER NOT NULL, secret INTEGER NOT NULL,
  newest INTEGER NOT NULL, body BLOB NOT NULL, outcome BLOB NOT NULL,
  seen BLOB NOT NULL) STRICT;
CREATE INDEX cargo_subject ON cargo(subject) WHERE newest != 0;
CREATE INDEX cargo_channel ON cargo(channel, number) WHERE secret = 0;
CREATE INDEX cargo_piece ON cargo(message, place);
)sql";

/// What the centre counts of documents' holders, in one row how that stands. `body` is sealed.
constexpr std::string_view kCounted = R"sql(
CREATE TABLE counted(
  person BLOB PRIMARY KEY, day INTEGER NOT NULL, body BLOB NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX counted_day ON counted(day);
CREATE TABLE counted_state(
  number INTEGER PRIMARY KEY, as_of INTEGER NOT NULL, held INTEGER NOT NULL,
  cut_day INTEGER NOT NULL) STRICT;
)sql";

/// Whether the centre's word tells of cash. What software before this took in had none of it, so
/// the stream (5) is taken from its beginning once more.
constexpr std::string_view kCountedCash = R"sql(
DELETE FROM counted;
DELETE FROM counted_state;
ALTER TABLE counted_state ADD COLUMN has_cash INTEGER NOT NULL DEFAULT 0;
DELETE FROM down_pos WHERE stream = 5;
)sql";

}  // namespace

std::span<const store::Migration> migrations() {
    static const std::array<store::Migration, 26> steps{{
        {1, "outbox", store::kOutboxSchema},
        {2, "messages and crossings", kRecords},
        {3, "what central publishes", kReplicated},
        {4, "quarantines that were lifted", kReleases},
        {5, "who is screened again", kRescreening},
        {6, "who is not the same person", kPairs},
        {7, "what an edition changed", kListChanges},
        {8, "who is screened again later", kLater},
        {9, "hits that nobody here may know of, and hashes read in one go", kSecrets},
        {10, "state trees of the lists", kTrees},
        {11, "trust documents", kTrust},
        {12, "lists that come whole", kSnapshots},
        {13, "data keys of lists", kListKeys},
        {14, "what is signed on old data", kGoAheads},
        {15, "numbers of the paper ledger", kLedger},
        {16, "records that were erased", kErasures},
        {17, "whom the port expects", kExpected},
        {18, "agencies' rules", kRules},
        {19, "rules that hit too often", kHeldRules},
        {20, "reference sets of rules", kRuleSets},
        {21, "crossings by document, for counters", kPassages},
        {22, "what came of inspections", kInspections},
        {23, "who travels by all words on a journey", kRosters},
        {24, "cargo, and what was decided of it", kCargo},
        {25, "what the centre counts of persons", kCounted},
        {26, "what they declared to carry", kCountedCash},
    }};
    return steps;
}

}  // namespace sarhad::node
