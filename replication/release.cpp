#include "replication/release.h"

#include "core/account.h"
#include "core/text.h"
#include "wire/streams.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace sarhad::replication {

using core::cat;
using core::Errc;
using core::Error;

namespace {

bool is_one_line(std::string_view text) {
    return std::none_of(text.begin(), text.end(), [](char c) {
        return static_cast<unsigned char>(c) < 0x20U || c == '\x7f';
    });
}

std::string_view name_of_down(core::StreamId stream) {
    return stream == wire::kAlertStream       ? "alerts"
           : stream == wire::down::kDesk      ? "desk"
           : stream == wire::kRuleStream      ? "rules"
           : stream == wire::down::kCounters  ? "counters"
           : wire::is_list_stream(stream)     ? "list"
           : wire::is_expected_stream(stream) ? "expected"
                                              : "other";
}

}  // namespace

std::string_view name_of(Direction direction, core::StreamId stream) {
    if (direction == Direction::kDown) {
        return name_of_down(stream);
    }
    if (stream == core::StreamId{0}) {
        return "every stream";
    }
    if (stream == wire::up::kCrossings) {
        return "crossings";
    }
    if (stream == wire::up::kHits) {
        return "hits";
    }
    if (stream == wire::up::kOfficers) {
        return "officers";
    }
    if (stream == wire::up::kDesk) {
        return "desk";
    }
    if (stream == wire::up::kCargo) {
        return "cargo";
    }
    return stream == wire::up::kHealth ? "health" : "other";
}

core::Status check_reason(std::string_view member, std::string_view why) {
    if (why.empty() || why.size() > kReleaseReasonMax || !is_one_line(why)) {
        return Error{Errc::kInvalid,
                     cat(member, ": wanted one line of 1 to ", kReleaseReasonMax, " bytes")};
    }
    return {};
}

core::Result<ReleaseOrder> read_release(std::string_view direction,
                                        std::string_view stream,
                                        std::string officer,
                                        std::string why) {
    if (direction != word_of(Direction::kUp) && direction != word_of(Direction::kDown)) {
        return Error{Errc::kInvalid, "direction: wanted up (to central) or down (from central)"};
    }
    const auto number = core::parse_uint(stream);
    const bool may_be_every = direction == word_of(Direction::kUp);  // Two machines: central's own.
    if (!number || (*number == 0 && !may_be_every) ||
        *number > std::numeric_limits<std::uint16_t>::max()) {
        return Error{Errc::kInvalid,
                     "stream: wanted its number, 1 to 65535; up also 0, for a whole node"};
    }
    if (!core::is_account(officer)) {
        return Error{Errc::kInvalid, cat("officer: ", core::kAccountWanted)};
    }
    SARHAD_TRY_STATUS(check_reason("reason", why));
    return ReleaseOrder{direction == word_of(Direction::kUp) ? Direction::kUp : Direction::kDown,
                        core::StreamId{static_cast<std::uint16_t>(*number)},
                        std::move(officer),
                        std::move(why)};
}

}  // namespace sarhad::replication
