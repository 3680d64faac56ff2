#include "replication/trust/trust_state.h"

#include "support/trust_office.h"

#include <gtest/gtest.h>

namespace sarhad::replication {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using enum TrustReason;

core::MonoTime mono(core::Duration by) {
    return core::MonoTime{by};
}

class TrustStateTest : public testing::Test {
protected:
    static core::WallTime after(core::Duration by) { return TrustOffice::after(by); }

    /// With root, revocations and head; no tick yet.
    TrustState begun(const SecureTime& time) const {
        TrustState state =
            *TrustState::begin(office_.sign(office_.root(), {"r1", "r2", "r3"}), time);
        const Clocks now{TrustOffice::kIssued, {}};
        SARHAD_CHECK(state.offer(office_.sign(office_.revocations(), {"s1", "s2"}), now).holds());
        SARHAD_CHECK(state.offer(head_, now).holds());
        return state;
    }
    wire::SignedDocument tick(std::uint64_t version, core::Duration by) const {
        return office_.sign(office_.tick(head_, version, by), {"t1"});
    }

    TrustOffice office_;
    wire::SignedDocument head_ = office_.sign(office_.head(), {"q1"});
};

TEST_F(TrustStateTest, CountsItsTimeOnFromTheLastTick) {
    TrustState state = begun(SecureTime{{}, {TrustOffice::kIssued, {}}});
    EXPECT_FALSE(state.age({}, "").is_proven);
    ASSERT_EQ(state.offer(tick(1, minutes{5}), {after(minutes{5}), mono(minutes{5})}).reason,
              kInstalled);
    EXPECT_EQ(state.time().at(mono(minutes{5} + hours{7})), after(minutes{5} + hours{7}));
    EXPECT_TRUE(state.age(mono(minutes{5}), "").is_proven);
}

TEST_F(TrustStateTest, IsExactToTheSecondForSixtyDays) {
    TrustState state = begun(SecureTime{{}, {TrustOffice::kIssued, {}}});
    ASSERT_TRUE(state.offer(tick(1, {}), {TrustOffice::kIssued, {}}).holds());
    const auto at = [&](core::Duration by) { return state.age(mono(by), "").state; };
    for (std::int64_t second = 0; second <= 60LL * 86400; second += second < 90'000 ? 1 : 977) {
        const Freshness wanted = second <= 900            ? Freshness::kFresh
                                 : second <= 86400        ? Freshness::kStale
                                 : second <= 30LL * 86400 ? Freshness::kDegraded
                                                          : Freshness::kExpired;
        ASSERT_EQ(word_of(at(seconds{second})), word_of(wanted)) << second;
    }
    EXPECT_EQ(at(TrustOffice::days(30)), Freshness::kDegraded);
    EXPECT_EQ(at(TrustOffice::days(30) + seconds{1}), Freshness::kExpired);
}

TEST_F(TrustStateTest, TakesNoClockSettingForTheTime) {
    // Ten years fast and ten slow: neither brings an expiry forward nor puts one off.
    for (const std::int64_t days : {3650, -3650}) {
        const core::WallTime rtc = after(TrustOffice::days(days));
        TrustState state = begun(SecureTime{{}, {rtc, {}}});
        ASSERT_EQ(state.offer(tick(1, minutes{1}), {rtc, mono(minutes{1})}).reason, kInstalled);
        EXPECT_EQ(state.time().at(mono(minutes{1})), after(minutes{1}));
        EXPECT_EQ(state.age(mono(minutes{2}), "").state, Freshness::kFresh);
        // Set while it runs: no difference at all.
        EXPECT_EQ(state.offer(tick(2, hours{3}), {TrustOffice::kIssued, mono(hours{3})}).reason,
                  kInstalled);
        EXPECT_EQ(state.time().at(mono(hours{3})), after(hours{3}));
    }
}

TEST_F(TrustStateTest, ShowsTheAgeOfWhatItHadAfterAReboot) {
    TrustState state = begun(SecureTime{{}, {TrustOffice::kIssued, {}}});
    ASSERT_TRUE(state.offer(tick(1, {}), {TrustOffice::kIssued, {}}).holds());
    const core::WallTime floor = state.time().proven_floor(mono(hours{2}));
    EXPECT_EQ(floor, after(hours{2}));
    // Off for three weeks, and the machine's clock is right; then, that it was set back.
    for (const auto& [rtc, wanted] : {std::pair{after(TrustOffice::days(21)), Freshness::kDegraded},
                                      std::pair{core::WallTime{}, Freshness::kStale}}) {
        const auto again = TrustState::restore(
            state.kept_documents(), state.versions(), SecureTime{floor, {rtc, {}}});
        ASSERT_TRUE(again) << again.error().what;
        EXPECT_EQ(again->kept_documents(), state.kept_documents());
        EXPECT_EQ(again->age({}, "").state, wanted);
        EXPECT_FALSE(again->age({}, "").is_proven);
        EXPECT_EQ(again->time().proven_floor(mono(hours{1})), floor) << "a clock proves nothing";
    }
}

TEST_F(TrustStateTest, LetsNoDelayedTickMakeDataLookFresher) {
    TrustState state = begun(SecureTime{{}, {TrustOffice::kIssued, {}}});
    ASSERT_TRUE(state.offer(tick(1, {}), {TrustOffice::kIssued, {}}).holds());
    // Signed a minute after the first, and let through after 20 hours.
    ASSERT_TRUE(state.offer(tick(2, minutes{1}), {after(hours{20}), mono(hours{20})}).holds());
    const TrustAge age = state.age(mono(hours{20}), "");
    EXPECT_EQ(age.state, Freshness::kStale);
    EXPECT_GE(age.seconds, 20 * 3600 - 60 - 15);  // One part in 5,000 of 20 hours is 14.4 s.
}

TEST_F(TrustStateTest, FollowsAClockThatDrifts) {
    TrustState state = begun(SecureTime{{}, {TrustOffice::kIssued, {}}});
    // 50 parts in a million fast, for a year: 26 minutes in all.
    for (std::int64_t day = 0; day < 360; ++day) {
        const core::Duration real = TrustOffice::days(day);
        const Clocks now{after(real), mono(real + real / 20'000)};
        wire::Head renewed = office_.head(static_cast<std::uint64_t>(day + 2));
        renewed.previous = state.head()->hash;
        renewed.issued = after(real);
        renewed.expires = after(real + TrustOffice::days(7));
        const auto head = office_.sign(renewed, {"q1"});
        ASSERT_TRUE(state.offer(head, now).holds());
        const auto tick =
            office_.sign(office_.tick(head, static_cast<std::uint64_t>(day + 1), real), {"t1"});
        ASSERT_TRUE(state.offer(tick, now).holds()) << day;
        ASSERT_LE(state.age(now.mono, "").seconds, 5) << day;
    }
}

TEST_F(TrustStateTest, TakesALeapThatTheMachinesClockSupports) {
    // A machine that was paused: its own count stood still, its clock was set right.
    TrustState state = begun(SecureTime{{}, {TrustOffice::kIssued, {}}});
    ASSERT_TRUE(state.offer(tick(1, {}), {TrustOffice::kIssued, {}}).holds());
    EXPECT_EQ(state.offer(tick(2, hours{9}), {TrustOffice::kIssued, mono(minutes{1})}).reason,
              kAhead);
    EXPECT_EQ(state.offer(tick(2, hours{9}), {after(hours{9}), mono(minutes{1})}).reason,
              kInstalled);
}

TEST_F(TrustStateTest, FindsAnOldBackupOutByTheVersionsBesideIt) {
    TrustState state = begun(SecureTime{{}, {TrustOffice::kIssued, {}}});
    const auto old = state.kept_documents();
    const Clocks now{TrustOffice::kIssued, {}};
    ASSERT_TRUE(state.offer(tick(5, {}), now).holds());
    const SecureTime time{{}, now};
    auto again = TrustState::restore(old, state.versions(), time);
    ASSERT_TRUE(again);
    EXPECT_EQ(again->offer(tick(4, {}), now).reason, kRollback);
    EXPECT_EQ(again->offer(tick(5, {}), now).reason, kInstalled);
    ASSERT_TRUE(state.offer(office_.sign(office_.root(2), {"r1", "r2", "r3"}), now).holds());
    EXPECT_FALSE(state.is_behind());
    auto behind = TrustState::restore(old, state.versions(), time);
    ASSERT_TRUE(behind);
    EXPECT_TRUE(behind->is_behind());
    EXPECT_EQ(behind->offer(tick(6, {}), now).reason, kInstalled);
    EXPECT_EQ(behind->age({}, "").state, Freshness::kExpired) << "on a root that is none any more";
    ASSERT_TRUE(behind->offer(office_.sign(office_.root(2), {"r1", "r2", "r3"}), now).holds());
    EXPECT_EQ(behind->age({}, "").state, Freshness::kFresh);
}

TEST_F(TrustStateTest, RefusesAKeptDocumentThatWasChanged) {
    TrustState state = begun(SecureTime{{}, {TrustOffice::kIssued, {}}});
    ASSERT_TRUE(state.offer(tick(1, {}), {TrustOffice::kIssued, {}}).holds());
    const SecureTime time{{}, {TrustOffice::kIssued, {}}};
    for (const std::size_t at : {std::size_t{0}, std::size_t{2}, std::size_t{3}}) {
        auto kept = state.kept_documents();
        kept[at].body.back() ^= 1U;
        const auto restored = TrustState::restore(kept, {}, time);
        ASSERT_FALSE(restored) << at;
        EXPECT_EQ(restored.error().code, core::Errc::kCorrupt) << at;
    }
    EXPECT_EQ(TrustState::restore({}, {}, time).error().code, core::Errc::kCorrupt);
}

TEST_F(TrustStateTest, GivesTheKeysThatVerifyListsAlertsAndRows) {
    TrustState state = begun(SecureTime{{}, {TrustOffice::kIssued, {}}});
    const Clocks now{TrustOffice::kIssued, {}};
    ASSERT_TRUE(state.offer(office_.sign(office_.certificate(), {"e1"}), now).holds());
    const wire::EditionStatement statement{"wl/demo/list", 1, {}};
    const core::Bytes bytes = wire::encode(statement);
    const auto signed_by = [&](std::string_view name) {
        return std::vector{office_.key(name).sign(wire::Domain::kEdition, bytes)};
    };
    EXPECT_TRUE(state.store().check_edition(statement, signed_by("a2")));
    EXPECT_FALSE(state.store().check_edition(statement, signed_by("q1")));
    wire::SignedUpBatch batch;
    batch.signature = office_.key("n7").sign(wire::Domain::kUpBatch, batch.body);
    EXPECT_TRUE(state.store().open_up_batch(batch, core::NodeId{7}));
    wire::Revocations revoking = office_.revocations(2);
    revoking.nodes = {{core::NodeId{7}, TrustOffice::kIssued, "stolen"}};
    revoking.keys = {{office_.of("a2"), TrustOffice::kIssued, "lost"}};
    ASSERT_TRUE(state.offer(office_.sign(revoking, {"s1", "s3"}), now).holds());
    EXPECT_FALSE(state.store().check_edition(statement, signed_by("a2")));
    EXPECT_TRUE(state.store().check_edition(statement, signed_by("a1")));
    EXPECT_FALSE(state.store().open_up_batch(batch, core::NodeId{7}));
}

}  // namespace
}  // namespace sarhad::replication
