#pragma once

#include "core/ids.h"
#include "store/database.h"
#include "store/outbox.h"

#include <cstdint>
#include <string>

namespace sarhad::store {

/// Columns of select_rows().
inline constexpr int kHashColumn = 8;
inline constexpr int kSealedColumn = 10;

/// SQLite's integer for a number of ours; below 2^63 (checked).
[[nodiscard]] inline std::int64_t to_sql(core::Seq seq) {
    return static_cast<std::int64_t>(seq.value());
}
/// The number that SQLite's integer stands for.
[[nodiscard]] inline core::Seq to_seq(std::int64_t value) {
    return core::Seq{static_cast<std::uint64_t>(value)};
}

/// "stream 1 epoch 2 seq 3".
[[nodiscard]] std::string name_of(core::StreamId stream, core::Epoch epoch, core::Seq seq);
[[nodiscard]] core::Error no_such_epoch(core::StreamId stream, core::Epoch epoch);
[[nodiscard]] core::Error past_the_tail(core::StreamId stream,
                                        core::Epoch epoch,
                                        core::Seq seq,
                                        core::Seq tail);

/// kCorrupt where the column is not 32 bytes long.
[[nodiscard]] core::Result<Hash256> read_hash(const Statement& row, int column);
/// The rows of an epoch after `after`, in order.
[[nodiscard]] core::Result<Statement> select_rows(Database& database,
                                                  core::StreamId stream,
                                                  core::Epoch epoch,
                                                  core::Seq after);
[[nodiscard]] core::Result<OutboxRow> read_row(const Statement& row);

}  // namespace sarhad::store
