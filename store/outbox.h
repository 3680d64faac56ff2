#pragma once

#include "core/bytes.h"
#include "core/clock.h"
#include "core/ids.h"
#include "core/result.h"
#include "core/units.h"
#include "store/transaction.h"

#include <array>
#include <chrono>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace sarhad::store {

using Hash256 = std::array<std::uint8_t, 32>;
/// BLAKE2b-256 of `previous` followed by the row's header and digest; injected, as the
/// cryptography lives in wire/. Pure.
using ChainHash = Hash256 (*)(const Hash256& previous, core::ByteView row_header_and_digest);

/// The schema of the outbox, for the node's first migration. docs/storage.md describes it.
extern const std::string_view kOutboxSchema;

/// A row travels in one frame, with the heads of its batch and a seed; replication/ holds the two
/// limits together. A larger row would block its stream for ever.
inline constexpr std::size_t kSealedRowBytesMax = 59'488;
inline constexpr std::size_t kPendingRowsMax = 500;
inline constexpr std::size_t kPurgeRowsMax = 500;
inline constexpr std::size_t kOutboxPositionsMax = 256;
inline constexpr std::size_t kOutboxSeedsMax = 4096;
inline constexpr std::size_t kSealedSeedBytesMax = 4096;

/// A row as its producer hands it in: already sealed to central, unreadable here.
struct SealedRow {
    core::StreamId stream{0};
    std::uint8_t lane{0};  ///< 0 is the most urgent.
    std::uint32_t key_epoch{0};
    std::uint32_t key_index{0};
    core::Bytes sealed{};  ///< At most kSealedRowBytesMax.
    Hash256 digest{};      ///< Of `sealed`.
    core::WallTime created{};
};

/// A place in a stream and the chain's hash there; seq 0 and zeros before the first row.
struct OutboxPosition {
    core::Epoch epoch{1};
    core::Seq seq{0};
    Hash256 hash{};
    friend bool operator==(const OutboxPosition&, const OutboxPosition&) = default;
};

/// The last row that a sender has in flight; {0, 0} for none.
struct OutboxCursor {
    core::Epoch epoch{0};
    core::Seq seq{0};
    friend auto operator<=>(const OutboxCursor&, const OutboxCursor&) = default;
};

/// A row as it is stored.
struct OutboxRow {
    core::StreamId stream{0};
    core::Epoch epoch{0};
    core::Seq seq{0};
    std::uint8_t lane{0};
    std::uint32_t key_epoch{0};
    std::uint32_t key_index{0};
    core::WallTime created{};
    Hash256 prev{};
    Hash256 hash{};
    Hash256 digest{};
    core::Bytes sealed{};
};

/// The seed of a row key chain, sealed to central's key.
struct SealedSeed {
    std::uint32_t key_epoch{0};
    Hash256 seed_id{};
    core::Bytes sealed{};
};

/// What waits for central's acknowledgement, and what is kept after it.
struct OutboxCounts {
    std::uint64_t rows{0};   ///< Not acknowledged.
    core::ByteSize bytes{};  ///< Of their sealed bodies.
    core::ByteSize kept{};   ///< Of the sealed bodies of acknowledged rows still here.
    std::optional<core::WallTime> oldest{};  ///< Creation of the oldest row not acknowledged.
};

/// How long acknowledged rows stay, for a central that forgets: until either is passed.
struct Retention {
    std::chrono::hours age{7 * 24};
    core::ByteSize bytes{core::mebibytes(256)};
};

/// What purge() removed.
struct Purged {
    std::size_t rows{0};
    core::ByteSize bytes{};
    std::size_t seeds{0};
};

/// What rewind() could do.
struct Rewound {
    core::Seq acked{0};         ///< Rows after this one are pending again.
    core::Seq purged_first{0};  ///< Rows asked for and no longer here: first and last; 0, 0 for
    core::Seq purged_last{0};   ///< none. The caller says so to central, signed; never silence.
};

