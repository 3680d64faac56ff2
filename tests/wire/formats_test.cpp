// The bytes of what is kept or signed, apart from the frames that carry it: later programs must
// read what this one wrote. Files are made as golden_test.cpp says; to change one on purpose is to
// make a new version of its format.
#include "samples.h"
#include "seeded_random.h"

#include "facts/alert.h"
#include "facts/counted.h"
#include "facts/go_ahead.h"
#include "facts/inspection.h"
#include "facts/known_pair.h"
#include "facts/port_rules.h"
#include "support/places.h"
#include "wire/body_seal.h"
#include "wire/expected.h"
#include "wire/hash.h"
#include "wire/keyring.h"
#include "wire/msgpack.h"
#include "wire/record_seal.h"
#include "wire/row_seal.h"
#include "wire/sealed_alert.h"
#include "wire/trust.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace sarhad::wire {
namespace {

using samples::filled;

core::Bytes kept(const std::string& name, core::ByteView made) {
    const std::filesystem::path path = places::test_data("formats/v1/" + name + ".bin");
    if (std::getenv("SARHAD_GOLDEN_WRITE") != nullptr && !std::filesystem::exists(path)) {
        std::filesystem::create_directories(path.parent_path());
        std::ofstream{path, std::ios::binary} << core::as_text(made);
    }
    std::ifstream file{path, std::ios::binary};
    const std::string text{std::istreambuf_iterator<char>{file}, {}};
    return core::to_bytes(text);
}

void expect_kept(const std::string& name, core::ByteView made) {
    EXPECT_EQ(core::to_hex(made), core::to_hex(kept(name, made))) << name;
}

/// It makes the bytes of the file, and the file gives it back.
template <class Fact>
void expect_fact_kept(const std::string& name, const Fact& fact) {
    const core::Bytes bytes = encode(fact);
    expect_kept(name, bytes);
    const auto read = decode<Fact>(kept(name, bytes));
    ASSERT_TRUE(read) << name << ": " << read.error().what;
    EXPECT_EQ(*read, fact) << name;
}

core::Redacted<std::string> hidden(const std::string& text) {
    return core::Redacted<std::string>{text};
}

facts::Crossing crossing() {
    facts::Crossing crossing;
    crossing.id = filled<16>(0x1D);
    crossing.node = core::NodeId{12};
    crossing.port = core::PortId{"PKXXA-1"};
    crossing.screened_at = {1790000000000000};
    crossing.message_digest = filled<32>(0x3D);
    crossing.traveller.surname = hidden("QORBANTEST");
    crossing.traveller.middle_name = hidden("EXAMPLO");
    crossing.traveller.sex = facts::Sex::kFemale;
    crossing.traveller.nationality = "XAA";
    facts::TravelDocument document;
    document.number = hidden("XT7654321");
    crossing.traveller.documents = {document};
    facts::FlightLeg leg;
    leg.destination = "PKXXA";
    crossing.flights = {leg};
    crossing.subject_keys = {filled<16>(0x5B)};
    facts::Hit hit;
    hit.list = "wl/test/persons";
    hit.edition = 7;
    hit.source = "TEST";
    hit.entry = "T.1";
    hit.name = hidden("ZAMIR QORBANTEST");
    hit.score = core::Permille{930};
    hit.tier = facts::Tier::kHold;
    hit.reasons = {{"name-token", hidden("QORBANTEST"), 400}, {"document", hidden("other"), -20}};
    crossing.decision.schema_version = 1;
    crossing.decision.list_hash = filled<32>(0x11);
    crossing.decision.rules_hash = filled<32>(0x12);
    crossing.decision.unknown_feeds = {"booking"};
    crossing.decision.score = core::Permille{930};
    crossing.decision.channel = facts::Channel::kRed;
    crossing.decision.causes = {
        {facts::CauseKind::kListTier, facts::Channel::kRed, "wl/test/persons T.1"}};
    crossing.decision.hits = {hit};
    return crossing;
}

/// What rules add to a decision. `crossing` stays as it was: its bytes are from before them.
facts::Crossing crossing_with_rules() {
    facts::Crossing made = crossing();
    facts::Decision& decision = made.decision;
    decision.rules_schema = 1;
    decision.rule_lists = 4;
    facts::RuleHit hit;
    hit.id = "PAX-001";
    hit.revision = 2;
    hit.title = "Late cash";
    hit.channel = facts::Channel::kYellow;
    hit.score = 35;
    hit.why = "traveller.bags_checked is 3 (limit >= 3; DCS)";
    hit.is_for_trained = true;
    decision.rule_hits = {hit};
    decision.causes.push_back({facts::CauseKind::kRule, facts::Channel::kYellow, "PAX-001"});
    decision.shadow_hits = {"PAX-009"};
    decision.waiting = {{{"PNR", "lists.agencies_watch"}, 12, {"BKG-001", "BKG-002"}}};
    decision.rule_errors = 1;
    decision.rules_left_out = 3;
    return made;
}

TEST(Formats, WhatABackTestAsksKeepsItsBytes) {
    facts::Crossing told = crossing_with_rules();
    told.decision.frame = {1, 1, 101, 6, 2, 0};
    told.passage = filled<16>(0x2A);
    expect_fact_kept("crossing_frame", told);
    facts::DeskRecord left;
    left.not_travelling = {filled<16>(0x1D), filled<16>(0x1E)};
    expect_fact_kept("desk_not_travelling", left);
    told.decision.hits_left_out = 4;
    told.decision.discreet_left_out = 2;
    told.decision.hits.at(0).reasons_left_out = 2;
    expect_fact_kept("crossing_trimmed", told);
    facts::Inspection said;
    said.crossing = filled<16>(0x1D);
    said.node = core::NodeId{12};
    said.at = {1790000000000000};
    said.selected = facts::SelectedBy::kRandom;
    said.finding = facts::Finding::kPositive;
    said.minutes = 25;
    said.officer = "desk.1";
    said.uid = 1001;
    expect_fact_kept("inspection", said);
}

TEST(Formats, FactsKeepTheirBytes) {
    expect_fact_kept("crossing", crossing());
    expect_fact_kept("crossing_rules", crossing_with_rules());
    const facts::PortRules rules{core::NodeId{12},
                                 core::WallTime{1'790'000'000'000'000},
                                 {{"PAX-001", 2, true}},
                                 {{"the change of edition 12", "no such key"}},
                                 3};
    expect_fact_kept("port_rules", rules);
    const facts::SignedReport report{core::NodeId{12}, encode(crossing()), filled<64>(0x54)};
    expect_fact_kept("signed_report", report);
    facts::Alert alert;
    alert.id = filled<16>(0x1D);
    alert.raised_at = {1790000000000500};
    alert.port = core::PortId{"PKXXA-1"};
    alert.screened_at = {1790000000000000};
    alert.report = report;
    expect_fact_kept("alert", alert);
    expect_fact_kept("alert_acknowledgement",
                     facts::AlertAcknowledgement{
                         filled<16>(0x1D), core::NodeId{13}, "officer-9", {1790000000900000}});
    facts::GoAhead word;
    word.id = filled<16>(0x60);
    word.node = core::NodeId{12};
    word.at = {1790000000000000};
    word.officer = "sup.1";
    word.flight = "PK302";
    word.trust_age = facts::TrustAge::kExpired;
    word.data_as_of = {1780000000000000};
    expect_fact_kept("go_ahead", word);
    expect_fact_kept("edition_statement", EditionStatement{"wl/test/persons", 7, filled<32>(0xA2)});
}

TEST(Formats, ASealedAlertKeepsItsBytesAndOpens) {
    ASSERT_TRUE(sodium_start());
    SeededRandom random{4};
    const SigningKey node = SigningKey::generate(random);
    facts::Alert alert;
    alert.id = filled<16>(0x1D);
    alert.port = core::PortId{"PKXXA-1"};
    alert.report = {core::NodeId{12}, encode(crossing()), filled<64>(0x54)};
    const auto op = seal_alert(alert, {{core::NodeId{3}, node.public_key().box_key()}}, random);
    ASSERT_TRUE(op) << op.error().what;
    expect_kept("sealed_alert", op->body);
    const auto opened = open_alert(
        {OpKind::kUpsert, op->id, kept("sealed_alert", op->body)}, core::NodeId{3}, node.box_key());
    ASSERT_TRUE(opened && *opened);
    EXPECT_EQ((*opened)->alert, alert);
}

TEST(Formats, ExpectedTrafficKeepsItsBytes) {
    facts::ExpectedJourney journey;
    journey.journey = filled<16>(0x24);
    journey.version = 1790000000000000;
    journey.over_by = {1790100000000000};
    journey.gone_at = {1790359200000000};
    journey.message.format = "PAXLST";
    journey.message.function = "passengers";
    journey.message.digest = filled<32>(0x25);
    facts::FlightLeg leg;
    leg.carrier = "QX";
    leg.number = "0612";
    leg.origin = "XXA";
    leg.destination = "XXB";
    journey.message.flights.push_back(leg);
    journey.message.travellers.push_back(crossing().traveller);
    expect_fact_kept("expected_journey", journey);
    expect_fact_kept(
        "expected_piece",
        ExpectedPiece{
            journey.journey, journey.version, journey.gone_at, 1, 3, core::to_bytes("sealed")});
}

TEST(Formats, WhatTheCentreCountsKeepsItsBytes) {
    facts::CountedHolder holder;
    holder.document = filled<16>(0x26);
    holder.is_visa = true;
    holder.ports = {{"PKXXA-1", {20'785, 20'700}}, {"PKXXB-1", {20'650}}};
    holder.documents = {{filled<16>(0x27), {20'785}}};
    holder.inspections = {{filled<8>(0x28), 29'930'000, true}};
    expect_fact_kept("central_counts",
                     facts::CentralCounts{core::WallTime{1'795'900'000'000'000}, {holder}});
    holder.cash = {{filled<8>(0x29), 1'795'800'000'000'000, 20'784, true, 450'000, 80'500}};
    expect_fact_kept("central_counts_cash",
                     facts::CentralCounts{core::WallTime{1'795'900'000'000'000}, {holder}, true});
}

TEST(Formats, AReportOfAHitOnCargoKeepsItsBytes) {
    facts::Crossing report = crossing();
    report.traveller = {};
    report.cargo = facts::CargoSubject{
        "consignment", "TESTB1", "XALOR QUEEN", "104W", {"TESU3054380", "TESU3054401"}, 3};
    expect_fact_kept("crossing_cargo", report);
}

TEST(Formats, ASignatureKeepsItsBytes) {
    ASSERT_TRUE(sodium_start());
    SeededRandom random{1};
    const SigningKey key = SigningKey::generate(random);
    const EditionStatement statement{"wl/test/persons", 7, filled<32>(0xA2)};
    expect_kept("edition_signature", key.sign(Domain::kEdition, encode(statement)).value);
    expect_kept("report_signature", key.sign(Domain::kReport, encode(crossing())).value);
}

TEST(Formats, AnOutboxRowAndItsSeedKeepTheirBytes) {
    ASSERT_TRUE(sodium_start());
    SeededRandom random{2};
    const BoxKey central = BoxKey::generate(random);
    RowSealer sealer{core::NodeId{12}, central.public_key(), 5, random};
    const core::Bytes plain = encode(crossing());
    core::Bytes rows;
    core::Bytes seed;
    for (int i = 0; i < 2; ++i) {
        const auto sealed = sealer.seal(up::kCrossings, plain);
        ASSERT_TRUE(sealed);
        core::append(rows, sealed->sealed);
        if (sealed->new_seed) {
            seed = sealed->new_seed->sealed_seed;
        }
    }
    expect_kept("outbox_rows", rows);
    expect_kept("outbox_seed", seed);

    std::vector<BoxKey> keys;
    keys.push_back(*BoxKey::parse(central.to_file(KeyKind::kSealSecret), KeyKind::kSealSecret));
    RowOpener opener{std::move(keys), 4};
    ASSERT_TRUE(opener.learn(core::NodeId{12}, {5, kept("outbox_seed", seed)}));
    const core::Bytes both = kept("outbox_rows", rows);
    const std::size_t half = both.size() / 2;
    for (std::uint32_t index = 0; index < 2; ++index) {
        UpRow row;
        row.key_epoch = 5;
        row.key_index = index;
        row.sealed = core::to_bytes(core::ByteView{both}.subspan(index * half, half));
        const auto opened = opener.open(core::NodeId{12}, up::kCrossings, row);
        ASSERT_TRUE(opened) << opened.error().what;
        EXPECT_EQ(*opened, plain);
    }
}

TEST(Formats, ASealedRecordKeepsItsBytes) {
    ASSERT_TRUE(sodium_start());
    SeededRandom random{3};
    Secret key{RecordSeal::kKeySize};
    std::fill(key.bytes().begin(), key.bytes().end(), std::uint8_t{0x2A});
    const RecordSeal seal{std::move(key), random};
    const core::Bytes id = core::to_bytes(std::string_view{"T.1"});
    const core::Bytes body = core::to_bytes(std::string_view{"an entry"});
    const core::Bytes sealed = seal.seal("list_entry", id, body);
    expect_kept("sealed_record", sealed);
    EXPECT_EQ(*seal.open("list_entry", id, kept("sealed_record", sealed)), body);
}

TEST(Formats, SealedEntriesKeepTheirBytes) {
    Secret key{BodySeal::kKeySize};
    std::fill(key.bytes().begin(), key.bytes().end(), std::uint8_t{0x44});
    const BodySeal seal{std::move(key), "wl/demo/watch", core::Epoch{2}};
    const core::Bytes body = core::to_bytes(std::string_view{"an entry"});
    const core::Bytes sealed = seal.seal("T.1", body);
    expect_kept("sealed_entry", sealed);
    EXPECT_EQ(*seal.open("T.1", kept("sealed_entry", sealed)), body);
}

TEST(Formats, KeyFilesAndSubjectKeysKeepTheirBytes) {
    const core::Bytes file = write_key_file(KeyKind::kStoreSecret, filled<32>(0x77));
    expect_kept("key_file", file);
    EXPECT_TRUE(parse_key_file(kept("key_file", file), KeyKind::kStoreSecret));
    expect_kept("subject_key", subject_key(filled<32>(0x66), "P|XAA|XT7654321"));
    expect_kept("chain", chain_hash(filled<32>(0x01), core::Bytes{1, 2, 3}));
}

}  // namespace
}  // namespace sarhad::wire
