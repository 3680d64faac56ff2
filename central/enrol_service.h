#pragma once

#include "central/agencies.h"
#include "central/central.h"
#include "central/enrolments.h"
#include "daemon/trust_file.h"
#include "wire/enrol_door.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace sarhad::central {

/// The enrolment endpoint with what is behind it. Thread: loop.
class EnrolService {
public:
    /// All of it outlives the service.
    struct Parts {
        core::Clock& clock;
        core::Random& random;
        core::Log& log;
        Lanes& lanes;
        store::Database& database;
        Central& central;
        Agencies& agencies;  ///< Used on the read lane.
        const wire::Secret& subject_key;
        /// The trust file that a new node gets.
        std::function<std::string(const std::vector<daemon::TrustedRole>&)> node_trust;
    };
    /// Errors as wire::EnrolDoor::open().
    [[nodiscard]] static core::Result<std::unique_ptr<EnrolService>> open(
        const Parts& parts,
        wire::ZmqContext& context,
        const std::string& endpoint,
        wire::BoxKey key,
        wire::LoopHooks hooks);
    EnrolService(const EnrolService&) = delete;
    EnrolService& operator=(const EnrolService&) = delete;
    ~EnrolService() = default;

    [[nodiscard]] Enrolments& enrolments() { return enrolments_; }

private:
    EnrolService(const Parts& parts, wire::BoxKey key);
    void welcome(wire::EnrolAnswer answer, const Enrolments::Answer& send);

    Parts parts_;
    wire::BoxKey key_;
    EnrolmentStore store_;
    Enrolments enrolments_;
    std::unique_ptr<wire::EnrolDoor> door_;
};

}  // namespace sarhad::central
