#include "core/text.h"
#include "wire/trust_documents.h"

#include "sim/invariants.h"

/// Of positions and of age: what a port says of itself is so.
namespace sarhad::sim {

using core::cat;
using core::Seq;

Verdict Invariants::check_staged(const NodeView& node) {
    for (const auto& [stream, staged] : node.staged) {
        const auto applied = node.applied.find(stream);
        const Seq position = applied == node.applied.end() ? Seq{0} : applied->second.seq;
        if (staged > position) {
            return Broken{kWithPosition,
                          cat("node ",
                              node.node.value(),
                              " stream ",
                              stream.value(),
                              ": delta ",
                              staged.value(),
                              " waits for its edition, the position is ",
                              position.value())};
        }
    }
    return {};
}

/// No site has a policy here: the defaults hold.
Verdict Invariants::check_fresh(const NodeView& node, const Ledger& ledger) {
    if (!node.is_fresh || !ledger.is_time_true) {
        return {};
    }
    const std::string where = cat("node ", node.node.value());
    if (!*node.is_fresh) {
        return ledger.at_ease.contains(node.node)
                   ? Broken{kFreshness, where + ": it is not FRESH, and nothing holds it up"}
                   : Verdict{};
    }
    if (!node.as_of || !ledger.ticks.contains(node.as_of->micros)) {
        return Broken{kFreshness, where + ": FRESH as of a time that central did not say"};
    }
    const auto age =
        static_cast<std::uint64_t>((ledger.now.micros - node.as_of->micros) / 1'000'000);
    if (age > wire::SitePolicy{}.fresh_seconds) {
        return Broken{kFreshness, cat(where, ": FRESH with a tick of ", age, " seconds ago")};
    }
    return {};
}

}  // namespace sarhad::sim
