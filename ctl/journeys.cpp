#include "api/params.h"
#include "core/text.h"
#include "ctl/answers.h"
#include "ctl/commands.h"
#include "ctl/table.h"

#include <ostream>
#include <string>
#include <string_view>

namespace sarhad::ctl {
namespace {

using api::Json;
using api::Method;

std::string page_of(std::string path, std::string_view word, std::uint64_t from) {
    return from == 0 ? path : core::cat(path, "&", word, "=", from);
}

/// "42 expected, 1 cancelled": how many records stand where.
std::string standings_of(const Json& journey) {
    const Json* const records = journey.find("records");
    if (records == nullptr || !records->is_object()) {
        return "-";
    }
    std::string text;
    for (const auto& [standing, count] : records->members()) {
        text += core::cat(text.empty() ? "" : ", ", int_or_zero(*records, standing), " ", standing);
    }
    return text.empty() ? "-" : text;
}

/// "EXAMPLOV ANNA".
std::string name_of(const Json& record) {
    const Json* const traveller = record.find("traveller");
    if (traveller == nullptr) {
        return "-";
    }
    std::string name;
    for (const std::string_view part : {"surname", "first_name", "middle_name", "full_name"}) {
        const std::string text = text_or_dash(*traveller, part);
        if (text != "-" && !text.empty()) {
            name += core::cat(name.empty() ? "" : " ", text);
        }
    }
    return name.empty() ? "-" : name;
}

void print_next(std::ostream& out,
                const Json& page,
                std::string_view word,
                std::string_view option) {
    if (const std::string next = text_or_dash(page, word); next != "-") {
        out << "more: " << option << ' ' << next << '\n';
    }
}

void print_journeys(std::ostream& out, const Json& page) {
    Table table{{{"JOURNEY"}, {"TITLE"}, {"MESSAGES", Align::kRight}, {"RECORDS"}}};
    for (const Json& one : elements_at(page, "journeys")) {
        table.add({text_or_dash(one, "journey"),
                   text_or_dash(one, "title"),
                   text_or_dash(one, "messages"),
                   standings_of(one)});
    }
    table.print(out);
    print_next(out, page, "next_before", "--before");
}

void print_roster(std::ostream& out, const Json& page) {
    Table table{{{"NUMBER", Align::kRight},
                 {"STANDING"},
                 {"FEED"},
                 {"CHANNEL"},
                 {"CROSSING"},
                 {"TRAVELLER"}}};
    for (const Json& one : elements_at(page, "records")) {
        table.add({text_or_dash(one, "number"),
                   text_or_dash(one, "standing"),
                   text_or_dash(one, "feed"),
                   text_or_dash(one, "channel"),
                   text_or_dash(one, "crossing"),
                   name_of(one)});
    }
    table.print(out);
    print_next(out, page, "next_after", "--after");
}

}  // namespace

Outcome run(const JourneyList& options, Context& context) {
    const std::string path = core::cat("/v1/journeys?limit=", options.limit);
    SARHAD_TRY(const Json page,
               ask(context, Method::kGet, page_of(path, "before", options.before)));
    if (context.json) {
        print(context.out, page);
    } else {
        print_journeys(context.out, page);
    }
    return daemon::ExitCode::kOk;
}

Outcome run(const JourneyShow& options, Context& context) {
    const std::string path =
        core::cat("/v1/journeys/", api::percent_encode(options.journey), "?limit=", options.limit);
    SARHAD_TRY(const Json page, ask(context, Method::kGet, page_of(path, "after", options.after)));
    if (context.json) {
        print(context.out, page);
    } else {
        print_roster(context.out, page);
    }
    return daemon::ExitCode::kOk;
}

}  // namespace sarhad::ctl
