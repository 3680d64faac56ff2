#include "sim/thief.h"

#include "core/text.h"
#include "wire/hash.h"

#include <utility>

#include "sim/hosts.h"

namespace sarhad::sim {
namespace {

constexpr std::size_t kSeenMax = 64;
constexpr std::size_t kOpsBytesMax = std::size_t{40} * 1024;

/// What turns one edition into another.
std::vector<wire::Op> changes_between(const Edition& from, const Edition& to) {
    const std::map<std::string, core::Bytes> before = bodies_of(from);
    const std::map<std::string, core::Bytes> after = bodies_of(to);
    std::vector<wire::Op> ops;
    for (const auto& [id, body] : before) {
        if (after.count(id) == 0) {
            ops.push_back({wire::OpKind::kRemove, id, {}});
        }
    }
    for (const auto& [id, body] : after) {
        const auto held = before.find(id);
        if (held == before.end() || held->second != body) {
            ops.push_back({wire::OpKind::kUpsert, id, body});
        }
    }
    return ops;
}

/// `body` as often as its ops need; the last one ends the edition.
std::vector<wire::DeltaBody> split(const wire::DeltaBody& body) {
    std::vector<wire::DeltaBody> parts;
    std::size_t bytes = 0;
    for (const wire::Op& op : body.ops) {
        if (parts.empty() || bytes + op.body.size() > kOpsBytesMax) {
            parts.push_back(body);
            parts.back().ops.clear();
            parts.back().ends_edition = false;
            bytes = 0;
        }
        bytes += op.body.size() + op.id.size();
        parts.back().ops.push_back(op);
    }
    if (!parts.empty()) {
        parts.back().ends_edition = true;
    }
    return parts;
}

}  // namespace

void Thief::learn(const Edition& edition) {
    editions_[edition.number] = edition;
}

void Thief::see(const wire::Delta& delta, const wire::DeltaBody& body) {
    if (seen_.size() < kSeenMax) {
        seen_.push_back(body);
    }
    ends_.erase(body.seq);
    if (body.ends_edition) {
        ends_[body.seq] = body.edition;
        signatures_[body.edition] = delta.edition_signatures;
    }
}

bool Thief::begins_edition(const wire::DeltaBody& real) const {
    return real.seq.value() > 1 && ends_.count(core::Seq{real.seq.value() - 1}) != 0;
}

std::vector<StolenDelta> Thief::answer(const wire::DeltaBody& real) {
    Bodies bodies;
    if (begins_edition(real)) {
        bodies = random_.chance(500) ? unsigned_edition(real) : older_edition(real);
    }
    if (bodies.empty()) {
        bodies = random_.chance(500) ? altered(real) : replayed(real);
    }
    std::vector<StolenDelta> stolen;
    core::Seq seq = real.seq;
    wire::Hash256 chain = real.prev_chain;
    for (wire::DeltaBody& body : bodies) {
        body.seq = std::exchange(seq, core::next(seq));
        body.prev_chain = chain;
        StolenDelta one;
        one.delta.body = wire::encode(body);
        one.delta.signatures.push_back(sequencer_.sign(wire::Domain::kDelta, one.delta.body));
        if (body.ends_edition) {
            one.delta.edition_signatures = signatures_[body.edition];
        }
        one.chain = chain = wire::chain_hash(chain, one.delta.body);
        stolen.push_back(std::move(one));
    }
    return stolen;
}

Thief::Bodies Thief::altered(wire::DeltaBody body) {
    const std::uint64_t how = random_.below(3);
    if (how == 0 && !body.ops.empty()) {
        body.ops.back().id = core::cat("FORGED-", random_.below(1000));
    } else if (how == 1 && !body.ops.empty()) {
        body.ops.pop_back();
    } else {
        body.ops.push_back({wire::OpKind::kRemove, "SIM-A101", {}});
    }
    return {std::move(body)};
}

Thief::Bodies Thief::replayed(const wire::DeltaBody& real) {
    wire::DeltaBody old = seen_[random_.below(seen_.size())];
    old.epoch = real.epoch;
    return {std::move(old)};
}

/// Somebody is taken off the list, under the number of the edition that comes.
Thief::Bodies Thief::unsigned_edition(const wire::DeltaBody& real) const {
    const auto now = editions_.find(ends_.at(core::Seq{real.seq.value() - 1}));
    if (now == editions_.end()) {
        return {};
    }
    std::map<std::string, core::Bytes> rows = rows_of(now->second);
    wire::DeltaBody body = real;
    body.ops = {{wire::OpKind::kRemove, "SIM-A101", {}}};
    rows.erase(body.ops.front().id);
    body.post_root = to_hash(slow_state_root(rows));
    body.ends_edition = true;
    return {std::move(body)};
}

/// An edition that the agency did sign, before the one in force.
Thief::Bodies Thief::older_edition(const wire::DeltaBody& real) const {
    const auto now = editions_.find(ends_.at(core::Seq{real.seq.value() - 1}));
    if (now == editions_.end() || now == editions_.begin()) {
        return {};
    }
    const auto before = std::prev(now);
    if (signatures_.count(before->first) == 0) {
        return {};
    }
    wire::DeltaBody body = real;
    body.edition = before->first;
    body.ops = changes_between(now->second, before->second);
    body.post_root = to_hash(slow_state_root(rows_of(before->second)));
    return split(body);
}

}  // namespace sarhad::sim
