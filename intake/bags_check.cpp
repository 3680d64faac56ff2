#include "intake/bags_check.h"

#include "passenger_names.h"

#include "core/text.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

namespace sarhad::intake {
namespace {

using facts::Bag;
using facts::Message;
using facts::Traveller;

bool is_baggage(const Message& message) {
    return message.function.starts_with("bag");
}

std::string surname_of(const Traveller& traveller) {
    return core::ascii_upper(core::fold_blanks(traveller.surname.reveal()));
}

/// The first word, without a title.
std::string given_of(const Traveller& traveller) {
    const GivenName given = split_title(core::fold_blanks(traveller.first_name.reveal()));
    return core::ascii_upper(given.name.substr(0, given.name.find(' ')));
}

std::string key_of(const Traveller& traveller) {
    return core::cat(surname_of(traveller), "/", given_of(traveller));
}

std::string short_key_of(const Traveller& traveller) {
    return core::cat(surname_of(traveller), "/", given_of(traveller).substr(0, 1));
}

/// Everybody whom the lists of a flight name.
class Listed {
public:
    explicit Listed(std::span<const Message> of_flight) {
        for (const Message& message : of_flight) {
            if (!is_baggage(message)) take(message);
        }
    }

    [[nodiscard]] bool is_empty() const { return people_.empty(); }

    /// Who may be meant; none where nobody is listed.
    [[nodiscard]] std::vector<std::size_t> owners(const Bag& bag, const Traveller* named) const {
        std::vector<std::size_t> found = at(by_tag_, bag.tag);
        if (found.empty() && named != nullptr) found = by_name(*named);
        const bool has_locator = !bag.booking.reveal().empty();
        if (found.empty() && has_locator) found = at(by_locator_, bag.booking.reveal());
        return found;
    }

    [[nodiscard]] std::optional<BagDoubt> doubt_of(std::size_t person) const {
        const Person& who = people_[person];
        if (who.is_cancelled) return BagDoubt::kOwnerCancelled;
        const bool is_off =
            off_board_.contains(who.key) || (has_on_board_list_ && !on_board_.contains(who.key));
        if (is_off) return BagDoubt::kOwnerNotOnBoard;
        return std::nullopt;
    }

private:
    struct Person {
        std::string key;
        bool is_cancelled{false};
    };
    using Index = std::map<std::string, std::vector<std::size_t>>;

    void take(const Message& message) {
        const bool is_off_list = message.function == "flight-close-not-on-board";
        const bool is_on_list = message.function == "flight-close-on-board";
        has_on_board_list_ = has_on_board_list_ || is_on_list;
        const std::size_t first = people_.size();
        for (const Traveller& traveller : message.travellers) {
            const std::string key = key_of(traveller);
            if (is_off_list) off_board_.insert(key);
            if (is_on_list) on_board_.insert(key);
            for (const std::string& tag : traveller.bag_tags)
                by_tag_[tag].push_back(people_.size());
            if (!traveller.booking.reveal().empty()) {
                by_locator_[traveller.booking.reveal()].push_back(people_.size());
            }
            by_key_[key].push_back(people_.size());
            by_short_key_[short_key_of(traveller)].push_back(people_.size());
            people_.push_back({key, traveller.is_cancelled});
        }
        for (const Bag& bag : message.bags) {
            if (bag.traveller > 0 && bag.traveller <= message.travellers.size()) {
                by_tag_[bag.tag].push_back(first + bag.traveller - 1U);
            }
        }
        for (const facts::Booking& booking : message.bookings)
            take_booking(booking, first);
    }

    void take_booking(const facts::Booking& booking, std::size_t first) {
        for (const std::uint16_t place : booking.travellers) {
            const std::size_t person = first + place - 1U;
            if (place == 0 || person >= people_.size()) continue;
            by_locator_[booking.locator.reveal()].push_back(person);
            if (booking.is_cancelled) people_[person].is_cancelled = true;
        }
    }

    [[nodiscard]] static std::vector<std::size_t> at(const Index& index, const std::string& key) {
        const auto found = index.find(key);
        return found == index.end() ? std::vector<std::size_t>{} : found->second;
    }

    [[nodiscard]] std::vector<std::size_t> by_name(const Traveller& named) const {
        std::vector<std::size_t> found = at(by_key_, key_of(named));
        if (found.empty() && given_of(named).size() <= 1) {
            found = at(by_short_key_, short_key_of(named));
        }
        return found;
    }

    std::vector<Person> people_;
    Index by_tag_;
    Index by_locator_;
    Index by_key_;
    Index by_short_key_;
    std::set<std::string> on_board_;
    std::set<std::string> off_board_;
    bool has_on_board_list_{false};
};

/// What the last baggage message about a tag says.
struct LastWord {
    const Bag* bag{nullptr};
    const Traveller* owner{nullptr};  ///< Whom that message, or one before it, names.
    std::string_view status;          ///< The same of the owner's status.
};

std::optional<BagDoubt> doubt_about(const LastWord& word, const Listed& listed) {
    const std::vector<std::size_t> owners = listed.owners(*word.bag, word.owner);
    if (owners.empty()) {
        if (word.owner == nullptr) return BagDoubt::kNobodys;
        if (!listed.is_empty()) return BagDoubt::kOwnerNotListed;
    }
    std::optional<BagDoubt> first;
    for (const std::size_t owner : owners) {
        const auto doubt = listed.doubt_of(owner);
        if (!doubt) {
            first.reset();
            break;
        }
        if (!first) first = doubt;
    }
    if (!first && word.status == "N") first = BagDoubt::kOwnerNotBoarded;
    return first;
}

}  // namespace

std::vector<BagFinding> check_bags(std::span<const Message> of_flight) {
    const Listed listed{of_flight};
    std::map<std::string_view, LastWord> last;
    std::vector<std::string_view> order;
    for (const Message& message : of_flight) {
        if (!is_baggage(message)) continue;
        for (const Bag& bag : message.bags) {
            if (bag.tag.empty()) continue;  // What was told of no bag that could be looked for.
            const auto [at, is_new] = last.try_emplace(bag.tag);
            if (is_new) order.push_back(bag.tag);
            at->second.bag = &bag;
            if (!bag.passenger_status.empty()) at->second.status = bag.passenger_status;
            if (bag.traveller > 0 && bag.traveller <= message.travellers.size()) {
                at->second.owner = &message.travellers[bag.traveller - 1U];
            }
        }
    }
    std::vector<BagFinding> found;
    for (const std::string_view tag : order) {
        const LastWord& word = last.at(tag);
        if (word.bag->change == facts::BagChange::kDeleted) continue;
        if (const auto doubt = doubt_about(word, listed)) {
            found.push_back({std::string{tag}, *doubt});
        }
    }
    return found;
}

}  // namespace sarhad::intake
