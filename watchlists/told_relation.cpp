#include "told_relation.h"

#include "text_forms.h"

#include "core/text.h"

#include <algorithm>
#include <array>
#include <vector>

namespace sarhad::watchlists {
namespace {

struct MarkerWord {
    std::string_view word;
    ToldRelation relation;
    bool is_of_name{false};
};
/// As clerks write them, in small letters and without the marks around them. R/O, "resident of",
/// ends what is said of relatives.
constexpr std::array<MarkerWord, 26> kMarkers{{{"s/o", ToldRelation::kSon},
                                               {"s.o", ToldRelation::kSon},
                                               {"son of", ToldRelation::kSon},
                                               {"walad", ToldRelation::kSon},
                                               {"ولد", ToldRelation::kSon},
                                               {"پسر", ToldRelation::kSon},
                                               {"bin", ToldRelation::kSon, true},
                                               {"ibn", ToldRelation::kSon, true},
                                               {"بن", ToldRelation::kSon, true},
                                               {"ابن", ToldRelation::kSon, true},
                                               {"d/o", ToldRelation::kDaughter},
                                               {"d.o", ToldRelation::kDaughter},
                                               {"daughter of", ToldRelation::kDaughter},
                                               {"دختر", ToldRelation::kDaughter},
                                               {"bint", ToldRelation::kDaughter, true},
                                               {"binte", ToldRelation::kDaughter, true},
                                               {"binti", ToldRelation::kDaughter, true},
                                               {"بنت", ToldRelation::kDaughter, true},
                                               {"w/o", ToldRelation::kWife},
                                               {"w.o", ToldRelation::kWife},
                                               {"wife of", ToldRelation::kWife},
                                               {"widow of", ToldRelation::kWife},
                                               {"زوجہ", ToldRelation::kWife},
                                               {"زوجه", ToldRelation::kWife},
                                               {"زوجة", ToldRelation::kWife},
                                               {"r/o", ToldRelation::kNone}}};

constexpr std::string_view kMarks = ".:,;-";

/// A marker at a word's place: how many words it takes, and what of the last one is left: the
/// name in "s/o.Akram".
struct Found {
    const MarkerWord* marker{nullptr};
    std::size_t words{0};
    std::string_view left{};
};

Found marker_at(const std::vector<std::string_view>& words, std::size_t at) {
    const auto bare = [](std::string_view word) {
        return core::ascii_lower(word.substr(0, word.find_last_not_of(kMarks) + 1));
    };
    const std::string one = bare(words[at]);
    const std::string two = at + 1 < words.size()
                                ? core::cat(core::ascii_lower(words[at]), " ", bare(words[at + 1]))
                                : std::string{};
    for (const MarkerWord& marker : kMarkers) {
        if (marker.word == one) {
            return {&marker, 1, {}};
        }
        if (marker.word == two) {
            return {&marker, 2, {}};
        }
        const std::size_t size = marker.word.size();
        if (marker.word.find('/') == 1 && one.size() > size + 1 && one.starts_with(marker.word) &&
            kMarks.find(one[size]) != std::string_view::npos) {
            return {&marker, 1, words[at].substr(words[at].find_first_not_of(kMarks, size))};
        }
    }
    return {};
}

std::string joined(const std::vector<std::string_view>& words, std::size_t from, std::size_t to) {
    std::string text;
    for (std::size_t i = from; i < to; ++i) {
        text += core::cat(text.empty() ? "" : " ", words[i]);
    }
    return text;
}

}  // namespace

facts::Sex RelatedName::sex() const {
    switch (relation) {
        case ToldRelation::kSon:
            return facts::Sex::kMale;
        case ToldRelation::kDaughter:
        case ToldRelation::kWife:
            return facts::Sex::kFemale;
        case ToldRelation::kNone:
            break;
    }
    return facts::Sex::kUnknown;
}

std::string RelatedName::with_known_marker() const {
    switch (is_of_name ? ToldRelation::kNone : relation) {
        case ToldRelation::kSon:
            return core::cat(self, " S/O ", behind);
        case ToldRelation::kDaughter:
            return core::cat(self, " D/O ", behind);
        case ToldRelation::kWife:
            return core::cat(self, " W/O ", behind);
        case ToldRelation::kNone:
            break;
    }
    return is_told() ? core::cat(self, " ", marker, " ", behind) : self;
}

RelatedName read_relation(std::string_view text) {
    RelatedName told;
    told.self = fold_blanks(text);
    const std::string whole = told.self;
    std::vector<std::string_view> words = core::split(whole, ' ');
    std::size_t from = words.size();
    for (std::size_t at = 1; at < words.size(); ++at) {
        const Found found = marker_at(words, at);
        if (found.marker == nullptr || (told.is_told() && found.marker->is_of_name)) {
            continue;  // Of a father's own name bin is a part.
        }
        if (told.is_told()) {
            told.relative = joined(words, from, at);
            return told;
        }
        const std::size_t last = at + found.words;
        if (found.marker->relation == ToldRelation::kNone ||
            (found.left.empty() && last == words.size())) {
            break;
        }
        told.relation = found.marker->relation;
        told.is_of_name = found.marker->is_of_name;
        told.self = joined(words, 0, at);
        told.marker = joined(words, at, last);
        from = last;
        if (!found.left.empty()) {
            told.marker = words[at].substr(0, words[at].size() - found.left.size());
            words[at] = found.left;
            from = at;
        }
        told.behind = joined(words, from, words.size());
        at = last - 1;
    }
    told.relative = told.is_told() ? joined(words, from, words.size()) : std::string{};
    return told;
}

}  // namespace sarhad::watchlists
