// links: sarhad_core
#include "core/bytes.h"
#include "core/check.h"
#include "core/log.h"
#include "core/text.h"

#include <algorithm>

namespace {

using sarhad::core::as_text;
using sarhad::core::Bytes;
using sarhad::core::ByteView;
using sarhad::core::Result;

constexpr sarhad::core::LogEvent kSample{"SAMPLE", sarhad::core::LogLevel::kInfo, "sample"};

void check_numbers(std::string_view text) {
    if (const Result<std::int64_t> number = sarhad::core::parse_int(text)) {
        const std::string again = std::to_string(*number);
        SARHAD_CHECK(*sarhad::core::parse_int(again) == *number);
    }
    if (const Result<std::uint64_t> number = sarhad::core::parse_uint(text)) {
        const std::string again = std::to_string(*number);
        SARHAD_CHECK(*sarhad::core::parse_uint(again) == *number);
    }
}

void check_split(std::string_view text) {
    std::string joined;
    for (const std::string_view piece : sarhad::core::split(text, ',')) {
        joined.append(piece).push_back(',');
    }
    joined.pop_back();
    SARHAD_CHECK(joined == text);
}

void check_log_line(std::string_view text) {
    const std::string line = sarhad::core::to_line(kSample, {{"key", text}});
    SARHAD_CHECK(std::none_of(
        line.begin(), line.end(), [](char c) { return static_cast<unsigned char>(c) < ' '; }));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const ByteView bytes{data, size};
    const std::string_view text = as_text(bytes);
    SARHAD_CHECK(*sarhad::core::from_hex(sarhad::core::to_hex(bytes)) == Bytes(data, data + size));
    if (const Result<Bytes> parsed = sarhad::core::from_hex(text)) {
        SARHAD_CHECK(sarhad::core::to_hex(*parsed) == sarhad::core::ascii_lower(text));
    }
    check_numbers(text);
    check_split(text);
    check_log_line(text);
    const std::size_t half = size / 2;
    // The whole is well-formed wherever both halves are.
    if (sarhad::core::is_utf8(text.substr(0, half)) && sarhad::core::is_utf8(text.substr(half))) {
        SARHAD_CHECK(sarhad::core::is_utf8(text));
    }
    return 0;
}
