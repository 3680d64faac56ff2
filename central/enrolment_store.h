#pragma once

#include "central/values.h"
#include "core/clock.h"
#include "core/result.h"
#include "store/database.h"
#include "wire/enrolment.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace sarhad::central {

inline constexpr std::size_t kEnrolPendingMax = 100;  ///< Requests that wait for people.
inline constexpr std::size_t kInvitationsMax = 1000;  ///< That are out and have not run out.
inline constexpr std::size_t kEnrolmentsShownMax = 200;

/// How far an invitation has come.
enum class EnrolStage : std::uint8_t {
    kInvited = 0,   ///< Nobody has used it.
    kPending = 1,   ///< A machine has; two people have yet to agree.
    kApproved = 2,  ///< It is a node.
    kRefused = 3,   ///< Withdrawn, or the machine was not let in.
};
/// "invited", "pending", "approved", "refused".
[[nodiscard]] std::string_view to_text(EnrolStage stage) noexcept;

/// Who speaks at central.
struct Speaker {
    std::string account;                 ///< As told.
    std::optional<std::uint32_t> uid{};  ///< As the kernel says; none: an administrator's.
    friend bool operator==(const Speaker&, const Speaker&) = default;
    /// Whether the two may be one person.
    [[nodiscard]] bool may_be(const Speaker& other) const {
        return account == other.account || (uid && uid == other.uid);
    }
};

/// An invitation and what came of it.
struct EnrolmentRow {
    std::int64_t number{0};
    core::PortId port{""};
    EnrolStage stage{EnrolStage::kInvited};
    wire::Hash256 token{};  ///< token_hash().
    core::WallTime invited_at;
    core::WallTime expires;
    Speaker inviter;
    std::optional<wire::EnrolRequest> request{};  ///< Without its token; from kPending on.
    std::string address;                          ///< Where it came from.
    std::optional<core::WallTime> asked_at{};
    std::optional<Speaker> first{};   ///< Who agreed first.
    std::optional<Speaker> second{};  ///< Who agreed second, or refused.
    core::NodeId node{0};             ///< From kApproved on.
};

/// One more person agrees.
struct Approval {
    std::int64_t number{0};
    wire::PublicKey link{};  ///< The keys whose words were compared.
    wire::PublicKey sign{};
    Speaker by;
    core::WallTime at;
};

/// What the approval came to.
struct Approved {
    EnrolmentRow row;
    std::optional<NodeRow> added{};  ///< None: a second person has yet to agree.
    std::vector<NodeRow> replaced;   ///< Nodes of the port that are revoked with it.
};

/// Central's invitations. Each function that writes is one transaction. Errors as CentralStore's.
/// Thread: the store thread once the daemon runs.
class EnrolmentStore {
public:
    /// `database`, opened with migrations(), outlives it.
    explicit EnrolmentStore(store::Database& database) : database_{database} {}

    /// kExhausted past kInvitationsMax.
    [[nodiscard]] core::Result<EnrolmentRow> invite(const core::PortId& port,
                                                    const wire::Hash256& token,
                                                    core::Duration lives,
                                                    const Speaker& by,
                                                    core::WallTime at);
    /// The token is used up and its row is pending, together; the same machine again gets the row
    /// as it stands. kUnauthenticated: no such token for this port, or it ran out, or another
    /// machine used it; the text says which, for the log only. kConflict: a key that a node or
    /// another request has. kExhausted: past kEnrolPendingMax; the token is not used up.
    [[nodiscard]] core::Result<EnrolmentRow> redeem(const wire::EnrolRequest& request,
                                                    const std::string& address,
                                                    core::WallTime at);
    /// kNotFound; kConflict where it is not pending, its keys are others, or the same person
    /// agreed already. The second person's word makes the node and revokes the port's others.
    [[nodiscard]] core::Result<Approved> approve(const Approval& approval);
    /// kNotFound; kConflict where a node came of it.
    [[nodiscard]] core::Result<EnrolmentRow> refuse(std::int64_t number, const Speaker& by);
    /// kNotFound.
    [[nodiscard]] core::Result<EnrolmentRow> row(std::int64_t number);
    /// The newest, newest first; at most `limit`.
    [[nodiscard]] core::Result<std::vector<EnrolmentRow>> newest(std::size_t limit);

private:
    [[nodiscard]] core::Result<std::uint64_t> count(EnrolStage stage, core::WallTime expiring);
    [[nodiscard]] core::Result<std::optional<EnrolmentRow>> by_token(const wire::Hash256& token);
    [[nodiscard]] core::Result<bool> is_revoked(core::NodeId node);
    [[nodiscard]] core::Status check_keys(const wire::EnrolRequest& request);
    [[nodiscard]] core::Status put_request(const EnrolmentRow& row);
    [[nodiscard]] core::Status put_word(const EnrolmentRow& row);
    [[nodiscard]] core::Status replace_node(Approved& approved, core::WallTime at);

    store::Database& database_;
};

}  // namespace sarhad::central
