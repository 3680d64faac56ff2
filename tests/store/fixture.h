#pragma once

#include "core/clock.h"
#include "store/database.h"
#include "store/outbox.h"
#include "store/transaction.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>

namespace sarhad::store::testing {

/// A folder of its own for one test, gone with it.
class TemporaryFolder {
public:
    TemporaryFolder() {
        // In memory where there is such a place: these tests sync some ten thousand times, and none
        // of them pulls the plug.
        const std::filesystem::path shared = "/dev/shm";
        const std::filesystem::path parent =
            std::filesystem::is_directory(shared) ? shared : std::filesystem::temp_directory_path();
        std::string name = (parent / "store-XXXXXX").string();
        path_ = ::mkdtemp(name.data());
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    ~TemporaryFolder() { std::filesystem::remove_all(path_); }
    [[nodiscard]] std::string file(const std::string& name) const {
        return (path_ / name).string();
    }

private:
    std::filesystem::path path_;
};

/// Time that stands still until a test moves it.
class HandClock final : public core::Clock {
public:
    [[nodiscard]] core::WallTime wall() const override { return {0}; }
    [[nodiscard]] core::MonoTime mono() const override { return {now}; }
    core::Duration now{0};
};

template <class T>
T value_of(core::Result<T> result) {
    if (!result) {
        ADD_FAILURE() << result.error().what;
        std::abort();
    }
    return *std::move(result);
}

inline void expect_ok(const core::Status& status) {
    EXPECT_TRUE(status.has_value()) << status.error().what;
}

template <class T>
void expect_error(const core::Result<T>& result, core::Errc code) {
    ASSERT_FALSE(result.has_value());
    EXPECT_EQ(result.error().code, code) << result.error().what;
}

inline std::int64_t number(Database& database, Sql sql) {
    Statement statement = value_of(database.prepare(sql));
    return value_of(statement.query_int64()).value_or(-1);
}

inline core::Status run(Database& database, Sql sql) {
    SARHAD_TRY(Statement statement, database.prepare(sql));
    return statement.run();
}

/// Stands in for BLAKE2b: FNV-1a, four times with other starts. Every bit of the input counts.
inline Hash256 test_chain(const Hash256& previous, core::ByteView row) {
    Hash256 hash{};
    for (std::uint8_t lane = 0; lane < 4; ++lane) {
        std::uint64_t value = 0xcbf29ce484222325U + lane;
        for (const std::uint8_t byte : previous) {
            value = (value ^ byte) * 0x100000001b3U;
        }
        for (const std::uint8_t byte : row) {
            value = (value ^ byte) * 0x100000001b3U;
        }
        for (std::uint8_t index = 0; index < 8; ++index) {
            hash[lane * 8U + index] = static_cast<std::uint8_t>(value >> (8U * index));
        }
    }
    return hash;
}

inline constexpr core::StreamId kStream{1};
inline constexpr core::WallTime kNow{1'800'000'000'000'000};

inline SealedRow row_of(std::size_t size, core::StreamId stream = kStream) {
    return {.stream = stream,
            .lane = 1,
            .key_epoch = 1,
            .key_index = 7,
            .sealed = core::Bytes(size, 0x5a),
            .digest = Hash256{static_cast<std::uint8_t>(size)},
            .created = kNow};
}

/// A database with an outbox in it, and one seed.
class OutboxBox {
public:
    explicit OutboxBox(int page_quota = 0) : quota_{page_quota} {
        open();
        in_transaction([&](Transaction& tx) {
            return outbox->put_seed(tx, 1, core::Bytes{1, 2, 3}, Hash256{9});
        });
    }
    void open() {
        const std::array<Migration, 1> migrations{{{1, "outbox", kOutboxSchema}}};
        database = value_of(
            Database::open({.path = folder_.file("node.db"), .page_quota = quota_}, migrations));
        outbox = value_of(Outbox::open(*database, &test_chain));
    }
    void reopen() {
        outbox.reset();
        database.reset();
        open();
    }
    template <class Work>
    void in_transaction(Work work) {
        Transaction tx = value_of(Transaction::begin(*database));
        expect_ok(work(tx));
        expect_ok(std::move(tx).commit());
    }
    OutboxPosition append(const SealedRow& row) {
        Transaction tx = value_of(Transaction::begin(*database));
        const OutboxPosition position = value_of(outbox->append(tx, row));
        expect_ok(std::move(tx).commit());
        return position;
    }
    OutboxPosition append_many(int count, std::size_t size = 100) {
        OutboxPosition position;
        in_transaction([&](Transaction& tx) -> core::Status {
            for (int done = 0; done < count; ++done) {
                SARHAD_TRY(position, outbox->append(tx, row_of(size)));
            }
            return {};
        });
        return position;
    }
    core::Status ack(core::Epoch epoch,
                     core::Seq upto,
                     const Hash256& hash,
                     core::WallTime now = kNow) {
        Transaction tx = value_of(Transaction::begin(*database));
        SARHAD_TRY_STATUS(outbox->ack(tx, kStream, epoch, upto, hash, now));
        return std::move(tx).commit();
    }
    core::Status ack(const OutboxPosition& at, core::WallTime now = kNow) {
        return ack(at.epoch, at.seq, at.hash, now);
    }
    Purged purge(core::WallTime now, const Retention& retention = {}) {
        Transaction tx = value_of(Transaction::begin(*database));
        const Purged purged = value_of(outbox->purge(tx, now, retention));
        expect_ok(std::move(tx).commit());
        return purged;
    }
    /// Of the row, from itself or from the one after it; zeros where neither is here.
    Hash256 hash_at(core::Epoch epoch, core::Seq seq) {
        const auto ask = [&](Sql sql, std::uint64_t number) {
            Statement select = value_of(database->prepare(sql));
            select.bind_all(kStream.value(), epoch.value(), static_cast<std::int64_t>(number));
            Hash256 hash{};
            if (value_of(select.step()) == Step::kRow) {
                std::copy_n(select.bytes(0).begin(), hash.size(), hash.begin());
            }
            return hash;
        };
        const Hash256 own = ask(
            "SELECT hash FROM outbox WHERE stream = ?1 AND epoch = ?2 AND seq = ?3", seq.value());
        return own != Hash256{}
                   ? own
                   : ask("SELECT prev FROM outbox WHERE stream = ?1 AND epoch = ?2 AND seq = ?3",
                         seq.value() + 1);
    }
    Rewound rewind(core::Epoch epoch, core::Seq to) {
        Transaction tx = value_of(Transaction::begin(*database));
        const Rewound rewound =
            value_of(outbox->rewind(tx, kStream, epoch, to, hash_at(epoch, to)));
        expect_ok(std::move(tx).commit());
        return rewound;
    }
    std::vector<OutboxRow> pending(OutboxCursor after = {}) {
        return value_of(outbox->pending(kStream, after, 500, core::mebibytes(64)));
    }
    [[nodiscard]] std::string path() const { return folder_.file("node.db"); }

private:
    TemporaryFolder folder_;
    int quota_;

public:
    std::unique_ptr<Database> database;
    std::unique_ptr<Outbox> outbox;
};

inline core::WallTime days_later(int days) {
    return {kNow.micros + std::int64_t{days} * 24 * 3600 * 1'000'000};
}

}  // namespace sarhad::store::testing
