// Changes of rules on disk: with their position or not at all.
#include "node/rules_store.h"

#include "node/schema.h"
#include "store/transaction.h"
#include "support/rule_changes.h"
#include "wire/hash.h"
#include "wire/msgpack.h"
#include "wire/streams.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <optional>

namespace sarhad::node {
namespace {

class RulesStoreTest : public testing::Test {
protected:
    RulesStoreTest() {
        wire::Secret key{32};
        std::fill(key.bytes().begin(), key.bytes().end(), std::uint8_t{1});
        seal_.emplace(std::move(key), random_);
        std::filesystem::create_directories(folder_);
        EXPECT_TRUE(trust_.set(wire::Role::list("wl/test"),
                               {1, {author_.public_key(), approver_.public_key()}}));
        database_ = *store::Database::open({.path = folder_ + "/node.db"}, migrations());
        positions_.emplace(*database_);
        rules_.emplace(*database_, *positions_, *seal_, trust_);
    }
    ~RulesStoreTest() override {
        database_.reset();
        std::error_code ignored;
        std::filesystem::remove_all(folder_, ignored);
    }
    wire::DeltaBody delta(std::uint64_t seq, const wire::Hash256& prev, const std::string& id) {
        wire::RuleChange made;
        made.owner = "test";
        made.put = {rule_changes::rule({.id = id, .owner = "test"})};
        wire::DeltaBody body;
        body.stream = wire::kRuleStream;
        body.epoch = core::Epoch{1};
        body.seq = core::Seq{seq};
        body.prev_chain = prev;
        body.ops.push_back({wire::OpKind::kUpsert,
                            "test/1",
                            wire::encode(rule_changes::approved(made, author_, approver_))});
        return body;
    }
    wire::DeltaBody set_delta(std::uint64_t seq,
                              const wire::Hash256& prev,
                              const rules::SetChange& set) {
        wire::RuleChange made;
        made.owner = "test";
        made.sets = {rules::set_change_bytes(set)};
        wire::DeltaBody body = delta(seq, prev, "TST-001");
        body.ops[0].body = wire::encode(rule_changes::approved(made, author_, approver_));
        return body;
    }
    /// The texts of it that a start finds; {"?"} where rules wait for it.
    std::vector<std::string> stored_texts(std::string_view name) {
        rules_.emplace(*database_, *positions_, *seal_, trust_);
        const auto loaded = rules_->load();
        EXPECT_TRUE(loaded && loaded->left_out.empty());
        const rules::KnownSet* set = loaded->book->sets().find(name);
        return set != nullptr && set->is_in_force() ? set->texts->texts()
                                                    : std::vector<std::string>{"?"};
    }
    /// The rules in force behind it; 99 where it is not taken.
    std::size_t apply(const wire::DeltaBody& body, bool is_committed = true) {
        auto transaction = store::Transaction::begin(*database_);
        const auto applied = rules_->apply(
            body, chain_of(body), core::Seq{0}, core::WallTime{1}, PositionCommit::kTogether);
        if (!applied || !applied->refused.empty()) {
            return 99;
        }
        if (is_committed) {
            EXPECT_TRUE(std::move(*transaction).commit());
        }
        return applied->book->live()->size();
    }
    /// Whether it is stored as one that cannot be taken.
    bool apply_refused(const wire::DeltaBody& body) {
        auto transaction = store::Transaction::begin(*database_);
        const auto applied = rules_->apply(
            body, chain_of(body), core::Seq{0}, core::WallTime{1}, PositionCommit::kTogether);
        return applied && !applied->refused.empty() && std::move(*transaction).commit();
    }
    void run(store::Sql sql) {
        auto transaction = store::Transaction::begin(*database_);
        ASSERT_TRUE(transaction.has_value());
        auto statement = database_->prepare(sql);
        ASSERT_TRUE(statement.has_value()) << statement.error().what;
        ASSERT_TRUE(statement->run());
        ASSERT_TRUE(std::move(*transaction).commit());
    }
    static wire::Hash256 chain_of(const wire::DeltaBody& body) {
        return wire::chain_hash(body.prev_chain, wire::encode(body));
    }

