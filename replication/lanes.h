#pragma once

#include "core/bytes.h"
#include "core/ids.h"
#include "wire/frame.h"

#include <array>
#include <cstdint>
#include <deque>
#include <functional>
#include <optional>

namespace sarhad::replication {

/// Frames that wait for the bulk connection, by lane: 1 deltas, 2 up batches, 3 what takes long.
///
/// Lanes share it by deficit round robin, 6 : 3 : 1 in bytes while all have something; one that has
/// nothing saves nothing up. A frame larger than a piece goes in FRAGMENTs, and other lanes may go
/// between them. Lane 0 is not here: it has a connection of its own. Sans-IO. Thread: any one.
/// Source: Shreedhar and Varghese, Efficient Fair Queuing using Deficit Round Robin, 1995.
class Lanes {
public:
    /// What goes now.
    struct Piece {
        core::Bytes frame;
        core::StreamId stream{0};
        /// Where it was the last of a frame with rows: the stream's rows up to here have left.
        std::optional<core::Seq> left;
    };

    /// `frame` carries rows of `stream` up to `upto`; 0 for one that carries none. `lane` is not
    /// kUrgent (checked).
    void put(wire::Lane lane, core::StreamId stream, core::Seq upto, core::Bytes frame);
    /// Frames whose stream and last row `is_void` are not to be sent.
    void drop_if(const std::function<bool(core::StreamId, core::Seq)>& is_void);
    /// Frames of `lane` that carry no rows are not to be sent.
    void drop_rowless(wire::Lane lane);
    void clear();

    [[nodiscard]] bool empty() const;
    /// Bytes that wait in `lane`.
    [[nodiscard]] std::uint64_t waiting(wire::Lane lane) const;
    /// Bytes of the frame that next_piece() would give; none where nothing waits.
    [[nodiscard]] std::optional<std::uint64_t> next_size(std::uint64_t piece_max);
    /// Something waits (checked), and next_size() was asked with the same `piece_max`.
    [[nodiscard]] Piece next_piece(std::uint64_t piece_max);

private:
    struct Waiting {
        core::StreamId stream;
        core::Seq upto;
        core::Bytes frame;
        std::uint64_t id{0};   ///< Once it is in pieces.
        std::size_t begun{0};  ///< Bytes of it that have left.
    };
    struct Queue {
        std::deque<Waiting> frames;
        std::uint64_t bytes{0};
        std::uint64_t deficit{0};
    };
    static constexpr std::size_t kLanes = 3;

    [[nodiscard]] static std::size_t index_of(wire::Lane lane);
    [[nodiscard]] static std::uint64_t size_of_next(const Waiting& frame, std::uint64_t piece_max);
    [[nodiscard]] static std::optional<core::Seq> rows_of(const Waiting& frame);
    void pass_on();

    std::array<Queue, kLanes> queues_;
    std::size_t turn_{0};  ///< Whose turn it is.
};

}  // namespace sarhad::replication
