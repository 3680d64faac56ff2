// Rules as a border has them: 10,000 live ones and 1,000 in shadow, asked about one entity after
// the other. `./dev bench rules`; `rules_bench --pairs N` compares N random pairs of pack and
// entity with the slow and obvious way instead.
#include "border_entities.h"
#include "border_rules.h"
#include "engine_pairs.h"

#include "core/text.h"
#include "rules/cel/parser.h"
#include "rules/engine/decision.h"
#include "rules/engine/engine.h"
#include "rules/pack/rule_book.h"
#include "rules/pack/rule_bytes.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace sarhad::rules::engine {
namespace {

/// The processor's time of this thread: what others do meanwhile is not in it.
double micros_used() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e6 + static_cast<double>(now.tv_nsec) / 1e3;
}

struct Times {
    std::vector<double> all;
    double at(double share) {
        std::sort(all.begin(), all.end());
        return all[static_cast<std::size_t>(share * static_cast<double>(all.size() - 1))];
    }
};

const RuleWorld& world() {
    static const RuleWorld made;
    return made;
}

std::vector<std::shared_ptr<const Rule>> compiled(const std::vector<WrittenRule>& pack) {
    std::vector<std::shared_ptr<const Rule>> rules;
    for (const WrittenRule& written : pack) {
        std::string issues;
        rules.push_back(world().rule(written.terms, written.condition, &issues));
        if (rules.back() == nullptr) {
            std::printf("%s\n%s\n", written.condition.c_str(), issues.c_str());
            std::exit(1);  // NOLINT(concurrency-mt-unsafe)
        }
    }
    return rules;
}

/// The mix of the example pack's kinds, 11,000 rules.
std::vector<PackShare> mixed() {
    return {{RuleKind::kTraveller, 3520},
            {RuleKind::kCash, 1320},
            {RuleKind::kDeclaration, 1760},
            {RuleKind::kConsignment, 3080},
            {RuleKind::kConveyance, 1320}};
}

struct Asked {
    std::string_view name;
    RuleKind kind{};
    std::uint64_t arrived{~std::uint64_t{0}};
    std::uint32_t lines{0};
    std::size_t entities{0};
};

/// p50 and p99 of one call for one entity after the other, each seen for the first time.
void measure(const Engine& engine, const Asked& asked, const SearchPath& path) {
    BorderEntities entities{world().layouts.of(asked.kind), asked.kind, 7};
    const ReferenceLists lists = entities.lists();
    std::vector<Frame> frames;
    for (std::size_t i = 0; i < asked.entities; ++i) {
        frames.push_back(entities.next(asked.arrived, asked.lines));
    }
    Workspace work;
    work.search = path;
    Evaluation evaluation;
    Times times;
    std::uint64_t hits = 0;
    std::uint64_t most = 0;
    std::uint64_t unknown = 0;
    std::uint64_t evaluated = 0;
    std::uint64_t steps = 0;
    for (int round = 0; round < 2; ++round) {
        times.all.clear();
        hits = most = unknown = evaluated = steps = 0;
        for (const Frame& frame : frames) {
            const auto from = micros_used();
            engine.evaluate(asked.kind, frame, lists, work, evaluation);
            times.all.push_back(micros_used() - from);
            hits += evaluation.matches.size();
            most = std::max<std::uint64_t>(most, evaluation.matches.size());
            unknown += evaluation.unknown.size();
            evaluated += evaluation.asked;
            steps += evaluation.steps;
        }
    }
    const auto count = static_cast<double>(frames.size());
    std::printf(
        "  %-42.*s %-10.*s p50 %8.1f us  p99 %8.1f us  most %8.1f us | hits %.2f (most %llu), "
        "unknown %.1f, evaluated %.1f, steps %.0f\n",
        static_cast<int>(asked.name.size()),
        asked.name.data(),
        static_cast<int>(path.name.size()),
        path.name.data(),
        times.at(0.5),
        times.at(0.99),
        times.at(1.0),
        static_cast<double>(hits) / count,
        static_cast<unsigned long long>(most),
        static_cast<double>(unknown) / count,
        static_cast<double>(evaluated) / count,
        static_cast<double>(steps) / count);
}

void measure_all_paths(const Engine& engine, Asked asked) {
    measure(engine, asked, best_search());
    measure(engine, asked, {&search_portable, "portable"});
    asked.entities = std::min<std::size_t>(asked.entities, 500);
    measure(engine, asked, {&search_everything, "everything"});
}

