#include "ctl/backtest_report.h"

#include "core/text.h"
#include "ctl/answers.h"
#include "ctl/table.h"
#include "rules/backtest/interval.h"

#include <algorithm>
#include <map>
#include <sstream>
#include <string_view>
#include <utility>
#include <vector>

namespace sarhad::ctl {
namespace {

using api::Json;
using core::cat;

/// Rows of a table for a person; a script gets all.
constexpr std::size_t kShownRows = 12;

/// A count; 0 where there is none.
std::uint64_t count_at(const Json& of, std::string_view key) {
    return static_cast<std::uint64_t>(std::max<std::int64_t>(int_or_zero(of, key), 0));
}

const Json& at(const Json& of, std::string_view key) {
    static const Json kNothing = Json::object();
    const Json* found = of.find(key);
    return found == nullptr ? kNothing : *found;
}

std::string digits(std::uint64_t number, std::size_t least) {
    std::string made = cat(number);
    return made.size() < least ? std::string(least - made.size(), '0') + made : made;
}

/// "1.250 %" of 12,500 ppm.
std::string percent(std::uint64_t ppm) {
    return cat(ppm / 10'000, ".", digits(ppm % 10'000 / 10, 3), " %");
}

/// "1.250 % (1.012 % to 1.540 %)"
std::string rate_text(const rules::backtest::Rate& rate) {
    return rate.of == 0 ? "none"
                        : cat(percent(rate.ppm),
                              " (",
                              percent(rate.low_ppm),
                              " to ",
                              percent(rate.high_ppm),
                              ")");
}

/// The interval is made of the two counts, which are all that it hangs on.
std::string rate_text(const Json& rate) {
    return rate_text(rules::backtest::rate(count_at(rate, "count"), count_at(rate, "of")));
}

/// "8.25" of 8,250.
std::string thousandths(std::uint64_t number) {
    return cat(number / 1'000, ".", digits(number % 1'000 / 10, 2));
}

std::string looks_text(const Json& looks) {
    return cat(count_at(looks, "of"),
               " inspected, ",
               count_at(looks, "count"),
               " positive: ",
               rate_text(looks));
}

void print_table(std::ostringstream& to, const Table& table) {
    to << '\n';
    table.print(to);
}

/// What a port's days come to.
struct PortSum {
    std::uint64_t entities{0};
    std::uint64_t hits{0};
    std::pair<std::uint64_t, std::string> most{};  ///< Hits of a day.
};

void print_ports(std::ostringstream& to, const Json& rule) {
    std::map<std::string, PortSum> ports;
    for (const Json& place : elements_at(rule, "places")) {
        PortSum& sum = ports[text_or_dash(place, "port")];
        const std::uint64_t hits = count_at(at(place, "hits"), "count");
        sum.entities += count_at(at(place, "hits"), "of");
        sum.hits += hits;
        sum.most = std::max(sum.most, {hits, text_or_dash(place, "day")});
    }
    Table table{{{"port"},
                 {"entities", Align::kRight},
                 {"hits", Align::kRight},
                 {"rate"},
                 {"most in a day"}}};
    std::size_t shown = 0;
    for (const auto& [port, sum] : ports) {
        if (++shown > kShownRows) {
            break;
        }
        table.add({port,
                   cat(sum.entities),
                   cat(sum.hits),
                   rate_text(rules::backtest::rate(sum.hits, sum.entities)),
                   sum.most.first == 0 ? "-" : cat(sum.most.first, " on ", sum.most.second)});
    }
    print_table(to, table);
    if (ports.size() > kShownRows) {
        to << cat("... and ", ports.size() - kShownRows, " ports more: --json has all\n");
    }
}

/// The groups with the most entities of each trait, and whether the rule hits them otherwise than
/// the rest.
void print_groups(std::ostringstream& to, const Json& rule) {
    Table table{{{"persons"},
                 {"entities", Align::kRight},
                 {"hits", Align::kRight},
                 {"rate"},
                 {"ratio", Align::kRight},
                 {""}}};
    const std::uint64_t whole = count_at(at(rule, "hits"), "ppm");
    std::vector<std::pair<std::string, std::vector<const Json*>>> traits;
    for (const Json& group : elements_at(rule, "groups")) {
        const std::string trait = text_or_dash(group, "trait");
        if (traits.empty() || traits.back().first != trait) {
            traits.push_back({trait, {}});
        }
        traits.back().second.push_back(&group);
    }
    for (auto& [trait, groups] : traits) {
        std::stable_sort(groups.begin(), groups.end(), [](const Json* left, const Json* right) {
            return count_at(at(*left, "hits"), "of") > count_at(at(*right, "hits"), "of");
        });
        groups.resize(std::min(groups.size(), kShownRows));
        for (const Json* group : groups) {
            const Json& rate = at(*group, "hits");
            table.add({cat(trait, " ", text_or_dash(*group, "group")),
                       cat(count_at(rate, "of")),
                       cat(count_at(rate, "count")),
                       rate_text(rate),
                       thousandths(count_at(*group, "ratio_permille")),
                       count_at(rate, "low_ppm") > whole    ? "oftener"
                       : count_at(rate, "high_ppm") < whole ? "more rarely"
                                                            : ""});
        }
    }
    if (!traits.empty()) {
        print_table(to, table);
    }
}