using RowHeader = std::array<std::uint8_t, 30>;

/// What the chain hashes of a row before its digest, big-endian: stream u16, epoch u32, seq u64,
/// key epoch u32, key index u32, creation i64 in microseconds. The lane is not in it: it is the
/// sender's choice of way, not part of the record.
[[nodiscard]] RowHeader encode_row_header(const SealedRow& row, core::Epoch epoch, core::Seq seq);

/// The durable uplink queue: rows with contiguous numbers from 1 for each (stream, epoch), each
/// hashed over the one before. A row is appended in the transaction of what it reports, stays
/// until central acknowledges it (never purged before), and some time longer. What is in flight is
/// the sender's own matter and never stored. Positions live in memory, so that an append is one
/// INSERT; they follow rollbacks. Life of a row: docs/storage.md.
/// Thread: the Database's. `database` outlives it.
class Outbox final : public TransactionObserver {
public:
    /// Reads the positions and every row's size: about 0.3 s a million rows.
    /// kCorrupt where numbers have a gap or an acknowledged position lies past the last row.
    [[nodiscard]] static core::Result<std::unique_ptr<Outbox>> open(Database& database,
                                                                    ChainHash chain);
    ~Outbox() override;

    /// A new stream starts at epoch 1. kInvalid for a body that is empty or too long, or a key
    /// epoch whose seed is not stored: central could never open the row.
    [[nodiscard]] core::Result<OutboxPosition> append(Transaction& transaction,
                                                      const SealedRow& row);
    /// Numbers start anew at 1 under `epoch`, higher than the stream's own (kConflict; the same
    /// again is harmless). Rows not acknowledged stay pending and go first. kExhausted past 256
    /// (stream, epoch) pairs.
    [[nodiscard]] core::Status begin_epoch(Transaction& transaction,
                                           core::StreamId stream,
                                           core::Epoch epoch);

    /// Rows not acknowledged and after `after`, in order of (epoch, seq): at most `row_max` (500),
    /// and bodies of at most `size_max` together, save that one row always comes.
    [[nodiscard]] core::Result<std::vector<OutboxRow>> pending(core::StreamId stream,
                                                               OutboxCursor after,
                                                               std::size_t row_max,
                                                               core::ByteSize size_max);
    /// The last row of the stream's present epoch.
    [[nodiscard]] OutboxPosition tail(core::StreamId stream) const;
    /// How far central has the epoch that is being sent: the oldest with rows not acknowledged,
    /// else the present one.
    [[nodiscard]] OutboxPosition acked(core::StreamId stream) const;
    /// Every epoch of which something is known, ascending: its last row.
    [[nodiscard]] std::vector<OutboxPosition> tails(core::StreamId stream) const;

    /// Central has all rows up to `upto`, where its chain is at `expected_hash`. `now` starts
    /// their retention. Again, or less, is harmless. kConflict where the hashes differ: a fork.
    /// kInvalid past the tail. kNotFound for an epoch that is not here.
    [[nodiscard]] core::Status ack(Transaction& transaction,
                                   core::StreamId stream,
                                   core::Epoch epoch,
                                   core::Seq upto,
                                   const Hash256& expected_hash,
                                   core::WallTime now);
    /// Central has this epoch up to `to` only, where its chain is at `expected_hash`: what is kept
    /// after it is pending again. kConflict where the hashes differ; rows that are purged cannot be
    /// compared. kInvalid past the tail, kNotFound for an epoch that is not here.
    [[nodiscard]] core::Result<Rewound> rewind(Transaction& transaction,
                                               core::StreamId stream,
                                               core::Epoch epoch,
                                               core::Seq to,
                                               const Hash256& expected_hash);
    /// Removes acknowledged rows past `retention`, the oldest first, at most 500; call again, in a
    /// new transaction, while it removes any. With them go epochs and seeds that nothing needs; the
    /// newest two seeds stay.
    [[nodiscard]] core::Result<Purged> purge(Transaction& transaction,
                                             core::WallTime now,
                                             const Retention& retention = {});

