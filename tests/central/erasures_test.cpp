// Records that are erased for good: two people, whole chains, and backups that bring nothing back.
#include "support.h"

#include "central/erasure_log.h"
#include "store/transaction.h"
#include "support/golden.h"
#include "wire/msgpack.h"
#include "wire/streams.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

namespace sarhad::central {
namespace {

using core::Errc;
using core::Seq;
using wire::Channel;

constexpr std::string_view kName = "MERIKANTO";

class Erasures : public ::testing::Test {
protected:
    Erasures() {
        node = rig.add_node("PKXXA-1");
        greet(*node);
        person = node->crossing(1);
        other = node->crossing(2);
    }
    void greet(const TestNode& who) {
        rig.transport.receive(who.id(), Channel::kControl, who.hello());
        rig.thread.run_all();
    }
    void send(const core::Bytes& frame) {
        rig.transport.receive(node->id(), Channel::kControl, frame);
        rig.transport.receive(node->id(), Channel::kBulk, frame);
        rig.thread.run_all();
    }
    /// Both crossings, each a hit too.
    void tell() {
        send(node->batch(wire::up::kHits, {node->report_row(person), node->report_row(other)}));
        send(node->batch(wire::up::kCrossings, {wire::encode(person), wire::encode(other)}));
    }
    core::Result<ErasureRow> ask(const facts::Crossing& whose, Speaker by = {"desk.1", 1001}) {
        core::Result<ErasureRow> answer = core::Error{Errc::kUnavailable, "not answered"};
        ErasureRow asked;
        asked.crossing = whose.id;
        asked.policy = "order/114";
        asked.why = "the court ordered it";
        asked.asker = std::move(by);
        rig.central->ask_erasure(asked, [&](auto row) { answer = std::move(row); });
        rig.thread.run_all();
        return answer;
    }
    core::Result<ErasureRow> approve(std::int64_t number, Speaker by = {"desk.2", 1002}) {
        core::Result<ErasureRow> answer = core::Error{Errc::kUnavailable, "not answered"};
        rig.central->approve_erasure(
            number, std::move(by), [&](auto row) { answer = std::move(row); });
        rig.thread.run_all();
        return answer;
    }
    void erase(const facts::Crossing& whose) {
        const auto asked = ask(whose);
        ASSERT_TRUE(asked) << asked.error().what;
        const auto done = approve(asked->number);
        ASSERT_TRUE(done) << done.error().what;
        EXPECT_TRUE(done->erased_at);
    }
    core::Result<ChainPiece> walk(core::StreamId stream) {
        return rig.kept.store().walk_chain({node->id(), stream, Seq{0}, {}});
    }
    std::int64_t count(store::Sql sql) {
        auto statement = rig.kept.database().prepare(sql);
        return statement->query_int64()->value_or(-1);
    }
    void run(store::Sql sql) {
        auto transaction = store::Transaction::begin(rig.kept.database());
        auto statement = rig.kept.database().prepare(sql);
        ASSERT_TRUE(statement) << statement.error().what;
        ASSERT_TRUE(statement->run());
        ASSERT_TRUE(std::move(*transaction).commit());
    }
    std::vector<AlertRow> alerts() { return *rig.kept.store().alerts(Seq{0}, 10); }

