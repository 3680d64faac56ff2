#include "wire/sealed_alert.h"

#include "seeded_random.h"

#include "core/text.h"
#include "wire/msgpack.h"

#include <gtest/gtest.h>

namespace sarhad::wire {
namespace {

class SealedAlertTest : public testing::Test {
protected:
    SealedAlertTest() {
        EXPECT_TRUE(sodium_start());
        alert_.id.fill(0x1D);
        alert_.port = core::PortId{"PKXXA-1"};
        alert_.report.body = core::to_bytes("a report on an invented person");
    }
    [[nodiscard]] Op sealed_to(const std::vector<AlertReader>& readers) {
        auto op = seal_alert(alert_, readers, random_);
        EXPECT_TRUE(op) << op.error().what;
        return op ? *op : Op{};
    }
    [[nodiscard]] AlertReader reader(std::uint32_t node, const SigningKey& key) const {
        return {core::NodeId{node}, key.public_key().box_key()};
    }
    void expect_opens(const Op& op, std::uint32_t node, const SigningKey& key) {
        const auto opened = open_alert(op, core::NodeId{node}, key.box_key());
        ASSERT_TRUE(opened) << opened.error().what;
        ASSERT_TRUE(*opened);
        EXPECT_EQ((*opened)->alert, alert_);
        EXPECT_EQ((*opened)->body, encode(alert_));
    }

    SeededRandom random_{9};
    SigningKey three_{SigningKey::generate(random_)};
    SigningKey four_{SigningKey::generate(random_)};
    SigningKey five_{SigningKey::generate(random_)};
    facts::Alert alert_;
};

TEST_F(SealedAlertTest, OpensAtEachOfItsReadersAndAtNobodyElse) {
    const Op op = sealed_to({reader(3, three_), reader(4, four_)});
    EXPECT_EQ(op.id, core::cat("sealed/", core::to_hex(alert_.id)));
    expect_opens(op, 3, three_);
    expect_opens(op, 4, four_);
    const auto other = open_alert(op, core::NodeId{5}, five_.box_key());
    ASSERT_TRUE(other) << other.error().what;
    EXPECT_FALSE(*other);
    EXPECT_FALSE(open_alert(op, core::NodeId{3}, five_.box_key())) << "a stranger in its place";
    const std::string_view text = core::as_text(op.body);
    EXPECT_EQ(text.find("report on an invented"), std::string_view::npos);
    EXPECT_EQ(text.find("PKXXA-1"), std::string_view::npos);
}

TEST_F(SealedAlertTest, AnOpenAlertIsReadByEveryNodeAsItCame) {
    expect_opens({OpKind::kUpsert, core::to_hex(alert_.id), encode(alert_)}, 5, five_);
}

TEST_F(SealedAlertTest, EachHasAKeyOfItsOwn) {
    const Op one = sealed_to({reader(3, three_)});
    const Op other = sealed_to({reader(3, three_)});
    EXPECT_NE(decode<SealedAlert>(one.body)->body, decode<SealedAlert>(other.body)->body);
}

TEST_F(SealedAlertTest, ADamagedOneOrOneUnderAnothersIdIsRefused) {
    const Op op = sealed_to({reader(3, three_)});
    const auto refused = [&](const Op& bad) {
        const auto opened = open_alert(bad, core::NodeId{3}, three_.box_key());
        return !opened && opened.error().code == core::Errc::kCorrupt;
    };
    Op moved = op;
    moved.id.back() = moved.id.back() == '0' ? '1' : '0';
    EXPECT_TRUE(refused(moved));
    SealedAlert sealed = *decode<SealedAlert>(op.body);
    sealed.body.back() ^= 1U;
    EXPECT_TRUE(refused({op.kind, op.id, encode(sealed)}));
    sealed = *decode<SealedAlert>(op.body);
    sealed.readers[0].key.back() ^= 1U;
    EXPECT_TRUE(refused({op.kind, op.id, encode(sealed)}));
    for (std::size_t size = 0; size < op.body.size(); ++size) {
        const core::ByteView cut = core::ByteView{op.body}.first(size);
        EXPECT_TRUE(refused({op.kind, op.id, core::to_bytes(cut)})) << size;
    }
    EXPECT_TRUE(refused({op.kind, core::to_hex(alert_.id), op.body})) << "sealed, told as open";
}

TEST_F(SealedAlertTest, IsNeverLongerThanAFrameHolds) {
    std::vector<AlertReader> readers;
    for (std::uint32_t node = 1; node <= kCompartmentMembersMax; ++node) {
        readers.push_back(reader(node, three_));
    }
    EXPECT_LE(sealed_to(readers).body.size(), kSealedAlertBytesMax);
    alert_.report.body.resize(40'000);
    const auto refused = seal_alert(alert_, readers, random_);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, core::Errc::kExhausted);
    alert_.report.body.clear();
    readers.push_back(reader(9999, three_));
    EXPECT_FALSE(seal_alert(alert_, readers, random_)) << "more readers than can be read back";
}

}  // namespace
}  // namespace sarhad::wire
