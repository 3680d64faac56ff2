#pragma once

#include "core/random.h"
#include "rules/frames/section_guard.h"
#include "wire/record_seal.h"

namespace sarhad::trial {

/// Frames of invented people: behind each piece the first 16 bytes of BLAKE2b-256 over block and
/// section (u32, big-endian), the file's name, a 0 and the piece.
class CheckedFrames final : public rules::frames::SectionGuard {
public:
    [[nodiscard]] rules::frames::GuardMark mark() const override {
        return rules::frames::GuardMark::kChecked;
    }
    [[nodiscard]] core::Bytes close(const rules::frames::SectionPlace& place,
                                    core::ByteView plain) const override;
    [[nodiscard]] core::Result<core::Bytes> open(const rules::frames::SectionPlace& place,
                                                 core::Bytes stored) const override;
};

/// Frames of people: sealed with a store key, bound to their place.
class SealedFrames final : public rules::frames::SectionGuard {
public:
    /// `key` has 32 bytes (checked). `random` outlives this.
    SealedFrames(wire::Secret key, core::Random& random);

    [[nodiscard]] rules::frames::GuardMark mark() const override {
        return rules::frames::GuardMark::kSealed;
    }
    [[nodiscard]] core::Bytes close(const rules::frames::SectionPlace& place,
                                    core::ByteView plain) const override;
    [[nodiscard]] core::Result<core::Bytes> open(const rules::frames::SectionPlace& place,
                                                 core::Bytes stored) const override;

private:
    wire::RecordSeal seal_;
};

}  // namespace sarhad::trial
