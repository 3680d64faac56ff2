#include "api/params.h"
#include "core/text.h"
#include "ctl/answers.h"
#include "ctl/commands.h"
#include "ctl/table.h"

#include <ostream>
#include <utility>

namespace sarhad::ctl {

using api::Json;
using api::Method;

Outcome run(const IntakeRefused& /*options*/, Context& context) {
    SARHAD_TRY(const Json answer, ask(context, Method::kGet, "/v1/intake/refused"));
    if (context.json) {
        print(context.out, answer);
        return daemon::ExitCode::kOk;
    }
    Table table{{{"FILE"}, {"REASON"}}};
    for (const Json& file : elements_at(answer, "refused")) {
        table.add({text_or_dash(file, "name"), text_or_dash(file, "reason")});
    }
    table.print(context.out);
    return daemon::ExitCode::kOk;
}

Outcome run(const IntakeRetry& options, Context& context) {
    Json retried = Json::array();
    for (const std::string& name : options.names) {
        const auto answer =
            ask(context,
                Method::kPost,
                core::cat("/v1/intake/refused/", api::percent_encode(name), "/retry"));
        if (!answer) {
            return about(name, answer.error());
        }
        if (!context.json) {
            context.out << name << ": back in the spool\n";
        }
        retried.push(name);
    }
    if (context.json) {
        print(context.out,
              Json::object({{"schema", "sarhad.intake.retry/1"}, {"retried", std::move(retried)}}));
    }
    return daemon::ExitCode::kOk;
}

Outcome run(const IntakeDiscard& options, Context& context) {
    Json discarded = Json::array();
    for (const std::string& name : options.names) {
        auto answer = ask(context,
                          Method::kPost,
                          core::cat("/v1/intake/refused/", api::percent_encode(name), "/discard"),
                          Json::object({{"why", options.why}}));
        if (!answer) {
            return about(name, answer.error());
        }
        if (!context.json) {
            context.out << name << ": discarded at " << text_or_dash(*answer, "at") << ", digest "
                        << text_or_dash(*answer, "digest") << '\n';
        }
        discarded.push(*std::move(answer));
    }
    if (context.json) {
        print(context.out,
              Json::object(
                  {{"schema", "sarhad.intake.discard/1"}, {"discarded", std::move(discarded)}}));
    }
    return daemon::ExitCode::kOk;
}

}  // namespace sarhad::ctl
