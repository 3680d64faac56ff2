#include "intake/journey_roster.h"

#include "core/text.h"
#include "intake/journeys.h"
#include "intake/same_traveller.h"

#include <algorithm>
#include <chrono>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

namespace sarhad::intake {
namespace {

/// No zone is further ahead than 14 hours; what is later than this was stamped by a wrong clock,
/// and would be the newest word for as long.
constexpr core::Duration kAheadMax = std::chrono::hours{24};

/// Travellers may be missing in it: nobody is taken off a list because of that.
bool may_be_cut_off(const facts::Message& message) {
    constexpr std::array<std::string_view, 11> kCodes{"no-unt",
                                                      "no-unz",
                                                      "unt-count",
                                                      "damaged-xml",
                                                      "no-count",
                                                      "count-mismatch",
                                                      "waiting-for-parts",
                                                      "part-differs",
                                                      "too-many-travellers",
                                                      "too-many-problems",
                                                      "too-large"};
    return std::any_of(
        message.problems.begin(), message.problems.end(), [&](const facts::Problem& found) {
            return std::find(kCodes.begin(), kCodes.end(), found.code) != kCodes.end();
        });
}

ListWord whole(const facts::Message& message, ListWord word) {
    return may_be_cut_off(message) ? ListWord::kSome : word;
}

/// Somebody of whom one feed told.
struct Person {
    RecordId record{};  ///< The newest telling of him.
    std::string booking{};
    Standing standing{Standing::kExpected};
};

/// Who travels by what one feed told, word by word.
class FeedRoster {
public:
    void take(const RosterMessage& message) {
        if (message.word == ListWord::kNothing) return;
        is_named_.assign(people_.size(), false);
        const std::vector<std::size_t> named = name_all(message.told);
        switch (message.word) {
            case ListWord::kNothing:
            case ListWord::kNotTravelling:
                break;
            case ListWord::kSome:
                take_off_bookings(message.bookings);
                break;
            case ListWord::kAll:
            case ListWord::kFlightCancelled:
                stand_others(Standing::kCancelled);
                break;
            case ListWord::kAllAboard:
                stand_others(Standing::kNotBoarded);
                break;
            case ListWord::kNotAboard:
                stand_others(Standing::kBoarded);
                break;
        }
        for (std::size_t at = 0; at < named.size(); ++at) {
            stand(people_[named[at]], message.word, message.told[at]);
        }
    }

    void add_to(std::map<RecordId, Standing>& standings) const {
        for (const auto& [record, person] : person_of_) {
            const Person& who = people_[person];
            standings[record] = who.record == record ? who.standing : Standing::kSuperseded;
        }
    }

private:
    /// Whom each telling is of, each person once: the surest ties first, so that nobody takes the
    /// place of another whom more ties to it.
    std::vector<std::size_t> name_all(const std::vector<Telling>& told) {
        std::vector<std::optional<std::size_t>> found(told.size());
        for (std::size_t at = 0; at < told.size(); ++at) {
            const auto known = person_of_.find(told[at].record);
            if (known != person_of_.end() && !is_named_[known->second]) {
                found[at] = known->second;
                is_named_[known->second] = true;
            }
        }
        for (int least = ToldTravellers::kSurest; least > 0; --least) {
            for (std::size_t at = 0; at < told.size(); ++at) {
                if (found[at] || told[at].traveller == nullptr) continue;
                found[at] = told_.find(*told[at].traveller, person_at_, is_named_, least);
                if (found[at]) {
                    found[at] = person_at_[*found[at]];
                    is_named_[*found[at]] = true;
                }
            }
        }
        std::vector<std::size_t> named;
        named.reserve(told.size());
        for (std::size_t at = 0; at < told.size(); ++at) {
            named.push_back(found[at] ? *found[at] : add_person());
            note(named.back(), told[at]);
        }
        return named;
    }

    std::size_t add_person() {
        people_.emplace_back();
        is_named_.push_back(true);
        return people_.size() - 1;
    }

