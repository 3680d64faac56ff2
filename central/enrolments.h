#pragma once

#include "central/enrolment_store.h"
#include "central/lanes.h"
#include "core/clock.h"
#include "core/log.h"
#include "core/random.h"
#include "wire/enrolment.h"
#include "wire/keyring.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace sarhad::central {

inline constexpr core::Duration kInvitationLives = std::chrono::hours{72};
inline constexpr core::Duration kEnrolPace = std::chrono::seconds{1};  ///< A frame of an address.
inline constexpr std::size_t kEnrolAddressesMax = 1024;  ///< That are remembered for so long.
inline constexpr std::size_t kEnrolAsksMax = 16;         ///< Under way to the store at once.

/// Who asks at the enrolment endpoint; wire::EnrolCaller without the socket's part.
struct EnrolAsker {
    wire::PublicKey link{};  ///< That the connection proved.
    std::string address;
};

/// An invitation as it is given to a site, once.
struct Invitation {
    EnrolmentRow row;
    wire::EnrolToken token{};
    wire::PublicKey server{};  ///< Of the enrolment endpoint.
};

/// An enrolment with its six words, where a machine has asked.
struct ShownEnrolment {
    EnrolmentRow row;
    std::string words;
};

/// Lets machines in that were invited, once two people agree. Thread: loop.
class Enrolments {
public:
    template <class T>
    using Done = std::function<void(core::Result<T>)>;  ///< Called once, on the loop, later.
    /// An answer to whoever asked.
    using Answer = std::function<void(const wire::EnrolAnswer&)>;
    /// What a new node is given besides its number; called with Answer's rest.
    using Welcome = std::function<void(wire::EnrolAnswer, Answer)>;
    /// The fleet has changed: the store has added and revoked these.
    using Adopt = std::function<void(const NodeRow& added, const std::vector<NodeRow>& replaced)>;

    /// All of it outlives this.
    struct Parts {
        core::Clock& clock;
        core::Random& random;
        core::Log& log;
        Lanes& lanes;
        EnrolmentStore& store;
        const wire::BoxKey& key;  ///< Of the enrolment endpoint.
        Welcome welcome;
        Adopt adopt;
    };
    explicit Enrolments(Parts parts) : parts_{std::move(parts)} {}

    /// A stranger's bytes. Not answered: more than a frame a second from an address, more under way
    /// than kEnrolAsksMax, no such frame, or another key than the connection's.
    void on_frame(const EnrolAsker& asker, core::ByteView frame, Answer answer);

    /// Errors as EnrolmentStore::invite().
    void invite(const core::PortId& port, const Speaker& by, Done<Invitation> done);
    /// kUnauthenticated where `words` are not those of its keys; else as EnrolmentStore::approve().
    void approve(std::int64_t number,
                 const std::string& words,
                 const Speaker& by,
                 Done<EnrolmentRow> done);
    void refuse(std::int64_t number, const Speaker& by, Done<EnrolmentRow> done);
    /// The newest kEnrolmentsShownMax.
    void list(Done<std::vector<ShownEnrolment>> done);
    /// Frames that were not worth an answer, and tokens that were none.
    [[nodiscard]] std::uint64_t refused() const { return refused_; }

private:
    [[nodiscard]] bool may_ask(const std::string& address);
    void count_refusal(std::string_view why);
    void on_redeemed(const core::Result<EnrolmentRow>& row,
                     core::WallTime asked_at,
                     const Answer& answer);
    void store_approval(const Approval& approval, const Done<EnrolmentRow>& done);
    void on_approved(const Approved& approved);

    Parts parts_;
    std::map<std::string, core::MonoTime> heard_;  ///< By address; none older than kEnrolPace.
    std::size_t under_way_{0};
    std::uint64_t refused_{0};
};

}  // namespace sarhad::central
