// Nodes' lists that are not as they should be: what central tells a node that repairs one.
#include "central/central.h"
#include "replication/events.h"

#include <utility>

namespace sarhad::central {

void Central::on_recon_ask(const replication::AnswerRecon& asked) {
    lanes_.ask<wire::ReconTell>(
        pages_lane(),
        [this, ask = asked.ask] { return pages().recon(ask); },
        [this, asked](const core::Result<wire::ReconTell>& tell) {
            if (tell) {
                sessions_->on_recon(asked.node, *tell);
                return;
            }
            parts_.log.write(
                replication::kReconRefused,
                {{"node", asked.node}, {"stream", asked.ask.stream}, {"why", tell.error().what}});
            wire::ReconTell none;
            none.stream = asked.ask.stream;
            none.what = wire::ReconWhat::kNone;
            none.number = asked.ask.number;
            sessions_->on_recon(asked.node, none);
        });
}

void Central::on_manifest_asked(const replication::AnswerManifest& asked) {
    lanes_.ask<wire::Manifest>(
        pages_lane(),
        [this, ask = asked.ask] { return pages().manifest(ask, parts_.clock.mono()); },
        [this, asked](const core::Result<wire::Manifest>& manifest) {
            if (!manifest) {
                parts_.log.write(replication::kSnapshotRefused,
                                 {{"node", asked.node},
                                  {"stream", asked.ask.stream},
                                  {"why", manifest.error().what}});
            }
            sessions_->on_manifest(
                asked.node,
                manifest ? *manifest : wire::Manifest{asked.ask.stream, asked.ask.number, {}});
        });
}

void Central::on_chunks_asked(const replication::LoadChunks& asked) {
    lanes_.ask<wire::ChunkTell>(
        pages_lane(),
        [this, ask = asked.ask] { return pages().chunks(ask, parts_.clock.mono()); },
        [this, asked](const core::Result<wire::ChunkTell>& tell) {
            const wire::ChunkReq& ask = asked.ask;
            if (!tell) {
                parts_.log.write(
                    replication::kSnapshotRefused,
                    {{"node", asked.node}, {"stream", ask.stream}, {"why", tell.error().what}});
            }
            sessions_->on_chunks(
                asked.node,
                tell ? *tell : wire::ChunkTell{ask.stream, ask.number, ask.edition, {}});
        });
}

void Central::on_diverged(const replication::NodeDiverged& diverged) {
    diverged_.emplace(diverged.node, diverged.stream);
    parts_.log.write(
        replication::kDiverged,
        {{"stream", diverged.stream}, {"node", diverged.node}, {"why", "the node says so"}});
}

void Central::on_repaired(const replication::NodeRepaired& repaired) {
    diverged_.erase({repaired.node, repaired.stream});
}

}  // namespace sarhad::central
