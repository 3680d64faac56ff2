// links: sarhad_intake sarhad_facts sarhad_core
// seeds: tests/data/intake
// words: intake/asycuda_manifest.cpp intake/asycuda_declaration.cpp intake/manifest_members.cpp
// intake/manifest_sheet.cpp
#include "core/check.h"
#include "intake/messages.h"

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace {

using sarhad::facts::Message;

/// A plain list of two columns: no row is without its bill.
void check_that_no_row_is_lost(std::string_view text, const std::vector<Message>& messages) {
    constexpr std::string_view kHeader = "bill,goods,hs\n";
    if (!text.starts_with(kHeader) || text.find('"') != std::string_view::npos ||
        text.find('\0') != std::string_view::npos || messages.size() != 1) {
        return;
    }
    for (const auto& problem : messages[0].problems) {
        if (problem.code.starts_with("too-many-")) return;
    }
    std::size_t rows = 0;
    for (std::size_t at = text.find("\nB,"); at != std::string_view::npos;
         at = text.find("\nB,", at + 1)) {
        ++rows;
    }
    std::size_t goods = 0;
    for (const auto& bill : messages[0].bills)
        goods += bill.goods.size();
    SARHAD_CHECK(goods >= rows);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const sarhad::core::ByteView bytes{data, size};
    const auto messages = sarhad::intake::read_messages(bytes);
    SARHAD_CHECK(!messages.empty());
    check_that_no_row_is_lost(sarhad::core::as_text(bytes), messages);
    for (const Message& message : messages) {
        SARHAD_CHECK(message.status == sarhad::facts::MessageStatus::kOk ||
                     !message.problems.empty());
        for (const auto& problem : message.problems)
            SARHAD_CHECK(problem.offset <= size);
    }
    return 0;
}
