#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sarhad::watchlists {

/// Rises whenever the same text may give other tokens or keys. It is part of the list hash, so
/// that two decisions with the same hash were made with the same reading of names.
inline constexpr std::uint32_t kNormaliseVersion = 8;

/// What a word of a name is worth. Particles (al, bin, ibn, ul ...) neither agree nor conflict; an
/// initial has no weight and may conflict; titles (haji, mullah, dr ...) count little.
enum class TokenClass : std::uint8_t { kPlain, kTitle, kParticle, kInitial };

/// One word of a name, read into a-z and 0-9. Personal: it stays inside watchlists/.
struct NameToken {
    std::string text;          ///< Latin reading; a script without one keeps its own bytes.
    std::string fold;          ///< Spelling variants folded: shaikh/sheikh, yousaf/yusuf.
    std::string skeleton;      ///< First sound and consonants of `fold`.
    std::uint16_t group{0};    ///< Variant group (Muhammad, Mohd, Md ...); 0 for none.
    std::uint16_t related{0};  ///< For relatives_of(): short forms, other languages; 0 for none.
    std::uint8_t chain{0};     ///< Relation markers before it: 0 self, 1 father, 2 grandfather.
    TokenClass kind{TokenClass::kPlain};
    /// Of a listed word in its own script, whose entry has a Latin name too: Latin words look for
    /// that one, and do not meet this one by its sounds.
    bool is_beside_latin{false};
    friend bool operator==(const NameToken&, const NameToken&) = default;
};

/// Words of a name kept; what follows is left out. The same on both sides.
inline constexpr std::size_t kMaxNameTokens = 12;

/// `name` (UTF-8 in any case and script; bytes that are not UTF-8 separate words) as words in
/// order. Apostrophes join, every other mark separates, Abd and its noun become one word, so do
/// X ud Din, X ullah, X ur Rahman. At most kMaxNameTokens.
[[nodiscard]] std::vector<NameToken> normalise(std::string_view name);

/// The spelling-insensitive form of a Latin word (a-z, 0-9).
[[nodiscard]] std::string fold_of(std::string_view latin);
/// First sound and consonants of a fold.
[[nodiscard]] std::string skeleton_of(std::string_view fold);
/// The same, written to `into`, which is given.
[[nodiscard]] std::string_view skeleton_of(std::string_view fold, std::string& into);

/// A document number without blanks and marks, upper case, the digits of any script as 0-9: what
/// two lists agree on.
[[nodiscard]] std::string normalise_document(std::string_view number);

}  // namespace sarhad::watchlists
