// links: sarhad_intake sarhad_facts sarhad_core
#include "core/check.h"
#include "intake/mrz.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace {

/// Runs of lines that are not blank: each holds a document at least.
std::size_t count_blocks(std::string_view text) {
    std::size_t blocks = 0;
    bool is_inside = false;
    bool is_line_empty = true;
    for (const char c : text) {
        if (c == '\n' || c == '\r') {
            if (is_line_empty) is_inside = false;
            is_line_empty = true;
        } else if (c >= 'A' && c <= 'Z') {
            if (!is_inside) ++blocks;
            is_inside = true;
            is_line_empty = false;
        } else if (static_cast<unsigned char>(c) > 0x20) {
            is_line_empty = false;
        }
    }
    return blocks;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using sarhad::facts::MessageStatus;
    const sarhad::core::ByteView bytes{data, size};
    const auto messages = sarhad::intake::read_mrz(bytes, {2026, 3, 1});
    SARHAD_CHECK(!messages.empty());
    const bool has_returns =
        std::find(data, data + size, static_cast<std::uint8_t>('\r')) != data + size;
    if (!has_returns && messages.size() <= 1000) {
        SARHAD_CHECK(messages.size() >= count_blocks(sarhad::core::as_text(bytes)));
    }
    for (const auto& message : messages) {
        SARHAD_CHECK(message.status == MessageStatus::kOk || !message.problems.empty());
        SARHAD_CHECK(message.status == MessageStatus::kRefused || message.travellers.size() == 1);
        for (const auto& problem : message.problems)
            SARHAD_CHECK(problem.offset <= size);
    }
    return 0;
}
