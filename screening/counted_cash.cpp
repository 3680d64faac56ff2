#include "screening/counted_cash.h"

#include "core/bytes.h"

#include <algorithm>
#include <string_view>
#include <tuple>

namespace sarhad::screening {
namespace {

/// The limits of a year are of foreign money; gold and stones are none.
bool is_foreign_money(const facts::CashLine& line) {
    const bool is_money = line.instrument != facts::Instrument::kGold &&
                          line.instrument != facts::Instrument::kJewellery &&
                          line.instrument != facts::Instrument::kStones;
    return is_money && line.amount.currency != "PKR";
}

/// FNV-1a, 64 bits: it tells the forms of one person apart, and nobody else's.
facts::CrossingMark digest_of(std::string_view text) {
    std::uint64_t hash = 0xCBF2'9CE4'8422'2325U;
    for (const char c : text) {
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x0000'0100'0000'01B3U;
    }
    facts::CrossingMark mark{};
    for (std::size_t i = 0; i < mark.size(); ++i) {
        mark[i] = static_cast<std::uint8_t>(hash >> (8 * i));
    }
    return mark;
}

facts::CrossingMark mark_of(const facts::Crossing& crossing) {
    const bool has_passage = crossing.passage != decltype(crossing.passage){};
    if (!has_passage && !crossing.cash->reference.empty()) {
        return digest_of(crossing.cash->reference + '|' + crossing.cash->point);
    }
    const auto& id = has_passage ? crossing.passage : crossing.id;
    facts::CrossingMark mark{};
    std::copy_n(id.begin(), mark.size(), mark.begin());
    return mark;
}

}  // namespace

std::optional<facts::CountedCash> counted_cash(const facts::Crossing& crossing, std::int32_t day) {
    if (!crossing.cash) {
        return std::nullopt;
    }
    facts::CountedCash counted;
    counted.passage = mark_of(crossing);
    counted.at = crossing.screened_at.micros;
    counted.day = day;
    counted.is_out = crossing.cash->direction == facts::Direction::kOut;
    std::int64_t gold = 0;
    for (const facts::CashLine& line : crossing.cash->lines) {
        if (is_foreign_money(line)) {
            counted.usd_cents = sum_to_the_most(counted.usd_cents, line.usd_cents);
        } else if (line.instrument == facts::Instrument::kGold) {
            gold = sum_to_the_most(gold,
                                   static_cast<std::int64_t>(
                                       std::min<std::uint64_t>(line.weight_milligrams, INT64_MAX)));
        }
    }
    counted.gold_milligrams = static_cast<std::uint64_t>(gold);
    return counted;
}

void keep_last(CashByPassage& all, const facts::CountedCash& cash) {
    const auto place = [](const facts::CountedCash& one) {
        return std::tuple{one.at, one.usd_cents, one.gold_milligrams, one.day, one.is_out};
    };
    const auto [held, is_new] = all.try_emplace(cash.passage, cash);
    if (!is_new && place(cash) > place(held->second)) {
        held->second = cash;
    }
}

std::int64_t sum_to_the_most(std::int64_t sum, std::int64_t more) {
    const std::int64_t added = std::max<std::int64_t>(more, 0);
    return __builtin_add_overflow(sum, added, &sum) ? INT64_MAX : sum;
}

}  // namespace sarhad::screening
