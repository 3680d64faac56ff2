// Lists that do not belong to every port, at central: what is sent to whom, and what is published.
#include "support.h"

#include "replication/frames.h"
#include "support/trust_office.h"
#include "watchlists/list_file.h"
#include "wire/body_seal.h"
#include "wire/hash.h"
#include "wire/msgpack.h"
#include "wire/sealed_alert.h"
#include "wire/streams.h"

#include <gtest/gtest.h>

namespace sarhad::central {
namespace {

using replication::TrustOffice;
using wire::DelegatedRole;
using wire::SignedDocument;

constexpr std::string_view kList = "wl/demo/persons";

/// A central whose country has signed a root, with two ports.
class CentralCompartments : public testing::Test {
protected:
    CentralCompartments() {
        wire::Root root = office_.root();
        TrustOffice::in(root, DelegatedRole::kSequencer).keys = {
            wire::SigningKey::parse(rig_.sequencer_file)->public_key().bytes()};
        TrustOffice::in(root, DelegatedRole::kAlert).keys = {
            wire::SigningKey::parse(rig_.alert_file)->public_key().bytes()};
        TrustOffice::in(root, DelegatedRole::kAgency)
            .keys.push_back(rig_.agency.public_key().bytes());
        rig_.documents = {office_.sign(root, {"r1", "r2", "r3"}),
                          office_.sign(office_.revocations(), {"s1", "s2"})};
        rig_.tick_file = office_.key("t1").to_file();
        rig_.make();
        in_ = rig_.add_node("PKXXA-1");
        out_ = rig_.add_node("PKXXB-1");
    }
    [[nodiscard]] wire::Compartment compartment(std::uint64_t version,
                                                const std::vector<std::uint32_t>& nodes) const {
        wire::Compartment one = office_.compartment(version, nodes);
        one.list = kList;
        return one;
    }
    void hold(const wire::Compartment& one) {
        rig_.documents.push_back(office_.sign(one, {"a1", "a2"}));
        const auto taken = rig_.central->set_trust_documents(rig_.documents);
        ASSERT_TRUE(taken) << taken.error().what;
        rig_.thread.run_all();
    }
    void greet(TestNode& node) {
        node.root_version = 1;
        rig_.transport.receive(node.id(), wire::Channel::kControl, node.hello());
        rig_.transport.receive(node.id(), wire::Channel::kBulk, node.hello());
        rig_.carry(node.id());
    }
    [[nodiscard]] core::Result<StreamHead> publish(const core::Bytes& list) {
        std::optional<core::Result<StreamHead>> done;
        rig_.central->publish(
            list, signed_by(rig_.agency, list), ShrinkLeave{1}, [&](core::Result<StreamHead> head) {
                done = std::move(head);
            });
        rig_.thread.run_all();
        return *std::move(done);
    }
    [[nodiscard]] std::size_t deltas_to(const TestNode& node) const {
        return rig_.sent_to<wire::Delta>(node.id()).size();
    }
    /// A hit of the first port on each of these lists.
    void report(std::uint8_t number, const std::vector<std::string_view>& lists) {
        facts::Crossing crossing = in_->crossing(number);
        for (const std::string_view list : lists) {
            facts::Hit hit;
            hit.list = list;
            crossing.decision.hits.push_back(hit);
        }
        rig_.transport.receive(in_->id(),
                               wire::Channel::kControl,
                               in_->batch(wire::up::kHits, {in_->report_row(crossing)}));
        rig_.carry(in_->id());
    }
    /// As it went to the first port.
    [[nodiscard]] wire::Op last_alert() const {
        wire::TrustStore trust;
        EXPECT_TRUE(trust.set(wire::Role::alert(),
                              {1, {wire::SigningKey::parse(rig_.alert_file)->public_key()}}));
        wire::Op last;
        for (const wire::Delta& delta : rig_.sent_to<wire::Delta>(in_->id())) {
            const auto opened = trust.open_delta(delta, wire::Role::alert());
            const auto body = opened ? wire::decode_delta(*opened) : opened.error();
            if (body) {
                last = body->ops.at(0);
            }
        }
        return last;
    }
    [[nodiscard]] static bool opens(const wire::Op& alert, const TestNode& node) {
        const auto opened = wire::open_alert(alert, node.id(), node.sign.box_key());
        return opened && *opened;
    }
    [[nodiscard]] std::uint32_t in() const { return in_->id().value(); }
    [[nodiscard]] std::uint32_t out() const { return out_->id().value(); }

