#include "match_scratch.h"

#include "findings.h"

#include <algorithm>
#include <bit>

namespace sarhad::watchlists {

void NearTable::clear(std::size_t count) {
    const std::size_t size = std::bit_ceil(2 * count + 2);
    slots_.assign(size, Slot{kFree, 0});
    mask_ = size - 1;
    rows_.clear();
}

NearTable::Row& NearTable::row_of(std::uint32_t word) {
    std::size_t at = place_of(word);
    while (slots_[at].word != kFree && slots_[at].word != word) {
        at = (at + 1) & mask_;
    }
    if (slots_[at].word == kFree) {
        slots_[at] = {word, static_cast<std::uint32_t>(rows_.size())};
        rows_.push_back({});
    }
    return rows_[slots_[at].row];
}

void NearTable::set(std::uint32_t word, std::size_t query_word, int similarity, Weight gain) {
    Row& row = row_of(word);
    row.similar[query_word] = static_cast<std::uint16_t>(similarity);
    row.mask |= 1U << query_word;
    row.gain = std::max(row.gain, gain);
}

void MatchScratch::Parts::read_father(const std::string& name) {
    if (!is_no_name(name)) {
        father_forms.push_back(make_form(normalise(name)));
    }
}

MatchScratch::MatchScratch() : parts_{std::make_unique<Parts>()} {}
MatchScratch::~MatchScratch() = default;

}  // namespace sarhad::watchlists
