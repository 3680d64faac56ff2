#pragma once

#include "watchlists/similarity.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace sarhad::watchlists {

/// A text that is compared with many: its letters are laid out for that once. Borrowed.
class SoughtText final {
public:
    explicit SoughtText(std::string_view text);
    /// edits_within_two() of the two.
    [[nodiscard]] int edits_to(std::string_view other) const;

private:
    static constexpr std::size_t kMost = 12;  ///< Letters; longer texts are compared one by one.
    static constexpr std::size_t kMostShift = 2;
    std::string_view text_;
    /// Behind two places and before others that hold what no text does.
    std::array<char, 16 + 2 * kMostShift> letters_{};
};

/// The same of a word. Borrowed.
class SoughtWord final {
public:
    explicit SoughtWord(const NameToken& word)
        : word_{view_of(word)}, text_{word.text}, fold_{word.fold}, skeleton_{word.skeleton} {}
    [[nodiscard]] const WordView& word() const { return word_; }
    [[nodiscard]] int text_edits(const WordView& other) const { return text_.edits_to(other.text); }
    [[nodiscard]] int fold_edits(const WordView& other) const { return fold_.edits_to(other.fold); }
    [[nodiscard]] int skeleton_edits(const WordView& other) const {
        return skeleton_.edits_to(other.skeleton);
    }

private:
    WordView word_;
    SoughtText text_;
    SoughtText fold_;
    SoughtText skeleton_;
};

/// likeness() of the two.
[[nodiscard]] Likeness likeness(const SoughtWord& sought, const WordView& other);

}  // namespace sarhad::watchlists
