// links: sarhad_intake sarhad_facts sarhad_core
// seeds: tests/data/intake
#include "edifact_scan.h"

#include "core/check.h"
#include "intake/edifact.h"
#include "intake/messages.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace {

using sarhad::fuzz::count_starts;
using sarhad::fuzz::count_unknown;
using sarhad::fuzz::is_of;
using sarhad::fuzz::scannable;
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
    const auto bytewise = sarhad::intake::tokenise_bytewise(bytes, 0, Separators{});
    SARHAD_CHECK(tokens.has_value() == bytewise.has_value());
    if (tokens) SARHAD_CHECK(texts_of(*tokens) == texts_of(*bytewise));
    if (!tokens) {
        SARHAD_CHECK(!tokens.error().what.empty());
        return;
    }
    // Written out again, a tag that was wrapped or released would start a further interchange.
    for (std::size_t i = 1; i < tokens->size(); ++i) {
        const std::string_view tag = (*tokens)[i].tag();
        if (tag.starts_with("UNA") || tag.starts_with("UNB")) return;
    }
    const std::string joined = sarhad::intake::join_segments(*tokens, Separators{});
    const auto again = sarhad::intake::tokenise(sarhad::core::as_bytes(joined), 0, Separators{});
    // Release characters may make the text longer than a file may be.
    SARHAD_CHECK(again.has_value() || joined.size() > bytes.size());
    if (again) SARHAD_CHECK(texts_of(*tokens) == texts_of(*again));
}

/// A scan that knows nothing of messages finds no traveller who is neither read nor named in a
/// problem.
void check_that_nobody_is_lost(std::string_view text,
                               const std::vector<sarhad::facts::Message>& messages) {
    const std::string_view read = scannable(text);
    bool is_named = read.empty();
    const std::size_t unknown = count_unknown(messages, is_named);
    if (is_named) return;
    std::size_t travellers = 0;
    std::size_t documents = 0;
    for (const auto& message : messages) {
        // What other messages, and lines of a telex, mean by the same letters is not of travellers.
        if (!is_of(message.format, {"PAXLST", "PAXLST-US"})) return;
        travellers += message.travellers.size();
        for (const auto& traveller : message.travellers)
            documents += traveller.documents.size();
    }
    std::size_t parties = 0;
    for (const char* party : {"NAD+FL+", "NAD+FM+", "NAD+DDU+", "NAD+DDT+"})
        parties += count_starts(read, party);
    SARHAD_CHECK(parties <= travellers + unknown);
    SARHAD_CHECK(count_starts(read, "PDT+P/") <= documents + unknown);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const sarhad::core::ByteView bytes{data, size};
    check_round_trip(bytes);
    const auto messages = sarhad::intake::read_messages(bytes);
    SARHAD_CHECK(!messages.empty());
    check_that_nobody_is_lost(sarhad::core::as_text(bytes), messages);
    for (const auto& message : messages) {
        const bool is_ok = message.status == sarhad::facts::MessageStatus::kOk;
        SARHAD_CHECK(is_ok || !message.problems.empty());
        for (const auto& problem : message.problems)
            SARHAD_CHECK(problem.offset <= size);
    }
    return 0;
}
