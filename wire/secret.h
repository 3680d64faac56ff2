#pragma once

#include "core/bytes.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

namespace sarhad::wire {

/// Key material in guarded, locked memory that core dumps leave out; wiped when it dies.
class Secret {
public:
    explicit Secret(std::size_t size);
    [[nodiscard]] std::span<std::uint8_t> bytes() noexcept { return {held_.get(), size_}; }
    [[nodiscard]] core::ByteView bytes() const noexcept { return {held_.get(), size_}; }

private:
    struct Free {
        void operator()(std::uint8_t* held) const noexcept;
    };
    std::unique_ptr<std::uint8_t, Free> held_;
    std::size_t size_;
};

/// Overwrites bytes in a way that the compiler keeps.
void wipe(std::span<std::uint8_t> bytes) noexcept;

}  // namespace sarhad::wire
