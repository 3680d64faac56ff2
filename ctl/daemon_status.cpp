#include "api/client.h"
#include "core/text.h"
#include "ctl/commands.h"

#include <chrono>
#include <ostream>
#include <utility>

namespace sarhad::ctl {
namespace {

using api::Json;

constexpr std::chrono::hours kForever{24 * 365};

}  // namespace

Outcome run(const DaemonStatus& /*options*/, Context& context) {
    SARHAD_TRY(const Json answer, ask(context, api::Method::kGet, "/v1/status"));
    context.out << api::to_text(
                       answer,
                       context.json ? api::JsonLayout::kCompact : api::JsonLayout::kIndented)
                << '\n';
    return daemon::ExitCode::kOk;
}

Outcome run(const Events& options, Context& context) {
    if (!options.follow && options.seconds == 0) {
        return core::Error{core::Errc::kInvalid,
                           "events: say --follow, or --seconds N for how long"};
    }
    const core::Duration timeout = options.seconds == 0
                                       ? core::Duration{kForever}
                                       : core::Duration{std::chrono::seconds{options.seconds}};
    const auto on_event = [&](const api::Event& event) {
        print(context.out,
              Json::object({{"id", event.id}, {"event", event.name}, {"data", event.data}}));
        context.out.flush();
        return context.out.good() ? api::Follow::kContinue : api::Follow::kStop;
    };
    SARHAD_TRY(const api::FollowEnd end,
               api::follow(context.socket, "/v1/events", {}, on_event, timeout));
    return end == api::FollowEnd::kClosed ? daemon::ExitCode::kTryAgain : daemon::ExitCode::kOk;
}

}  // namespace sarhad::ctl
