#include "central/enrolments.h"

#include "support.h"

#include "api/router.h"
#include "central/routes.h"
#include "core/posix_files.h"
#include "core/text.h"
#include "support/route_roles.h"
#include "wire/enrolment.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <vector>

namespace sarhad::central {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using wire::EnrolState;

const core::PortId kPort{"PKXXA-1"};
const Speaker kAyla{"ayla", 1001};
const Speaker kBasir{"basir", 1002};

/// A machine that was given an invitation.
struct Machine {
    wire::OsRandom random;
    wire::SigningKey sign{wire::SigningKey::generate(random)};
    wire::BoxKey link{wire::BoxKey::generate(random)};
    wire::EnrolRequest request{};
    std::string address;

    Machine(const wire::EnrolToken& token, std::string from) : address{std::move(from)} {
        request.token = token;
        request.port = kPort.value();
        request.link = link.public_key();
        request.sign = sign.public_key().bytes();
        random.fill(request.nonce);
    }
    [[nodiscard]] std::string words() const { return *wire::fingerprint_words(request); }
};

class Enrolment : public testing::Test {
protected:
    Invitation invite() {
        std::optional<Invitation> made;
        enrolments.invite(kPort, kAyla, [&](auto got) { made = *std::move(got); });
        rig.thread.run_all();
        return *made;
    }
    /// None where the machine is not answered.
    std::optional<wire::EnrolAnswer> ask(Machine& machine) {
        std::optional<wire::EnrolAnswer> answer;
        post(machine, answer);
        rig.thread.run_all();
        rig.clock.advance(kEnrolPace);
        return answer;
    }
    void post(Machine& machine, std::optional<wire::EnrolAnswer>& answer) {
        const core::Bytes frame =
            *wire::enrol_frame(machine.request, machine.sign, key.public_key(), machine.random);
        enrolments.on_frame({machine.link.public_key(), machine.address},
                            frame,
                            [&answer](const auto& got) { answer = got; });
    }
    core::Result<EnrolmentRow> approve(std::int64_t number,
                                       const std::string& words,
                                       const Speaker& by) {
        core::Result<EnrolmentRow> row = core::Error{core::Errc::kUnavailable, "no answer"};
        enrolments.approve(number, words, by, [&](auto got) { row = std::move(got); });
        rig.thread.run_all();
        return row;
    }
    /// A node of the port, by all the rules.
    core::NodeId enrol(const std::string& address = "192.0.2.7") {
        const Invitation invitation = invite();
        Machine machine{invitation.token, address};
        EXPECT_EQ(ask(machine)->state, EnrolState::kPending);
        EXPECT_TRUE(approve(invitation.row.number, machine.words(), kAyla));
        EXPECT_TRUE(approve(invitation.row.number, machine.words(), kBasir));
        return core::NodeId{static_cast<std::uint32_t>(ask(machine)->node)};
    }

