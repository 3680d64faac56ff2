#include "central/enrol_service.h"

#include "core/text.h"

#include <utility>

namespace sarhad::central {

using core::Result;

EnrolService::EnrolService(const Parts& parts, wire::BoxKey key)
    : parts_{parts},
      key_{std::move(key)},
      store_{parts.database},
      enrolments_{
          {parts.clock,
           parts.random,
           parts.log,
           parts.lanes,
           store_,
           key_,
           [this](wire::EnrolAnswer answer, const Enrolments::Answer& send) {
               welcome(std::move(answer), send);
           },
           [&central = parts.central](const NodeRow& added, const std::vector<NodeRow>& replaced) {
               central.adopt_node(added, replaced);
           }}} {}

Result<std::unique_ptr<EnrolService>> EnrolService::open(const Parts& parts,
                                                         wire::ZmqContext& context,
                                                         const std::string& endpoint,
                                                         wire::BoxKey key,
                                                         wire::LoopHooks hooks) {
    std::unique_ptr<EnrolService> made{new EnrolService{parts, std::move(key)}};
    SARHAD_TRY(made->door_, wire::EnrolDoor::open(context, endpoint, made->key_, std::move(hooks)));
    made->door_->set_receiver(
        [service = made.get()](const wire::EnrolCaller& caller, core::ByteView frame) {
            service->enrolments_.on_frame(
                {caller.link, caller.address},
                frame,
                [service, caller](const wire::EnrolAnswer& answer) {
                    // Whoever has gone asks again.
                    static_cast<void>(service->door_->answer(caller, wire::answer_frame(answer)));
                });
        });
    return made;
}

/// All that sarhadctl node add writes into a node's folder.
void EnrolService::welcome(wire::EnrolAnswer answer, const Enrolments::Answer& send) {
    parts_.lanes.ask<std::vector<daemon::TrustedRole>>(
        core::Lane::kRead,
        [&agencies = parts_.agencies]() -> Result<std::vector<daemon::TrustedRole>> {
            return agencies.roles();
        },
        [this, answer = std::move(answer), send](
            const Result<std::vector<daemon::TrustedRole>>& roles) {
            wire::EnrolAnswer whole = answer;
            if (roles) {
                whole.trust = core::to_bytes(parts_.node_trust(*roles));
            }
            if (parts_.central.trust() != nullptr) {
                whole.root = wire::encode(parts_.central.trust()->newest_root());
            }
            if (!roles || whole.trust.size() > wire::kEnrolTrustMax ||
                whole.root.size() > wire::kEnrolTrustMax) {
                whole = {};
                whole.state = wire::EnrolState::kLater;
                whole.detail = roles ? "the trust file is too large to be sent: sarhadctl node add"
                                     : core::cut_utf8(roles.error().what, 200);
            } else {
                whole.subject = core::to_bytes(parts_.subject_key.bytes());
            }
            send(whole);
            wire::wipe(whole.subject);
        });
}

}  // namespace sarhad::central
