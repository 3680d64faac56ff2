#pragma once

#include "central/counts.h"
#include "central/erasures.h"
#include "central/expected.h"
#include "central/port_rules.h"
#include "central/rule_drafts.h"
#include "central/upload.h"
#include "central/values.h"
#include "core/clock.h"
#include "core/result.h"
#include "replication/central_session.h"
#include "replication/stream_sender.h"
#include "watchlists/list_root.h"
#include "wire/state_proof.h"
#include "wire/trust_documents.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace sarhad::central {

/// What central shows of its store. A page sees what was committed before it; it may be read beside
/// the writer. Errors as CentralStore's. Thread: one at a time.
class CentralPages {
public:
    CentralPages() = default;
    CentralPages(const CentralPages&) = delete;
    CentralPages& operator=(const CentralPages&) = delete;
    virtual ~CentralPages() = default;

    /// What central holds of each stream, counted; of one node, or of all.
    [[nodiscard]] virtual core::Result<std::vector<HeldRows>> crossings_summary(
        std::optional<core::NodeId> node) = 0;
    /// When each node had each edition of the list, newest edition first; at most `limit`.
    [[nodiscard]] virtual core::Result<std::vector<AppliedEdition>> edition_history(
        core::StreamId stream, std::size_t limit) = 0;
    /// Alerts before `before` (0: the newest), newest first; at most `limit`.
    [[nodiscard]] virtual core::Result<std::vector<AlertRow>> alerts(core::Seq before,
                                                                     std::size_t limit) = 0;
    /// The answer to a node that repairs a list: kMoved where it asks for another edition than the
    /// newest, kNone where there is no such list or row.
    [[nodiscard]] virtual core::Result<wire::ReconTell> recon(const wire::ReconAsk& ask) = 0;
    /// The list of the stream as a whole, for a node that gets it so: as it is, or as it was when
    /// another node asked less than PinnedSnapshots::kPinnedFor ago, with no head where it cannot
    /// be had.
    [[nodiscard]] virtual core::Result<wire::Manifest> manifest(const wire::ManifestReq& ask,
                                                                core::MonoTime now) = 0;
    /// wire::kChunkFill bytes at most of the chunks that are asked for; none where that edition is
    /// not the one of the last manifest().
    [[nodiscard]] virtual core::Result<wire::ChunkTell> chunks(const wire::ChunkReq& ask,
                                                               core::MonoTime now) = 0;
    /// What each node that the port ever had says that it had at `at`, with its agencies'
    /// signatures; nodes that had said nothing by then are left out. Once, not beside the writer's
    /// commits: what is later than the first read may be in the second.
    [[nodiscard]] virtual core::Result<std::vector<wire::NodeProof>> state_at(
        const core::PortId& port, core::WallTime at) = 0;
    /// Where the entry stood in that edition of its list, or would have. kNotFound: central does
    /// not know that edition's rows. kUnavailable: beside the writer's commits it may fail; again.
    [[nodiscard]] virtual core::Result<wire::RowProof> row_at(const EntryAsked& asked,
                                                              std::uint64_t edition) = 0;
    /// kUploadPiece bytes of the list file from byte `number` * kUploadPiece on, fewer at its end.
    /// kConflict: it has not come, or the upload is gone.
    [[nodiscard]] virtual core::Result<core::Bytes> upload_piece(const UploadId& upload,
                                                                 std::uint64_t number) = 0;
    /// Rows of a list as it is published now, in canonical order: at most `limit` of those behind
    /// `after`, or from the first on.
    [[nodiscard]] virtual core::Result<std::vector<HeldRow>> rows_after(
        core::StreamId stream, const std::optional<editions::Place>& after, std::size_t limit) = 0;
    /// Some rows of a node's chain. kNotFound: central holds no such stream.
    [[nodiscard]] virtual core::Result<ChainPiece> walk_chain(const ChainAsked& asked) = 0;
    /// The newest orders to erase, newest first.
    [[nodiscard]] virtual core::Result<std::vector<ErasureRow>> erasures(std::size_t limit) = 0;
    /// Journeys that ports expect, in the order of their ids.
    [[nodiscard]] virtual core::Result<std::vector<ExpectedRow>> expected(
        const ExpectedAsked& asked) = 0;
    /// None where it is not held.
    [[nodiscard]] virtual core::Result<std::optional<ExpectedRow>> expected_row(
        const facts::JourneyId& journey) = 0;
    /// What ports screened of cargo.
    [[nodiscard]] virtual core::Result<std::vector<CargoRow>> cargo(const CargoAsked& asked) = 0;
    /// Pairs on the entries of an owner's lists, newest first.
    [[nodiscard]] virtual core::Result<std::vector<PairRow>> pairs(const PairsAsked& asked) = 0;
};

