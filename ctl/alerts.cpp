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

/// What the daemons answer at most.
constexpr std::uint64_t kAlertsOfAPage = 200;

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

/// What raised it: the listed entry, else the rule; of an erased one what became of it.
std::string cause_of(const Json& alert) {
    if (alert.find("erased") != nullptr) {
        return text_or_dash(alert, "what");
    }
    return text_or_dash(alert, alert.find("entry") != nullptr ? "entry" : "rule");
}

/// Alerts, the newest first, and the number before which there are more; 0: there are none.
struct Alerts {
    std::vector<Json> rows;
    std::int64_t next_before{0};
};

/// A port's page has its newest alert last, central's first.
void append_page(Alerts& alerts, const Json& page) {
    const Json::Array& rows = elements_at(page, "alerts");
    const bool is_newest_last = !rows.empty() && rows.front().find("number") != nullptr;
    if (is_newest_last) {
        alerts.rows.insert(alerts.rows.end(), rows.rbegin(), rows.rend());
    } else {
        alerts.rows.insert(alerts.rows.end(), rows.begin(), rows.end());
    }
    alerts.next_before = int_or_zero(page, "next_before");
}

/// Page by page. Each begins where the one before ended, so alerts that come meanwhile neither
/// repeat nor hide one.
core::Result<Alerts> read_alerts(const AlertList& options, Context& context) {
    Alerts alerts;
    alerts.next_before = static_cast<std::int64_t>(options.before);
    do {
        const std::uint64_t wanted = std::min(options.limit - alerts.rows.size(), kAlertsOfAPage);
        std::string path = core::cat("/v1/alerts?limit=", wanted);
        if (alerts.next_before != 0) {
            path += core::cat("&before=", alerts.next_before);
        }
        SARHAD_TRY(const Json page, ask(context, Method::kGet, path));
        append_page(alerts, page);
    } while (alerts.next_before > 0 && alerts.rows.size() < options.limit);
    return alerts;
}

Json to_json(Alerts alerts) {
    Json rows = Json::array();
    for (Json& row : alerts.rows) {
        rows.push(std::move(row));
    }
    return Json::object(
        {{"alerts", std::move(rows)},
         {"next_before", alerts.next_before > 0 ? Json{alerts.next_before} : Json{}}});
}

void print_table(std::ostream& out, const Alerts& alerts) {
    Table table{{{"ALERT"},
                 {"RAISED"},
                 {"PORT"},
                 {"ABOUT"},
                 {"ENTRY"},
                 {"SCORE", Align::kRight},
                 {"REACHED", Align::kRight},
                 {"ACKNOWLEDGED", Align::kRight}}};
    for (const Json& alert : alerts.rows) {
        table.add({text_or_dash(alert, "id"),
                   text_or_dash(alert, "raised_at"),
                   text_or_dash(alert, "port"),
                   text_or_dash(alert, "about"),
                   cause_of(alert),
                   text_or_dash(alert, "score"),
                   share(alert, "reached"),
                   acknowledged(alert)});
    }
    table.print(out);
    if (alerts.next_before > 0) {
        out << "older ones: --before " << alerts.next_before << ", or a greater --limit\n";
    }
}

}  // namespace

Outcome run(const AlertList& options, Context& context) {
    SARHAD_TRY(Alerts alerts, read_alerts(options, context));
    if (context.json) {
        print(context.out, to_json(std::move(alerts)));
    } else {
        print_table(context.out, alerts);
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
