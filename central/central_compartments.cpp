// Whom a list belongs to: what of it goes to whom.
#include "central/central.h"
#include "central/events.h"
#include "wire/streams.h"

#include <algorithm>
#include <memory>
#include <set>
#include <utility>

namespace sarhad::central {

using core::NodeId;
using core::StreamId;

bool Central::is_entitled(NodeId node, const std::string& list) const {
    return !issuer_ || issuer_->state().is_entitled(node, list);
}

const wire::Compartment* Central::compartment_of(const std::string& list) const {
    if (!issuer_) {
        return nullptr;
    }
    const auto& all = issuer_->state().compartments();
    const auto found = all.find(list);
    return found == all.end() ? nullptr : &found->second.value;
}

/// After whatever changes it: a compartment, a node, a list that is new.
void Central::share_out() {
    if (!issuer_) {
        return;
    }
    ClosedLists closed;
    for (const auto& [id, node] : nodes_) {
        if (node.revoked_at) {
            continue;
        }
        for (const auto& [list, held] : issuer_->state().compartments()) {
            if (!is_entitled(id, list)) {
                closed.try_emplace(list);
            }
        }
        std::set<StreamId> withheld;
        for (const StreamHead& head : heads_) {
            if (wire::is_list_stream(head.position.stream) && !is_entitled(id, head.name)) {
                withheld.insert(head.position.stream);
            }
        }
        sessions_->withhold(id, std::move(withheld));
    }
    for (auto& [list, readers] : closed) {
        for (const auto& [id, node] : nodes_) {
            const auto key = wire::VerifyKey::from(node.sign);
            if (!node.revoked_at && key && is_entitled(id, list)) {
                readers.push_back({id, key->box_key()});
            }
        }
    }
    closed_lists_.replace(std::make_shared<const ClosedLists>(std::move(closed)));
}

/// A list that is not a node's is no target of it.
FleetTargets Central::targets_of(NodeId node, const FleetTargets& all) const {
    FleetTargets own = all;
    std::erase_if(own.heads, [&](const StreamHead& head) {
        return wire::is_list_stream(head.position.stream) && !is_entitled(node, head.name);
    });
    return own;
}

/// Once for each that is new: set_trust_documents() reads all of them anew.
void Central::tell_compartments(const std::map<std::string, std::uint64_t>& before) const {
    for (const auto& [list, held] : issuer_->state().compartments()) {
        const auto known = before.find(list);
        if (known != before.end() && known->second == held.value.version) {
            continue;
        }
        parts_.log.write(kCompartmentHolds,
                         {{"list", list},
                          {"version", held.value.version},
                          {"epoch", held.value.epoch},
                          {"nodes", held.value.members.size()}});
    }
}

}  // namespace sarhad::central
