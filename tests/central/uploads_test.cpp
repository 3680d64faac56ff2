#include "support.h"

#include "watchlists/list_file.h"
#include "wire/hash.h"
#include "wire/msgpack.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "editions/edition_rows.h"

namespace sarhad::central {
namespace {

using testing::HasSubstr;

const core::StreamId kList{100};

/// demo_list() in canonical order, as `sarhadctl list publish` sends it.
core::Bytes canonical(std::uint64_t edition, int first, int last, int changed = 0) {
    auto list = *watchlists::read_list(demo_list(edition, first, last, changed), &wire::blake2b);
    std::sort(list.entries.begin(), list.entries.end(), [](const auto& left, const auto& right) {
        return editions::place_of(left.id) < editions::place_of(right.id);
    });
    return *watchlists::write_list(list.manifest, list.entries, &wire::blake2b);
}

UploadId id_of(const core::Bytes& file) {
    UploadId id{};
    std::copy(file.end() - static_cast<std::ptrdiff_t>(id.size()), file.end(), id.begin());
    return id;
}

class Uploads : public testing::Test {
protected:
    Publications& publications() { return rig.central->publications(); }
    core::Result<Upload> begin(const core::Bytes& file) {
        core::Result<Upload> got = core::Error{core::Errc::kUnavailable, "no answer"};
        publications().begin(id_of(file), file.size(), [&](auto one) { got = std::move(one); });
        rig.thread.run_all();
        return got;
    }
    core::Result<Upload> add(const core::Bytes& file, std::uint64_t offset) {
        const std::size_t size = std::min<std::uint64_t>(kUploadPiece, file.size() - offset);
        core::Result<Upload> got = core::Error{core::Errc::kUnavailable, "no answer"};
        publications().add(id_of(file),
                           offset,
                           core::to_bytes(core::ByteView{file}.subspan(offset, size)),
                           [&](auto one) { got = std::move(one); });
        rig.thread.run_all();
        return got;
    }
    void send(const core::Bytes& file) {
        std::uint64_t offset = begin(file)->received;
        while (offset < file.size()) {
            offset = add(file, offset)->received;
        }
    }
    core::Result<UploadStanding> order(const core::Bytes& file,
                                       const std::vector<wire::Signature>& signatures) {
        core::Result<UploadStanding> got = core::Error{core::Errc::kUnavailable, "no answer"};
        publications().publish(
            id_of(file), signatures, ShrinkLeave{}, [&](auto one) { got = std::move(one); });
        rig.thread.run_all();
        return got;
    }
    core::Result<UploadStanding> publish(const core::Bytes& file) {
        send(file);
        return order(file, signed_by(rig.agency, file));
    }
    std::int64_t count(store::Sql sql) { return **rig.kept.database().prepare(sql)->query_int64(); }

