// links: sarhad_intake sarhad_facts sarhad_core
// seeds: tests/data/replies
#include "core/check.h"
#include "intake/replies.h"

#include <cstddef>
#include <cstdint>
#include <variant>

/// Whatever comes, a refusal to board has an officer, and answers that are read are written and
/// read again as they are.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    namespace core = sarhad::core;
    namespace intake = sarhad::intake;
    const core::ByteView bytes{data, size};
    const auto replies = intake::read_replies(bytes);
    SARHAD_CHECK(!replies.empty());
    for (const intake::ReplyRead& reply : replies) {
        SARHAD_CHECK(!reply.format.empty() || !reply.problems.empty());
        for (const sarhad::facts::Problem& problem : reply.problems)
            SARHAD_CHECK(problem.offset <= size);
        for (const intake::PassengerReply& one : reply.passengers) {
            const auto* said = std::get_if<intake::OfficersAnswer>(&one.answer);
            SARHAD_CHECK(said == nullptr || !said->by().account().empty());
        }
        if (reply.passengers.empty()) continue;
        const std::string again =
            intake::make_cusres({"1", "A", "B"}, {{{2026, 3, 1}, 1, 1}, 1}, {}, reply.passengers);
        const auto read = intake::read_replies(core::as_bytes(again));
        SARHAD_CHECK(read.size() == 1 && read[0].passengers.size() == reply.passengers.size());
    }
    return 0;
}
