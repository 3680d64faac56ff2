#include "replication/node_snapshots.h"

#include "core/plant.h"
#include "replication/events.h"
#include "replication/frames.h"

#include <algorithm>
#include <utility>

namespace sarhad::replication {

using core::MonoTime;
using core::Result;
using core::Status;
using core::StreamId;
using wire::ChunkPart;
using wire::ChunkTell;

namespace {

std::uint32_t first_of(const ChunkSet& chunks) {
    std::uint32_t chunk = 0;
    while (chunk < chunks.size() && !chunks.test(chunk)) {
        ++chunk;
    }
    return chunk;
}

core::Bytes map_of(const ChunkSet& chunks) {
    core::Bytes map(wire::kChunkMapSize);
    for (std::size_t chunk = 0; chunk < chunks.size(); ++chunk) {
        if (chunks.test(chunk)) {
            map[chunk / 8] |= static_cast<std::uint8_t>(1U << chunk % 8);
        }
    }
    return map;
}

}  // namespace

NodeSnapshots::Work::Work() = default;

void NodeSnapshots::want(StreamId stream) {
    wanted_.want(stream);
}

void NodeSnapshots::drop(StreamId stream) {
    wanted_.drop(stream);
    if (work_ && work_->stream == stream) {
        work_.reset();
    }
}

void NodeSnapshots::set_held(StreamId stream, core::Seq held) {
    if (Wanted* wanted = wanted_.find(stream)) {
        wanted->held = held;
    }
}

void NodeSnapshots::on_live(Effects& effects, MonoTime now) {
    is_live_ = true;
    on_bulk_up(effects, now);
    begin(effects, now);
}

void NodeSnapshots::on_bulk_up(Effects& effects, MonoTime now) {
    if (work_ && work_->ask_again) {
        ask_anew(effects, now);
    }
}

void NodeSnapshots::on_timer(Effects& effects, MonoTime now) {
    if (is_live_ && work_ && work_->ask_again && *work_->ask_again <= now) {
        ask_anew(effects, now);
    }
    begin(effects, now);
}

std::optional<MonoTime> NodeSnapshots::deadline() const {
    if (!is_live_) {
        return std::nullopt;
    }
    if (work_) {
        return work_->ask_again;
    }
    return wanted_.due();
}

std::vector<ComingList> NodeSnapshots::coming() const {
    std::vector<ComingList> lists;
    wanted_.for_each([&](StreamId stream, const Wanted& wanted) {
        ComingList list{.stream = stream, .why = wanted.why};
        if (work_ && work_->stream == stream) {
            list.edition = work_->edition;
            list.chunks_left = work_->missing.count();
        }
        lists.push_back(std::move(list));
    });
    return lists;
}

/// The next list whose time has come, where none is under way.
void NodeSnapshots::begin(Effects& effects, MonoTime now) {
    if (!is_live_ || work_) {
        return;
    }
    if (const auto due = wanted_.next(now)) {
        work_.emplace();
        work_->stream = *due;
        ask_anew(effects, now);
    }
}

/// Central counts what it sends from here.
void NodeSnapshots::ask_anew(Effects& effects, MonoTime now) {
    work_->number = ++number_;
    work_->received = 0;
    work_->granted = kWindow;
    ask(effects, now);
}

void NodeSnapshots::ask(Effects& effects, MonoTime now) {
    Work& work = *work_;
    work.ask_again = now + kAskAgain;
    if (!is_live_) {
        return;
    }
    if (work.step == Step::kManifest) {
        const Wanted& wanted = wanted_.at(work.stream);
        effects.emplace_back(
            SendFrame{wire::Channel::kBulk,
                      to_frame(wire::ManifestReq{
                          work.stream, work.number, wanted.held, wanted.needs_newest})});
        return;
    }
    effects.emplace_back(SendFrame{wire::Channel::kBulk,
                                   to_frame(wire::ChunkReq{work.stream,
                                                           work.number,
                                                           work.edition,
                                                           map_of(work.missing),
                                                           work.offset,
                                                           work.granted})});
}

bool NodeSnapshots::on_manifest(Effects& effects, const wire::Manifest& manifest, MonoTime now) {
    const bool is_expected = work_ && work_->stream == manifest.stream &&
                             work_->step == Step::kManifest && work_->number == manifest.number;
    if (!is_expected) {
        return false;  // An answer that came twice, or late.
    }
    if (manifest.head.empty()) {
        log_.write(kNoSnapshot, {{"stream", manifest.stream}});
        drop(manifest.stream);
        begin(effects, now);
        return true;
    }
    work_->step = Step::kPlanning;
    work_->ask_again.reset();
    effects.emplace_back(PlanSnapshot{manifest.stream, manifest.head});
    return false;
}

void NodeSnapshots::on_planned(Effects& effects,
                               StreamId stream,
                               const Result<SnapshotPlan>& plan,
                               MonoTime now) {
    if (!work_ || work_->stream != stream || work_->step != Step::kPlanning) {
        begin(effects, now);
        return;
    }
    if (!plan) {
        wanted_.at(stream).needs_newest = plan.error().code == core::Errc::kConflict;
        fail(effects, plan.error().what, now);
        return;
    }
    work_->edition = plan->edition;
    work_->missing = plan->missing;
    work_->offset = plan->offset;
    work_->step = Step::kChunks;
    log_.write(kSnapshotBegun,
               {{"stream", stream}, {"edition", plan->edition}, {"chunks", plan->missing.count()}});
    if (work_->missing.none()) {
        go_on(effects);
    } else {
        ask_anew(effects, now);
    }
}

void NodeSnapshots::on_chunks(Effects& effects, const ChunkTell& tell, MonoTime now) {
    const bool is_expected = work_ && work_->stream == tell.stream &&
                             work_->step == Step::kChunks && work_->edition == tell.edition;
    if (!is_expected) {
        return;
    }
    Work& work = *work_;
    if (tell.parts.empty()) {
        if (tell.number == work.number) {  // Central keeps another edition by now.
            fail(effects, "central has another edition by now", now);
        }
        return;
    }
    KeepChunks keep{work.stream, {}};
    bool has_gap = false;
    for (const ChunkPart& part : tell.parts) {
        const std::uint32_t wanted = first_of(work.missing);
        const bool is_behind =
            part.chunk == wanted && part.offset < work.offset && part.offset != 0;
        if (part.chunk < wanted || is_behind) {
            continue;  // It came by an older question.
        }
        has_gap = !take(part);
        if (has_gap) {
            break;
        }
        keep.parts.push_back(part);
    }
    if (!keep.parts.empty()) {
        work.ask_again = now + kAskAgain;
        ++work.keeping;
        effects.emplace_back(std::move(keep));
    }
    if (has_gap && tell.number == work.number) {
        ask_anew(effects, now);
    } else if (work.missing.any() && work.received + kWindow / 2 > work.granted) {
        work.granted = work.received + kWindow;
        ask(effects, now);
    }
}

/// False where it is not the next bytes. A chunk may begin anew: central may have packed it anew.
bool NodeSnapshots::take(const ChunkPart& part) {
    Work& work = *work_;
    const std::uint64_t end = std::uint64_t{part.offset} + part.part.size();
    if (part.chunk != first_of(work.missing) || part.chunk >= work.missing.size() ||
        (part.offset != work.offset && part.offset != 0) || part.part.empty() || end > part.size) {
        return false;
    }
    work.received += part.part.size();
    work.offset = static_cast<std::uint32_t>(end);
    if (end == part.size) {
        work.missing.reset(part.chunk);
        work.offset = 0;
    }
    return true;
}

void NodeSnapshots::on_kept(Effects& effects, StreamId stream, const Status& kept, MonoTime now) {
    if (!work_ || work_->stream != stream || work_->step != Step::kChunks || work_->keeping == 0) {
        return;
    }
    --work_->keeping;
    if (!kept) {
        fail(effects, kept.error().what, now);
        return;
    }
    go_on(effects);
}

void NodeSnapshots::go_on(Effects& effects) {
    if (work_->missing.none() && work_->keeping == 0) {
        work_->step = Step::kInstalling;
        work_->ask_again.reset();
        effects.emplace_back(InstallSnapshot{work_->stream});
    }
}

void NodeSnapshots::on_installed(Effects& effects,
                                 StreamId stream,
                                 const Status& installed,
                                 MonoTime now) {
    const bool is_ours = work_ && work_->stream == stream && work_->step == Step::kInstalling;
    if (installed) {
        drop(stream);
    } else if (is_ours) {
        fail(effects, installed.error().what, now);
    }
    begin(effects, now);
}

/// What is stored of it stays: the next try asks for the rest.
void NodeSnapshots::fail(Effects& effects, std::string_view why, MonoTime now) {
    const StreamId stream = work_->stream;
    work_.reset();
    wanted_.put_off(stream, now).why = why;
    log_.write(kSnapshotFailed, {{"stream", stream}, {"why", why}});
    begin(effects, now);
}

}  // namespace sarhad::replication
