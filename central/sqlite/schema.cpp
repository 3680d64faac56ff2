#include "central/sqlite_store.h"

#include <array>
#include <string_view>

namespace sarhad::central {
namespace {

constexpr std::string_view kTables = R"sql(
CREATE TABLE node(
  id INTEGER PRIMARY KEY, port TEXT NOT NULL, link BLOB NOT NULL UNIQUE,
  sign BLOB NOT NULL UNIQUE, added_at INTEGER NOT NULL, revoked_at INTEGER,
  heard_at INTEGER, outbox INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE TABLE up_row(
  node INTEGER NOT NULL, stream INTEGER NOT NULL, epoch INTEGER NOT NULL, seq INTEGER NOT NULL,
  id BLOB NOT NULL, created INTEGER NOT NULL, received_at INTEGER NOT NULL, body BLOB NOT NULL,
  PRIMARY KEY(node, stream, epoch, seq)) STRICT;
CREATE TABLE held_pos(
  node INTEGER NOT NULL, stream INTEGER NOT NULL, epoch INTEGER NOT NULL, seq INTEGER NOT NULL,
  chain BLOB NOT NULL, PRIMARY KEY(node, stream)) STRICT;
CREATE TABLE published(
  stream INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, edition INTEGER NOT NULL,
  root BLOB NOT NULL, entries INTEGER NOT NULL, published_at INTEGER NOT NULL,
  epoch INTEGER NOT NULL, seq INTEGER NOT NULL, chain BLOB NOT NULL) STRICT;
CREATE TABLE delta(
  stream INTEGER NOT NULL, epoch INTEGER NOT NULL, seq INTEGER NOT NULL, chain BLOB NOT NULL,
  body BLOB NOT NULL, PRIMARY KEY(stream, epoch, seq)) STRICT;
CREATE TABLE list_row(
  stream INTEGER NOT NULL, id TEXT NOT NULL, hash BLOB NOT NULL,
  PRIMARY KEY(stream, id)) STRICT, WITHOUT ROWID;
CREATE TABLE edition(
  stream INTEGER NOT NULL, edition INTEGER NOT NULL, last_seq INTEGER NOT NULL,
  root BLOB NOT NULL, published_at INTEGER NOT NULL, PRIMARY KEY(stream, edition)) STRICT;
CREATE TABLE applied(
  node INTEGER NOT NULL, stream INTEGER NOT NULL, epoch INTEGER NOT NULL, seq INTEGER NOT NULL,
  chain BLOB NOT NULL, root BLOB NOT NULL, at INTEGER NOT NULL,
  PRIMARY KEY(node, stream)) STRICT;
CREATE TABLE applied_edition(
  stream INTEGER NOT NULL, edition INTEGER NOT NULL, node INTEGER NOT NULL, at INTEGER NOT NULL,
  PRIMARY KEY(stream, edition, node)) STRICT;
CREATE TABLE alert(
  seq INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, node INTEGER NOT NULL,
  raised_at INTEGER NOT NULL, body BLOB NOT NULL) STRICT;
CREATE TABLE acknowledgement(
  alert BLOB NOT NULL, node INTEGER NOT NULL, officer TEXT NOT NULL, at INTEGER NOT NULL,
  PRIMARY KEY(alert, node)) STRICT;
CREATE TABLE quarantine(
  node INTEGER NOT NULL, is_up INTEGER NOT NULL, stream INTEGER NOT NULL, reason TEXT NOT NULL,
  at INTEGER NOT NULL, PRIMARY KEY(node, is_up, stream, reason)) STRICT;
)sql";

constexpr std::string_view kOwnKeys = R"sql(
CREATE TABLE own_key(
  name TEXT PRIMARY KEY, mark BLOB NOT NULL, since INTEGER NOT NULL) STRICT, WITHOUT ROWID;
)sql";

constexpr std::string_view kReleases = R"sql(
CREATE TABLE stream_release(
  number INTEGER PRIMARY KEY, node INTEGER NOT NULL, is_up INTEGER NOT NULL,
  stream INTEGER NOT NULL, reason TEXT NOT NULL, since INTEGER NOT NULL, at INTEGER NOT NULL,
  officer TEXT NOT NULL, why TEXT NOT NULL) STRICT;
)sql";