    Rig rig;
    std::unique_ptr<TestNode> node;
    facts::Crossing person;
    facts::Crossing other;
};

TEST_F(Erasures, ARecordThatTwoPeopleEraseIsGoneAndItsChainsAreWhole) {
    tell();
    erase(person);
    EXPECT_EQ(count("SELECT count(*) FROM up_row WHERE length(body) = 0"), 2);
    EXPECT_EQ(count("SELECT count(*) FROM up_row WHERE length(body) > 0"), 2) << "the other's";
    for (const core::StreamId stream : {wire::up::kHits, wire::up::kCrossings}) {
        const auto piece = walk(stream);
        ASSERT_TRUE(piece) << piece.error().what;
        EXPECT_EQ(piece->fault, "");
        EXPECT_TRUE(piece->is_end());
        EXPECT_EQ(piece->rows, 2U);
        ASSERT_EQ(piece->erased.size(), 1U);
        EXPECT_EQ(piece->erased[0].rows, 1U);
        EXPECT_EQ(piece->erased[0].erasure.policy, "order/114");
        EXPECT_EQ(piece->erased[0].erasure.crossing, person.id);
    }
    const auto shown = alerts();
    ASSERT_EQ(shown.size(), 2U);
    EXPECT_FALSE(shown[0].erased);
    ASSERT_TRUE(shown[1].erased);
    EXPECT_EQ(shown[1].erased->policy, "order/114");
    EXPECT_TRUE(shown[1].alert.report.body.empty());
    for (const std::string& line : rig.log.lines_of("KEEP-004")) {
        EXPECT_EQ(line.find(kName), std::string::npos) << line;
    }
    ASSERT_EQ(rig.log.lines_of("KEEP-004").size(), 1U);
    // The stream goes on behind it.
    send(node->batch(wire::up::kCrossings, {wire::encode(node->crossing(3))}));
    EXPECT_EQ(walk(wire::up::kCrossings)->rows, 3U);
    EXPECT_EQ(walk(wire::up::kCrossings)->fault, "");
}

TEST_F(Erasures, OnePersonErasesNothing) {
    tell();
    const auto asked = ask(person);
    ASSERT_TRUE(asked);
    EXPECT_EQ(approve(asked->number, {"desk.1", 1009}).error().code, Errc::kConflict);
    EXPECT_EQ(approve(asked->number, {"desk.9", 1001}).error().code, Errc::kConflict)
        << "one login";
    EXPECT_EQ(count("SELECT count(*) FROM up_row WHERE length(body) = 0"), 0);
    EXPECT_TRUE(rig.erasures->entries().empty());
    EXPECT_EQ(ask(person, {"desk.3", 1003})->number, asked->number) << "the order that is there";
    EXPECT_EQ(ask(person)->asker.account, "desk.1");
    ASSERT_TRUE(approve(asked->number));
    EXPECT_EQ(approve(asked->number).error().code, Errc::kConflict) << "done";
    EXPECT_EQ(approve(77).error().code, Errc::kNotFound);
    EXPECT_EQ(ask(node->crossing(9)).error().code, Errc::kNotFound);
}

TEST_F(Erasures, APortThatComesLaterGetsTheAlertsChainWithoutTheAlert) {
    tell();
    const auto at_first = *rig.kept.store().deltas_after(wire::kAlertStream, {Seq{0}, 9, 99999});
    const wire::Hash256 chain_of_first =
        wire::chain_hash({}, wire::decode<wire::Delta>(at_first[0].delta)->body);
    erase(person);
    const auto second = rig.add_node("PKXXB-1");
    greet(*second);
    const auto deltas = rig.sent_to<wire::Delta>(second->id());
    ASSERT_EQ(deltas.size(), 3U) << "two alerts and a word of the desk";
    wire::TrustStore trust;
    const auto key = wire::SigningKey::parse(rig.alert_file);
    ASSERT_TRUE(trust.set(wire::Role::alert(), {1, {key->public_key()}}));
    std::size_t erased = 0;
    for (const wire::Delta& delta : deltas) {
        const auto opened = trust.open_delta(delta, wire::Role::alert());
        if (!opened) {
            continue;
        }
        const auto body = wire::decode_delta(*opened);
        ASSERT_TRUE(body);
        if (body->seq == Seq{1}) {
            ++erased;
            EXPECT_TRUE(body->ops.empty());
            EXPECT_EQ(body->erased_chain, chain_of_first);
        } else {
            EXPECT_EQ(body->prev_chain, chain_of_first);
            EXPECT_EQ(body->erased_chain, wire::Hash256{});
        }
    }
    EXPECT_EQ(erased, 1U);
}

TEST_F(Erasures, EveryPortIsToldByTheDeskStream) {
    tell();
    erase(person);
    std::size_t words = 0;
    for (const wire::Delta& delta : rig.sent_to<wire::Delta>(node->id())) {
        wire::TrustStore trust;
        const auto key = wire::SigningKey::parse(rig.sequencer_file);
        ASSERT_TRUE(trust.set(wire::Role::sequencer({}), {1, {key->public_key()}}));
        const auto opened = trust.open_delta(delta, wire::Role::sequencer({}));
        if (!opened) {
            continue;
        }
        const auto body = wire::decode_delta(*opened);
        ASSERT_EQ(body->ops.size(), 1U);
        EXPECT_EQ(body->ops[0].id, core::cat("erase/", core::to_hex(person.id)));
        const auto word = wire::decode<facts::Erasure>(body->ops[0].body);
        ASSERT_TRUE(word);
        EXPECT_EQ(word->crossing, person.id);
        EXPECT_EQ(word->policy, "order/114");
        ++words;
    }
    EXPECT_EQ(words, 1U);
}

TEST_F(Erasures, AnOldBackupBringsNothingBack) {
    tell();
    rig.central.reset();
    rig.kept.save();
    rig.make();
    greet(*node);
    erase(person);
    rig.central.reset();
    rig.kept.restore();
    ASSERT_EQ(count("SELECT count(*) FROM up_row WHERE length(body) = 0"), 0) << "it is back";
    rig.make();
    EXPECT_EQ(count("SELECT count(*) FROM up_row WHERE length(body) = 0"), 2);
    EXPECT_EQ(rig.log.lines_of("KEEP-005").size(), 1U);
    EXPECT_EQ(walk(wire::up::kHits)->fault, "");
    ASSERT_TRUE(alerts()[1].erased);
    const auto orders = rig.kept.store().erasures(10);
    ASSERT_EQ(orders->size(), 1U);
    EXPECT_EQ(orders->at(0).approver->account, "desk.2");
    EXPECT_EQ(orders->at(0).why, "the court ordered it");
    rig.make();
    EXPECT_EQ(rig.log.lines_of("KEEP-005").size(), 1U) << "once";
}

TEST_F(Erasures, RowsThatComeAgainAfterARestoreAreTakenWithoutTheirBodies) {
    rig.central.reset();
    rig.kept.save();
    rig.make();
    greet(*node);
    const core::Bytes hits =
        node->batch(wire::up::kHits, {node->report_row(person), node->report_row(other)});
    const core::Bytes crossings =
        node->batch(wire::up::kCrossings, {wire::encode(person), wire::encode(other)});
    send(hits);
    send(crossings);
    erase(person);
    rig.central.reset();
    rig.kept.restore();
    rig.make();
    greet(*node);
    send(hits);
    send(crossings);
    EXPECT_EQ(count("SELECT count(*) FROM up_row"), 4);
    EXPECT_EQ(count("SELECT count(*) FROM up_row WHERE length(body) = 0"), 2);
    ASSERT_EQ(alerts().size(), 1U) << "nobody is warned of him again";
    EXPECT_EQ(alerts()[0].alert.id, other.id);
    EXPECT_EQ(walk(wire::up::kHits)->fault, "");
    EXPECT_EQ(walk(wire::up::kHits)->erased.size(), 1U);
}

TEST_F(Erasures, ALogThatIsLostIsWrittenAnewFromTheDatabase) {
    tell();
    erase(person);
    const auto entries = rig.erasures->entries();
    ASSERT_EQ(entries.size(), 1U);
    ASSERT_TRUE(rig.files.remove(rig.kept.folder() + "/central.db.erased"));
    rig.make();
    EXPECT_EQ(rig.erasures->entries(), entries);
}

TEST_F(Erasures, ADamagedLogStopsTheStart) {
    tell();
    erase(person);
    const core::Bytes good = write_erasures(rig.erasures->entries());
    EXPECT_EQ(*read_erasures(good), rig.erasures->entries());
    for (std::size_t at = 0; at < good.size(); ++at) {
        core::Bytes bad = good;
        bad[at] ^= 0x10;
        EXPECT_FALSE(read_erasures(bad)) << at;
        EXPECT_FALSE(read_erasures(core::ByteView{good}.first(at))) << at;
    }
}

TEST_F(Erasures, WhatIsLoggedAndCutShortGoesAtTheNextStart) {
    tell();
    LoggedErasure entry;
    entry.crossing = person.id;
    entry.policy = "order/7";
    entry.asker = "desk.1";
    entry.approver = "desk.2";
    entry.erased_at = rig.clock.wall();
    ASSERT_TRUE(rig.erasures->add(entry));
    EXPECT_EQ(count("SELECT count(*) FROM up_row WHERE length(body) = 0"), 0);
    rig.make();
    EXPECT_EQ(count("SELECT count(*) FROM up_row WHERE length(body) = 0"), 2);
    EXPECT_TRUE(*rig.kept.store().is_erased(person.id));
}

TEST_F(Erasures, AChainThatWasTamperedWithIsFound) {
    tell();
    run("UPDATE up_row SET digest = zeroblob(32) WHERE stream = 2 AND seq = 2");
    EXPECT_NE(walk(wire::up::kHits)->fault.find("another hash"), std::string::npos);
    run("UPDATE up_row SET created = created + 1 WHERE stream = 1 AND seq = 1");
    EXPECT_NE(walk(wire::up::kCrossings)->fault.find("another hash"), std::string::npos);
    run("DELETE FROM up_row WHERE stream = 1 AND seq = 2");
    EXPECT_NE(walk(wire::up::kCrossings)->fault.find("row 2 is missing"), std::string::npos);
    EXPECT_EQ(walk(core::StreamId{9}).error().code, Errc::kNotFound);
}

TEST_F(Erasures, RowsOfAnOlderVersionAreNotWalked) {
    tell();
    run("UPDATE up_row SET digest = NULL WHERE stream = 1");
    run("DELETE FROM chain_begin WHERE stream = 1");
    const auto before = walk(wire::up::kCrossings);
    EXPECT_EQ(before->fault, "");
    EXPECT_EQ(before->rows, 0U);
    EXPECT_EQ(before->first, Seq{3});
    send(node->batch(wire::up::kCrossings, {wire::encode(node->crossing(3))}));
    const auto after = walk(wire::up::kCrossings);
    EXPECT_EQ(after->fault, "");
    EXPECT_EQ(after->rows, 1U);
    EXPECT_EQ(after->first, Seq{3});
}

/// secure_delete: what a sealed body was is not in the file any more, nor in its log once that is
/// cut.
TEST_F(Erasures, TheFileHoldsNothingOfTheSealedBody) {
    tell();
    auto select =
        rig.kept.database().prepare("SELECT body FROM up_row WHERE stream = 2 AND seq = 1");
    ASSERT_TRUE(select->step());
    const std::string sealed{core::as_text(select->bytes(0))};
    const std::string middle = sealed.substr(sealed.size() / 2, 32);
    { const auto done = std::move(select); }
    const auto holds = [&] {
        rig.central.reset();
        rig.kept.reopen();
        std::ifstream file{rig.kept.folder() + "/central.db", std::ios::binary};
        const std::string bytes{std::istreambuf_iterator<char>{file}, {}};
        rig.make();
        greet(*node);
        return bytes.find(middle) != std::string::npos;
    };
    EXPECT_TRUE(holds());
    erase(person);
    EXPECT_FALSE(holds());
}

LoggedErasure kept_entry(std::uint8_t with) {
    LoggedErasure entry;
    entry.crossing.fill(with);
    entry.policy = "order/2026-114";
    entry.why = "a court ordered it";
    entry.asked_at = {100};
    entry.asker = "desk.1";
    entry.asker_uid = 1001;
    entry.erased_at = {200};
    entry.approver = "desk.2";
    return entry;
}

TEST(ErasureLogFile, KeepsItsBytes) {
    const std::vector<LoggedErasure> entries{kept_entry(1), kept_entry(2)};
    const core::Bytes made = write_erasures(entries);
    EXPECT_EQ(golden::kept("formats/v1/erasures.bin", made), made);
    EXPECT_EQ(*read_erasures(made), entries);
    EXPECT_TRUE(read_erasures(write_erasures({}))->empty());
}

TEST(ErasureWord, KeepsItsBytes) {
    facts::Erasure word;
    word.crossing.fill(1);
    word.policy = "order/2026-114";
    word.at = {200};
    const core::Bytes made = wire::encode(word);
    EXPECT_EQ(golden::kept("formats/v1/erasure.bin", made), made);
    EXPECT_EQ(*wire::decode<facts::Erasure>(made), word);
    wire::DeltaBody body;
    body.stream = wire::kAlertStream;
    body.name = "alert";
    body.epoch = core::Epoch{1};
    body.seq = Seq{7};
    body.prev_chain.fill(2);
    body.ends_edition = true;
    body.erased_chain.fill(3);
    const core::Bytes gap = wire::encode(body);
    EXPECT_EQ(golden::kept("formats/v1/erased_alert.bin", gap), gap);
}

TEST(ErasureWord, APolicyIsANumberAndNoName) {
    EXPECT_TRUE(facts::is_policy("order/2026-114"));
    EXPECT_TRUE(facts::is_policy(std::string(facts::kPolicyMax, 'a')));
    for (const std::string& bad : {std::string{},
                                   std::string{"two words"},
                                   std::string{"a\nb"},
                                   std::string{"\xD0\xB0"},
                                   std::string(facts::kPolicyMax + 1, 'a')}) {
        EXPECT_FALSE(facts::is_policy(bad)) << bad;
    }
}

}  // namespace
}  // namespace sarhad::central