    void note(std::size_t person, const Telling& telling) {
        Person& who = people_[person];
        who.record = telling.record;
        if (telling.traveller != nullptr) who.booking = telling.traveller->booking.reveal();
        const bool is_new = person_of_.insert_or_assign(telling.record, person).second;
        if (is_new && telling.traveller != nullptr) {
            told_.add(*telling.traveller);
            person_at_.push_back(person);
        }
    }

    static void stand(Person& who, ListWord word, const Telling& telling) {
        if (telling.is_cancelled || word == ListWord::kNotTravelling ||
            word == ListWord::kFlightCancelled) {
            who.standing = Standing::kCancelled;
        } else if (word == ListWord::kAllAboard) {
            who.standing = Standing::kBoarded;
        } else if (word == ListWord::kNotAboard) {
            who.standing = Standing::kNotBoarded;
        } else {
            who.standing = Standing::kExpected;
        }
    }

    /// Those whom the message does not name. Who was cancelled is not aboard, nor awaited.
    void stand_others(Standing standing) {
        for (std::size_t person = 0; person < people_.size(); ++person) {
            if (!is_named_[person] && people_[person].standing != Standing::kCancelled) {
                people_[person].standing = standing;
            }
        }
    }

    void take_off_bookings(const std::vector<std::string>& bookings) {
        const std::set<std::string_view> named{bookings.begin(), bookings.end()};
        for (std::size_t person = 0; person < people_.size(); ++person) {
            Person& who = people_[person];
            if (!is_named_[person] && !who.booking.empty() && named.contains(who.booking)) {
                who.standing = Standing::kCancelled;
            }
        }
    }

    std::vector<Person> people_{};
    std::map<RecordId, std::size_t> person_of_{};  ///< Of each record.
    ToldTravellers told_{Tellers::kOwnFeed};
    std::vector<std::size_t> person_at_{};  ///< Of each place in told_.
    std::vector<bool> is_named_{};          ///< By the message at hand.
};

}  // namespace

ListWord list_word(const facts::Message& message) {
    const std::string& function = message.function;
    if (message.status == facts::MessageStatus::kRefused || !lists_travellers(message)) {
        return ListWord::kNothing;
    }
    if (function == "bookings-full" || function == "passengers" || function == "crew" ||
        function == "land-crew") {
        return whole(message, ListWord::kAll);
    }
    if (function == "flight-cancelled") return ListWord::kFlightCancelled;
    if (function == "reservation-cancelled" || function == "party-reduced") {
        return ListWord::kNotTravelling;
    }
    if (function == "flight-close-on-board") return whole(message, ListWord::kAllAboard);
    if (function == "flight-close-not-on-board") {
        // Of whom it was to name and does not, nobody may be said to be on board.
        return may_be_cut_off(message) ? ListWord::kNothing : ListWord::kNotAboard;
    }
    if (function == "flight-close") {
        return message.travellers.empty() ? ListWord::kNothing
                                          : whole(message, ListWord::kAllAboard);
    }
    if (function == "gate-pass" || function == "master-crew-list") return ListWord::kNothing;
    return ListWord::kSome;
}

std::map<RecordId, Standing> roster_of(std::vector<RosterMessage> messages) {
    std::stable_sort(messages.begin(), messages.end(), [](const auto& one, const auto& other) {
        return one.stamp < other.stamp;
    });
    FeedRoster lists;
    FeedRoster bookings;
    for (const RosterMessage& message : messages) {
        FeedRoster& own = message.is_booking ? bookings : lists;
        own.take(message);
        if (message.word == ListWord::kFlightCancelled) {
            // A flight that is not made has no bookings either.
            FeedRoster& other = message.is_booking ? lists : bookings;
            other.take({message.word, !message.is_booking, message.stamp, {}, {}});
        }
    }
    std::map<RecordId, Standing> standings;
    lists.add_to(standings);
    bookings.add_to(standings);
    return standings;
}

core::WallTime stamp_of(facts::LocalTime prepared, core::WallTime received) {
    if (!prepared.is_known()) return received;
    const core::WallTime stamp = as_if_utc(prepared);
    const auto ahead = std::chrono::microseconds{stamp.micros - received.micros};
    return ahead > kAheadMax ? received : stamp;
}

}  // namespace sarhad::intake
