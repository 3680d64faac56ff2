#include "api/fact_json.h"
#include "core/text.h"
#include "ctl/commands.h"
#include "facts/message.h"
#include "intake/paxlst.h"

#include <ostream>
#include <utility>

namespace sarhad::ctl {
namespace {

using api::Json;

constexpr core::ByteSize kMaxMessageFile = core::mebibytes(64);

template <class Fact>
Json all(const std::vector<Fact>& facts) {
    Json list = Json::array();
    for (const Fact& fact : facts) {
        list.push(api::to_json(fact));
    }
    return list;
}

Json message_json(const std::string& file, const facts::Message& message) {
    return Json::object({{"file", file},
                         {"format", message.format},
                         {"version", message.version},
                         {"status", facts::name_of(message.status)},
                         {"function", message.function},
                         {"reference", message.reference},
                         {"sender", message.sender},
                         {"problems", all(message.problems)},
                         {"flights", all(message.flights)},
                         {"travellers", all(message.travellers)}});
}

}  // namespace

Outcome run(const IntakeParse& options, Context& context) {
    std::size_t messages = 0;
    std::size_t refused = 0;
    for (const std::string& file : options.files) {
        SARHAD_TRY(const core::Bytes bytes, read_input(context, file, kMaxMessageFile));
        for (const facts::Message& message : intake::read_messages(bytes)) {
            ++messages;
            refused += message.status == facts::MessageStatus::kRefused ? 1U : 0U;
            print(context.out, message_json(file, message));
        }
    }
    if (refused == 0) {
        return daemon::ExitCode::kOk;
    }
    return refused < messages ? daemon::ExitCode::kPartlyDone : daemon::ExitCode::kBadInput;
}

}  // namespace sarhad::ctl
