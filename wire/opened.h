#pragma once

#include "core/bytes.h"

#include <string>
#include <utility>

namespace sarhad::wire {

/// Bytes whose signatures were verified. Only TrustStore makes one, so a function that takes it
/// cannot be given bytes that nobody vouched for.
class Opened {
public:
    [[nodiscard]] core::ByteView bytes() const noexcept { return bytes_; }
    /// The stream that the signers may speak for; empty where it is not about a stream.
    [[nodiscard]] const std::string& stream_name() const noexcept { return stream_name_; }

private:
    friend class TrustStore;
    Opened(core::Bytes bytes, std::string stream_name)
        : bytes_{std::move(bytes)}, stream_name_{std::move(stream_name)} {}

    core::Bytes bytes_;
    std::string stream_name_;
};

}  // namespace sarhad::wire
