#include "screening/counted_cash.h"

#include <algorithm>

namespace sarhad::screening {
namespace {

constexpr std::int64_t kMicrosAMinute = 60'000'000;

/// The most that there is, where it is more.
std::uint64_t added(std::uint64_t sum, std::uint64_t more) {
    return __builtin_add_overflow(sum, more, &sum) ? UINT64_MAX : sum;
}

}  // namespace

std::optional<facts::CountedCash> counted_cash(const facts::Crossing& crossing, std::int32_t day) {
    if (!crossing.cash) {
        return std::nullopt;
    }
    facts::CountedCash counted;
    const bool has_passage = crossing.passage != decltype(crossing.passage){};
    const auto& id = has_passage ? crossing.passage : crossing.id;
    std::copy_n(id.begin(), counted.passage.size(), counted.passage.begin());
    counted.at = crossing.screened_at.micros / kMicrosAMinute;
    counted.day = day;
    counted.is_out = crossing.cash->direction == facts::Direction::kOut;
    counted.usd_cents = std::max<std::int64_t>(crossing.cash->usd_cents, 0);
    for (const facts::CashLine& line : crossing.cash->lines) {
        if (line.instrument == facts::Instrument::kGold) {
            counted.gold_milligrams = added(counted.gold_milligrams, line.weight_milligrams);
        }
    }
    return counted;
}

}  // namespace sarhad::screening
