#include "numbers.h"

#include "core/text.h"
#include "facts/date.h"

#include <algorithm>
#include <array>

namespace sarhad::rules::gtas {
namespace {

using core::cat;
using O = Operator;

constexpr std::int64_t kThousand = 1'000;

/// What a comparison with one number says, and how CEL writes it.
struct Comparison {
    Operator op;
    std::string_view sign;
    bool (*holds)(std::int64_t, std::int64_t);
};

constexpr std::array<Comparison, 6> kComparisons{{
    {O::kEqual, " == ", [](std::int64_t left, std::int64_t right) { return left == right; }},
    {O::kNotEqual, " != ", [](std::int64_t left, std::int64_t right) { return left != right; }},
    {O::kGreater, " > ", [](std::int64_t left, std::int64_t right) { return left > right; }},
    {O::kGreaterOrEqual,
     " >= ",
     [](std::int64_t left, std::int64_t right) { return left >= right; }},
    {O::kLess, " < ", [](std::int64_t left, std::int64_t right) { return left < right; }},
    {O::kLessOrEqual, " <= ", [](std::int64_t left, std::int64_t right) { return left <= right; }},
}};

const Comparison* comparison_of(Operator op) {
    const auto found = std::find_if(
        kComparisons.begin(), kComparisons.end(), [op](const auto& row) { return row.op == op; });
    return found == kComparisons.end() ? nullptr : &*found;
}

/// What the operator, one that compares numbers, says of a number.
bool holds(Operator op, std::int64_t number, const std::vector<std::int64_t>& values) {
    if (const Comparison* comparison = comparison_of(op)) {
        return comparison->holds(number, values[0]);
    }
    const bool is_range = op == O::kBetween || op == O::kNotBetween;
    const bool is_inside = is_range
                               ? number >= values[0] && number <= values[1]
                               : std::find(values.begin(), values.end(), number) != values.end();
    return is_inside != is_negated(op);
}

std::string listed(const std::vector<std::int64_t>& values, FactKind kind) {
    std::string text;
    for (const std::int64_t value : values) {
        text += cat(text.empty() ? "" : ", ", number_literal(value, kind));
    }
    return cat("[", text, "]");
}

/// Without a word about what is not given; "" where the operator compares no numbers.
std::string compared(Operator op,
                     const std::string& read,
                     FactKind kind,
                     const std::vector<std::int64_t>& values) {
    const std::string first = number_literal(values[0], kind);
    if (const Comparison* comparison = comparison_of(op)) {
        return cat(read, comparison->sign, first);
    }
    if (op == O::kIn || op == O::kNotIn) {
        const std::string inside = cat(read, " in ", listed(values, kind));
        return op == O::kIn ? inside : cat("!(", inside, ")");
    }
    if (op != O::kBetween && op != O::kNotBetween) {
        return {};
    }
    const std::string second = number_literal(values[1], kind);
    return op == O::kBetween ? cat(read, " >= ", first, " && ", read, " <= ", second)
                             : cat("(", read, " < ", first, " || ", read, " > ", second, ")");
}

bool is_first_day(facts::PartialDate date) {
    return date.month == 1 && date.day == 1;
}
bool is_last_day(facts::PartialDate date) {
    return date.month == 12 && date.day == 31;  // NOLINT(readability-magic-numbers)
}

}  // namespace

std::optional<std::int64_t> thousandths_of(std::string_view text) {
    const bool is_negative = text.starts_with('-');
    const auto parts = core::split(is_negative ? text.substr(1) : text, '.');
    const bool is_number =
        parts.size() <= 2 && core::is_ascii_digits(parts[0]) && parts[0].size() <= kGtasDigitsMax &&
        (parts.size() == 1 || (core::is_ascii_digits(parts[1]) && parts[1].size() <= 3));
    if (!is_number) {
        return std::nullopt;
    }
    std::string behind{parts.size() == 2 ? parts[1] : ""};
    behind.resize(3, '0');
    const std::int64_t made = *core::parse_int(parts[0]) * kThousand + *core::parse_int(behind);
    return is_negative ? -made : made;
}

std::string number_literal(std::int64_t thousandths, FactKind kind) {
    std::string whole = cat(thousandths < 0 ? "-" : "", std::abs(thousandths) / kThousand);
    if (kind != FactKind::kDouble) {
        return whole;
    }
    std::string behind = std::to_string(kThousand + std::abs(thousandths) % kThousand).substr(1);
    while (behind.size() > 1 && behind.back() == '0') {
        behind.pop_back();
    }
    return cat(whole, ".", behind);
}

std::optional<std::string> compare_numbers(Operator op,
                                           const Subject& subject,
                                           FactKind kind,
                                           const std::vector<std::int64_t>& values,
                                           std::int64_t absent) {
    std::string text = compared(op, subject.read, kind, values);
    if (text.empty()) {
        return std::nullopt;
    }
    const bool is_wanted = holds_of_nothing(op);
    if (holds(op, absent, values) == is_wanted) {
        return text;
    }
    return is_wanted ? cat("(", subject.absent, " || ", text, ")")
                     : cat(subject.given, " && ", text);
}

std::optional<Narrowing> compare_age(Operator op, const std::vector<std::int64_t>& values) {
    // Somebody of that many years less one, or of that many.
    const std::string years = "now.getFullYear() - traveller.birth_year";
    const auto than = [&](std::string_view sign, std::int64_t value) {
        return cat(years, sign, value / kThousand);
    };
    const std::int64_t first = values[0];
    const std::int64_t last = values.back();
    std::string text;
    if (op == O::kGreater) {
        text = than(" > ", first + kThousand);
    } else if (op == O::kGreaterOrEqual) {
        text = than(" > ", first);
    } else if (op == O::kLess) {
        text = than(" < ", first);
    } else if (op == O::kLessOrEqual) {
        text = than(" <= ", first);
    } else if (op == O::kBetween && first < last) {
        text = cat(than(" > ", first), " && ", than(" <= ", last));
    } else if (op == O::kNotEqual || op == O::kNotBetween) {
        text = cat("(", than(" < ", first), " || ", than(" > ", last + kThousand), ")");
    } else {
        return std::nullopt;
    }
    return Narrowing{cat("has(traveller.birth_year) && ", text), true};
}

std::optional<Narrowing> compare_birth(Operator op, const std::vector<std::string>& values) {
    std::vector<facts::PartialDate> dates;
    for (const std::string& value : values) {
        const auto date = facts::PartialDate::parse(value);
        if (!date || !date->is_full()) {
            return std::nullopt;
        }
        dates.push_back(*date);
    }
    bool is_narrowed = false;
    // The years of which every day is so.
    const auto behind = [&](facts::PartialDate date, bool with_it) {
        is_narrowed = is_narrowed || !(with_it ? is_first_day(date) : is_last_day(date));
        return cat("traveller.birth_year >= ", date.year + (with_it && is_first_day(date) ? 0 : 1));
    };
    const auto before = [&](facts::PartialDate date, bool with_it) {
        is_narrowed = is_narrowed || !(with_it ? is_last_day(date) : is_first_day(date));
        return cat("traveller.birth_year <= ", date.year - (with_it && is_last_day(date) ? 0 : 1));
    };
    std::string text;
    if (op == O::kGreater || op == O::kGreaterOrEqual) {
        text = behind(dates[0], op == O::kGreaterOrEqual);
    } else if (op == O::kLess || op == O::kLessOrEqual) {
        text = before(dates[0], op == O::kLessOrEqual);
    } else if (op == O::kBetween) {
        text = cat(behind(dates[0], true), " && ", before(dates[1], true));
    } else if (op == O::kNotBetween) {
        text = cat("(", before(dates[0], false), " || ", behind(dates[1], false), ")");
    } else if (op == O::kNotEqual) {
        text = cat("traveller.birth_year != ", dates[0].year);
        is_narrowed = true;
    } else {
        return std::nullopt;
    }
    return Narrowing{cat("has(traveller.birth_year) && ", text), is_narrowed};
}

}  // namespace sarhad::rules::gtas
