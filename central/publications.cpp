#include "central/publications.h"

#include "central/events.h"
#include "watchlists/list_file.h"

#include <algorithm>
#include <utility>

namespace sarhad::central {

using core::Errc;
using core::Error;
using core::Result;
using State = UploadStanding::State;

namespace {

Error busy() {
    return {Errc::kConflict, "another list is being published: try again when it is done"};
}

/// Whoever sends it again with other words may be answered otherwise: its bytes are kept for him.
bool is_of_use(const Error& why) {
    return why.code == Errc::kConflict || why.code == Errc::kUnavailable ||
           why.code == Errc::kExhausted;
}

}  // namespace

void Publications::begin(const UploadId& id, std::uint64_t size, Done<Upload> done) {
    if (size == 0 || size > watchlists::kMaxListFile) {
        done(Error{Errc::kInvalid, "upload: no list file has so many bytes"});
        return;
    }
    parts_.lanes.ask<Upload>(
        core::Lane::kStore,
        [this, id, size, kept = work_ ? work_->upload().id : UploadId{}, at = parts_.clock.wall()] {
            return parts_.store.begin_upload(id, size, kept, at);
        },
        std::move(done));
}

void Publications::add(const UploadId& id,
                       std::uint64_t offset,
                       core::Bytes piece,
                       Done<Upload> done) {
    parts_.lanes.ask<Upload>(
        core::Lane::kStore,
        [this, id, offset, piece = std::move(piece)] {
            return parts_.store.add_piece(id, offset, piece);
        },
        std::move(done));
}

void Publications::publish(const UploadId& id,
                           std::vector<wire::Signature> signatures,
                           ShrinkLeave leave,
                           Done<UploadStanding> done) {
    const Outcome* before = outcome_of(id);
    const bool is_published = before != nullptr && std::holds_alternative<StreamHead>(before->end);
    if (is_published || (work_ && work_->upload().id == id)) {
        standing(id, std::move(done));  // Its sender saw no answer.
        return;
    }
    if (work_) {
        done(busy());
        return;
    }
    parts_.lanes.ask<Upload>(
        core::Lane::kStore,
        [this, id] { return parts_.store.upload(id); },
        [this, signatures = std::move(signatures), leave, done = std::move(done)](
            Result<Upload> upload) {
            if (upload && upload->received < upload->size) {
                upload = Error{Errc::kConflict, "upload: not all of it has come"};
            }
            if (!upload || work_) {
                done(upload ? busy() : upload.error());
                return;
            }
            std::erase_if(outcomes_, [&](const Outcome& one) { return one.id == upload->id; });
            wait(upload->id, done);
            begin_work(*upload, signatures, leave);
        });
}

void Publications::begin_work(const Upload& upload,
                              std::vector<wire::Signature> signatures,
                              ShrinkLeave leave) {
    work_ = std::make_shared<Publication>(upload, std::move(signatures), leave);
    state_ = State::kChecking;
    check_some();
}

void Publications::check_some() {
    parts_.lanes.ask<bool>(
        parts_.pages_lane,
        [this, work = work_, heads = parts_.heads] {
            return work->check(parts_.pages, heads, *parts_.trust.newest());
        },
        [this](const Result<bool>& is_checked) {
            if (!is_checked) {
                fail(is_checked.error());
            } else if (!*is_checked) {
                check_some();
            } else {
                state_ = State::kPublishing;
                begin_making();
            }
        });
}

/// What one that failed has left goes first.
void Publications::begin_making() {
    parts_.lanes.ask<bool>(
        core::Lane::kStore,
        [this]() -> Result<bool> {
            SARHAD_TRY_STATUS(parts_.store.drop_staged());
            return true;
        },
        [this](const Result<bool>& dropped) {
            if (!dropped) {
                fail(dropped.error());
            } else {
                make_some();
            }
        });
}

void Publications::make_some() {
    parts_.lanes.ask<bool>(
        core::Lane::kStore,
        [this, work = work_]() -> Result<bool> {
            SARHAD_TRY(const StagedDeltas part, work->make(parts_.store, parts_.sequencer));
            if (part.deltas.empty()) {
                return true;
            }
            SARHAD_TRY_STATUS(parts_.store.stage(part));
            return false;
        },
        [this](const Result<bool>& is_made) {
            if (!is_made) {
                fail(is_made.error());
            } else if (!*is_made) {
                make_some();
            } else {
                finish();
            }
        });
}

void Publications::finish() {
    parts_.lanes.ask<StreamHead>(
        core::Lane::kStore,
        [this, work = work_, at = parts_.clock.wall()]() -> Result<StreamHead> {
            const StreamHead head = work->head_after(at);
            SARHAD_TRY_STATUS(parts_.store.finish_staged(head));
            return head;
        },
        [this](const Result<StreamHead>& head) {
            if (!head) {
                fail(head.error());
                return;
            }
            const std::shared_ptr<Publication> done = std::exchange(work_, nullptr);
            on_published_(*head, done->shrunk(), done->deltas());
            end({done->upload().id, done->upload(), *head});
            drop(done->upload().id);
        });
}

void Publications::fail(const Error& why) {
    parts_.log.write(kEditionRefused, {{"why", why.what}});
    const Upload upload = std::exchange(work_, nullptr)->upload();
    end({upload.id, upload, why});
    if (!is_of_use(why)) {
        drop(upload.id);
    }
}

void Publications::drop(const UploadId& id) {
    parts_.lanes.ask<bool>(
        core::Lane::kStore,
        [this, id] { return parts_.store.drop_upload(id); },
        [this, id](const Result<bool>& has_more) {
            if (has_more && *has_more) {
                drop(id);
            }  // One that stays is the oldest one day.
        });
}

void Publications::end(Outcome outcome) {
    outcomes_.push_back(std::move(outcome));
    if (outcomes_.size() > kUploadsMax) {
        outcomes_.pop_front();
    }
    const UploadId id = outcomes_.back().id;
    const auto told = std::stable_partition(
        waiters_.begin(), waiters_.end(), [&](const Waiter& one) { return one.id != id; });
    const std::vector<Waiter> waited{told, waiters_.end()};
    waiters_.erase(told, waiters_.end());
    for (const Waiter& one : waited) {
        standing(id, one.done);
    }
}

const Publications::Outcome* Publications::outcome_of(const UploadId& id) const {
    const auto found = std::find_if(
        outcomes_.begin(), outcomes_.end(), [&](const Outcome& one) { return one.id == id; });
    return found == outcomes_.end() ? nullptr : &*found;
}

void Publications::wait(const UploadId& id, Done<UploadStanding> done) {
    waiters_.push_back({id, parts_.clock.mono() + kToldAfter, std::move(done)});
}

void Publications::standing(const UploadId& id, Done<UploadStanding> done) {
    if (const Outcome* outcome = outcome_of(id)) {
        if (const auto* why = std::get_if<Error>(&outcome->end)) {
            done(*why);
        } else {
            done(UploadStanding{
                outcome->upload, State::kPublished, std::get<StreamHead>(outcome->end)});
        }
        return;
    }
    if (work_ && work_->upload().id == id) {
        wait(id, std::move(done));
        return;
    }
    // Its publication was cut short by a restart of central, or never asked for.
    parts_.lanes.ask<UploadStanding>(
        core::Lane::kStore,
        [this, id]() -> Result<UploadStanding> {
            SARHAD_TRY(const Upload upload, parts_.store.upload(id));
            return Error{Errc::kConflict,
                         upload.received < upload.size
                             ? "upload: not all of it has come: publish it again"
                             : "upload: it is here and not published: publish it again"};
        },
        std::move(done));
}

void Publications::tick() {
    const core::MonoTime now = parts_.clock.mono();
    const auto due = std::stable_partition(
        waiters_.begin(), waiters_.end(), [&](const Waiter& one) { return one.until > now; });
    const std::vector<Waiter> waited{due, waiters_.end()};
    waiters_.erase(due, waiters_.end());
    for (const Waiter& one : waited) {
        if (work_ && work_->upload().id == one.id) {
            one.done(UploadStanding{work_->upload(), state_, std::nullopt});
        } else {
            standing(one.id, one.done);
        }
    }
}

}  // namespace sarhad::central
