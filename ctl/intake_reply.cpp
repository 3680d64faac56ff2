#include "core/text.h"
#include "ctl/commands.h"
#include "intake/interchange.h"
#include "intake/messages.h"
#include "intake/replies.h"
#include "intake/spool.h"

#include <ostream>
#include <string>
#include <string_view>
#include <vector>

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

/// What is answered to the sender of one interchange, with references from `mark` on; false where
/// none of its messages is of that format.
core::Result<bool> answer(core::ByteView interchange,
                          const IntakeReply& options,
                          intake::ReplyMark& mark,
                          std::ostream& out) {
    SARHAD_TRY(const intake::ReplyTo to, intake::reply_to(interchange));
    const std::vector<Message> messages = intake::read_messages(interchange, mark.at.date);
    if (options.format == "contrl") {
        out << intake::make_contrl(to, mark, messages);
        ++mark.reference;
        return true;
    }
    const std::vector<Message> some = answered(messages, options.format);
    for (const Message& message : some) {
        out << (options.format == "cusres"
                    ? intake::make_cusres(to, mark, message, intake::received_all(message))
                    : intake::make_ackres(to, mark, message));
        ++mark.reference;
    }
    return !some.empty();
}

}  // namespace

Outcome run(const IntakeReply& options, Context& context) {
    SARHAD_TRY(const core::Bytes bytes, read_input(context, options.file, intake::kSpoolFileBytes));
    constexpr std::size_t kToMinutes = 16;  // "2026-03-01T14:30"
    SARHAD_TRY(
        const facts::LocalTime at,
        facts::LocalTime::parse(core::to_rfc3339(context.clock.wall()).substr(0, kToMinutes)));
    intake::ReplyMark mark{at, options.reference};
    bool is_answered = false;
    std::string fault = "no UNB: there is nobody to answer";
    bool has_sender = false;
    for (const core::ByteView interchange : intake::interchanges_in(bytes)) {
        const auto told = answer(interchange, options, mark, context.out);
        has_sender = has_sender || told;
        is_answered = is_answered || (told && *told);
    }
    if (is_answered) return daemon::ExitCode::kOk;
    if (has_sender) {
        const std::string_view wanted = options.format == "cusres" ? "PAXLST" : "PNRGOV";
        fault = core::cat("holds no ", wanted, " to answer; ask for contrl");
    }
    return core::Error{core::Errc::kInvalid, core::cat(options.file, ": ", fault)};
}

}  // namespace sarhad::ctl
