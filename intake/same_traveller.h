#pragma once

#include "facts/decision.h"
#include "facts/message.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace sarhad::intake {

/// Who told of those among whom somebody is looked for.
enum class Tellers : std::uint8_t {
    kOtherFeed,  ///< Another feed: two documents of one kind and issuer are two persons.
    /// The same feed, which corrects itself: who has the same name and date of birth is the same,
    /// whatever his document's number is now, where nobody else is so.
    kOwnFeed,
};

/// Travellers of one journey that messages told of, by what they are known again. Borrows them.
/// Thread: one writes, then any read.
class ToldTravellers final {
public:
    /// How surely two are one person, the surest first: 6 by the carrier's own reference, 5 by a
    /// document, 4 by a locator with the name, 3 by the name with the date of birth, 2 by the name
    /// alone, 1 by name and birth although the documents differ (Tellers::kOwnFeed alone).
    static constexpr int kSurest = 6;

    explicit ToldTravellers(Tellers tellers = Tellers::kOtherFeed) : tellers_{tellers} {}
    /// `told`: the oldest first.
    explicit ToldTravellers(std::vector<const facts::Traveller*> told,
                            Tellers tellers = Tellers::kOtherFeed);

    /// Behind those that are here; gives its place.
    std::size_t add(const facts::Traveller& told);

    /// The place of the one who is `who`. By what ties them most: the carrier's own reference, a
    /// document's number, a booking's locator with the name, the name with the date of birth, at
    /// last the name alone. Two dates of birth speak against a name; two documents of one kind and
    /// issuer do where no locator ties them. Of several whom the first three tie the newest is
    /// taken, for they are one; of two who are alike by name none. Names agree where their letters
    /// do: given names cut short, in one word or several. Titles are no part of names.
    [[nodiscard]] std::optional<std::size_t> find(const facts::Traveller& who) const;
    /// The same, where some are told more than once. `person`: whose telling each place is (as long
    /// as told). `is_out`: by person, who is not looked at. None whom less than `least` ties.
    [[nodiscard]] std::optional<std::size_t> find(const facts::Traveller& who,
                                                  const std::vector<std::size_t>& person,
                                                  const std::vector<bool>& is_out,
                                                  int least) const;

private:
    [[nodiscard]] std::set<std::size_t> candidates_of(const facts::Traveller& who) const;

    Tellers tellers_;
    std::vector<const facts::Traveller*> told_{};
    std::unordered_multimap<std::string, std::size_t> by_key_{};  // Never iterated.
};

/// `own`, and what it leaves out as `other` tells it. Names stay own.
[[nodiscard]] facts::Traveller filled(facts::Traveller own, const facts::Traveller& other);

/// What `other`, told by `feed`, says otherwise than `own`; nothing of what one of them leaves out.
[[nodiscard]] std::vector<facts::FeedDifference> differences(const facts::Traveller& own,
                                                             const facts::Traveller& other,
                                                             std::string_view feed);

/// What of the message's bookings is the traveller's in that place (from 0): the booking that names
/// him, with what is his alone or the whole party's; its history and remarks stay with the message.
[[nodiscard]] std::optional<facts::Booking> booking_of(const facts::Message& message,
                                                       std::size_t place);

}  // namespace sarhad::intake
