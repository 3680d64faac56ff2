#pragma once

#include "central/own_keys.h"
#include "central/pinned_snapshots.h"
#include "central/store.h"
#include "replication/tree_table.h"
#include "store/database.h"
#include "store/query_source.h"
#include "wire/record_seal.h"

#include <span>

namespace sarhad::central {

/// The schema of central's database; docs/storage.md describes it.
[[nodiscard]] std::span<const store::Migration> migrations();

/// The marks of central's own keys that were recorded, by name. kInvalid where the schema is
/// older than this table.
[[nodiscard]] core::Result<std::vector<OwnKey>> read_own_keys(store::QuerySource from);
/// All or none. kConflict where a name has its mark already: a mark never changes.
/// In the place of what was recorded under its name.
[[nodiscard]] core::Status replace_own_key(store::Database& database,
                                           const OwnKey& key,
                                           core::WallTime at);
[[nodiscard]] core::Status record_own_keys(store::Database& database,
                                           const std::vector<OwnKey>& keys,
                                           core::WallTime at);

/// How central finds the rows of its lists, for their state trees.
[[nodiscard]] const replication::TreeSql& tree_sql();

/// CentralPages on SQLite, read by a reader beside the writer or by the writer itself.
class SqlitePages final : public CentralPages {
public:
    /// What `from` names, and `seal`, outlive it.
    SqlitePages(store::QuerySource from, const wire::RecordSeal& seal)
        : from_{from}, seal_{seal}, pinned_{from, seal} {}

    [[nodiscard]] core::Result<std::vector<HeldRows>> crossings_summary(
        std::optional<core::NodeId> node) override;
    [[nodiscard]] core::Result<std::vector<AppliedEdition>> edition_history(
        core::StreamId stream, std::size_t limit) override;
    [[nodiscard]] core::Result<std::vector<AlertRow>> alerts(core::Seq before,
                                                             std::size_t limit) override;
    [[nodiscard]] core::Result<core::Bytes> upload_piece(const UploadId& upload,
                                                         std::uint64_t number) override;
    [[nodiscard]] core::Result<std::vector<HeldRow>> rows_after(
        core::StreamId stream,
        const std::optional<editions::Place>& after,
        std::size_t limit) override;
    [[nodiscard]] core::Result<std::vector<PairRow>> pairs(const PairsAsked& asked) override;
    [[nodiscard]] core::Result<std::vector<CargoRow>> cargo(const CargoAsked& asked) override;
    [[nodiscard]] core::Result<ChainPiece> walk_chain(const ChainAsked& asked) override;
    [[nodiscard]] core::Result<std::vector<ErasureRow>> erasures(std::size_t limit) override;
    [[nodiscard]] core::Result<std::vector<ExpectedRow>> expected(
        const ExpectedAsked& asked) override;
    [[nodiscard]] core::Result<std::optional<ExpectedRow>> expected_row(
        const facts::JourneyId& journey) override;
    [[nodiscard]] core::Result<std::vector<ExpectedRow>> expected_gone(core::WallTime now,
                                                                       std::size_t limit);
    [[nodiscard]] core::Result<wire::ReconTell> recon(const wire::ReconAsk& ask) override;
    [[nodiscard]] core::Result<wire::Manifest> manifest(const wire::ManifestReq& ask,
                                                        core::MonoTime now) override {
        return pinned_.manifest(ask, now);
    }
    [[nodiscard]] core::Result<wire::ChunkTell> chunks(const wire::ChunkReq& ask,
                                                       core::MonoTime now) override {
        return pinned_.chunks(ask, now);
    }
    [[nodiscard]] core::Result<std::vector<wire::NodeProof>> state_at(const core::PortId& port,
                                                                      core::WallTime at) override;
    [[nodiscard]] core::Result<wire::RowProof> row_at(const EntryAsked& asked,
                                                      std::uint64_t edition) override;

private:
    [[nodiscard]] core::Result<wire::ReconTell> tell_head(const wire::ReconAsk& ask,
                                                          const store::Statement& published);
    [[nodiscard]] core::Result<wire::ReconTell> tell_rows(const wire::ReconAsk& ask);
    [[nodiscard]] core::Result<wire::Delta> delta_at(core::StreamId stream, core::Seq seq);
    [[nodiscard]] core::Result<AlertRow> read_alert(const store::Statement& row);
    [[nodiscard]] core::Result<PairRow> read_pair(const store::Statement& row);
    [[nodiscard]] core::Result<CargoRow> read_cargo_row(const store::Statement& row);
    [[nodiscard]] core::Result<std::vector<ExpectedSent>> sent_of(const facts::JourneyId& journey);
    [[nodiscard]] core::Result<std::vector<ExpectedRow>> with_sent(std::vector<ExpectedRow> rows);
    [[nodiscard]] core::Result<std::optional<wire::NodeProof>> proof_of(core::NodeId node,
                                                                        core::WallTime at);
    [[nodiscard]] core::Result<std::vector<wire::EditionProof>> editions_of(
        const facts::StateStatement& statement);

