#include "evidence.h"

#include "core/text.h"

#include <algorithm>

namespace sarhad::watchlists {
namespace {

using facts::PartialDate;
using facts::Reason;

/// One finding: what it is worth and the line that an officer reads.
struct Finding {
    int points{0};
    std::string text;
};

constexpr int kSameDay = 180;
constexpr int kSameMonth = 140;
constexpr int kSameYear = 110;
constexpr int kSwapped = 120;
constexpr int kYearWithOtherDay = 40;
constexpr int kInRange = 80;
constexpr int kOneYearOff = 40;
constexpr int kYearsOff = -90;
constexpr int kFarOff = -150;
constexpr int kSexClash = -80;
constexpr int kDocumentWithName = 600;  ///< Score from which name and number speak together.

int years_outside(const ListedBirth& birth, int year) {
    const int from = birth.from.reveal().year;
    const int to = birth.to.reveal().year;
    return year < from ? from - year : (year > to ? year - to : 0);
}

bool is_swapped(PartialDate a, PartialDate b) {
    return a.year == b.year && a.month == b.day && a.day == b.month;
}

Finding same_year(PartialDate listed, PartialDate told) {
    if (listed == told && told.is_full()) {
        return {kSameDay, "born on the same day"};
    }
    if (listed.is_full() && told.is_full()) {
        if (is_swapped(listed, told)) {
            return {kSwapped, "born the same year, day and month the other way round"};
        }
        return {kYearWithOtherDay, "born the same year, on another day"};
    }
    if (listed.month != 0 && told.month != 0) {
        return listed.month == told.month
                   ? Finding{kSameMonth, "born in the same month"}
                   : Finding{kYearWithOtherDay, "born the same year, in another month"};
    }
    return {kSameYear, "born the same year"};
}

Finding compare_birth(const ListedBirth& birth, PartialDate told) {
    const int off = years_outside(birth, told.year);
    const bool is_range = birth.precision == DatePrecision::kRange;
    const bool is_circa = birth.precision == DatePrecision::kApproximate;
    if (off == 0 && is_range) {
        return {kInRange, "born within the listed years"};
    }
    if (off == 0) {
        return same_year(birth.from.reveal(), told);
    }
    if (is_circa && off <= 2) {
        return {kInRange, core::cat("listed as about that year, differs by ", off)};
    }
    if (off == 1) {
        return {kOneYearOff, "year of birth differs by 1"};
    }
    const int slack = is_circa ? 3 : 0;
    const int points = off <= 2 + slack ? 0 : (off <= 10 + slack ? kYearsOff : kFarOff);
    return {points, core::cat("year of birth differs by ", off)};
}

/// The listed date that speaks most for the match: lists hold several for one person.
Finding birth_finding(const Subject& subject, const ListEntry& entry) {
    const PartialDate told = subject.date_of_birth.reveal();
    if (!told.is_known() || entry.births.empty()) {
        return {};
    }
    Finding best{-1000, ""};
    for (const ListedBirth& birth : entry.births) {
        Finding one = compare_birth(birth, told);
        if (one.points > best.points) {
            best = std::move(one);
        }
    }
    return best;
}

Finding sex_finding(const Subject& subject, const ListEntry& entry) {
    using facts::Sex;
    const bool is_told = subject.sex == Sex::kFemale || subject.sex == Sex::kMale;
    const bool is_listed = entry.sex == Sex::kFemale || entry.sex == Sex::kMale;
    if (!is_told || !is_listed || subject.sex == entry.sex) {
        return {};
    }
    return {kSexClash, "sex differs from the list's"};
}

bool has_equal_document(const Subject& subject, const ListEntry& entry) {
    for (const auto& told : subject.documents) {
        const std::string number = normalise_document(told.reveal());
        for (const ListedDocument& listed : entry.documents) {
            const std::vector<std::string> keys = document_keys(listed.number.reveal());
            if (std::find(keys.begin(), keys.end(), number) != keys.end()) {
                return true;
            }
        }
    }
    return false;
}

/// Sums points and, where reasons are wanted, writes them down.
class Sum final {
public:
    explicit Sum(Explain explain) : explain_{explain} {}
    void add(std::string_view kind, const Finding& finding) {
        scored_.score += finding.points;
        if (explain_ == Explain::kReasons && !finding.text.empty()) {
            scored_.reasons.push_back(Reason{
                std::string{kind}, core::Redacted<std::string>{finding.text}, finding.points});
        }
    }
    void at_most(int most, std::string_view kind, std::string_view text) {
        if (scored_.score > most) {
            add(kind, {most - scored_.score, std::string{text}});
        }
    }
    [[nodiscard]] int score() const { return scored_.score; }
    [[nodiscard]] Scored take() && { return std::move(scored_); }

private:
    Explain explain_;
    Scored scored_;
};

std::string word_count(int count) {
    return core::cat(count, count == 1 ? " word" : " words");
}

void add_name(const Agreement& agreement, Explain explain, Sum& sum) {
    Finding name{name_points(agreement), ""};
    if (explain == Explain::kScoreOnly) {
        sum.add("name", name);
        return;
    }
    const int least = std::min(agreement.words_a, agreement.words_b);
    const int agreed = std::min(agreement.words, least);
    name.text = core::cat("name: ", agreed, " of ", word_count(least), " agree");
    sum.add("name-token", name);
    if (agreed < least) {
        sum.add("name-conflict", {0, core::cat(word_count(least - agreed), " of each differ")});
    }
    if (agreement.words_a > agreement.words_b) {
        sum.add("name-extra",
                {0,
                 core::cat("the traveller has ",
                           word_count(agreement.words_a - agreement.words_b),
                           " more")});
    } else if (agreement.words_b > agreement.words_a) {
        sum.add("name-extra",
                {0,
                 core::cat(
                     "the list has ", word_count(agreement.words_b - agreement.words_a), " more")});
    }
}

}  // namespace

std::vector<std::string> document_keys(std::string_view listed) {
    std::vector<std::string> keys;
    const auto add = [&](std::string key) {
        const bool has_digit = key.find_first_of("0123456789") != std::string::npos;
        const bool is_new = std::find(keys.begin(), keys.end(), key) == keys.end();
        if (key.size() >= kMinDocumentNumber && has_digit && is_new) {
            keys.push_back(std::move(key));
        }
    };
    add(normalise_document(listed));
    std::string words{listed.substr(0, listed.find('('))};
    std::replace(words.begin(), words.end(), ',', ' ');
    for (const std::string_view word : core::split(words, ' ')) {
        add(normalise_document(word));
    }
    return keys;
}

Scored score_entry(const Subject& subject,
                   const ListEntry& entry,
                   const ListedName& name,
                   const Agreement& agreement,
                   Explain explain) {
    Sum sum{explain};
    add_name(agreement, explain, sum);
    const Finding birth = birth_finding(subject, entry);
    sum.add("date-of-birth", birth);
    sum.add("sex", sex_finding(subject, entry));
    if (name.quality != NameQuality::kStrong && birth.points <= 0) {
        sum.at_most(kWeakMost, "weak-alias", "the source doubts this name and nothing confirms it");
    }
    if (has_equal_document(subject, entry)) {
        const int wanted = sum.score() >= kDocumentWithName ? 1000 : kDocumentScore;
        sum.add("document", {wanted - sum.score(), "the same document number"});
    }
    sum.at_most(1000, "limit", "the score ends at 1000");
    if (sum.score() < 0) {
        sum.add("limit", {-sum.score(), "the score begins at 0"});
    }
    return std::move(sum).take();
}

}  // namespace sarhad::watchlists
