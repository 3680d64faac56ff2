#include "name_rows.h"

#include <string>

namespace sarhad::watchlists {
namespace {

/// The words of `mask`, blanks between them.
std::string words_of(const NameForm& form, std::uint32_t mask) {
    std::string text;
    for (std::size_t i = 0; i < form.words.size(); ++i) {
        if (((mask >> i) & 1U) != 0) {
            text += (text.empty() ? "" : " ") + form.words[i].text;
        }
    }
    return text;
}

}  // namespace

std::vector<NameRow> name_rows(const NameForm& a, const NameForm& b, const Alignment& alignment) {
    std::vector<NameRow> rows;
    std::uint32_t open_a = (1U << a.words.size()) - 1U;
    std::uint32_t open_b = (1U << b.words.size()) - 1U;
    for (std::size_t i = 0; i < alignment.count; ++i) {
        const WordMatch& match = alignment.matches[i];
        open_a &= ~std::uint32_t{match.mask_a};
        open_b &= ~std::uint32_t{match.mask_b};
        rows.push_back(
            {words_of(a, match.mask_a), words_of(b, match.mask_b), match.relation, match.gain});
    }
    const WordRelation rest =
        open_a != 0 && open_b != 0 ? WordRelation::kConflict : WordRelation::kExtra;
    if (open_a != 0 || open_b != 0) {
        rows.push_back({words_of(a, open_a), words_of(b, open_b), rest, 0});
    }
    return rows;
}

}  // namespace sarhad::watchlists
