#pragma once

#include "watchlists/org_text.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sarhad::watchlists {

/// What a word of an organisation's name is.
enum class OrgWordKind : std::uint8_t {
    kName,    ///< Nothing that the tables know: it tells organisations apart.
    kTrade,   ///< Bank, systems, international: shared by many, yet never exchangeable.
    kPlace,   ///< A country, region or large city; `number` is the place.
    kNumber,  ///< `number` is its value: forty-four, 44, XLIV.
    kBody,    ///< Company, group, corporation: says nothing beside others.
    kStop,    ///< Of, the, and.
};

/// One word of an organisation's name. Personal where the name is a person's: stays in watchlists/.
struct OrgWord {
    std::string text;    ///< a-z, digits or native letters; phrases of the tables without blanks.
    std::string native;  ///< Of one word that was read from Arabic script, its letters.
    OrgWordKind kind{OrgWordKind::kName};
    std::uint32_t number{0};   ///< Of words that mean the same; the place; the value.
    bool is_bracketed{false};  ///< A qualifier that a registry added.
    bool is_roman{false};
    std::int32_t weight{0};  ///< Bits x 256. 0 for kBody and kStop beside others.
    friend bool operator==(const OrgWord&, const OrgWord&) = default;
};

/// A legal form found in the name.
struct OrgLegalForm {
    std::uint16_t exact{0};
    std::uint8_t generic{0};  ///< 0: of no known family.
    friend bool operator==(const OrgLegalForm&, const OrgLegalForm&) = default;
};

/// Two neighbouring words written as one.
struct OrgJoin {
    std::string text;
    std::uint32_t mask{0};  ///< Of the words that it stands for.
    friend bool operator==(const OrgJoin&, const OrgJoin&) = default;
};

/// A word as it is written, legal forms, stop words and words of phrases too.
struct OrgSpelt {
    std::string text;
    std::uint8_t word{0};  ///< The scored word it belongs to; kNoOrgWord for none.
    friend bool operator==(const OrgSpelt&, const OrgSpelt&) = default;
};
inline constexpr std::uint8_t kNoOrgWord = 15;
/// Written words that a form keeps; the first ones.
inline constexpr std::size_t kMaxSpelt = 12;

/// Words of an organisation's name that are scored; what follows is one last word, joined.
inline constexpr std::size_t kMaxOrgWords = 10;

/// An organisation's or a vessel's name made ready for comparison.
struct OrgForm {
    std::vector<OrgWord> words;  ///< Those with a weight, in order.
    std::vector<OrgJoin> joins;
    std::vector<OrgLegalForm> forms;
    std::vector<std::string> initials;  ///< Of the whole name, as an acronym would be made.
    std::vector<OrgSpelt> spelt;        ///< Latin ones; none of a vessel, or where there is one.
    std::string whole;                  ///< All scored words as one.
    std::int32_t total{0};
    bool is_marked{false};  ///< Has a legal form, a trade or a body word: not a person's name.
    bool is_part{false};    ///< OrgAlternative::is_part.
    friend bool operator==(const OrgForm&, const OrgForm&) = default;
};

/// Weights of the kinds, bits x 256. Static: docs/matching.md tells where they come from.
inline constexpr std::int32_t kOrgNameWeight = 10 * 256;
inline constexpr std::int32_t kOrgTradeWeight = 5 * 256;
inline constexpr std::int32_t kOrgPlaceWeight = 7 * 256;
inline constexpr std::int32_t kOrgNumberWeight = 5 * 256;

/// Which rules read the name: a vessel has no legal form and loses its prefix (MV, M/T ...).
enum class OrgProfile : std::uint8_t { kOrganisation, kVessel };

/// The form of one alternative (org_alternatives) of a name. Total and deterministic.
[[nodiscard]] OrgForm make_org_form(std::string_view name, OrgProfile profile);
/// One form an alternative, the whole name first; empty forms left out, so none is possible.
[[nodiscard]] std::vector<OrgForm> make_org_forms(std::string_view name, OrgProfile profile);

}  // namespace sarhad::watchlists
