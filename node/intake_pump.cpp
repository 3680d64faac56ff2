#include "node/intake_pump.h"

#include "api/fact_json.h"
#include "node/events.h"
#include "wire/hash.h"

#include <algorithm>
#include <utility>

namespace sarhad::node {

using core::Result;
using core::Status;

namespace {

constexpr core::Duration kRetryMin = std::chrono::seconds{1};
constexpr core::Duration kRetryMax = std::chrono::seconds{30};
constexpr core::Duration kFinishRetry = std::chrono::seconds{5};
/// Of the problems beside a refused file: enough to see what is wrong with it.
constexpr std::size_t kReasonProblemsMax = 100;

/// For Result<T> without a T.
struct Nothing {};

bool is_refused(const ScreenedMessage& message) {
    return message.record.status == facts::MessageStatus::kRefused;
}

/// Something of it is missing: travellers may be named there.
bool is_cut_off(const ScreenedMessage& message) {
    return std::any_of(
        message.problems.begin(), message.problems.end(), [](const facts::Problem& problem) {
            return problem.code == "no-unt" || problem.code == "no-unz" ||
                   problem.code == "damaged-xml" || problem.code == "waiting-for-parts";
        });
}

/// What becomes of a file whose messages are recorded.
enum class Fate : std::uint8_t { kDone, kPartial, kRefused };

Fate fate_of(const std::vector<ScreenedMessage>& messages) {
    if (std::any_of(messages.begin(), messages.end(), is_refused)) {
        return Fate::kRefused;
    }
    return std::any_of(messages.begin(), messages.end(), is_cut_off) ? Fate::kPartial : Fate::kDone;
}

std::string reason_of(const std::vector<ScreenedMessage>& messages, Fate fate) {
    api::Json listed = api::Json::array();
    for (const ScreenedMessage& message : messages) {
        if (!is_refused(message) && !is_cut_off(message)) {
            continue;
        }
        api::Json problems = api::Json::array();
        const std::size_t count = std::min(message.problems.size(), kReasonProblemsMax);
        for (std::size_t at = 0; at < count; ++at) {
            problems.push(api::to_json(message.problems[at]));
        }
        listed.push(api::Json::object(
            {{"digest", core::to_hex(message.record.digest)}, {"problems", std::move(problems)}}));
    }
    return api::to_text(
        api::Json::object({{"status", fate == Fate::kPartial ? "partial" : "refused"},
                           {"messages", std::move(listed)}}));
}

/// Whom the port expected was told of when he was expected.
void leave_out(std::vector<ScreenedTraveller>& travellers, const std::vector<CrossingId>& known) {
    std::erase_if(travellers, [&](const ScreenedTraveller& one) {
        return std::find(known.begin(), known.end(), one.id) != known.end();
    });
}

}  // namespace

IntakePump::IntakePump(const NodeParts& parts,
                       const NodeSettings& settings,
                       const Screener& screener,
                       NodeStores& stores,
                       Lanes& lanes,
                       IntakeListeners listeners)
    : parts_{parts},
      scan_every_{settings.scan_every},
      kept_{settings.spool_kept},
      screener_{screener},
      stores_{stores},
      lanes_{lanes},
      listeners_{std::move(listeners)},
      spool_{parts.files, parts.clock, settings.spool_folder, wire::blake2b, listeners_.raw_seal} {}

void IntakePump::start() {
    is_stopped_ = false;
    lanes_.ask<Nothing>(
        core::Lane::kSpool,
        [this, now = listeners_.secure_now()]() -> Result<Nothing> {
            spool_.set_time(now);
            SARHAD_TRY_STATUS(spool_.recover());
            return Nothing{};
        },
        [this](const Result<Nothing>& recovered) {
            if (is_stopped_) {
                return;
            }
            if (recovered) {
                note(claiming_, {});
                sweep();
                scan();
                return;
            }
            note(claiming_, recovered.error());
            scan_timer_ = parts_.scheduler.after(kFinishRetry, [this] { start(); });
        });
}

void IntakePump::stop() {
    is_stopped_ = true;
    for (std::optional<core::TimerId>* timer : {&scan_timer_, &retry_timer_, &parts_timer_}) {
        if (*timer) {
            parts_.scheduler.cancel(**timer);
            timer->reset();
        }
    }
}

IntakeStatus IntakePump::status() const {
    IntakeStatus status = status_;
    status.in_flight = files_.size();
    status.waiting_for_parts = shelf_.size();
    return status;
}

bool IntakePump::is_past(std::uint64_t mark) const {
    return std::none_of(files_.begin(), files_.end(), [&](const auto& one) {
        return one.first < mark && one.second->stage != Stage::kFinishing;
    });
}

void IntakePump::purge() {
    lanes_.ask<std::size_t>(
        core::Lane::kSpool,
        [this] { return spool_.purge(parts_.clock.wall(), kept_); },
        [this](const Result<std::size_t>& purged) {
            if (!purged) {
                note(moving_, purged.error());
            }
        });
}

void IntakePump::sweep() {
    lanes_.ask<intake::SweptRaw>(
        core::Lane::kSpool,
        [this, now = listeners_.secure_now()] { return spool_.sweep(now); },
        [this](const Result<intake::SweptRaw>& swept) {
            if (!swept) {
                note(moving_, swept.error());
                return;
            }
            const std::size_t all = swept->done + swept->refused + swept->waiting;
            status_.swept += all;
            if (all > 0) {
                parts_.log.write(kRawSwept,
                                 {{"done", swept->done},
                                  {"refused", swept->refused},
                                  {"waiting", swept->waiting}});
            }
        });
}

void IntakePump::scan_later(core::Duration delay) {
    if (is_stopped_) {
        return;
    }
    if (scan_timer_) {
        parts_.scheduler.cancel(*scan_timer_);
    }
    scan_timer_ = parts_.scheduler.after(delay, [this] { scan(); });
}

void IntakePump::scan() {
    scan_timer_.reset();
    const std::size_t room = kFilesInFlightMax - std::min(files_.size(), kFilesInFlightMax);
    if (is_scanning_ || room == 0 || !status_.not_recorded.empty()) {
        scan_later(scan_every_);
        return;
    }
    is_scanning_ = true;
    lanes_.ask<intake::Claim>(
        core::Lane::kSpool,
        [this, room, now = listeners_.secure_now()] {
            spool_.set_time(now);
            return spool_.claim(room);
        },
        [this, room](Result<intake::Claim> claimed) { on_claimed(std::move(claimed), room); });
}

void IntakePump::on_claimed(Result<intake::Claim> claimed, std::size_t wanted) {
    is_scanning_ = false;
    note(claiming_, claimed ? claimed->trouble : Status{claimed.error()});
    has_more_ = claimed && claimed->files.size() == wanted;
    if (claimed) {
        tell(*claimed);
        for (intake::SpoolFile& taken : claimed->files) {
            // What may have crashed the daemon is read alone, and keeps all others from being
            // claimed: it does not wait.
            const bool may_wait = intake::sent_name(taken.name) == taken.name;
            std::vector<intake::SpoolFile> alone;
            alone.push_back(std::move(taken));
            add(std::move(alone), may_wait);
        }
    }
    scan_later(scan_every_);
}

void IntakePump::add(std::vector<intake::SpoolFile> claimed, bool may_wait) {
    auto file = std::make_shared<File>();
    file->claimed = std::move(claimed);
    file->order = next_order_++;
    file->may_wait = may_wait;
    files_.emplace(file->order, file);
    read(file);
}

void IntakePump::tell(const intake::Claim& claim) {
    for (const std::string_view why : claim.refused) {
        ++status_.files_refused;
        parts_.log.write(kFileRefused, {{"why", why}});
    }
    std::map<std::string_view, std::size_t> left;
    for (const std::string_view why : claim.newly_left) {
        ++left[why];
    }
    for (const auto& [why, count] : left) {
        parts_.log.write(kLeftLying, {{"why", why}, {"count", count}});
    }
    status_.left_lying = claim.left_lying;
}

void IntakePump::read(const FilePtr& file) {
    file->stage = Stage::kReading;
    lanes_.ask<Screener::FilesRead>(
        core::Lane::kMatch,
        [file, now = parts_.clock.wall()]() -> Result<Screener::FilesRead> {
            return Screener::read_files(file->claimed, now);
        },
        [this, file](Result<Screener::FilesRead> read) {
            if (!read) {
                file->stage = Stage::kUnread;
                on_failed(read.error());
                return;
            }
            if (file->may_wait && !read->waiting.empty()) {
                hold(file, std::move(read->waiting));
                return;
            }
            file->sent = std::move(read->sent);
            for (const intake::SentMessage& one : file->sent) {
                for (const facts::JourneyId& journey : Screener::journeys_of(one.message)) {
                    file->journeys.insert(journey);
                }
            }
            file->stage = Stage::kRead;
            screen_ready();
        });
}

/// Until it is on record, a file before this one may tell of the same journey.
bool IntakePump::waits_for_another(std::uint64_t order, const File& file) const {
    return std::any_of(files_.begin(), files_.lower_bound(order), [&](const auto& before) {
        const File& other = *before.second;
        if (other.stage == Stage::kFinishing) return false;
        const bool is_read = other.stage != Stage::kUnread && other.stage != Stage::kReading;
        return !is_read || std::any_of(file.journeys.begin(),
                                       file.journeys.end(),
                                       [&](const facts::JourneyId& journey) {
                                           return other.journeys.contains(journey);
                                       });
    });
}

void IntakePump::screen_ready() {
    for (const auto& [order, file] : files_) {
        if (file->stage == Stage::kRead && !waits_for_another(order, *file)) {
            look_up(file);
        }
    }
}

void IntakePump::look_up(const FilePtr& file) {
    file->stage = Stage::kScreening;
    lanes_.ask<Histories>(
        core::Lane::kStore,
        [this, file, now = parts_.clock.wall()] {
            std::vector<facts::Message> messages;
            for (const intake::SentMessage& one : file->sent) {
                messages.push_back(one.message);
            }
            return screener_.histories_of(messages, now);
        },
        [this, file](Result<Histories> found) {
            if (!found) {
                file->stage = Stage::kRead;
                on_failed(found.error());
                return;
            }
            screen(file, std::make_shared<Histories>(*std::move(found)));
        });
}

/// `histories` are used up: whoever fails here looks them up again.
void IntakePump::screen(const FilePtr& file, std::shared_ptr<Histories> histories) {
    using Screened = std::vector<ScreenedMessage>;
    lanes_.ask<Screened>(
        core::Lane::kMatch,
        [this,
         file,
         histories = std::move(histories),
         now = parts_.clock.wall(),
         proved = parts_.proved_time(),
         age = listeners_.data_age()]() -> Result<Screened> {
            return screener_.screen_file(file->sent, now, proved, age, std::move(*histories));
        },
        [this, file](Result<Screened> screened) {
            if (!screened) {
                file->stage = Stage::kRead;
                on_failed(screened.error());
                return;
            }
            file->messages = *std::move(screened);
            file->stage = Stage::kReady;
            commit_ready();
        });
}

void IntakePump::commit_ready() {
    if (is_retrying_) {
        return;
    }
    for (const auto& [order, file] : files_) {
        if (file->stage < Stage::kReady) {
            return;  // Arrivals are recorded in the order in which they came.
        }
        if (file->stage == Stage::kReady) {
            commit(order, file);
            if (!status_.not_recorded.empty()) {
                return;  // One shows whether the store works again.
            }
        }
    }
}

void IntakePump::commit(std::uint64_t order, const FilePtr& file) {
    file->stage = Stage::kCommitting;
    auto outcome = std::make_shared<Outcome>();  // The store fills it, the loop reads it.
    lanes_.commit(
        [this, file, outcome](store::Transaction& transaction) {
            return record(transaction, *file, *outcome);
        },
        [this, order, file, outcome](const Status& status) {
            if (status) {
                on_committed(order, file, *outcome);
                return;
            }
            file->stage = Stage::kReady;
            on_failed(status.error());
        });
}

Status IntakePump::record(store::Transaction& transaction, const File& file, Outcome& outcome) {
    outcome.messages.clear();  // Of a run that was rolled back.
    for (const ScreenedMessage& message : file.messages) {
        SARHAD_TRY(RecordedOnce recorded, stores_.records.record(transaction, message.record));
        outcome.messages.push_back(std::move(recorded));
    }
    outcome.tails = stores_.tails();
    return {};
}

void IntakePump::on_committed(std::uint64_t order, const FilePtr& file, const Outcome& outcome) {
    if (!status_.not_recorded.empty()) {
        status_.not_recorded.clear();
        parts_.log.write(kRecordedAgain);
    }
    retry_after_ = core::Duration{0};
    listeners_.on_rows(outcome.tails);
    for (std::size_t at = 0; at < file->messages.size(); ++at) {
        const RecordedOnce& done = outcome.messages[at];
        if (done.recorded == Recorded::kRepeat) {
            ++status_.repeats;
        } else {
            status_.said_before += file->messages[at].record.is_said_before ? 1U : 0U;
            leave_out(file->messages[at].travellers, done.known);
            listeners_.on_recorded(file->messages[at], done.recorded);
        }
    }
    file->committed = parts_.clock.wall();
    finish(order, file);
    screen_ready();
    commit_ready();
}

void IntakePump::on_failed(const core::Error& why) {
    if (status_.not_recorded.empty()) {
        parts_.log.write(kNotRecorded, {{"why", why.what}});
    }
    status_.not_recorded = why.what;
    if (is_retrying_) {
        return;
    }
    is_retrying_ = true;
    retry_after_ = std::clamp(retry_after_ * 2, kRetryMin, kRetryMax);
    if (is_stopped_) {
        return;
    }
    retry_timer_ = parts_.scheduler.after(retry_after_, [this] { retry(); });
}

void IntakePump::retry() {
    retry_timer_.reset();
    is_retrying_ = false;
    for (const auto& [order, file] : files_) {
        if (file->stage == Stage::kUnread) {
            read(file);
        }
    }
    screen_ready();
    commit_ready();
}

void IntakePump::finish(std::uint64_t order, const FilePtr& file) {
    file->stage = Stage::kFinishing;
    lanes_.ask<Nothing>(
        core::Lane::kSpool,
        [this, file]() -> Result<Nothing> {
            const Fate fate = fate_of(file->messages);
            for (const intake::SpoolFile& claimed : file->claimed) {
                if (fate != Fate::kDone) {
                    SARHAD_TRY_STATUS(spool_.refuse(claimed, reason_of(file->messages, fate)));
                } else if (kept_ > core::Duration{0}) {
                    SARHAD_TRY_STATUS(spool_.finish(claimed, file->committed));
                } else {
                    SARHAD_TRY_STATUS(spool_.drop(claimed));
                }
            }
            return Nothing{};
        },
        [this, order, file](const Result<Nothing>& finished) {
            on_finished(order, file, finished ? Status{} : Status{finished.error()});
        });
}

void IntakePump::on_finished(std::uint64_t order, const FilePtr& file, const Status& status) {
    note(moving_, status);
    if (!status) {
        if (!is_stopped_) {
            parts_.scheduler.after(kFinishRetry, [this, order, file] { finish(order, file); });
        }
        return;
    }
    switch (fate_of(file->messages)) {
        case Fate::kRefused:
            status_.files_refused += file->claimed.size();
            break;
        case Fate::kPartial:
            status_.files_partial += file->claimed.size();
            parts_.log.write(kFilePartial, {{"messages", file->messages.size()}});
            break;
        case Fate::kDone:
            status_.files_done += file->claimed.size();
            break;
    }
    files_.erase(order);
    if (has_more_ && !is_scanning_ && files_.size() <= kFilesInFlightMax / 2) {
        scan_later(core::Duration{0});
    }
}

/// `step` is claiming_ or moving_: either may fail while the other works.
void IntakePump::note(Status& step, Status now) {
    if (!now && step) {
        parts_.log.write(kSpoolFailed, {{"why", now.error().what}});
    }
    step = std::move(now);
    status_.spool_fault = !claiming_ ? claiming_.error().what
                          : !moving_ ? moving_.error().what
                                     : std::string{};
}

}  // namespace sarhad::node
