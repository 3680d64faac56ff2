#include "node/kept_lists.h"

#include "core/text.h"
#include "node/events.h"
#include "node/kept_title.h"
#include "wire/hash.h"
#include "wire/held_memory.h"
#include "wire/msgpack.h"
#include "wire/segment_seal.h"

#include <algorithm>
#include <memory>
#include <string_view>
#include <utility>

namespace sarhad::node {

using core::Errc;
using core::Error;
using core::Result;
using core::Status;
using wire::SegmentHead;

namespace {

constexpr std::string_view kSuffix = ".segment";
constexpr std::string_view kFreshName = "fresh";  ///< While it is being written.
constexpr std::size_t kNameDigits = 32;

const ListState* find_stream(const std::vector<ListState>& lists, core::StreamId stream) {
    const auto found = std::find_if(
        lists.begin(), lists.end(), [&](const ListState& one) { return one.stream == stream; });
    return found == lists.end() ? nullptr : &*found;
}

/// Whether what was kept can become what is stored.
Status check_fits(const KeptTitle& title, const std::vector<ListState>& stored) {
    for (const KeptList& kept : title.lists) {
        const ListState* const now = find_stream(stored, kept.stream);
        const ListState then = kept.state();
        const bool fits = now != nullptr && now->name == then.name &&
                          (then.edition < now->edition ||
                           (then.edition == now->edition && then.root == now->root));
        if (!fits) {
            return Error{Errc::kConflict,
                         core::cat("edition ", then.edition, " of ", then.name, " is not stored")};
        }
    }
    return {};
}

/// How many lists are as they are stored.
std::size_t same_lists(const std::vector<ListState>& kept, const std::vector<ListState>& stored) {
    return static_cast<std::size_t>(
        std::count_if(kept.begin(), kept.end(), [&](const ListState& one) {
            const ListState* const now = find_stream(stored, one.stream);
            return now != nullptr && now->edition == one.edition;
        }));
}

KeptTitle title_of(const BuiltLists& lists) {
    KeptTitle title;
    title.hash = lists.snapshot->hash();
    for (const ListState& state : lists.lists) {
        KeptList kept{state.stream, state.entries, state.applied_at, {}, state.repairs};
        for (const watchlists::ListManifest& manifest : lists.snapshot->manifests()) {
            if (manifest.name == state.name) {
                kept.manifest = manifest;
            }
        }
        title.lists.push_back(std::move(kept));
    }
    return title;
}

}  // namespace

ListState KeptList::state() const {
    return {stream, manifest.name, manifest.edition, manifest.hash, entries, applied_at, repairs};
}

core::Bytes write_title(const KeptTitle& title) {
    return wire::encode(title);
}

Result<KeptTitle> parse_title(core::ByteView bytes) {
    return wire::decode<KeptTitle>(bytes);
}

/// A file whose title is read.
struct KeptLists::Found {
    std::string name;
    SegmentHead head;
    KeptTitle title;
    wire::SegmentSeal seal;
    std::size_t same{0};
};

KeptLists::KeptLists(core::Files& files,
                     core::Random& random,
                     core::Log& log,
                     const wire::Secret& store_key,
                     std::string folder)
    : files_{files},
      random_{random},
      log_{log},
      store_key_{store_key},
      folder_{std::move(folder)} {}

std::string KeptLists::path_of(const std::string& name) const {
    return core::cat(folder_, "/", name);
}

std::optional<BuiltLists> KeptLists::open(const std::vector<ListState>& stored) {
    const auto names = files_.list(folder_);
    if (!names) {
        if (names.error().code != Errc::kNotFound) {
            log_.write(kSegmentRefused, {{"why", names.error().what}});
        }
        return std::nullopt;
    }
    std::vector<Found> found;
    for (const std::string& name : *names) {
        if (!name.ends_with(kSuffix) || found.size() == kKeptFilesTriedMax) {
            continue;
        }
        if (auto one = look(name, stored)) {
            found.push_back(*std::move(one));
        } else {
            refuse(name, one.error().what);
        }
    }
    std::stable_sort(
        found.begin(), found.end(), [](const Found& a, const Found& b) { return a.same > b.same; });
    for (Found& one : found) {
        auto lists = unseal(one);
        if (lists) {
            log_.write(kSegmentOpened,
                       {{"file", one.name},
                        {"lists", lists->lists.size()},
                        {"entries", lists->snapshot->size().entries}});
            return *std::move(lists);
        }
        refuse(one.name, lists.error().what);
    }
    return std::nullopt;
}

/// It goes: it is of no use, and must not be taken for good when the store has changed.
void KeptLists::refuse(const std::string& name, const std::string& why) {
    log_.write(kSegmentRefused, {{"file", name}, {"why", why}});
    static_cast<void>(files_.remove(path_of(name)));  // Where it stays, it is refused again.
}

Result<KeptLists::Found> KeptLists::look(const std::string& name,
                                         const std::vector<ListState>& stored) {
    const std::string path = path_of(name);
    SARHAD_TRY(const core::Bytes first,
               files_.read_part(path, 0, core::ByteSize{SegmentHead::kSize}));
    SARHAD_TRY(const SegmentHead head, wire::parse_head(first));
    SARHAD_TRY(const core::Bytes sealed,
               files_.read_part(
                   path, SegmentHead::kSize, core::ByteSize{head.title_bytes + wire::kSegmentTag}));
    wire::SegmentSeal seal{store_key_, head};
    SARHAD_TRY(const core::Bytes bytes, seal.open_title(sealed));
    SARHAD_TRY(KeptTitle title, parse_title(bytes));
    SARHAD_TRY_STATUS(check_fits(title, stored));
    Found found{name, head, std::move(title), std::move(seal), 0};
    std::vector<ListState> kept;
    for (const KeptList& list : found.title.lists) {
        kept.push_back(list.state());
    }
    found.same = same_lists(kept, stored);
    return found;
}

Result<BuiltLists> KeptLists::unseal(Found& found) {
    const std::string path = path_of(found.name);
    const SegmentHead& head = found.head;
    // The title opened under this head, so its sizes are those that this node wrote.
    const auto memory =
        std::make_shared<wire::HeldMemory>(static_cast<std::size_t>(head.segment_bytes));
    for (std::uint64_t chunk = 0; chunk < head.chunks(); ++chunk) {
        const std::size_t plain = head.chunk_bytes(chunk);
        SARHAD_TRY(const core::Bytes sealed,
                   files_.read_part(
                       path, head.chunk_place(chunk), core::ByteSize{plain + wire::kSegmentTag}));
        SARHAD_TRY_STATUS(found.seal.open_chunk(
            chunk,
            sealed,
            memory->bytes().subspan(static_cast<std::size_t>(chunk) * wire::kSegmentChunk, plain)));
    }
    SARHAD_TRY(const core::Bytes rest,
               files_.read_part(path, head.chunk_place(head.chunks()), core::ByteSize{1}));
    if (!rest.empty()) {
        return Error{Errc::kCorrupt, "sealed segment: something stands behind its end"};
    }
    if (!memory->is_locked()) {
        log_.write(kSegmentNotLocked, {{"bytes", head.segment_bytes}});
    }
    BuiltLists lists;
    std::vector<watchlists::ListManifest> manifests;
    for (const KeptList& kept : found.title.lists) {
        lists.lists.push_back(kept.state());
        manifests.push_back(kept.manifest);
    }
    const wire::HeldMemory& held = *memory;
    SARHAD_TRY(lists.snapshot,
               watchlists::ListSnapshot::from_segment(
                   held.bytes(), memory, std::move(manifests), wire::blake2b));
    if (lists.snapshot->hash() != found.title.hash) {
        return Error{Errc::kCorrupt, "sealed segment: it gives other lists than it was made of"};
    }
    return lists;
}

Status KeptLists::write(const BuiltLists& lists) {
    SARHAD_TRY(const core::Bytes segment, lists.snapshot->segment_bytes());
    const core::Bytes title = write_title(title_of(lists));
    SegmentHead head;
    head.title_bytes = static_cast<std::uint32_t>(title.size());
    head.segment_bytes = segment.size();
    random_.fill(head.salt);
    wire::SegmentSeal seal{store_key_, head};
    core::Bytes first = write_head(head);
    core::append(first, seal.seal_title(title));

    SARHAD_TRY_STATUS(files_.make_folder(folder_));
    std::uint64_t chunk = 0;
    const auto next = [&]() -> Result<core::Bytes> {
        if (!first.empty()) {
            return std::exchange(first, {});
        }
        if (chunk == head.chunks()) {
            return core::Bytes{};
        }
        const auto from = static_cast<std::size_t>(chunk) * wire::kSegmentChunk;
        core::Bytes sealed =
            seal.seal_chunk(chunk, core::ByteView{segment}.subspan(from, head.chunk_bytes(chunk)));
        ++chunk;
        return sealed;
    };
    const std::string fresh = path_of(std::string{kFreshName});
    Status written = files_.write_parts(fresh, next, core::FileMode::kPrivate);
    const std::string name =
        core::cat(core::to_hex(lists.snapshot->hash()).substr(0, kNameDigits), kSuffix);
    if (written) {
        written = files_.rename(fresh, path_of(name));
    }
    if (!written) {
        static_cast<void>(files_.remove(fresh));
        return written;
    }
    SARHAD_TRY(const std::vector<std::string> names, files_.list(folder_));
    for (const std::string& one : names) {
        if (one.ends_with(kSuffix) && one != name) {
            SARHAD_TRY_STATUS(files_.remove(path_of(one)));
        }
    }
    return {};
}

}  // namespace sarhad::node
