// Lists that do not belong to the node, at its start.
#include "node_parts.h"

#include "node/events.h"
#include "store/transaction.h"

namespace sarhad::node {

using core::Status;

/// What a compartment that came before the last stop did not take out any more. Before threads run.
Status Node::Parts::withdraw_foreign() {
    if (trust == nullptr) {
        return {};
    }
    SARHAD_TRY(store::Transaction transaction, store::Transaction::begin(outside.database));
    SARHAD_TRY(const std::vector<Withdrawn> gone, stores->lists.withdraw(trust->foreign_lists()));
    for (const Withdrawn& list : gone) {
        outside.log.write(kListWithdrawn,
                          {{"list", list.name}, {"stream", list.stream}, {"rows", list.rows}});
    }
    return std::move(transaction).commit();
}

/// Lists that are not this node's go, and the keys of those that are come. Before threads run.
Status Node::Parts::load_compartments() {
    SARHAD_TRY_STATUS(withdraw_foreign());
    if (trust == nullptr) {
        return {};
    }
    heed_root();
    key_ring.emplace(outside, settings.id, keys.sign, seal, list_keys, *lanes);
    return key_ring->load(trust->state());
}

/// Where central may be, and what rows are sealed to: the configuration tells both only until a
/// root does.
void Node::Parts::heed_root() {
    const wire::Root& root = trust->state().root().value;
    if (root.version != heeded_root) {
        heeded_root = root.version;
        places.heed(root);
        const wire::PublicKey& key = root.seals.front();
        if (sealer->seal_to(key)) {
            outside.log.write(kSealKeyChanged,
                              {{"key", wire::key_id(key).value()}, {"root", root.version}});
        }
    }
}

/// Without a signed root there is one place, which no change of the root can add to.
void Node::Parts::look_for_central() {
    if (trust == nullptr) {
        return;
    }
    heed_root();
    if (const auto place = places.next(uplink->is_live(), outside.clock.mono())) {
        outside.log.write(kCentralMoved, {{"control", place->control}, {"bulk", place->bulk}});
        transport.move_to(*place);
    }
}

void Node::Parts::heed_trust() {
    if (trust == nullptr) {
        return;
    }
    trust->on_compartments([this] {
        uplink->withdraw_foreign();
        key_ring->take(trust->state());
        lists->on_keys();
    });
    trust->on_revocations([this] { heed_revocation(); });
}

}  // namespace sarhad::node
