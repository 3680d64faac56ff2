#include "trust_attacks.h"

#include "core/text.h"

#include <map>
#include <utility>

namespace sarhad::replication {

using core::cat;

namespace {

/// Documents by an id that names their bytes.
class Library {
public:
    std::string id_of(const wire::SignedDocument& document) {
        const core::Bytes bytes = wire::encode(document);
        const std::string hex = core::to_hex(bytes);
        const auto [found, is_new] =
            ids_.emplace(hex, cat(facts::name_of(document.kind), "-", ids_.size() + 1));
        if (is_new) {
            listed_ += cat(listed_.empty() ? "" : ",\n", "\"", found->second, "\":\"", hex, "\"");
        }
        return found->second;
    }
    [[nodiscard]] const std::string& listed() const { return listed_; }

private:
    std::map<std::string, std::string> ids_;
    std::string listed_;
};

}  // namespace

std::string attacks_json(const TrustAttacks& attacks) {
    Library library;
    std::string lines;
    for (const TrustAttack& attack : attacks.all()) {
        std::string offers;
        for (const TrustOffer& offer : attack.offers) {
            std::string ids;
            for (const wire::SignedDocument& document : offer.documents) {
                ids += cat(ids.empty() ? "" : ",", "\"", library.id_of(document), "\"");
            }
            offers += cat(offers.empty() ? "" : ",",
                          "{\"documents\":[",
                          ids,
                          "],\"verdict\":\"",
                          word_of(offer.wanted),
                          "\"}");
        }
        lines += cat(lines.empty() ? "" : ",\n",
                     "{\"name\":\"",
                     attack.name,
                     "\",\"attacker\":\"",
                     attack.attacker,
                     "\",\"at\":\"",
                     core::to_rfc3339(attack.at),
                     "\",\"offers\":[",
                     offers,
                     "],\"age\":\"",
                     word_of(attack.age),
                     "\"}");
    }
    return cat("{\"documents\":{\n", library.listed(), "\n},\n\"attacks\":[\n", lines, "\n]}\n");
}

TrustVerdict take(TrustState& state, const TrustOffer& offer, const Clocks& now) {
    return offer.documents.size() == 1 ? state.offer(offer.documents.front(), now)
                                       : state.walk(offer.documents, now);
}

TrustAttacks::TrustAttacks()
    : root1_{office_.sign(office_.root(), {"r1", "r2", "r3"})},
      root2_{office_.sign(office_.root(2), {"r1", "r2", "r3"})},
      revocations1_{office_.sign(office_.revocations(), {"s1", "s2"})},
      head1_{office_.sign(office_.head(), {"q1"})},
      tick1_{office_.sign(office_.tick(head1_), {"t1"})} {
    after_tick("HonestDocumentsAreInstalled", "nothing", {}).age = Freshness::kFresh;
    anchors();
    roots();
    root_walks();
    cures();
    revocations();
    certificates();
    heads();
    head_streams();
    ticks();
    tick_times();
    tick_bytes();
    ages();
    policies();
    compartments();
}

TrustAttack& TrustAttacks::add(std::string name,
                               std::string attacker,
                               std::vector<TrustOffer> offers) {
    attacks_.push_back({std::move(name),
                        std::move(attacker),
                        TrustOffice::after(std::chrono::minutes{10}),
                        std::move(offers),
                        Freshness::kExpired});
    return attacks_.back();
}

TrustAttack& TrustAttacks::after_head(std::string name,
                                      std::string attacker,
                                      std::vector<TrustOffer> offers) {
    std::vector<TrustOffer> all{{{root1_}}, {{revocations1_}}, {{head1_}}};
    all.insert(all.end(), offers.begin(), offers.end());
    return add(std::move(name), std::move(attacker), std::move(all));
}

TrustAttack& TrustAttacks::after_tick(std::string name,
                                      std::string attacker,
                                      std::vector<TrustOffer> offers) {
    std::vector<TrustOffer> all{{{root1_}}, {{revocations1_}}, {{head1_}}, {{tick1_}}};
    all.insert(all.end(), offers.begin(), offers.end());
    TrustAttack& attack = add(std::move(name), std::move(attacker), std::move(all));
    attack.age = Freshness::kFresh;
    return attack;
}

}  // namespace sarhad::replication
