// links: sarhad_intake sarhad_facts sarhad_core
// seeds: tests/data/intake
// words: intake/pnrgov_xml.cpp intake/pnrgov_xml_booking.cpp intake/pnrgov_xml_person.cpp
// intake/pnrgov_xml_flight.cpp
#include "core/check.h"
#include "intake/messages.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace {

using sarhad::facts::Message;

void check(const Message& message, std::size_t file_bytes) {
    const bool is_ok = message.status == sarhad::facts::MessageStatus::kOk;
    SARHAD_CHECK(is_ok || !message.problems.empty());
    for (const auto& problem : message.problems)
        SARHAD_CHECK(problem.offset <= file_bytes);
    for (const auto& booking : message.bookings) {
        for (const std::uint16_t place : booking.travellers)
            SARHAD_CHECK(place > 0 && place <= message.travellers.size());
        for (const auto& payment : booking.payments) {
            const std::string& card = payment.card.reveal();
            const auto digits = std::count_if(
                card.begin(), card.end(), [](char c) { return c >= '0' && c <= '9'; });
            SARHAD_CHECK(digits <= 10);
        }
    }
    for (const auto& bag : message.bags)
        SARHAD_CHECK(bag.traveller <= message.travellers.size());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    // A booking's elements, whatever the fuzzer makes of what stands around them.
    std::string text =
        "<IATA_PNRGOV_NotifRQ Function=\"22\" TimeStamp=\"2026-01-14\"><PNRs NumberOfPnrs=\"1\">"
        "<PNR>";
    text.append(data, data + size);
    for (const std::string_view bytes :
         {std::string_view{text}, std::string_view{text}.substr(text.size() - size)}) {
        const auto messages = sarhad::intake::read_messages(sarhad::core::as_bytes(bytes));
        SARHAD_CHECK(!messages.empty());
        for (const Message& message : messages)
            check(message, bytes.size());
    }
    return 0;
}
