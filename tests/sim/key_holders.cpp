#include "core/text.h"

#include "sim/plants.h"
#include "sim/world.h"

/// What the holders of keys do in a run: the next root with new keys, and what follows where a key
/// was stolen.
namespace sarhad::sim {

using std::chrono::seconds;

namespace {

constexpr core::Duration kAgain = seconds{5};
/// A theft that is noticed by what it was used for.
constexpr std::string_view kStolenEntry = "SIM-STOLEN";

}  // namespace

void World::plan_rotation() {
    const auto whole = static_cast<std::uint64_t>(options_.chaos.count());
    timeline_.after(
        seconds{random_.between(whole / 6, whole / 3)}, kWorld, [this] { rotate_keys(); });
}

core::Duration World::a_while() const {
    return seconds{options_.chaos.count() / 12};
}

/// Root 2, by the holders of root 1 and its own: a new root key, and beside the old ones new keys
/// of the sequencer and of the agency. The port without a root gets the new keys in its trust file.
void World::rotate_keys() {
    trace_.note("the next root is signed");
    ++counts_[Count::kRotations];
    keys_.stage = KeyStage::kBoth;
    ledger_.time_keys[wire::DocumentKind::kHead].keys.push_back(keys_.next_sequencer.public_key());
    ledger_.time_keys[wire::DocumentKind::kCompartment].keys.push_back(
        keys_.next_agency.public_key());
    if (is_running(kNodes)) {
        crash(kNodes, PowerLoss::kProcessOnly);
    }
    tell_documents([this] { timeline_.after(a_while(), kWorld, [this] { use_next_keys(); }); });
}

/// Into central's folder, and a reload. A central that is down reads them at its start.
void World::tell_documents(const std::function<void()>& then) {
    if (!central_.is_running()) {
        timeline_.after(kAgain, kWorld, [this, then] { tell_documents(then); });
        return;
    }
    if (const core::Status told = central_.renew_trust(); !told) {
        note_broken(Broken{15, "central takes no documents: " + told.error().what});
        return;
    }
    then();
}

/// The agency signs with its new key from now on, and central starts again with its own.
void World::use_next_keys() {
    trace_.note("the next keys are in use");
    keys_.stage = KeyStage::kNext;
    if (central_.is_running()) {
        crash(kCentralHost, PowerLoss::kProcessOnly);
    }
    if (faults_.has_key_theft) {
        timeline_.after(a_while(), kWorld, [this] { use_stolen_key(); });
    }
}

/// Who has the agency's old key, and an account at central, publishes an edition of his own. It
/// holds: nobody has revoked the key yet, and everybody can see what was published with it.
void World::use_stolen_key() {
    if (waiting_edition_ || is_handing_in_ || !is_closed_held_ || workload_.edition().number == 0) {
        timeline_.after(kAgain, kWorld, [this] { use_stolen_key(); });
        return;
    }
    trace_.note("the agency's old key is stolen");
    ++counts_[Count::kKeyThefts];
    waiting_edition_ = stolen_edition(workload_.skip_edition());
    is_stolen_waiting_ = true;
    static_cast<void>(sign_list(*waiting_edition_));
    hand_in_edition();
    timeline_.after(a_while(), kWorld, [this] { revoke_stolen_key(); });
}

Edition World::stolen_edition(std::uint64_t number) const {
    Edition edition = workload_.edition();
    edition.number = number;
    watchlists::ListEntry entry = edition.entries.rbegin()->second;
    entry.id = kStolenEntry;
    edition.entries.emplace(entry.id, std::move(entry));
    return edition;
}

/// The security officers revoke the key, and the agency signs everything anew: so what the thief
/// published is gone once the ports have that.
void World::revoke_stolen_key() {
    trace_.note("the stolen key is revoked");
    keys_.stage = KeyStage::kOldRevoked;
    if (std::exchange(is_stolen_waiting_, false)) {
        waiting_edition_.reset();
    }
    tell_documents([this] {
        closed_roots_.insert(sign_list(closed_edition(kSecondClosed)));
        ledger_.is_old_agency_revoked = true;
        closed_number_ = kSecondClosed;
        is_closed_held_ = false;
        waiting_edition_.reset();
        publish_edition();
        repeat(seconds{20}, seconds{60}, [this] { try_stolen_key(); });
    });
}

/// From the revocation on central takes nothing that is signed with it.
void World::try_stolen_key() {
    if (!central_.is_running()) {
        return;
    }
    // An odd number is handed in whole: its answer is of this attempt and no other.
    const Edition edition = stolen_edition(workload_.edition().number * 2 + 101);
    central_.publish(edition, keys_.agency, [this](const core::Status& taken) {
        if (taken) {
            note_broken(Broken{kRevokedKey, "central publishes what a revoked key has signed"});
        }
    });
}

/// Every port that is heard holds the newest documents.
Verdict World::check_documents() {
    for (const auto& node : nodes_) {
        if (ledger_.is_barred(node->id()) || !keys_.root_of(node->id())) {
            continue;
        }
        const std::vector<wire::SignedDocument>& held = node->view().trust;
        for (const wire::SignedDocument& wanted : keys_.documents()) {
            const bool is_newest_root =
                wanted.kind == wire::DocumentKind::kRoot && wanted == keys_.newest_root();
            const bool is_wanted =
                is_newest_root || wanted.kind == wire::DocumentKind::kRevocations;
            if (is_wanted && std::find(held.begin(), held.end(), wanted) == held.end()) {
                return Broken{9,
                              core::cat("node ",
                                        node->id().value(),
                                        ": it has not the newest ",
                                        facts::name_of(wanted.kind))};
            }
        }
    }
    return {};
}

}  // namespace sarhad::sim
