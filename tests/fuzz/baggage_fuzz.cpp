// links: sarhad_intake sarhad_facts sarhad_core
// seeds: tests/data/intake
// words: intake/baggage.cpp intake/baggage_group.cpp
#include "core/check.h"
#include "intake/bags_check.h"
#include "intake/messages.h"

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace {

using sarhad::facts::Message;

/// Lines that start with ".N/" behind the first BSM: no fewer bags are read.
void check_that_no_bag_is_lost(std::string_view text, const std::vector<Message>& messages) {
    if (!text.starts_with("BSM\n.V/")) return;
    std::size_t bags = 0;
    for (const Message& message : messages) {
        if (message.format.empty() && message.bags.empty()) return;  // Past a limit of the file.
        for (const auto& problem : message.problems) {
            if (problem.code.starts_with("too-many-")) return;
        }
        bags += message.bags.size();
    }
    std::size_t lines = 0;
    for (std::size_t at = text.find("\n.N/"); at != std::string_view::npos;
         at = text.find("\n.N/", at + 1)) {
        ++lines;
    }
    SARHAD_CHECK(bags >= lines);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const sarhad::core::ByteView bytes{data, size};
    const auto messages = sarhad::intake::read_messages(bytes);
    SARHAD_CHECK(!messages.empty());
    check_that_no_bag_is_lost(sarhad::core::as_text(bytes), messages);
    for (const Message& message : messages) {
        SARHAD_CHECK(message.status == sarhad::facts::MessageStatus::kOk ||
                     !message.problems.empty());
        for (const auto& problem : message.problems)
            SARHAD_CHECK(problem.offset <= size);
        for (const auto& bag : message.bags)
            SARHAD_CHECK(bag.traveller <= message.travellers.size());
    }
    std::size_t bags = 0;
    for (const Message& message : messages)
        bags += message.bags.size();
    SARHAD_CHECK(sarhad::intake::check_bags(messages).size() <= bags);
    return 0;
}
