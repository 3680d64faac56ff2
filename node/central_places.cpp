#include "node/central_places.h"

#include "wire/endpoint.h"

#include <algorithm>
#include <utility>

namespace sarhad::node {
namespace {

/// The root's signers can mistype an address: such a one is passed over.
bool can_be_dialled(const wire::CentralEndpoint& endpoint) {
    return wire::check_endpoint(endpoint.control, wire::EndpointUse::kConnect).has_value() &&
           wire::check_endpoint(endpoint.bulk, wire::EndpointUse::kConnect).has_value();
}

}  // namespace

CentralPlaces::CentralPlaces(wire::CentralPlace configured, core::Duration patience)
    : configured_{std::move(configured)},
      patience_{patience},
      places_{configured_},
      current_{configured_} {}

void CentralPlaces::add(const wire::CentralPlace& place) {
    if (std::find(places_.begin(), places_.end(), place) == places_.end()) {
        places_.push_back(place);
    }
}

void CentralPlaces::heed(const wire::Root& root) {
    places_ = {configured_};
    std::vector<wire::PublicKey> keys{root.link_current};
    if (root.link_next != wire::PublicKey{}) {
        keys.push_back(root.link_next);
    }
    for (const wire::PublicKey& key : keys) {
        add({configured_.control, configured_.bulk, key});
        for (const wire::CentralEndpoint& one : root.endpoints) {
            if (can_be_dialled(one)) {
                add({one.control, one.bulk, key});
            }
        }
    }
}

std::optional<wire::CentralPlace> CentralPlaces::next(bool is_live, core::MonoTime now) {
    const auto at = std::find(places_.begin(), places_.end(), current_);
    if (at == places_.end()) {
        current_ = places_.front();
        without_since_ = now;
        return current_;
    }
    if (is_live) {
        without_since_.reset();
        return std::nullopt;
    }
    if (!without_since_) {
        without_since_ = now;
    }
    if (places_.size() == 1 || now - *without_since_ < patience_) {
        return std::nullopt;
    }
    const auto following = std::next(at);
    current_ = following == places_.end() ? places_.front() : *following;
    without_since_ = now;
    return current_;
}

}  // namespace sarhad::node
