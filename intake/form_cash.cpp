#include "cash_limits.h"
#include "form_draft.h"

#include "core/text.h"

#include <algorithm>
#include <cstdlib>
#include <optional>

namespace sarhad::intake {
namespace {

constexpr std::string_view kDollar = "USD";
constexpr std::int64_t kThousandthsPerCent = 10;

/// US cents of an amount at a rate; nothing where it does not fit.
std::optional<std::int64_t> cents_at(std::int64_t thousandths, std::int64_t rate_millionths) {
    // thousandths x millionths = 1e9 of a dollar, 1e7 of a cent.
    constexpr std::int64_t kPerCent = 10'000'000;
    std::int64_t product = 0;
    if (__builtin_mul_overflow(thousandths, rate_millionths, &product)) return std::nullopt;
    return product / kPerCent;
}

/// Fills the dollars in that follow from amount and rate, and compares those that are written.
void check_value(FormDraft& draft, facts::CashLine& line, const std::string& path) {
    std::optional<std::int64_t> cents;
    if (line.amount.currency == kDollar) {
        cents = line.amount.thousandths / kThousandthsPerCent;
    } else if (line.rate_millionths > 0) {
        cents = cents_at(line.amount.thousandths, line.rate_millionths);
    }
    if (!cents && line.usd_cents == 0) {
        draft.problem("form-missing",
                      core::cat(path, ".rate"),
                      "missing: write the day's US dollars for one of the currency");
        return;
    }
    if (!cents) return;
    constexpr std::int64_t kTolerated = 100;  // A hundredth: rates are rounded.
    if (line.usd_cents != 0 && std::abs(line.usd_cents - *cents) > *cents / kTolerated + 1) {
        draft.problem("cash-value",
                      core::cat(path, ".usd"),
                      "amount and rate give another value: write the rate or the value anew");
    }
    if (line.usd_cents == 0) line.usd_cents = *cents;
}

void check_line(FormDraft& draft, facts::CashLine& line, const std::string& path) {
    draft.require(line.instrument != facts::Instrument::kUnknown,
                  core::cat(path, ".instrument"),
                  "one of: cash, bearer, prepaid, gold, jewellery, stones");
    if (line.amount.thousandths <= 0 || line.amount.currency.empty()) {
        draft.problem("form-missing",
                      core::cat(path, ".amount"),
                      "missing: write how much and the currency, as 12,500 USD");
        return;
    }
    check_value(draft, line, path);
}

/// The sum of what the limit is about: US dollars in thousandths, or rupees.
std::int64_t sum_of(const facts::CashDeclaration& cash, std::string_view currency) {
    std::int64_t sum = 0;
    for (const facts::CashLine& line : cash.lines) {
        const bool is_rupees = line.amount.currency == kRupee;
        if (!is_money(line.instrument) || is_rupees != (currency == kRupee)) continue;
        const std::int64_t value =
            is_rupees ? line.amount.thousandths : line.usd_cents * kThousandthsPerCent;
        if (__builtin_add_overflow(sum, value, &sum)) return INT64_MAX;
    }
    return sum;
}

void check_limit(FormDraft& draft,
                 facts::CashDeclaration& cash,
                 int age,
                 std::string_view currency) {
    const CashLimit* limit =
        cash_limit({cash.direction, currency, cash.destination, age, cash.made});
    if (limit == nullptr) return;
    const std::int64_t sum = sum_of(cash, currency);
    cash.is_required = cash.is_required || sum > limit->declared_above;
    if (limit->most < 0 || sum <= limit->most || !cash.permit.empty()) return;
    const std::string year =
        limit->most_a_year < 0 ? "" : core::cat(", ", limit->most_a_year / 1'000, " a year");
    draft.problem("cash-over-limit",
                  "lines",
                  core::cat("more than ",
                            limit->most / 1'000,
                            " ",
                            currency.empty() ? kDollar : currency,
                            " of one journey",
                            year,
                            " (",
                            limit->source,
                            "): call the supervisor, or write the State Bank's permit"));
}

}  // namespace

void check_cash(FormDraft& draft, facts::CashDeclaration& cash, const facts::Traveller& traveller) {
    const bool is_named =
        !traveller.surname.reveal().empty() || !traveller.full_name.reveal().empty();
    const bool has_paper =
        !traveller.documents.empty() && !traveller.documents[0].number.reveal().empty();
    draft.require(is_named, "traveller.surname", "the name as in the passport");
    draft.require(has_paper || !traveller.national_id.reveal().empty(),
                  "traveller.documents.1.number",
                  "the passport's number, or traveller.national_id");
    draft.require(cash.direction != facts::Direction::kUnknown, "direction", "one of: in, out");
    draft.require(cash.made.is_full(), "made", "the day, as 2026-03-01");
    draft.require(!cash.point.empty(), "point", "the airport, port or crossing, as KHI");
    draft.require(!cash.lines.empty(), "lines.1.amount", "what is carried, as 12,500 USD");
    std::int64_t sum = 0;
    bool is_summed = true;
    for (std::size_t i = 0; i < cash.lines.size(); ++i) {
        check_line(draft, cash.lines[i], core::cat("lines.", i + 1));
        is_summed = is_summed && !__builtin_add_overflow(sum, cash.lines[i].usd_cents, &sum);
    }
    if (!is_summed) {
        draft.problem("cash-value", "usd", "the lines are more than can be: write amounts anew");
    } else if (cash.usd_cents == 0) {
        cash.usd_cents = sum;
    } else if (std::abs(cash.usd_cents - sum) > sum / 100 + 1) {
        draft.problem("cash-value", "usd", "the lines give another sum: write it or them anew");
    }
    cash.is_required = false;
    const int age = age_on(traveller.date_of_birth.reveal(), cash.made);
    check_limit(draft, cash, age, "");
    check_limit(draft, cash, age, kRupee);
}

}  // namespace sarhad::intake
