#pragma once

#include "core/bytes.h"

#include <utility>

namespace sarhad::wire {

/// Bytes whose signatures were verified. Only TrustStore makes one, so a function that takes it
/// cannot be given bytes that nobody vouched for.
class Opened {
public:
    [[nodiscard]] core::ByteView bytes() const noexcept { return bytes_; }

private:
    friend class TrustStore;
    explicit Opened(core::Bytes bytes) : bytes_{std::move(bytes)} {}

    core::Bytes bytes_;
};

}  // namespace sarhad::wire
