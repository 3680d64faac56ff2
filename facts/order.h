#pragma once

#include "facts/date.h"
#include "facts/fields.h"

#include <array>
#include <cstdint>
#include <string>

namespace sarhad::facts {

/// What the list's owner asks of an officer. kNone: the entry leaves it to its list's profile.
enum class ListAction : std::uint8_t {
    kNone,
    kInform,
    kSearch,
    kDetain,
    kRefuseExit,
    kRefuseEntry,
    kSeizeDocument,
    kDiscreet
};
/// Which crossings an entry is meant for.
enum class ListDirection : std::uint8_t { kBoth, kEntry, kExit };

template <>
struct EnumNames<ListAction> {
    static constexpr auto kNames = std::to_array<std::pair<ListAction, std::string_view>>(
        {{ListAction::kNone, "none"},
         {ListAction::kInform, "inform"},
         {ListAction::kSearch, "search"},
         {ListAction::kDetain, "detain"},
         {ListAction::kRefuseExit, "refuse-exit"},
         {ListAction::kRefuseEntry, "refuse-entry"},
         {ListAction::kSeizeDocument, "seize-document"},
         {ListAction::kDiscreet, "discreet"}});
};
template <>
struct EnumNames<ListDirection> {
    static constexpr auto kNames =
        std::to_array<std::pair<ListDirection, std::string_view>>({{ListDirection::kBoth, "both"},
                                                                   {ListDirection::kEntry, "entry"},
                                                                   {ListDirection::kExit, "exit"}});
};

/// The order that a list's owner gives with an entry, or with a whole list (its profile): a
/// watchlist is a list of orders, not of names (docs/watchlists.md).
struct ListedOrder {
    ListAction action{ListAction::kNone};
    ListDirection direction{ListDirection::kBoth};
    std::string owner;           ///< Agency and desk.
    std::string duty_telephone;  ///< Of the owner's desk, answered at any hour.
    std::string legal_basis;
    PartialDate valid_from;   ///< First day, full; not known for "always".
    PartialDate valid_until;  ///< Last day, full; not known for "until taken off".
    std::string grading;      ///< Of the source: a letter A to X and a figure 1 to 4; or "".
    std::string handling;     ///< The owner's handling code; or "".
    friend bool operator==(const ListedOrder&, const ListedOrder&) = default;
};
template <>
struct Schema<ListedOrder> {
    using Fact = ListedOrder;
    static constexpr std::string_view kName = "listed_order";
    static constexpr auto kFields =
        FieldList{field(1, "action", &Fact::action, 1, Feed::kList),
                  field(2, "direction", &Fact::direction, 1, Feed::kList),
                  field(3, "owner", &Fact::owner, 128, Feed::kList),
                  field(4, "duty_telephone", &Fact::duty_telephone, 32, Feed::kList),
                  field(5, "legal_basis", &Fact::legal_basis, 256, Feed::kList),
                  field(6, "valid_from", &Fact::valid_from, 10, Feed::kList),
                  field(7, "valid_until", &Fact::valid_until, 10, Feed::kList),
                  field(8, "grading", &Fact::grading, 2, Feed::kList),
                  field(9, "handling", &Fact::handling, 16, Feed::kList)};
};

}  // namespace sarhad::facts
