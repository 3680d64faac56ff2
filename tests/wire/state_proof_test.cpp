#include "wire/state_proof.h"

#include "samples.h"
#include "seeded_random.h"

#include "core/text.h"
#include "support/places.h"
#include "wire/hash.h"
#include "wire/msgpack.h"
#include "wire/state_tree.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

namespace sarhad::wire {
namespace {

using core::Errc;
using core::NodeId;

/// Node 7 had edition 3 of one list from 100 on, and edition 4 from 200 on; the moment is 150.
class StateProofTest : public ::testing::Test {
protected:
    void SetUp() override {
        ASSERT_TRUE(sodium_start());
        ASSERT_TRUE(trust_.set(Role::list("wl/demo"), {1, {agency_.public_key()}}));
        ASSERT_TRUE(trust_.set(Role::of_node(NodeId{7}), {1, {node_.public_key()}}));
        told_ = statement(1, {}, 100, 3);
        proof_.port = core::PortId{"PKXXA-1"};
        proof_.asked = {150};
        proof_.made_at = {900};
        proof_.nodes.push_back(node_proof());
    }

    static facts::StateStatement statement(std::uint64_t number,
                                           const Hash256& previous,
                                           std::int64_t at,
                                           std::uint64_t edition) {
        facts::StateStatement made;
        made.node = NodeId{7};
        made.number = number;
        made.previous = previous;
        made.at = {at};
        made.lists = {{"wl/demo/list", edition, root_of(edition), 42, {at - 1}}};
        return made;
    }
    static Hash256 root_of(std::uint64_t edition) {
        return samples::filled<32>(static_cast<std::uint8_t>(edition));
    }
    EditionProof edition(std::uint64_t number) const {
        EditionProof made{{"wl/demo/list", number, root_of(number)}, {}};
        made.signatures = {agency_.sign(Domain::kEdition, encode(made.statement))};
        return made;
    }
    NodeProof node_proof() const {
        NodeProof made;
        made.node = NodeId{7};
        made.stored_at = {101};
        made.told = sign_statement(node_, told_);
        made.next = {sign_statement(node_, statement(2, blake2b(made.told.body), 200, 4))};
        made.editions = {edition(3)};
        return made;
    }
    /// What is wrong with the proof as it stands.
    std::string fault() const {
        const auto proven = check_state_proof(proof_, trust_);
        return proven ? std::string{} : proven.error().what;
    }

