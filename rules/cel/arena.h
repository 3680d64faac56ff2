#pragma once

#include <cstddef>
#include <memory>
#include <new>
#include <span>
#include <string_view>
#include <type_traits>

namespace sarhad::rules::cel {

/// Memory for the bodies of values: taken once, given out from the front, given back all at once.
/// One thread at a time. Its size is the bound: past it take() gives null, and nothing else.
class Arena final {
public:
    explicit Arena(std::size_t bytes);

    /// `count` objects, not yet written; null where the limit would be passed.
    template <class T>
    [[nodiscard]] T* take(std::size_t count) {
        static_assert(std::is_trivially_destructible_v<T>);
        if (count > size_ / sizeof(T)) {
            return nullptr;
        }
        return static_cast<T*>(raw(count * sizeof(T), alignof(T)));
    }
    /// A copy that lives as long as what is here; null data where the limit would be passed.
    [[nodiscard]] std::string_view copy(std::string_view text);
    /// Everything given out ends. `limit`: what may be taken from now on, at most size().
    void reset(std::size_t limit);
    [[nodiscard]] std::size_t size() const { return size_; }
    [[nodiscard]] std::size_t used() const { return used_; }

private:
    [[nodiscard]] void* raw(std::size_t bytes, std::size_t align);

    std::size_t size_;
    std::size_t limit_;
    std::size_t used_{0};
    std::unique_ptr<std::byte[]> bytes_;  // NOLINT: raw memory, not an array type.
};

}  // namespace sarhad::rules::cel
