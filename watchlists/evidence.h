#pragma once

#include "facts/decision.h"
#include "watchlists/entry.h"
#include "watchlists/name_form.h"
#include "watchlists/subject.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sarhad::watchlists {

/// Points that all evidence but a document can add at most: the bound of the index stands on it.
inline constexpr int kMaxEvidence = 180;
/// What an entry whose name does not agree reaches without a document: below the least that a list
/// may ask for, so that it is ranked and is never a hit.
inline constexpr int kMostOfUnlike = kMostUnlike + kMaxEvidence;
static_assert(kMostOfUnlike < 400);
/// The points of its name, 1 at least, that an entry needs to reach `score` where all other
/// evidence but a document gives `most` at most.
[[nodiscard]] int needed_points(int score, int most);
inline constexpr int kDocumentScore = 950;       ///< An equal number gives this at least: a hold.
inline constexpr int kLikeNumber = 610;          ///< A confusable number alone: a question.
inline constexpr int kLikeNumberWithName = 860;  ///< The same with a name that agrees.
/// Below it a name is another one: a number that agrees is then a paper in other hands.
inline constexpr int kOtherNameShare = kNameMatch * 2 / 3;
inline constexpr int kWeakMost = 640;  ///< A weak name without corroboration, at most.

/// The forms in which a traveller may tell a listed number, normalised, of kMinDocumentNumber
/// characters at least: the whole, and before any parenthesis each word with a digit, for lists
/// write "Passport No. X1234567 (expired 2010)" in the number's place.
[[nodiscard]] std::vector<std::string> document_keys(std::string_view listed);

/// A normalised number as the digits that scanners take its letters for: O 0, I 1, S 5, B 8 ...
[[nodiscard]] std::string confusable_number(std::string_view number);

/// What a score is made of, before the sum.
struct Scored {
    int score{0};
    std::vector<facts::Reason> reasons;
};

/// Adds up one name's agreement and the entry's other evidence. The same for the index and for the
/// exhaustive matcher. Reasons are written only where `explain` is kReasons. `father`:
/// father_share() of the two, where it is known already.
enum class Explain : std::uint8_t { kScoreOnly, kReasons };
[[nodiscard]] Scored score_entry(const Subject& subject,
                                 const ListEntry& entry,
                                 const ListedName& name,
                                 const Agreement& agreement,
                                 Explain explain,
                                 std::optional<int> father = std::nullopt);

}  // namespace sarhad::watchlists
