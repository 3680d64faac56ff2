#pragma once

#include "core/bytes.h"
#include "core/clock.h"
#include "core/result.h"
#include "core/units.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace sarhad::intake {

/// What a carrier sent is nowhere for longer than this, counted from when it was taken:
/// PRACTICE 28.
inline constexpr core::Duration kRawKept = std::chrono::hours{72};
/// A raw file is sealed in chunks of so many bytes, so that one of any size is.
inline constexpr core::ByteSize kRawChunk{std::uint64_t{1} * 1024 * 1024};
/// What sealing may add to a chunk.
inline constexpr std::size_t kRawSealMax = 64;
/// The longest first line of a sealed file.
inline constexpr std::size_t kRawHeadMax = 40;

/// By what raw bytes are sealed at rest; the node gives it its store key. Thread: any.
class RawSeal {
public:
    RawSeal() = default;
    RawSeal(const RawSeal&) = delete;
    RawSeal& operator=(const RawSeal&) = delete;
    virtual ~RawSeal() = default;

    /// At most kRawSealMax bytes more than `plain`. `place`: where it stands; opening wants it
    /// again.
    [[nodiscard]] virtual core::Bytes seal(core::ByteView place, core::ByteView plain) const = 0;
    /// kCorrupt: altered, of another place, or by another key.
    [[nodiscard]] virtual core::Result<core::Bytes> open(core::ByteView place,
                                                         core::ByteView sealed) const = 0;
};

/// Seals a file chunk by chunk. On disk: "SARHAD-RAW-1 <microseconds>\n" with the time at which it
/// was taken, then for each chunk its length (u32, sealed) and the sealed chunk, whose place is the
/// time (u64), its number from 0 (u32) and 1 where it is the last, else 0 (u8).
class RawSealer final {
public:
    /// `seal` outlives it. `since`: when the carrier's file was taken.
    RawSealer(const RawSeal& seal, core::WallTime since) : seal_{seal}, since_{since} {}
    /// The first line; once, before the first chunk.
    [[nodiscard]] core::Bytes head() const;
    /// `plain`: kRawChunk bytes, fewer in the last chunk alone.
    [[nodiscard]] core::Bytes chunk(core::ByteView plain, bool is_last);

private:
    const RawSeal& seal_;
    core::WallTime since_;
    std::uint32_t number_{0};
};

/// The whole at once.
[[nodiscard]] core::Bytes seal_raw(const RawSeal& seal, core::ByteView plain, core::WallTime since);

/// A file that was sealed, as it was.
struct OpenedRaw {
    core::Bytes content;
    core::WallTime since;
};
/// When a sealed file was taken, by its first line; none: it is not sealed. Total.
[[nodiscard]] std::optional<core::WallTime> sealed_since(core::ByteView file);
/// kCorrupt: a file that begins as a sealed one and is none, is cut off, or is of another key.
/// Total.
[[nodiscard]] core::Result<OpenedRaw> open_raw(const RawSeal& seal, core::ByteView file);

}  // namespace sarhad::intake
