#include "node/key_ring.h"

#include "core/text.h"
#include "node/events.h"
#include "store/statement.h"
#include "wire/compartment.h"

#include <algorithm>
#include <set>
#include <utility>

namespace sarhad::node {

using core::Result;
using core::Status;
using store::Statement;
using store::Step;

namespace {

core::Bytes key_place(std::string_view list, core::Epoch epoch) {
    core::Bytes place;
    core::put_u32(place, epoch.value());
    core::append(place, core::as_bytes(list));
    return place;
}

wire::Secret secret_of(core::Bytes& bytes) {
    wire::Secret secret{bytes.size()};
    std::copy(bytes.begin(), bytes.end(), secret.bytes().begin());
    wire::wipe(bytes);
    return secret;
}

}  // namespace

KeyRing::KeyRing(const NodeParts& parts,
                 core::NodeId node,
                 const wire::SigningKey& sign,
                 const wire::RecordSeal& seal,
                 ListKeys& keys,
                 Lanes& lanes)
    : parts_{parts}, node_{node}, box_{sign.box_key()}, seal_{seal}, keys_{keys}, lanes_{lanes} {}

Status KeyRing::load(const replication::TrustState& trust) {
    SARHAD_TRY(Statement select,
               parts_.database.prepare("SELECT list, epoch, body FROM list_key"
                                       " ORDER BY list, epoch"));
    std::set<std::string> foreign;
    while (true) {
        SARHAD_TRY(const Step step, select.step());
        if (step == Step::kDone) {
            break;
        }
        const std::string list{select.text(0)};
        const core::Epoch epoch{static_cast<std::uint32_t>(select.int64(1))};
        if (!trust.is_entitled(node_, list)) {
            foreign.insert(list);
            continue;
        }
        auto key = seal_.open(kListKeyTable, key_place(list, epoch), select.bytes(2));
        if (!key || key->size() != wire::BodySeal::kKeySize) {
            parts_.log.write(kListKeyRefused, {{"list", list}, {"epoch", epoch}});
            continue;
        }
        keys_.put(list, epoch, secret_of(*key));
    }
    for (const std::string& list : foreign) {
        drop(list);
    }
    take(trust);
    return {};
}

void KeyRing::take(const replication::TrustState& trust) {
    for (const auto& [list, held] : trust.compartments()) {
        const wire::CompartmentMember* member = wire::member_of(held.value, node_);
        if (member == nullptr) {
            drop(list);
        } else if (!member->key.empty() && !keys_.has(list, held.value.epoch)) {
            take_key(held.value, *member);
        }
    }
}

Result<wire::Secret> KeyRing::open(const wire::Compartment& whose,
                                   const wire::CompartmentMember& member) const {
    SARHAD_TRY(wire::Secret key, box_.open(member.key));
    if (std::as_const(key).bytes().size() != wire::BodySeal::kKeySize ||
        wire::BodySeal::hash_of(key) != whose.key_hash) {
        return core::Error{core::Errc::kUnauthenticated, "another key than the compartment names"};
    }
    return key;
}

void KeyRing::take_key(const wire::Compartment& whose, const wire::CompartmentMember& member) {
    auto key = open(whose, member);
    if (!key) {
        parts_.log.write(kListKeyRefused,
                         {{"list", whose.list}, {"epoch", whose.epoch}, {"why", key.error().what}});
        return;
    }
    keep(whose.list, whose.epoch, *key);
    keys_.put(whose.list, whose.epoch, *std::move(key));
    parts_.log.write(kListKeyTaken, {{"list", whose.list}, {"epoch", whose.epoch}});
}

/// Where the disk refuses it, the compartment that is kept has it until the next epoch.
void KeyRing::keep(const std::string& list, core::Epoch epoch, const wire::Secret& key) {
    core::Bytes sealed = seal_.seal(kListKeyTable, key_place(list, epoch), key.bytes());
    lanes_.commit(
        [this, list, epoch, sealed = std::move(sealed)](
            store::Transaction& /*transaction*/) -> Status {
            SARHAD_TRY(Statement insert,
                       parts_.database.prepare("INSERT OR REPLACE INTO list_key(list, epoch, body)"
                                               " VALUES(?1, ?2, ?3)"));
            insert.bind_all(std::string_view{list}, epoch.value(), core::ByteView{sealed});
            SARHAD_TRY_STATUS(insert.run());
            SARHAD_TRY(Statement purge,
                       parts_.database.prepare(
                           "DELETE FROM list_key WHERE list = ?1 AND epoch NOT IN (SELECT epoch"
                           " FROM list_key WHERE list = ?1 ORDER BY epoch DESC LIMIT ?2)"));
            purge.bind_all(std::string_view{list}, static_cast<std::int64_t>(kListKeyEpochsMax));
            return purge.run();
        },
        [this, list, epoch](const Status& kept) {
            if (!kept) {
                parts_.log.write(kListKeyRefused,
                                 {{"list", list}, {"epoch", epoch}, {"why", kept.error().what}});
            }
        });
}

void KeyRing::drop(const std::string& list) {
    keys_.drop(list);
    lanes_.commit(
        [this, list](store::Transaction& /*transaction*/) -> Status {
            SARHAD_TRY(Statement erase,
                       parts_.database.prepare("DELETE FROM list_key WHERE list = ?1"));
            erase.bind_all(std::string_view{list});
            return erase.run();
        },
        [](const Status& /*status*/) {});  // The next start tries again; nobody uses it meanwhile.
}

}  // namespace sarhad::node
