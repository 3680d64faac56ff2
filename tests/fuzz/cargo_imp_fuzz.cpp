// links: sarhad_intake sarhad_facts sarhad_core
// seeds: tests/data/intake
// words: intake/cargo_imp.cpp intake/flight_manifest.cpp intake/waybill_reader.cpp
#include "core/check.h"
#include "intake/messages.h"

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace {

using sarhad::facts::Message;

/// Every waybill that is well formed, at the start of a line behind "FFM/8", is read.
void check_that_no_waybill_is_lost(std::string_view text, const std::vector<Message>& messages) {
    // A file with baggage in it is one of baggage: what stands around that is told as unread.
    if (!text.starts_with("FFM/8\n") || messages.front().format != "FFM") return;
    std::size_t bills = 0;
    for (const Message& message : messages) {
        for (const auto& problem : message.problems) {
            if (problem.code.starts_with("too-many-")) return;
        }
        bills += message.bills.size();
    }
    std::size_t lines = 0;
    for (std::size_t at = text.find("\n999-12345675"); at != std::string_view::npos;
         at = text.find("\n999-12345675", at + 1)) {
        ++lines;
    }
    SARHAD_CHECK(bills >= lines);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const sarhad::core::ByteView bytes{data, size};
    const auto messages = sarhad::intake::read_messages(bytes);
    SARHAD_CHECK(!messages.empty());
    check_that_no_waybill_is_lost(sarhad::core::as_text(bytes), messages);
    for (const Message& message : messages) {
        SARHAD_CHECK(message.status == sarhad::facts::MessageStatus::kOk ||
                     !message.problems.empty());
        for (const auto& problem : message.problems)
            SARHAD_CHECK(problem.offset <= size);
        for (const auto& bill : message.bills)
            SARHAD_CHECK(!bill.is_house_level_missing ||
                         bill.level == sarhad::facts::BillLevel::kMaster);
    }
    return 0;
}
