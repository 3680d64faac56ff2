#include "core/byte_source.h"

#include <algorithm>
#include <cstring>
#include <memory>

namespace sarhad::core {

ByteSource source_of(ByteView bytes) {
    auto at = std::make_shared<std::size_t>(0);
    return [bytes, at](std::span<std::uint8_t> into) -> Result<std::size_t> {
        const std::size_t size = std::min(into.size(), bytes.size() - *at);
        if (size != 0) {
            std::memcpy(into.data(), bytes.data() + *at, size);
        }
        *at += size;
        return size;
    };
}

}  // namespace sarhad::core
