// links: sarhad_intake sarhad_facts sarhad_core
#include "core/check.h"
#include "intake/edifact.h"
#include "intake/paxlst.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace {

using sarhad::intake::Segment;
using sarhad::intake::SegmentFault;
using sarhad::intake::Separators;
using sarhad::intake::Tokens;

/// The texts of a segment; empty for the one segment that has nothing to write out again.
std::vector<std::vector<std::string_view>> texts_of(const Tokens& tokens) {
    std::vector<std::vector<std::string_view>> all;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        const Segment segment = tokens[i];
        if (segment.elements() == 1 && segment.components(0) == 1 && segment.tag().empty()) {
            continue;
        }
        std::vector<std::string_view> texts;
        for (std::size_t e = 0; e < segment.elements(); ++e) {
            for (std::size_t c = 0; c < segment.components(e); ++c) {
                texts.push_back(segment.at(e, c));
            }
            texts.push_back("+");
        }
        all.push_back(std::move(texts));
    }
    return all;
}

void check_round_trip(sarhad::core::ByteView bytes) {
    const auto tokens = sarhad::intake::tokenise(bytes, 0, Separators{});
    if (!tokens) {
        SARHAD_CHECK(!tokens.error().what.empty());
        return;
    }
    const std::string joined = sarhad::intake::join_segments(*tokens, Separators{});
    const auto again = sarhad::intake::tokenise(sarhad::core::as_bytes(joined), 0, Separators{});
    // Release characters may make the text longer than a file may be.
    SARHAD_CHECK(again.has_value() || joined.size() > bytes.size());
    if (again) SARHAD_CHECK(texts_of(*tokens) == texts_of(*again));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const sarhad::core::ByteView bytes{data, size};
    check_round_trip(bytes);
    const auto messages = sarhad::intake::read_messages(bytes);
    SARHAD_CHECK(!messages.empty());
    for (const auto& message : messages) {
        const bool is_ok = message.status == sarhad::facts::MessageStatus::kOk;
        SARHAD_CHECK(is_ok || !message.problems.empty());
        for (const auto& problem : message.problems)
            SARHAD_CHECK(problem.offset <= size);
    }
    return 0;
}
