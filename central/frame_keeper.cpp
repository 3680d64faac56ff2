#include "central/frame_keeper.h"

#include "central/events.h"
#include "core/text.h"
#include "rules/author/compiled_rule.h"
#include "trial/rule_trials.h"

#include <algorithm>
#include <utility>

namespace sarhad::central {

using api::Json;
using core::cat;
using core::Errc;
using core::Error;
using core::Result;
using core::Status;

namespace {

struct Nothing {};

}  // namespace

/// Some segments on their way.
struct FrameKeeper::Pass {
    std::vector<FrameDue> due;
    std::size_t at{0};
    SegmentMade made;
};

FrameKeeper::FrameKeeper(const Parts& parts) : parts_{parts} {}

void FrameKeeper::tick() {
    if (!is_at_work_ && parts_.clock.mono() >= next_at_) {
        begin();
    }
}

void FrameKeeper::hurry() {
    next_at_ = parts_.clock.mono();
    is_hurried_ = is_at_work_;  // Which may have read what is due before.
}

void FrameKeeper::begin() {
    is_at_work_ = true;
    began_at_ = parts_.clock.mono();
    is_begun_ ? pass() : look_for_lost();
}

/// Once: what is not in the folder becomes due.
void FrameKeeper::look_for_lost() {
    const auto on_wanted = [this](const Result<std::vector<FrameSegment>>& wanted) {
        if (!wanted) {
            end(wanted.error(), false);
            return;
        }
        parts_.lanes.ask<Nothing>(
            core::Lane::kStore,
            [this, segments = *wanted]() -> Result<Nothing> {
                SARHAD_TRY_STATUS(parts_.marks.want(segments));
                return Nothing{};
            },
            [this](const Result<Nothing>& marked) {
                if (!marked) {
                    end(marked.error(), false);
                    return;
                }
                is_begun_ = true;
                pass();
            });
    };
    parts_.lanes.ask<std::vector<FrameTail>>(
        core::Lane::kRead,
        [this] { return parts_.rows.tails(); },
        [this, on_wanted](const Result<std::vector<FrameTail>>& tails) {
            if (!tails) {
                end(tails.error(), false);
                return;
            }
            parts_.lanes.ask<std::vector<FrameSegment>>(
                core::Lane::kBuild,
                [this, held = *tails] { return parts_.folder.wanted(held); },
                on_wanted);
        });
}

void FrameKeeper::pass() {
    parts_.lanes.ask<std::vector<FrameDue>>(
        core::Lane::kRead,
        [this] { return parts_.rows.due(kDueAtOnce); },
        [this](Result<std::vector<FrameDue>> due) {
            if (!due) {
                end(due.error(), false);
                return;
            }
            auto pass = std::make_shared<Pass>();  // From lane to lane, one at a time.
            pass->due = *std::move(due);
            next(pass);
        });
}

void FrameKeeper::next(const PassPtr& pass) {
    if (pass->at == pass->due.size()) {
        settle(pass);
        return;
    }
    parts_.lanes.ask<std::vector<FrameRow>>(
        core::Lane::kRead,
        [this, segment = pass->due[pass->at].segment] { return parts_.rows.rows(segment); },
        [this, pass](Result<std::vector<FrameRow>> rows) {
            rows ? make(pass, *std::move(rows)) : end(rows.error(), false);
        });
}

void FrameKeeper::make(const PassPtr& pass, std::vector<FrameRow> rows) {
    parts_.lanes.ask<SegmentMade>(
        core::Lane::kBuild,
        [this,
         segment = pass->due[pass->at].segment,
         rows = std::move(rows),
         now = parts_.clock.wall()] { return parts_.folder.make(segment, rows, now); },
        [this, pass](const Result<SegmentMade>& made) {
            if (!made) {
                end(made.error(), false);
                return;
            }
            pass->made.unread += made->unread;
            ++pass->at;
            next(pass);
        });
}

void FrameKeeper::settle(const PassPtr& pass) {
    constexpr auto kKept = std::chrono::duration_cast<std::chrono::microseconds>(kPassageKept);
    const core::WallTime before{parts_.clock.wall().micros - kKept.count()};
    if (pass->made.unread != 0) {
        parts_.log.write(kFramesUnread, {{"crossings", pass->made.unread}});
    }
    parts_.lanes.ask<Nothing>(
        core::Lane::kStore,
        [this, made = pass->due, before]() -> Result<Nothing> {
            SARHAD_TRY_STATUS(parts_.marks.done(made, before));
            return Nothing{};
        },
        [this, has_more = pass->due.size() == kDueAtOnce](const Result<Nothing>& settled) {
            if (settled && parts_.clock.mono() >= drop_at_) {
                drop_old();
                return;
            }
            end(settled ? Status{} : Status{settled.error()}, has_more);
        });
}

void FrameKeeper::drop_old() {
    drop_at_ = parts_.clock.mono() + kDropEvery;
    parts_.lanes.ask<Nothing>(
        core::Lane::kBuild,
        [this, now = parts_.clock.wall()]() -> Result<Nothing> {
            SARHAD_TRY_STATUS(parts_.folder.drop_old(now));
            return Nothing{};
        },
        [this](const Result<Nothing>& dropped) {
            end(dropped ? Status{} : Status{dropped.error()}, false);
        });
}

/// Until the next tick that is due; what was not done stays on the disk.
void FrameKeeper::end(const Status& status, bool has_more) {
    is_at_work_ = false;
    const std::string fault = status ? std::string{} : status.error().what;
    if (!fault.empty() && fault_.empty()) {
        parts_.log.write(kFramesFail, {{"why", fault}});
    }
    fault_ = fault;
    const core::MonoTime now = parts_.clock.mono();
    const core::Duration rest = (now - began_at_) * kRestFactor;
    next_at_ = now + (has_more ? rest : std::max<core::Duration>(rest, kEvery));
    if (std::exchange(is_hurried_, false)) {
        next_at_ = now;
    }
    if (waiting_ && std::exchange(waiting_->wants_pass, false)) {
        begin();
        return;
    }
    run_waiting();
}

void FrameKeeper::try_rules(std::function<Result<FrameTrial>()> read,
                            std::function<void(Result<Json>)> done) {
    if (waiting_ || is_reading_) {
        done(Error{Errc::kExhausted, "another back-test runs: ask again when it is done"});
        return;
    }
    is_reading_ = true;
    parts_.lanes.ask<FrameTrial>(core::Lane::kBuild,
                                 std::move(read),
                                 [this, done = std::move(done)](Result<FrameTrial> asked) {
                                     is_reading_ = false;
                                     if (!asked) {
                                         done(asked.error());
                                         return;
                                     }
                                     waiting_ = Waiting{*std::move(asked), done, is_at_work_};
                                     if (!is_at_work_) {
                                         begin();
                                     }
                                 });
}

void FrameKeeper::run_waiting() {
    if (!waiting_) {
        return;
    }
    is_at_work_ = true;
    parts_.lanes.ask<std::uint64_t>(
        core::Lane::kRead,
        [this] { return parts_.rows.due_count(); },
        [this](const Result<std::uint64_t>& due) {
            parts_.lanes.ask<Tried>(
                core::Lane::kBuild,
                [this, asked = std::move(waiting_->asked)]() -> Result<Tried> {
                    return run(asked);
                },
                [this, waiting = due ? *due : 0](Result<Tried> tried) {
                    if (tried) {
                        on_tried(*std::move(tried), waiting);
                    } else {
                        answer(tried.error());
                    }
                });
        });
}

/// Answers once it is on the disk that what is damaged is made again: who asks once more at once
/// has it.
void FrameKeeper::on_tried(Tried tried, std::uint64_t due) {
    if (tried.report) {
        tried.report->set("waiting", due);
    }
    if (tried.damaged.empty()) {
        answer(std::move(tried.report));
        return;
    }
    parts_.lanes.ask<Nothing>(
        core::Lane::kStore,
        [this, segments = std::move(tried.damaged)]() -> Result<Nothing> {
            SARHAD_TRY_STATUS(parts_.marks.want(segments));
            return Nothing{};
        },
        [this, report = std::move(tried.report)](const Result<Nothing>& marked) {
            if (!marked) {  // The next back-test finds the damage again.
                parts_.log.write(kFramesFail, {{"why", std::string_view{marked.error().what}}});
            }
            next_at_ = parts_.clock.mono();
            answer(report);
        });
}

void FrameKeeper::answer(Result<Json> report) {
    const auto done = std::move(waiting_->done);
    waiting_.reset();
    is_at_work_ = false;
    done(std::move(report));
}

FrameKeeper::Tried FrameKeeper::run(const FrameTrial& asked) {
    trial::TrialFaults faults;
    Tried made{run(asked, faults), {}};
    for (const auto* of : {&faults.left_out, &faults.cut}) {
        for (const trial::LeftOut& file : *of) {
            if (const auto segment = parts_.folder.segment_of(file.path)) {
                made.damaged.push_back(*segment);
            }
        }
    }
    if (!made.damaged.empty()) {
        const trial::LeftOut& first =
            faults.left_out.empty() ? faults.cut.front() : faults.left_out.front();
        parts_.log.write(kFramesDamaged,
                         {{"files", std::uint64_t{made.damaged.size()}},
                          {"first", std::string_view{first.path}},
                          {"why", std::string_view{first.why}}});
    }
    return made;
}

Result<Json> FrameKeeper::run(const FrameTrial& asked, trial::TrialFaults& faults) {
    trial::TrialQuestion question{{}, asked.lists, asked.from, asked.to};
    std::vector<rules::Compilation> compiled;
    std::string ids;
    for (const rules::Rule& rule : asked.rules) {
        compiled.push_back(rules::compile(rule, parts_.folder.schema()));
        if (!compiled.back().problems.empty()) {
            return Error{Errc::kInvalid, cat(rule.id, ": ", compiled.back().problems.front().what)};
        }
        question.rules.push_back({rule, *compiled.back().rule});
        ids += cat(ids.empty() ? "" : ",", rule.id);
    }
    SARHAD_TRY(const trial::TrialDays days, trial::read_days(asked.from, asked.to, "from", "to"));
    const trial::TrialPlace place{
        parts_.folder.disk(),
        parts_.folder.guard(),
        parts_.folder.layouts(),
        parts_.threads,
        [&](rules::RuleKind kind) -> Result<trial::TrialFiles> {
            SARHAD_TRY(auto found, parts_.folder.files(kind, days.first, days.last));
            if (found.files.empty() && found.left_out.empty()) {
                return Error{Errc::kNotFound,
                             cat("frames: no port reported a ",
                                 rules::name_of(kind),
                                 " of those days; travellers' are kept, from the first crossing "
                                 "on")};
            }
            return found;
        },
        trial::DamagedFiles::kPass};
    SARHAD_TRY(trial::TrialAnswer answer, trial::try_rules(question, days, place, faults));
    parts_.log.write(
        kRulesTried,
        {{"uid", asked.uid}, {"rules", std::string_view{ids}}, {"passed", answer.is_passed}});
    return std::move(answer.report);
}

}  // namespace sarhad::central
