// Organisations, craft and whatever bears a number, in the lists that are matched.

#include "invented.h"
#include "support.h"

#include "support/places.h"
#include "watchlists/matcher.h"
#include "watchlists/part_builder.h"
#include "watchlists/recent_travellers.h"
#include "watchlists/segment_layout.h"
#include "watchlists/segment_repair.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace sarhad::watchlists {
namespace {

using namespace testing;  // NOLINT(google-build-using-namespace): this folder's own support.

ListEntry entry_of(EntryKind kind, std::string_view id, std::string_view name) {
    ListEntry entry;
    entry.id = id;
    entry.source = "TEST";
    entry.kind = kind;
    if (!name.empty()) {
        entry.names.push_back(listed(name));
    }
    return entry;
}

std::vector<ListEntry> some_things() {
    ListEntry firm = entry_of(EntryKind::kOrganisation, "O-1", "Kestrel Orbis Trading LLC");
    firm.names.push_back(listed("Ravenberg Holding", NameQuality::kWeak));
    firm.nationalities = {"Iran"};
    firm.documents.push_back(number(NumberKind::kRegistration, "RC 1234567"));
    ListEntry ship = entry_of(EntryKind::kVessel, "V-1", "Zorvan Star");
    ship.documents.push_back(number(NumberKind::kImo, "IMO 9074729"));
    ship.documents.push_back(number(NumberKind::kMmsi, "463100018"));
    ship.flag = "Panama";
    ListEntry lorry = entry_of(EntryKind::kVehicle, "C-1", "");
    lorry.documents.push_back(number(NumberKind::kPlate, "LEB-1038"));
    ListEntry box = entry_of(EntryKind::kContainer, "B-1", "");
    box.documents.push_back(number(NumberKind::kContainer, "CSQU3054383"));
    ListEntry paper = entry_of(EntryKind::kDocument, "D-1", "");
    paper.documents.push_back(number(NumberKind::kPassport, "AB1234567", "PK"));
    ListEntry phone = entry_of(EntryKind::kTelephone, "T-1", "");
    phone.documents.push_back(number(NumberKind::kTelephone, "+92 300 1234567"));
    ListEntry who = person("P-1", "Kestrel Orbis", "1971-03-09");
    who.documents.push_back(number(NumberKind::kTelephone, "0333 7654321"));
    return {firm, ship, lorry, box, paper, phone, who};
}

Subject named(EntryKind kind, std::string_view name) {
    Subject made;
    made.kind = kind;
    made.names.push_back(secret(name));
    return made;
}

Subject numbered(EntryKind kind, NumberKind number, std::string_view text) {
    Subject made;
    made.kind = kind;
    made.numbers.push_back({number, secret(text), ""});
    return made;
}

/// "O-1 review" for each hit.
std::vector<std::string> told(const std::vector<facts::Hit>& hits) {
    std::vector<std::string> lines;
    for (const facts::Hit& hit : hits) {
        lines.push_back(core::cat(hit.entry, " ", facts::name_of(hit.tier)));
    }
    return lines;
}

using Lines = std::vector<std::string>;

TEST(Things, AreFoundByNameAmongTheirOwnKind) {
    const auto lists = snapshot(some_things());
    const auto find = [&](EntryKind kind, std::string_view name) {
        return told(lists->match(named(kind, name), 20));
    };
    EXPECT_EQ(find(EntryKind::kOrganisation, "KESTREL ORBIS TRADING"), Lines{"O-1 review"});
    EXPECT_EQ(find(EntryKind::kOrganisation, "Ravenberg Holdings"), Lines{"O-1 ask"});
    EXPECT_EQ(find(EntryKind::kVessel, "MV Zorvan Star"), Lines{"V-1 review"});
    EXPECT_EQ(find(EntryKind::kPerson, "Kestrel Orbis Trading LLC"), Lines{"P-1 silent"});
    EXPECT_EQ(find(EntryKind::kPerson, "Kestrel Orbis"), Lines{"P-1 review"});
    EXPECT_EQ(find(EntryKind::kVessel, "Kestrel Orbis Trading"), Lines{});
}

/// The words stood in small letters, and each word of a conflict for itself.
TEST(Things, WordsOfAHitStandAsBothSidesSpellThem) {
    Subject ship = named(EntryKind::kVessel, "ZORVAN Eagle");
    ship.numbers.push_back({NumberKind::kImo, secret("9074729"), ""});
    const auto hits = snapshot(some_things())->match(ship, 1);
    ASSERT_EQ(hits.size(), 1U);
    ASSERT_EQ(hits[0].words.size(), 2U);
    EXPECT_EQ(hits[0].words[0].told.reveal(), "ZORVAN");
    EXPECT_EQ(hits[0].words[0].listed.reveal(), "Zorvan");
    EXPECT_EQ(hits[0].why.reveal().find("the same 1 word; Eagle and Star are different names"), 0U)
        << hits[0].why.reveal();
}

TEST(Things, AreFoundByTheirNumbersWhateverTheirNames) {
    const auto lists = snapshot(some_things());
    const auto find = [&](EntryKind kind, NumberKind number, std::string_view text) {
        return told(lists->match(numbered(kind, number, text), 20));
    };
    EXPECT_EQ(find(EntryKind::kVessel, NumberKind::kImo, "9074729"), Lines{"V-1 hold"});
    EXPECT_EQ(find(EntryKind::kVessel, NumberKind::kMmsi, "463100018"), Lines{"V-1 review"});
    EXPECT_EQ(find(EntryKind::kVehicle, NumberKind::kPlate, "LEB 1038"), Lines{"C-1 hold"});
    EXPECT_EQ(find(EntryKind::kVehicle, NumberKind::kPlate, "LEB 1O38"), Lines{"C-1 review"});
    EXPECT_EQ(find(EntryKind::kVehicle, NumberKind::kPlate, "LEB 1039"), Lines{"C-1 ask"});
    EXPECT_EQ(find(EntryKind::kContainer, NumberKind::kContainer, "CSQU 305438 3"),
              Lines{"B-1 hold"});
    EXPECT_EQ(find(EntryKind::kTelephone, NumberKind::kTelephone, "0300-1234567"),
              Lines{"T-1 hold"});
    EXPECT_EQ(find(EntryKind::kPerson, NumberKind::kTelephone, "0333-7654321"),
              Lines{"P-1 review"});
    EXPECT_EQ(find(EntryKind::kTelephone, NumberKind::kTelephone, "0300-1234568"), Lines{});
}

/// What is asked of the first hit; "" where it asks nothing.
std::string asked(const ListEntry& entry, const Subject& who) {
    const auto hits = snapshot({entry})->match(who, 5);
    const bool is_question = !hits.empty() && hits[0].tier == facts::Tier::kAsk &&
                             hits[0].reasons.back().kind == "question";
    return is_question ? hits[0].reasons.back().message : std::string{};
}

TEST(Things, EveryHitThatAsksHasAQuestionThatAnOfficerCanAsk) {
    ListEntry firm = entry_of(EntryKind::kOrganisation, "O-1", "");
    firm.names.push_back(listed("Ravenberg Holding", NameQuality::kWeak));
    Subject who = named(EntryKind::kOrganisation, "Ravenberg Holdings");
    EXPECT_EQ(asked(firm, who), "ask.registration") << "a name alone had no question";
    firm.nationalities = {"Iran"};
    EXPECT_EQ(asked(firm, who), "ask.country");
    firm.documents = {number(NumberKind::kTax, "7654321")};
    EXPECT_EQ(asked(firm, who), "ask.tax");
    who.numbers = {{NumberKind::kRegistration, secret("RC 99"), ""}};
    who.nationality = "IRN";
    EXPECT_EQ(asked(firm, who), "ask.remarks") << "all is told";

    ListEntry ship = entry_of(EntryKind::kVessel, "V-1", "");
    ship.names.push_back(listed("Zorvan Star", NameQuality::kWeak));
    const Subject vessel = named(EntryKind::kVessel, "Zorvan Star");
    EXPECT_EQ(asked(ship, vessel), "ask.imo");
    ship.flag = "Panama";
    EXPECT_EQ(asked(ship, vessel), "ask.flag");

    const auto things = some_things();
    EXPECT_EQ(asked(things[2], numbered(EntryKind::kVehicle, NumberKind::kPlate, "LEB 1039")),
              "ask.plate-again");
    EXPECT_EQ(
        asked(things[3], numbered(EntryKind::kContainer, NumberKind::kContainer, "CSQU3054384")),
        "ask.container-again");
    Subject traveller = subject("Kesh Varnil");
    traveller.documents = {secret("A8I234567")};
    EXPECT_EQ(asked(things[4], traveller), "ask.document-again");
    ListEntry listed_person = person("P-2", "Zorvan Odunbaro");
    listed_person.documents = {number(NumberKind::kPassport, "AB1234567")};
    EXPECT_EQ(asked(listed_person, traveller), "ask.document-again");
}

TEST(Things, TheNumberThatAgreesIsNotAskedFor) {
    // "The same document number; ask for the document number".
    ListEntry firm = entry_of(EntryKind::kOrganisation, "O-1", "Kestrel Orbis Trading");
    firm.documents = {number(NumberKind::kPassport, "RC1234567")};
    Subject who = numbered(EntryKind::kOrganisation, NumberKind::kOther, "RC1234567");
    EXPECT_EQ(asked(firm, who), "ask.name");
    firm.nationalities = {"Iran"};
    who.names.push_back(secret("Another Firm Entirely"));
    EXPECT_EQ(asked(firm, who), "ask.country");
}

TEST(Things, AnAircraftWithATailNumberAloneIsAnEntry) {
    ListEntry plane = entry_of(EntryKind::kAircraft, "A-1", "");
    EXPECT_EQ(refusal_of(plane), "no name");
    plane.documents = {number(NumberKind::kTailNumber, "AP-BLA")};
    EXPECT_EQ(refusal_of(plane), "");
    const auto hits = snapshot({plane})->match(
        numbered(EntryKind::kAircraft, NumberKind::kTailNumber, "APBLA"), 5);
    EXPECT_EQ(told(hits), Lines{"A-1 hold"});
    ASSERT_EQ(hits.size(), 1U);
    EXPECT_EQ(hits[0].name.reveal(), "AP-BLA");
}

TEST(Things, WhatHasNoNameIsToldByItsNumber) {
    const auto lists = snapshot(some_things());
    const auto hits =
        lists->match(numbered(EntryKind::kVehicle, NumberKind::kPlate, "LEB 1038"), 20);
    ASSERT_EQ(hits.size(), 1U);
    EXPECT_EQ(hits[0].name.reveal(), "LEB-1038");
}

TEST(Things, ARightImoNumberDecidesBothWays) {
    const auto lists = snapshot(some_things());
    Subject renamed = numbered(EntryKind::kVessel, NumberKind::kImo, "9074729");
    renamed.names.push_back(secret("Lumi Aalto"));
    EXPECT_EQ(told(lists->match(renamed, 20)), Lines{"V-1 hold"});
    Subject other = numbered(EntryKind::kVessel, NumberKind::kImo, "9319466");
    other.names.push_back(secret("Zorvan Star"));
    EXPECT_EQ(told(lists->match(other, 20)), Lines{});
    const auto hits = lists->match(renamed, 20);
    EXPECT_NE(hits[0].why.reveal().find("same IMO number"), std::string::npos);
    EXPECT_EQ(hits[0].reasons.back().message, "imo.same");
}

/// Of the only hit: the message of each reason that limits the score.
Lines limits_of(const std::vector<facts::Hit>& hits) {
    Lines messages;
    EXPECT_EQ(hits.size(), 1U);
    for (const facts::Hit& hit : hits) {
        for (const facts::Reason& reason : hit.reasons) {
            if (reason.kind == "limit") {
                messages.push_back(reason.message);
            }
        }
    }
    return messages;
}

TEST(Things, ALimitOfTheScoreHasItsMessage) {
    std::vector<ListEntry> entries = some_things();
    entries[1].craft_type = "Tanker";
    ListEntry plane = entry_of(EntryKind::kAircraft, "A-1", "Lumivar Condor");
    plane.documents.push_back(number(NumberKind::kTailNumber, "AP-BXQ"));
    entries.push_back(plane);
    const auto lists = snapshot(entries);
    Subject ship = named(EntryKind::kVessel, "Zorvan Star");
    ship.flag = "Panama";
    ship.craft_type = "Tanker";
    EXPECT_EQ(limits_of(lists->match(ship, 20)), Lines{"limit.no-number"});
    Subject other = numbered(EntryKind::kAircraft, NumberKind::kTailNumber, "AP-ZWK");
    other.names.push_back(secret("Lumivar Condor"));
    EXPECT_EQ(limits_of(lists->match(other, 20)), Lines{"limit.other-number"});
}

TEST(Things, ReasonsAddUpToTheScore) {
    Invented invented{12};
    std::vector<ListEntry> entries;
    for (int i = 0; i < 300; ++i) {
        entries.push_back(thing(std::to_string(i), invented));
    }
    const auto lists = snapshot(entries);
    MatchScratch scratch;
    std::size_t hits = 0;
    for (int i = 0; i < 500; ++i) {
        for (const facts::Hit& hit : lists->match(thing_subject(invented), 20, scratch)) {
            int sum = 0;
            for (const facts::Reason& reason : hit.reasons) {
                sum += reason.points;
                EXPECT_FALSE(reason.message.empty()) << reason.text.reveal();
            }
            EXPECT_EQ(sum, hit.score.value());
            EXPECT_FALSE(hit.why.reveal().empty());
            ++hits;
        }
    }
    EXPECT_GT(hits, 200U);
}

TEST(Things, ADeltaGivesWhatARebuildGives) {
    Invented invented{31};
    std::vector<ListEntry> before;
    for (int i = 0; i < 300; ++i) {
        before.push_back(thing(std::to_string(i), invented));
    }
    std::vector<ListEntry> after = before;
    std::vector<ListChange> changes;
    for (std::size_t i = 0; i < 300; i += 7) {
        after[i] = thing(std::to_string(i), invented);
        changes.push_back({after[i].id, after[i]});
    }
    changes.push_back({after.back().id, std::nullopt});
    after.pop_back();
    const auto old = snapshot(before);
    const auto changed = old->changed(old->manifests()[0], changes, &test_hash);
    ASSERT_TRUE(changed.has_value());
    const auto rebuilt = snapshot(after);
    const auto merged = (*changed)->merged(&test_hash);
    EXPECT_EQ((*changed)->hash(), rebuilt->hash());
    for (int i = 0; i < 300; ++i) {
        const Subject who = thing_subject(invented);
        const auto wanted = rebuilt->match(who, 20);
        ASSERT_EQ((*changed)->match(who, 20), wanted);
        ASSERT_EQ(merged->match(who, 20), wanted);
    }
}

TEST(Things, AnOrderThatHasEndedIsNoHit) {
    std::vector<ListEntry> entries = some_things();
    entries[1].order.valid_until = *facts::PartialDate::parse("2026-03-01");
    const auto lists = snapshot(entries);
    Subject who = numbered(EntryKind::kVessel, NumberKind::kImo, "9074729");
    who.on = *facts::PartialDate::parse("2026-03-02");
    EXPECT_TRUE(lists->match(who, 20).empty());
    who.on = *facts::PartialDate::parse("2026-03-01");
    EXPECT_EQ(lists->match(who, 20).size(), 1U);
}

Subject with_paper(std::string_view number, std::string_view issuer) {
    Subject who = subject("Tarel Mundosi", "1980-02-03");
    who.documents.push_back(secret(number));
    who.issuers.emplace_back(issuer);
    return who;
}

TEST(Things, AListedPaperIsFoundWhoeverShowsIt) {
    const auto lists = snapshot(some_things());
    const auto find = [&](std::string_view number, std::string_view issuer) {
        return told(lists->match(with_paper(number, issuer), 20));
    };
    EXPECT_EQ(find("AB 123-4567", "PAK"), Lines{"D-1 hold"});
    EXPECT_EQ(find("AB1234567", ""), Lines{"D-1 hold"});
    EXPECT_EQ(find("A8I234567", "PAK"), Lines{"D-1 ask"});
    EXPECT_EQ(find("AB1234567", "FRA"), Lines{});  // The number of another country's paper.
    EXPECT_EQ(find("AB1234568", "PAK"), Lines{});
    const auto hit = lists->match(with_paper("AB1234567", "PAK"), 20).at(0);
    EXPECT_EQ(hit.reasons.back().kind, "document");  // So that no known pair suppresses it.
    EXPECT_EQ(hit.reasons.back().message, "document.same");
}

TEST(Things, ManyListedPapersAreFoundEachByItsNumber) {
    std::vector<ListEntry> entries;
    for (int i = 0; i < 3000; ++i) {
        ListEntry paper = entry_of(EntryKind::kDocument, std::to_string(i), "");
        paper.documents.push_back(
            number(NumberKind::kPassport, core::cat("QX", 1'000'000 + 13 * i), "PK"));
        entries.push_back(std::move(paper));
    }
    const auto lists = snapshot(entries);
    MatchScratch scratch;
    for (int i = 0; i < 3000; ++i) {
        const auto hits =
            lists->match(with_paper(core::cat("QX", 1'000'000 + 13 * i), "PAK"), 20, scratch);
        ASSERT_FALSE(hits.empty());
        ASSERT_EQ(hits.front().entry, std::to_string(i));
    }
}

TEST(Things, ANewlyListedPaperFindsWhoTravelledOnIt) {
    RecentTravellers travellers;
    ASSERT_TRUE(travellers.add(4, with_paper("AB1234567", "PAK")).has_value());
    ASSERT_TRUE(travellers.add(5, with_paper("AB1234567", "FRA")).has_value());
    ASSERT_TRUE(travellers.add(6, with_paper("A8I234567", "PAK")).has_value());
    const ListEntry paper = some_things()[4];
    MatchScratch scratch;
    EXPECT_EQ(travellers.find(paper, core::Permille{500}, 9, scratch),
              (std::vector<TravellerFind>{{4, core::Permille{950}}, {6, core::Permille{610}}}));
}

core::Result<std::shared_ptr<const ListSnapshot>> opened(core::Bytes bytes) {
    ListManifest manifest;
    manifest.name = "wl/test/one";
    manifest.source = "TEST";
    manifest.edition = 1;
    const auto kept = std::make_shared<const core::Bytes>(std::move(bytes));
    return ListSnapshot::from_segment(*kept, kept, {manifest}, &test_hash);
}

TEST(Things, AKeptSnapshotFindsThemWithoutReadingTheirNamesAnew) {
    Invented invented{8};
    std::vector<ListEntry> entries;
    for (int i = 0; i < 400; ++i) {
        entries.push_back(thing(std::to_string(i), invented));
    }
    const auto lists = snapshot(entries);
    const auto again = opened(*lists->segment_bytes());
    ASSERT_TRUE(again.has_value());
    EXPECT_EQ((*again)->hash(), lists->hash());
    EXPECT_EQ((*again)->size().things, lists->size().things);
    for (int i = 0; i < 400; ++i) {
        const Subject who = thing_subject(invented);
        ASSERT_EQ((*again)->match(who, 20), lists->match(who, 20));
    }
}

TEST(Things, KeptBytesNeverChange) {
    const std::string path = places::test_data("lists/v4/some_things.part");
    const core::Bytes bytes = *snapshot(some_things())->segment_bytes();
    if (std::getenv("SARHAD_GOLDEN_WRITE") != nullptr &&  // NOLINT(concurrency-mt-unsafe)
        !std::filesystem::exists(path)) {
        std::ofstream{path, std::ios::binary} << core::as_text(bytes);
    }
    EXPECT_EQ(core::to_hex(bytes), core::to_hex(core::as_bytes(read_whole(path))));
}

/// Between the sections nothing is read; every other bit is looked at.
TEST(Things, KeptBytesThatAreDamagedAreRefusedWithThePlace) {
    const core::Bytes bytes = *snapshot({some_things()[0], some_things()[1]})->segment_bytes();
    std::size_t padding = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        core::Bytes broken = bytes;
        broken[i] = static_cast<std::uint8_t>(broken[i] ^ (1U << (i % 8)));
        const auto lists = opened(std::move(broken));
        padding += lists.has_value() ? 1U : 0U;
        ASSERT_TRUE(!lists.has_value() || bytes[i] == 0) << i;
        ASSERT_TRUE(lists.has_value() || !lists.error().what.empty());
    }
    EXPECT_LT(padding, (kSections + kThingSections) * 2 * kSectionAlign);
    for (std::size_t size = 0; size < bytes.size(); size += 11) {
        const auto lists = opened(core::to_bytes(core::ByteView{bytes}.first(size)));
        ASSERT_FALSE(lists.has_value());
        ASSERT_EQ(lists.error().code, core::Errc::kCorrupt);
    }
}

/// What segment_fuzz does, a little of it: sums that agree let forged bytes in as far as they go.
TEST(Things, ForgedBytesWithRightSumsAreRefusedOrSearched) {
    const core::Bytes bytes = *snapshot(some_things())->segment_bytes();
    Invented invented{77};
    std::size_t searched = 0;
    for (int i = 0; i < 3000; ++i) {
        core::Bytes forged = bytes;
        for (std::uint64_t n = 1 + invented.below(3); n > 0; --n) {
            const std::size_t at = kSectionAlign + invented.below(bytes.size() - kSectionAlign);
            forged[at] = static_cast<std::uint8_t>(invented.below(256));
        }
        repair_part(forged);
        const auto lists = opened(std::move(forged));
        if (lists.has_value()) {
            ++searched;
            Subject who = thing_subject(invented);
            static_cast<void>((*lists)->match(who, 20));
            who.kind = EntryKind::kOrganisation;
            who.names = {secret("Kestrel Orbis Trading LLC")};
            static_cast<void>((*lists)->match(who, 20));
        }
    }
    EXPECT_GT(searched, 100U);
    EXPECT_LT(searched, 3000U);
}

}  // namespace
}  // namespace sarhad::watchlists
