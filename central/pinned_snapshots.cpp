#include "central/pinned_snapshots.h"

#include "core/text.h"

#include <algorithm>
#include <string>
#include <utility>

namespace sarhad::central {

using core::Errc;
using core::Error;
using core::MonoTime;
using core::Result;

namespace {

bool is_asked(const core::Bytes& chunks, std::size_t chunk) {
    return chunk / 8 < chunks.size() && (chunks[chunk / 8] & 1U << chunk % 8) != 0;
}

}  // namespace

Result<wire::Manifest> PinnedSnapshots::manifest(const wire::ManifestReq& ask, MonoTime now) {
    forget_unasked(now);
    SARHAD_TRY(const Snapshots::Newest newest, snapshots_.newest(ask.stream));
    const auto held = pinned_.find(ask.stream);
    if (held == pinned_.end() || !is_good(*held->second, ask, newest, now)) {
        pinned_.erase(ask.stream);
        SARHAD_TRY_STATUS(pin(ask.stream, now));
    }
    Pinned& pinned = *pinned_.at(ask.stream);
    pinned.asked_at = now;
    return wire::Manifest{ask.stream, ask.number, pinned.head};
}

/// The node takes what came since by deltas, if that is not behind where it stands.
bool PinnedSnapshots::is_good(const Pinned& pinned,
                              const wire::ManifestReq& ask,
                              const Snapshots::Newest& newest,
                              MonoTime now) {
    const bool is_newest = pinned.edition == newest.edition && pinned.last == newest.last;
    return is_newest ||
           (!ask.is_newest && pinned.last >= ask.seq && now - pinned.made_at < kPinnedFor);
}

/// Made anew where an edition is published meanwhile.
core::Status PinnedSnapshots::pin(core::StreamId stream, MonoTime now) {
    constexpr int kTries = 3;
    core::Status failed;
    for (int i = 0; i < kTries; ++i) {
        SARHAD_TRY(const Snapshots::Newest newest, snapshots_.newest(stream));
        Result<std::unique_ptr<Pinned>> made = make(newest, now);
        if (made) {
            pinned_.insert_or_assign(stream, *std::move(made));
            return {};
        }
        failed = made.error();
        if (made.error().code != Errc::kConflict) {
            break;
        }
    }
    return failed;
}

/// kConflict: an edition was published meanwhile.
Result<std::unique_ptr<PinnedSnapshots::Pinned>> PinnedSnapshots::make(
    const Snapshots::Newest& newest, MonoTime now) {
    SARHAD_TRY(const editions::SnapshotHead head, snapshots_.head(newest.list));
    auto made = std::make_unique<Pinned>();
    made->head = editions::encode(head);
    made->edition = newest.edition;
    made->last = newest.last;
    made->made_at = now;
    if (made->head.size() > wire::kManifestHeadMax) {
        return Error{Errc::kExhausted, "snapshot: its head is larger than a message"};
    }
    const std::size_t others = bytes();
    for (std::size_t chunk = 0; chunk < editions::kChunks; ++chunk) {
        SARHAD_TRY(made->chunks.at(chunk),
                   snapshots_.chunk(newest.list, newest.edition, static_cast<std::uint8_t>(chunk)));
        made->bytes += made->chunks.at(chunk).size();
        if (others + made->bytes > kBytesMax) {
            return Error{Errc::kExhausted, "snapshot: more lists are asked for than are held"};
        }
    }
    return made;
}

Result<wire::ChunkTell> PinnedSnapshots::chunks(const wire::ChunkReq& ask, MonoTime now) {
    wire::ChunkTell tell{ask.stream, ask.number, ask.edition, {}};
    const auto held = pinned_.find(ask.stream);
    if (held == pinned_.end() || held->second->edition != ask.edition) {
        return tell;
    }
    held->second->asked_at = now;
    std::size_t room = wire::kChunkFill;
    std::size_t offset = ask.offset;
    for (std::size_t chunk = 0; chunk < editions::kChunks && room > 0; ++chunk) {
        if (!is_asked(ask.chunks, chunk)) {
            continue;
        }
        const core::ByteView bytes = held->second->chunks.at(chunk);
        std::size_t from = std::exchange(offset, 0);
        from = from < bytes.size() ? from : 0;  // It had other bytes when the node began it.
        const core::ByteView part = bytes.subspan(from).first(std::min(bytes.size() - from, room));
        room -= part.size();
        tell.parts.push_back({static_cast<std::uint32_t>(chunk),
                              static_cast<std::uint32_t>(from),
                              static_cast<std::uint32_t>(bytes.size()),
                              core::to_bytes(part)});
    }
    return tell;
}

void PinnedSnapshots::forget_unasked(MonoTime now) {
    std::erase_if(pinned_,
                  [&](const auto& one) { return now - one.second->asked_at >= kUnaskedFor; });
}

std::size_t PinnedSnapshots::bytes() const {
    std::size_t bytes = 0;
    for (const auto& [stream, pinned] : pinned_) {
        bytes += pinned->bytes;
    }
    return bytes;
}

}  // namespace sarhad::central
