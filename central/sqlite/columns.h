#pragma once

#include "core/bytes.h"
#include "core/ids.h"
#include "core/result.h"
#include "core/text.h"
#include "store/statement.h"
#include "wire/messages.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <vector>

/// Columns as values and back. Unsigned numbers stay below 2^63.
namespace sarhad::central {

/// As SQLite keeps it.
[[nodiscard]] inline std::int64_t number(std::uint64_t value) {
    return static_cast<std::int64_t>(value);
}
/// The column, never negative.
[[nodiscard]] inline std::uint64_t number_at(const store::Statement& row, int column) {
    return static_cast<std::uint64_t>(row.int64(column));
}
/// The column as a node's number.
[[nodiscard]] inline core::NodeId node_at(const store::Statement& row, int column) {
    return core::NodeId{static_cast<std::uint32_t>(row.int64(column))};
}
/// The column as a stream's number.
[[nodiscard]] inline core::StreamId stream_at(const store::Statement& row, int column) {
    return core::StreamId{static_cast<std::uint16_t>(row.int64(column))};
}
/// The column as a place in a stream.
[[nodiscard]] inline core::Seq seq_at(const store::Statement& row, int column) {
    return core::Seq{number_at(row, column)};
}
/// The column as microseconds since 1970.
[[nodiscard]] inline core::WallTime time_at(const store::Statement& row, int column) {
    return core::WallTime{row.int64(column)};
}
/// The same; none for NULL.
[[nodiscard]] inline std::optional<core::WallTime> time_or_none(const store::Statement& row,
                                                                int column) {
    return row.is_null(column) ? std::nullopt : std::optional{time_at(row, column)};
}

/// kCorrupt where the column has another size.
template <std::size_t N>
[[nodiscard]] core::Status copy_at(const store::Statement& row,
                                   int column,
                                   std::array<std::uint8_t, N>& to) {
    const core::ByteView bytes = row.bytes(column);
    if (bytes.size() != N) {
        return core::Error{
            core::Errc::kCorrupt,
            core::cat(
                "central's store: column ", column, " has ", bytes.size(), " bytes, wanted ", N)};
    }
    std::copy(bytes.begin(), bytes.end(), to.begin());
    return {};
}

/// Columns `first` to `first` + 3: stream, epoch, seq, chain.
[[nodiscard]] inline core::Result<wire::StreamPosition> position_at(const store::Statement& row,
                                                                    int first) {
    wire::StreamPosition position;
    position.stream = stream_at(row, first);
    position.epoch = core::Epoch{static_cast<std::uint32_t>(row.int64(first + 1))};
    position.seq = seq_at(row, first + 2);
    SARHAD_TRY_STATUS(copy_at(row, first + 3, position.chain));
    return position;
}

/// Each row that `statement` gives, read by `read`.
template <class T, class Read>
[[nodiscard]] core::Result<std::vector<T>> read_all(store::Statement& statement, Read read) {
    std::vector<T> all;
    while (true) {
        SARHAD_TRY(const store::Step step, statement.step());
        if (step == store::Step::kDone) {
            return all;
        }
        core::Result<T> one = read(statement);
        if (!one) {
            return one.error();
        }
        all.push_back(*std::move(one));
    }
}

}  // namespace sarhad::central