/// Rows of the desk stream (5) were kept unread: read_pair_backlog() reads them, once.
constexpr std::string_view kPairs = R"sql(
CREATE TABLE known_pair(
  number INTEGER PRIMARY KEY, node INTEGER NOT NULL, id BLOB NOT NULL, list TEXT NOT NULL,
  told_at INTEGER NOT NULL, body BLOB NOT NULL, UNIQUE(node, id)) STRICT;
CREATE INDEX known_pair_list ON known_pair(list, number);
CREATE TABLE pair_backlog(
  node INTEGER NOT NULL, stream INTEGER NOT NULL, epoch INTEGER NOT NULL, seq INTEGER NOT NULL,
  PRIMARY KEY(node, stream, epoch, seq)) STRICT, WITHOUT ROWID;
INSERT INTO pair_backlog SELECT node, stream, epoch, seq FROM up_row WHERE stream = 5;
)sql";

constexpr std::string_view kWithdrawals = R"sql(
CREATE TABLE pair_withdrawal(
  node INTEGER NOT NULL, pair BLOB NOT NULL, at INTEGER NOT NULL, officer TEXT NOT NULL,
  why TEXT NOT NULL, PRIMARY KEY(node, pair)) STRICT, WITHOUT ROWID;
)sql";

/// Roots of editions before the newest are of another kind, and nobody knows better ones.
/// Buckets, sources and the newest roots: grow_trees().
constexpr std::string_view kTrees = R"sql(
ALTER TABLE list_row ADD COLUMN bucket INTEGER NOT NULL DEFAULT -1;
ALTER TABLE list_row ADD COLUMN seq INTEGER NOT NULL DEFAULT 0;
CREATE INDEX list_row_bucket ON list_row(stream, bucket, id, hash);
CREATE TABLE tree_group(
  stream INTEGER NOT NULL, child INTEGER NOT NULL, leaves BLOB NOT NULL,
  PRIMARY KEY(stream, child)) STRICT;
UPDATE edition SET root = zeroblob(32);
)sql";

/// Central's own head (4) and tick (5): what they say is on its way to every node, so in clear.
constexpr std::string_view kTrust = R"sql(
CREATE TABLE trust(
  kind INTEGER PRIMARY KEY, ver INTEGER NOT NULL, body BLOB NOT NULL) STRICT;
)sql";

/// Rows stand in canonical order, so that an edition of a million is written from end to end.
constexpr std::string_view kUploads = R"sql(
CREATE TABLE upload(
  id BLOB PRIMARY KEY, size INTEGER NOT NULL, received INTEGER NOT NULL,
  begun_at INTEGER NOT NULL) STRICT;
CREATE TABLE upload_piece(
  upload BLOB NOT NULL, number INTEGER NOT NULL, body BLOB NOT NULL,
  PRIMARY KEY(upload, number)) STRICT;
CREATE TABLE staged_row(
  bucket INTEGER NOT NULL, id TEXT NOT NULL, hash BLOB, seq INTEGER NOT NULL,
  PRIMARY KEY(bucket, id)) STRICT, WITHOUT ROWID;
CREATE TABLE placed_row(
  stream INTEGER NOT NULL, bucket INTEGER NOT NULL, id TEXT NOT NULL, hash BLOB NOT NULL,
  seq INTEGER NOT NULL, PRIMARY KEY(stream, bucket, id)) STRICT, WITHOUT ROWID;
INSERT INTO placed_row SELECT stream, bucket, id, hash, seq FROM list_row;
DROP TABLE list_row;
ALTER TABLE placed_row RENAME TO list_row;
)sql";

/// Of editions before the newest nobody knows any more what they changed.
constexpr std::string_view kHistory = R"sql(
CREATE TABLE row_before(
  stream INTEGER NOT NULL, bucket INTEGER NOT NULL, id TEXT NOT NULL, edition INTEGER NOT NULL,
  hash BLOB, PRIMARY KEY(stream, bucket, id, edition)) STRICT, WITHOUT ROWID;
ALTER TABLE edition ADD COLUMN has_history INTEGER NOT NULL DEFAULT 1;
UPDATE edition SET has_history = 0 WHERE edition <>
  (SELECT p.edition FROM published p WHERE p.stream = edition.stream);
)sql";

