#include "facts/decision.h"

#include "core/text.h"

namespace sarhad::facts {
namespace {

/// Upper case, without what readers and typists add or leave out.
std::string folded(const std::string& text) {
    std::string kept;
    for (const char c : core::ascii_upper(text)) {
        if (c != ' ' && c != '<' && c != '-') {
            kept.push_back(c);
        }
    }
    return kept;
}

}  // namespace

Redacted<std::string> subject_text(const TravelDocument& document) {
    const std::string number = folded(document.number.reveal());
    if (number.empty()) {
        return {};
    }
    return Redacted<std::string>{
        core::cat(folded(document.kind), "|", folded(document.issuer), "|", number)};
}

}  // namespace sarhad::facts
