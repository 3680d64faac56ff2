#include "message_parts.h"

#include "pnr_draft.h"

#include "core/text.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <utility>

namespace sarhad::intake {
namespace {

/// Missing parts are named one by one up to this many.
constexpr std::size_t kMissingNamed = 20;
constexpr std::string_view kPartDiffers = "part-differs";

bool is_part(const MessageDraft& draft) {
    return draft.part.number > 0 && draft.message.status != facts::MessageStatus::kRefused;
}

bool can_join(const MessageDraft& draft) {
    return draft.message.format == "PNRGOV" || draft.message.format == "PAXLST";
}

/// Parts of one message: places in the file's drafts, by the number of the part.
using Parts = std::map<std::uint64_t, std::size_t>;

/// Numbers 1 to n, n the last of them.
bool is_complete(const std::vector<MessageDraft>& drafts, const Parts& parts) {
    const MessagePart& last = drafts[parts.rbegin()->second].part;
    return parts.begin()->first == 1 && last.number == parts.size() && last.is_final;
}

/// The same part sent again: it says what the other says, wherever it came from.
bool is_same_part(const MessageDraft& one, const MessageDraft& other) {
    const auto said = [](const facts::Message& message) {
        return std::tie(message.version,
                        message.function,
                        message.flights,
                        message.travellers,
                        message.bookings,
                        message.bags,
                        message.conveyances,
                        message.bills,
                        message.containers,
                        message.declarations,
                        message.left_out);
    };
    return one.part.is_final == other.part.is_final && said(one.message) == said(other.message);
}

/// Of all parts of a file, or of several, whose numbers are told apart by what they say.
class PartGroups {
public:
    explicit PartGroups(std::vector<MessageDraft>& drafts)
        : drafts_{drafts}, is_again_(drafts.size()) {
        for (std::size_t i = 0; i < drafts_.size(); ++i) {
            if (is_part(drafts_[i])) place(i);
        }
    }

    [[nodiscard]] const std::vector<Parts>& groups() const { return groups_; }
    /// Parts that were told before, word for word: they are those.
    [[nodiscard]] const std::vector<bool>& is_again() const { return is_again_; }

private:
    /// A number that is there already, and says something else, belongs to another message with
    /// that reference: of those that lack it to the newest of its time, else to the newest.
    void place(std::size_t draft) {
        std::vector<std::size_t>& known = of_whole_[whole_of(drafts_[draft])];
        const std::uint64_t number = drafts_[draft].part.number;
        std::optional<std::size_t> best;
        bool is_best_of_time = false;
        bool is_told = false;
        for (const std::size_t group : known) {
            const Parts& parts = groups_[group];
            const auto same = parts.find(number);
            if (same != parts.end() && is_same_part(drafts_[same->second], drafts_[draft])) {
                is_again_[draft] = true;
                return;
            }
            const bool is_of_time = drafts_[parts.begin()->second].made == drafts_[draft].made;
            if (same != parts.end()) {
                // Behind a whole message another one may have its reference too.
                is_told = is_told || !is_complete(drafts_, parts);
            } else if (!best || is_of_time >= is_best_of_time) {
                best = group;
                is_best_of_time = is_of_time;
            }
        }
        if (is_told) tell_difference(draft);
        if (!best) {
            best = groups_.size();
            known.push_back(*best);
            groups_.emplace_back();
        }
        groups_[*best].emplace(number, draft);
    }

    void tell_difference(std::size_t draft) {
        drafts_[draft].problem(
            {std::string{kPartDiffers},
             0,
             0,
             core::cat("part ",
                       drafts_[draft].part.number,
                       " came twice and not the same: everybody in both is read; ask the sender "
                       "which of them is right")});
    }