/// What central keeps, in operations of the domain: values in, values out, no handle of any
/// database. Each operation that writes is one transaction: once it returned without an error the
/// work is on the disk, with an error nothing of it is. Implementation: SqliteStore.
/// Errors of each: kUnavailable and kExhausted for the device, kCorrupt for what it gives back.
/// Thread: one at a time, the store thread once the daemon runs.
class CentralStore : public CentralPages {
public:
    /// Allots the next number; the node that is there already where port and keys are its own and
    /// it is not revoked. kConflict where another node has one of the keys, revoked ones too, or
    /// one that is not revoked has the port.
    [[nodiscard]] virtual core::Result<NodeRow> provision_node(const NewNode& node,
                                                               core::WallTime at) = 0;
    /// Revoked ones too, by rising id.
    [[nodiscard]] virtual core::Result<std::vector<NodeRow>> nodes() = 0;
    /// kNotFound; a second time changes nothing.
    [[nodiscard]] virtual core::Result<NodeRow> revoke_node(core::NodeId node,
                                                            core::WallTime at) = 0;
    [[nodiscard]] virtual core::Status record_contacts(const std::vector<Contact>& contacts) = 0;

    /// Of every node, by rising (node, stream).
    [[nodiscard]] virtual core::Result<std::vector<HeldPosition>> held_positions() = 0;
    /// Rows, their alerts with the deltas, acknowledgements, pairs and the position, together.
    /// kConflict where the rows or a delta do not follow what is there, or an alert is there.
    [[nodiscard]] virtual core::Status append_rows(const RowBatch& batch) = 0;

    [[nodiscard]] virtual core::Result<std::vector<StreamHead>> published_heads() = 0;
    /// Deltas of `stream` after `request.after`, consecutive; at least one where there is one,
    /// however large. kNotFound: those after `request.after` are not kept any more.
    [[nodiscard]] virtual core::Result<std::vector<replication::PublishedDelta>> deltas_after(
        core::StreamId stream, const replication::LoadRequest& request) = 0;
    /// Central's own head and tick, each in place of the one before.
    [[nodiscard]] virtual core::Status keep_trust(
        const std::vector<wire::SignedDocument>& documents) = 0;
    /// What keep_trust() kept, by rising kind.
    [[nodiscard]] virtual core::Result<std::vector<wire::SignedDocument>> kept_trust() = 0;
    /// Makes room, a bounded piece of it: of deltas of editions that were published before
    /// `order.before`, and of what these changed, what no newer one needs goes.
    [[nodiscard]] virtual core::Result<Swept> sweep(const SweepOrder& order) = 0;
    /// The newest edition's rows, hashed.
    [[nodiscard]] virtual core::Result<watchlists::RowHashes> list_rows(core::StreamId stream) = 0;
    /// kConflict where the stream's head has moved since; kCorrupt where its rows would not be
    /// those of its root.
    [[nodiscard]] virtual core::Status publish_edition(const NewEdition& edition) = 0;

