// What a machine whose node is erased still answers.
#include "node/counter_routes.h"

#include "rig.h"

#include "api/json.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <optional>

namespace sarhad::node {
namespace {

using api::Json;
using api::Roles;

class CounterRoutes : public testing::Test {
protected:
    CounterRoutes() { add_counter_routes(router_, mode_, time_, log_); }

    [[nodiscard]] static EraseRecord record() {
        EraseRecord record;
        record.stage = wire::EraseStage::kErased;
        record.node = core::NodeId{3};
        record.begun = {1'790'000'000'000'000};
        record.ended = {1'790'000'001'000'000};
        record.rows = 12;
        return record;
    }
    struct Said {
        int status{0};
        std::string content;
    };
    Said ask(std::string method, std::string target, Roles roles, std::string body = {}) {
        api::Head head;
        head.method = std::move(method);
        head.target = std::move(target);
        head.content_type = body.empty() ? "" : "application/json";
        head.peer.uid = 1001;
        head.peer.roles = roles;
        std::optional<api::Response> answer;
        router_.handle(head, std::move(body), api::Respond{[&answer](api::Response response) {
                           answer = std::move(response);
                       }});
        if (!answer) {
            return {};
        }
        return {answer->status, answer->content.empty() ? to_text(answer->body) : answer->content};
    }
    [[nodiscard]] static std::string entry(const std::string& kind = "traveller") {
        return R"({"counter":"HALL-1","kind":")" + kind +
               R"(","decision":"passed","officer":"desk.4"})";
    }

    core::PosixFiles files_;
    TestFolder folder_;
    TestTime time_;
    core::NullLog log_;
    CounterMode mode_{record(), "PKXXA-1", "1", "", Ledger::open(files_, folder_.path() + "/l")};
    api::Router router_;
    Roles officer_ = api::Role::kOfficer;
    Roles viewer_ = api::Role::kViewer;
};

TEST_F(CounterRoutes, SaysThatItIsErased) {
    const auto status = ask("GET", "/v1/status", viewer_);
    EXPECT_EQ(status.status, 200);
    EXPECT_NE(status.content.find(R"("state":"ERASED")"), std::string::npos) << status.content;
    EXPECT_NE(status.content.find(R"("lost_rows":12)"), std::string::npos);
    const auto health = ask("GET", "/v1/health", viewer_);
    EXPECT_EQ(health.status, 503);
    EXPECT_NE(health.content.find("ERASED"), std::string::npos);
}

TEST_F(CounterRoutes, GivesNumbersToOfficersAndNothingElseToAnybody) {
    EXPECT_EQ(ask("POST", "/v1/ledger", viewer_, entry()).status, 403);
    const auto first = ask("POST", "/v1/ledger", officer_, entry());
    EXPECT_EQ(first.status, 201);
    EXPECT_NE(first.content.find(R"("number":1)"), std::string::npos) << first.content;
    EXPECT_NE(first.content.find(R"("uid":1001)"), std::string::npos);
    EXPECT_NE(ask("POST", "/v1/ledger", officer_, entry()).content.find(R"("number":2)"),
              std::string::npos);
    EXPECT_EQ(ask("POST", "/v1/ledger", officer_, entry("ghost")).status, 422);
    const auto listed = ask("GET", "/v1/ledger?after=1", officer_);
    EXPECT_EQ(listed.content.find(R"("number":1)"), std::string::npos) << listed.content;
    EXPECT_NE(listed.content.find(R"("number":2)"), std::string::npos);
    for (const char* gone : {"/v1/crossings", "/v1/alerts", "/v1/lists", "/v1/pairs"}) {
        EXPECT_EQ(ask("GET", gone, api::Role::kAdministrator).status, 404) << gone;
    }
}

TEST_F(CounterRoutes, GivesNoNumberBesideASheetThatIsDamaged) {
    ASSERT_EQ(ask("POST", "/v1/ledger", officer_, entry()).status, 201);
    ASSERT_TRUE(files_.replace(
        folder_.path() + "/l/sheet-000001", core::as_bytes("nothing"), core::FileMode::kPrivate));
    mode_.ledger = Ledger::open(files_, folder_.path() + "/l");
    const auto refused = ask("POST", "/v1/ledger", officer_, entry());
    EXPECT_GE(refused.status, 500);
    EXPECT_NE(refused.content.find("sheet-000001"), std::string::npos) << refused.content;
    EXPECT_NE(ask("GET", "/v1/status", viewer_).content.find("sheet-000001"), std::string::npos);
}

}  // namespace
}  // namespace sarhad::node
