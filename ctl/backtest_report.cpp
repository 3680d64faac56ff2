#include "ctl/backtest_report.h"

#include "core/text.h"
#include "ctl/backtest_check.h"
#include "ctl/table.h"
#include "facts/date.h"
#include "rules/schema/facts.h"

#include <algorithm>
#include <map>
#include <set>
#include <sstream>
#include <utility>

namespace sarhad::ctl {
namespace {

using api::Json;
using core::cat;
using rules::backtest::HitCount;
using rules::backtest::LookCount;
using rules::backtest::Rate;
using rules::backtest::RuleTally;

/// Rows of a table for a person; a script gets all.
constexpr std::size_t kShownRows = 12;

std::string day_text(std::int64_t day) {
    constexpr std::int64_t kMicrosADay = 86'400'000'000;
    return facts::to_text(facts::day_of(core::WallTime{day * kMicrosADay}));
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
std::string rate_text(const Rate& rate) {
    return rate.of == 0 ? "none"
                        : cat(percent(rate.ppm),
                              " (",
                              percent(rate.low_ppm),
                              " to ",
                              percent(rate.high_ppm),
                              ")");
}

/// "8.25" of 8,250.
std::string thousandths(std::uint64_t number) {
    return cat(number / 1'000, ".", digits(number % 1'000 / 10, 2));
}

Json rate_json(const Rate& rate) {
    return Json::object({{"count", rate.count},
                         {"of", rate.of},
                         {"ppm", rate.ppm},
                         {"low_ppm", rate.low_ppm},
                         {"high_ppm", rate.high_ppm}});
}

Json looks_json(const LookCount& looks) {
    Json made = rate_json(rules::backtest::rate(looks.positive, looks.looks));
    made.set("minutes", looks.minutes);
    return made;
}

std::string looks_text(const LookCount& looks) {
    return cat(looks.looks,
               " inspected, ",
               looks.positive,
               " positive: ",
               rate_text(rules::backtest::rate(looks.positive, looks.looks)));
}

/// Of each source of unknown ones, how many wait for it.
std::vector<std::pair<std::string, std::uint64_t>> waits_of(const RuleTally& tally) {
    std::vector<std::pair<std::string, std::uint64_t>> made;
    for (std::size_t bit = 0; bit < tally.waits_for.size(); ++bit) {
        if (tally.waits_for.at(bit) != 0) {
            for (const std::string& name : rules::source_names(std::uint64_t{1} << bit)) {
                made.emplace_back(name, tally.waits_for.at(bit));
            }
        }
    }
    return made;
}

std::size_t days_of(const RuleTally& tally) {
    std::set<std::int64_t> days;
    for (const auto& [place, count] : tally.places) {
        days.insert(place.second);
    }
    return std::max<std::size_t>(days.size(), 1);
}

Json places_json(const RuleTally& tally) {
    Json made = Json::array();
    for (const auto& [place, count] : tally.places) {
        made.push(
            Json::object({{"port", place.first},
                          {"day", day_text(place.second)},
                          {"hits", rate_json(rules::backtest::rate(count.hits, count.frames))}}));
    }
    return made;
}

Json groups_json(const RuleTally& tally) {
    Json made = Json::array();
    for (std::size_t trait = 0; trait < rules::backtest::kTraits; ++trait) {
        for (const auto& [group, count] : tally.groups.at(trait)) {
            made.push(
                Json::object({{"trait", name_of(static_cast<rules::backtest::Trait>(trait))},
                              {"group", group},
                              {"hits", rate_json(rules::backtest::rate(count.hits, count.frames))},
                              {"ratio_permille", rules::backtest::ratio_permille(count, tally)}}));
        }
    }
    return made;
}

/// Each other rule: of those tried with it, and of those that hit then. What is counted together
/// as "others" is no rule.
template <class Each>
void each_overlap(const RuleReport& report, const Each& each) {
    for (std::size_t i = 0; i < report.others.size(); ++i) {
        if (report.others[i] != report.rule->id) {
            each(report.others[i], false, report.other_hits[i], report.tally->both[i]);
        }
    }
    for (const auto& [id, count] : report.tally->recorded) {
        if (id != rules::backtest::kOthers) {
            each(id, true, count.frames, count.hits);
        }
    }
}

Json overlap_json(const RuleReport& report) {
    Json made = Json::array();
    each_overlap(report,
                 [&](const std::string& id, bool is_then, std::uint64_t hits, std::uint64_t both) {
                     made.push(Json::object(
                         {{"rule", id},
                          {"then", is_then},
                          {"jaccard",
                           rate_json(rules::backtest::jaccard(report.tally->hits, hits, both))}}));
                 });
    return made;
}

Json samples_json(const RuleTally& tally) {
    Json made = Json::array();
    for (const auto& sample : tally.samples) {
        made.push(core::to_hex(sample.entity));
    }
    return made;
}

void print_table(std::ostringstream& to, const Table& table) {
    to << '\n';
    table.print(to);
}

void print_ports(std::ostringstream& to, const RuleTally& tally) {
    std::map<std::string, HitCount> ports;
    std::map<std::string, std::pair<std::uint64_t, std::int64_t>> most;
    for (const auto& [place, count] : tally.places) {
        ports[place.first].frames += count.frames;
        ports[place.first].hits += count.hits;
        most[place.first] = std::max(most[place.first], {count.hits, place.second});
    }
    Table table{{{"port"},
                 {"entities", Align::kRight},
                 {"hits", Align::kRight},
                 {"rate"},
                 {"most in a day"}}};
    std::size_t shown = 0;
    for (const auto& [port, count] : ports) {
        if (++shown > kShownRows) {
            break;
        }
        const auto& [hits, day] = most[port];
        table.add({port,
                   cat(count.frames),
                   cat(count.hits),
                   rate_text(rules::backtest::rate(count.hits, count.frames)),
                   hits == 0 ? "-" : cat(hits, " on ", day_text(day))});
    }
    print_table(to, table);
    if (ports.size() > kShownRows) {
        to << cat("... and ", ports.size() - kShownRows, " ports more: --json has all\n");
    }
}

/// The groups with the most entities of each trait, and whether the rule hits them otherwise than
/// the rest.
void print_groups(std::ostringstream& to, const RuleTally& tally) {
    Table table{{{"persons"},
                 {"entities", Align::kRight},
                 {"hits", Align::kRight},
                 {"rate"},
                 {"ratio", Align::kRight},
                 {""}}};
    const std::uint32_t whole = rules::backtest::rate(tally.hits, tally.frames).ppm;
    bool is_any = false;
    for (std::size_t trait = 0; trait < rules::backtest::kTraits; ++trait) {
        std::vector<std::pair<std::string, HitCount>> groups{tally.groups.at(trait).begin(),
                                                             tally.groups.at(trait).end()};
        std::stable_sort(groups.begin(), groups.end(), [](const auto& left, const auto& right) {
            return left.second.frames > right.second.frames;
        });
        groups.resize(std::min(groups.size(), kShownRows));
        for (const auto& [group, count] : groups) {
            const Rate rate = rules::backtest::rate(count.hits, count.frames);
            is_any = true;
            table.add({cat(name_of(static_cast<rules::backtest::Trait>(trait)), " ", group),
                       cat(count.frames),
                       cat(count.hits),
                       rate_text(rate),
                       thousandths(rules::backtest::ratio_permille(count, tally)),
                       rate.low_ppm > whole    ? "oftener"
                       : rate.high_ppm < whole ? "more rarely"
                                               : ""});
        }
    }
    if (is_any) {
        print_table(to, table);
    }
}

void print_overlap(std::ostringstream& to, const RuleReport& report) {
    Table table{
        {{"other rule"}, {"its hits", Align::kRight}, {"both", Align::kRight}, {"overlap"}}};
    std::vector<std::pair<std::uint64_t, std::vector<std::string>>> rows;
    each_overlap(
        report, [&](const std::string& id, bool is_then, std::uint64_t hits, std::uint64_t both) {
            const Rate rate = rules::backtest::jaccard(report.tally->hits, hits, both);
            rows.push_back(
                {both, {is_then ? id + " then" : id, cat(hits), cat(both), percent(rate.ppm)}});
        });
    std::stable_sort(rows.begin(), rows.end(), [](const auto& left, const auto& right) {
        return left.first > right.first;
    });
    rows.resize(std::min(rows.size(), kShownRows));
    for (auto& row : rows) {
        table.add(std::move(row.second));
    }
    if (!rows.empty()) {
        print_table(to, table);
    }
}

void print_stopped(std::ostringstream& to, const RuleReport& report) {
    Table table{{{"failed first"}, {"entities", Align::kRight}}};
    for (std::size_t i = 0; i < report.tally->stopped.size(); ++i) {
        table.add({(*report.conditions)[i], cat(report.tally->stopped[i])});
    }
    print_table(to, table);
}

std::string protected_text(const RuleTally& tally) {
    using rules::backtest::kExcludedAnswersMin;
    if (tally.answered < kExcludedAnswersMin) {
        return cat(tally.answered,
                   " entities had an answer, and fewer than ",
                   kExcludedAnswersMin,
                   " prove nothing: FAILED; try it on more days");
    }
    return cat(percent(rules::backtest::excluded_rate(tally).ppm),
               " of ",
               tally.answered,
               " (at least 80 %): ",
               rules::backtest::is_excluding_enough(tally) ? "passed" : "FAILED");
}

void print_sums(std::ostringstream& to, const RuleTally& tally) {
    const std::uint64_t days = days_of(tally);
    std::string waits;
    for (const auto& [name, count] : waits_of(tally)) {
        waits += cat(waits.empty() ? ", waiting for " : ", ", name, " (", count, ")");
    }
    const std::uint64_t lift = rules::backtest::lift_permille(tally);
    const std::uint64_t minutes = rules::backtest::expected_minutes(tally);
    const auto before = rules::backtest::rate(tally.green, tally.frames);
    const auto after = rules::backtest::rate(tally.green - tally.green_hits, tally.frames);
    to << cat("  entities   ", tally.frames, " on ", days, " days\n")
       << cat("  hits       ",
              tally.hits,
              ", ",
              tally.hits / days,
              " a day: ",
              rate_text(rules::backtest::rate(tally.hits, tally.frames)),
              "\n")
       << cat("  unknown    ", tally.unknown, waits, "\n")
       << cat("  errors     ", tally.errors, "\n")
       << cat("  left out by other than protected facts: ", protected_text(tally), "\n")
       << cat("  of hits    ", looks_text(tally.hit_looks), "\n")
       << cat("  of these drawn: ", looks_text(tally.hit_random), "\n")
       << cat("  by chance  ", looks_text(tally.all_random), "\n")
       << cat("  lift       ",
              lift == 0 ? "cannot be said" : cat(thousandths(lift), " times chance"),
              tally.hit_random.looks != 0 ? ", by those drawn" : "",
              "\n")
       << cat("  officers   ", minutes, " minutes for all hits, ", minutes / days, " a day\n")
       << cat("  untouched  ",
              percent(before.ppm),
              " were decided green; without hits of this rule ",
              percent(after.ppm),
              "\n")
       << cat("  repeats    ",
              tally.repeats,
              " hits on persons whom an inspection had cleared before\n");
}

}  // namespace

Json report_json(const RuleReport& report) {
    const RuleTally& tally = *report.tally;
    Json waits = Json::array();
    for (const auto& [name, count] : waits_of(tally)) {
        waits.push(Json::object({{"source", name}, {"entities", count}}));
    }
    Json stopped = Json::array();
    for (std::size_t i = 0; i < tally.stopped.size(); ++i) {
        stopped.push(
            Json::object({{"condition", (*report.conditions)[i]}, {"entities", tally.stopped[i]}}));
    }
    Json excluded = rate_json(rules::backtest::excluded_rate(tally));
    excluded.set("passed", rules::backtest::is_excluding_enough(tally));
    return Json::object(
        {{"id", report.rule->id},
         {"rev", report.rule->rev},
         {"hash", tried_hash(*report.rule)},
         {"kind", rules::name_of(report.rule->kind)},
         {"days", days_of(tally)},
         {"hits", rate_json(rules::backtest::rate(tally.hits, tally.frames))},
         {"unknown", tally.unknown},
         {"waits_for", std::move(waits)},
         {"errors", tally.errors},
         {"excluded", std::move(excluded)},
         {"inspected_hits", looks_json(tally.hit_looks)},
         {"drawn_hits", looks_json(tally.hit_random)},
         {"inspected", looks_json(tally.all_looks)},
         {"drawn", looks_json(tally.all_random)},
         {"lift_permille", rules::backtest::lift_permille(tally)},
         {"officer_minutes", rules::backtest::expected_minutes(tally)},
         {"untouched_before", rate_json(rules::backtest::rate(tally.green, tally.frames))},
         {"untouched_after",
          rate_json(rules::backtest::rate(tally.green - tally.green_hits, tally.frames))},
         {"repeat_stops", tally.repeats},
         {"overlap", overlap_json(report)},
         {"stopped", std::move(stopped)},
         {"groups", groups_json(tally)},
         {"places", places_json(tally)},
         {"samples", samples_json(tally)}});
}

std::string report_text(const RuleReport& report) {
    const RuleTally& tally = *report.tally;
    std::ostringstream to;
    to << cat(
        report.rule->id, " ", report.rule->title, " (", rules::name_of(report.rule->kind), ")\n");
    print_sums(to, tally);
    print_stopped(to, report);
    print_ports(to, tally);
    print_groups(to, tally);
    print_overlap(to, report);
    if (!tally.samples.empty()) {
        to << "\nsome hits: ";
        for (std::size_t i = 0; i < tally.samples.size(); ++i) {
            to << (i == 0 ? "" : ", ") << core::to_hex(tally.samples[i].entity);
        }
        to << '\n';
    }
    return to.str();
}

}  // namespace sarhad::ctl