    store::QuerySource from_;
    const wire::RecordSeal& seal_;
    PinnedSnapshots pinned_;
};

/// CentralStore on SQLite. Bodies of rows, deltas and alerts are sealed at rest.
class SqliteStore final : public CentralStore {
public:
    /// `database`, opened with migrations(), and `seal` outlive it.
    SqliteStore(store::Database& database, const wire::RecordSeal& seal)
        : database_{database},
          seal_{seal},
          tree_{database, tree_sql()},
          pages_{store::QuerySource{database}, seal} {}

    [[nodiscard]] core::Result<NodeRow> provision_node(const NewNode& node,
                                                       core::WallTime at) override;
    [[nodiscard]] core::Result<std::vector<NodeRow>> nodes() override;
    [[nodiscard]] core::Result<NodeRow> revoke_node(core::NodeId node, core::WallTime at) override;
    [[nodiscard]] core::Status record_contacts(const std::vector<Contact>& contacts) override;
    [[nodiscard]] core::Status record_erasure(const Erasure& told) override;

    [[nodiscard]] core::Status keep_trust(
        const std::vector<wire::SignedDocument>& documents) override;
    [[nodiscard]] core::Result<std::vector<wire::SignedDocument>> kept_trust() override;

    [[nodiscard]] core::Result<std::vector<HeldPosition>> held_positions() override;
    [[nodiscard]] core::Status append_rows(const RowBatch& batch) override;
    [[nodiscard]] core::Result<std::vector<HeldRows>> crossings_summary(
        std::optional<core::NodeId> node) override {
        return pages_.crossings_summary(node);
    }

    [[nodiscard]] core::Result<std::vector<StreamHead>> published_heads() override;
    [[nodiscard]] core::Result<std::vector<replication::PublishedDelta>> deltas_after(
        core::StreamId stream, const replication::LoadRequest& request) override;
    [[nodiscard]] core::Result<Swept> sweep(const SweepOrder& order) override;
    [[nodiscard]] core::Result<watchlists::RowHashes> list_rows(core::StreamId stream) override;
    [[nodiscard]] core::Status publish_edition(const NewEdition& edition) override;
    [[nodiscard]] core::Status grow_trees() override;
    [[nodiscard]] core::Result<std::vector<EditionMark>> editions() override;

    [[nodiscard]] core::Result<Upload> begin_upload(const UploadId& upload,
                                                    std::uint64_t size,
                                                    const UploadId& busy,
                                                    core::WallTime at) override;
    [[nodiscard]] core::Result<Upload> upload(const UploadId& id) override;
    [[nodiscard]] core::Result<Upload> add_piece(const UploadId& upload,
                                                 std::uint64_t offset,
                                                 core::ByteView piece) override;
    [[nodiscard]] core::Result<bool> drop_upload(const UploadId& upload) override;
    [[nodiscard]] core::Result<core::Bytes> upload_piece(const UploadId& upload,
                                                         std::uint64_t number) override {
        return pages_.upload_piece(upload, number);
    }
    [[nodiscard]] core::Status stage(const StagedDeltas& part) override;
    [[nodiscard]] core::Status finish_staged(const StreamHead& head) override;
    [[nodiscard]] core::Status drop_staged() override;
    [[nodiscard]] core::Result<std::vector<HeldRow>> rows_after(
        core::StreamId stream,
        const std::optional<editions::Place>& after,
        std::size_t limit) override {
        return pages_.rows_after(stream, after, limit);
    }

