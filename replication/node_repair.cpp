#include "replication/node_repair.h"

#include "core/plant.h"
#include "core/text.h"
#include "replication/events.h"
#include "replication/frames.h"
#include "wire/hash.h"

#include <algorithm>
#include <utility>

namespace sarhad::replication {

using core::MonoTime;
using core::Result;
using core::Status;
using core::StreamId;
using wire::ReconTell;
using wire::ReconWhat;

void NodeRepair::want(StreamId stream) {
    wanted_.want(stream);
}

void NodeRepair::drop(StreamId stream) {
    wanted_.drop(stream);
    if (work_ && work_->stream == stream) {
        work_.reset();
    }
}

void NodeRepair::on_live(Effects& effects, MonoTime now) {
    is_live_ = true;
    if (work_ && work_->ask_again) {
        ask(effects, now);  // Where the session before it ended, with the same number.
    }
    begin(effects, now);
}

void NodeRepair::on_timer(Effects& effects, MonoTime now) {
    if (is_live_ && work_ && work_->ask_again && *work_->ask_again <= now) {
        ask(effects, now);
    }
    begin(effects, now);
}

std::optional<MonoTime> NodeRepair::deadline() const {
    if (!is_live_) {
        return std::nullopt;
    }
    if (work_) {
        return work_->ask_again;
    }
    return wanted_.due();
}

NodeRepair::Work::Work() = default;

/// The next list whose time has come, where none is under way.
void NodeRepair::begin(Effects& effects, MonoTime now) {
    if (!is_live_ || work_) {
        return;
    }
    if (const auto due = wanted_.next(now)) {
        work_.emplace();
        work_->stream = *due;
        effects.emplace_back(CountList{*due});
    }
}

void NodeRepair::on_counted(Effects& effects,
                            StreamId stream,
                            Result<ListAsItIs> list,
                            MonoTime now) {
    if (!work_ || work_->stream != stream || work_->step != Step::kCounting) {
        begin(effects, now);
        return;
    }
    if (!list) {
        fail(effects, list.error().what, now);
        return;
    }
    work_->here = *std::move(list);
    to_head(effects, now);
}

/// Also where central has published meanwhile: the rows here are as they were.
void NodeRepair::to_head(Effects& effects, MonoTime now) {
    Work fresh;
    fresh.stream = work_->stream;
    fresh.here = std::move(work_->here);
    fresh.step = Step::kHead;
    *work_ = std::move(fresh);
    work_->number = ++number_;
    ask(effects, now);
}

void NodeRepair::ask(Effects& effects, MonoTime now) {
    work_->ask_again = now + kAskAgain;
    if (is_live_) {
        effects.emplace_back(SendFrame{wire::Channel::kBulk, to_frame(question())});
    }
}

wire::ReconAsk NodeRepair::question() const {
    const Work& work = *work_;
    wire::ReconAsk question;
    question.stream = work.stream;
    question.number = work.number;
    question.edition = work.target.statement.edition;
    if (work.step == Step::kLeaves) {
        question.what = ReconWhat::kLeaves;
        const std::size_t end = std::min(work.groups.size(), work.at + wire::kReconGroups);
        for (std::size_t at = work.at; at < end; ++at) {
            question.places.push_back(work.groups[at]);
        }
    } else if (work.step == Step::kHashes) {
        question.what = ReconWhat::kHashes;
        question.after = work.after;
        const std::size_t end = std::min(work.buckets.size(), work.at + wire::kReconBuckets);
        for (std::size_t at = work.at; at < end; ++at) {
            core::put_u16(question.places, work.buckets[at].first);
        }
    } else if (work.step == Step::kRows) {
        question.what = ReconWhat::kRows;
        question.offset = static_cast<std::uint32_t>(work.part.size());
        const std::size_t end = std::min(work.missing.size(), work.at + wire::kReconIds);
        for (std::size_t at = work.at; at < end; ++at) {
            question.ids.push_back(work.missing[at].first);
        }
    }
    return question;
}

bool NodeRepair::is_expected(const ReconTell& tell) const {
    return work_ && work_->stream == tell.stream && work_->ask_again &&
           work_->number == tell.number;
}

void NodeRepair::on_tell(Effects& effects, const ReconTell& tell, MonoTime now) {
    if (!is_expected(tell)) {
        return;  // An answer that came twice, or late.
    }
    if (tell.what == ReconWhat::kMoved) {
        to_head(effects, now);
        return;
    }
    if (tell.what == ReconWhat::kNone) {
        fail(effects, "central has no such list", now);
        return;
    }
    Status taken = core::Error{core::Errc::kInvalid, "an answer to another question"};
    if (tell.what == question().what) {
        taken = tell.what == ReconWhat::kHead     ? take_head(tell)
                : tell.what == ReconWhat::kLeaves ? take_leaves(tell)
                : tell.what == ReconWhat::kHashes ? take_hashes(tell)
                                                  : take_rows(tell);
    }
    if (!taken && taken.error().code == core::Errc::kExhausted) {
        take_again(effects, taken.error().what);
        begin(effects, now);
        return;
    }
    if (!taken) {
        fail(effects, taken.error().what, now);
        return;
    }
    go_on(effects, now);
}

/// To the next question, or past the last one of its kind.
void NodeRepair::go_on(Effects& effects, MonoTime now) {
    Work& work = *work_;
    work.ask_again.reset();
    if (work.step == Step::kHead) {
        work.step = Step::kLeaves;
    }
    if (work.step == Step::kLeaves && work.at == work.groups.size()) {
        work.at = 0;
        work.step = Step::kReading;
        ReadBuckets wanted{work.stream, {}};
        for (const auto& [bucket, leaf] : work.buckets) {
            wanted.buckets.push_back(bucket);
        }
        effects.emplace_back(std::move(wanted));
        return;
    }
    if (work.step == Step::kHashes && work.at == work.buckets.size()) {
        work.at = 0;
        work.step = Step::kRows;
    }
    if (work.step == Step::kRows && work.at == work.missing.size()) {
        put(effects);
        return;
    }
    work.number = ++number_;
    ask(effects, now);
}

void NodeRepair::on_rows_read(Effects& effects,
                              StreamId stream,
                              const Result<std::vector<RowAsItIs>>& rows,
                              MonoTime now) {
    if (!work_ || work_->stream != stream || work_->step != Step::kReading) {
        return;
    }
    if (!rows) {
        fail(effects, rows.error().what, now);
        return;
    }
    for (const RowAsItIs& row : *rows) {
        work_->held.emplace(row.id, row.hash);
    }
    work_->step = Step::kHashes;
    go_on(effects, now);
}

void NodeRepair::put(Effects& effects) {
    Work& work = *work_;
    work.step = Step::kPutting;
    PutRepaired put{work.stream, std::move(work.target), std::move(work.rows), {}};
    for (const auto& [id, hash] : work.held) {
        if (!core::is_planted(core::Plant::kRepairLeavesRows)) {
            put.gone.push_back(id);
        }
    }
    effects.emplace_back(std::move(put));
}

void NodeRepair::on_put(Effects& effects, StreamId stream, const Status& put, MonoTime now) {
    const bool is_ours = work_ && work_->stream == stream && work_->step == Step::kPutting;
    if (put) {
        drop(stream);
    } else if (is_ours) {
        fail(effects, put.error().what, now);
    }
    begin(effects, now);
}

void NodeRepair::fail(Effects& effects, std::string_view why, MonoTime now) {
    const StreamId stream = work_->stream;
    work_.reset();
    wanted_.put_off(stream, now);
    log_.write(kRepairFailed, {{"stream", stream}, {"why", why}});
    begin(effects, now);
}

void NodeRepair::take_again(Effects& effects, std::string_view why) {
    const StreamId stream = work_->stream;
    drop(stream);
    log_.write(kListTakenAgain, {{"stream", stream}, {"why", why}});
    effects.emplace_back(TakeAgain{stream});
}

}  // namespace sarhad::replication
