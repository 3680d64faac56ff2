#pragma once

#include "facts/journey.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace sarhad::watchlists {

/// What somebody is to the person behind a marker in his name: "S/O", "wife of", ولد, पुत्र ...;
/// kChild: of a father, by a word that does not tell whether a son or a daughter.
enum class ToldRelation : std::uint8_t { kNone, kSon, kDaughter, kChild, kWife };

/// A name that tells whose child or wife its bearer is. Personal.
struct RelatedName {
    std::string self;    ///< What stands before the marker; the whole where there is none.
    std::string marker;  ///< As written.
    /// Behind the marker, up to the next one or to "R/O": a father, of kWife a husband.
    std::string relative;
    std::string behind;  ///< All that stands behind the marker.
    ToldRelation relation{ToldRelation::kNone};
    /// bin, ibn, bint: a part of the name. What stands before it may be no name by itself, and
    /// behind it a forefather or a family.
    bool is_of_name{false};

    [[nodiscard]] bool is_told() const { return relation != ToldRelation::kNone; }
    [[nodiscard]] bool tells_father() const {
        return relation == ToldRelation::kSon || relation == ToldRelation::kDaughter ||
               relation == ToldRelation::kChild;
    }
    /// Both names are whole ones of two words at least, so that behind bin a father stands and no
    /// family.
    [[nodiscard]] bool has_two_whole_names() const;
    [[nodiscard]] facts::Sex sex() const;
    /// The whole with a marker that normalise() knows: "Zorvan S/O Belmun" of "Zorvan son of
    /// Belmun".
    [[nodiscard]] std::string with_known_marker() const;
};
/// By the first marker that stands between two words; of Chinese and Korean, where the relative
/// comes first ("A의 아들 B"), by what stands behind his name. Total.
[[nodiscard]] RelatedName read_relation(std::string_view text);

}  // namespace sarhad::watchlists
