#pragma once

#include "core/bytes.h"
#include "core/result.h"

#include <cstdint>
#include <string>

namespace sarhad::rules::frames {

/// Where a piece of a frame file belongs: nothing else opens there.
struct SectionPlace {
    std::string file;  ///< "traveller-2026-10"
    std::uint32_t block{0};
    std::uint32_t section{0};
};
// Numbers in place of a section's, for what is none.
inline constexpr std::uint32_t kDescriptionSection = 0xffff'ffff;
inline constexpr std::uint32_t kDirectorySection = 0xffff'fffe;
inline constexpr std::uint32_t kLabelsSection = 0xffff'fffd;

/// How the pieces of frame files are kept. The number stands in each file.
enum class GuardMark : std::uint8_t {
    kChecked = 1,  ///< As they are, with a checksum: of invented facts.
    kSealed = 2,   ///< Sealed: a stolen disk tells nothing.
};

/// What stands before the bytes on the disk. This folder knows no cryptography: who opens the files
/// brings it. Thread: any.
class SectionGuard {
public:
    SectionGuard() = default;
    SectionGuard(const SectionGuard&) = delete;
    SectionGuard& operator=(const SectionGuard&) = delete;
    virtual ~SectionGuard() = default;

    [[nodiscard]] virtual GuardMark mark() const = 0;
    /// The bytes for the disk: at most kGuardBytesMax more.
    [[nodiscard]] virtual core::Bytes close(const SectionPlace& place,
                                            core::ByteView plain) const = 0;
    /// kCorrupt: altered, of another place, or closed with another key.
    [[nodiscard]] virtual core::Result<core::Bytes> open(const SectionPlace& place,
                                                         core::Bytes stored) const = 0;
};

/// What a guard adds to a piece.
inline constexpr std::size_t kGuardBytesMax = 64;

}  // namespace sarhad::rules::frames