    SeededRandom random_{5};
    SigningKey agency_ = SigningKey::generate(random_);
    SigningKey node_ = SigningKey::generate(random_);
    SigningKey stranger_ = SigningKey::generate(random_);
    TrustStore trust_;
    facts::StateStatement told_;
    StateProof proof_;
};

TEST_F(StateProofTest, ProvesWhatTheNodeHadBetweenItsStatements) {
    const auto proven = check_state_proof(proof_, trust_);
    ASSERT_TRUE(proven) << proven.error().what;
    ASSERT_EQ(proven->size(), 1U);
    EXPECT_EQ(proven->front().from, core::WallTime{100});
    EXPECT_EQ(proven->front().until, core::WallTime{200});
    ASSERT_EQ(proven->front().lists.size(), 1U);
    EXPECT_EQ(proven->front().lists.front().list.edition, 3U);
}

TEST_F(StateProofTest, SaysWhereNothingLaterHadCome) {
    proof_.nodes.front().next.clear();
    const auto proven = check_state_proof(proof_, trust_);
    ASSERT_TRUE(proven) << proven.error().what;
    EXPECT_FALSE(proven->front().until);
}

TEST_F(StateProofTest, DoesNotHoldWithAStatementLeftOut) {
    NodeProof& node = proof_.nodes.front();
    const Hash256 left_out = blake2b(core::as_bytes("the one between"));
    node.next = {sign_statement(node_, statement(2, left_out, 200, 4))};
    EXPECT_NE(fault().find("do not follow"), std::string::npos);
    node.next = {sign_statement(node_, statement(3, blake2b(node.told.body), 200, 4))};
    EXPECT_NE(fault().find("do not follow"), std::string::npos);
}

TEST_F(StateProofTest, DoesNotHoldForAMomentOutsideTheStatements) {
    proof_.asked = {99};
    EXPECT_NE(fault().find("later than the moment"), std::string::npos);
    proof_.asked = {200};
    EXPECT_NE(fault().find("by the moment"), std::string::npos);
}

TEST_F(StateProofTest, DoesNotHoldWithAnotherRootThanTheAgencys) {
    proof_.nodes.front().editions.front().statement.post_root = root_of(9);
    EXPECT_NE(fault().find("another set"), std::string::npos);
    proof_.nodes.front().editions = {edition(4)};
    EXPECT_NE(fault().find("no agency's signature"), std::string::npos);
    EditionProof forged = edition(3);
    forged.signatures = {stranger_.sign(Domain::kEdition, encode(forged.statement))};
    proof_.nodes.front().editions = {forged};
    EXPECT_NE(fault().find("role list wl/demo"), std::string::npos);
}

TEST_F(StateProofTest, DoesNotHoldWithAnotherNodesWords) {
    proof_.nodes.front().told = sign_statement(stranger_, told_);
    EXPECT_NE(fault().find("not signed by a key of that node"), std::string::npos);
    facts::StateStatement of_other = told_;
    of_other.node = NodeId{8};
    proof_.nodes.front().told = sign_statement(node_, of_other);
    EXPECT_NE(fault().find("another node"), std::string::npos);
    proof_.nodes.front().told.node = NodeId{7};
    EXPECT_NE(fault().find("speaks of another node"), std::string::npos);
}

TEST_F(StateProofTest, DoesNotHoldWithAReportInPlaceOfAStatement) {
    proof_.nodes.front().told.signature = node_.sign(Domain::kReport, encode(told_)).value;
    EXPECT_NE(fault().find("not signed by a key of that node"), std::string::npos);
}

/// Node 7's list of three rows, of which one is in question.
class EntryProofTest : public StateProofTest {
protected:
    void SetUp() override {
        StateProofTest::SetUp();
        rows_ = {{"A", samples::filled<32>(1)}, {"B", samples::filled<32>(2)}};
        const StateTree tree = state_tree_of(rows_);
        told_.lists.front().root = tree.root(rows_.size());
        proof_.nodes.front() = node_proof();
        EditionProof& signed_one = proof_.nodes.front().editions.front();
        signed_one.statement.post_root = tree.root(rows_.size());
        signed_one.signatures = {agency_.sign(Domain::kEdition, encode(signed_one.statement))};
        ask("A");
    }
    void ask(const std::string& id) {
        proof_.list = "wl/demo/list";
        proof_.entry = id;
        std::vector<ProofRow> bucket;
        for (const auto& [row, hash] : rows_) {
            if (bucket_of(row) == bucket_of(id)) {
                bucket.push_back({row, hash});
            }
        }
        RowProof way = make_row_proof(state_tree_of(rows_), rows_.size(), id, std::move(bucket));
        way.list = proof_.list;
        way.edition = 3;
        proof_.editions = {std::move(way)};
    }
    std::optional<ProvenEntry> proven() const {
        const auto nodes = check_state_proof(proof_, trust_);
        EXPECT_TRUE(nodes) << nodes.error().what;
        return nodes ? nodes->front().lists.front().entry : std::nullopt;
    }
    RowProof& way() { return proof_.editions.front(); }

