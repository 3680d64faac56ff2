#include "watchlists/shrink.h"

#include "core/text.h"

namespace sarhad::watchlists {

bool shrinks(std::uint64_t before, std::uint64_t after) {
    // No overflow: a list file of 1 GiB has fewer than 2^30 entries.
    const auto most = static_cast<std::uint64_t>(kShrinkMax.value());
    return after < before && (before - after) * 1000 > before * most;
}

bool removes_many(std::uint64_t before, std::uint64_t removed) {
    const auto share = static_cast<std::uint64_t>(kRemovedFewShare.value());
    return removed > kRemovedFewMax || removed * 1000 > before * share;
}

core::Status check_shrink(std::uint64_t before, std::uint64_t after) {
    if (!shrinks(before, after)) {
        return {};
    }
    return core::Error{core::Errc::kConflict,
                       core::cat("it would have ",
                                 after,
                                 " entries where ",
                                 before,
                                 " are now: more than ",
                                 kShrinkMax.value() / 10,
                                 " in a hundred would go. Is its source whole? Fetch it again; "
                                 "where they are meant to go, say --allow-shrink (allow_shrink)")};
}

}  // namespace sarhad::watchlists
