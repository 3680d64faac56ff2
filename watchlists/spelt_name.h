#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace sarhad::watchlists {

/// Finds the words of a name as they are spelt in its text. What was read once is kept, for the
/// words of one name are asked for again with every hit.
class SpeltName final {
public:
    /// `text` is borrowed.
    explicit SpeltName(std::string_view text);
    /// Each of the blank-separated `words` as it is spelt: the words of the text that are read as
    /// it ("Abdul Rahman" is one), else the word itself.
    [[nodiscard]] std::string spell(std::string_view words);

private:
    static constexpr std::size_t kMaxRun = 3;  ///< Words that are read as one: X ud Din.
    struct Piece {
        std::string_view text;  ///< Words of the name as they stand.
        std::string small;      ///< A single word in small letters; "" for other scripts.
        bool is_read{false};
        std::string read;  ///< As normalise() reads it, where it is one word, particles aside.
    };
    struct Known {
        std::string word;
        std::string_view spelt;  ///< Of the text; empty where the word stands for itself.
    };
    [[nodiscard]] std::string_view spelt_in_text(std::string_view word);
    [[nodiscard]] std::string_view find(std::string_view word);

    std::vector<Piece> pieces_;  ///< Of each word the one, and those that begin with it.
    std::vector<Known> known_;
};

}  // namespace sarhad::watchlists
