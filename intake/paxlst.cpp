#include "paxlst_reader.h"

#include "core/text.h"

namespace sarhad::intake {
namespace {

/// Of the United States' dialect: a version in digits ("001:000") or PDT segments.
bool is_us_dialect(const Tokens& tokens, const MessageFrame& frame) {
    if (core::is_ascii_digits(tokens[frame.first].at(2, 1))) return true;
    for (std::size_t i = frame.first; i < frame.last; ++i) {
        if (tokens[i].tag() == "PDT") return true;
        if (tokens[i].tag() == "NAD" || tokens[i].tag() == "BGM") return false;
    }
    return false;
}

}  // namespace

void read_paxlst(const Tokens& tokens, const MessageFrame& frame, MessageDraft& draft) {
    if (is_us_dialect(tokens, frame)) {
        draft.message.format = "PAXLST-US";
        draft.message.function = "passengers";
        read_us_paxlst(tokens, frame, draft);
    } else {
        read_un_paxlst(tokens, frame, draft);
    }
    const facts::Message& message = draft.message;
    if (message.flights.empty() && !message.travellers.empty()) {
        draft.problem(tokens[frame.first], "no-flight", "the message names no flight");
    }
}

}  // namespace sarhad::intake
