// One named test an attack: what the attacker holds, and what must still be true. The same attacks
// stand in tests/data/trust/attacks.json, for sarhadctl and for the verifier in Python.
#include "trust_attacks.h"

#include "replication/trust/root_step.h"
#include "support/golden.h"

#include <gtest/gtest.h>

#include <set>

namespace sarhad::replication {
namespace {

const TrustAttacks& attacks() {
    static const TrustAttacks kAttacks;
    return kAttacks;
}

class TrustAttackTest : public testing::TestWithParam<std::size_t> {};

TEST_P(TrustAttackTest, IsAnswered) {
    const TrustAttack& attack = attacks().all()[GetParam()];
    const Clocks now{attack.at, {}};
    const wire::SignedDocument& anchor = attack.offers.front().documents.front();
    auto begun = TrustState::begin(anchor, SecureTime::believed(now));
    if (!begun) {
        const RootOrVerdict read = read_anchor(anchor);
        ASSERT_TRUE(std::holds_alternative<TrustVerdict>(read));
        EXPECT_EQ(word_of(std::get<TrustVerdict>(read).reason),
                  word_of(attack.offers.front().wanted));
        EXPECT_EQ(attack.offers.size(), 1U);
        return;
    }
    for (std::size_t at = 1; at < attack.offers.size(); ++at) {
        const TrustOffer& offer = attack.offers[at];
        const auto before = begun->kept_documents();
        const TrustVerdict verdict = take(*begun, offer, now);
        EXPECT_EQ(word_of(verdict.reason), word_of(offer.wanted))
            << "offer " << at << ": " << verdict.what;
        EXPECT_FALSE(verdict.what.empty());
        if (verdict.reason != TrustReason::kInstalled) {
            EXPECT_EQ(begun->kept_documents(), before) << "what is refused changes nothing";
        }
    }
    EXPECT_EQ(word_of(begun->age({}, "").state), word_of(attack.age));
}

INSTANTIATE_TEST_SUITE_P(Trust,
                         TrustAttackTest,
                         testing::Range(std::size_t{0}, attacks().all().size()),
                         [](const auto& one) { return attacks().all()[one.param].name; });

TEST(TrustAttacks, AreAtLeastSixtyWithNamesOfTheirOwn) {
    std::set<std::string> names;
    for (const TrustAttack& attack : attacks().all()) {
        names.insert(attack.name);
    }
    EXPECT_EQ(names.size(), attacks().all().size());
    EXPECT_GE(names.size(), 60U);
}

TEST(TrustAttacks, StandInTheFileForOtherVerifiers) {
    const std::string made = attacks_json(attacks());
    const core::Bytes kept = golden::kept("trust/attacks.json", core::as_bytes(made));
    EXPECT_TRUE(core::as_text(kept) == made) << "tests/data/trust/attacks.json is of other attacks";
}

/// Every field set, signed by the seed's keys: encoded to exactly the file, and read from it.
template <class T>
void expect_kept(const std::string& name, const T& value, const wire::SignedDocument& document) {
    const core::Bytes made = wire::encode(document);
    const core::Bytes kept = golden::kept("formats/v1/trust_" + name + ".bin", made);
    EXPECT_EQ(core::to_hex(kept), core::to_hex(made)) << name;
    const auto read = wire::read_document(kept);
    ASSERT_TRUE(read) << read.error().what;
    EXPECT_EQ(*read, document);
    const auto body = wire::read_unverified<T>(*read);
    ASSERT_TRUE(body) << body.error().what;
    EXPECT_EQ(*body, value) << name;
    EXPECT_TRUE(wire::check_document(*body)) << name;
}

TEST(TrustFormats, DocumentsKeepTheirBytes) {
    const TrustOffice office;
    wire::Root root = office.root(3);
    root.epochs = {{core::StreamId{100}, core::Epoch{2}}};
    root.time_reset = TrustOffice::kIssued;
    expect_kept("root", root, office.sign(root, {"r1", "r2", "r3"}));
    wire::Revocations revocations = office.revocations(4);
    revocations.nodes = {{core::NodeId{9}, TrustOffice::kIssued, "stolen"}};
    revocations.keys = {{office.of("a1"), TrustOffice::kIssued, "lost"}};
    expect_kept("revocations", revocations, office.sign(revocations, {"s1", "s2"}));
    const wire::NodeCertificate certificate = office.certificate(5);
    expect_kept("certificate", certificate, office.sign(certificate, {"e1"}));
    wire::Head head = office.head(6);
    head.previous.fill(0x55);
    const wire::SignedDocument signed_head = office.sign(head, {"q1"});
    expect_kept("head", head, signed_head);
    const wire::Tick tick = office.tick(signed_head, 7, std::chrono::minutes{1});
    expect_kept("tick", tick, office.sign(tick, {"t1"}));
    wire::SitePolicy policy = office.policy(8);
    policy.site = "PKTKM-1";
    policy.fresh_seconds = 1800;
    policy.stale_seconds = 172800;
    policy.degraded_seconds = 1209600;
    policy.sign_off = wire::SignOff::kFlight;
    policy.second_checks = core::Permille{20};
    policy.dead_man_days = 30;
    expect_kept("policy", policy, office.sign(policy, {"u1"}));
    wire::Compartment compartment = office.compartment(9, {7, 9});
    compartment.epoch = core::Epoch{3};
    compartment.key_hash.fill(0x66);
    for (wire::CompartmentMember& member : compartment.members) {
        member.key.assign(wire::kBoxedKeySize, 0x67);
    }
    expect_kept("compartment", compartment, office.sign(compartment, {"a1", "a2"}));
}

}  // namespace
}  // namespace sarhad::replication