    /// Once for each key epoch, before its first row. kConflict where another seed has the number.
    [[nodiscard]] core::Status put_seed(Transaction& transaction,
                                        std::uint32_t key_epoch,
                                        core::ByteView sealed_seed,
                                        const Hash256& seed_id);
    /// Whether the seed of `key_epoch` is stored, the open transaction's own included. From memory.
    [[nodiscard]] bool has_seed(std::uint32_t key_epoch) const;
    /// The seeds of the key epochs `first` to `last`, those two included, ascending.
    [[nodiscard]] core::Result<std::vector<SealedSeed>> seeds_for(std::uint32_t first,
                                                                  std::uint32_t last);

    [[nodiscard]] core::Result<OutboxCounts> counts(core::StreamId stream);
    /// Recomputes the chain of all rows kept. kCorrupt names the first row that does not fit.
    [[nodiscard]] core::Status verify_chain();

    void marked(std::size_t depth) override;
    void restored(std::size_t depth) override;

private:
    /// One (stream, epoch). Rows `first` to `tail` are here; those up to `acked` are central's.
    struct Position {
        core::StreamId stream{0};
        core::Epoch epoch{0};
        core::Seq first{1};
        core::Seq acked{0};
        core::Seq tail{0};
        std::uint64_t pending_bytes{0};
        std::uint64_t kept_bytes{0};
        Hash256 acked_hash{};
        Hash256 tail_hash{};
    };
    struct SeedUse {
        std::uint32_t key_epoch;
        std::uint64_t rows;
    };
    /// What is in memory of the tables; copied at each mark, so kept small and flat.
    struct State {
        std::vector<Position> positions{};  ///< By (stream, epoch).
        std::vector<SeedUse> seeds{};       ///< By key epoch.
    };
    struct Head;

    Outbox(Database& database, ChainHash chain);
    [[nodiscard]] core::Status load();
    [[nodiscard]] core::Status load_position(Position& position);
    [[nodiscard]] core::Status verify_position(const Position& position);
    [[nodiscard]] Position* find(core::StreamId stream, core::Epoch epoch);
    [[nodiscard]] const Position* newest(core::StreamId stream) const;
    [[nodiscard]] core::Result<Position*> position_for_append(core::StreamId stream);
    [[nodiscard]] core::Result<Position*> add_position(core::StreamId stream, core::Epoch epoch);
    [[nodiscard]] SeedUse* find_seed(std::uint32_t key_epoch);
    [[nodiscard]] core::Result<Hash256> hash_at(const Position& position, core::Seq seq);
    [[nodiscard]] core::Result<std::uint64_t> size_of(const Position& position,
                                                      core::Seq first,
                                                      core::Seq last);
    [[nodiscard]] core::Status store_acked(Position& position, core::Seq seq, const Hash256& hash);
    [[nodiscard]] core::Status note_ack_time(const Position& position,
                                             core::Seq upto,
                                             core::WallTime now);
    /// The planted bug kPurgeUnacked.
    [[nodiscard]] core::Result<Purged> forget_unacked();
    [[nodiscard]] core::Result<std::vector<Head>> purgeable(core::WallTime now,
                                                            const Retention& retention);
    [[nodiscard]] core::Status read_head(Head& head);
    [[nodiscard]] core::Status remove_head(Head& head, Purged& purged);
    [[nodiscard]] core::Status drop_spent_positions();
    [[nodiscard]] core::Status drop_spent_seeds(Purged& purged);

    Database& database_;
    ChainHash chain_;
    State state_;
    std::vector<State> marks_;  ///< By depth; their room is kept from one transaction to the next.
    core::Bytes link_;          ///< Header and digest of the row at hand; its room is kept.
};

}  // namespace sarhad::store
