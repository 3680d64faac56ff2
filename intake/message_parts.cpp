#include "message_parts.h"

#include "pnr_draft.h"

#include "core/text.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

namespace sarhad::intake {
namespace {

bool is_part(const MessageDraft& draft) {
    return draft.message.format == "PNRGOV" && draft.part.number > 0 &&
           draft.message.status != facts::MessageStatus::kRefused;
}

/// Parts of one message: places in the file's drafts, by the number of the part.
using Parts = std::map<std::uint64_t, std::size_t>;

/// A number that is there already belongs to the next message with that reference.
std::vector<Parts> find_parts(const std::vector<MessageDraft>& drafts) {
    std::vector<Parts> groups;
    std::map<std::string, std::size_t> open;
    for (std::size_t i = 0; i < drafts.size(); ++i) {
        if (!is_part(drafts[i])) continue;
        const std::string key =
            core::cat(drafts[i].message.sender, "/", drafts[i].part.access_reference);
        const auto known = open.find(key);
        const bool continues =
            known != open.end() && !groups[known->second].contains(drafts[i].part.number);
        if (!continues) {
            open[key] = groups.size();
            groups.emplace_back();
        }
        groups[open[key]].emplace(drafts[i].part.number, i);
    }
    return groups;
}

/// Numbers 1 to n, n the last of them, and within the limits of one message.
bool is_whole(const std::vector<MessageDraft>& drafts, const Parts& parts) {
    std::size_t travellers = 0;
    std::size_t bookings = 0;
    std::size_t bags = 0;
    for (const auto& [number, place] : parts) {
        const facts::Message& message = drafts[place].message;
        travellers += message.travellers.size();
        bookings += message.bookings.size();
        bags += message.bags.size();
    }
    const MessagePart& last = drafts[parts.rbegin()->second].part;
    return parts.begin()->first == 1 && last.number == parts.size() && last.is_final &&
           travellers <= kTravellers && bookings <= kBookings && bags <= kMessageBags;
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

void show_waiting(std::vector<MessageDraft>& drafts, const Parts& parts) {
    const auto named = std::find_if(parts.begin(), parts.end(), [&](const auto& part) {
        return !drafts[part.second].message.flights.empty();
    });
    for (const auto& [number, place] : parts) {
        MessageDraft& draft = drafts[place];
        if (draft.message.flights.empty() && named != parts.end()) {
            draft.message.flights = drafts[named->second].message.flights;
        }
        draft.problem({"waiting-for-parts",
                       0,
                       0,
                       core::cat("part ",
                                 number,
                                 " of a longer message of which this file has ",
                                 parts.size(),
                                 ": the others are still to come, or to be asked for")});
    }
}

}  // namespace

void join_parts(std::vector<MessageDraft>& drafts) {
    std::vector<bool> is_joined(drafts.size());
    for (const Parts& parts : find_parts(drafts)) {
        if (!is_whole(drafts, parts)) {
            show_waiting(drafts, parts);
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
