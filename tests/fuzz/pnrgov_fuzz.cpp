// links: sarhad_intake sarhad_facts sarhad_core
// seeds: tests/data/intake
#include "core/check.h"
#include "intake/messages.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace {

using sarhad::facts::Booking;
using sarhad::facts::Message;

/// Every place that a booking or a bag names is one of a traveller of its message.
void check_places(const Message& message) {
    const auto check = [&](std::uint16_t place) {
        SARHAD_CHECK(place <= message.travellers.size());
    };
    const auto check_all = [&](const auto& list) {
        for (const auto& one : list)
            check(one.traveller);
    };
    for (const Booking& booking : message.bookings) {
        check_all(booking.contacts);
        check_all(booking.tickets);
        check_all(booking.payments);
        check_all(booking.seats);
        check_all(booking.frequent_flyers);
        for (const std::uint16_t place : booking.travellers) {
            SARHAD_CHECK(place > 0);
            check(place);
        }
    }
    check_all(message.bags);
}

/// Of a card's number no more than ten digits are kept.
void check_cards(const Message& message) {
    for (const Booking& booking : message.bookings) {
        for (const auto& payment : booking.payments) {
            const std::string& card = payment.card.reveal();
            const auto digits = std::count_if(
                card.begin(), card.end(), [](char c) { return c >= '0' && c <= '9'; });
            SARHAD_CHECK(digits <= 10);
        }
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    // Bookings whatever the fuzzer makes of the envelope.
    std::string text = "UNB+IATA:1+QX++260114:0630+1'UNH+1+PNRGOV:13:1:IA+R'";
    text.append(data, data + size);
    for (const std::string_view bytes :
         {std::string_view{text}, std::string_view{text}.substr(text.size() - size)}) {
        const auto messages = sarhad::intake::read_messages(sarhad::core::as_bytes(bytes));
        SARHAD_CHECK(!messages.empty());
        for (const Message& message : messages) {
            const bool is_ok = message.status == sarhad::facts::MessageStatus::kOk;
            SARHAD_CHECK(is_ok || !message.problems.empty());
            for (const auto& problem : message.problems)
                SARHAD_CHECK(problem.offset <= bytes.size());
            check_places(message);
            check_cards(message);
        }
    }
    return 0;
}