/// A token's hash is all that is kept of it. Accounts without a uid are an administrator's word.
constexpr std::string_view kEnrolments = R"sql(
CREATE TABLE enrolment(
  number INTEGER PRIMARY KEY, port TEXT NOT NULL, stage INTEGER NOT NULL,
  token BLOB NOT NULL UNIQUE, invited_at INTEGER NOT NULL, expires INTEGER NOT NULL,
  inviter TEXT NOT NULL, inviter_uid INTEGER, link BLOB UNIQUE, sign BLOB UNIQUE, hardware BLOB,
  nonce BLOB, address TEXT NOT NULL DEFAULT '', asked_at INTEGER, first TEXT, first_uid INTEGER,
  second TEXT, second_uid INTEGER, node INTEGER) STRICT;
CREATE INDEX enrolment_stage ON enrolment(stage, expires);
)sql";

/// What nodes that are revoked say of their erasing.
constexpr std::string_view kErasures = R"sql(
ALTER TABLE node ADD COLUMN erasing_at INTEGER;
ALTER TABLE node ADD COLUMN erased_at INTEGER;
ALTER TABLE node ADD COLUMN lost_rows INTEGER NOT NULL DEFAULT 0;
ALTER TABLE node ADD COLUMN lost_files INTEGER NOT NULL DEFAULT 0;
)sql";

/// Deltas up to `kept_after` have lost what newer ones replace: no node is sent them.
constexpr std::string_view kKept = R"sql(
ALTER TABLE published ADD COLUMN kept_after INTEGER NOT NULL DEFAULT 0;
)sql";

/// What a row's place in its node's chain is made of stays when its body goes. Rows that are there
/// already have no digest: their chain can be walked from the first one that has, `chain_begin`.
constexpr std::string_view kErasedRecords = R"sql(
ALTER TABLE up_row ADD COLUMN digest BLOB;
ALTER TABLE up_row ADD COLUMN key_epoch INTEGER;
ALTER TABLE up_row ADD COLUMN key_index INTEGER;
ALTER TABLE up_row ADD COLUMN erasure INTEGER;
CREATE INDEX up_row_id ON up_row(id) WHERE length(id) > 0;
CREATE TABLE chain_begin(
  node INTEGER NOT NULL, stream INTEGER NOT NULL, epoch INTEGER NOT NULL, seq INTEGER NOT NULL,
  hash BLOB NOT NULL, PRIMARY KEY(node, stream, epoch)) STRICT, WITHOUT ROWID;
CREATE TABLE erasure(
  number INTEGER PRIMARY KEY, crossing BLOB NOT NULL UNIQUE, policy TEXT NOT NULL,
  why TEXT NOT NULL, asked_at INTEGER NOT NULL, asker TEXT NOT NULL, asker_uid INTEGER,
  erased_at INTEGER, approver TEXT, approver_uid INTEGER,
  rows INTEGER NOT NULL DEFAULT 0) STRICT;
)sql";

/// Whom ports expect: `about` is an ExpectedRow and names nobody, `body` is sealed.
constexpr std::string_view kExpected = R"sql(
CREATE TABLE expected(
  journey BLOB PRIMARY KEY, version INTEGER NOT NULL, gone_at INTEGER NOT NULL,
  about BLOB NOT NULL, body BLOB NOT NULL) STRICT;
CREATE INDEX expected_gone ON expected(gone_at);
CREATE TABLE expected_sent(
  journey BLOB NOT NULL, node INTEGER NOT NULL, version INTEGER NOT NULL, first INTEGER NOT NULL,
  last INTEGER NOT NULL, PRIMARY KEY(journey, node)) STRICT, WITHOUT ROWID;
)sql";

/// `mode` is a rules::RuleMode, `body` sealed: a rule as bytes, a change as its author signed it.
/// Numbers of changes are not used again: people tell them to one another.
constexpr std::string_view kRules = R"sql(
CREATE TABLE rule(
  id TEXT PRIMARY KEY, owner TEXT NOT NULL, rev INTEGER NOT NULL, mode INTEGER NOT NULL,
  body BLOB NOT NULL) STRICT;
CREATE TABLE rule_draft(
  number INTEGER PRIMARY KEY AUTOINCREMENT, owner TEXT NOT NULL, at INTEGER NOT NULL,
  digest BLOB NOT NULL UNIQUE, body BLOB NOT NULL) STRICT;
)sql";

