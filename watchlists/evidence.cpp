#include "evidence.h"

#include "birth_order.h"
#include "findings.h"
#include "implied_father.h"
#include "listed_numbers.h"
#include "score_sum.h"

#include "core/text.h"

#include <algorithm>

namespace sarhad::watchlists {
namespace {

constexpr int kDocumentWithName = 600;   ///< Score from which name and number speak together.
constexpr int kLeastCorroboration = 15;  ///< Points that lift the doubt about a weak name.
/// Ninths of its points that a date of birth has beside a name that does not agree: of those who
/// are only ranked the nationality then tells who of one day comes first.
constexpr int kUnlikeBirth = 8;

std::string word_count(int count) {
    return core::cat(count, count == 1 ? " word" : " words");
}

void add_name(const Agreement& agreement, Explain explain, ScoreSum& sum) {
    const Finding name{name_points(agreement)};
    if (explain == Explain::kScoreOnly) {
        sum.add("name", name);
        return;
    }
    const int least = std::min(agreement.words_a, agreement.words_b);
    const int agreed = std::min(agreement.words, least);
    const std::string told = core::cat("name: ", agreed, " of ", word_count(least), " agree");
    sum.add("name-token", {name.points, told});
    const auto add =
        [&](std::string_view kind, std::string_view before, int count, std::string_view behind) {
            const std::string text = core::cat(before, word_count(count), behind);
            sum.add(kind, {0, text});
        };
    if (agreed < least) {
        add("name-conflict", "", least - agreed, " of each differ");
    }
    if (agreement.words_a > agreement.words_b) {
        add("name-extra", "the traveller has ", agreement.words_a - agreement.words_b, " more");
    } else if (agreement.words_b > agreement.words_a) {
        add("name-extra", "the list has ", agreement.words_b - agreement.words_a, " more");
    }
}

/// The one day that the entry lists is the traveller's.
bool is_born_that_day(const Subject& subject, const ListEntry& entry) {
    const facts::PartialDate told = subject.date_of_birth.reveal();
    const BirthPlace listed = birth_place(entry);
    return tells_a_day(told) && listed.kind == BirthClass::kDay && listed.year == told.year &&
           listed.month_day == month_day(told);
}

/// Adds what dates, sex, nationality, father and places say, of a name that does not agree without
/// the last two; what speaks for a match counts to kMaxEvidence in sum, of two names without
/// anything in common where the day of birth is the same. Gives the points of date and father.
int add_evidence(const Subject& subject,
                 const ListEntry& entry,
                 const ListedName& name,
                 const Agreement& agreement,
                 std::optional<int> father_share,
                 ScoreSum& sum) {
    const bool is_name = sum.score() >= kLeastNamePoints;
    int room = sum.score() > 0 || is_born_that_day(subject, entry) ? kMaxEvidence : 0;
    const auto add = [&](std::string_view kind, Finding finding) {
        const int told = finding.points;
        finding.points = std::min(finding.points, room);
        room -= std::max(finding.points, 0);
        sum.add(kind, finding);
        return told;
    };
    Finding born = birth_finding(subject, entry);
    if (!is_name && born.points > 0) {
        born.points = born.points * kUnlikeBirth / 9;
    }
    const int birth = add("date-of-birth", born);
    const auto of_father = [&] {
        const Finding told = father_share ? finding_of_father(*father_share, subject.sex, entry.sex)
                                          : father_finding(subject, entry);
        return told.points == 0 && implies_listed_father(subject, entry, name, agreement)
                   ? finding_of_father(kFatherAgrees, subject.sex, entry.sex)
                   : told;
    };
    const int father = is_name ? add("father", of_father()) : 0;
    add("sex", sex_finding(subject, entry));
    add("nationality", nationality_finding(subject, entry));
    if (is_name) {
        add("place-of-birth", birth_place_finding(subject, entry));
        add("district", district_finding(subject, entry));
    }
    return std::max(birth, 0) + std::max(father, 0);
}

/// Both have a name, and they are two. Of a subject whose names have nothing in common with the
/// listed one the agreement may be that of no name.
bool is_under_another_name(const Subject& subject, const Agreement& agreement) {
    const bool is_told = std::any_of(subject.names.begin(),
                                     subject.names.end(),
                                     [](const auto& name) { return !name.reveal().empty(); });
    return is_told && agreement.words_b > 0 && name_share(agreement) < kOtherNameShare;
}

void add_document(const Subject& subject,
                  const ListEntry& entry,
                  const Agreement& agreement,
                  ScoreSum& sum) {
    const bool is_other = is_under_another_name(subject, agreement);
    const std::string_view kind = is_other ? "document-of-another" : "document";
    switch (paper_relation(subject, entry)) {
        case IdentifierRelation::kLocal:
        case IdentifierRelation::kOneEdit:
        case IdentifierRelation::kOther:
        case IdentifierRelation::kUnusable:
            sum.add("document", cnic_finding(subject, entry));
            return;
        case IdentifierRelation::kEqual: {
            const int wanted = sum.score() >= kDocumentWithName ? 1000 : kDocumentScore;
            sum.add(kind,
                    {wanted - sum.score(),
                     is_other ? "a listed document used under another name"
                              : "the same document number"});
            return;
        }
        case IdentifierRelation::kMisread: {
            const bool is_name = sum.score() >= kLeastNamePoints;
            const int wanted = std::max(sum.score(), is_name ? kLikeNumberWithName : kLikeNumber);
            sum.add(kind,
                    {wanted - sum.score(),
                     is_other ? "a document number that a scanner may read as a listed one, "
                                "under another name"
                              : "a document number that a scanner may read as the listed one"});
            return;
        }
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
    if (listed.find_first_of(" ,(") == std::string_view::npos) {
        return keys;  // It is one word.
    }
    std::string words{listed.substr(0, listed.find('('))};
    std::replace(words.begin(), words.end(), ',', ' ');
    for (const std::string_view word : core::split(words, ' ')) {
        add(normalise_document(word));
    }
    return keys;
}

std::string confusable_number(std::string_view number) {
    std::string read{number};
    constexpr std::string_view kLetters = "OQDISBZGL";
    constexpr std::string_view kDigits = "000158261";
    for (char& c : read) {
        const std::size_t at = kLetters.find(c);
        c = at == std::string_view::npos ? c : kDigits[at];
    }
    return read;
}

int needed_points(int score, int most) {
    return std::max(score - most, score > kMostOfUnlike ? kLeastNamePoints : 1);
}

Scored score_entry(const Subject& subject,
                   const ListEntry& entry,
                   const ListedName& name,
                   const Agreement& agreement,
                   Explain explain,
                   std::optional<int> father) {
    ScoreSum sum{explain};
    add_name(agreement, explain, sum);
    const int corroboration = add_evidence(subject, entry, name, agreement, father, sum);
    if (name.quality != NameQuality::kStrong && corroboration < kLeastCorroboration) {
        sum.at_most(kWeakMost, "weak-alias", "the source doubts this name and nothing confirms it");
    }
    add_document(subject, entry, agreement, sum);
    sum.end();
    return std::move(sum).take();
}

}  // namespace sarhad::watchlists
