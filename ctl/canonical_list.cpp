#include "ctl/canonical_list.h"

#include "core/text.h"
#include "wire/state_tree.h"

#include <algorithm>
#include <optional>
#include <queue>
#include <utility>

namespace sarhad::ctl {

using core::cat;
using core::Result;
using core::Status;

namespace {

constexpr std::size_t kLengthBytes = 4;

Status unwritten(const core::Error& why) {
    return core::Error{core::Errc::kConflict,
                       cat(why.what, ": put the list into a folder with room that you may write")};
}

}  // namespace

/// The entries of one run, in order.
class CanonicalList::Cursor {
public:
    Cursor(const Spill& from, Run run) : from_{from}, run_{run} {}

    /// To the first entry, or behind it; false at the end.
    [[nodiscard]] Result<bool> advance() {
        if (run_.at == run_.end && taken_ == bytes_.size()) {
            return false;
        }
        SARHAD_TRY_STATUS(fill(kLengthBytes));
        const core::ByteView length = core::ByteView{bytes_}.subspan(taken_);
        const std::size_t size = kLengthBytes + core::get_u32(length);
        SARHAD_TRY_STATUS(fill(size));
        const core::ByteView all = core::ByteView{bytes_}.subspan(taken_, size);
        listed_ = core::to_bytes(all);
        core::ByteView left = all;
        SARHAD_TRY(watchlists::ListEntry entry, watchlists::take_listed(left));
        place_ = editions::place_of(std::move(entry.id));
        taken_ += size;
        return true;
    }
    [[nodiscard]] const editions::Place& place() const { return place_; }
    [[nodiscard]] const core::Bytes& listed() const { return listed_; }

private:
    [[nodiscard]] Status fill(std::size_t bytes) {
        while (bytes_.size() - taken_ < bytes && run_.at < run_.end) {
            const std::size_t most =
                std::min<std::uint64_t>(std::max(bytes, kMergeBytes), run_.end - run_.at);
            SARHAD_TRY(const core::Bytes more, from_.part(run_.at, most));
            bytes_.erase(bytes_.begin(), bytes_.begin() + static_cast<std::ptrdiff_t>(taken_));
            taken_ = 0;
            core::append(bytes_, more);
            run_.at += more.size();
        }
        if (bytes_.size() - taken_ < bytes) {
            return core::Error{core::Errc::kConflict, "a draft of the list was cut: begin again"};
        }
        return {};
    }

    const Spill& from_;
    Run run_;
    core::Bytes bytes_;
    std::size_t taken_{0};
    editions::Place place_;
    core::Bytes listed_;
};

CanonicalList::CanonicalList(core::Files& files, const std::string& beside)
    : runs_bytes_{files, cat(beside, ".publish-1")}, sorted_{files, cat(beside, ".publish-2")} {}

Status CanonicalList::add(const watchlists::ListEntry& entry) {
    SARHAD_TRY(core::Bytes listed, watchlists::listed_bytes(entry));
    held_bytes_ += listed.size();
    held_.push_back({editions::place_of(entry.id), std::move(listed)});
    ++entries_;
    return held_bytes_ < Spill::kHeldMax ? Status{} : close_run();
}

Status CanonicalList::close_run() {
    std::sort(held_.begin(), held_.end(), [](const Held& left, const Held& right) {
        return left.place < right.place;
    });
    const std::uint64_t at = runs_bytes_.size();
    for (const Held& one : held_) {
        if (const Status added = runs_bytes_.add(one.listed); !added) {
            return unwritten(added.error());
        }
    }
    runs_.push_back({at, runs_bytes_.size()});
    held_ = {};
    held_bytes_ = 0;
    return {};
}

Status CanonicalList::merge(wire::Hasher& entries) {
    std::vector<std::unique_ptr<Cursor>> cursors;
    const auto is_later = [&](std::size_t left, std::size_t right) {
        return cursors[left]->place() > cursors[right]->place();
    };
    std::priority_queue<std::size_t, std::vector<std::size_t>, decltype(is_later)> first{is_later};
    for (const Run& run : runs_) {
        cursors.push_back(std::make_unique<Cursor>(runs_bytes_, run));
        SARHAD_TRY(const bool is_there, cursors.back()->advance());
        if (is_there) {
            first.push(cursors.size() - 1);
        }
    }
    std::optional<editions::Place> last;
    while (!first.empty()) {
        const std::size_t which = first.top();
        first.pop();
        Cursor& cursor = *cursors[which];
        if (last && *last == cursor.place()) {
            return core::Error{core::Errc::kInvalid, cat("entry ", last->id, " is there twice")};
        }
        last = cursor.place();
        entries.add(cursor.listed());
        if (const Status added = sorted_.add(cursor.listed()); !added) {
            return unwritten(added.error());
        }
        SARHAD_TRY(const bool is_there, cursor.advance());
        if (is_there) {
            first.push(which);
        }
    }
    return {};
}

Status CanonicalList::finish(watchlists::ListManifest manifest) {
    SARHAD_TRY_STATUS(close_run());
    wire::Hasher entries;
    SARHAD_TRY_STATUS(merge(entries));
    manifest.hash = entries.finish();
    head_ = watchlists::list_head(manifest, entries_);
    wire::Hasher all;
    all.add(head_);
    SARHAD_TRY_STATUS(sorted_.read([&](core::ByteView piece) {
        all.add(piece);
        return Status{};
    }));
    hash_ = all.finish();
    return {};
}

std::uint64_t CanonicalList::size() const {
    return head_.size() + sorted_.size() + hash_.size();
}

Result<core::Bytes> CanonicalList::part(std::uint64_t offset, std::size_t most) const {
    core::Bytes bytes;
    while (bytes.size() < most && offset < size()) {
        const std::size_t room = most - bytes.size();
        const std::uint64_t behind_head = head_.size() + sorted_.size();
        core::Bytes more;
        if (offset < head_.size()) {
            const core::ByteView rest = core::ByteView{head_}.subspan(offset);
            more = core::to_bytes(rest.first(std::min(rest.size(), room)));
        } else if (offset < behind_head) {
            SARHAD_TRY(more, sorted_.part(offset - head_.size(), room));
        } else {
            const core::ByteView rest = core::ByteView{hash_}.subspan(offset - behind_head);
            more = core::to_bytes(rest.first(std::min(rest.size(), room)));
        }
        offset += more.size();
        core::append(bytes, more);
    }
    return bytes;
}

Result<wire::Hash256> CanonicalList::root() const {
    std::uint64_t offset = 0;
    editions::EditionRows rows{[&]() -> Result<core::Bytes> {
        constexpr std::size_t kPiece = 1U << 20U;
        SARHAD_TRY(core::Bytes piece, part(offset, kPiece));
        offset += piece.size();
        return piece;
    }};
    SARHAD_TRY_STATUS(rows.begin());
    editions::TreeBuilder tree;
    while (true) {
        SARHAD_TRY(const std::optional<editions::Row> row, rows.next());
        if (!row) {
            return tree.finish().root(tree.rows());
        }
        tree.add(row->place, wire::blake2b(row->body));
    }
}

}  // namespace sarhad::ctl