    std::vector<MessageDraft>& drafts_;
    std::vector<Parts> groups_{};
    std::map<std::string, std::vector<std::size_t>> of_whole_{};  ///< Places in groups_.
    std::vector<bool> is_again_;
};

/// The first of them that names flights; null where none does.
const MessageDraft* flights_named(const std::vector<MessageDraft>& drafts, const Parts& parts) {
    for (const auto& [number, place] : parts) {
        if (!drafts[place].message.flights.empty()) return &drafts[place];
    }
    return nullptr;
}

/// Lists of people name their flights in each part: then all name the same.
bool is_of(const MessageDraft* named, const facts::Message& part) {
    return part.format != "PAXLST" || named == nullptr || part.flights.empty() ||
           part.flights == named->message.flights;
}

/// All of one message, and within the limits of one.
bool is_one(const std::vector<MessageDraft>& drafts, const Parts& parts) {
    const MessageDraft* const named = flights_named(drafts, parts);
    std::size_t travellers = 0;
    std::size_t bookings = 0;
    std::size_t bags = 0;
    for (const auto& [number, place] : parts) {
        const facts::Message& message = drafts[place].message;
        travellers += message.travellers.size();
        bookings += message.bookings.size();
        bags += message.bags.size();
        if (!can_join(drafts[place]) || !is_of(named, message)) return false;
    }
    return travellers <= kTravellers && bookings <= kBookings && bags <= kMessageBags;
}

void move_place(std::uint16_t& place, std::size_t by) {
    if (place > 0) place = static_cast<std::uint16_t>(place + by);
}

void move_travellers(facts::Booking& booking, std::size_t by) {
    const auto move_all = [by](auto& list) {
        for (auto& one : list)
            move_place(one.traveller, by);
    };
    move_all(booking.contacts);
    move_all(booking.tickets);
    move_all(booking.payments);
    move_all(booking.seats);
    move_all(booking.frequent_flyers);
    for (std::uint16_t& place : booking.travellers)
        move_place(place, by);
}

template <class T>
void append(std::vector<T>& to, std::vector<T>& from) {
    std::move(from.begin(), from.end(), std::back_inserter(to));
}

void add_part(MessageDraft& to, MessageDraft& from) {
    facts::Message& whole = to.message;
    facts::Message& part = from.message;
    const std::size_t by = whole.travellers.size();
    for (facts::Booking& booking : part.bookings)
        move_travellers(booking, by);
    for (facts::Bag& bag : part.bags)
        move_place(bag.traveller, by);
    append(whole.travellers, part.travellers);
    append(whole.bookings, part.bookings);
    append(whole.bags, part.bags);
    if (whole.flights.empty()) whole.flights = std::move(part.flights);
    if (whole.function.empty()) whole.function = std::move(part.function);
    for (facts::Problem& found : part.problems)
        to.problem(std::move(found));
    for (const facts::LeftOut& left : part.left_out)
        leave_out(whole, left.sort, left.count);
}

/// "1, 3 and what follows 4"
std::string missing_of(const std::vector<MessageDraft>& drafts, const Parts& parts) {
    std::string missing;
    std::size_t named = 0;
    std::uint64_t next = 1;
    for (const auto& [number, place] : parts) {
        for (; next < number && named < kMissingNamed; ++next, ++named)
            missing += core::cat(missing.empty() ? "" : ", ", next);
        if (next < number) missing += " and more";
        next = number + 1;
        if (named >= kMissingNamed) break;
    }
    if (!drafts[parts.rbegin()->second].part.is_final) {
        missing +=
            core::cat(missing.empty() ? "" : " and ", "what follows ", parts.rbegin()->first);
    }
    return missing;
}

/// A part without flights is of those that another one names.
void share_flights(std::vector<MessageDraft>& drafts, const Parts& parts) {
    const MessageDraft* const named = flights_named(drafts, parts);
    if (named == nullptr) return;
    const std::vector<facts::FlightLeg> flights = named->message.flights;
    for (const auto& [number, place] : parts) {
        facts::Message& message = drafts[place].message;
        if (can_join(drafts[place]) && message.flights.empty()) message.flights = flights;
    }
}

void show_waiting(std::vector<MessageDraft>& drafts, const Parts& parts) {
    const std::string missing = missing_of(drafts, parts);
    for (const auto& [number, place] : parts) {
        MessageDraft& draft = drafts[place];
        draft.is_incomplete = true;
        draft.problem({"waiting-for-parts",
                       0,
                       0,
                       core::cat("part ",
                                 number,
                                 " of a longer message: missing are ",
                                 missing,
                                 "; they are still to come, or to be asked for")});
    }
}

}  // namespace

std::string whole_of(const MessageDraft& draft) {
    return core::cat(
        draft.message.format, "/", draft.message.sender, "/", draft.part.access_reference);
}

void join_parts(std::vector<MessageDraft>& drafts) {
    const PartGroups all{drafts};
    std::vector<bool> is_joined = all.is_again();
    for (const Parts& parts : all.groups()) {
        const bool is_there = is_complete(drafts, parts);
        if (!is_there || !is_one(drafts, parts)) {
            share_flights(drafts, parts);
            if (!is_there) show_waiting(drafts, parts);
            continue;
        }
        // The whole stands where its first part stood.
        MessageDraft& first = drafts[parts.begin()->second];
        for (auto part = std::next(parts.begin()); part != parts.end(); ++part) {
            add_part(first, drafts[part->second]);
            is_joined[part->second] = true;
        }
    }
    std::size_t kept = 0;
    for (std::size_t i = 0; i < drafts.size(); ++i) {
        if (is_joined[i]) continue;
        if (kept != i) drafts[kept] = std::move(drafts[i]);
        ++kept;
    }
    drafts.resize(kept);
}

}  // namespace sarhad::intake
