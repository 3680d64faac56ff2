#pragma once

#include "facts/message.h"

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sarhad::intake {

/// Why a bag wants a look before it is loaded.
enum class BagDoubt : std::uint8_t {
    kNobodys,          ///< No traveller of the flight has its tag, and it names no owner.
    kOwnerNotListed,   ///< It names an owner whom no list of the flight names.
    kOwnerCancelled,   ///< Its owner does not travel: his booking or his place in it is cancelled.
    kOwnerNotOnBoard,  ///< The lists of the flight's close say that he is not on board.
    kOwnerNotBoarded,  ///< The last baggage message says so: passenger status N.
};

/// An orphan bag (the first two doubts) or an unaccompanied one.
struct BagFinding {
    std::string tag;
    BagDoubt doubt{BagDoubt::kNobodys};
    friend bool operator==(const BagFinding&, const BagFinding&) = default;
};

/// The bags of one flight that nobody has or whose owner is not on it, one finding a bag, in the
/// order in which the messages name them. `of_flight`: its passenger lists, bookings and baggage
/// messages, oldest first; a later baggage message about a tag replaces an earlier one, and a
/// deleted bag is none. An owner is known by the tag, else by the locator, else by surname and
/// given name (its first letter, where the bag's message has no more). Where several people may be
/// meant, the bag is unaccompanied only if none of them travels; where the messages hold no list at
/// all, a bag that names an owner is not an orphan. Pure. O(n log n).
[[nodiscard]] std::vector<BagFinding> check_bags(std::span<const facts::Message> of_flight);

}  // namespace sarhad::intake
