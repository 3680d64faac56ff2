#pragma once

#include "node_fixture.h"

#include "node/rules_keeper.h"
#include "support/rule_changes.h"
#include "wire/hash.h"
#include "wire/msgpack.h"
#include "wire/streams.h"

#include <string>
#include <variant>
#include <vector>

namespace sarhad::node {

using rule_changes::Said;

/// A port with a link, and the changes of rules that central sends it.
class PortRules : public NodeTest {
protected:
    void SetUp() override {
        rig_.start();
        rig_.bring_link_up();
        rig_.settle();
    }
    /// The next delta of the stream.
    wire::DeltaBody delta(const wire::SignedRuleChange& change) {
        wire::DeltaBody body;
        body.stream = wire::kRuleStream;
        body.name = "rules";
        body.epoch = core::Epoch{1};
        body.seq = core::next(at_.seq);
        body.prev_chain = at_.chain;
        body.edition = body.seq.value();
        body.ends_edition = true;
        body.ops.push_back({wire::OpKind::kUpsert,
                            wire::rule_change_id("test", wire::blake2b(change.change)),
                            wire::encode(change)});
        at_ = {body.stream,
               body.epoch,
               body.seq,
               wire::chain_hash(body.prev_chain, wire::encode(body))};
        return body;
    }
    wire::SignedRuleChange change(const Said& said, const std::vector<std::string>& retired = {}) {
        wire::RuleChange made;
        made.owner = "test";
        made.retired = retired;
        if (!said.id.empty()) {
            Said one = said;
            one.owner = one.owner.empty() ? "test" : one.owner;
            made.put.push_back(rule_changes::rule(one));
        }
        return rule_changes::approved(made, rig_.central.agency, rig_.central.deputy);
    }
    /// Central has published up to `seq` when it welcomes the node.
    void bring_link_up(std::uint64_t seq) {
        const std::vector<wire::StreamPosition> heads{{at_.stream, at_.epoch, core::Seq{seq}, {}}};
        rig_.bring_link_up(&heads);
    }
    void deliver(const wire::SignedRuleChange& change) {
        rig_.deliver(delta(change));
        rig_.settle();
    }
    [[nodiscard]] const rules::RuleBook& book() const { return *rig_.node->rules().book; }
    [[nodiscard]] std::size_t in_force() const { return book().live()->size(); }
    /// Roots that the node has acknowledged the stream with.
    std::vector<wire::Ack> acks() {
        std::vector<wire::Ack> found;
        for (const wire::Message& message : rig_.transport.take_sent()) {
            const auto* ack = std::get_if<wire::Ack>(&message);
            if (ack != nullptr && ack->stream == wire::kRuleStream) {
                found.push_back(*ack);
            }
        }
        return found;
    }

    wire::StreamPosition at_{wire::kRuleStream, core::Epoch{1}, core::Seq{0}, {}};
};

}  // namespace sarhad::node
