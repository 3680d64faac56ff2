#include "api/fact_json.h"
#include "core/text.h"
#include "ctl/commands.h"
#include "intake/messages.h"
#include "intake/spool.h"

#include <ostream>
#include <utility>

namespace sarhad::ctl {
namespace {

using api::Json;

/// What a form or a message is, and what is wrong with it.
Json checked(const std::string& file, const facts::Message& message) {
    Json problems = Json::array();
    for (const facts::Problem& problem : message.problems)
        problems.push(api::to_json(problem));
    return Json::object({{"file", file},
                         {"format", message.format},
                         {"function", message.function},
                         {"reference", message.reference},
                         {"status", facts::name_of(message.status)},
                         {"problems", std::move(problems)}});
}

void say(std::ostream& out, const std::string& file, const facts::Message& message) {
    const std::string_view what = message.function.empty() ? message.format : message.function;
    out << file << ": " << (what.empty() ? "?" : what);
    if (!message.reference.empty()) out << ' ' << message.reference;
    out << ": " << facts::name_of(message.status) << '\n';
    for (const facts::Problem& problem : message.problems) {
        out << "  " << problem.segment << ": " << problem.text << " (" << problem.code << ")\n";
    }
}

}  // namespace

Outcome run(const IntakeCheck& options, Context& context) {
    const facts::PartialDate today = facts::day_of(context.clock.wall());
    Json all = Json::array();
    std::size_t messages = 0;
    std::size_t wrong = 0;
    for (const std::string& file : options.files) {
        SARHAD_TRY(const core::Bytes bytes, read_input(context, file, intake::kSpoolFileBytes));
        for (const facts::Message& message : intake::read_messages(bytes, today)) {
            ++messages;
            wrong += message.status == facts::MessageStatus::kOk ? 0U : 1U;
            if (context.json) {
                all.push(checked(file, message));
            } else {
                say(context.out, file, message);
            }
        }
    }
    if (context.json) print(context.out, Json::object({{"checked", std::move(all)}}));
    if (wrong == 0) return daemon::ExitCode::kOk;
    return wrong < messages ? daemon::ExitCode::kPartlyDone : daemon::ExitCode::kBadInput;
}

}  // namespace sarhad::ctl
