#pragma once

#include "replication/trust/trust_state.h"
#include "support/trust_office.h"

#include <string>
#include <string_view>
#include <vector>

namespace sarhad::replication {

/// What is offered at one moment: consecutive roots are one walk, anything else stands alone.
struct TrustOffer {
    std::vector<wire::SignedDocument> documents;
    TrustReason wanted{TrustReason::kInstalled};
};

/// One attack, or the honest thing beside it. The first offer is the anchor.
struct TrustAttack {
    std::string name;      ///< CamelCase: the test's name.
    std::string attacker;  ///< What the attacker holds, in words.
    core::WallTime at;     ///< The verifier's clock, which a person vouches for.
    std::vector<TrustOffer> offers;
    Freshness age{Freshness::kExpired};  ///< For every site, after the last offer.
};

/// Collects attacks; what they share is made once.
class TrustAttacks {
public:
    TrustAttacks();

    [[nodiscard]] const std::vector<TrustAttack>& all() const { return attacks_; }

private:
    using Documents = std::vector<wire::SignedDocument>;

    void anchors();
    void roots();
    void root_walks();
    void cures();
    void revocations();
    void certificates();
    void heads();
    void head_streams();
    void ticks();
    void tick_times();
    void tick_bytes();
    void ages();
    void policies();
    void compartments();

    TrustAttack& add(std::string name, std::string attacker, std::vector<TrustOffer> offers);
    /// As add(), after the honest root, revocations and head.
    TrustAttack& after_head(std::string name, std::string attacker, std::vector<TrustOffer> offers);
    /// As add(), after the honest root, revocations, head and tick.
    TrustAttack& after_tick(std::string name, std::string attacker, std::vector<TrustOffer> offers);
    /// Root 2 with one thing changed, signed by all five.
    template <class Change>
    [[nodiscard]] wire::SignedDocument changed_root(std::uint64_t version, Change change) const {
        wire::Root root = office_.root(version);
        change(root);
        return office_.sign(root, {"r1", "r2", "r3", "r4", "r5"});
    }

    TrustOffice office_;
    wire::SignedDocument root1_;
    wire::SignedDocument root2_;
    wire::SignedDocument revocations1_;
    wire::SignedDocument head1_;
    wire::SignedDocument tick1_;
    std::vector<TrustAttack> attacks_;
};

/// The attacks as tests/data/trust/attacks.json has them, for verifiers in other languages.
[[nodiscard]] std::string attacks_json(const TrustAttacks& attacks);
/// What `state` makes of one offer.
[[nodiscard]] TrustVerdict take(TrustState& state, const TrustOffer& offer, const Clocks& now);

}  // namespace sarhad::replication
