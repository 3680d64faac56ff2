// Records that are erased for good, and the chains that hold without them.
#include "core/text.h"
#include "ctl/answers.h"
#include "ctl/commands.h"
#include "ctl/table.h"

#include <cstdint>
#include <map>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

namespace sarhad::ctl {
namespace {

using api::Json;
using api::Method;
using core::cat;

void print_erasure(Context& context, const Json& row) {
    const std::string number = text_or_dash(row, "erasure");
    if (context.json) {
        print(context.out, row);
    } else if (text_or_dash(row, "erased_at") == "-") {
        context.out << "erasure " << number
                    << ": a second person must agree, by another account: sarhadctl record approve "
                    << number << " --officer ACCOUNT\n";
    } else {
        context.out << text_or_dash(row, "crossing") << ": erased under "
                    << text_or_dash(row, "policy") << " on " << text_or_dash(row, "erased_at")
                    << ", " << text_or_dash(row, "rows")
                    << " rows here; ports erase it once they hear\n";
    }
}

/// A stream of a node's outbox as it was walked.
struct Walk {
    std::int64_t node{0};
    std::int64_t stream{0};
    std::int64_t first{0};
    std::int64_t rows{0};
    std::map<std::string, std::int64_t> erased;  ///< Rows, by "policy on day".
    std::string fault;                           ///< Where it breaks, and how; empty: it does not.
};

/// Piece by piece, each from where the one before ended.
core::Result<Walk> walk(std::int64_t node, std::int64_t stream, Context& context) {
    Walk walked{node, stream, 0, 0, {}, {}};
    std::string path = cat("/v1/chains/", node, "/", stream);
    while (true) {
        SARHAD_TRY(const Json piece, ask(context, Method::kGet, path));
        walked.first = int_or_zero(piece, "first");
        walked.rows += int_or_zero(piece, "rows");
        for (const Json& one : elements_at(piece, "erased")) {
            // The day, the first ten characters of a time.
            walked.erased[cat(
                text_or_dash(one, "policy"), " on ", text_or_dash(one, "at").substr(0, 10))] +=
                int_or_zero(one, "rows");
        }
        if (const auto fault = piece.text_at("fault")) {
            walked.fault = *fault;
        }
        const Json* is_end = piece.find("is_end");
        if (is_end == nullptr || !is_end->is_bool() || is_end->as_bool()) {
            return walked;
        }
        path = cat("/v1/chains/",
                   node,
                   "/",
                   stream,
                   "?after=",
                   int_or_zero(piece, "upto"),
                   "&chain=",
                   text_or_dash(piece, "chain"));
    }
}

Json to_json(const Walk& walked) {
    Json erased = Json::array();
    for (const auto& [under, rows] : walked.erased) {
        erased.push(Json::object({{"under", under}, {"rows", rows}}));
    }
    const bool is_whole = walked.fault.empty();
    return Json::object({{"node", walked.node},
                         {"stream", walked.stream},
                         {"first", walked.first},
                         {"rows", walked.rows},
                         {"erased", std::move(erased)},
                         {"is_whole", is_whole},
                         {"fault", is_whole ? Json{} : Json{walked.fault}}});
}

void print_walk(std::ostream& out, const Walk& walked) {
    out << "node " << walked.node << " stream " << walked.stream << ": " << walked.rows << " rows";
    if (walked.first > 1) {
        out << " from " << walked.first << " on";
    }
    for (const auto& [under, rows] : walked.erased) {
        out << ", " << rows << " erased under " << under;
    }
    out << (walked.fault.empty() ? ", chain whole" : ", CHAIN BROKEN: " + walked.fault) << '\n';
}

}  // namespace

Outcome run(const RecordErase& options, Context& context) {
    SARHAD_TRY(const Json row,
               ask(context,
                   Method::kPost,
                   "/v1/erasures",
                   Json::object({{"crossing", options.crossing},
                                 {"policy", options.policy},
                                 {"officer", options.officer},
                                 {"why", options.reason}})));
    print_erasure(context, row);
    return daemon::ExitCode::kOk;
}

Outcome run(const RecordApprove& options, Context& context) {
    SARHAD_TRY(const Json row,
               ask(context,
                   Method::kPost,
                   cat("/v1/erasures/", options.number, "/approve"),
                   Json::object({{"officer", options.officer}})));
    print_erasure(context, row);
    return daemon::ExitCode::kOk;
}

Outcome run(const RecordList& /*options*/, Context& context) {
    SARHAD_TRY(const Json answer, ask(context, Method::kGet, "/v1/erasures"));
    if (context.json) {
        print(context.out, answer);
        return daemon::ExitCode::kOk;
    }
    Table table{{{"NUMBER", Align::kRight},
                 {"CROSSING"},
                 {"POLICY"},
                 {"ASKED-AT"},
                 {"ASKED-BY"},
                 {"ERASED-AT"},
                 {"APPROVED-BY"},
                 {"ROWS", Align::kRight},
                 {"WHY"}}};
    for (const Json& row : elements_at(answer, "erasures")) {
        table.add({text_or_dash(row, "erasure"),
                   text_or_dash(row, "crossing"),
                   text_or_dash(row, "policy"),
                   text_or_dash(row, "asked_at"),
                   text_or_dash(row, "asked_by"),
                   text_or_dash(row, "erased_at"),
                   text_or_dash(row, "approved_by"),
                   text_or_dash(row, "rows"),
                   text_or_dash(row, "why")});
    }
    table.print(context.out);
    return daemon::ExitCode::kOk;
}

Outcome run(const ChainVerify& options, Context& context) {
    SARHAD_TRY(const Json summary, ask(context, Method::kGet, "/v1/crossings/summary"));
    Json chains = Json::array();
    bool is_whole = true;
    for (const Json& node : elements_at(summary, "nodes")) {
        const std::int64_t id = int_or_zero(node, "node");
        if (options.node != 0 && id != static_cast<std::int64_t>(options.node)) {
            continue;
        }
        for (const Json& stream : elements_at(node, "streams")) {
            SARHAD_TRY(const Walk walked, walk(id, int_or_zero(stream, "stream"), context));
            is_whole = is_whole && walked.fault.empty();
            chains.push(to_json(walked));
            if (!context.json) {
                print_walk(context.out, walked);
            }
        }
    }
    if (context.json) {
        print(context.out, Json::object({{"chains", std::move(chains)}, {"is_whole", is_whole}}));
    }
    return is_whole ? daemon::ExitCode::kOk : daemon::ExitCode::kFailed;
}

}  // namespace sarhad::ctl