    [[nodiscard]] core::Result<std::vector<Applied>> record_applied(
        const std::vector<Applied>& applied) override;
    [[nodiscard]] core::Result<std::vector<Applied>> applied_state() override;
    [[nodiscard]] core::Result<std::vector<AppliedEdition>> edition_history(
        core::StreamId stream, std::size_t limit) override {
        return pages_.edition_history(stream, limit);
    }

    [[nodiscard]] core::Result<std::vector<AlertRow>> alerts(core::Seq before,
                                                             std::size_t limit) override {
        return pages_.alerts(before, limit);
    }
    [[nodiscard]] core::Result<bool> has_alert(const AlertId& alert) override;

    [[nodiscard]] core::Result<std::vector<PairRow>> pairs(const PairsAsked& asked) override {
        return pages_.pairs(asked);
    }
    [[nodiscard]] core::Result<std::vector<CargoRow>> cargo(const CargoAsked& asked) override {
        return pages_.cargo(asked);
    }
    [[nodiscard]] core::Result<wire::ReconTell> recon(const wire::ReconAsk& ask) override {
        return pages_.recon(ask);
    }
    [[nodiscard]] core::Result<wire::Manifest> manifest(const wire::ManifestReq& ask,
                                                        core::MonoTime now) override {
        return pages_.manifest(ask, now);
    }
    [[nodiscard]] core::Result<wire::ChunkTell> chunks(const wire::ChunkReq& ask,
                                                       core::MonoTime now) override {
        return pages_.chunks(ask, now);
    }
    [[nodiscard]] core::Result<std::vector<wire::NodeProof>> state_at(const core::PortId& port,
                                                                      core::WallTime at) override {
        return pages_.state_at(port, at);
    }
    [[nodiscard]] core::Result<wire::RowProof> row_at(const EntryAsked& asked,
                                                      std::uint64_t edition) override {
        return pages_.row_at(asked, edition);
    }
    [[nodiscard]] core::Result<ChainPiece> walk_chain(const ChainAsked& asked) override {
        return pages_.walk_chain(asked);
    }
    [[nodiscard]] core::Result<std::vector<ErasureRow>> erasures(std::size_t limit) override {
        return pages_.erasures(limit);
    }
    [[nodiscard]] core::Result<ErasureRow> ask_erasure(const ErasureRow& asked) override;
    [[nodiscard]] core::Result<ErasureRow> erasure(std::int64_t order) override;
    [[nodiscard]] core::Result<bool> is_erased(const AlertId& crossing) override;
    [[nodiscard]] core::Result<std::optional<AlertPlace>> alert_place(
        const AlertId& crossing) override;
    [[nodiscard]] core::Result<ErasureRow> erase(const NewErasure& erasure) override;
    [[nodiscard]] core::Result<std::vector<ExpectedRow>> expected(
        const ExpectedAsked& asked) override {
        return pages_.expected(asked);
    }
    [[nodiscard]] core::Result<std::optional<ExpectedRow>> expected_row(
        const facts::JourneyId& journey) override {
        return pages_.expected_row(journey);
    }
    [[nodiscard]] core::Result<std::vector<ExpectedRow>> expected_gone(core::WallTime now,
                                                                       std::size_t limit) override {
        return pages_.expected_gone(now, limit);
    }
    [[nodiscard]] core::Result<core::Bytes> expected_body(const facts::JourneyId& journey) override;
    [[nodiscard]] core::Result<std::vector<ExpectedPlace>> expected_places(
        const ExpectedSent& sent) override;
    [[nodiscard]] core::Status publish_expected(const NewExpected& made) override;
    [[nodiscard]] core::Status remove_expected(const facts::JourneyId& journey,
                                               const std::vector<NewDelta>& erased) override;
    [[nodiscard]] core::Result<bool> count_rows(std::int32_t today, std::size_t limit) override;
    [[nodiscard]] core::Result<std::vector<facts::CountedHolder>> counts_due(
        std::int32_t today, std::size_t limit) override;
    [[nodiscard]] core::Status publish_counts(const NewCounts& told) override;
    [[nodiscard]] core::Result<std::vector<CountsPlace>> counts_to_erase(
        std::size_t limit) override;
    [[nodiscard]] core::Status erase_counts(const std::vector<NewDelta>& erased) override;
    [[nodiscard]] core::Result<bool> purge_counts(std::int32_t today) override;
    [[nodiscard]] core::Status withdraw_pair(const NewWithdrawal& withdrawal) override;
    [[nodiscard]] core::Status read_pair_backlog() override;

