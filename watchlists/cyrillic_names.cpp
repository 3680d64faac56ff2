#include "cyrillic_names.h"

#include "script_units.h"

#include "watchlists/similarity.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace sarhad::watchlists {
namespace {

constexpr std::size_t kLetterBytes = 2;
constexpr std::string_view kAbd = "абд";

template <std::size_t N>
bool is_one_of(std::string_view word, const std::array<std::string_view, N>& words) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

/// Abd with its article; longer ones first, for they begin words too.
constexpr std::array<std::string_view, 15> kServants{"абдуль",
                                                     "абдель",
                                                     "абдаль",
                                                     "абдул",
                                                     "абдел",
                                                     "абдал",
                                                     "абдол",
                                                     "абдур",
                                                     "абдус",
                                                     "абдуд",
                                                     "абдун",
                                                     "абдуз",
                                                     "абдар",
                                                     "абдер",
                                                     "абд"};
constexpr std::array<std::string_view, 17> kArticles{"ал",
                                                     "аль",
                                                     "ель",
                                                     "ел",
                                                     "эль",
                                                     "эл",
                                                     "ул",
                                                     "уль",
                                                     "ур",
                                                     "ар",
                                                     "ас",
                                                     "ус",
                                                     "уд",
                                                     "ад",
                                                     "эд",
                                                     "ед",
                                                     "ан"};

/// What makes one name with the name before it, behind an article or written with it.
struct Noun {
    std::string_view alone;
    std::string_view written;  ///< In one spelling.
};
constexpr std::array<Noun, 10> kNouns{{{"дин", "дин"},
                                       {"ддин", "дин"},
                                       {"рахман", "рахман"},
                                       {"рехман", "рахман"},
                                       {"хак", "хак"},
                                       {"хакк", "хак"},
                                       {"хаке", "хак"},
                                       {"ислам", "ислам"},
                                       {"заман", "заман"},
                                       {"ниса", "ниса"}}};
constexpr std::array<std::string_view, 4> kUllah{"улла", "уллах", "олла", "оллах"};
constexpr std::array<std::string_view, 8> kDinEndings{
    "уддин", "аддин", "еддин", "эддин", "алдин", "альдин", "елдин", "удин"};
/// Particles: no name of their own.
constexpr std::array<std::string_view, 8> kParticles{
    "бин", "ибн", "бен", "бинт", "абу", "оулд", "улд", "умм"};

bool is_cyrillic(const std::string& word) {
    return is_native(word) && script_of(word) == Script::kCyrillic;
}

/// "абдулрахман", "абдуррахман" to "абдрахман"; "абдулла" stays a name of its own.
std::string joined_servant(const std::string& word) {
    for (const std::string_view servant : kServants) {
        const std::size_t size = servant.size();
        if (servant == kAbd || !word.starts_with(servant) ||
            word.size() < size + 3 * kLetterBytes) {
            continue;
        }
        const std::string_view rest = std::string_view{word}.substr(size);
        const std::string_view last = servant.substr(kLetterBytes * 4);
        const bool is_article = last.starts_with("л") || rest.starts_with(last);
        if (is_article && !rest.starts_with("ла")) {
            return std::string{kAbd} + std::string{rest};
        }
    }
    return word;
}

/// "шамсуддин" to "шамсдин".
std::string joined_ending(const std::string& word) {
    for (const std::string_view ending : kDinEndings) {
        if (word.size() >= ending.size() + 3 * kLetterBytes && word.ends_with(ending)) {
            return word.substr(0, word.size() - ending.size()) + "дин";
        }
    }
    return word;
}

/// How many words from `at` are one name (1: the word alone); its text in `joined`.
std::size_t name_at(const std::vector<std::string>& words, std::size_t at, std::string& joined) {
    const auto word = [&](std::size_t i) {
        const bool is_there = at + i < words.size() && is_cyrillic(words[at + i]);
        return is_there ? std::string_view{words[at + i]} : std::string_view{};
    };
    const std::size_t gap = is_one_of(word(1), kArticles) ? 1 : 0;
    const std::string_view noun = word(1 + gap);
    const std::string_view first = word(0);
    if (is_one_of(first, kServants) && noun.size() >= 2 * kLetterBytes) {
        const bool is_allah = noun.starts_with("алла");
        joined = is_allah ? std::string{"абдулла"} : std::string{kAbd} + std::string{noun};
        return 2 + gap;
    }
    const bool may_join = first.size() >= 3 * kLetterBytes && !is_one_of(first, kParticles);
    if (may_join && gap == 0 && is_one_of(noun, kUllah)) {
        joined = std::string{first} + "улла";
        return 2;
    }
    const auto known = std::find_if(
        kNouns.begin(), kNouns.end(), [&](const Noun& one) { return one.alone == noun; });
    if (may_join && gap == 1 && known != kNouns.end()) {
        joined = std::string{first} + std::string{known->written};
        return 3;
    }
    joined = joined_ending(joined_servant(std::string{first}));
    return 1;
}

}  // namespace

void join_cyrillic(std::vector<std::string>& words) {
    if (std::none_of(words.begin(), words.end(), is_cyrillic)) {
        return;
    }
    std::vector<std::string> kept;
    for (std::size_t at = 0; at < words.size();) {
        if (!is_cyrillic(words[at])) {
            kept.push_back(std::move(words[at++]));
            continue;
        }
        std::string joined;
        at += name_at(words, at, joined);
        kept.push_back(std::move(joined));
    }
    words = std::move(kept);
}

}  // namespace sarhad::watchlists
