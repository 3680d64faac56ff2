#pragma once

#include "core/ids.h"
#include "core/result.h"
#include "replication/effects.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace sarhad::replication {

inline constexpr std::size_t kReleaseReasonMax = 200;  ///< Bytes.
inline constexpr std::size_t kReleasesShownMax = 100;  ///< In one answer; all are kept.

/// What a stream carries: "crossings", "hits", "officers", "health", "desk" up, "alerts", "desk",
/// "list" down;
/// "other" for one that this program does not know.
[[nodiscard]] std::string_view name_of(Direction direction, core::StreamId stream);

/// A person's word that a quarantined stream may move again: who, and why.
struct ReleaseOrder {
    Direction direction{Direction::kUp};
    core::StreamId stream{0};
    std::string officer;  ///< An account, as core::is_account().
    std::string why;      ///< One line of 1 to kReleaseReasonMax bytes.
    friend bool operator==(const ReleaseOrder&, const ReleaseOrder&) = default;
};

/// Whether `why` is one line of 1 to kReleaseReasonMax bytes; kInvalid names `member`.
[[nodiscard]] core::Status check_reason(std::string_view member, std::string_view why);

/// Of what was typed: "up" or "down", a stream's number, an account, a reason. kInvalid names the
/// one that will not do. Total.
[[nodiscard]] core::Result<ReleaseOrder> read_release(std::string_view direction,
                                                      std::string_view stream,
                                                      std::string officer,
                                                      std::string why);

}  // namespace sarhad::replication
