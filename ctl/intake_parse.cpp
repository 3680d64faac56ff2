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

/// A traveller with what scripts rely on even where it is the default.
Json traveller_json(const facts::Traveller& traveller) {
    Json json = api::to_json(traveller);
    json.set("kind", facts::name_of(traveller.kind));
    json.set("sex", facts::name_of(traveller.sex));
    if (json.find("documents") == nullptr) {
        json.set("documents", Json::array());
    }
    return json;
}

template <class Fact, class ToJson>
Json all(const std::vector<Fact>& facts, ToJson one) {
    Json list = Json::array();
    for (const Fact& fact : facts) {
        list.push(one(fact));
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
                         {"problems", all(message.problems, api::to_json<facts::Problem>)},
                         {"flights", all(message.flights, api::to_json<facts::FlightLeg>)},
                         {"travellers", all(message.travellers, traveller_json)}});
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
