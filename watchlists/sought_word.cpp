#include "sought_word.h"

#include "word_signature.h"

#include <algorithm>
#include <bit>
#include <cstdlib>
#include <cstring>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace sarhad::watchlists {
namespace {

constexpr unsigned kField = 12;  ///< Bits for a shift of the one text against the other.
constexpr int kMostShift = 2;    ///< To either side.
constexpr unsigned kShifts = 5;  ///< 2 back to 2 forth.
constexpr int kManyEdits = 3;
[[maybe_unused]] constexpr std::size_t kLoaded = 16;  ///< Letters that are compared at once.
constexpr char kNoLetter = '\xFF';                    ///< In no UTF-8.

/// A text of 1 to kLoaded letters, zeros behind it: read in two pieces that may overlap, for a call
/// of memcpy takes longer than all the rest.
std::array<std::uint64_t, 2> load(std::string_view text) {
    const std::size_t size = text.size();
    const auto piece = [&](std::size_t at, std::size_t bytes) {
        std::uint64_t read = 0;
        bytes == 8 ? std::memcpy(&read, text.data() + at, 8)
                   : std::memcpy(&read, text.data() + at, 4);
        return read;
    };
    const auto letter = [&](std::size_t at) {
        return std::uint64_t{static_cast<unsigned char>(text[at])} << (8 * at);
    };
    if (size > 8) {
        return {piece(0, 8), piece(size - 8, 8) >> (8 * (16 - size))};
    }
    if (size >= 4) {
        return {piece(0, 4) | piece(size - 4, 4) << (8 * (size - 4)), 0};
    }
    return {letter(0) | letter(size / 2) | letter(size - 1), 0};
}

/// For each shift of `letters` a field with a bit for each place where the two have the same one.
std::uint64_t same_letters(const char* letters, const std::array<std::uint64_t, 2>& other) {
#if defined(__SSE2__)
    // Not loaded from where it has just been written in halves: that would wait for the writes.
    const __m128i two =
        _mm_set_epi64x(static_cast<std::int64_t>(other[1]), static_cast<std::int64_t>(other[0]));
    const auto places = [&](unsigned shift) {
        const __m128i one = _mm_loadu_si128(reinterpret_cast<const __m128i*>(letters + shift));
        const int same = _mm_movemask_epi8(_mm_cmpeq_epi8(one, two));
        return std::uint64_t{static_cast<std::uint32_t>(same)} << (kField * shift);
    };
#else
    const auto places = [&](unsigned shift) {
        std::uint64_t same = 0;
        for (unsigned at = 0; at < kLoaded; ++at) {
            const auto letter = static_cast<char>(other[at / 8] >> (8 * (at % 8)) & 0xFFU);
            same |= letters[shift + at] == letter ? std::uint64_t{1} << at : 0U;
        }
        return same << (kField * shift);
    };
#endif
    static_assert(kShifts == 5);
    return places(0) | places(1) | places(2) | places(3) | places(4);
}

/// Two texts laid upon each other in five ways: where their letters are the same.
class Overlay final {
public:
    /// `same`: a field a shift, a bit a place in the second text.
    Overlay(std::uint64_t same, int size_a, int size_b) : same_{same}, a_{size_a}, b_{size_b} {
        begin_ = run(0, 0);
        const std::uint32_t at_end = field(a_ - b_) << (32 - b_);
        const int end = std::min(std::countl_one(at_end), std::min(a_, b_) - begin_);
        a_ -= begin_ + end;
        b_ -= begin_ + end;
    }
    /// As edits_within_two(), of texts whose sizes differ by two at most.
    [[nodiscard]] int edits() const {
        const int more = std::max(a_, b_);
        if (std::min(a_, b_) == 0 || more == 1) {
            return more;
        }
        const bool is_swap = begins_with_swap(0, 0);
        if (a_ == 2 && b_ == 2 && is_swap) {
            return 1;
        }
        const bool is_two = is_within_one(1, 1) || (b_ >= a_ && is_within_one(0, 1)) ||
                            (a_ >= b_ && is_within_one(1, 0)) || (is_swap && is_within_one(2, 2));
        return is_two ? 2 : kManyEdits;
    }

private:
    [[nodiscard]] std::uint32_t field(int shift) const {
        const auto at = static_cast<unsigned>(shift + kMostShift) * kField;
        return static_cast<std::uint32_t>(same_ >> at) & ((1U << kField) - 1U);
    }
    /// Letters alike from these places on, which count from the beginning that is the same.
    [[nodiscard]] int run(int i, int j) const {
        return std::countr_one(field(i - j) >> static_cast<unsigned>(begin_ + j));
    }
    [[nodiscard]] bool begins_with_swap(int i, int j) const {
        const auto at = static_cast<unsigned>(begin_ + j);
        return a_ - i > 1 && b_ - j > 1 && (field(i - j - 1) >> (at + 1) & 1U) != 0 &&
               (field(i - j + 1) >> at & 1U) != 0;
    }
    /// One edit at most from there to their ends, which are not alike.
    [[nodiscard]] bool is_within_one(int i, int j) const {
        const int alike = std::min({run(i, j), a_ - i, b_ - j});
        const int left_a = a_ - i - alike;
        const int left_b = b_ - j - alike;
        return (left_a <= 1 && left_b <= 1) ||
               (left_a == 2 && left_b == 2 && begins_with_swap(i + alike, j + alike));
    }

    std::uint64_t same_;
    int a_;  ///< Letters between what they begin and end alike with.
    int b_;
    int begin_{0};
};

}  // namespace

SoughtText::SoughtText(std::string_view text) : text_{text} {
    letters_.fill(kNoLetter);
    std::copy_n(text.begin(), std::min(text.size(), kMost), letters_.begin() + kMostShift);
}

int SoughtText::edits_to(std::string_view other) const {
    const auto size_a = static_cast<int>(text_.size());
    const auto size_b = static_cast<int>(other.size());
    if (text_.size() > kMost || other.size() > kMost || other.empty() ||
        std::abs(size_a - size_b) > static_cast<int>(kMostShift)) {
        return edits_within_two(text_, other);
    }
    const std::uint64_t same = same_letters(letters_.data(), load(other));
    // An edit leaves one letter at most without the same one near its place.
    std::uint64_t near = same | same >> (2 * kField);
    near |= same >> kField | same >> (3 * kField) | same >> (4 * kField);
    const std::uint64_t missing = ~near & ((std::uint64_t{1} << other.size()) - 1U);
    if (!has_bits_at_most(missing, 2)) {
        return kManyEdits;
    }
    return Overlay{same, size_a, size_b}.edits();
}

}  // namespace sarhad::watchlists