    [[nodiscard]] core::Result<std::vector<RuleRow>> published_rules() override;
    [[nodiscard]] core::Result<std::vector<RuleSetRow>> published_sets() override;
    [[nodiscard]] core::Result<RuleDraft> put_rule_draft(const RuleDraft& draft) override;
    [[nodiscard]] core::Result<std::vector<RuleDraft>> rule_drafts(core::WallTime now) override;
    [[nodiscard]] core::Result<RuleDraft> rule_draft(std::int64_t wanted,
                                                     core::WallTime now) override;
    [[nodiscard]] core::Result<std::vector<facts::PortRules>> port_rules(
        core::NodeId node) override;
    [[nodiscard]] core::Result<RuleHits> rule_hits(core::WallTime now) override;
    [[nodiscard]] core::Status withdraw_rule_draft(const WithdrawnDraft& withdrawn) override;
    [[nodiscard]] core::Status publish_rules(const NewRules& made) override;

    [[nodiscard]] core::Status quarantine(const QuarantineRow& row) override;
    [[nodiscard]] core::Result<std::vector<QuarantineRow>> quarantines() override;
    [[nodiscard]] core::Status end_quarantine(const QuarantineRow& row) override;
    [[nodiscard]] core::Status release(const std::vector<ReleaseRow>& lifted) override;
    [[nodiscard]] core::Result<std::vector<ReleaseRow>> releases(std::size_t limit) override;

private:
    [[nodiscard]] core::Result<std::optional<RuleDraft>> same_draft(const RuleDraft& draft);
    [[nodiscard]] core::Status add_rule_hits(const RowBatch& batch);
    [[nodiscard]] core::Status check_room(const RuleDraft& draft);
    /// Of a list whose old deltas are looked through.
    struct Outdated {
        SweepPlace from;
        core::Epoch epoch{0};
        core::Seq head{0};         ///< The delta that ends the newest edition stays as it is.
        core::Seq upto{0};         ///< The last delta that no port needs as it was signed.
        std::uint64_t edition{0};  ///< It ends this edition.
    };
    /// Crossings of a node that are counted in one go.
    struct CountedPiece {
        core::NodeId node{0};
        core::Epoch epoch{0};
        core::Seq after{0};
        core::Seq upto{0};
    };
    struct OldDelta {
        core::Seq seq{0};
        core::Bytes sealed;
    };

