#pragma once

#include "intake/raw_file.h"

namespace sarhad::intake {

/// A seal that anybody can break, and that knows its places: enough to see what lies open.
class TurningSeal final : public RawSeal {
public:
    explicit TurningSeal(std::uint8_t key = 0x5A) : key_{key} {}
    [[nodiscard]] core::Bytes seal(core::ByteView place, core::ByteView plain) const override {
        core::Bytes sealed;
        core::put_u32(sealed, sum(place, plain));
        for (const std::uint8_t byte : plain) {
            sealed.push_back(static_cast<std::uint8_t>(byte ^ key_));
        }
        return sealed;
    }
    [[nodiscard]] core::Result<core::Bytes> open(core::ByteView place,
                                                 core::ByteView sealed) const override {
        const core::Error wrong{core::Errc::kCorrupt, "sealed otherwise"};
        if (sealed.size() < 4) return wrong;
        core::Bytes plain;
        for (const std::uint8_t byte : sealed.subspan(4)) {
            plain.push_back(static_cast<std::uint8_t>(byte ^ key_));
        }
        if (core::get_u32(sealed) != sum(place, plain)) return wrong;
        return plain;
    }

private:
    [[nodiscard]] std::uint32_t sum(core::ByteView place, core::ByteView plain) const {
        std::uint32_t sum = key_;
        for (const std::uint8_t byte : place)
            sum = sum * 31 + byte;
        for (const std::uint8_t byte : plain)
            sum = sum * 31 + byte;
        return sum;
    }

    std::uint8_t key_;
};

}  // namespace sarhad::intake