    Rig rig;
    wire::BoxKey key{wire::BoxKey::generate(rig.random)};
    EnrolmentStore store{rig.kept.database()};
    Lanes lanes{rig.thread};
    Enrolments enrolments{{rig.clock,
                           rig.random,
                           rig.log,
                           lanes,
                           store,
                           key,
                           [](wire::EnrolAnswer answer, const Enrolments::Answer& send) {
                               answer.trust = core::to_bytes(std::string_view{"trust"});
                               send(answer);
                           },
                           [this](const auto& added, const auto& replaced) {
                               rig.central->adopt_node(added, replaced);
                           }}};
};

TEST_F(Enrolment, AnInvitedMachineIsANodeOnceTwoPeopleHaveComparedTheWords) {
    const Invitation invitation = invite();
    EXPECT_EQ(invitation.server, key.public_key());
    Machine machine{invitation.token, "192.0.2.7"};
    EXPECT_EQ(ask(machine)->state, EnrolState::kPending);
    EXPECT_TRUE(rig.allowed.empty());
    ASSERT_TRUE(approve(invitation.row.number, "  " + core::ascii_upper(machine.words()), kAyla));
    EXPECT_EQ(ask(machine)->state, EnrolState::kPending);
    EXPECT_TRUE(rig.allowed.empty());
    const auto second = approve(invitation.row.number, machine.words(), kBasir);
    ASSERT_TRUE(second) << second.error().what;
    EXPECT_EQ(second->node, core::NodeId{1});
    const auto answer = ask(machine);
    EXPECT_EQ(answer->state, EnrolState::kApproved);
    EXPECT_EQ(answer->node, 1U);
    EXPECT_EQ(core::as_text(answer->trust), "trust");
    ASSERT_EQ(rig.allowed.size(), 1U);
    EXPECT_EQ(rig.allowed.front().link, machine.request.link);
    EXPECT_EQ(rig.log.lines_of("ENRL-002").size(), 1U);
    EXPECT_EQ(rig.log.lines_of("ENRL-005").size(), 2U);
}

TEST_F(Enrolment, ATokenIsUsedOnceThoughTwoMachinesUseItAtTheSameMoment) {
    const Invitation invitation = invite();
    Machine first{invitation.token, "192.0.2.7"};
    Machine second{invitation.token, "192.0.2.8"};
    std::optional<wire::EnrolAnswer> to_first;
    std::optional<wire::EnrolAnswer> to_second;
    post(first, to_first);
    post(second, to_second);
    rig.thread.run_all();
    EXPECT_EQ(to_first->state, EnrolState::kPending);
    EXPECT_EQ(to_second->state, EnrolState::kRefused);
    rig.clock.advance(kEnrolPace);
    EXPECT_EQ(ask(second)->state, EnrolState::kRefused);
    EXPECT_EQ(ask(first)->state, EnrolState::kPending);  // The same machine may ask how it stands.
    const auto by_thief = approve(invitation.row.number, second.words(), kAyla);
    ASSERT_FALSE(by_thief);
    EXPECT_EQ(by_thief.error().code, core::Errc::kUnauthenticated);
    EXPECT_EQ(rig.log.lines_of("ENRL-004").size(), 1U);
}

TEST_F(Enrolment, OnePersonIsNotTwo) {
    const Invitation invitation = invite();
    Machine machine{invitation.token, "192.0.2.7"};
    ASSERT_TRUE(ask(machine));
    ASSERT_TRUE(approve(invitation.row.number, machine.words(), kAyla));
    const auto same_account = approve(invitation.row.number, machine.words(), {"ayla", 7});
    ASSERT_FALSE(same_account);
    EXPECT_THAT(same_account.error().what, HasSubstr("a second person must"));
    EXPECT_FALSE(approve(invitation.row.number, machine.words(), {"other", 1001}));
    EXPECT_TRUE(rig.allowed.empty());
    EXPECT_TRUE(approve(invitation.row.number, machine.words(), kBasir));
    EXPECT_FALSE(approve(invitation.row.number, machine.words(), {"third", 9}));  // It is done.
}

TEST_F(Enrolment, ReenrolmentRevokesThePortsNodeInTheSameTransaction) {
    ASSERT_EQ(enrol(), core::NodeId{1});
    ASSERT_EQ(enrol("192.0.2.9"), core::NodeId{2});
    ASSERT_EQ(rig.allowed.size(), 1U);
    EXPECT_EQ(rig.allowed.front().id, core::NodeId{2});
    EXPECT_EQ(rig.transport.forgotten, std::vector{core::NodeId{1}});
    EXPECT_TRUE(rig.central->node(core::NodeId{1})->node.revoked_at);
}

TEST_F(Enrolment, AMachineWhoseNodeIsRevokedIsGivenNothing) {
    const Invitation invitation = invite();
    Machine machine{invitation.token, "192.0.2.7"};
    ASSERT_TRUE(ask(machine));
    ASSERT_TRUE(approve(invitation.row.number, machine.words(), kAyla));
    ASSERT_TRUE(approve(invitation.row.number, machine.words(), kBasir));
    ASSERT_EQ(ask(machine)->state, EnrolState::kApproved);
    rig.central->revoke_node(core::NodeId{1}, [](const auto&) {});
    rig.thread.run_all();
    const auto answer = ask(machine);
    EXPECT_EQ(answer->state, EnrolState::kRefused);
    EXPECT_TRUE(answer->trust.empty());
}

TEST_F(Enrolment, AnInvitationEndsAfterThreeDaysOrWhereItIsRefused) {
    Machine late{invite().token, "192.0.2.7"};
    rig.clock.advance(kInvitationLives);
    EXPECT_EQ(ask(late)->state, EnrolState::kRefused);
    const Invitation invitation = invite();
    enrolments.refuse(invitation.row.number, kBasir, [](const auto& row) { ASSERT_TRUE(row); });
    rig.thread.run_all();
    Machine refused{invitation.token, "192.0.2.7"};
    EXPECT_EQ(ask(refused)->state, EnrolState::kRefused);
}

TEST_F(Enrolment, ATokenOfAnotherPortOrAKeyInUseIsRefused) {
    ASSERT_EQ(enrol(), core::NodeId{1});
    Machine elsewhere{invite().token, "192.0.2.8"};
    elsewhere.request.port = "PKXXB-1";
    EXPECT_EQ(ask(elsewhere)->state, EnrolState::kRefused);
    const auto node = rig.add_node("PKXXC-1");
    const Invitation invitation = invite();
    Machine cloned{invitation.token, "192.0.2.9"};
    cloned.request.sign = node->sign.public_key().bytes();
    std::optional<wire::EnrolAnswer> answer;
    const core::Bytes frame =
        *wire::enrol_frame(cloned.request, node->sign, key.public_key(), cloned.random);
    enrolments.on_frame(
        {cloned.link.public_key(), cloned.address}, frame, [&](const auto& got) { answer = got; });
    rig.thread.run_all();
    EXPECT_EQ(answer->state, EnrolState::kRefused);
    EXPECT_EQ(store.row(invitation.row.number)->stage, EnrolStage::kInvited);  // Still good.
}

TEST_F(Enrolment, AKeyThatTheConnectionDidNotProveIsNotHeard) {
    Machine machine{invite().token, "192.0.2.7"};
    const core::Bytes frame =
        *wire::enrol_frame(machine.request, machine.sign, key.public_key(), machine.random);
    bool is_answered = false;
    enrolments.on_frame({rig.seal_public, machine.address}, frame, [&](const auto& /*answer*/) {
        is_answered = true;
    });
    rig.thread.run_all();
    EXPECT_FALSE(is_answered);
    EXPECT_EQ(enrolments.refused(), 1U);
}

TEST_F(Enrolment, AMillionGuessesInAnHourReachTheStoreOnceASecond) {
    Machine guesser{{}, "198.51.100.1"};
    constexpr std::uint64_t kGuesses = 1'000'000;
    constexpr core::Duration kApart = core::Duration{3600s} / 1'000'000;
    const core::Bytes frame =
        *wire::enrol_frame(guesser.request, guesser.sign, key.public_key(), guesser.random);
    std::uint64_t answered = 0;
    for (std::uint64_t i = 0; i < kGuesses; ++i) {
        enrolments.on_frame(
            {guesser.link.public_key(), guesser.address}, frame, [&](const auto& answer) {
                EXPECT_EQ(answer.state, EnrolState::kRefused);
                ++answered;
            });
        rig.thread.run_all();
        rig.clock.advance(kApart);
    }
    EXPECT_GE(answered, 3500U);
    EXPECT_LE(answered, 3601U);
    EXPECT_EQ(enrolments.refused(), kGuesses);
    EXPECT_LE(rig.log.lines_of("ENRL-003").size(), 21U);  // 1, 2, 4, ...: the log is not flooded.
    Machine honest{invite().token, "192.0.2.7"};          // Meanwhile others are heard.
    EXPECT_EQ(ask(honest)->state, EnrolState::kPending);
}

TEST_F(Enrolment, TheHundredAndFirstRequestWaitsWithoutLosingItsToken) {
    std::vector<Invitation> invitations;
    for (std::size_t i = 0; i <= kEnrolPendingMax; ++i) {
        invitations.push_back(invite());
        Machine machine{invitations.back().token, core::cat("192.0.2.", i)};
        EXPECT_EQ(ask(machine)->state,
                  i < kEnrolPendingMax ? EnrolState::kPending : EnrolState::kLater);
    }
    enrolments.refuse(invitations.front().row.number, kAyla, [](const auto& /*row*/) {});
    rig.thread.run_all();
    Machine last{invitations.back().token, "192.0.2.200"};
    EXPECT_EQ(ask(last)->state, EnrolState::kPending);
}

TEST_F(Enrolment, ManyAddressesAtOnceAreBounded) {
    std::uint64_t answered = 0;
    for (std::size_t i = 0; i < 4 * kEnrolAsksMax; ++i) {
        Machine machine{{}, core::cat("192.0.2.", i)};
        const core::Bytes frame =
            *wire::enrol_frame(machine.request, machine.sign, key.public_key(), machine.random);
        enrolments.on_frame({machine.link.public_key(), machine.address},
                            frame,
                            [&](const auto& /*answer*/) { ++answered; });
    }
    rig.thread.run_all();
    EXPECT_EQ(answered, kEnrolAsksMax);
}

class EnrolmentRoutes : public Enrolment {
protected:
    EnrolmentRoutes() {
        RouteParts parts{*rig.central, lanes, agencies, metrics, hub};
        parts.enrolments = &enrolments;
        add_enrolment_routes(router, parts);
    }
    api::Response ask_route(std::string method,
                            std::string target,
                            const api::Json& body,
                            api::Roles roles,
                            std::uint32_t uid = 0) {
        api::Head head;
        head.method = std::move(method);
        head.target = std::move(target);
        head.content_type = body.is_null() ? "" : std::string{api::kJsonType};
        head.peer.roles = roles;
        head.peer.uid = uid;
        api::Response answer;
        router.handle(head, body.is_null() ? "" : api::to_text(body), api::Respond{[&](auto got) {
                          answer = std::move(got);
                      }});
        rig.thread.run_all();
        return answer;
    }
    api::Response say(std::int64_t number,
                      const std::string& officer,
                      const std::string& words,
                      std::uint32_t uid) {
        return ask_route("POST",
                         core::cat("/v1/enrolments/", number, "/approve"),
                         api::Json::object({{"officer", officer}, {"words", words}}),
                         api::Role::kAnalyst,
                         uid);
    }