    std::map<std::string, Hash256, std::less<>> rows_;
};

TEST_F(EntryProofTest, TellsWhetherTheEntryWasOnTheList) {
    EXPECT_TRUE(proven()->is_listed);
    EXPECT_EQ(proven()->hash, rows_.at("A"));
    ask("C");
    EXPECT_FALSE(proven()->is_listed);
    proof_.entry.clear();
    EXPECT_FALSE(proven().has_value());
}

TEST_F(EntryProofTest, DoesNotHoldWithARowLeftOutOrPutIn) {
    way().bucket.clear();
    EXPECT_NE(fault().find("not those that its agency signed"), std::string::npos);
    ask("C");
    way().bucket = {{"C", samples::filled<32>(3)}};
    EXPECT_NE(fault().find("not those that its agency signed"), std::string::npos);
    ask("A");
    way().bucket.front().hash = samples::filled<32>(9);
    EXPECT_NE(fault().find("not those that its agency signed"), std::string::npos);
}

TEST_F(EntryProofTest, DoesNotHoldForAnotherEntryThanItsWayLeadsTo) {
    proof_.entry = "B";
    EXPECT_NE(fault().find("not those that its agency signed"), std::string::npos);
}

TEST_F(EntryProofTest, DoesNotHoldWithAWayCutShortOrOfAnotherEdition) {
    way().group.resize(kTreeGroupSize - 1);
    EXPECT_NE(fault().find("cut short"), std::string::npos);
    ask("A");
    way().rows = 3;
    EXPECT_NE(fault().find("not those that its agency signed"), std::string::npos);
    ask("A");
    way().edition = 4;
    EXPECT_NE(fault().find("does not come with the certificate"), std::string::npos);
}

TEST_F(EntryProofTest, DoesNotHoldWithRowsOutOfOrder) {
    way().bucket = {{"B", rows_.at("B")}, {"A", rows_.at("A")}};
    EXPECT_NE(fault().find("out of order"), std::string::npos);
    way().bucket = {{"A", rows_.at("A")}, {"A", rows_.at("A")}};
    EXPECT_NE(fault().find("out of order"), std::string::npos);
}

TEST_F(EntryProofTest, IsReadBack) {
    const auto read = read_state_proof(encode(proof_));
    ASSERT_TRUE(read) << read.error().what;
    EXPECT_EQ(*read, proof_);
}

TEST_F(StateProofTest, IsReadBackAndRefusedInAnotherVersion) {
    const auto read = read_state_proof(encode(proof_));
    ASSERT_TRUE(read) << read.error().what;
    EXPECT_EQ(*read, proof_);
    proof_.version = 2;
    EXPECT_NE(read_state_proof(encode(proof_)).error().what.find("version 2"), std::string::npos);
    EXPECT_FALSE(read_state_proof(core::as_bytes("no certificate")));
    const core::Bytes cut = encode(proof_);
    EXPECT_FALSE(read_state_proof(core::ByteView{cut}.first(cut.size() - 1)));
}

/// Every flipped bit of a certificate is seen, save in what nobody signs: when central stored and
/// made it.
TEST_F(StateProofTest, NoFlippedBitIsBelieved) {
    const core::Bytes whole = encode(proof_);
    for (std::size_t bit = 0; bit < whole.size() * 8; ++bit) {
        core::Bytes flipped = whole;
        flipped[bit / 8] = static_cast<std::uint8_t>(flipped[bit / 8] ^ (1U << (bit % 8)));
        const auto read = read_state_proof(flipped);
        const auto proven = read ? check_state_proof(*read, trust_)
                                 : core::Result<std::vector<ProvenNode>>{read.error()};
        if (proven && !proven->empty()) {
            EXPECT_EQ(proven->front().lists.front().list.root, root_of(3)) << "bit " << bit;
            EXPECT_EQ(proven->front().from, core::WallTime{100}) << "bit " << bit;
        }
    }
}

/// The bytes of `sample` are those of the file, which is read back as it.
void expect_golden(std::string_view name, const StateProof& sample) {
    const std::string path = places::test_data(core::cat("proof/", name));
    const core::Bytes bytes = encode(sample);
    std::ifstream file{path, std::ios::binary};
    if (std::getenv("SARHAD_GOLDEN_WRITE") != nullptr && !file) {
        std::ofstream{path, std::ios::binary}.write(reinterpret_cast<const char*>(bytes.data()),
                                                    static_cast<std::streamsize>(bytes.size()));
        file.open(path, std::ios::binary);
    }
    const std::string stored{std::istreambuf_iterator<char>{file}, {}};
    EXPECT_EQ(core::to_hex(core::as_bytes(stored)), core::to_hex(bytes));
    const auto read = read_state_proof(core::as_bytes(stored));
    ASSERT_TRUE(read) << read.error().what;
    EXPECT_EQ(*read, sample);
}

TEST_F(StateProofTest, KeepsItsBytes) {
    StateProof sample;
    sample.port = core::PortId{"PKXXA-1"};
    sample.asked = {1'790'000'000'000'000};
    sample.made_at = {1'790'000'000'000'001};
    NodeProof node;
    node.node = NodeId{7};
    node.stored_at = {1'780'000'000'000'000};
    node.told = {NodeId{7}, encode(told_), samples::filled<64>(0x51)};
    node.next = {{NodeId{7}, encode(statement(2, root_of(1), 200, 4)), samples::filled<64>(0x52)}};
    node.editions = {{{"wl/demo/list", 3, root_of(3)}, {samples::signature(0x53)}}};
    sample.nodes = {node};
    expect_golden("state_proof_1.bin", sample);
    sample.list = "wl/demo/list";
    sample.entry = "A-17";
    sample.editions = {{"wl/demo/list",
                        3,
                        42,
                        core::Bytes(kTreeGroupSize, 0x61),
                        core::Bytes(kTreeGroupSize, 0x62),
                        {{"A-17", samples::filled<32>(0x63)}}}};
    expect_golden("entry_proof_1.bin", sample);
}

}  // namespace
}  // namespace sarhad::wire
