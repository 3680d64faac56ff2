#include "block_reading.h"

#include "script_blocks_table.h"

#include <algorithm>

namespace sarhad::watchlists {
namespace {

const ScriptBlock* block_of(char32_t code) {
    const auto* block =
        std::find_if(kScriptBlock.begin(), kScriptBlock.end(), [&](const ScriptBlock& one) {
            return code >= one.first && code <= one.last;
        });
    return block == kScriptBlock.end() ? nullptr : block;
}

}  // namespace

bool has_block_reading(char32_t code) {
    return block_of(code) != nullptr;
}

std::string_view block_reading(char32_t code) {
    const ScriptBlock* block = block_of(code);
    return block == nullptr
               ? std::string_view{}
               : std::string_view{kBlockReading.at(block->at + (code - block->first)).text};
}

}  // namespace sarhad::watchlists
