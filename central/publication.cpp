#include "central/publication.h"

#include "core/text.h"
#include "watchlists/list_root.h"
#include "wire/hash.h"
#include "wire/msgpack.h"

#include <algorithm>
#include <utility>

namespace sarhad::central {

using core::Errc;
using core::Error;
using core::Result;
using core::Status;

namespace {

/// Rows of the published list that are read at once.
constexpr std::size_t kHeldRows = 4096;
/// A call of check() reads so many bytes of the upload, or looks at so many rows.
constexpr std::uint64_t kCheckBytes = 4 * kUploadPiece;
constexpr std::uint64_t kCheckRows = 32'768;
/// Deltas of one transaction, 48 KiB each at most.
constexpr std::size_t kDeltasAtOnce = 16;

}  // namespace

ListDiff::ListDiff(const Upload& upload)
    : upload_{upload}, rows_{[this] { return next_piece(); }} {}

Result<core::Bytes> ListDiff::next_piece() {
    if (piece_ * kUploadPiece >= upload_.size) {
        return core::Bytes{};
    }
    return pages_->upload_piece(upload_.id, piece_++);
}

Result<watchlists::ListFileHead> ListDiff::begin(CentralPages& pages) {
    pages_ = &pages;
    return rows_.begin();
}

Status ListDiff::fill() {
    if (!wanted_ && !is_wanted_ended_) {
        SARHAD_TRY(wanted_, rows_.next());
        is_wanted_ended_ = !wanted_;
    }
    if (held_.empty() && !is_held_ended_) {
        SARHAD_TRY(const std::vector<HeldRow> more,
                   pages_->rows_after(stream_, held_to_, kHeldRows));
        is_held_ended_ = more.empty();
        held_.assign(more.begin(), more.end());
        held_to_ = more.empty() ? held_to_ : std::optional{more.back().place};
    }
    return {};
}

Result<std::optional<ListDiff::Step>> ListDiff::next(CentralPages& pages) {
    pages_ = &pages;
    SARHAD_TRY_STATUS(fill());
    if (!wanted_ && held_.empty()) {
        return std::optional<Step>{};
    }
    Step step;
    const bool is_gone = !held_.empty() && (!wanted_ || held_.front().place < wanted_->place);
    if (is_gone) {
        step.gone = held_.front().place.id;
        step.is_changed = true;
        held_.pop_front();
        return std::optional{std::move(step)};
    }
    step.row = std::exchange(wanted_, std::nullopt);
    step.hash = wire::blake2b(step.row->body);
    if (!held_.empty() && held_.front().place == step.row->place) {
        step.before = held_.front().hash;
        held_.pop_front();
    }
    step.is_changed = step.before != step.hash;
    return std::optional{std::move(step)};
}

Status Publication::begin(CentralPages& pages, const std::vector<StreamHead>& heads) {
    SARHAD_TRY(file_, diff_->begin(pages));
    SARHAD_TRY_STATUS(check_title(file_.manifest));
    SARHAD_TRY(head_, head_for(heads, file_.manifest.name));
    diff_->against(head_.position.stream);
    has_begun_ = true;
    return {};
}

Result<bool> Publication::check(CentralPages& pages,
                                const std::vector<StreamHead>& heads,
                                const wire::TrustStore& trust) {
    if (!has_begun_) {
        SARHAD_TRY_STATUS(begin(pages, heads));
        epoch_ = trust.sealed_epoch(file_.manifest.name);
    }
    const std::uint64_t read_to = diff_->read() + kCheckBytes;
    for (std::uint64_t rows = 0; rows < kCheckRows && diff_->read() < read_to; ++rows) {
        auto step = diff_->next(pages);
        if (!step && step.error().code == Errc::kCorrupt) {  // On its way to us, not in our store.
            return Error{Errc::kInvalid, step.error().what};
        }
        if (!step) {
            return step.error();
        }
        if (!*step) {
            SARHAD_TRY_STATUS(end_check(trust));
            begin_making();
            return true;
        }
        SARHAD_TRY_STATUS(count(**step));
    }
    return false;
}

Status Publication::count(const ListDiff::Step& step) {
    if (!step.row) {
        ++changed_;
        ++removed_;
        return {};
    }
    tree_.add(step.row->place, step.hash);
    SARHAD_TRY_STATUS(check_row(file_.manifest.name, step.row->place.id, step.row->body.size()));
    if (step.row->place.id != watchlists::kManifestId) {
        if (step.is_changed || epoch_ != core::Epoch{0}) {
            SARHAD_TRY_STATUS(
                check_sealed(file_.manifest.name, step.row->place.id, step.row->body, epoch_));
        }
        changed_ += step.is_changed ? 1 : 0;
        return {};
    }
    watchlists::ListManifest renumbered = file_.manifest;
    renumbered.edition = head_.edition;
    is_manifest_same_ = step.before == wire::blake2b(wire::encode(renumbered));
    return {};
}

Status Publication::end_check(const wire::TrustStore& trust) {
    if (diff_->hash() != upload_.id) {
        return Error{Errc::kInvalid, "list file: it is another one than was announced"};
    }
    statement_ = {file_.manifest.name, file_.manifest.edition, tree_.finish().root(tree_.rows())};
    SARHAD_TRY_STATUS(trust.check_edition(statement_, signatures_));  // First of all.
    SARHAD_TRY_STATUS(check_number(statement_, head_));
    if (changed_ == 0 && is_manifest_same_) {
        return nothing_differs(statement_.name, head_);
    }
    SARHAD_TRY_STATUS(
        trust.check_edition(statement_, signatures_, removal_of(removed_, head_.entries)));
    SARHAD_TRY(shrunk_, check_size(statement_, file_.entries, head_, leave_));
    return {};
}

void Publication::begin_making() {
    diff_ = std::make_unique<ListDiff>(upload_);
    has_begun_ = false;
    body_.stream = head_.position.stream;
    body_.name = statement_.name;
    body_.epoch = head_.position.epoch;
    body_.seq = core::next(head_.position.seq);
    body_.prev_chain = head_.position.chain;
    body_.pre_root = head_.root;
    body_.post_root = statement_.post_root;
    body_.edition = statement_.edition;
}

Result<StagedDeltas> Publication::make(CentralPages& pages, const wire::SigningKey& sequencer) {
    StagedDeltas made;
    if (!has_begun_ && !is_made_) {
        SARHAD_TRY_STATUS(diff_->begin(pages));
        diff_->against(head_.position.stream);
        has_begun_ = true;
    }
    while (!is_made_ && made.deltas.size() < kDeltasAtOnce) {
        SARHAD_TRY(const std::optional<ListDiff::Step> step, diff_->next(pages));
        if (!step) {
            close(made, true, sequencer);
            is_made_ = true;
        } else if (step->is_changed) {
            wire::Op op =
                step->row ? wire::Op{wire::OpKind::kUpsert, step->row->place.id, step->row->body}
                          : wire::Op{wire::OpKind::kRemove, step->gone, {}};
            add(made, std::move(op), *step, sequencer);
        }
    }
    return made;
}

void Publication::add(StagedDeltas& to,
                      wire::Op op,
                      const ListDiff::Step& step,
                      const wire::SigningKey& key) {
    const bool is_full =
        ops_bytes_ + size_of(op) > kDeltaOpsBytesMax || body_.ops.size() >= wire::kMaxOps;
    if (is_full) {
        close(to, false, key);
    }
    ops_bytes_ += size_of(op);
    changes_.push_back({op.id, step.row ? std::optional{step.hash} : std::nullopt, body_.seq});
    body_.ops.push_back(std::move(op));
}

void Publication::close(StagedDeltas& to, bool ends_edition, const wire::SigningKey& key) {
    body_.ends_edition = ends_edition;
    to.deltas.push_back(sign_delta(body_, signatures_, key));
    std::move(changes_.begin(), changes_.end(), std::back_inserter(to.changes));
    changes_.clear();
    body_.prev_chain = to.deltas.back().position.chain;
    head_.position = to.deltas.back().position;
    body_.seq = core::next(body_.seq);
    body_.ops.clear();
    ops_bytes_ = 0;
    ++deltas_;
}

StreamHead Publication::head_after(core::WallTime at) const {
    StreamHead head = head_;
    head.name = statement_.name;
    head.edition = statement_.edition;
    head.root = statement_.post_root;
    head.entries = file_.entries;
    head.published_at = at;
    return head;
}

}  // namespace sarhad::central
