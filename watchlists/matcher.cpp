#include "watchlists/matcher.h"

#include "core/text.h"
#include "watchlists/import.h"

namespace sarhad::watchlists {
namespace {

using core::Errc;
using core::Error;

}  // namespace

core::Status check_manifest(const ListManifest& manifest) {
    const Thresholds& levels = manifest.thresholds;
    if (manifest.name.empty()) {
        return Error{Errc::kInvalid, "a list without a name"};
    }
    if (levels.shown().value() < Thresholds::kLeastAsk || levels.ask > levels.review ||
        levels.review > levels.hold) {
        return Error{Errc::kInvalid,
                     core::cat("list ",
                               manifest.name,
                               ": thresholds must rise: ",
                               Thresholds::kLeastAsk,
                               " <= ask <= review <= hold, and as much <= silent")};
    }
    if (const std::string why = refusal_of(manifest.profile); !why.empty()) {
        return Error{Errc::kInvalid, core::cat("list ", manifest.name, ": its profile: ", why)};
    }
    return {};
}

ListedOrder order_of(const ListEntry& entry, const ListManifest& manifest) {
    const auto own_or = [](const auto& own, const auto& profile, const auto& unset) {
        return own == unset ? profile : own;
    };
    const ListedOrder& own = entry.order;
    const ListedOrder& profile = manifest.profile;
    const ListedOrder unset;
    ListedOrder order;
    order.action = own_or(own.action, profile.action, unset.action);
    order.direction = own_or(own.direction, profile.direction, unset.direction);
    order.owner = own_or(own.owner, profile.owner, unset.owner);
    order.duty_telephone = own_or(own.duty_telephone, profile.duty_telephone, unset.duty_telephone);
    order.legal_basis = own_or(own.legal_basis, profile.legal_basis, unset.legal_basis);
    order.valid_from = own_or(own.valid_from, profile.valid_from, unset.valid_from);
    order.valid_until = own_or(own.valid_until, profile.valid_until, unset.valid_until);
    order.grading = own_or(own.grading, profile.grading, unset.grading);
    order.handling = own_or(own.handling, profile.handling, unset.handling);
    return order;
}

bool is_in_force(const ListedOrder& own, const ListedOrder& profile, facts::PartialDate on) {
    const facts::PartialDate from = own.valid_from.is_known() ? own.valid_from : profile.valid_from;
    const facts::PartialDate until =
        own.valid_until.is_known() ? own.valid_until : profile.valid_until;
    return !on.is_known() ||
           ((!from.is_known() || from <= on) && (!until.is_known() || on <= until));
}

facts::Tier tier_of(core::Permille score, const Thresholds& thresholds) {
    if (score >= thresholds.hold) {
        return facts::Tier::kHold;
    }
    if (score >= thresholds.review) {
        return facts::Tier::kReview;
    }
    return score >= thresholds.ask ? facts::Tier::kAsk : facts::Tier::kSilent;
}

}  // namespace sarhad::watchlists
