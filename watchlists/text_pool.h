#pragma once

#include "packed.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sarhad::watchlists {

/// Texts, each once, numbered in the order of first sight; their bytes one behind the other.
class TextPool final {
public:
    TextPool();
    /// The number of `text`; `is_new` where it was not there.
    struct Interned {
        std::uint32_t number;
        bool is_new;
    };
    [[nodiscard]] Interned intern(std::string_view text);
    [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(ends_.size()); }
    [[nodiscard]] std::string_view text(std::uint32_t number) const {
        const std::uint32_t from = number == 0 ? 0 : ends_[number - 1];
        return std::string_view{bytes_}.substr(from, ends_[number] - from);
    }
    /// Every end, and the bytes.
    void write(core::Bytes& ends, core::Bytes& bytes) const;

private:
    struct Slot {
        std::uint32_t number;  ///< + 1; 0 where free.
        std::uint32_t hash;    ///< Low bits: most other texts are told apart by them.
    };
    void grow();

    std::string bytes_;
    std::vector<std::uint32_t> ends_;
    std::vector<Slot> slots_;  ///< A power of two, 2^32 at most.
};

/// The same inside a segment.
class TextView final {
public:
    TextView() = default;
    TextView(Column<std::uint32_t> ends, core::ByteView bytes) : ends_{ends}, bytes_{bytes} {}
    [[nodiscard]] std::size_t size() const { return ends_.size(); }
    [[nodiscard]] std::string_view text(std::size_t number) const {
        const std::uint32_t from = number == 0 ? 0 : ends_[number - 1];
        return core::as_text(bytes_.subspan(from, ends_[number] - from));
    }
    /// The ends rise and stay within the bytes.
    [[nodiscard]] bool is_sound() const;

private:
    Column<std::uint32_t> ends_;
    core::ByteView bytes_;
};

}  // namespace sarhad::watchlists