    [[nodiscard]] core::Result<std::optional<Outdated>> outdated(const SweepOrder& order);
    [[nodiscard]] core::Status remove_quarantine(const QuarantineRow& row);
    [[nodiscard]] core::Status put_release(const ReleaseRow& row);
    [[nodiscard]] core::Status check_follows(const RowBatch& batch);
    [[nodiscard]] core::Status put_rows(const RowBatch& batch);
    [[nodiscard]] core::Result<std::optional<std::int64_t>> erasure_of(core::ByteView crossing);
    [[nodiscard]] core::Status put_chain_begin(const RowBatch& batch);
    [[nodiscard]] core::Result<std::int64_t> put_erasure(const ErasureRow& row);
    [[nodiscard]] core::Status close_erasure(const ErasureRow& row);
    [[nodiscard]] core::Result<std::uint64_t> take_bodies(const ErasureRow& row);
    [[nodiscard]] core::Status put_position(const RowBatch& batch);
    [[nodiscard]] core::Status put_piece(const Upload& upload, core::ByteView piece);
    [[nodiscard]] core::Status drop_oldest_upload(const UploadId& busy);
    [[nodiscard]] core::Status move_staged_rows(core::StreamId stream);
    [[nodiscard]] core::Status sweep_deltas(const Outdated& outdated, Swept& swept);
    [[nodiscard]] core::Status shorten(const Outdated& outdated, const OldDelta& old, Swept& swept);
    [[nodiscard]] core::Result<bool> is_of_use(core::StreamId stream,
                                               core::Seq seq,
                                               const wire::Op& op);
    [[nodiscard]] core::Status sweep_changes(const Outdated& outdated, Swept& swept);
    [[nodiscard]] core::Status put_delta(const NewDelta& delta);
    [[nodiscard]] core::Status put_alert(const NewAlert& alert, core::NodeId node);
    [[nodiscard]] core::Status put_acknowledgement(const facts::AlertAcknowledgement& ack);
    [[nodiscard]] core::Status put_pair(const facts::KnownPair& pair, core::WallTime at);
    [[nodiscard]] core::Status put_expected(const NewExpected& made);
    [[nodiscard]] core::Status put_erased(const NewDelta& delta);
    [[nodiscard]] core::Status put_sent(const facts::JourneyId& journey, const ExpectedSent& sent);
    [[nodiscard]] core::Status count_between(const CountedPiece& piece, std::int32_t today);
    [[nodiscard]] core::Status count_crossing(const facts::Crossing& crossing, std::int32_t today);
    [[nodiscard]] core::Result<facts::CountedHolder> holder_of(const facts::SubjectKey& document,
                                                               std::int32_t today);
    [[nodiscard]] core::Status add_inspection(const store::Statement& row,
                                              facts::CountedHolder& holder);
    [[nodiscard]] core::Status put_withdrawal(const facts::PairWithdrawal& withdrawal);
    [[nodiscard]] core::Result<bool> read_backlog_row();
    [[nodiscard]] core::Status put_cargo(const RowBatch& batch);
    [[nodiscard]] core::Result<bool> read_cargo_backlog_row();
    [[nodiscard]] core::Status put_changes(const NewEdition& edition);
    [[nodiscard]] core::Status grow_tree(const StreamHead& head);
    [[nodiscard]] core::Status find_sources(core::StreamId stream);
    [[nodiscard]] core::Status put_source(core::StreamId stream, core::Seq seq, const wire::Op& op);
    [[nodiscard]] core::Status put_change(core::StreamId stream, const RowChange& change);
    /// What the row was before `edition` changes it; of a list's first edition, nothing was.
    [[nodiscard]] core::Status put_before(core::StreamId stream,
                                          std::uint64_t edition,
                                          const RowChange& change);
    [[nodiscard]] core::Status put_staged_before(core::StreamId stream, std::uint64_t edition);
    [[nodiscard]] core::Status put_head(const StreamHead& head);
    [[nodiscard]] core::Status put_mark(const StreamHead& head);
    [[nodiscard]] core::Status put_applied(const Applied& applied);
    [[nodiscard]] core::Status put_applied_editions(const Applied& applied, core::Seq before);
    [[nodiscard]] core::Result<bool> has_published(const wire::StreamPosition& position);
    [[nodiscard]] core::Result<core::Seq> applied_seq(core::NodeId node, core::StreamId stream);

    store::Database& database_;
    const wire::RecordSeal& seal_;
    replication::TreeTable tree_;
    SqlitePages pages_;
};

}  // namespace sarhad::central
