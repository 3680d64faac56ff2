#include "node/bundle_intake.h"

#include "core/text.h"
#include "wire/streams.h"

#include <memory>
#include <utility>

namespace sarhad::node {

using core::cat;
using core::Errc;
using core::Error;
using core::Result;
using core::Status;
using editions::CheckedSnapshot;

namespace {

Error begun_anew() {
    return {Errc::kConflict, "bundle: another list has been begun since: begin anew"};
}

}  // namespace

void BundleIntake::begin(editions::SnapshotHead head, Answer<WantedChunks> answer) {
    const std::uint64_t number = ++begun_;
    work_.reset();
    lanes_.ask<Work>(
        pages_.lane,
        [this, head = std::move(head)] { return plan(head); },
        [this, number, answer = std::move(answer)](Result<Work> planned) {
            if (!planned || number != begun_) {
                answer(planned ? begun_anew() : planned.error());
                return;
            }
            planned->number = number;
            start(*std::move(planned), answer);
        });
}

Result<BundleIntake::Work> BundleIntake::plan(const editions::SnapshotHead& head) const {
    SARHAD_TRY(CheckedSnapshot edition, editions::check_head(head, trust_));
    if (!wire::is_list_stream(edition.position.stream)) {
        return Error{Errc::kInvalid, "bundle: no list's stream"};
    }
    SARHAD_TRY(const replication::SnapshotPlan plan, plan_snapshot(pages_.source, seal_, edition));
    return Work{0, std::make_shared<const CheckedSnapshot>(std::move(edition)), plan.missing};
}

void BundleIntake::start(Work work, Answer<WantedChunks> answer) {
    lanes_.commit(
        [this, edition = work.edition](store::Transaction& /*transaction*/) {
            return chunks_.begin(*edition);
        },
        [this, work, answer = std::move(answer)](const Status& begun) {
            if (!begun || work.number != begun_) {
                answer(begun ? begun_anew() : begun.error());
                return;
            }
            work_ = work;
            WantedChunks wanted{work.edition->statement.name, work.edition->statement.edition, {}};
            for (std::size_t chunk = 0; chunk < work.missing.size(); ++chunk) {
                if (work.missing.test(chunk)) {
                    wanted.children.push_back(static_cast<std::uint8_t>(chunk));
                }
            }
            answer(std::move(wanted));
        });
}

void BundleIntake::add(std::uint8_t child, core::Bytes chunk, Answer<std::size_t> answer) {
    if (!work_ || !work_->missing.test(child)) {
        answer(Error{Errc::kConflict, cat("bundle: chunk ", int{child}, " is not wanted here")});
        return;
    }
    lanes_.commit(
        [this, edition = work_->edition, child, chunk = std::move(chunk)](
            store::Transaction& /*transaction*/) {
            return chunks_.keep_whole(*edition, child, chunk);
        },
        [this, child, number = work_->number, answer = std::move(answer)](const Status& kept) {
            if (!kept || !work_ || work_->number != number) {
                answer(kept ? begun_anew() : kept.error());
                return;
            }
            work_->missing.reset(child);
            answer(work_->missing.count());
        });
}

void BundleIntake::install(Answer<ListState> answer) {
    if (!work_ || work_->missing.any()) {
        answer(Error{Errc::kConflict,
                     work_ ? cat("bundle: ", work_->missing.count(), " chunks are missing")
                           : std::string{"bundle: no list is being taken"}});
        return;
    }
    const std::shared_ptr<const CheckedSnapshot> edition = work_->edition;
    work_.reset();
    uplink_.take_edition(edition, std::move(answer));
}

}  // namespace sarhad::node
