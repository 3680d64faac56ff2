#include "told_relation.h"

#include "text_forms.h"

#include "core/text.h"
#include "watchlists/name_form.h"
#include "watchlists/normalise.h"

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
constexpr auto kMarkers = std::to_array<MarkerWord>(
    {{"s/o", ToldRelation::kSon},
     {"s.o", ToldRelation::kSon},
     {"son of", ToldRelation::kSon},
     {"walad", ToldRelation::kSon},
     {"a/l", ToldRelation::kSon},  // Anak lelaki, of Malaysia and Singapore.
     {"ولد", ToldRelation::kSon},
     {"ولدِ", ToldRelation::kSon},
     {"پسر", ToldRelation::kSon},
     {"bin", ToldRelation::kSon, true},
     {"ibn", ToldRelation::kSon, true},
     {"بن", ToldRelation::kSon, true},
     {"ابن", ToldRelation::kSon, true},
     {"בן", ToldRelation::kSon, true},
     {"पुत्र", ToldRelation::kSon},  // Hindi, Nepali.
     {"सुपुत्र", ToldRelation::kSon},
     {"आत्मज", ToldRelation::kSon},
     {"वल्द", ToldRelation::kSon},
     {"পুত্র", ToldRelation::kSon},  // Bengali.
     {"ਪੁੱਤਰ", ToldRelation::kSon},  // Punjabi.
     {"ਸਪੁੱਤਰ", ToldRelation::kSon},
     {"сын", ToldRelation::kSon},
     {"d/o", ToldRelation::kDaughter},
     {"d.o", ToldRelation::kDaughter},
     {"daughter of", ToldRelation::kDaughter},
     {"a/p", ToldRelation::kDaughter},  // Anak perempuan.
     {"دختر", ToldRelation::kDaughter},
     {"دخترِ", ToldRelation::kDaughter},
     {"ابنة", ToldRelation::kDaughter},
     {"bint", ToldRelation::kDaughter, true},
     {"binte", ToldRelation::kDaughter, true},
     {"binti", ToldRelation::kDaughter, true},
     {"بنت", ToldRelation::kDaughter, true},
     {"בת", ToldRelation::kDaughter, true},
     {"पुत्री", ToldRelation::kDaughter},
     {"सुपुत्री", ToldRelation::kDaughter},
     {"आत्मजा", ToldRelation::kDaughter},
     {"কন্যা", ToldRelation::kDaughter},
     {"ਪੁੱਤਰੀ", ToldRelation::kDaughter},
     {"ਸਪੁੱਤਰੀ", ToldRelation::kDaughter},
     {"дочь", ToldRelation::kDaughter},
     {"فرزند", ToldRelation::kChild},
     {"child of", ToldRelation::kChild},
     {"পিতা", ToldRelation::kChild},  // "Father:", as forms print it.
     {"पिता", ToldRelation::kChild},
     {"த/பெ", ToldRelation::kChild},  // Tamil.
     {"w/o", ToldRelation::kWife},
     {"w.o", ToldRelation::kWife},
     {"wd/o", ToldRelation::kWife},
     {"wife of", ToldRelation::kWife},
     {"widow of", ToldRelation::kWife},
     {"زوجہ", ToldRelation::kWife},
     {"زوجه", ToldRelation::kWife},
     {"زوجة", ToldRelation::kWife},
     {"بیوہ", ToldRelation::kWife},
     {"اہلیہ", ToldRelation::kWife},
     {"همسر", ToldRelation::kWife},
     {"أرملة", ToldRelation::kWife},
     {"אשת", ToldRelation::kWife},
     {"אלמנת", ToldRelation::kWife},
     {"पत्नी", ToldRelation::kWife},
     {"धर्मपत्नी", ToldRelation::kWife},
     {"पति", ToldRelation::kWife},  // "Husband:".
     {"স্ত্রী", ToldRelation::kWife},
     {"স্বামী", ToldRelation::kWife},
     {"ਪਤਨੀ", ToldRelation::kWife},
     {"க/பெ", ToldRelation::kWife},
     {"жена", ToldRelation::kWife},
     {"вдова", ToldRelation::kWife},
     {"r/o", ToldRelation::kNone}});

/// What stands behind the name of the relative, who comes first.
struct MarkerBehind {
    std::string_view ending;  ///< Of the relative's name.
    std::string_view word;    ///< The next word; "" for none.
    ToldRelation relation;
};
constexpr auto kMarkersBehind = std::to_array<MarkerBehind>({{"之子", "", ToldRelation::kSon},
                                                             {"之女", "", ToldRelation::kDaughter},
                                                             {"之妻", "", ToldRelation::kWife},
                                                             {"의", "아들", ToldRelation::kSon},
                                                             {"의", "딸", ToldRelation::kDaughter},
                                                             {"의", "처", ToldRelation::kWife},
                                                             {"의", "아내", ToldRelation::kWife}});

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
        const bool is_short = marker.word.find('/') != std::string_view::npos;
        if (is_short && one.size() > size + 1 && one.starts_with(marker.word) &&
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

/// The relation of a name in which the relative comes first; none where he does not.
RelatedName relative_first(const std::vector<std::string_view>& words) {
    RelatedName told;
    for (std::size_t at = 0; at + 1 < words.size(); ++at) {
        for (const MarkerBehind& marker : kMarkersBehind) {
            const bool is_ending =
                words[at].ends_with(marker.ending) && words[at].size() > marker.ending.size();
            const bool is_there =
                is_ending && (marker.word.empty() || words[at + 1] == marker.word);
            const std::size_t self = at + (marker.word.empty() ? 1 : 2);
            if (!is_there || self >= words.size()) {
                continue;
            }
            told.self = joined(words, self, words.size());
            told.marker = core::cat(marker.ending, marker.word.empty() ? "" : " ", marker.word);
            told.relative = joined(words, 0, at + 1);
            told.relative.resize(told.relative.size() - marker.ending.size());
            told.behind = told.relative;
            told.relation = marker.relation;
            return told;
        }
    }
    return told;
}

}  // namespace

bool RelatedName::has_two_whole_names() const {
    const auto words = [](const std::string& name) { return scored_words(normalise(name)).size(); };
    return words(self) > 1 && words(relative) > 1;
}

facts::Sex RelatedName::sex() const {
    switch (relation) {
        case ToldRelation::kSon:
            return facts::Sex::kMale;
        case ToldRelation::kDaughter:
        case ToldRelation::kWife:
            return facts::Sex::kFemale;
        case ToldRelation::kChild:
        case ToldRelation::kNone:
            break;
    }
    return facts::Sex::kUnknown;
}

std::string RelatedName::with_known_marker() const {
    switch (is_of_name ? ToldRelation::kNone : relation) {
        case ToldRelation::kSon:
        case ToldRelation::kChild:
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
    if (RelatedName behind = relative_first(words); behind.is_told()) {
        return behind;
    }
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
