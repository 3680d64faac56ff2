#include "rules/cel/arena.h"

#include <algorithm>
#include <cstring>

namespace sarhad::rules::cel {

Arena::Arena(std::size_t bytes)
    : size_{bytes}, limit_{bytes}, bytes_{new std::byte[bytes]} {}  // Not zeroed: touched as used.

void* Arena::raw(std::size_t bytes, std::size_t align) {
    const std::size_t begin = (used_ + align - 1) / align * align;
    if (begin > limit_ || bytes > limit_ - begin) {
        return nullptr;
    }
    used_ = begin + bytes;
    return bytes_.get() + begin;
}

std::string_view Arena::copy(std::string_view text) {
    char* to = take<char>(text.size());
    if (to == nullptr) {
        return {};
    }
    if (!text.empty()) {
        std::memcpy(to, text.data(), text.size());
    }
    return {to, text.size()};
}

void Arena::reset(std::size_t limit) {
    used_ = 0;
    limit_ = std::min(limit, size_);
}

}  // namespace sarhad::rules::cel
