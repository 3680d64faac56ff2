#pragma once

#include "facts/journey.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sarhad::watchlists {

/// Numbers that name one thing or one person.
enum class IdentifierKind : std::uint8_t {
    kImo,        ///< A ship: 7 digits, the last a check digit.
    kMmsi,       ///< A ship's radio: 9 digits.
    kCallSign,   ///< A ship's or an aircraft's radio call.
    kTail,       ///< An aircraft's registration: AP-BLA.
    kContainer,  ///< ISO 6346: four letters, six digits, a check digit.
    kVin,        ///< ISO 3779: 17 letters and digits.
    kPlate,      ///< A vehicle's registration plate.
    kCnic,       ///< Pakistan's CNIC, NICOP and POC: 13 digits.
    kPassport,   ///< Or another travel document without a form of its own.
    kPhone,      ///< E.164.
};

/// What the rules of its kind say about a number.
enum class IdentifierState : std::uint8_t {
    kChecked,      ///< Its check digit is right.
    kPlausible,    ///< Its shape is right; there is no check digit, or none that all makers use.
    kBadCheck,     ///< The shape is right, the check digit is not: misread or mistyped.
    kBadShape,     ///< Not a number of this kind.
    kPlaceholder,  ///< What clerks write where there is none: 1111111111111, 1234567891011.
};

/// A number made ready for comparison. Personal where it is a person's.
struct Identifier {
    IdentifierKind kind{IdentifierKind::kPassport};
    std::string text;  ///< A-Z and 0-9 (phones: digits), "" for bad shapes and placeholders.
    IdentifierState state{IdentifierState::kBadShape};
    friend bool operator==(const Identifier&, const Identifier&) = default;
};

/// Reads `text` in any script's digits, with or without blanks and marks. Total. Letters in the
/// place of digits, and the other way round, are put right where the kind fixes the place.
[[nodiscard]] Identifier read_identifier(IdentifierKind kind, std::string_view text);

/// How two numbers of one kind stand to each other, and what that is worth, 0 to 1000.
enum class IdentifierRelation : std::uint8_t {
    kEqual,    ///< 1000.
    kLocal,    ///< 900: one telephone number, once without its country.
    kMisread,  ///< 900: equal but for 0 O, 1 I L, 8 B, 5 S, 2 Z, 6 G.
    kOneEdit,  ///< 750: one character more, less, other, or two neighbours swapped.
    kOther,    ///< 0. So are two numbers of which each has a right check digit.
    kUnusable  ///< 0: a bad shape or a placeholder on either side.
};
/// A relation and what it is worth.
struct IdentifierComparison {
    IdentifierRelation relation{IdentifierRelation::kUnusable};
    int likeness{0};
    friend bool operator==(const IdentifierComparison&, const IdentifierComparison&) = default;
};
/// Symmetric. Kinds that differ are kOther.
[[nodiscard]] IdentifierComparison compare_identifiers(const Identifier& a, const Identifier& b);
/// "equal", "misread" ...: for printing and for message ids.
[[nodiscard]] std::string_view to_text(IdentifierRelation relation);

/// Keys for an index, sorted, at most kMaxIdentifierKeys; none for an unusable number. Whenever
/// compare_identifiers() gives more than 0 the two numbers share a key. The first of
/// exact_key() alone finds equal and misread numbers.
inline constexpr std::size_t kMaxIdentifierKeys = 16;
[[nodiscard]] std::vector<std::uint64_t> identifier_keys(const Identifier& identifier);
[[nodiscard]] std::uint64_t exact_key(const Identifier& identifier);

/// Numbers of the same kind with a right check digit that a reader or a clerk could have meant by
/// `identifier`, whose own is wrong: one digit read as one that looks like it, or two neighbours
/// swapped. Sorted, at most kMaxReadings; empty for kinds without a check digit.
inline constexpr std::size_t kMaxReadings = 16;
[[nodiscard]] std::vector<Identifier> valid_readings(const Identifier& identifier);

/// Where a CNIC was first issued and to whom: its first digit and the oddness of its last.
/// "" and kUnknown where the number is not usable.
[[nodiscard]] std::string_view cnic_province(const Identifier& cnic);
[[nodiscard]] facts::Sex cnic_sex(const Identifier& cnic);
/// The first five digits: the locality that issued it. "" where not usable.
[[nodiscard]] std::string_view cnic_locality(const Identifier& cnic);

/// In place of a score of compare_names() where one side has no name.
inline constexpr int kNoName = -1;

}  // namespace sarhad::watchlists