    Rig rig;
};

TEST_F(Uploads, AListInPiecesLeadsToTheRowsAndTheRootOfOneThatCameWhole) {
    constexpr int kMany = 9000;  // More than two pieces.
    const core::Bytes file = canonical(1, 1, kMany);
    ASSERT_GT(file.size(), 2 * kUploadPiece);
    const auto published = publish(file);
    ASSERT_TRUE(published) << published.error().what;
    ASSERT_TRUE(published->published);
    EXPECT_EQ(published->published->entries, static_cast<std::uint64_t>(kMany));

    const auto whole = read_submission(file, {});
    EXPECT_EQ(published->published->root, whole->statement.post_root);
    EXPECT_EQ(*rig.kept.store().list_rows(kList), hashes_of(whole->rows));
    EXPECT_EQ(rig.central->heads().size(), 1U);
    EXPECT_EQ(count("SELECT count(*) FROM upload_piece"), 0);
    EXPECT_EQ(count("SELECT count(*) FROM staged_row"), 0);
}

TEST_F(Uploads, ANewEditionIsTheDeltasOfWhatChanged) {
    ASSERT_TRUE(publish(canonical(1, 1, 500)));
    const core::Seq first = rig.central->heads().at(0).position.seq;
    const auto second = publish(canonical(2, 5, 503, 12));
    ASSERT_TRUE(second) << second.error().what;
    const auto deltas = rig.kept.store().deltas_after(kList, {first, 64, 1024 * 1024});
    ASSERT_EQ(deltas->size(), 1U);
    EXPECT_EQ(*rig.kept.store().list_rows(kList),
              hashes_of(read_submission(canonical(2, 5, 503, 12), {})->rows));
    EXPECT_EQ(publish(canonical(3, 5, 503, 12)).error().code, core::Errc::kConflict);
}

TEST_F(Uploads, AnUploadGoesOnWhereItStoppedAfterARestartOfCentral) {
    const core::Bytes file = canonical(1, 1, 9000);
    ASSERT_EQ(begin(file)->received, 0U);
    ASSERT_TRUE(add(file, 0));
    rig.kept.reopen();
    rig.make();
    EXPECT_EQ(begin(file)->received, kUploadPiece);
    EXPECT_EQ(add(file, 0)->received, kUploadPiece) << "its sender saw no answer";
    EXPECT_EQ(add(file, 2 * kUploadPiece).error().code, core::Errc::kConflict);
    EXPECT_TRUE(publish(file));
}

TEST_F(Uploads, NothingIsPublishedBeforeAllOfItIsHere) {
    const core::Bytes file = canonical(1, 1, 9000);
    ASSERT_TRUE(begin(file));
    ASSERT_TRUE(add(file, 0));
    EXPECT_THAT(order(file, signed_by(rig.agency, file)).error().what,
                HasSubstr("not all of it has come"));
    EXPECT_TRUE(rig.central->heads().empty());
}

TEST_F(Uploads, NothingOfAListIsUsedThatItsAgencyDidNotSign) {
    const core::Bytes file = canonical(1, 1, 20);
    send(file);
    const auto refused = order(file, signed_by(wire::SigningKey::generate(rig.random), file));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, core::Errc::kUnauthenticated);
    EXPECT_TRUE(rig.central->heads().empty());
    EXPECT_EQ(count("SELECT count(*) FROM delta"), 0);
    EXPECT_EQ(count("SELECT count(*) FROM upload"), 0);
}

TEST_F(Uploads, AListThatTakesMuchAwayWantsAsManyKeysAsOneThatCameWhole) {
    rig.bulk_threshold = 2;
    rig.make();
    ASSERT_TRUE(publish(canonical(1, 1, 200)));
    const core::Bytes fewer = canonical(2, 4, 200);  // 3 of 200 go: more than one in a hundred.
    const auto refused = publish(fewer);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, core::Errc::kUnauthenticated);
    EXPECT_THAT(refused.error().what, HasSubstr("1 of 2 wanted keys"));
    auto both = signed_by(rig.agency, fewer);
    both.push_back(signed_by(rig.deputy, fewer)[0]);
    send(fewer);
    EXPECT_TRUE(order(fewer, both));
    EXPECT_TRUE(publish(canonical(3, 5, 200))) << "one entry goes";
}

TEST_F(Uploads, ADamagedPieceIsFoundBeforeAnythingIsPublished) {
    core::Bytes file = canonical(1, 1, 20);
    const auto signatures = signed_by(rig.agency, file);
    file[file.size() / 2] ^= 1U;
    send(file);
    const auto refused = order(file, signatures);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, core::Errc::kInvalid);
    EXPECT_TRUE(rig.central->heads().empty());
}

TEST_F(Uploads, AListOutOfOrderIsRefused) {
    const core::Bytes file = demo_list(1, 1, 20);
    send(file);
    EXPECT_THAT(order(file, signed_by(rig.agency, file)).error().what,
                HasSubstr("does not stand in canonical order"));
}

TEST_F(Uploads, WhatACrashLeftOfAnEditionInTheMakingIsGone) {
    ASSERT_TRUE(publish(canonical(1, 1, 20)));
    const StreamHead head = rig.central->heads().at(0);
    NewDelta delta;
    delta.position = {kList, core::Epoch{1}, core::next(head.position.seq), {7}};
    delta.prev = head.position.chain;
    delta.delta = {1, 2, 3};
    ASSERT_TRUE(rig.kept.store().stage({{delta}, {{"D1", std::nullopt, delta.position.seq}}}));
    EXPECT_TRUE(rig.kept.store().deltas_after(kList, {head.position.seq, 64, 1024})->empty());

    rig.kept.reopen();
    rig.make();
    EXPECT_EQ(count("SELECT count(*) FROM staged_row"), 0);
    EXPECT_TRUE(publish(canonical(2, 1, 21)));
    EXPECT_EQ(rig.kept.store().deltas_after(kList, {head.position.seq, 64, 100000})->size(), 1U);
}

TEST_F(Uploads, TheOldestUploadGoesForOneMore) {
    for (int last = 20; last < 20 + static_cast<int>(kUploadsMax) + 1; ++last) {
        rig.clock.advance(std::chrono::seconds{1});
        send(canonical(1, 1, last));
    }
    EXPECT_EQ(count("SELECT count(*) FROM upload"), static_cast<std::int64_t>(kUploadsMax));
    const core::Bytes oldest = canonical(1, 1, 20);
    EXPECT_EQ(order(oldest, signed_by(rig.agency, oldest)).error().code, core::Errc::kNotFound);
}

TEST_F(Uploads, WhoAsksAgainHearsWhatBecameOfIt) {
    const core::Bytes file = canonical(1, 1, 20);
    ASSERT_TRUE(publish(file));
    const auto again = order(file, signed_by(rig.agency, file));
    ASSERT_TRUE(again) << again.error().what;
    EXPECT_EQ(again->published->edition, 1U);
}

}  // namespace
}  // namespace sarhad::central
