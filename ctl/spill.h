#pragma once

#include "core/bytes.h"
#include "core/files.h"
#include "core/result.h"

#include <cstdint>
#include <functional>
#include <string>

namespace sarhad::ctl {

/// Bytes of any number, in the order in which they came: the last of them held, the others in a
/// file of its own, which goes with this. Thread: one.
class Spill final {
public:
    static constexpr std::size_t kHeldMax = 16U << 20U;  ///< Bytes.

    /// `path`: a name that nobody else writes; what a killed program left there is replaced.
    Spill(core::Files& files, std::string path);
    ~Spill();
    Spill(const Spill&) = delete;
    Spill& operator=(const Spill&) = delete;

    /// kUnavailable or kExhausted, naming the file, where the disk does not take them.
    [[nodiscard]] core::Status add(core::ByteView bytes);
    [[nodiscard]] std::uint64_t size() const { return written_ + held_.size(); }
    /// All of it is held: no file was needed.
    [[nodiscard]] bool is_held() const { return written_ == 0; }
    /// Bytes from `offset` on, `most` at most; none at the end.
    [[nodiscard]] core::Result<core::Bytes> part(std::uint64_t offset,
                                                 std::size_t most = kHeldMax) const;
    /// Hands all of it to `take` in pieces, until one fails.
    [[nodiscard]] core::Status read(const std::function<core::Status(core::ByteView)>& take) const;

private:
    core::Files& files_;
    std::string path_;
    std::uint64_t written_{0};  ///< Bytes in the file; they come before those held.
    core::Bytes held_;
};

}  // namespace sarhad::ctl
