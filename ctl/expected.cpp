#include "api/client.h"
#include "api/params.h"
#include "core/text.h"
#include "ctl/answers.h"
#include "ctl/commands.h"
#include "ctl/table.h"
#include "intake/journeys.h"

#include <ostream>
#include <utility>

namespace sarhad::ctl {
namespace {

using api::Json;
using api::Method;

bool is_true(const Json& object, std::string_view key) {
    const Json* value = object.find(key);
    return value != nullptr && value->is_bool() && value->as_bool();
}

std::string path_of(const std::string& journey) {
    return core::cat("/v1/expected/", api::percent_encode(journey));
}

/// Every page of the daemon's, a port's or central's.
core::Result<std::vector<Json>> read_all(Context& context) {
    std::vector<Json> rows;
    std::string after;
    do {
        SARHAD_TRY(const Json page,
                   ask(context,
                       Method::kGet,
                       after.empty() ? "/v1/expected" : core::cat("/v1/expected?after=", after)));
        const Json::Array& some = elements_at(page, "expected");
        rows.insert(rows.end(), some.begin(), some.end());
        const auto next = page.text_at("next_after");
        after = next && !some.empty() ? *next : "";
    } while (!after.empty());
    return rows;
}

/// "cancelled", at a port whether its travellers are screened, at central how many nodes know.
std::string state_of(const Json& row) {
    if (is_true(row, "cancelled")) {
        return "cancelled";
    }
    if (row.find("nodes") != nullptr) {
        return core::cat("told ", elements_at(row, "nodes").size());
    }
    return is_true(row, "screened") ? "screened" : "waits";
}

void print_table(std::ostream& out, const std::vector<Json>& rows) {
    Table table{{{"JOURNEY"},
                 {"FLIGHT"},
                 {"LISTS"},
                 {"TRAVELLERS", Align::kRight},
                 {"HITS", Align::kRight},
                 {"STATE"},
                 {"GONE AT"}}};
    for (const Json& row : rows) {
        table.add({text_or_dash(row, "journey"),
                   text_or_dash(row, "title"),
                   text_or_dash(row, "lists"),
                   text_or_dash(row, "travellers"),
                   text_or_dash(row, "hits"),
                   state_of(row),
                   text_or_dash(row, "gone_at")});
    }
    table.print(out);
}

void print_taken(Context& context, const std::string& file, const Json& answer) {
    if (context.json) {
        print(context.out, answer);
        return;
    }
    for (const Json& row : elements_at(answer, "messages")) {
        const auto nodes = elements_at(row, "nodes").size();
        context.out << file << ": " << text_or_dash(row, "title") << ", "
                    << text_or_dash(row, "travellers") << " travellers, journey "
                    << text_or_dash(row, "journey")
                    << (is_true(row, "repeat")      ? ", was here already"
                        : is_true(row, "cancelled") ? ", cancelled"
                                                    : "")
                    << "; " << nodes << (nodes == 1 ? " node" : " nodes") << " told\n";
        for (const Json& problem : elements_at(row, "problems")) {
            context.err << file << ": segment " << text_or_dash(problem, "segment") << ": "
                        << text_or_dash(problem, "text") << '\n';
        }
    }
}

}  // namespace

/// File by file: those before one that is refused are taken.
Outcome run(const ExpectedAdd& options, Context& context) {
    for (const std::string& file : options.files) {
        SARHAD_TRY(const core::Bytes bytes, read_input(context, file, intake::kExpectedFileBytes));
        api::Call call;
        call.method = Method::kPost;
        call.path = "/v1/expected";
        call.content = std::string{core::as_text(bytes)};
        call.content_type = "application/octet-stream";
        const auto answer = api::call(context.socket, call, context.timeout);
        if (!answer) {
            return about(file, answer.error());
        }
        print_taken(context, file, *answer);
    }
    return daemon::ExitCode::kOk;
}

Outcome run(const ExpectedList& /*options*/, Context& context) {
    SARHAD_TRY(std::vector<Json> rows, read_all(context));
    if (!context.json) {
        print_table(context.out, rows);
        return daemon::ExitCode::kOk;
    }
    Json list = Json::array();
    for (Json& row : rows) {
        list.push(std::move(row));
    }
    print(context.out, Json::object({{"expected", std::move(list)}}));
    return daemon::ExitCode::kOk;
}

Outcome run(const ExpectedShow& options, Context& context) {
    SARHAD_TRY(const Json row, ask(context, Method::kGet, path_of(options.journey)));
    if (context.json) {
        print(context.out, row);
        return daemon::ExitCode::kOk;
    }
    print_table(context.out, {row});
    for (const Json& leg : elements_at(row, "flights")) {
        context.out << text_or_dash(leg, "carrier") << text_or_dash(leg, "number") << ": "
                    << text_or_dash(leg, "origin") << ' ' << text_or_dash(leg, "departs") << " to "
                    << text_or_dash(leg, "destination") << ' ' << text_or_dash(leg, "arrives")
                    << '\n';
    }
    for (const Json& node : elements_at(row, "nodes")) {
        context.out << "node " << text_or_dash(node, "node") << " (" << text_or_dash(node, "port")
                    << "): up to delta " << text_or_dash(node, "seq") << '\n';
    }
    return daemon::ExitCode::kOk;
}

Outcome run(const ExpectedCancel& options, Context& context) {
    SARHAD_TRY(const Json row,
               ask(context,
                   Method::kPost,
                   core::cat(path_of(options.journey), "/cancel"),
                   Json::object({{"officer", options.officer}})));
    if (context.json) {
        print(context.out, row);
    } else {
        context.out << options.journey << ": cancelled; its ports let it go once they hear\n";
    }
    return daemon::ExitCode::kOk;
}

}  // namespace sarhad::ctl
