#include "api/params.h"
#include "core/text.h"
#include "ctl/answers.h"
#include "ctl/commands.h"
#include "ctl/table.h"

#include <ostream>
#include <utility>

namespace sarhad::ctl {
namespace {

using api::Json;
using api::Method;

/// What the daemons answer at most.
constexpr std::size_t kAlertsOfAPage = 200;

/// "2/3" of two members; a port knows only of itself.
std::string share(const Json& alert, std::string_view part) {
    return alert.find(part) == nullptr
               ? "-"
               : core::cat(text_or_dash(alert, part), "/", text_or_dash(alert, "nodes"));
}

/// At central how many ports have, at a port which officer has.
std::string acknowledged(const Json& alert) {
    const Json* own = alert.find("acknowledgement");
    return own != nullptr && own->is_object() ? text_or_dash(*own, "officer")
                                              : share(alert, "acknowledged");
}

}  // namespace

Outcome run(const AlertList& /*options*/, Context& context) {
    SARHAD_TRY(const Json answer, ask(context, Method::kGet, "/v1/alerts"));
    if (context.json) {
        print(context.out, answer);
        return daemon::ExitCode::kOk;
    }
    Table table{{{"ALERT"},
                 {"RAISED"},
                 {"PORT"},
                 {"ENTRY"},
                 {"SCORE", Align::kRight},
                 {"REACHED", Align::kRight},
                 {"ACKNOWLEDGED", Align::kRight}}};
    for (const Json& alert : elements_at(answer, "alerts")) {
        table.add({text_or_dash(alert, "id"),
                   text_or_dash(alert, "raised_at"),
                   text_or_dash(alert, "port"),
                   text_or_dash(alert, "entry"),
                   text_or_dash(alert, "score"),
                   share(alert, "reached"),
                   acknowledged(alert)});
    }
    table.print(context.out);
    if (elements_at(answer, "alerts").size() == kAlertsOfAPage) {
        context.out << "at most the newest " << kAlertsOfAPage
                    << " are shown; central's API has the others: GET /v1/alerts?before=\n";
    }
    return daemon::ExitCode::kOk;
}

Outcome run(const AlertAck& options, Context& context) {
    SARHAD_TRY(const Json answer,
               ask(context,
                   Method::kPost,
                   core::cat("/v1/alerts/", api::percent_encode(options.alert), "/ack"),
                   Json::object({{"officer", options.officer}})));
    if (context.json) {
        print(context.out, answer.is_null() ? Json::object() : answer);
    } else {
        const Json* repeated = answer.find("repeated");
        const bool is_repeat = repeated != nullptr && repeated->is_bool() && repeated->as_bool();
        context.out << options.alert
                    << (is_repeat ? ": was acknowledged by " : ": acknowledged by ")
                    << text_or_dash(answer, "officer") << " at "
                    << text_or_dash(answer, "acknowledged_at") << '\n';
    }
    return daemon::ExitCode::kOk;
}

}  // namespace sarhad::ctl
