#include "core/time_text.h"

#include "core/text.h"

#include <chrono>
#include <cstdint>

namespace sarhad::core {
namespace {

/// Reads a text from its start; once something was not as wanted it stays failed.
class Reader final {
public:
    explicit Reader(std::string_view text) : left_{text} {}

    /// So many digits.
    int number(std::size_t digits) {
        const std::string_view part = left_.substr(0, digits);
        int value = 0;
        for (const char digit : part) {
            is_good_ = is_good_ && digit >= '0' && digit <= '9';
            value = value * 10 + (digit - '0');
        }
        is_good_ = is_good_ && part.size() == digits;
        left_.remove_prefix(part.size());
        return is_good_ ? value : 0;
    }
    /// Where the next character is one of these: it, and it is passed.
    char take(std::string_view wanted) {
        if (left_.empty() || wanted.find(left_.front()) == std::string_view::npos) {
            return 0;
        }
        const char taken = left_.front();
        left_.remove_prefix(1);
        return taken;
    }
    void need(std::string_view wanted) { is_good_ = take(wanted) != 0 && is_good_; }
    /// ".25": 250,000.
    std::int64_t micros() {
        std::int64_t value = 0;
        std::int64_t unit = 100'000;
        if (take(".") == 0) {
            return 0;
        }
        is_good_ = is_good_ && !left_.empty() && left_.front() >= '0' && left_.front() <= '9';
        while (const char digit = take("0123456789")) {
            value += (digit - '0') * unit;
            unit /= 10;
        }
        return value;
    }
    /// "Z" or "+05:00".
    std::chrono::minutes offset() {
        if (take("Zz") != 0) {
            return std::chrono::minutes{0};
        }
        const char sign = take("+-");
        const int hours = number(2);
        need(":");
        const int minutes = number(2);
        is_good_ = is_good_ && sign != 0 && hours < 24 && minutes < 60;
        return std::chrono::minutes{(sign == '-' ? -1 : 1) * (hours * 60 + minutes)};
    }
    [[nodiscard]] bool is_whole() const { return is_good_ && left_.empty(); }

private:
    std::string_view left_;
    bool is_good_{true};
};

}  // namespace

Result<WallTime> from_rfc3339(std::string_view text) {
    Reader reader{text};
    const std::chrono::year year{reader.number(4)};
    reader.need("-");
    const std::chrono::month month{static_cast<unsigned>(reader.number(2))};
    reader.need("-");
    const std::chrono::day day{static_cast<unsigned>(reader.number(2))};
    reader.need("Tt");
    const std::chrono::hours hours{reader.number(2)};
    reader.need(":");
    const std::chrono::minutes minutes{reader.number(2)};
    reader.need(":");
    const std::chrono::seconds seconds{reader.number(2)};
    const std::chrono::microseconds fraction{reader.micros()};
    const std::chrono::minutes offset = reader.offset();
    const std::chrono::year_month_day date{year, month, day};
    if (!reader.is_whole() || !date.ok() || hours.count() > 23 || minutes.count() > 59 ||
        seconds.count() > 59) {
        return Error{Errc::kInvalid,
                     cat(text, ": wanted a date and a time such as 2026-11-23T09:14:02Z")};
    }
    const std::chrono::sys_time<std::chrono::microseconds> at =
        std::chrono::sys_days{date} + hours + minutes + seconds + fraction - offset;
    return WallTime{at.time_since_epoch().count()};
}

}  // namespace sarhad::core
