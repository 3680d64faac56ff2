#include "ctl/list_draft.h"

#include "core/text.h"
#include "wire/hash.h"

#include <utility>

namespace sarhad::ctl {
namespace {

using watchlists::ListAction;

core::Status unwritten(const std::string& path, const core::Error& why) {
    return core::Error{core::Errc::kConflict, core::cat(path, ": cannot be written: ", why.what)};
}

}  // namespace

ListDraft::ListDraft(watchlists::ListManifest manifest, core::Files& files, std::string output)
    : manifest_{std::move(manifest)},
      files_{files},
      output_{std::move(output)},
      body_{fresh_spill()} {}

std::unique_ptr<Spill> ListDraft::fresh_spill() {
    return std::make_unique<Spill>(files_, core::cat(output_, ".draft-", ++spills_));
}

core::Status ListDraft::add(watchlists::ListEntry entry) {
    if (manifest_.profile.action == ListAction::kNone && entry.order.action == ListAction::kNone) {
        return core::Error{core::Errc::kInvalid,
                           "no action: name one in its action column, or for all with --action"};
    }
    entry.source = manifest_.source;
    SARHAD_TRY_STATUS(append(*body_, entry));
    ++entries_;
    return {};
}

core::Status ListDraft::append(Spill& to, const watchlists::ListEntry& entry) const {
    SARHAD_TRY(const core::Bytes listed, watchlists::listed_bytes(entry));
    SARHAD_TRY_STATUS(watchlists::check_list_size(entry, entries_ + 1, to.size() + listed.size()));
    const core::Status added = to.add(listed);
    return added ? added : unwritten(output_, added.error());
}

core::Status ListDraft::change_all(const std::function<void(watchlists::ListEntry&)>& change) {
    std::unique_ptr<Spill> changed = fresh_spill();
    core::Bytes cut;  // An entry whose end is in the next piece.
    core::Status all = body_->read([&](core::ByteView piece) -> core::Status {
        core::append(cut, piece);
        core::ByteView left{cut};
        while (watchlists::has_listed(left)) {
            SARHAD_TRY(watchlists::ListEntry entry, watchlists::take_listed(left));
            change(entry);
            SARHAD_TRY_STATUS(append(*changed, entry));
        }
        cut = core::to_bytes(left);
        return {};
    });
    body_ = all ? std::move(changed) : std::move(body_);
    return all;
}

core::Status ListDraft::write() {
    wire::Hasher entries;
    SARHAD_TRY_STATUS(body_->read([&](core::ByteView piece) {
        entries.add(piece);
        return core::Status{};
    }));
    manifest_.hash = entries.finish();
    const core::Status written = write_parts(watchlists::list_head(manifest_, entries_));
    return written ? written : unwritten(output_, written.error());
}

core::Status ListDraft::write_parts(const core::Bytes& head) const {
    // Of what is no plain file only the name would be left.
    const auto held = files_.read_plain(output_, core::ByteSize{0});
    if (!held && held.error().code == core::Errc::kInvalid) {
        return held.error();
    }
    wire::Hasher hasher;
    enum class Next : std::uint8_t { kHead, kEntries, kHash, kNothing } next{Next::kHead};
    std::uint64_t offset = 0;
    const auto parts = [&]() -> core::Result<core::Bytes> {
        if (next == Next::kHead) {
            next = body_->size() == 0 ? Next::kHash : Next::kEntries;
            hasher.add(head);
            return head;
        }
        if (next == Next::kEntries) {
            SARHAD_TRY(core::Bytes piece, body_->part(offset));
            offset += piece.size();
            next = offset == body_->size() ? Next::kHash : Next::kEntries;
            hasher.add(piece);
            return piece;
        }
        const bool is_hash = next == Next::kHash;
        next = Next::kNothing;
        return is_hash ? core::to_bytes(hasher.finish()) : core::Bytes{};
    };
    const std::string fresh = core::cat(output_, ".fresh");
    core::Status written = files_.write_parts(fresh, parts, core::FileMode::kPrivate);
    written = written ? files_.rename(fresh, output_) : written;
    if (!written) {
        static_cast<void>(files_.remove(fresh));  // The disk may be full of it.
    }
    return written;
}

}  // namespace sarhad::ctl