void measure_kind(std::string_view name, const std::vector<PackShare>& shares) {
    // A kind alone may be more than is admitted: the bound is printed, not asked here.
    const auto engine = Engine::build(compiled(border_pack(shares, 1)), std::uint64_t{1} << 40U);
    if (!engine) {
        std::printf("%s\n", engine.error().what.c_str());
        return;
    }
    std::printf("%.*s\n", static_cast<int>(name.size()), name.data());
    for (const RuleKind kind : {RuleKind::kTraveller, RuleKind::kDeclaration}) {
        const auto bucket = (*engine)->bucket(kind);
        if (bucket->places().empty()) {
            continue;
        }
        std::printf("  %s: %zu rules, worst case %llu steps, index %zu KiB, %zu tiles\n",
                    std::string{name_of(kind)}.c_str(),
                    bucket->places().size(),
                    static_cast<unsigned long long>(worst_steps(bucket->places())),
                    bucket->index().bytes() / 1024,
                    bucket->index().tile_count());
        if (kind == RuleKind::kTraveller) {
            measure_all_paths(**engine, {"traveller", kind, ~std::uint64_t{0}, 0, 20'000});
            measure_all_paths(
                **engine,
                {"traveller, booking not there yet", kind, ~source_of(Feed::kPnr), 0, 2'000});
        } else {
            measure_all_paths(**engine,
                              {"declaration of 20 lines", kind, ~std::uint64_t{0}, 20, 5'000});
            measure_all_paths(**engine,
                              {"declaration of 200 lines", kind, ~std::uint64_t{0}, 200, 2'000});
        }
    }
}

void measure_loading() {
    const std::vector<WrittenRule> pack = border_pack(mixed(), 1);
    const auto from = micros_used();
    std::vector<std::shared_ptr<const Rule>> rules = compiled(pack);
    const auto planned = micros_used();
    const auto engine = Engine::build(rules);
    const auto built = micros_used();
    std::printf(
        "pack of %zu rules: parse, check and plan %.1f us a rule; live in %.3f s, of which the "
        "index %.3f s\n",
        pack.size(),
        (planned - from) / static_cast<double>(pack.size()),
        (built - from) / 1e6,
        (built - planned) / 1e6);
    if (!engine) {
        std::printf("%s\n", engine.error().what.c_str());
        return;
    }
    Times times;
    std::shared_ptr<const Engine> now = *engine;
    const std::vector<WrittenRule> others = border_pack(mixed(), 2);
    for (std::size_t round = 0; round < 20; ++round) {
        std::vector<WrittenRule> ten;
        for (std::size_t i = 0; i < 10; ++i) {
            ten.push_back(others[(round * 10 + i) * 53 % others.size()]);
        }
        const auto begin = micros_used();
        const auto next = now->changed({compiled(ten), {}});
        times.all.push_back(micros_used() - begin);
        if (!next) {
            std::printf("%s\n", next.error().what.c_str());
            return;
        }
        now = *next;
    }
    std::printf("delta of 10 rules, from text to live: p50 %.2f ms, most %.2f ms\n",
                times.at(0.5) / 1000,
                times.at(1.0) / 1000);
}

/// As many rules of one condition, none of which an index excludes, as are admitted; asked about an
/// entity for which all of each is looked at.
void measure_worst(RuleKind kind, std::string_view condition) {
    std::vector<std::shared_ptr<const Rule>> rules;
    std::uint64_t most = 1;
    while (rules.size() < most) {
        RuleTerms terms;
        terms.id = core::cat("W-", rules.size());
        terms.kind = kind;
        rules.push_back(world().rule(terms, condition));
        most = std::min<std::uint64_t>(kEntityStepsMax / rules[0]->steps.all(), kEngineRulesMax);
    }
    const auto built = Engine::build(rules);
    if (!built) {
        std::printf("%s\n", built.error().what.c_str());
        return;
    }
    BorderEntities entities{world().layouts.of(kind), kind, 7};
    const ReferenceLists lists = entities.lists();
    const Frame frame = entities.next(~std::uint64_t{0}, 200);
    Workspace work;
    Evaluation evaluation;
    Times times;
    for (int i = 0; i < 50; ++i) {
        const double from = micros_used();
        (*built)->evaluate(kind, frame, lists, work, evaluation);
        times.all.push_back(micros_used() - from);
    }
    std::printf("worst admitted pack, %zu times '%s': p50 %.0f us, p99 %.0f us, %llu steps\n",
                rules.size(),
                std::string{condition}.c_str(),
                times.at(0.5),
                times.at(0.99),
                static_cast<unsigned long long>(evaluation.steps));
}

/// A rule as its author signs it, with a condition and two tests of its own.
core::Bytes signed_form(int number) {
    const std::string digits = std::to_string(10'000 + number).substr(1);
    const std::string text =
        core::cat("id = \"BEN-",
                  digits,
                  R"("
kind = "traveller"
owner = "bench"
title = "One agency's late one way tickets"
severity = "low"
score = 10
channel = "yellow"
ports = ["*"]
mode = "live"
valid = { from = 2026-01-01, to = 2026-12-31, review_by = 2026-09-30 }
rationale = "A measurement."
condition = "booking.agency == 'A)",
                  digits,
                  R"(' && booking.one_way && booking.days_before_departure <= 3"
[[test]]
name = "late"
expect = "match"
facts = { booking = { agency = "A)",
                  digits,
                  R"(", one_way = true, days_before_departure = 1 } }
[[test]]
name = "early"
expect = "no_match"
facts = { booking = { agency = "A)",
                  digits,
                  R"(", one_way = true, days_before_departure = 30 } }
)");
    const auto document = read_toml(text);
    const auto bytes = rule_bytes(read_rule(*document, text).rule);
    return bytes ? *bytes : core::Bytes{};
}

facts::Hash256 first_bytes(core::ByteView bytes) {
    facts::Hash256 hash{};
    std::copy_n(bytes.end() - 32, 32, hash.begin());
    return hash;
}

/// 10,000 rules as bytes, until they are live: read, checked, compiled, bounded, 20,000 tests run.
void measure_book() {
    constexpr int kRules = 10'000;
    std::vector<core::Bytes> put;
    std::vector<StoredRule> stored;
    for (int i = 0; i < kRules; ++i) {
        put.push_back(signed_form(i));
        stored.push_back({core::cat("BEN-", std::to_string(10'000 + i).substr(1)),
                          "bench",
                          1,
                          rules::RuleMode::kLive,
                          put.back()});
    }
    const std::string owner = "bench";
    const auto empty = RuleBook::empty(&first_bytes);
    const double from = micros_used();
    const auto book = empty->changed({owner, put, {}, true, true}, 1);
    const double changed = micros_used() - from;
    if (!book || (*book)->live()->size() != kRules) {
        std::printf("%s\n", book ? "some do not run" : book.error().what.c_str());
        std::exit(1);  // NOLINT(concurrency-mt-unsafe)
    }
    const double again = micros_used();
    const auto loaded = RuleBook::load(1, stored, &first_bytes);
    std::printf(
        "%d rules as bytes until live, their tests run: %.3f s; at a start, from disk: "
        "%.3f s\n",
        kRules,
        changed / 1e6,
        (micros_used() - again) / 1e6);
}

int compare_pairs(std::uint64_t pairs) {
    constexpr std::size_t kEntities = 200;
    std::uint64_t different = 0;
    std::uint64_t done = 0;
    for (std::uint64_t seed = 1'000'000; done < pairs; ++seed, done += kEntities) {
        for (const std::string& line : pair_differences(world(), seed, kEntities)) {
            std::printf("%s\n", line.c_str());
            ++different;
        }
    }
    std::printf("%llu pairs of a random pack and a random entity, %llu differences\n",
                static_cast<unsigned long long>(done),
                static_cast<unsigned long long>(different));
    return different == 0 ? 0 : 1;
}

}  // namespace
}  // namespace sarhad::rules::engine

int main(int argc, char** argv) {
    static_cast<void>(std::setvbuf(stdout, nullptr, _IOLBF, 0));
    using namespace sarhad::rules::engine;  // NOLINT(google-build-using-namespace): its own
                                            // program.
    using sarhad::rules::RuleKind;
    if (argc == 3 && std::string_view{argv[1]} == "--pairs") {
        const auto pairs = sarhad::core::parse_uint(argv[2]);
        return pairs ? compare_pairs(*pairs) : 2;
    }
    measure_loading();
    measure_book();
    measure_worst(RuleKind::kTraveller, "hist.crossings_90d >= 0 || traveller.crew");
    measure_worst(
        RuleKind::kTraveller,
        "hist.crossings_90d >= 0 && hist.crossings_30d + 1 > 0 && !(booking.detour_ratio * 2.0 "
        "< 1.0) && hist.docs_used_365d - 1 < hist.crossings_90d + 100");
    measure_worst(RuleKind::kDeclaration,
                  "declaration.lines.all(l, l.value_int >= 0 && l.net_kg >= 0.0)");
    measure_worst(RuleKind::kDeclaration,
                  "declaration.lines.exists(l, l.unit_value * l.quantity + 1.0 < 0.0)");
    measure_worst(RuleKind::kDeclaration,
                  "declaration.lines.exists(l, l.description.contains('NO SUCH') || "
                  "fold(l.description) == 'X')");
    measure_kind("10,000 live rules and 1,000 in shadow, of the kinds that the example pack has",
                 mixed());
    measure_kind("all 11,000 about travellers", {{RuleKind::kTraveller, 11'000}});
    measure_kind("all 11,000 about declarations", {{RuleKind::kDeclaration, 11'000}});
    return 0;
}