/// Reference sets that rules ask, whole, as their newest change left them.
constexpr std::string_view kRuleSets = R"sql(
CREATE TABLE rule_set(
  name TEXT PRIMARY KEY, owner TEXT NOT NULL, version INTEGER NOT NULL,
  edition INTEGER NOT NULL, body BLOB NOT NULL) STRICT, WITHOUT ROWID;
)sql";

/// Who signed a change and what it asks for, of those before it unknown; and those that were
/// withdrawn, whose `withdrawal` is sealed: it has a person's reason.
constexpr std::string_view kWithdrawnRules = R"sql(
ALTER TABLE rule_draft ADD COLUMN author BLOB NOT NULL DEFAULT x'';
ALTER TABLE rule_draft ADD COLUMN substance BLOB NOT NULL DEFAULT x'';
ALTER TABLE rule_draft ADD COLUMN withdrawn INTEGER NOT NULL DEFAULT 0;
ALTER TABLE rule_draft ADD COLUMN withdrawal BLOB;
)sql";

/// How often published rules hit, by the day of the crossing, in days since 1970.
constexpr std::string_view kRuleDays = R"sql(
CREATE TABLE rule_day(
  rule TEXT NOT NULL, day INTEGER NOT NULL, live INTEGER NOT NULL, shadow INTEGER NOT NULL,
  PRIMARY KEY(rule, day)) STRICT, WITHOUT ROWID;
CREATE INDEX rule_day_day ON rule_day(day);
)sql";

/// What frames are made of: the newest record of a journey and those before it, segments that are
/// to be made anew, and what came of inspections (sealed).
constexpr std::string_view kFrames = R"sql(
CREATE TABLE passage(
  passage BLOB PRIMARY KEY, node INTEGER NOT NULL, epoch INTEGER NOT NULL, seq INTEGER NOT NULL,
  at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX passage_at ON passage(at);
CREATE TABLE superseded(
  node INTEGER NOT NULL, epoch INTEGER NOT NULL, seq INTEGER NOT NULL,
  PRIMARY KEY(node, epoch, seq)) STRICT, WITHOUT ROWID;
CREATE TABLE frame_due(
  mark INTEGER PRIMARY KEY AUTOINCREMENT, node INTEGER NOT NULL, epoch INTEGER NOT NULL,
  segment INTEGER NOT NULL, UNIQUE(node, epoch, segment)) STRICT;
CREATE TABLE inspection(
  crossing BLOB PRIMARY KEY, at INTEGER NOT NULL, body BLOB NOT NULL) STRICT, WITHOUT ROWID;
)sql";

/// Which record stands for a superseded one, so that what came of an inspection is found from it
/// (NULL: superseded before that was kept); who told of an inspection; whom a later list left out;
/// and what is to be made first. `node` 0: told before nodes were kept, and its crossing has not
/// come.
constexpr std::string_view kJourneys = R"sql(
ALTER TABLE superseded ADD COLUMN by_node INTEGER;
ALTER TABLE superseded ADD COLUMN by_epoch INTEGER;
ALTER TABLE superseded ADD COLUMN by_seq INTEGER;
CREATE INDEX superseded_by ON superseded(by_node, by_epoch, by_seq) WHERE by_node IS NOT NULL;
ALTER TABLE passage ADD COLUMN desk INTEGER NOT NULL DEFAULT 0;
ALTER TABLE frame_due ADD COLUMN urgent INTEGER NOT NULL DEFAULT 0;
CREATE TABLE told_inspection(
  crossing BLOB NOT NULL, node INTEGER NOT NULL, at INTEGER NOT NULL, body BLOB NOT NULL,
  PRIMARY KEY(crossing, node)) STRICT, WITHOUT ROWID;
INSERT INTO told_inspection(crossing, node, at, body)
  SELECT i.crossing, coalesce((SELECT r.node FROM up_row r
    WHERE r.id = i.crossing AND length(r.id) > 0 AND r.stream = 1 LIMIT 1), 0), i.at, i.body
  FROM inspection i;
DROP TABLE inspection;
ALTER TABLE told_inspection RENAME TO inspection;
CREATE TABLE not_travelling(
  crossing BLOB NOT NULL, node INTEGER NOT NULL, PRIMARY KEY(crossing, node)) STRICT, WITHOUT ROWID;
)sql";

