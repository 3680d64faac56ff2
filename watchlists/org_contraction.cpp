#include "org_contraction.h"

#include <algorithm>
#include <array>
#include <bit>
#include <span>
#include <tuple>

namespace sarhad::watchlists {
namespace {

constexpr std::size_t kMostLetters = 20;
constexpr int kManyPieces = 2;  // From here on pieces need not be told apart.

/// The best way to have written so many letters of the word.
struct State {
    std::int32_t weight{-1};  ///< -1: there is none.
    int pieces{0};
    std::uint32_t mask{0};
};

bool is_better(const State& a, const State& b) {
    return std::tuple{a.weight, -a.pieces, a.mask} > std::tuple{b.weight, -b.pieces, b.mask};
}

/// By letters written, and by pieces: none, one, more.
using States = std::array<std::array<State, kManyPieces + 1>, kMostLetters + 1>;

std::size_t common_beginning(std::string_view a, std::string_view b) {
    std::size_t size = 0;
    while (size < a.size() && size < b.size() && a[size] == b[size]) {
        ++size;
    }
    return size;
}

State with_piece(const State& from, const OrgSpelt& spelt, const OrgForm& name) {
    const std::uint32_t bit = spelt.word == kNoOrgWord ? 0U : 1U << spelt.word;
    const std::int32_t more = (bit & ~from.mask) != 0 ? name.words[spelt.word].weight : 0;
    return {from.weight + more, from.pieces + 1, from.mask | bit};
}

/// Where the first piece may stand: up to the second word that is scored.
std::size_t first_places(const OrgForm& name) {
    std::uint32_t seen = 0;
    for (std::size_t at = 0; at < name.spelt.size(); ++at) {
        seen |= name.spelt[at].word == kNoOrgWord ? 0U : 1U << name.spelt[at].word;
        if (std::popcount(seen) == 2) {
            return at + 1;
        }
    }
    return name.spelt.size();
}

void add_starts(const OrgForm& name, std::size_t at, std::vector<std::string>& starts) {
    const std::string_view first = name.spelt[at].text;
    const std::span rest = std::span{name.spelt}.subspan(at + 1);
    const auto add = [&](std::string start) {
        if (start.size() == kContractionStart) {
            starts.push_back(std::move(start));
        }
    };
    add(std::string{first.substr(0, 3)});
    for (std::size_t i = 0; i < rest.size(); ++i) {
        add(std::string{first.substr(0, 2)} + rest[i].text.substr(0, 1));
        add(std::string{first.substr(0, 1)} + rest[i].text.substr(0, 2));
        for (const OrgSpelt& third : rest.subspan(i + 1)) {
            add(std::string{first.substr(0, 1)} + rest[i].text[0] + third.text[0]);
        }
    }
}

/// Every beginning of `spelt` that goes on with what is written. From the last letter on, so that a
/// word lends once.
void lend(std::string_view word, const OrgSpelt& spelt, const OrgForm& name, States& states) {
    for (std::size_t written = word.size(); written-- > 0;) {
        const std::size_t most = common_beginning(word.substr(written), spelt.text);
        for (int pieces = 0; pieces <= kManyPieces; ++pieces) {
            const State from = states[written][static_cast<std::size_t>(pieces)];
            const State next = with_piece(from, spelt, name);
            const auto to = static_cast<std::size_t>(std::min(pieces + 1, kManyPieces));
            for (std::size_t size = 1; from.weight >= 0 && size <= most; ++size) {
                State& best = states[written + size][to];
                best = is_better(next, best) ? next : best;
            }
        }
    }
}

}  // namespace

std::optional<OrgContraction> find_contraction(std::string_view word, const OrgForm& name) {
    if (word.size() > kMostLetters || name.spelt.size() < 2) {
        return std::nullopt;
    }
    States states;
    const std::size_t first_end = first_places(name);
    for (std::size_t at = 0; at < name.spelt.size(); ++at) {
        states[0][0] = at < first_end ? State{0, 0, 0} : State{};
        lend(word, name.spelt[at], name, states);
    }
    const State& best = states[word.size()][kManyPieces];
    if (best.weight <= 0 || best.weight * 2 < name.total) {
        return std::nullopt;
    }
    return OrgContraction{best.mask, best.weight, best.pieces};
}

std::string_view contraction_of(const OrgForm& form) {
    const bool is_one = form.words.size() == 1 && form.words[0].kind == OrgWordKind::kName;
    const std::string_view word = is_one ? form.words[0].text : std::string_view{};
    return word.size() >= kContractionStart && word.size() <= kMostLetters && is_latin_word(word)
               ? word
               : std::string_view{};
}

std::vector<std::string> contraction_starts(const OrgForm& name) {
    std::vector<std::string> starts;
    const std::size_t end = name.spelt.size() < 2 ? 0 : first_places(name);
    for (std::size_t at = 0; at < end; ++at) {
        add_starts(name, at, starts);
    }
    std::sort(starts.begin(), starts.end());
    starts.erase(std::unique(starts.begin(), starts.end()), starts.end());
    return starts;
}

}  // namespace sarhad::watchlists
