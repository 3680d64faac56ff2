#include "ctl/answers.h"

#include "core/text.h"

#include <algorithm>

namespace sarhad::ctl {

const api::Json::Array& elements_at(const api::Json& answer, std::string_view key) {
    static const api::Json::Array kNone;
    const api::Json* found = answer.find(key);
    return found != nullptr && found->is_array() ? found->elements() : kNone;
}

std::string text_or_dash(const api::Json& object, std::string_view key) {
    const api::Json* found = object.find(key);
    if (found != nullptr && found->is_text() && !found->as_text().empty()) {
        return found->as_text();
    }
    return found != nullptr && found->is_int() ? std::to_string(found->as_int()) : "-";
}

std::string shown(const std::string& text) {
    constexpr unsigned char kFirstShown = 0x20;
    constexpr unsigned char kDelete = 0x7f;
    const bool is_plain = std::none_of(text.begin(), text.end(), [](unsigned char letter) {
        return letter < kFirstShown || letter == kDelete;
    });
    return is_plain ? text : api::to_text(api::Json{text});
}

std::string pair_state(const api::Json& pair) {
    const std::string state = text_or_dash(pair, "state");
    return state == "awaiting" ? "wants a second officer" : state;
}

std::string counted(std::uint64_t count, std::string_view one) {
    return core::cat(count, " ", one, count == 1 ? "" : "s");
}

std::int64_t int_or_zero(const api::Json& object, std::string_view key) {
    const api::Json* found = object.find(key);
    return found != nullptr && found->is_int() ? found->as_int() : 0;
}

}  // namespace sarhad::ctl
