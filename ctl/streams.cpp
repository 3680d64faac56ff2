#include "core/text.h"
#include "ctl/answers.h"
#include "ctl/commands.h"
#include "ctl/table.h"

#include <ostream>

namespace sarhad::ctl {
namespace {

using api::Json;
using api::Method;

/// "hits (2)".
std::string named(const Json& stream) {
    return core::cat(text_or_dash(stream, "name"), " (", text_or_dash(stream, "stream"), ")");
}

void print_quarantined(std::ostream& out, const Json::Array& streams) {
    if (streams.empty()) {
        out << "no stream is stopped\n";
        return;
    }
    Table table{{{"NODE", Align::kRight}, {"DIRECTION"}, {"STREAM"}, {"SINCE"}, {"REASON"}}};
    for (const Json& stream : streams) {
        table.add({text_or_dash(stream, "node"),
                   text_or_dash(stream, "direction"),
                   named(stream),
                   text_or_dash(stream, "since"),
                   text_or_dash(stream, "reason")});
    }
    table.print(out);
}

/// Nobody need do anything; that it happens again and again tells of a bad disk.
void print_repairing(std::ostream& out, const Json::Array& streams) {
    for (const Json& stream : streams) {
        out << "being repaired since " << text_or_dash(stream, "since") << ": "
            << text_or_dash(stream, "direction") << ' ' << named(stream) << ", because "
            << text_or_dash(stream, "reason") << '\n';
    }
}

/// How far a list is that comes whole: on a slow line it takes an hour.
void print_coming(std::ostream& out, const Json::Array& lists) {
    for (const Json& list : lists) {
        out << "comes whole: " << named(list);
        if (const auto left = list.int_at("chunks_left")) {
            out << ", edition " << text_or_dash(list, "edition") << ", " << *left << " of "
                << text_or_dash(list, "chunks") << " parts still to come";
        } else {
            out << ", waits";
        }
        const std::string why = text_or_dash(list, "reason");
        out << (why.empty() || why == "-" ? "" : core::cat("; the last try failed: ", why)) << '\n';
    }
}

void print_released(std::ostream& out, const Json::Array& streams) {
    for (const Json& stream : streams) {
        out << "released " << text_or_dash(stream, "released_at") << ": "
            << text_or_dash(stream, "direction") << ' ' << named(stream);
        if (stream.find("node") != nullptr) {
            out << " of node " << text_or_dash(stream, "node");
        }
        out << " by " << text_or_dash(stream, "officer") << ", because "
            << text_or_dash(stream, "why") << '\n';
    }
}

}  // namespace

Outcome run(const StreamList& /*options*/, Context& context) {
    SARHAD_TRY(const Json answer, ask(context, Method::kGet, "/v1/streams"));
    if (context.json) {
        print(context.out, answer);
        return daemon::ExitCode::kOk;
    }
    print_quarantined(context.out, elements_at(answer, "quarantined"));
    print_repairing(context.out, elements_at(answer, "repairing"));
    print_coming(context.out, elements_at(answer, "coming"));
    print_released(context.out, elements_at(answer, "released"));
    return daemon::ExitCode::kOk;
}

Outcome run(const StreamRelease& options, Context& context) {
    const std::string whose = options.node == 0 ? "" : core::cat("/nodes/", options.node);
    SARHAD_TRY(
        const Json answer,
        ask(context,
            Method::kPost,
            core::cat(
                "/v1", whose, "/streams/", options.direction, "/", options.stream, "/release"),
            Json::object({{"officer", options.officer}, {"reason", options.reason}})));
    if (context.json) {
        print(context.out, answer);
    } else {
        context.out << options.direction << ' ' << options.stream
                    << ": released; what is still wrong stops it again (sarhadctl stream list)\n";
    }
    return daemon::ExitCode::kOk;
}

}  // namespace sarhad::ctl
