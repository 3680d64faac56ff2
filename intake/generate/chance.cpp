#include "chance.h"

#include "core/text.h"

#include <chrono>

namespace sarhad::intake {

std::uint64_t Chance::below(std::uint64_t bound) {
    state_ += 0x9E3779B97F4A7C15U;
    std::uint64_t mixed = state_;
    mixed = (mixed ^ (mixed >> 30U)) * 0xBF58476D1CE4E5B9U;
    mixed = (mixed ^ (mixed >> 27U)) * 0x94D049BB133111EBU;
    return (mixed ^ (mixed >> 31U)) % bound;
}

int Chance::between(int least, int most) {
    return least + static_cast<int>(below(static_cast<std::uint64_t>(most - least) + 1));
}

std::string Chance::digits(std::size_t count) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i) {
        text += static_cast<char>('0' + (i == 0 ? 1 + below(9) : below(10)));
    }
    return text;
}

std::string Chance::letters(std::size_t count) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i)
        text += static_cast<char>('A' + below(26));
    return text;
}

std::string Chance::code(std::string_view shape) {
    std::string text;
    for (const char c : shape) {
        text += c == 'A' ? static_cast<char>('A' + below(26))
                         : static_cast<char>(c == '9' ? '1' + below(9) : '0' + below(10));
    }
    return text;
}

std::string Chance::word(std::string_view words) {
    const auto all = core::split(words, ' ');
    constexpr std::uint64_t kParts = 1'000;
    // The square of an even draw: the first of 64 words takes an eighth of all.
    const std::uint64_t draw = below(kParts);
    return std::string{all[draw * draw / kParts * all.size() / kParts]};
}

facts::PartialDate days_after(facts::PartialDate date, int days) {
    namespace chrono = std::chrono;
    const chrono::sys_days day{chrono::year{date.year} / chrono::month{date.month} /
                               chrono::day{date.day}};
    const chrono::year_month_day then{day + chrono::days{days}};
    return {static_cast<std::int16_t>(static_cast<int>(then.year())),
            static_cast<std::uint8_t>(static_cast<unsigned>(then.month())),
            static_cast<std::uint8_t>(static_cast<unsigned>(then.day()))};
}

facts::LocalTime minutes_after(facts::LocalTime time, int minutes) {
    constexpr int kDay = 24 * 60;
    const int all = time.hour * 60 + time.minute + minutes;
    const int days = all < 0 ? -1 : all / kDay;
    const int rest = all - days * kDay;
    return {days_after(time.date, days),
            static_cast<std::uint8_t>(rest / 60),
            static_cast<std::uint8_t>(rest % 60)};
}

}  // namespace sarhad::intake
