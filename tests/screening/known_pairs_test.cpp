#include "screening/known_pairs.h"

#include "core/text.h"

#include <gtest/gtest.h>

#include <functional>

namespace sarhad::screening {
namespace {

facts::Hash256 sum(core::ByteView bytes) {
    std::uint64_t hash = 0xcbf29ce484222325U;
    facts::Hash256 wide{};
    for (const std::uint8_t byte : bytes) {
        hash = (hash ^ byte) * 0x100000001b3U;
    }
    for (std::size_t i = 0; i < wide.size(); ++i) {
        wide[i] = static_cast<std::uint8_t>(hash >> (8 * (i % 8)));
    }
    return wide;
}

struct Meeting {
    facts::SubjectKey subject{1};
    facts::Traveller traveller;
    facts::Hit hit;
};

Meeting meeting() {
    Meeting met;
    met.traveller.surname = core::Redacted<std::string>{"BELKHADIM"};
    met.traveller.first_name = core::Redacted<std::string>{"ZORVAN"};
    met.traveller.nationality = "XAA";
    met.hit.list = "wl/test/one";
    met.hit.entry = "T-1";
    met.hit.name = core::Redacted<std::string>{"Zorvan Belkhadim"};
    met.hit.score = core::Permille{740};
    met.hit.tier = facts::Tier::kReview;
    met.hit.reasons = {{"name-token", core::Redacted<std::string>{"name"}, 740, {}}};
    return met;
}

PairId id_of(const Meeting& met) {
    return pair_id(met.subject, met.traveller, met.hit, &sum);
}

constexpr core::WallTime kNow{1'000'000};

TEST(KnownPairs, EveryChangeOfEitherSideIsAnotherPair) {
    const std::vector<std::function<void(Meeting&)>> changes{
        [](Meeting& met) { met.subject[0] = 2; },
        [](Meeting& met) { met.traveller.surname = core::Redacted<std::string>{"MUNDOSI"}; },
        [](Meeting& met) {
            met.traveller.date_of_birth =
                core::Redacted<facts::PartialDate>{*facts::PartialDate::parse("1971-03-09")};
        },
        [](Meeting& met) { met.traveller.nationality = "XBB"; },
        [](Meeting& met) { met.traveller.sex = facts::Sex::kMale; },
        [](Meeting& met) { met.hit.list = "wl/test/two"; },
        [](Meeting& met) { met.hit.entry = "T-2"; },
        [](Meeting& met) { met.hit.entry_hash[3] = 1; },
        [](Meeting& met) { met.hit.name = core::Redacted<std::string>{"Z. Belkhadim"}; },
        [](Meeting& met) { met.hit.score = core::Permille{741}; },
        [](Meeting& met) { met.hit.tier = facts::Tier::kHold; },
        [](Meeting& met) { met.hit.reasons[0].points = 700; },
        [](Meeting& met) {
            met.hit.reasons.push_back({"sex", {}, -80, {}});
        }};
    for (std::size_t at = 0; at < changes.size(); ++at) {
        Meeting met = meeting();
        changes[at](met);
        EXPECT_NE(id_of(met), id_of(meeting())) << at;
    }
}

TEST(KnownPairs, TheOrderOfNamesIsNoChange) {
    Meeting met = meeting();
    std::swap(met.traveller.surname, met.traveller.first_name);
    EXPECT_EQ(id_of(met), id_of(meeting()));
}

TEST(KnownPairs, SuppressesTheHitOfAnyDocumentUntilItExpires) {
    const Meeting met = meeting();
    const KnownPairs pairs{&sum, {{id_of(met), core::WallTime{kNow.micros + 1}}}};
    std::vector<facts::Hit> hits{met.hit};
    pairs.suppress({facts::SubjectKey{9}, met.subject}, met.traveller, kNow, hits);
    EXPECT_EQ(hits[0].suppressed_by, core::to_hex(id_of(met)));
    hits = {met.hit};
    pairs.suppress({met.subject}, met.traveller, core::WallTime{kNow.micros + 1}, hits);
    EXPECT_EQ(hits[0].suppressed_by, "");
    pairs.suppress({}, met.traveller, kNow, hits);
    EXPECT_EQ(hits[0].suppressed_by, "");
}

TEST(KnownPairs, NeverSuppressADocument) {
    for (const std::string_view kind : {"document", "document-of-another"}) {
        Meeting met = meeting();
        met.hit.reasons.push_back({std::string{kind}, {}, 200, {}});
        const KnownPairs pairs{&sum, {{id_of(met), core::WallTime{kNow.micros + 1}}}};
        std::vector<facts::Hit> hits{met.hit};
        pairs.suppress({met.subject}, met.traveller, kNow, hits);
        EXPECT_EQ(hits[0].suppressed_by, "") << kind;
    }
}

TEST(KnownPairs, AnotherIdentityNumberIsNoDocumentThatAgrees) {
    // The officer who saw another CNIC was told that a document agrees.
    Meeting met = meeting();
    met.hit.reasons.push_back({"document", {}, -120, "document.other-cnic"});
    EXPECT_TRUE(may_be_suppressed(met.hit));
    const KnownPairs pairs{&sum, {{id_of(met), core::WallTime{kNow.micros + 1}}}};
    std::vector<facts::Hit> hits{met.hit};
    pairs.suppress({met.subject}, met.traveller, kNow, hits);
    EXPECT_EQ(hits[0].suppressed_by, core::to_hex(id_of(met)));
    // A number that agrees may take points too: the score ends at 1000.
    met.hit.reasons.back() = {"document", {}, -50, "document.same"};
    EXPECT_FALSE(may_be_suppressed(met.hit));
}

}  // namespace
}  // namespace sarhad::screening
