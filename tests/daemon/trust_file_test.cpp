#include "daemon/trust_file.h"

#include "support/golden.h"

#include <gtest/gtest.h>

namespace sarhad::daemon {
namespace {

TrustFile sample(core::Random& random) {
    TrustFile trust;
    trust.central_link = wire::BoxKey::generate(random).public_key();
    trust.central_seal = wire::BoxKey::generate(random).public_key();
    const auto key = [&] { return wire::SigningKey::generate(random).public_key().bytes(); };
    trust.roles.push_back({wire::RoleKind::kSequencer, "", core::NodeId{0}, 1, {key()}});
    trust.roles.push_back({wire::RoleKind::kList, "wl/test", core::NodeId{0}, 2, {key(), key()}});
    trust.roles.push_back({wire::RoleKind::kNode, "", core::NodeId{3}, 1, {key()}});
    return trust;
}

/// The same bytes each time: SplitMix64.
class FixedRandom final : public core::Random {
public:
    void fill(std::span<std::uint8_t> bytes) override {
        for (std::uint8_t& byte : bytes) {
            state_ += 0x9E3779B97F4A7C15U;
            const std::uint64_t mixed = (state_ ^ (state_ >> 30U)) * 0xBF58476D1CE4E5B9U;
            byte = static_cast<std::uint8_t>(mixed >> 56U);
        }
    }

private:
    std::uint64_t state_{1};
};

class TrustFileTest : public testing::Test {
protected:
    static void SetUpTestSuite() { ASSERT_TRUE(wire::sodium_start()); }

    [[nodiscard]] std::string error_of(std::string_view text) const {
        const auto trust = parse_trust_file(text, "trust.toml");
        return trust ? "" : trust.error().what;
    }

    wire::OsRandom random_;
    TrustFile trust_ = sample(random_);
};

TEST_F(TrustFileTest, ReadsWhatItWrites) {
    const auto read = parse_trust_file(write_trust_file(trust_), "trust.toml");
    ASSERT_TRUE(read) << read.error().what;
    EXPECT_EQ(*read, trust_);
    EXPECT_TRUE(trust_store_of(*read));
}

/// A port keeps the file that it was given when it was added: later programs read it, and write
/// the same for the same keys.
TEST_F(TrustFileTest, KeepsItsBytes) {
    FixedRandom random;
    const TrustFile trust = sample(random);
    const std::string text = write_trust_file(trust);
    const core::Bytes kept = golden::kept("formats/v1/trust.toml", core::as_bytes(text));
    EXPECT_EQ(text, core::as_text(kept));
    const auto read = parse_trust_file(core::as_text(kept), "trust.toml");
    ASSERT_TRUE(read) << read.error().what;
    EXPECT_EQ(*read, trust);
}

TEST_F(TrustFileTest, NamesLineAndColumnOfAFault) {
    EXPECT_EQ(error_of("[central]\nlink_public = \"12\"\n").substr(0, 17), "trust.toml:2:15: ");
    EXPECT_EQ(error_of("[central\n").substr(0, 13), "trust.toml:1:");
    EXPECT_EQ(error_of("surprise = 1\n"), "trust.toml:1:1: unknown key");
}

TEST_F(TrustFileTest, RefusesAnUnknownRole) {
    const std::string text = write_trust_file(trust_) + "[[role]]\nkind = \"king\"\nkeys = []\n";
    EXPECT_NE(error_of(text).find("wanted \"sequencer\""), std::string::npos);
}

TEST_F(TrustFileTest, RefusesAThresholdThatNobodyCanReach) {
    trust_.roles[0].threshold = 2;
    EXPECT_EQ(trust_store_of(trust_).error().code, core::Errc::kInvalid);
}

}  // namespace
}  // namespace sarhad::daemon
