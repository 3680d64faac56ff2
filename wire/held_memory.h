#pragma once

#include "core/bytes.h"

#include <cstddef>
#include <cstdint>
#include <span>

namespace sarhad::wire {

/// Memory for what is unsealed and large: on pages of its own, left out of core dumps, locked where
/// the system lets us (RLIMIT_MEMLOCK), wiped when it dies. Thread: one writes, then any reads.
class HeldMemory {
public:
    /// Aborts where there is no memory, as every other allocation.
    explicit HeldMemory(std::size_t size);
    HeldMemory(const HeldMemory&) = delete;
    HeldMemory& operator=(const HeldMemory&) = delete;
    ~HeldMemory();

    [[nodiscard]] std::span<std::uint8_t> bytes() noexcept { return {held_, size_}; }
    [[nodiscard]] core::ByteView bytes() const noexcept { return {held_, size_}; }
    /// False: the system may write it to swap.
    [[nodiscard]] bool is_locked() const noexcept { return is_locked_; }

private:
    std::uint8_t* held_{nullptr};
    std::size_t size_{0};
    bool is_locked_{false};
};

}  // namespace sarhad::wire
