#include "core/text.h"
#include "wire/compartment.h"
#include "wire/msgpack.h"
#include "wire/trust.h"

#include "sim/invariants.h"

/// Of keys: what they have signed counts, what those have signed that count no more does not.
namespace sarhad::sim {

using core::cat;
using core::Seq;

namespace {

std::uint64_t version_of(const wire::SignedDocument& document) {
    switch (document.kind) {
        case wire::DocumentKind::kTick:
            return wire::read_unverified<wire::Tick>(document)->version;
        case wire::DocumentKind::kCompartment:
            return wire::read_unverified<wire::Compartment>(document)->version;
        case wire::DocumentKind::kHead:
        case wire::DocumentKind::kRoot:
        case wire::DocumentKind::kRevocations:
        case wire::DocumentKind::kCertificate:
        case wire::DocumentKind::kPolicy:
            break;  // Of these only heads are asked for.
    }
    return wire::read_unverified<wire::Head>(document)->version;
}

}  // namespace

Verdict Invariants::check_trust(const NodeView& node, const Ledger& ledger) {
    for (const wire::SignedDocument& document : node.trust) {
        const auto keys = ledger.time_keys.find(document.kind);
        if (keys == ledger.time_keys.end()) {
            continue;
        }
        const std::string which =
            cat("node ", node.node.value(), ": ", facts::name_of(document.kind), " ");
        wire::SignedDocument& verified = verified_[{node.node, document.kind}];
        if (verified != document && !wire::TrustStore::open_document(document, keys->second, {})) {
            return Broken{15, which + "that its key did not sign"};
        }
        verified = document;
        const std::uint64_t version = version_of(document);
        std::uint64_t& highest = trust_[{node.node, document.kind}];
        if (version < highest) {
            return Broken{15, cat(which, version, " after ", highest)};
        }
        highest = version;
    }
    return {};
}

/// Not a row more than when central stopped hearing it.
Verdict Invariants::check_barred(const CentralView& central, const Ledger& ledger) {
    for (const auto& [who, mark] : central.held) {
        const auto barred = ledger.barred.find(who.first);
        if (barred == ledger.barred.end()) {
            continue;
        }
        const auto then = barred->second.held.find(who);
        const Seq before = then == barred->second.held.end() ? Seq{0} : then->second.seq;
        if (mark.seq != before) {
            return Broken{barred->second.invariant,
                          cat("node ",
                              who.first.value(),
                              " stream ",
                              who.second.value(),
                              ": central holds ",
                              mark.seq.value(),
                              " of it, and held ",
                              before.value(),
                              " when it was barred")};
        }
    }
    return {};
}

}  // namespace sarhad::sim
