#include "name_rows.h"

#include "bits.h"

#include <algorithm>
#include <array>
#include <bit>
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

/// The same of one side of a match, with the particles that make one word of the other side with
/// it.
std::string words_of_match(const NameForm& form,
                           std::uint32_t mask,
                           const NameForm& other,
                           std::uint32_t other_mask,
                           WordRelation relation) {
    if (relation == WordRelation::kJoined && count_bits(other_mask) == 1) {
        const std::string& word =
            other.words[static_cast<std::size_t>(std::countr_zero(other_mask))].fold;
        const auto found =
            std::find_if(form.pairs.begin(), form.pairs.end(), [&](const JoinedPair& pair) {
                return pair.mask == mask && !pair.text.empty() && pair.fold == word;
            });
        if (found != form.pairs.end()) {
            return found->text;
        }
    }
    return words_of(form, mask);
}

/// One row for each word that letters stand for; closes the word.
void add_initials(const Alignment& alignment,
                  const NameForm& a,
                  const NameForm& b,
                  std::array<std::uint32_t, 2>& open,
                  std::vector<NameRow>& rows) {
    for (std::size_t i = 0; i < alignment.initial_count; ++i) {
        const InitialMatch& match = alignment.initials[i];
        const std::uint32_t word = 1U << match.word;
        std::uint32_t& of_word = match.is_of_a ? open[1] : open[0];
        const std::string text = words_of(match.is_of_a ? b : a, word);
        const std::string letter{match.letter};
        if ((of_word & word) == 0) {
            // The noun's letter behind that of Abd.
            const auto row = std::find_if(rows.begin(), rows.end(), [&](const NameRow& one) {
                return one.relation == WordRelation::kInitial &&
                       (match.is_of_a ? one.b : one.a) == text;
            });
            if (row != rows.end()) {
                (match.is_of_a ? row->a : row->b) += ' ' + letter;
            }
            continue;
        }
        of_word &= ~word;
        rows.push_back({match.is_of_a ? letter : text,
                        match.is_of_a ? text : letter,
                        WordRelation::kInitial,
                        0});
    }
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
        const auto [mask_a, mask_b, relation, gain] = match;
        rows.push_back({words_of_match(a, mask_a, b, mask_b, relation),
                        words_of_match(b, mask_b, a, mask_a, relation),
                        relation,
                        gain});
    }
    std::array<std::uint32_t, 2> open{open_a, open_b};
    add_initials(alignment, a, b, open, rows);
    const auto [left_a, left_b] = open;
    const WordRelation rest =
        left_a != 0 && left_b != 0 ? WordRelation::kConflict : WordRelation::kExtra;
    if (left_a != 0 || left_b != 0) {
        rows.push_back({words_of(a, left_a), words_of(b, left_b), rest, 0});
    }
    return rows;
}

}  // namespace sarhad::watchlists