    TrustOffice office_;
    Rig rig_;
    std::unique_ptr<TestNode> in_;
    std::unique_ptr<TestNode> out_;
};

TEST_F(CentralCompartments, OnlyTheListsPortsAreSentItsRowsWhateverCameFirst) {
    hold(compartment(1, {in()}));
    greet(*in_);
    greet(*out_);
    ASSERT_TRUE(publish(demo_list(1, 1, 50)));
    rig_.carry(in_->id());
    rig_.carry(out_->id());
    EXPECT_GT(deltas_to(*in_), 0U);
    EXPECT_EQ(deltas_to(*out_), 0U);
    EXPECT_TRUE(rig_.central->is_entitled(in_->id(), std::string{kList}));
    EXPECT_FALSE(rig_.central->is_entitled(out_->id(), std::string{kList}));
    EXPECT_TRUE(rig_.central->node(out_->id())->status.lists.empty()) << "nor is it behind";
    EXPECT_EQ(rig_.log.lines_of("COMP-010").size(), 1U);
}

TEST_F(CentralCompartments, EveryPortIsToldTheCompartmentOnceUntilItChanges) {
    greet(*out_);
    hold(compartment(1, {in()}));
    EXPECT_EQ(rig_.sent_to<wire::SentCompartment>(out_->id()).size(), 1U);
    wire::Hello again;
    again.node = out_->id();
    again.proto_min = again.proto_max = wire::kProtocol;
    again.root_version = 1;
    again.compartments = rig_.central->trust()->state().versions().compartments;
    rig_.transport.receive(out_->id(), wire::Channel::kControl, replication::to_frame(again));
    rig_.thread.run_all();
    EXPECT_EQ(rig_.sent_to<wire::SentCompartment>(out_->id()).size(), 1U) << "it has it";
    hold(compartment(2, {in()}));
    EXPECT_EQ(rig_.sent_to<wire::SentCompartment>(out_->id()).size(), 2U);
}

TEST_F(CentralCompartments, APortThatIsLeftOutIsSentNothingMore) {
    hold(compartment(1, {in(), out()}));
    greet(*out_);
    ASSERT_TRUE(publish(demo_list(1, 1, 50)));
    rig_.carry(out_->id());
    const std::size_t before = deltas_to(*out_);
    EXPECT_GT(before, 0U);
    hold(compartment(2, {in()}));
    ASSERT_TRUE(publish(demo_list(2, 1, 60)));
    rig_.carry(out_->id());
    EXPECT_EQ(deltas_to(*out_), before);
}

TEST_F(CentralCompartments, AHitOnAListThatNoOtherPortHasRaisesNoAlert) {
    greet(*in_);
    hold(compartment(1, {in()}));
    report(1, {kList});
    EXPECT_TRUE(rig_.events<AlertRaised>().empty());
    EXPECT_EQ(rig_.events<HitReported>().size(), 1U);
    EXPECT_EQ(rig_.log.lines_of("COMP-011").size(), 1U);
    report(2, {"wl/demo/other"});
    EXPECT_EQ(rig_.events<AlertRaised>().size(), 1U);
}

/// The alert stream is one chain for all ports: the bytes go to each, and open where they may.
TEST_F(CentralCompartments, AHitOnAListOfSomePortsOpensAtThoseAlone) {
    const auto third = rig_.add_node("PKXXC-1");
    const std::uint32_t also = third->id().value();
    greet(*in_);
    hold(compartment(1, {in(), also}));
    report(1, {"wl/demo/other", kList});
    EXPECT_EQ(rig_.events<AlertRaised>().size(), 1U);
    EXPECT_TRUE(rig_.log.lines_of("COMP-011").empty());
    const wire::Op sealed = last_alert();
    EXPECT_TRUE(opens(sealed, *in_));
    EXPECT_TRUE(opens(sealed, *third));
    EXPECT_FALSE(opens(sealed, *out_));
    hold(compartment(2, {in(), out(), also}));
    report(2, {kList});
    EXPECT_TRUE(opens(last_alert(), *out_)) << "every port has it";
}

TEST_F(CentralCompartments, AHitOnTwoListsOpensWhereBothAre) {
    const auto third = rig_.add_node("PKXXC-1");
    const std::uint32_t also = third->id().value();
    wire::Compartment other = compartment(1, {in(), out()});
    other.list = "wl/demo/other";
    greet(*in_);
    hold(compartment(1, {in(), out(), also}));
    hold(other);
    report(1, {kList, "wl/demo/other"});
    EXPECT_TRUE(opens(last_alert(), *in_));
    EXPECT_TRUE(opens(last_alert(), *out_));
    EXPECT_FALSE(opens(last_alert(), *third));
}

/// What central is not to read it never gets open, also where somebody forgot.
TEST_F(CentralCompartments, AnOpenEntryOfASealedListIsNotPublished) {
    wire::Compartment one = compartment(1, {in()});
    one.epoch = core::Epoch{1};
    one.key_hash.fill(1);
    one.members[0].key.assign(wire::kBoxedKeySize, 1);
    hold(one);
    const auto refused = publish(demo_list(1, 1, 3));
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().what.find("not sealed in epoch 1"), std::string::npos)
        << refused.error().what;
    auto list = *watchlists::read_list(demo_list(1, 1, 3), &wire::blake2b);
    const auto sealed_in = [&](std::uint32_t epoch) {
        wire::Secret key{wire::BodySeal::kKeySize};
        const wire::BodySeal seal{std::move(key), kList, core::Epoch{epoch}};
        std::vector<watchlists::ListEntry> entries;
        for (const watchlists::ListEntry& entry : list.entries) {
            watchlists::ListEntry sealed;
            sealed.id = entry.id;
            sealed.sealed = seal.seal(entry.id, watchlists::entry_bytes(entry));
            entries.push_back(sealed);
        }
        return *watchlists::write_list(list.manifest, entries, &wire::blake2b);
    };
    EXPECT_FALSE(publish(sealed_in(2))) << "no port has the key of epoch 2";
    const auto published = publish(sealed_in(1));
    EXPECT_TRUE(published) << published.error().what;
}

TEST_F(CentralCompartments, ASealedEntryWithoutACompartmentIsNotPublished) {
    auto list = *watchlists::read_list(demo_list(1, 1, 1), &wire::blake2b);
    watchlists::ListEntry sealed;
    sealed.id = list.entries[0].id;
    wire::Secret key{wire::BodySeal::kKeySize};
    sealed.sealed =
        wire::BodySeal{std::move(key), kList, core::Epoch{1}}.seal(sealed.id, core::Bytes{1});
    const auto refused =
        publish(*watchlists::write_list(list.manifest, std::vector{sealed}, &wire::blake2b));
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().what.find("no compartment"), std::string::npos);
}

}  // namespace
}  // namespace sarhad::central
