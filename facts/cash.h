#pragma once

#include "core/redacted.h"
#include "facts/date.h"
#include "facts/fields.h"
#include "facts/money.h"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sarhad::facts {

using core::Redacted;

/// Over the border, into the country or out of it.
enum class Direction : std::uint8_t { kUnknown, kIn, kOut, kTransit };
template <>
struct EnumNames<Direction> {
    static constexpr auto kNames =
        std::to_array<std::pair<Direction, std::string_view>>({{Direction::kUnknown, "unknown"},
                                                               {Direction::kIn, "in"},
                                                               {Direction::kOut, "out"},
                                                               {Direction::kTransit, "transit"}});
};

/// In what form somebody carries value.
enum class Instrument : std::uint8_t {
    kUnknown,
    kCash,
    kBearer,  ///< Cheques, drafts and papers that pay whoever holds them.
    kPrepaid,
    kGold,
    kJewellery,
    kStones
};
template <>
struct EnumNames<Instrument> {
    static constexpr auto kNames = std::to_array<std::pair<Instrument, std::string_view>>(
        {{Instrument::kUnknown, "unknown"},
         {Instrument::kCash, "cash"},
         {Instrument::kBearer, "bearer"},
         {Instrument::kPrepaid, "prepaid"},
         {Instrument::kGold, "gold"},
         {Instrument::kJewellery, "jewellery"},
         {Instrument::kStones, "stones"}});
};

/// One line of a currency declaration.
struct CashLine {
    Instrument instrument{Instrument::kUnknown};
    Money amount;                        ///< Of gold and stones: their value.
    std::int64_t rate_millionths{0};     ///< US dollars for one of the currency; 0 where not told.
    std::int64_t usd_cents{0};           ///< Its value, as declared; 0 where not told.
    std::uint64_t weight_milligrams{0};  ///< Of gold and stones.
    std::string description;
    friend bool operator==(const CashLine&, const CashLine&) = default;
};
template <>
struct Schema<CashLine> {
    static constexpr std::string_view kName = "cash_line";
    static constexpr auto kFields =
        FieldList{field(1, "instrument", &CashLine::instrument, 1, Feed::kOfficer),
                  field(2, "amount", &CashLine::amount, 1, Feed::kOfficer),
                  field(3, "rate_millionths", &CashLine::rate_millionths, 1, Feed::kOfficer),
                  field(4, "usd_cents", &CashLine::usd_cents, 1, Feed::kOfficer),
                  field(5, "weight_milligrams", &CashLine::weight_milligrams, 1, Feed::kOfficer),
                  field(6, "description", &CashLine::description, 256, Feed::kOfficer)};
};

/// What a traveller declares to carry over the border: SRO 689(I)/2019, Appendix C.
struct CashDeclaration {
    std::string reference;       ///< Number of the form.
    std::uint16_t traveller{0};  ///< Place in the message's travellers, from 1.
    Direction direction{Direction::kUnknown};
    std::string point;  ///< Where it was made; IATA or UN/LOCODE.
    PartialDate made;
    std::string origin;                ///< Country where the journey starts.
    std::string destination;           ///< Country where it ends.
    std::vector<std::string> transit;  ///< Countries on the way.
    std::vector<std::string> visited;  ///< Countries of the last seven days.
    std::string purpose;               ///< personal, official, business, tourism.
    Redacted<std::string> sponsor;     ///< Who is visited, or pays for the journey.
    Redacted<std::string> sponsor_phone;
    Redacted<std::string> address;  ///< In the country.
    bool has_restricted_goods{false};
    std::vector<CashLine> lines;
    std::int64_t usd_cents{0};  ///< Of all lines.
    std::string permit;         ///< Of the State Bank, for more than the limit.
    std::string officer;        ///< Account, not a person's name.
    Redacted<std::string> remarks;
    bool is_required{false};  ///< It is more than may go undeclared on that day.
    friend bool operator==(const CashDeclaration&, const CashDeclaration&) = default;
};
template <>
struct Schema<CashDeclaration> {
    static constexpr std::string_view kName = "cash_declaration";
    static constexpr auto kFields = FieldList{
        field(1, "reference", &CashDeclaration::reference, 64, Feed::kOfficer),
        field(2, "traveller", &CashDeclaration::traveller, 1, Feed::kOfficer),
        field(3, "direction", &CashDeclaration::direction, 1, Feed::kOfficer),
        field(4, "point", &CashDeclaration::point, 35, Feed::kOfficer),
        field(5, "made", &CashDeclaration::made, 10, Feed::kOfficer),
        field(6, "origin", &CashDeclaration::origin, 35, Feed::kOfficer),
        field(7, "destination", &CashDeclaration::destination, 35, Feed::kOfficer),
        field(8, "transit", &CashDeclaration::transit, 16, Feed::kOfficer),
        field(9, "visited", &CashDeclaration::visited, 16, Feed::kOfficer),
        field(10, "purpose", &CashDeclaration::purpose, 35, Feed::kOfficer),
        field(11, "sponsor", &CashDeclaration::sponsor, 256, Feed::kOfficer),
        field(12, "sponsor_phone", &CashDeclaration::sponsor_phone, 64, Feed::kOfficer),
        field(13, "address", &CashDeclaration::address, 512, Feed::kOfficer),
        field(
            14, "has_restricted_goods", &CashDeclaration::has_restricted_goods, 1, Feed::kOfficer),
        field(15, "lines", &CashDeclaration::lines, 64, Feed::kOfficer),
        field(16, "usd_cents", &CashDeclaration::usd_cents, 1, Feed::kOfficer),
        field(17, "permit", &CashDeclaration::permit, 64, Feed::kOfficer),
        field(18, "officer", &CashDeclaration::officer, 64, Feed::kOfficer),
        field(19, "remarks", &CashDeclaration::remarks, 1024, Feed::kOfficer),
        field(20, "is_required", &CashDeclaration::is_required, 1, Feed::kSystem)};
};

}  // namespace sarhad::facts
