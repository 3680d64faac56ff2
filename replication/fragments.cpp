#include "replication/fragments.h"

#include "core/text.h"

#include <algorithm>

namespace sarhad::replication {

using core::cat;
using core::Errc;
using core::Error;

core::Result<std::optional<core::Bytes>> Fragments::add(wire::Lane lane,
                                                        const wire::Fragment& fragment) {
    const std::size_t past = std::size_t{fragment.offset} + fragment.piece.size();
    const bool is_possible = lane != wire::Lane::kUrgent && !fragment.piece.empty() &&
                             fragment.total <= wire::kMaxWhole && past <= fragment.total;
    if (!is_possible) {
        return Error{Errc::kInvalid,
                     cat("a fragment up to ", past, " of ", fragment.total, " bytes")};
    }
    Partial& partial = partial_.at(static_cast<std::size_t>(lane));
    if (partial.id != fragment.id || partial.bytes.size() != fragment.total) {
        partial = {fragment.id, core::Bytes(fragment.total), {}};
    }
    std::copy(fragment.piece.begin(),
              fragment.piece.end(),
              partial.bytes.begin() + static_cast<std::ptrdiff_t>(fragment.offset));
    cover(partial.runs, fragment.offset, past);
    if (partial.runs.size() > kRunsMax) {
        partial = {};
        return std::optional<core::Bytes>{};
    }
    if (partial.runs.size() != 1 ||
        partial.runs.front() != std::pair{std::size_t{0}, partial.bytes.size()}) {
        return std::optional<core::Bytes>{};
    }
    const core::Bytes whole = std::exchange(partial, {}).bytes;
    if (wire::frame_id(whole) != fragment.id) {
        return Error{Errc::kInvalid, "a frame in pieces that is not the one it was cut from"};
    }
    return std::optional{whole};
}

void Fragments::cover(Runs& runs, std::size_t first, std::size_t past) {
    std::erase_if(runs, [&](const auto& run) {
        const bool touches = run.first <= past && first <= run.second;
        if (touches) {
            first = std::min(first, run.first);
            past = std::max(past, run.second);
        }
        return touches;
    });
    const auto at =
        std::find_if(runs.begin(), runs.end(), [&](const auto& run) { return run.first > first; });
    runs.insert(at, {first, past});
}

}  // namespace sarhad::replication
