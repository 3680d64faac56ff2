#pragma once

#include "core/bytes.h"
#include "facts/fields.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

/// The two messages of the bulk connection's flow control; docs/protocol.md tells the rules.
namespace sarhad::wire {

inline constexpr std::size_t kMaxWhole = 65536;  ///< Bytes of a frame that travels in pieces.

/// What the sender of this has received of the other's lanes 1 to 3, and how much it may send.
struct Credit {
    std::uint32_t received{0};  ///< The highest mark that came.
    std::uint32_t granted{0};   ///< Bytes that may be on their way beyond `received`.
    bool asks{false};           ///< Answer with a CREDIT of your own.
    friend bool operator==(const Credit&, const Credit&) = default;
};

/// A piece of a frame that is larger than the line should carry at once.
struct Fragment {
    std::uint64_t id{0};      ///< Of the whole: frame_id() of its bytes.
    std::uint32_t offset{0};  ///< Where the piece begins in it.
    std::uint32_t total{0};   ///< Bytes of the whole.
    core::Bytes piece;
    friend bool operator==(const Fragment&, const Fragment&) = default;
};

/// The same frame has the same id whenever it is sent: first 8 bytes of its BLAKE2b-256, less the
/// highest bit.
[[nodiscard]] std::uint64_t frame_id(core::ByteView frame);

}  // namespace sarhad::wire

namespace sarhad::facts {

template <>
struct Schema<wire::Credit> {
    static constexpr std::string_view kName = "credit";
    static constexpr auto kFields =
        FieldList{field(1, "received", &wire::Credit::received, 1, Feed::kSystem),
                  field(2, "granted", &wire::Credit::granted, 1, Feed::kSystem),
                  field(3, "asks", &wire::Credit::asks, 1, Feed::kSystem)};
};
template <>
struct Schema<wire::Fragment> {
    static constexpr std::string_view kName = "fragment";
    static constexpr auto kFields =
        FieldList{field(1, "id", &wire::Fragment::id, 1, Feed::kSystem),
                  field(2, "offset", &wire::Fragment::offset, 1, Feed::kSystem),
                  field(3, "total", &wire::Fragment::total, 1, Feed::kSystem),
                  field(4, "piece", &wire::Fragment::piece, wire::kMaxWhole, Feed::kSystem)};
};

}  // namespace sarhad::facts