    /// The upload, begun now where there is none; past kUploadsMax the oldest goes, but `busy`.
    [[nodiscard]] virtual core::Result<Upload> begin_upload(const UploadId& upload,
                                                            std::uint64_t size,
                                                            const UploadId& busy,
                                                            core::WallTime at) = 0;
    /// kNotFound.
    [[nodiscard]] virtual core::Result<Upload> upload(const UploadId& id) = 0;
    /// The next piece; one that has come is passed over. kConflict: not the next one; kInvalid: of
    /// another size.
    [[nodiscard]] virtual core::Result<Upload> add_piece(const UploadId& upload,
                                                         std::uint64_t offset,
                                                         core::ByteView piece) = 0;
    /// Some of it goes; false once all has.
    [[nodiscard]] virtual core::Result<bool> drop_upload(const UploadId& upload) = 0;
    /// Behind the stream's head: no node is sent them, until finish_staged() moves it.
    [[nodiscard]] virtual core::Status stage(const StagedDeltas& part) = 0;
    /// All that was staged is the edition that `head` ends: its rows, its tree, its mark, in one
    /// transaction. kCorrupt where its rows here would not be those of the edition.
    [[nodiscard]] virtual core::Status finish_staged(const StreamHead& head) = 0;
    /// Nothing is staged any more. Before threads run, and where a publication fails.
    [[nodiscard]] virtual core::Status drop_staged() = 0;
    /// What a version before this one published gets its state tree. Before threads run.
    [[nodiscard]] virtual core::Status grow_trees() = 0;
    [[nodiscard]] virtual core::Result<std::vector<EditionMark>> editions() = 0;

    /// Also which editions are in force at the node from then on. A position never falls here.
    /// Gives back those that it did not record, since their chain is not the published one.
    [[nodiscard]] virtual core::Result<std::vector<Applied>> record_applied(
        const std::vector<Applied>& applied) = 0;
    [[nodiscard]] virtual core::Result<std::vector<Applied>> applied_state() = 0;

    [[nodiscard]] virtual core::Result<bool> has_alert(const AlertId& alert) = 0;

    /// An order, for a second person to agree to; the one that is there for that crossing already.
    /// kNotFound: no port told of such a crossing; kExhausted: kErasuresMax are known.
    [[nodiscard]] virtual core::Result<ErasureRow> ask_erasure(const ErasureRow& asked) = 0;
    /// kNotFound.
    [[nodiscard]] virtual core::Result<ErasureRow> erasure(std::int64_t order) = 0;
    /// Whether what is known of the crossing was erased.
    [[nodiscard]] virtual core::Result<bool> is_erased(const AlertId& crossing) = 0;
    /// None: no alert was raised of the crossing, or it is erased.
    [[nodiscard]] virtual core::Result<std::optional<AlertPlace>> alert_place(
        const AlertId& crossing) = 0;
    /// The bodies of the crossing's rows and of its alert go, and the deltas tell the ports,
    /// together. kConflict: it is erased already, or the desk stream's head has moved since.
    [[nodiscard]] virtual core::Result<ErasureRow> erase(const NewErasure& erasure) = 0;

    /// The facts::ExpectedJourney as it was stored. kNotFound.
    [[nodiscard]] virtual core::Result<core::Bytes> expected_body(
        const facts::JourneyId& journey) = 0;
    /// The deltas that brought it to the node.
    [[nodiscard]] virtual core::Result<std::vector<ExpectedPlace>> expected_places(
        const ExpectedSent& sent) = 0;
    /// Journeys whose hour is past.
    [[nodiscard]] virtual core::Result<std::vector<ExpectedRow>> expected_gone(
        core::WallTime now, std::size_t limit) = 0;
    /// The journey, its deltas, and what is erased for them, together. kConflict: a stream's head
    /// has moved since; kExhausted: kExpectedHeldMax are held.
    [[nodiscard]] virtual core::Status publish_expected(const NewExpected& made) = 0;
    /// The journey goes; its deltas are `erased` ones from then on.
    [[nodiscard]] virtual core::Status remove_expected(const facts::JourneyId& journey,
                                                       const std::vector<NewDelta>& erased) = 0;

