#include "core/text.h"
#include "ctl/commands.h"
#include "intake/messages.h"
#include "intake/replies.h"
#include "intake/spool.h"

#include <ostream>
#include <utility>

namespace sarhad::ctl {
namespace {

using facts::Message;

/// The messages that a reply of this format answers one by one.
std::vector<Message> answered(const std::vector<Message>& messages, std::string_view format) {
    std::vector<Message> some;
    for (const Message& message : messages) {
        const bool is_list = !message.travellers.empty() && message.format.starts_with("PAXLST");
        const bool fits = format == "cusres" ? is_list : message.format == "PNRGOV";
        if (fits) some.push_back(message);
    }
    return some;
}

}  // namespace

Outcome run(const IntakeReply& options, Context& context) {
    SARHAD_TRY(const core::Bytes bytes, read_input(context, options.file, intake::kSpoolFileBytes));
    const core::WallTime now = context.clock.wall();
    const auto to = intake::reply_to(bytes);
    if (!to)
        return core::Error{core::Errc::kInvalid, core::cat(options.file, ": ", to.error().what)};
    constexpr std::size_t kToMinutes = 16;  // "2026-03-01T14:30"
    SARHAD_TRY(const facts::LocalTime at,
               facts::LocalTime::parse(core::to_rfc3339(now).substr(0, kToMinutes)));
    intake::ReplyMark mark{at, options.reference};
    const std::vector<Message> messages = intake::read_messages(bytes, facts::day_of(now));
    if (options.format == "contrl") {
        context.out << intake::make_contrl(*to, mark, messages);
        return daemon::ExitCode::kOk;
    }
    const std::vector<Message> some = answered(messages, options.format);
    if (some.empty()) {
        const std::string_view wanted = options.format == "cusres" ? "PAXLST" : "PNRGOV";
        return core::Error{
            core::Errc::kInvalid,
            core::cat(options.file, ": holds no ", wanted, " to answer; ask for contrl")};
    }
    for (const Message& message : some) {
        context.out << (options.format == "cusres"
                            ? intake::make_cusres(*to, mark, message, intake::received_all(message))
                            : intake::make_ackres(*to, mark, message));
        ++mark.reference;
    }
    return daemon::ExitCode::kOk;
}

}  // namespace sarhad::ctl