void print_overlap(std::ostringstream& to, const Json& rule) {
    Table table{
        {{"other rule"}, {"its hits", Align::kRight}, {"both", Align::kRight}, {"overlap"}}};
    std::vector<const Json*> rows;
    for (const Json& other : elements_at(rule, "overlap")) {
        rows.push_back(&other);
    }
    std::stable_sort(rows.begin(), rows.end(), [](const Json* left, const Json* right) {
        return count_at(at(*left, "jaccard"), "count") > count_at(at(*right, "jaccard"), "count");
    });
    rows.resize(std::min(rows.size(), kShownRows));
    for (const Json* other : rows) {
        const Json& both = at(*other, "jaccard");
        const auto is_then = other->bool_at("then");
        table.add({text_or_dash(*other, "rule") + (is_then && *is_then ? " then" : ""),
                   cat(count_at(*other, "hits")),
                   cat(count_at(both, "count")),
                   percent(count_at(both, "ppm"))});
    }
    if (!rows.empty()) {
        print_table(to, table);
    }
}

void print_stopped(std::ostringstream& to, const Json& rule) {
    Table table{{{"failed first"}, {"entities", Align::kRight}}};
    for (const Json& condition : elements_at(rule, "stopped")) {
        table.add({text_or_dash(condition, "condition"), cat(count_at(condition, "entities"))});
    }
    print_table(to, table);
}

std::string protected_text(const Json& excluded) {
    const std::uint64_t answered = count_at(excluded, "of");
    const std::uint64_t least = count_at(excluded, "answers_least");
    if (answered < least) {
        return cat(answered,
                   " entities had an answer, and fewer than ",
                   least,
                   " prove nothing: FAILED; try it on more days");
    }
    const auto passed = excluded.bool_at("passed");
    return cat(percent(count_at(excluded, "ppm")),
               " of ",
               answered,
               " (at least 80 %): ",
               passed && *passed ? "passed" : "FAILED");
}

void print_sums(std::ostringstream& to, const Json& rule) {
    const std::uint64_t days = std::max<std::uint64_t>(count_at(rule, "days"), 1);
    const Json& hits = at(rule, "hits");
    std::string waits;
    for (const Json& one : elements_at(rule, "waits_for")) {
        waits += cat(waits.empty() ? ", waiting for " : ", ",
                     text_or_dash(one, "source"),
                     " (",
                     count_at(one, "entities"),
                     ")");
    }
    const std::uint64_t lift = count_at(rule, "lift_permille");
    const std::uint64_t minutes = count_at(rule, "officer_minutes");
    const std::uint64_t waiting = count_at(rule, "waiting_hits");
    const Json& drawn = at(rule, "drawn_hits");
    to << cat("  entities   ", count_at(hits, "of"), " on ", days, " days\n")
       << cat("  hits       ",
              count_at(hits, "count"),
              ", ",
              count_at(hits, "count") / days,
              " a day: ",
              rate_text(hits),
              waiting == 0 ? "" : cat("; ", waiting, " of these since they wait"),
              "\n")
       << cat("  unknown    ", count_at(rule, "unknown"), waits, "\n")
       << cat("  errors     ", count_at(rule, "errors"), "\n")
       << cat("  left out by other than protected facts: ",
              protected_text(at(rule, "excluded")),
              "\n")
       << cat("  of hits    ", looks_text(at(rule, "inspected_hits")), "\n")
       << cat("  of these drawn: ", looks_text(drawn), "\n")
       << cat("  by chance  ", looks_text(at(rule, "drawn")), "\n")
       << cat("  lift       ",
              lift == 0 ? "cannot be said" : cat(thousandths(lift), " times chance"),
              count_at(drawn, "of") != 0 ? ", by those drawn" : "",
              "\n")
       << cat("  officers   ", minutes, " minutes for all hits, ", minutes / days, " a day\n")
       << cat("  untouched  ",
              percent(count_at(at(rule, "untouched_before"), "ppm")),
              " were decided green; without hits of this rule ",
              percent(count_at(at(rule, "untouched_after"), "ppm")),
              "\n")
       << cat("  repeats    ",
              count_at(rule, "repeat_stops"),
              " hits on persons whom an inspection had cleared before\n");
}

std::string rule_text(const Json& rule) {
    std::ostringstream to;
    to << text_or_dash(rule, "id") << ' ' << shown(text_or_dash(rule, "title")) << " ("
       << text_or_dash(rule, "kind") << ")\n";
    print_sums(to, rule);
    print_stopped(to, rule);
    print_ports(to, rule);
    print_groups(to, rule);
    print_overlap(to, rule);
    const Json::Array& samples = elements_at(rule, "samples");
    for (std::size_t i = 0; i < samples.size(); ++i) {
        to << (i == 0 ? "\nsome hits: " : ", ")
           << (samples[i].is_text() ? samples[i].as_text() : "-");
    }
    to << (samples.empty() ? "" : "\n");
    return to.str();
}

}  // namespace

std::string backtest_text(const Json& report) {
    std::string text;
    for (const Json& kind : elements_at(report, "read")) {
        text += cat(count_at(kind, "frames"),
                    " ",
                    text_or_dash(kind, "kind"),
                    " frames in ",
                    count_at(kind, "files"),
                    " files, ",
                    count_at(kind, "bytes"),
                    " bytes read\n");
    }
    const std::uint64_t left_out = count_at(at(report, "left_out"), "files");
    const std::uint64_t cut = count_at(at(report, "cut_short"), "files");
    if (left_out + cut != 0) {
        text += cat("DAMAGED: ",
                    left_out,
                    " files left out, ",
                    cut,
                    " read only in part: what they hold is not counted here\n");
    }
    for (const Json& rule : elements_at(report, "rules")) {
        text += cat("\n", rule_text(rule));
    }
    return text;
}

}  // namespace sarhad::ctl