    bool is_sodium_started_ = wire::sodium_start().has_value();
    wire::OsRandom random_;
    std::string folder_ =
        std::filesystem::temp_directory_path() / ("sarhad-rules-" + std::to_string(::getpid()));
    wire::SigningKey author_ = wire::SigningKey::generate(random_);
    wire::SigningKey approver_ = wire::SigningKey::generate(random_);
    wire::TrustStore trust_;
    std::optional<wire::RecordSeal> seal_;
    std::unique_ptr<store::Database> database_;
    std::optional<PositionsStore> positions_;
    std::optional<RulesStore> rules_;
};

TEST_F(RulesStoreTest, AnIdThatRetiredBeforeItWasSeenHereStaysTaken) {
    wire::RuleChange made;
    made.owner = "test";
    made.retired = {"TST-002"};
    wire::DeltaBody first = delta(1, {}, "TST-001");
    first.ops[0].body = wire::encode(rule_changes::approved(made, author_, approver_));
    ASSERT_EQ(apply(first), 0U);
    rules_.emplace(*database_, *positions_, *seal_, trust_);
    const auto loaded = rules_->load();
    ASSERT_TRUE(loaded.has_value()) << loaded.error().what;
    EXPECT_TRUE(loaded->left_out.empty());
    ASSERT_NE(loaded->book->find("TST-002"), nullptr);
    EXPECT_EQ(loaded->book->find("TST-002")->mode, rules::RuleMode::kRetired);
    EXPECT_EQ(apply(delta(2, chain_of(first), "TST-002")), 99U);
    EXPECT_EQ(apply(delta(2, chain_of(first), "TST-001")), 1U);
}

TEST_F(RulesStoreTest, ARolledBackChangeLeavesNothingBehindInMemory) {
    const wire::DeltaBody first = delta(1, {}, "TST-001");
    EXPECT_EQ(apply(first, false), 1U);
    EXPECT_EQ(positions_->of(wire::kRuleStream)->seq, core::Seq{0});
    EXPECT_EQ(apply(first), 1U);  // Not "rev 1 is published".
    EXPECT_EQ(apply(delta(2, chain_of(first), "TST-002")), 2U);
}

TEST_F(RulesStoreTest, AChangeWhoseLastStepFailsIsTakenTheNextTime) {
    const wire::DeltaBody first = delta(1, {}, "TST-001");
    ASSERT_EQ(apply(first), 1U);
    const wire::DeltaBody second = delta(2, chain_of(first), "TST-002");
    run("CREATE TRIGGER no_room BEFORE INSERT ON down_pos BEGIN SELECT RAISE(FAIL, 'no room'); "
        "END");
    EXPECT_EQ(apply(second, false), 99U);
    run("DROP TRIGGER no_room");
    EXPECT_EQ(apply(second), 2U);  // Not "rev 1 is published".
    rules_.emplace(*database_, *positions_, *seal_, trust_);
    EXPECT_EQ(rules_->load()->book->live()->size(), 2U);
}

TEST_F(RulesStoreTest, TheFirstDeltaBeginsAnew) {
    const wire::DeltaBody first = delta(1, {}, "TST-001");
    EXPECT_EQ(apply(first), 1U);
    EXPECT_EQ(apply(delta(2, chain_of(first), "TST-002")), 2U);
    {  // As a person who releases the stream lets it.
        auto transaction = store::Transaction::begin(*database_);
        ASSERT_TRUE(positions_->forget(wire::kRuleStream));
        ASSERT_TRUE(std::move(*transaction).commit());
    }
    EXPECT_EQ(apply(first), 1U);
    EXPECT_EQ(apply(delta(3, chain_of(first), "TST-003")), 99U);
}

TEST_F(RulesStoreTest, AKillBetweenTheDeltaAndTheSwapLosesNothing) {
    const wire::DeltaBody first = delta(1, {}, "TST-001");
    ASSERT_EQ(apply(first), 1U);
    rules_.emplace(*database_, *positions_, *seal_, trust_);  // Killed before anybody swapped.
    const auto loaded = rules_->load();
    ASSERT_TRUE(loaded);
    EXPECT_EQ(loaded->book->live()->size(), 1U);
    EXPECT_EQ(loaded->book->pack().edition(), 1U);
    EXPECT_EQ(apply(delta(2, chain_of(first), "TST-002")), 2U);
}

TEST_F(RulesStoreTest, ASetOutlivesAKillAndARolledBackStepDoesNot) {
    const wire::DeltaBody first =
        set_delta(1, {}, {"agencies_watch", 1, 0, false, {"AG17", "AG21"}, {}});
    ASSERT_EQ(apply(first), 0U);
    EXPECT_EQ(stored_texts("agencies_watch"), (std::vector<std::string>{"AG17", "AG21"}));
    const wire::DeltaBody second =
        set_delta(2, chain_of(first), {"agencies_watch", 2, 1, false, {"AG30"}, {"AG17"}});
    ASSERT_EQ(apply(second, false), 0U);
    EXPECT_EQ(stored_texts("agencies_watch"), (std::vector<std::string>{"AG17", "AG21"}));
    ASSERT_EQ(apply(second), 0U);
    EXPECT_EQ(stored_texts("agencies_watch"), (std::vector<std::string>{"AG21", "AG30"}));
}

TEST_F(RulesStoreTest, AnOldStepOfASetIsNotTakenAgain) {
    const wire::DeltaBody first = set_delta(1, {}, {"agencies_watch", 2, 0, false, {"AG17"}, {}});
    ASSERT_EQ(apply(first), 0U);
    const wire::DeltaBody again =
        set_delta(2, chain_of(first), {"agencies_watch", 1, 0, false, {"AG21"}, {}});
    EXPECT_EQ(apply(again), 99U);
    EXPECT_EQ(stored_texts("agencies_watch"), std::vector<std::string>{"AG17"});
}

TEST_F(RulesStoreTest, ASetThatIsNotWholeYetIsNotInForce) {
    const wire::DeltaBody first = set_delta(1, {}, {"agencies_watch", 1, 0, true, {"AG17"}, {}});
    ASSERT_EQ(apply(first), 0U);
    EXPECT_EQ(stored_texts("agencies_watch"), std::vector<std::string>{"?"});
    ASSERT_EQ(apply(set_delta(2, chain_of(first), {"agencies_watch", 2, 1, false, {"AG18"}, {}})),
              0U);
    EXPECT_EQ(stored_texts("agencies_watch"), (std::vector<std::string>{"AG17", "AG18"}));
}

TEST_F(RulesStoreTest, ALateChangeIsTakenThoughOneOfItsRulesMovedOn) {
    wire::RuleChange made;
    made.owner = "later";
    made.put = {rule_changes::rule({.owner = "later"}),
                rule_changes::rule({.id = "TST-002", .owner = "later"})};
    wire::DeltaBody first = delta(1, {}, "TST-001");
    first.ops[0] = {wire::OpKind::kUpsert,
                    "later/1",
                    wire::encode(rule_changes::approved(made, author_, approver_))};
    made.put = {rule_changes::rule({.owner = "later", .rev = 2})};
    wire::DeltaBody second = delta(2, chain_of(first), "TST-001");
    second.ops[0] = {wire::OpKind::kUpsert,
                     "later/2",
                     wire::encode(rule_changes::approved(made, author_, approver_))};
    ASSERT_TRUE(apply_refused(first));  // Its keys are not here yet.
    EXPECT_TRUE(trust_.set(wire::Role::list("wl/later"),
                           {1, {author_.public_key(), approver_.public_key()}}));
    ASSERT_EQ(apply(second), 1U);
    auto transaction = store::Transaction::begin(*database_);
    const auto settled = rules_->settle(core::Seq{2});
    ASSERT_TRUE(settled) << settled.error().what;
    ASSERT_TRUE(std::move(*transaction).commit());
    EXPECT_EQ(settled->taken_late, 1U);
    EXPECT_TRUE(settled->refused.empty());
    EXPECT_EQ(settled->book->find("TST-001")->rev, 2U);
    EXPECT_EQ(settled->book->live()->size(), 2U);
    rules_.emplace(*database_, *positions_, *seal_, trust_);
    EXPECT_EQ(rules_->load()->book->live()->size(), 2U);
}

TEST_F(RulesStoreTest, AStepOfASetThatIsTakenLateHasTheEditionThatBroughtIt) {
    wire::RuleChange made;
    made.owner = "later";
    made.sets = {rules::set_change_bytes({"agencies_watch", 1, 0, false, {"AG17"}, {}})};
    wire::DeltaBody first = delta(1, {}, "TST-001");
    first.ops[0] = {wire::OpKind::kUpsert,
                    "later/1",
                    wire::encode(rule_changes::approved(made, author_, approver_))};
    ASSERT_TRUE(apply_refused(first));  // Its keys are not here yet.
    const wire::DeltaBody second = delta(2, chain_of(first), "TST-001");
    ASSERT_EQ(apply(second), 1U);
    ASSERT_EQ(apply(delta(3, chain_of(second), "TST-002")), 2U);
    EXPECT_TRUE(trust_.set(wire::Role::list("wl/later"),
                           {1, {author_.public_key(), approver_.public_key()}}));
    {
        auto transaction = store::Transaction::begin(*database_);
        const auto settled = rules_->settle(core::Seq{3});
        ASSERT_TRUE(settled) << settled.error().what;
        ASSERT_TRUE(std::move(*transaction).commit());
        ASSERT_EQ(settled->taken_late, 1U);
        EXPECT_EQ(settled->book->sets().find("agencies_watch")->edition, 1U);
        EXPECT_EQ(settled->book->live()->versions().lists, 1U);
        EXPECT_EQ(settled->book->pack().edition(), 3U);
    }
    rules_.emplace(*database_, *positions_, *seal_, trust_);
    const auto loaded = rules_->load();
    ASSERT_TRUE(loaded);
    EXPECT_EQ(loaded->book->sets().find("agencies_watch")->edition, 1U);
    EXPECT_EQ(loaded->book->pack().edition(), 3U);
}

TEST_F(RulesStoreTest, RowsAreSealed) {
    const wire::DeltaBody first = delta(1, {}, "TST-001");
    ASSERT_EQ(apply(first), 1U);
    ASSERT_EQ(apply(set_delta(2, chain_of(first), {"agencies_watch", 1, 0, false, {"AG17"}, {}})),
              1U);
    for (const store::Sql sql :
         {store::Sql{"SELECT body FROM rule"}, store::Sql{"SELECT body FROM rule_set"}}) {
        auto select = *database_->prepare(sql);
        ASSERT_EQ(*select.step(), store::Step::kRow);
        const std::string text{core::as_text(select.bytes(0))};
        EXPECT_EQ(text.find("one_way"), std::string::npos);
        EXPECT_EQ(text.find("AG17"), std::string::npos);
    }
}

}  // namespace
}  // namespace sarhad::node
