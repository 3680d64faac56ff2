#include "node/state_teller.h"

#include "core/text.h"
#include "wire/hash.h"
#include "wire/msgpack.h"
#include "wire/streams.h"

#include <algorithm>
#include <memory>
#include <utility>

namespace sarhad::node {

using core::Errc;
using core::Error;
using core::Status;

namespace {

/// "<number> <hash in hexadecimal>" of the last statement.
constexpr std::string_view kLastNote = "state_statement";

}  // namespace

StateTeller::StateTeller(const NodeParts& parts,
                         core::NodeId node,
                         const wire::SigningKey& key,
                         OutboxSealer& sealer,
                         NodeStores& stores,
                         Lanes& lanes,
                         StateListeners listeners)
    : parts_{parts},
      node_{node},
      key_{key},
      sealer_{sealer},
      stores_{stores},
      lanes_{lanes},
      listeners_{std::move(listeners)} {}

Status StateTeller::load() {
    SARHAD_TRY(const auto notes, stores_.positions.notes());
    const auto found = notes.find(std::string{kLastNote});
    if (found == notes.end()) {
        return {};
    }
    const std::string_view note = found->second;
    const std::size_t blank = std::min(note.find(' '), note.size());
    const auto number = core::parse_uint(note.substr(0, blank));
    const auto hash = core::from_hex(note.substr(std::min(blank + 1, note.size())));
    if (!number || !hash || hash->size() != last_.hash.size()) {
        return Error{Errc::kCorrupt, core::cat("kv: the note ", kLastNote, " is none")};
    }
    last_.number = *number;
    std::copy(hash->begin(), hash->end(), last_.hash.begin());
    return {};
}

void StateTeller::start() {
    is_stopped_ = false;
    on_change();
}

void StateTeller::stop() {
    is_stopped_ = true;
}

void StateTeller::on_change() {
    is_wanted_ = true;
    tell();
}

void StateTeller::tick() {
    const bool is_due = told_at_ && parts_.clock.mono() - *told_at_ >= kStateToldEvery;
    is_wanted_ = is_wanted_ || is_due;
    tell();
}

facts::StateStatement StateTeller::statement_now() const {
    facts::StateStatement statement;
    statement.node = node_;
    statement.number = last_.number + 1;
    statement.previous = last_.hash;
    statement.at = parts_.clock.wall();
    for (const ListState& list : listeners_.in_force()) {
        statement.lists.push_back(
            {list.name, list.edition, list.root, list.entries, list.applied_at});
    }
    return statement;
}

void StateTeller::tell() {
    if (is_stopped_ || is_busy_ || !is_wanted_) {
        return;
    }
    is_busy_ = true;
    is_wanted_ = false;
    const facts::StateStatement statement = statement_now();
    const facts::SignedStatement made = wire::sign_statement(key_, statement);
    const Last next{statement.number, wire::blake2b(made.body)};
    auto tails = std::make_shared<Tails>();  // The store fills it, the loop reads it.
    lanes_.commit(
        [this, made, next, at = statement.at, tails](store::Transaction& transaction) -> Status {
            SARHAD_TRY(const UpwardRow row,
                       sealer_.seal(wire::up::kState, wire::Lane::kUplink, wire::encode(made), at));
            SARHAD_TRY_STATUS(stores_.positions.put_note(
                kLastNote, core::cat(next.number, " ", core::to_hex(next.hash))));
            SARHAD_TRY([[maybe_unused]] const store::OutboxPosition position,
                       append_row(*stores_.outbox, transaction, row));
            *tails = stores_.tails();
            return {};
        },
        [this, next, tails](const Status& status) {
            is_busy_ = false;
            if (!status) {  // The disk is full, or the lane is: the next tick tries again.
                is_wanted_ = true;
                return;
            }
            last_ = next;
            told_at_ = parts_.clock.mono();
            listeners_.on_committed(*tails);
            tell();
        });
}

}  // namespace sarhad::node
