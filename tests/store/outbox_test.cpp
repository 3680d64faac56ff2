#include "fixture.h"

#include <vector>

namespace sarhad::store::testing {
namespace {

TEST(Outbox, HeaderHasTheseBytes) {
    const SealedRow row{.stream = core::StreamId{0x0102},
                        .lane = 9,
                        .key_epoch = 0x11121314,
                        .key_index = 0x21222324,
                        .created = core::WallTime{0x3132333435363738}};
    EXPECT_EQ(core::to_hex(
                  encode_row_header(row, core::Epoch{0x41424344}, core::Seq{0x5152535455565758})),
              "0102414243445152535455565758111213142122232431323334"
              "35363738");
}

TEST(Outbox, NumbersRowsFromOneInEachStream) {
    OutboxBox box;
    EXPECT_EQ(box.append(row_of(10)).seq, core::Seq{1});
    EXPECT_EQ(box.append(row_of(10)).seq, core::Seq{2});
    EXPECT_EQ(box.append(row_of(10, core::StreamId{2})).seq, core::Seq{1});
    EXPECT_EQ(box.outbox->tail(kStream).seq, core::Seq{2});
    EXPECT_EQ(box.outbox->tail(core::StreamId{3}), OutboxPosition{});
}

TEST(Outbox, LeavesNoGapAfterARollback) {
    OutboxBox box;
    const OutboxPosition first = box.append(row_of(10));
    {
        Transaction tx = value_of(Transaction::begin(*box.database));
        value_of(box.outbox->append(tx, row_of(20)));
        value_of(box.outbox->append(tx, row_of(10, core::StreamId{2})));
    }
    EXPECT_EQ(box.outbox->tail(kStream), first);
    EXPECT_EQ(box.outbox->tail(core::StreamId{2}), OutboxPosition{});
    EXPECT_EQ(box.append(row_of(10)).seq, core::Seq{2});
    expect_ok(box.outbox->verify_chain());
}

TEST(Outbox, ChainsEveryRowToTheOneBefore) {
    OutboxBox box;
    box.append_many(20);
    expect_ok(box.outbox->verify_chain());
    Hash256 previous{};
    for (const OutboxRow& row : box.pending()) {
        EXPECT_EQ(row.prev, previous);
        previous = row.hash;
    }
    EXPECT_EQ(previous, box.outbox->tail(kStream).hash);
}

TEST(Outbox, SeesARowThatWasAltered) {
    OutboxBox box;
    box.append_many(5);
    box.in_transaction([&](Transaction&) {
        return run(*box.database, "UPDATE outbox SET created = created + 1 WHERE seq = 3");
    });
    expect_error(box.outbox->verify_chain(), core::Errc::kCorrupt);
}

TEST(Outbox, CallsAGapInTheNumbersCorruptWhenOpened) {
    OutboxBox box;
    box.append_many(5);
    box.in_transaction(
        [&](Transaction&) { return run(*box.database, "DELETE FROM outbox WHERE seq = 3"); });
    box.outbox.reset();
    expect_error(Outbox::open(*box.database, &test_chain), core::Errc::kCorrupt);
}

TEST(Outbox, RefusesARowThatCentralCouldNotOpen) {
    OutboxBox box;
    SealedRow row = row_of(10);
    row.key_epoch = 2;
    Transaction tx = value_of(Transaction::begin(*box.database));
    expect_error(box.outbox->append(tx, row), core::Errc::kInvalid);
}

TEST(Outbox, RefusesARowWithoutABodyOrTooLong) {
    OutboxBox box;
    Transaction tx = value_of(Transaction::begin(*box.database));
    expect_error(box.outbox->append(tx, row_of(0)), core::Errc::kInvalid);
    expect_error(box.outbox->append(tx, row_of(kSealedRowBytesMax + 1)), core::Errc::kInvalid);
    EXPECT_TRUE(box.outbox->append(tx, row_of(kSealedRowBytesMax)).has_value());
}

TEST(Outbox, GivesPendingRowsAfterTheCursorWithinItsLimits) {
    OutboxBox box;
    box.append_many(10, 100);
    const auto two = value_of(box.outbox->pending(kStream, {}, 2, core::mebibytes(1)));
    ASSERT_EQ(two.size(), 2U);
    const OutboxCursor cursor{two[1].epoch, two[1].seq};
    EXPECT_EQ(box.pending(cursor).front().seq, core::Seq{3});
    EXPECT_EQ(value_of(box.outbox->pending(kStream, {}, 9, {350})).size(), 3U);
    EXPECT_EQ(value_of(box.outbox->pending(kStream, {}, 9, {1})).size(), 1U);
    EXPECT_EQ(value_of(box.outbox->pending(kStream, {}, 0, {1})).size(), 0U);
}

TEST(Outbox, GivesARowAsItWasAppended) {
    OutboxBox box;
    const SealedRow row = row_of(33);
    box.append(row);
    const OutboxRow got = box.pending().front();
    EXPECT_EQ(got.lane, row.lane);
    EXPECT_EQ(got.key_epoch, row.key_epoch);
    EXPECT_EQ(got.key_index, row.key_index);
    EXPECT_EQ(got.created, row.created);
    EXPECT_EQ(got.digest, row.digest);
    EXPECT_EQ(got.sealed, row.sealed);
}

TEST(Outbox, AnAckEndsTheWaitOfAllRowsUpToIt) {
    OutboxBox box;
    const OutboxPosition fifth = box.append_many(5);
    box.append_many(3);
    expect_ok(box.ack(fifth));
    EXPECT_EQ(box.outbox->acked(kStream), fifth);
    EXPECT_EQ(box.pending().front().seq, core::Seq{6});
    EXPECT_EQ(value_of(box.outbox->counts(kStream)).rows, 3U);
}

TEST(Outbox, ARepeatedAckIsHarmless) {
    OutboxBox box;
    const OutboxPosition third = box.append_many(3);
    const OutboxPosition fifth = box.append_many(2);
    expect_ok(box.ack(fifth));
    expect_ok(box.ack(fifth));
    expect_ok(box.ack(third));
    expect_ok(box.ack(core::Epoch{1}, core::Seq{0}, Hash256{}));
    EXPECT_EQ(box.outbox->acked(kStream), fifth);
}

TEST(Outbox, AnAckWithAnotherHashIsAFork) {
    OutboxBox box;
    const OutboxPosition third = box.append_many(3);
    box.append_many(2);
    expect_error(box.ack(core::Epoch{1}, core::Seq{3}, Hash256{1}), core::Errc::kConflict);
    EXPECT_EQ(box.outbox->acked(kStream).seq, core::Seq{0});
    expect_ok(box.ack(third));
    expect_error(box.ack(core::Epoch{1}, core::Seq{2}, Hash256{1}), core::Errc::kConflict);
    expect_error(box.ack(core::Epoch{1}, core::Seq{3}, Hash256{1}), core::Errc::kConflict);
}

TEST(Outbox, AnAckPastTheTailIsInvalid) {
    OutboxBox box;
    box.append_many(3);
    expect_error(box.ack(core::Epoch{1}, core::Seq{4}, Hash256{}), core::Errc::kInvalid);
    expect_error(box.ack(core::Epoch{2}, core::Seq{1}, Hash256{}), core::Errc::kNotFound);
}

TEST(Outbox, AnAckThatIsRolledBackNeverHappened) {
    OutboxBox box;
    const OutboxPosition third = box.append_many(3);
    {
        Transaction tx = value_of(Transaction::begin(*box.database));
        expect_ok(box.outbox->ack(tx, kStream, third.epoch, third.seq, third.hash, kNow));
    }
    EXPECT_EQ(box.pending().size(), 3U);
    EXPECT_EQ(value_of(box.outbox->counts(kStream)).bytes.bytes, 300U);
}

TEST(Outbox, KeepsAckedRowsForSevenDays) {
    OutboxBox box;
    expect_ok(box.ack(box.append_many(3)));
    EXPECT_EQ(box.purge(days_later(7)).rows, 0U);
    EXPECT_EQ(box.purge({days_later(7).micros + 3'600'000'000}).rows, 3U);
    EXPECT_EQ(value_of(box.outbox->counts(kStream)).kept.bytes, 0U);
}

TEST(Outbox, CountsTheSevenDaysFromTheAckNotFromTheRow) {
    OutboxBox box;
    expect_ok(box.ack(box.append_many(3), days_later(20)));
    EXPECT_EQ(box.purge(days_later(26)).rows, 0U);
    EXPECT_EQ(box.purge(days_later(28)).rows, 3U);
}

TEST(Outbox, NeverPurgesARowThatIsNotAcked) {
    OutboxBox box;
    expect_ok(box.ack(box.append_many(2)));
    box.append_many(4);
    EXPECT_EQ(box.purge(days_later(3650), {.age = std::chrono::hours{0}, .bytes = {0}}).rows, 2U);
    EXPECT_EQ(box.purge(days_later(3650), {.age = std::chrono::hours{0}, .bytes = {0}}).rows, 0U);
    EXPECT_EQ(box.pending().size(), 4U);
}

TEST(Outbox, PurgesTheOldestAckedRowsPastTheirSize) {
    OutboxBox box;
    expect_ok(box.ack(box.append_many(10, 100)));
    const Purged purged = box.purge(kNow, {.bytes = {650}});
    EXPECT_EQ(purged.rows, 4U);
    EXPECT_EQ(purged.bytes.bytes, 400U);
    EXPECT_EQ(box.rewind(core::Epoch{1}, core::Seq{0}).acked, core::Seq{4});
}

TEST(Outbox, PurgesAtMostFiveHundredRowsAtOnce) {
    OutboxBox box;
    expect_ok(box.ack(box.append_many(700)));
    EXPECT_EQ(box.purge(days_later(9)).rows, 500U);
    EXPECT_EQ(box.purge(days_later(9)).rows, 200U);
}

TEST(Outbox, GoesOnNumberingAfterAllRowsArePurged) {
    OutboxBox box;
    const OutboxPosition last = box.append_many(3);
    expect_ok(box.ack(last));
    EXPECT_EQ(box.purge(days_later(9)).rows, 3U);
    box.reopen();
    EXPECT_EQ(box.outbox->tail(kStream), last);
    EXPECT_EQ(box.append(row_of(10)).seq, core::Seq{4});
    EXPECT_EQ(box.pending().front().prev, last.hash);
}

TEST(Outbox, SendsKeptRowsAgainToACentralThatForgot) {
    OutboxBox box;
    const OutboxPosition last = box.append_many(10);
    expect_ok(box.ack(last));
    const Rewound rewound = box.rewind(core::Epoch{1}, core::Seq{4});
    EXPECT_EQ(rewound.acked, core::Seq{4});
    EXPECT_EQ(rewound.purged_last, core::Seq{0});
    EXPECT_EQ(box.pending().size(), 6U);
    EXPECT_EQ(value_of(box.outbox->counts(kStream)).bytes.bytes, 600U);
    EXPECT_EQ(box.purge(days_later(9)).rows, 4U);
    expect_ok(box.ack(last));
}

TEST(Outbox, KnowsItsSeedsAlsoAfterARollback) {
    OutboxBox box;
    {
        Transaction tx = value_of(Transaction::begin(*box.database));
        expect_ok(box.outbox->put_seed(tx, 2, core::Bytes{4, 5, 6}, Hash256{8}));
        EXPECT_TRUE(box.outbox->has_seed(2));
    }
    EXPECT_FALSE(box.outbox->has_seed(2));
    EXPECT_TRUE(box.outbox->has_seed(1));
}

TEST(Outbox, DoesNotGoBackToARowThatCentralHasOtherwise) {
    OutboxBox box;
    const OutboxPosition last = box.append_many(10);
    expect_ok(box.ack(last));
    Transaction tx = value_of(Transaction::begin(*box.database));
    expect_error(box.outbox->rewind(tx, kStream, last.epoch, core::Seq{4}, Hash256{9}),
                 core::Errc::kConflict);
    EXPECT_EQ(box.outbox->acked(kStream), last);
}

TEST(Outbox, SaysWhichRowsAForgetfulCentralCannotHaveAgain) {
    OutboxBox box;
    expect_ok(box.ack(box.append_many(10)));
    EXPECT_EQ(box.purge(kNow, {.bytes = {400}}).rows, 6U);
    const Rewound rewound = box.rewind(core::Epoch{1}, core::Seq{2});
    EXPECT_EQ(rewound.acked, core::Seq{6});
    EXPECT_EQ(rewound.purged_first, core::Seq{3});
    EXPECT_EQ(rewound.purged_last, core::Seq{6});
    EXPECT_EQ(box.pending().front().seq, core::Seq{7});
    box.reopen();
    EXPECT_EQ(box.pending().front().prev, box.outbox->acked(kStream).hash);
}

TEST(Outbox, SendsTheOldEpochBeforeTheNew) {
    OutboxBox box;
    const OutboxPosition old_tail = box.append_many(3);
    box.in_transaction(
        [&](Transaction& tx) { return box.outbox->begin_epoch(tx, kStream, core::Epoch{5}); });
    const OutboxPosition new_tail = box.append_many(2);
    EXPECT_EQ(new_tail.epoch, core::Epoch{5});
    EXPECT_EQ(new_tail.seq, core::Seq{2});
    std::vector<std::pair<std::uint32_t, std::uint64_t>> order;
    for (const OutboxRow& row : box.pending()) {
        order.emplace_back(row.epoch.value(), row.seq.value());
    }
    EXPECT_EQ(order,
              (std::vector<std::pair<std::uint32_t, std::uint64_t>>{
                  {1, 1}, {1, 2}, {1, 3}, {5, 1}, {5, 2}}));
    EXPECT_EQ(box.pending({core::Epoch{1}, core::Seq{3}}).size(), 2U);
    EXPECT_EQ(box.outbox->acked(kStream).epoch, core::Epoch{1});
    expect_ok(box.ack(old_tail));
    EXPECT_EQ(box.outbox->acked(kStream).epoch, core::Epoch{5});
}

TEST(Outbox, TakesNoEpochBackAndTheSameAgain) {
    OutboxBox box;
    Transaction tx = value_of(Transaction::begin(*box.database));
    expect_ok(box.outbox->begin_epoch(tx, kStream, core::Epoch{3}));
    expect_ok(box.outbox->begin_epoch(tx, kStream, core::Epoch{3}));
    expect_error(box.outbox->begin_epoch(tx, kStream, core::Epoch{2}), core::Errc::kConflict);
    expect_error(box.outbox->begin_epoch(tx, core::StreamId{8}, core::Epoch{0}),
                 core::Errc::kConflict);
}

TEST(Outbox, ForgetsAnOldEpochWithItsLastRow) {
    OutboxBox box;
    expect_ok(box.ack(box.append_many(3)));
    box.in_transaction(
        [&](Transaction& tx) { return box.outbox->begin_epoch(tx, kStream, core::Epoch{2}); });
    EXPECT_EQ(box.outbox->tails(kStream).size(), 2U);
    box.purge(days_later(9));
    EXPECT_EQ(box.outbox->tails(kStream).size(), 1U);
    EXPECT_EQ(number(*box.database, "SELECT count(*) FROM up_pos"), 1);
    EXPECT_EQ(number(*box.database, "SELECT count(*) FROM outbox_ack"), 0);
}

TEST(Outbox, OpensNoMoreEpochsThanItCanHold) {
    OutboxBox box;
    Transaction tx = value_of(Transaction::begin(*box.database));
    for (std::uint32_t epoch = 1; epoch <= kOutboxPositionsMax; ++epoch) {
        expect_ok(box.outbox->begin_epoch(tx, kStream, core::Epoch{epoch}));
    }
    expect_error(box.outbox->begin_epoch(tx, kStream, core::Epoch{9999}), core::Errc::kExhausted);
}

TEST(Outbox, GivesTheSeedsOfARangeOfKeyEpochs) {
    OutboxBox box;
    box.in_transaction([&](Transaction& tx) -> core::Status {
        SARHAD_TRY_STATUS(box.outbox->put_seed(tx, 3, core::Bytes{3}, Hash256{3}));
        return box.outbox->put_seed(tx, 2, core::Bytes{2}, Hash256{2});
    });
    const std::vector<SealedSeed> seeds = value_of(box.outbox->seeds_for(2, 9));
    ASSERT_EQ(seeds.size(), 2U);
    EXPECT_EQ(seeds[0].key_epoch, 2U);
    EXPECT_EQ(seeds[0].sealed, core::Bytes{2});
    EXPECT_EQ(seeds[1].seed_id, Hash256{3});
}

TEST(Outbox, RefusesASecondSeedForAKeyEpoch) {
    OutboxBox box;
    Transaction tx = value_of(Transaction::begin(*box.database));
    expect_error(box.outbox->put_seed(tx, 1, core::Bytes{4}, Hash256{4}), core::Errc::kConflict);
}

TEST(Outbox, KeepsASeedUntilItsLastRowIsPurged) {
    OutboxBox box;
    const OutboxPosition last = box.append_many(3);
    box.in_transaction([&](Transaction& tx) -> core::Status {
        for (std::uint32_t epoch = 2; epoch <= 3; ++epoch) {
            SARHAD_TRY_STATUS(box.outbox->put_seed(tx, epoch, core::Bytes{9}, Hash256{}));
        }
        return {};
    });
    EXPECT_EQ(box.purge(days_later(9)).seeds, 0U);
    expect_ok(box.ack(last));
    EXPECT_EQ(box.purge(days_later(9)).seeds, 1U);
    EXPECT_EQ(value_of(box.outbox->seeds_for(0, 99)).size(), 2U);
}

TEST(Outbox, CountsWhatWaits) {
    OutboxBox box;
    EXPECT_EQ(value_of(box.outbox->counts(kStream)).rows, 0U);
    const OutboxPosition first = box.append_many(1, 50);
    SealedRow later = row_of(70);
    later.created = days_later(1);
    box.append(later);
    EXPECT_EQ(value_of(box.outbox->counts(kStream)).oldest, kNow);
    expect_ok(box.ack(first));
    const OutboxCounts counts = value_of(box.outbox->counts(kStream));
    EXPECT_EQ(counts.rows, 1U);
    EXPECT_EQ(counts.bytes.bytes, 70U);
    EXPECT_EQ(counts.kept.bytes, 50U);
    EXPECT_EQ(counts.oldest, days_later(1));
}

TEST(Outbox, SurvivesAFullDisk) {
    OutboxBox box{40};
    std::uint64_t stored = 0;
    core::Result<OutboxPosition> appended = OutboxPosition{};
    while (true) {
        Transaction tx = value_of(Transaction::begin(*box.database));
        appended = box.outbox->append(tx, row_of(3000));
        if (!appended) {
            break;
        }
        expect_ok(std::move(tx).commit());
        ++stored;
    }
    EXPECT_EQ(appended.error().code, core::Errc::kExhausted);
    EXPECT_GT(stored, 20U);
    EXPECT_EQ(box.outbox->tail(kStream).seq, core::Seq{stored});
    box.reopen();
    const OutboxPosition tail = box.outbox->tail(kStream);
    EXPECT_EQ(tail.seq, core::Seq{stored});
    expect_ok(box.outbox->verify_chain());
    expect_ok(box.ack(tail));
    EXPECT_GT(box.purge(kNow, {.bytes = {0}}).rows, 0U);
    EXPECT_EQ(box.append(row_of(3000)).seq, core::Seq{stored + 1});
}

}  // namespace
}  // namespace sarhad::store::testing
