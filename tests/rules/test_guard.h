#pragma once

#include "core/text.h"
#include "rules/frames/section_guard.h"

#include <string_view>

namespace sarhad::rules::frames {

/// A guard for tests: it finds every change that nobody made on purpose. The product's is in ctl/.
class TestGuard final : public SectionGuard {
public:
    explicit TestGuard(GuardMark mark = GuardMark::kChecked) : mark_{mark} {}

    [[nodiscard]] GuardMark mark() const override { return mark_; }
    [[nodiscard]] core::Bytes close(const SectionPlace& place,
                                    core::ByteView plain) const override {
        core::Bytes made = core::to_bytes(plain);
        core::put_u64(made, sum(place, plain));
        return made;
    }
    [[nodiscard]] core::Result<core::Bytes> open(const SectionPlace& place,
                                                 core::Bytes stored) const override {
        if (stored.size() < 8) {
            return core::Error{core::Errc::kCorrupt, "too short"};
        }
        const std::uint64_t told = core::get_u64(core::ByteView{stored}.last(8));
        stored.resize(stored.size() - 8);
        if (told != sum(place, stored)) {
            return core::Error{core::Errc::kCorrupt, "its checksum is another"};
        }
        return stored;
    }

private:
    static std::uint64_t sum(const SectionPlace& place, core::ByteView plain) {
        std::uint64_t state = 0xcbf29ce484222325U;
        const auto add = [&state](core::ByteView bytes) {
            for (const std::uint8_t byte : bytes) {
                state = (state ^ byte) * 0x100000001b3U;
            }
        };
        add(core::as_bytes(core::cat(place.file, "/", place.block, "/", place.section)));
        add(plain);
        return state;
    }

    GuardMark mark_;
};

}  // namespace sarhad::rules::frames