    core::PosixFiles files;
    Agencies agencies{files, "/nonexistent/agencies.toml", daemon::TrustFile{}};
    daemon::Metrics metrics;
    api::EventHub hub{1};
    api::Router router;
};

TEST_F(EnrolmentRoutes, TwoAnalystsLetAMachineInAndALoginIsOnePerson) {
    const api::Response invited =
        ask_route("POST",
                  "/v1/enrolments",
                  api::Json::object({{"port", "PKXXA-1"}, {"officer", "admin"}}),
                  api::Role::kAdministrator);
    ASSERT_EQ(invited.status, 201) << api::body_text(invited);
    Machine machine{*wire::parse_token(*invited.body.text_at("token")), "192.0.2.7"};
    ASSERT_EQ(ask(machine)->state, EnrolState::kPending);
    const api::Response listed = ask_route("GET", "/v1/enrolments", {}, api::Role::kAnalyst);
    const api::Json& row = listed.body.find("enrolments")->elements().at(0);
    EXPECT_EQ(*row.text_at("words"), machine.words());
    EXPECT_EQ(row.find("token"), nullptr);
    EXPECT_EQ(say(1, "ayla", "wrong words", 1001).status, 403);
    EXPECT_EQ(say(1, "ayla", machine.words(), 1001).status, 200);
    EXPECT_EQ(say(1, "basir", machine.words(), 1001).status, 409);  // The same login.
    const api::Response second = say(1, "basir", machine.words(), 1002);
    EXPECT_EQ(*second.body.int_at("node"), 1);
    EXPECT_EQ(*second.body.text_at("stage"), "approved");
}

TEST_F(EnrolmentRoutes, EachRouteIsForItsRole) {
    const support::Ask asker =
        [this](const auto& method, const auto& target, const auto& body, api::Roles roles) {
            return ask_route(
                method, target, body.empty() ? api::Json{} : api::Json::object(), roles);
        };
    support::expect_each_role_opens_its_routes(
        {{"GET", "/v1/enrolments", api::Role::kAnalyst},
         {"POST", "/v1/enrolments", api::Role::kAdministrator},
         {"POST", "/v1/enrolments/1/approve", api::Role::kAnalyst},
         {"POST", "/v1/enrolments/1/refuse", api::Role::kAnalyst}},
        asker);
}

}  // namespace
}  // namespace sarhad::central
