#include "facts/alert.h"
#include "facts/decision.h"
#include "facts/message.h"
#include "wire/msgpack.h"

#include <gtest/gtest.h>

#include <set>
#include <type_traits>

namespace sarhad::facts {
namespace {

Crossing sample() {
    Crossing crossing;
    crossing.id = {1, 2, 3};
    crossing.node = core::NodeId{7};
    crossing.port = core::PortId{"PKXXA-1"};
    crossing.screened_at = {1'795'000'000'000'000};
    crossing.flights.push_back(
        {"XX", "0123", "XXA", "XXB", *LocalTime::parse("2026-11-23T09:10"), {}});
    crossing.traveller.surname = Redacted<std::string>{"VARDANELLO"};
    crossing.traveller.date_of_birth = Redacted{*PartialDate::parse("1980-02")};
    crossing.traveller.sex = Sex::kFemale;
    crossing.traveller.documents.push_back({"P", Redacted<std::string>{"ZZ001"}, "XAA", {}, {}});
    Hit hit;
    hit.list = "wl/demo/main";
    hit.score = core::Permille{912};
    hit.tier = Tier::kReview;
    hit.reasons.push_back({"name-token", Redacted<std::string>{"1 of 1 words agree"}, -12});
    crossing.decision.hits.push_back(hit);
    crossing.decision.channel = Channel::kYellow;
    crossing.decision.unknown_feeds = {"pnr"};
    return crossing;
}

TEST(Fields, AFactComesBackAsItWas) {
    const core::Bytes packed = wire::encode(sample());
    const core::Result<Crossing> back = wire::decode<Crossing>(packed);
    ASSERT_TRUE(back) << back.error().what;
    EXPECT_EQ(*back, sample());
}

TEST(Fields, TheSameFactHasTheSameBytes) {
    EXPECT_EQ(wire::encode(sample()),
              wire::encode(*wire::decode<Crossing>(wire::encode(sample()))));
}

TEST(Fields, DefaultsAreLeftOut) {
    EXPECT_EQ(wire::encode(FlightLeg{}), core::Bytes{0x80});
}

TEST(Fields, UnknownFieldsOfANewerPeerArePassedOver) {
    // {1: "P", 99: true}
    const core::Bytes packed{0x82, 0x01, 0xA1, 'P', 0x63, 0xC3};
    const core::Result<TravelDocument> document = wire::decode<TravelDocument>(packed);
    ASSERT_TRUE(document) << document.error().what;
    EXPECT_EQ(document->kind, "P");
}

TEST(Fields, AnErrorNamesTheFieldButNotItsValue) {
    // Crossing {7: Traveller {6: "19O1"}}: not a date of birth.
    const core::Bytes packed{0x81, 0x07, 0x81, 0x06, 0xA4, '1', '9', 'O', '1'};
    const core::Result<Crossing> crossing = wire::decode<Crossing>(packed);
    ASSERT_FALSE(crossing);
    EXPECT_EQ(crossing.error().what,
              "traveller.date_of_birth: wanted a date: YYYY, YYYY-MM or YYYY-MM-DD");
}

TEST(Fields, TextPastItsMaximumIsRefused) {
    TravelDocument document;
    document.kind = "TOOLONGAKIND";
    EXPECT_FALSE(wire::decode<TravelDocument>(wire::encode(document)));
}

/// Keys are what stored and sent bytes mean: unique and rising in every table.
template <class Fact>
void expect_rising_keys() {
    int last = 0;
    std::set<std::string_view> names;
    const auto one = [&](const auto& listed) {
        EXPECT_GT(listed.spec.key, last) << Schema<Fact>::kName << '.' << listed.spec.name;
        EXPECT_TRUE(names.insert(listed.spec.name).second) << listed.spec.name;
        last = listed.spec.key;
    };
    Schema<Fact>::kFields.apply([&](const auto&... listed) { (one(listed), ...); });
}

TEST(Fields, KeysRiseAndNamesDiffer) {
    expect_rising_keys<TravelDocument>();
    expect_rising_keys<Traveller>();
    expect_rising_keys<FlightLeg>();
    expect_rising_keys<Problem>();
    expect_rising_keys<Message>();
    expect_rising_keys<Reason>();
    expect_rising_keys<Hit>();
    expect_rising_keys<Cause>();
    expect_rising_keys<Decision>();
    expect_rising_keys<Crossing>();
    expect_rising_keys<SignedReport>();
    expect_rising_keys<Alert>();
    expect_rising_keys<AlertAcknowledgement>();
}

TEST(Fields, WhoATravellerIsIsPersonal) {
    static_assert(IsRedacted<decltype(Traveller::surname)>::value);
    static_assert(IsRedacted<decltype(Traveller::first_name)>::value);
    static_assert(IsRedacted<decltype(Traveller::full_name)>::value);
    static_assert(IsRedacted<decltype(Traveller::date_of_birth)>::value);
    static_assert(IsRedacted<decltype(TravelDocument::number)>::value);
    static_assert(IsRedacted<decltype(Hit::name)>::value);
    static_assert(!std::is_convertible_v<Redacted<std::string>, core::Piece>);
    SUCCEED();
}

}  // namespace
}  // namespace sarhad::facts
