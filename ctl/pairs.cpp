#include "api/params.h"
#include "core/text.h"
#include "ctl/answers.h"
#include "ctl/commands.h"
#include "ctl/table.h"

#include <algorithm>
#include <ostream>
#include <utility>
#include <vector>

namespace sarhad::ctl {
namespace {

using api::Json;
using api::Method;

/// What a daemon answers at most.
constexpr std::uint64_t kPairsOfAPage = 200;

void print_pair(Context& context, const Json& pair) {
    if (context.json) {
        print(context.out, pair);
    } else {
        context.out << text_or_dash(pair, "id") << ": " << pair_state(pair) << '\n';
    }
}

/// Pairs, and the number before which central has more; 0: there are none.
struct Pairs {
    std::vector<Json> rows;
    std::int64_t next_before{0};
};

/// Page by page; a port has but one.
core::Result<Pairs> read_pairs(const PairList& options, Context& context) {
    Pairs pairs;
    pairs.next_before = static_cast<std::int64_t>(options.before);
    do {
        const std::uint64_t wanted =
            std::min<std::uint64_t>(options.limit - pairs.rows.size(), kPairsOfAPage);
        std::string path = core::cat("/v1/pairs?limit=", wanted);
        if (!options.list.empty()) {
            path += core::cat("&list=", api::percent_encode(options.list));
        }
        if (pairs.next_before != 0) {
            path += core::cat("&before=", pairs.next_before);
        }
        SARHAD_TRY(const Json page, ask(context, Method::kGet, path));
        const Json::Array& rows = elements_at(page, "pairs");
        pairs.rows.insert(pairs.rows.end(), rows.begin(), rows.end());
        pairs.next_before = int_or_zero(page, "next_before");
    } while (pairs.next_before > 0 && pairs.rows.size() < options.limit);
    return pairs;
}

Json to_json(Pairs pairs) {
    Json rows = Json::array();
    for (Json& row : pairs.rows) {
        rows.push(std::move(row));
    }
    return Json::object(
        {{"pairs", std::move(rows)},
         {"next_before", pairs.next_before > 0 ? Json{pairs.next_before} : Json{}}});
}

void print_table(std::ostream& out, const Pairs& pairs) {
    Table table{{{"PAIR"},
                 {"NODE", Align::kRight},
                 {"STATE"},
                 {"TIER"},
                 {"LIST"},
                 {"ENTRY"},
                 {"OFFICER"},
                 {"SECOND"},
                 {"UNTIL"},
                 {"WHY"}}};
    for (const Json& pair : pairs.rows) {
        table.add({text_or_dash(pair, "id"),
                   text_or_dash(pair, "node"),
                   pair_state(pair),
                   text_or_dash(pair, "tier"),
                   text_or_dash(pair, "list"),
                   text_or_dash(pair, "entry"),
                   text_or_dash(pair, "officer"),
                   text_or_dash(pair, "confirmed_by"),
                   text_or_dash(pair, "expires_at"),
                   text_or_dash(pair, "why")});
    }
    table.print(out);
    if (pairs.next_before > 0) {
        out << "older ones: --before " << pairs.next_before << ", or a greater --limit\n";
    }
}

}  // namespace

Outcome run(const PairList& options, Context& context) {
    SARHAD_TRY(Pairs pairs, read_pairs(options, context));
    if (context.json) {
        print(context.out, to_json(std::move(pairs)));
    } else {
        print_table(context.out, pairs);
    }
    return daemon::ExitCode::kOk;
}

Outcome run(const PairAdd& options, Context& context) {
    SARHAD_TRY(const Json pair,
               ask(context,
                   Method::kPost,
                   "/v1/pairs",
                   Json::object({{"crossing", options.crossing},
                                 {"list", options.list},
                                 {"entry", options.entry},
                                 {"officer", options.officer},
                                 {"why", options.reason},
                                 {"days", options.days}})));
    print_pair(context, pair);
    return daemon::ExitCode::kOk;
}

Outcome run(const PairRemove& options, Context& context) {
    SARHAD_TRY(const Json pair,
               ask(context,
                   Method::kPost,
                   core::cat("/v1/pairs/", options.pair, "/remove"),
                   Json::object({{"officer", options.officer}})));
    print_pair(context, pair);
    return daemon::ExitCode::kOk;
}

Outcome run(const PairWithdraw& options, Context& context) {
    SARHAD_TRY(const Json word,
               ask(context,
                   Method::kPost,
                   core::cat("/v1/nodes/",
                             options.node,
                             "/pairs/",
                             api::percent_encode(options.pair),
                             "/withdraw"),
                   Json::object({{"officer", options.officer}, {"why", options.reason}})));
    if (context.json) {
        print(context.out, word);
    } else {
        context.out << options.pair << ": withdrawn; the port lets it go once it hears\n";
    }
    return daemon::ExitCode::kOk;
}

}  // namespace sarhad::ctl