    /// Counts up to `limit` crossings that no call before it has. False: there are none. Days are
    /// since 1970.
    [[nodiscard]] virtual core::Result<bool> count_rows(std::int32_t today, std::size_t limit) = 0;
    /// What is counted of those who are to be told of; at most `limit`.
    [[nodiscard]] virtual core::Result<std::vector<facts::CountedHolder>> counts_due(
        std::int32_t today, std::size_t limit) = 0;
    /// They are told of: the delta, and who is due no more, together.
    [[nodiscard]] virtual core::Status publish_counts(const NewCounts& told) = 0;
    /// Deltas that are to be erased once nobody is due any more, oldest first.
    [[nodiscard]] virtual core::Result<std::vector<CountsPlace>> counts_to_erase(
        std::size_t limit) = 0;
    [[nodiscard]] virtual core::Status erase_counts(const std::vector<NewDelta>& erased) = 0;
    /// What is of no window any more goes, a piece of it; what was told longer ago than
    /// kCountsKeptDays is to be erased, and of whom it still holds due. False: there is none.
    [[nodiscard]] virtual core::Result<bool> purge_counts(std::int32_t today) = 0;

    /// Withdraws a pair and appends the delta, together. kNotFound: no such pair was told;
    /// kConflict: it is withdrawn already, or the desk stream's head has moved since.
    [[nodiscard]] virtual core::Status withdraw_pair(const NewWithdrawal& withdrawal) = 0;
    /// Reads the pairs and the cargo out of rows that a version before this one stored unread.
    /// Before threads run. A row that is none is passed over: it was taken as it was.
    [[nodiscard]] virtual core::Status read_pair_backlog() = 0;

    /// Every rule that was ever published, by id.
    [[nodiscard]] virtual core::Result<std::vector<RuleRow>> published_rules() = 0;
    /// How often each published rule hit in the last kRuleHitDays, as ports' crossings have come.
    [[nodiscard]] virtual core::Result<RuleHits> rule_hits(core::WallTime now) = 0;
    /// What the node said of its rules, its newest kPortReportsMax reports, oldest first.
    [[nodiscard]] virtual core::Result<std::vector<facts::PortRules>> port_rules(
        core::NodeId node) = 0;
    /// The change waits from now on; where its author has signed the same before, that one, which
    /// is given. What nobody approved in time goes first. kConflict: kRuleDraftsMax wait, or
    /// kAuthorDraftsMax of its author; or it was withdrawn.
    [[nodiscard]] virtual core::Result<RuleDraft> put_rule_draft(const RuleDraft& draft) = 0;
    /// Those that wait, oldest first.
    [[nodiscard]] virtual core::Result<std::vector<RuleDraft>> rule_drafts(core::WallTime now) = 0;
    /// kNotFound: no such one waits.
    [[nodiscard]] virtual core::Result<RuleDraft> rule_draft(std::int64_t wanted,
                                                             core::WallTime now) = 0;
    /// The change waits no more, and is not taken again. kNotFound: no such one waits.
    [[nodiscard]] virtual core::Status withdraw_rule_draft(const WithdrawnDraft& withdrawn) = 0;
    /// The rules, the delta that tells of them, and the draft goes, together. kConflict: the
    /// stream's head has moved since.
    [[nodiscard]] virtual core::Status publish_rules(const NewRules& made) = 0;

    /// The first reason for a stream stays.
    [[nodiscard]] virtual core::Status quarantine(const QuarantineRow& row) = 0;
    [[nodiscard]] virtual core::Result<std::vector<QuarantineRow>> quarantines() = 0;
    /// The quarantine has ended by itself.
    [[nodiscard]] virtual core::Status end_quarantine(const QuarantineRow& row) = 0;
    /// A person has lifted them: they end, and who, when and why is kept. What the node had applied
    /// of a downward stream is forgotten: it says so itself.
    [[nodiscard]] virtual core::Status release(const std::vector<ReleaseRow>& lifted) = 0;
    /// The newest `limit`, newest first.
    [[nodiscard]] virtual core::Result<std::vector<ReleaseRow>> releases(std::size_t limit) = 0;
    /// Of a node that is revoked; of another nothing. The first word of each stage stays.
    [[nodiscard]] virtual core::Status record_erasure(const Erasure& told) = 0;

    /// Every reference set that was ever published, by name.
    [[nodiscard]] virtual core::Result<std::vector<RuleSetRow>> published_sets() = 0;
};

}  // namespace sarhad::central
