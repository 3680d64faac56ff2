#include "node/rules_teller.h"

#include "core/text.h"
#include "wire/msgpack.h"
#include "wire/streams.h"

#include <algorithm>
#include <initializer_list>
#include <memory>
#include <utility>

namespace sarhad::node {

using core::cat;
using core::Errc;
using core::Error;
using core::Status;

namespace {

/// The hash of the last report, in hexadecimal.
constexpr std::string_view kLastNote = "rules/told";
/// Of a set's name, bytes: names of the table of facts are shorter, and the report has no more.
constexpr std::size_t kSetNameShown = 100;

void add(facts::PortRules& told, std::string_view what, std::string_view why) {
    if (told.not_in_force.size() == facts::kToldRulesMax) {
        ++told.left_out;
        return;
    }
    told.not_in_force.push_back(
        {std::string{what}, std::string{core::cut_utf8(why, facts::kToldWhyMax)}});
}

/// `names`: how what is said of it begins.
std::string_view why_of(std::initializer_list<std::string> names,
                        std::string_view unless,
                        const std::vector<core::Error>& left_out) {
    const auto found = std::find_if(left_out.begin(), left_out.end(), [&](const Error& one) {
        return std::any_of(names.begin(), names.end(), [&](const std::string& name) {
            return one.what.starts_with(name);
        });
    });
    return found == left_out.end() ? unless : std::string_view{found->what};
}

}  // namespace

facts::PortRules told_rules(core::NodeId node,
                            const screening::HeldRules& held,
                            const RulesInForce& rules) {
    facts::PortRules told;
    told.node = node;
    for (const auto& [id, rule] : held.rules()) {
        if (told.held.size() == facts::kToldRulesMax) {
            ++told.left_out;
            continue;
        }
        told.held.push_back({id, rule.revision, rule.how == screening::Held::kLimited});
    }
    for (const auto& [id, known] : rules.book->rules()) {
        if (rules::runs(known.mode) && !known.is_asked) {
            add(told,
                cat("rule ", id, " rev ", known.rev),
                why_of({cat("rule ", id, ":")}, "this program cannot run it", rules.left_out));
        }
    }
    for (const auto& [name, known] : rules.book->sets().sets()) {
        if (known.texts == nullptr) {
            const std::string shown{core::cut_utf8(name, kSetNameShown)};
            add(told,
                cat("lists.", shown, " version ", known.version),
                why_of({cat("lists.", name, ":"), cat("reference set ", name, ":")},
                       "this program cannot read it, and rules wait for it",
                       rules.left_out));
        }
    }
    for (const RefusedRules& refused : rules.refused) {
        add(told, cat("the change of edition ", refused.seq.value()), refused.why);
    }
    return told;
}

RulesTeller::RulesTeller(const NodeParts& parts,
                         OutboxSealer& sealer,
                         NodeStores& stores,
                         Lanes& lanes,
                         std::function<void(const Tails&)> on_committed)
    : parts_{parts},
      sealer_{sealer},
      stores_{stores},
      lanes_{lanes},
      on_committed_{std::move(on_committed)} {}

Status RulesTeller::load() {
    SARHAD_TRY(const auto notes, stores_.positions.notes());
    const auto found = notes.find(std::string{kLastNote});
    if (found == notes.end()) {
        return {};
    }
    const auto hash = core::from_hex(found->second);
    if (!hash || hash->size() != last_.size()) {
        return Error{Errc::kCorrupt, cat("kv: the note ", kLastNote, " is none")};
    }
    std::copy(hash->begin(), hash->end(), last_.begin());
    return {};
}

void RulesTeller::tick(core::NodeId node,
                       const std::shared_ptr<const screening::HeldRules>& held,
                       const RulesInForce& rules) {
    const bool is_same = held == held_ && rules.book == book_ && rules.refused.size() == refused_;
    if (is_busy_ || is_same) {
        return;
    }
    held_ = held;
    book_ = rules.book;
    refused_ = rules.refused.size();
    tell(told_rules(node, *held, rules));
}

void RulesTeller::tell(facts::PortRules now) {
    const wire::Hash256 hash = wire::blake2b(wire::encode(now));
    const bool is_first = last_ == wire::Hash256{};
    const bool is_empty = now.held.empty() && now.not_in_force.empty();
    if (hash == last_ || (is_first && is_empty)) {
        return;
    }
    is_busy_ = true;
    now.at = parts_.clock.wall();
    auto tails = std::make_shared<Tails>();  // The store fills it, the loop reads it.
    lanes_.commit(
        [this, now = std::move(now), hash, tails](store::Transaction& transaction) -> Status {
            SARHAD_TRY(
                const UpwardRow row,
                sealer_.seal(wire::up::kHealth, wire::Lane::kBulk, wire::encode(now), now.at));
            SARHAD_TRY_STATUS(stores_.positions.put_note(kLastNote, core::to_hex(hash)));
            SARHAD_TRY([[maybe_unused]] const store::OutboxPosition position,
                       append_row(*stores_.outbox, transaction, row));
            *tails = stores_.tails();
            return {};
        },
        [this, hash, tails](const Status& status) {
            is_busy_ = false;
            if (!status) {  // The disk is full, or the lane is: the next tick tries again.
                book_ = nullptr;
                return;
            }
            last_ = hash;
            on_committed_(*tails);
        });
}

}  // namespace sarhad::node
