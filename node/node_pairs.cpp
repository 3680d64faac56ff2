// "Not the same person": what officers say of a traveller and a listed entry.
#include "held_crossing.h"
#include "node_parts.h"

#include "core/account.h"
#include "core/text.h"
#include "node/events.h"
#include "screening/screen.h"
#include "wire/hash.h"
#include "wire/msgpack.h"
#include "wire/streams.h"

#include <algorithm>
#include <utility>

namespace sarhad::node {

using core::Errc;
using core::Error;
using core::Result;
using core::Status;

namespace {

/// The pair of the crossing's traveller and the hit's entry.
Result<facts::KnownPair> pair_of(const PairOrder& order,
                                 const facts::Crossing& crossing,
                                 const facts::Hit& hit,
                                 core::WallTime now) {
    if (!screening::may_be_suppressed(hit)) {
        return Error{Errc::kConflict, "entry: a document agrees: such a hit is never suppressed"};
    }
    if (crossing.subject_keys.empty()) {
        return Error{Errc::kConflict,
                     "crossing: without a document nobody is known again; no pair can be kept"};
    }
    facts::KnownPair pair;
    pair.id =
        screening::pair_id(crossing.subject_keys.front(), crossing.screened(), hit, wire::blake2b);
    pair.node = crossing.node;
    pair.crossing = crossing.id;
    pair.list = hit.list;
    pair.entry = hit.entry;
    pair.tier = hit.tier;
    pair.officer = order.officer.account;
    pair.uid = order.officer.uid;
    pair.screened_by = crossing.officer;
    pair.screened_uid = crossing.uid;
    pair.why = order.why;
    pair.added_at = now;
    pair.expires_at =
        core::WallTime{now.micros + std::chrono::duration_cast<std::chrono::microseconds>(
                                        std::chrono::hours{24 * order.days})
                                        .count()};
    return pair;
}

/// What is stored after `said`, where `held` is there. A second person confirms by saying the same.
Result<facts::KnownPair> joined(const std::optional<facts::KnownPair>& held,
                                const facts::KnownPair& said,
                                core::WallTime now) {
    if (held && held->state(now) == facts::PairState::kWithdrawn && now < held->expires_at) {
        return Error{Errc::kConflict,
                     "the list's owner has withdrawn this pair: the hit stands; ask its desk"};
    }
    const bool stands = held && held->removed_by.empty() && now < held->expires_at;
    if (!stands) {
        return said;
    }
    if (held->is_in_force()) {
        return Error{Errc::kConflict, "this pair is known already; sarhadctl pair list shows it"};
    }
    const DeskOfficer second{said.officer, said.uid};
    if (second.may_be({held->officer, held->uid})) {
        return Error{Errc::kConflict,
                     "officer: the strongest tier wants a second person: another account"};
    }
    if (second.may_be({said.screened_by, said.screened_uid}) ||
        second.may_be({held->screened_by, held->screened_uid})) {
        return Error{Errc::kConflict,
                     "officer: who screened the traveller at the desk does not clear his own "
                     "search: another account"};
    }
    facts::KnownPair pair = *held;
    pair.confirmed_by = said.officer;
    pair.confirmed_uid = said.uid;
    return pair;
}

bool is_one_line(std::string_view text) {
    return !text.empty() && text.size() <= kWhyMax && core::is_utf8(text) &&
           std::none_of(text.begin(), text.end(), [](char c) {
               return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
           });
}

Status check_said(const std::string& officer, const std::string& why) {
    if (!core::is_account(officer)) {
        return Error{Errc::kInvalid, core::cat("officer: ", core::kAccountWanted)};
    }
    if (!is_one_line(why)) {
        return Error{Errc::kInvalid,
                     core::cat("why: wanted one line of 1 to ", kWhyMax, " bytes in UTF-8")};
    }
    return {};
}

}  // namespace

Status Node::Parts::load_pairs() {
    SARHAD_TRY(const std::vector<facts::KnownPair> held,
               read_pairs(store::QuerySource{outside.database}, seal));
    std::vector<screening::KnownPairs::Pair> in_force;
    for (const facts::KnownPair& pair : held) {
        if (pair.is_in_force()) {
            in_force.push_back({pair.id, pair.expires_at});
        }
    }
    pairs.replace(
        std::make_shared<const screening::KnownPairs>(wire::blake2b, std::move(in_force)));
    return {};
}

Result<facts::KnownPair> Node::Parts::said_pair(const PairOrder& order, core::WallTime now) const {
    CrossingId id = order.crossing;
    std::optional<facts::Hit> late_hit;
    if (order.late) {
        SARHAD_TRY(const auto stored, read_late_hit(pages.source, *order.late));
        if (!stored) {
            return Error{Errc::kNotFound,
                         "late hit: no such one here; GET /v1/late-hits lists them"};
        }
        SARHAD_TRY(const core::Bytes body, seal.open(kLateHitTable, stored->id, stored->sealed));
        SARHAD_TRY(facts::LateHit late, wire::decode<facts::LateHit>(body));
        id = late.crossing;
        late_hit = std::move(late.hit);
    }
    SARHAD_TRY(const facts::Crossing crossing, held_crossing(pages.source, seal, id));
    if (late_hit) {
        return pair_of(order, crossing, *late_hit, now);
    }
    SARHAD_TRY(const facts::Hit hit, hit_at_counter(crossing, order.list, order.entry));
    return pair_of(order, crossing, hit, now);
}

Status Node::Parts::mark_cleared(std::vector<LateHitItem>& items) const {
    if (items.empty()) {
        return {};
    }
    SARHAD_TRY(const std::vector<facts::KnownPair> held, read_pairs(pages.source, seal));
    const core::WallTime now = outside.clock.wall();
    for (LateHitItem& item : items) {
        const auto speaks = [&](const facts::KnownPair& pair) {
            return pair.crossing == item.late.crossing && pair.list == item.late.hit.list &&
                   pair.entry == item.late.hit.entry &&
                   pair.state(now) == facts::PairState::kInForce;
        };
        const auto pair = std::find_if(held.begin(), held.end(), speaks);
        item.cleared_by = pair == held.end() ? std::string{} : core::to_hex(pair->id);
    }
    return {};
}

/// Stores what `change` makes of the pair that is held, tells central, and screens by it from then
/// on.
void Node::Parts::commit_pair(
    const std::array<std::uint8_t, 16>& id,
    const std::function<Result<facts::KnownPair>(const std::optional<facts::KnownPair>&)>& change,
    const Answer<facts::KnownPair>& answer) {
    auto stored = std::make_shared<std::pair<facts::KnownPair, Tails>>();  // From store to loop.
    lanes->commit(
        [this, id, change, stored](store::Transaction& transaction) -> Status {
            SARHAD_TRY(const std::optional<facts::KnownPair> held, stores->pairs.find(id));
            SARHAD_TRY(stored->first, change(held));
            const facts::DeskRecord record{{}, {stored->first}};
            SARHAD_TRY(const UpwardRow row,
                       sealer->seal(wire::up::kDesk,
                                    wire::Lane::kUrgent,
                                    wire::encode(record),
                                    stored->first.added_at));
            SARHAD_TRY_STATUS(stores->pairs.put(transaction, stored->first, row));
            stored->second = stores->tails();
            return {};
        },
        [this, stored, answer](const Status& status) {
            if (!status) {
                answer(status.error());
                return;
            }
            uplink->on_committed(stored->second);
            const facts::KnownPair& pair = stored->first;
            outside.log.write(kPairSaid,
                              {{"pair", core::to_hex(pair.id)},
                               {"tier", facts::name_of(pair.tier)},
                               {"in_force", pair.is_in_force()},
                               {"removed", !pair.removed_by.empty()}});
            reload_pairs([stored, answer](const Result<bool>& loaded) {
                loaded ? answer(stored->first) : answer(loaded.error());
            });
        });
}

void Node::Parts::reload_pairs(std::function<void(Result<bool>)> done) {
    lanes->ask<bool>(
        core::Lane::kStore,
        [this]() -> Result<bool> {
            SARHAD_TRY_STATUS(load_pairs());
            return true;
        },
        std::move(done));
}

void Node::Parts::on_withdrawn(const std::vector<facts::PairWithdrawal>& withdrawn) {
    for (const facts::PairWithdrawal& one : withdrawn) {
        outside.log.write(kPairWithdrawn, {{"pair", core::to_hex(one.pair)}});
    }
    reload_pairs([this](const Result<bool>& loaded) {
        if (!loaded) {  // The lane is full for a moment.
            outside.scheduler.after(std::chrono::seconds{1}, [this] { on_withdrawn({}); });
        }
    });
}

void Node::Parts::on_erased(const std::vector<facts::Erasure>& erased) const {
    for (const facts::Erasure& one : erased) {
        outside.log.write(
            kRecordErased,
            {{"crossing", core::to_hex(one.crossing)}, {"policy", std::string_view{one.policy}}});
    }
}

void Node::add_pair(PairOrder order, Answer<facts::KnownPair> answer) {
    Status said = check_said(order.officer.account, order.why);
    if (said && (order.days < 1 || order.days > kPairDaysMax)) {
        said = Error{Errc::kInvalid, core::cat("days: wanted 1 to ", kPairDaysMax)};
    }
    if (!said) {
        answer(said.error());
        return;
    }
    Parts* const parts = parts_.get();
    const core::WallTime now = parts->outside.clock.wall();
    parts->lanes->ask<facts::KnownPair>(
        parts->pages.lane,
        [parts, order, now] { return parts->said_pair(order, now); },
        [parts, now, answer](const Result<facts::KnownPair>& said_pair) {
            if (!said_pair) {
                answer(said_pair.error());
                return;
            }
            parts->commit_pair(
                said_pair->id,
                [said = *said_pair, now](const std::optional<facts::KnownPair>& held) {
                    return joined(held, said, now);
                },
                answer);
        });
}

void Node::remove_pair(const std::array<std::uint8_t, 16>& id,
                       std::string officer,
                       Answer<facts::KnownPair> answer) {
    if (!core::is_account(officer)) {
        answer(Error{Errc::kInvalid, core::cat("officer: ", core::kAccountWanted)});
        return;
    }
    parts_->commit_pair(
        id,
        [officer = std::move(officer)](
            const std::optional<facts::KnownPair>& held) -> Result<facts::KnownPair> {
            if (!held || !held->removed_by.empty()) {
                return Error{Errc::kNotFound, "no such pair here; GET /v1/pairs lists them"};
            }
            facts::KnownPair pair = *held;
            pair.removed_by = officer;
            return pair;
        },
        answer);
}

void Node::pairs(Answer<std::vector<facts::KnownPair>> answer) {
    parts_->lanes->ask<std::vector<facts::KnownPair>>(
        parts_->pages.lane,
        [parts = parts_.get()] { return read_pairs(parts->pages.source, parts->seal); },
        std::move(answer));
}

}  // namespace sarhad::node
