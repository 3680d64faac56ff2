// What administrators and agencies ask of central: nodes, editions, pages.
#include "central/central.h"
#include "central/events.h"
#include "core/check.h"
#include "core/plant.h"
#include "core/port.h"
#include "core/text.h"

#include <algorithm>
#include <utility>

namespace sarhad::central {

using core::cat;
using core::Errc;
using core::Error;
using core::NodeId;
using core::Result;
using core::Status;

namespace {

Status check_node(const NewNode& node) {
    if (const auto port = core::parse_port(node.port.value()); !port) {
        return Error{port.error().code, cat("port: ", port.error().what)};
    }
    if (node.link == wire::PublicKey{}) {
        return Error{Errc::kInvalid, "node: the link key is empty"};
    }
    if (const auto key = wire::VerifyKey::from(node.sign); !key) {
        return Error{Errc::kInvalid, cat("node: its signing key: ", key.error().what)};
    }
    return {};
}

}  // namespace

void Central::provision_node(NewNode node, Done<NodeRow> done) {
    const core::WallTime at = parts_.clock.wall();
    lanes_.ask<NodeRow>(
        core::Lane::kStore,
        [this, node = std::move(node), at]() -> Result<NodeRow> {
            SARHAD_TRY_STATUS(check_node(node));
            return parts_.store.provision_node(node, at);
        },
        [this, done = std::move(done)](Result<NodeRow> added) {
            if (added && !nodes_.contains(added->id)) {  // Else the same request came again.
                on_provisioned(*added);
            }
            done(std::move(added));
        });
}

void Central::on_provisioned(const NodeRow& node) {
    nodes_.emplace(node.id, node);
    const auto key = wire::VerifyKey::from(node.sign);
    SARHAD_CHECK(key.has_value());
    SARHAD_CHECK(trust_.set(wire::Role::of_node(node.id), {1, {*key}}).has_value());
    publish_trust();
    sessions_->add(node.id, {}, head_positions(node.id));
    share_out();
    hand_over_expected({});
    tell_allowed();
    parts_.log.write(kNodeAdded, {{"node", node.id}, {"port", node.port}});
    tell(NodeAdded{node.id});
}

void Central::adopt_node(const NodeRow& added, const std::vector<NodeRow>& replaced) {
    for (const NodeRow& node : replaced) {
        on_revoked(node);
    }
    on_provisioned(added);
}

void Central::revoke_node(NodeId node, Done<NodeRow> done) {
    const core::WallTime at = parts_.clock.wall();
    lanes_.ask<NodeRow>(
        core::Lane::kStore,
        [this, node, at] { return parts_.store.revoke_node(node, at); },
        [this, done = std::move(done)](Result<NodeRow> revoked) {
            if (revoked) {
                on_revoked(*revoked);
            }
            done(std::move(revoked));
        });
}

void Central::on_revoked(const NodeRow& node) {
    nodes_.insert_or_assign(node.id, node);
    if (!core::is_planted(core::Plant::kRevokedHeard)) {
        trust_.remove(wire::Role::of_node(node.id));
        publish_trust();
        // First who is inside: past the door nothing reaches it.
        sessions_->remove(node.id, parting_of(node));
    }
    share_out();
    tell_allowed();
    parts_.log.write(kNodeRevoked, {{"node", node.id}, {"port", node.port}});
    tell(NodeRevoked{node.id});
}

void Central::publish(core::Bytes list_file,
                      std::vector<wire::Signature> signatures,
                      ShrinkLeave leave,
                      Done<StreamHead> done) {
    auto file = std::make_shared<const core::Bytes>(std::move(list_file));
    lanes_.ask<SubmittedEdition>(
        core::Lane::kMatch,
        [file, signatures = std::move(signatures)] { return read_submission(*file, signatures); },
        [this, leave, done = std::move(done)](Result<SubmittedEdition> edition) {
            if (!edition) {
                parts_.log.write(kEditionRefused, {{"why", edition.error().what}});
                done(edition.error());
                return;
            }
            store_edition(
                std::make_shared<const SubmittedEdition>(*std::move(edition)), leave, done);
        });
}

void Central::store_edition(std::shared_ptr<const SubmittedEdition> edition,
                            ShrinkLeave leave,
                            Done<StreamHead> done) {
    if (publications_->is_busy()) {
        done(Error{Errc::kConflict, "another list is being published: try again when it is done"});
        return;
    }
    const core::WallTime at = parts_.clock.wall();
    lanes_.ask<NewEdition>(
        core::Lane::kStore,
        [this, edition, leave, at]() -> Result<NewEdition> {
            SARHAD_TRY(const std::vector<StreamHead> heads, parts_.store.published_heads());
            SARHAD_TRY(const StreamHead head, head_for(heads, edition->statement.name));
            SARHAD_TRY(const watchlists::RowHashes rows,
                       parts_.store.list_rows(head.position.stream));
            SARHAD_TRY(
                NewEdition made,
                make_edition(*edition, head, rows, *shared_trust_.newest(), sequencer_, leave));
            made.head.published_at = at;
            SARHAD_TRY_STATUS(parts_.store.publish_edition(made));
            return made;
        },
        [this, done = std::move(done)](const Result<NewEdition>& made) {
            note_write(made);
            if (!made) {
                parts_.log.write(kEditionRefused, {{"why", made.error().what}});
                done(made.error());
                return;
            }
            on_published(made->head, made->shrunk, made->deltas.size());
            done(made->head);
        });
}

void Central::on_published(const StreamHead& head,
                           const std::optional<Shrunk>& shrunk,
                           std::uint64_t deltas) {
    set_head(head);
    editions_.push_back(
        {head.position.stream, head.edition, head.position.seq, head.root, head.published_at});
    parts_.log.write(kEditionPublished,
                     {{"list", head.name},
                      {"edition", head.edition},
                      {"entries", head.entries},
                      {"deltas", deltas}});
    if (shrunk) {
        parts_.log.write(kListShrank,
                         {{"list", head.name},
                          {"edition", head.edition},
                          {"entries", head.entries},
                          {"before", shrunk->before},
                          {"uid", shrunk->by}});
    }
    share_out();
    sessions_->on_published(head.position);
    tell(EditionPublished{head.name, head.edition, deltas});
}

void Central::set_head(const StreamHead& head) {
    const auto found = std::find_if(heads_.begin(), heads_.end(), [&](const StreamHead& one) {
        return one.position.stream == head.position.stream;
    });
    if (found != heads_.end()) {
        *found = head;
    } else {
        heads_.push_back(head);
    }
}

void Central::alerts(core::Seq before, std::size_t limit, Done<std::vector<AlertRow>> done) {
    const std::size_t most = std::min(limit, kAlertsPageMax);
    lanes_.ask<std::vector<AlertRow>>(
        pages_lane(),
        [this, before, most] { return pages().alerts(before, most); },
        std::move(done));
}

void Central::crossings_summary(std::optional<NodeId> node, Done<std::vector<HeldRows>> done) {
    lanes_.ask<std::vector<HeldRows>>(
        pages_lane(), [this, node] { return pages().crossings_summary(node); }, std::move(done));
}

void Central::edition_history(core::StreamId stream, Done<std::vector<AppliedEdition>> done) {
    lanes_.ask<std::vector<AppliedEdition>>(
        pages_lane(),
        [this, stream] { return pages().edition_history(stream, kHistoryPageMax); },
        std::move(done));
}

void Central::off_loop(std::function<std::string()> work, Done<std::string> done) {
    lanes_.ask<std::string>(
        core::Lane::kMatch,
        [work = std::move(work)]() -> Result<std::string> { return work(); },
        std::move(done));
}

}  // namespace sarhad::central