/// What ports screened of cargo, by what is asked for; the bodies are in `up_row`. Rows of a newer
/// node that this one took unread wait in `cargo_backlog`.
constexpr std::string_view kCargo = R"sql(
CREATE TABLE cargo(
  number INTEGER PRIMARY KEY, id BLOB NOT NULL, subject BLOB NOT NULL, node INTEGER NOT NULL,
  epoch INTEGER NOT NULL, seq INTEGER NOT NULL, kind TEXT NOT NULL, channel INTEGER NOT NULL,
  findings INTEGER NOT NULL, newest INTEGER NOT NULL, UNIQUE(node, epoch, seq)) STRICT;
CREATE INDEX cargo_id ON cargo(id);
CREATE INDEX cargo_subject ON cargo(subject, node);
CREATE INDEX cargo_channel ON cargo(channel, number);
CREATE TABLE cargo_backlog(
  node INTEGER NOT NULL, epoch INTEGER NOT NULL, seq INTEGER NOT NULL,
  PRIMARY KEY(node, epoch, seq)) STRICT, WITHOUT ROWID;
INSERT INTO cargo_backlog(node, epoch, seq)
  SELECT node, epoch, seq FROM up_row WHERE stream = 7;
)sql";

/// Crossings by document, as they are counted: up to which row of a node's crossings they are;
/// whose counts have changed; which delta tells of whom; and when it was told, and whether it is to
/// go.
constexpr std::string_view kCounts = R"sql(
CREATE TABLE counted(
  document BLOB NOT NULL, day INTEGER NOT NULL, crossing BLOB NOT NULL, node INTEGER NOT NULL,
  visa INTEGER NOT NULL, PRIMARY KEY(document, day, crossing, node)) STRICT, WITHOUT ROWID;
CREATE INDEX counted_crossing ON counted(crossing);
CREATE INDEX counted_day ON counted(day);
CREATE TABLE counted_upto(
  node INTEGER NOT NULL, epoch INTEGER NOT NULL, seq INTEGER NOT NULL,
  PRIMARY KEY(node, epoch)) STRICT, WITHOUT ROWID;
CREATE TABLE count_due(document BLOB PRIMARY KEY) STRICT, WITHOUT ROWID;
CREATE TABLE count_told(
  document BLOB NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY(document, seq)) STRICT, WITHOUT ROWID;
CREATE INDEX count_told_seq ON count_told(seq);
CREATE TABLE count_delta(
  seq INTEGER PRIMARY KEY, day INTEGER NOT NULL, is_due INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE INDEX count_delta_due ON count_delta(seq) WHERE is_due;
)sql";

/// What was declared to be carried on them, sealed: of rows that are counted already, too.
constexpr std::string_view kCountedCash = R"sql(
ALTER TABLE counted ADD COLUMN cash BLOB NOT NULL DEFAULT x'';
DELETE FROM counted_upto;
)sql";

}  // namespace

std::span<const store::Migration> migrations() {
    static const std::array<store::Migration, 23> steps{{
        {1, "nodes, rows, editions and alerts", kTables},
        {2, "central's own keys", kOwnKeys},
        {3, "quarantines that were lifted", kReleases},
        {4, "who is not the same person", kPairs},
        {5, "what lists' owners withdrew", kWithdrawals},
        {6, "state trees of the lists", kTrees},
        {7, "central's own head and tick", kTrust},
        {8, "lists that come in pieces, rows in canonical order", kUploads},
        {9, "what rows were before each edition", kHistory},
        {10, "invitations, and the machines that used them", kEnrolments},
        {11, "what revoked nodes say of their erasing", kErasures},
        {12, "deltas that are kept for their rows alone", kKept},
        {13, "records that are erased, and chains that stay", kErasedRecords},
        {14, "whom ports expect", kExpected},
        {15, "agencies' rules, and changes that wait for a second person", kRules},
        {16, "reference sets of rules", kRuleSets},
        {17, "changes of rules that were withdrawn", kWithdrawnRules},
        {18, "how often rules hit", kRuleDays},
        {19, "what frames of crossings are made of", kFrames},
        {20, "which record of a journey stands, and who told what of it", kJourneys},
        {21, "what ports screened of cargo", kCargo},
        {22, "what is counted of persons", kCounts},
        {23, "what they declared to carry", kCountedCash},
    }};
    return steps;
}

}  // namespace sarhad::central
