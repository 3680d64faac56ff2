#pragma once

#include "core/result.h"
#include "core/units.h"

#include <string>

namespace sarhad::store {

/// Room on a disk that is kept for the day on which it is full: a file of so many bytes that means
/// nothing and is deleted then. Not made by Files: what counts of it is its room alone.
/// Thread: one at a time.
class Ballast final {
public:
    /// `size` 0: there is none, and nothing here does anything.
    Ballast(std::string path, core::ByteSize size);
    Ballast(const Ballast&) = delete;
    Ballast& operator=(const Ballast&) = delete;

    /// Takes the room, durably, or finds it taken by an earlier process. kExhausted where the disk
    /// has less than twice as much: to take it then would fill the disk.
    [[nodiscard]] core::Status take();
    /// Gives the room up; false where it could not, or there was none.
    bool give_up() noexcept;
    [[nodiscard]] bool is_wanted() const noexcept { return size_.bytes > 0 && !is_held_; }
    [[nodiscard]] bool is_held() const noexcept { return is_held_; }

private:
    [[nodiscard]] core::Status fill() const;

    std::string path_;
    core::ByteSize size_;
    bool is_held_{false};
};

}  // namespace sarhad::store
