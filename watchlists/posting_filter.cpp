#include "posting_filter.h"

#include <algorithm>

namespace sarhad::watchlists {

void PostingBounds::clear_gains(std::int32_t rest) {
    gains.fill(0);
    gains[told::kRest] = static_cast<std::uint16_t>(rest);
}

void PostingBounds::add(ToldWord word, std::int32_t gain) {
    const auto most = static_cast<std::uint16_t>(gain);
    const auto raise = [&](std::uint16_t table) {
        std::uint16_t& held = gains[std::size_t{table} + told::mark_of(word, table)];
        held = std::max(held, most);
    };
    raise(told::kOnly);
    raise(told::kFirstOfTwo);
    raise(told::kSecondOfTwo);
    raise(told::kOfMany);
    raise(told::kFirstOfMany);
}

void PostingBounds::set_needs(const std::array<std::int32_t, 256>& by_total) {
    std::copy(by_total.begin(), by_total.end(), needs.begin() + told::kNeedsOfWhole);
    std::int32_t least = by_total.back();
    for (std::size_t total = by_total.size(); total-- > 0;) {
        least = std::min(least, by_total[total]);
        needs[told::kNeedsOfLeast + total] = least;
    }
}

std::uint32_t filter_postings(const PostingColumn& postings,
                              std::uint32_t from,
                              std::uint32_t count,
                              std::int32_t gain,
                              const PostingBounds& bounds,
                              KeptPostings& kept) {
    std::uint32_t size = 0;
    const auto* const gains = bounds.gains.data();
    const auto* const needs = bounds.needs.data();
    for (std::uint32_t at = from; at < from + count; ++at) {
        const Posting posting = postings[at];
        const std::uint32_t tells = posting.tells;
        const ToldFields& fields = told::kFields[posting.kind()];
        const auto gain_of = [&](const ToldField& field) {
            return std::int32_t{gains[field.table + (tells >> field.shift & field.mask)]};
        };
        const std::int32_t most =
            gain + gain_of(fields.words[0]) + gain_of(fields.words[1]) + gain_of(fields.words[2]);
        const auto total = static_cast<std::uint8_t>(
            std::max<std::uint32_t>(posting.total, tells & fields.total_mask));
        // Overwritten by the next one where it is not kept: no branch.
        kept[size] = {posting.name, most, total};
        size += most >= needs[fields.needs + total] ? 1U : 0U;
    }
    return size;
}

}  // namespace sarhad::watchlists
