#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sarhad::watchlists {

/// What bears a name. Each sort has rules of its own.
enum class NameSort : std::uint8_t { kPerson, kOrganisation, kLegalEntity, kVessel };
/// Person, Company, Organization, LegalEntity, Vessel (FollowTheMoney's words) in any case of
/// letters; nullopt for others.
[[nodiscard]] std::optional<NameSort> parse_name_sort(std::string_view schema);

/// How a word of one name stands to a word of the other, strongest first.
enum class WordRelation : std::uint8_t {
    kSame,        ///< The same text.
    kVariant,     ///< Spellings of one name: Muhammad, Mohd.
    kSound,       ///< The same fold: Shaikh, Sheikh.
    kReading,     ///< One word in two romanisations.
    kNickname,    ///< A short form, or the name of another language.
    kEdit,        ///< A letter or two differ.
    kConsonants,  ///< The same consonants, or nearly.
    kJoined,      ///< Two words written as one.
    kInitial,     ///< A letter for the word.
    kCut,         ///< The beginning of a word at the end of a full field.
    kConflict,    ///< Both names have a word here, and they differ.
    kExtra,       ///< Only one name has a word here.
};
/// "same", "variant" ...: for printing and for message ids.
[[nodiscard]] std::string_view to_text(WordRelation relation);

/// One line of an explanation. Personal.
struct NameRow {
    std::string a;  ///< Words of the first name; "" for an extra of the second.
    std::string b;
    WordRelation relation{WordRelation::kSame};
    int bits{0};  ///< x 256: what the agreement is worth; 0 for conflict and extra.
    friend bool operator==(const NameRow&, const NameRow&) = default;
};

/// How far two names are one name.
struct NameComparison {
    int score{0};  ///< 0-1000; the same for (a, b) and (b, a).
    std::vector<NameRow> rows;
};

/// The shipped threshold of `sarhadctl names compare`: from it on two names count as one.
inline constexpr int kNameMatch = 600;

/// Total: any bytes. Pure: what else is listed plays no part.
[[nodiscard]] NameComparison compare_names(NameSort sort, std::string_view a, std::string_view b);

}  // namespace sarhad::watchlists
