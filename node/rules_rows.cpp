#include "node/rules_rows.h"

#include "staged_delta.h"

#include "core/text.h"
#include "rules/pack/rule_bytes.h"
#include "wire/msgpack.h"
#include "wire/streams.h"

#include <map>
#include <utility>

namespace sarhad::node {

using core::cat;
using core::Errc;
using core::Error;
using core::Result;
using core::Status;
using store::Statement;
using store::Step;

namespace {

constexpr std::string_view kRuleTable = "rule";
constexpr std::string_view kSetTable = "rule_set";
constexpr std::string_view kRefusedTable = "rule_refused";
constexpr std::string_view kStagedTable = "staged_delta";
constexpr std::string_view kInForceNote = "rules/in_force";
constexpr std::string_view kFromNote = "rules/from";

std::int64_t number(std::uint64_t value) {
    return static_cast<std::int64_t>(value);
}

core::Bytes place_of(core::Seq seq) {
    core::Bytes place;
    core::put_u64(place, seq.value());
    return place;
}

core::Bytes staged_place(core::Seq seq) {
    core::Bytes place;
    core::put_u16(place, wire::kRuleStream.value());
    core::put_u64(place, seq.value());
    return place;
}

bool is_published(rules::RuleMode mode) {
    return rules::runs(mode) || mode == rules::RuleMode::kRetired;
}

Error lost(std::string_view what, const Error& why) {
    return {why.code, cat(what, ": ", why.what)};
}

}  // namespace

Result<RulesRows::Read<rules::StoredRule>> RulesRows::in_force() {
    SARHAD_TRY(Statement select,
               database_.prepare("SELECT id, owner, rev, mode, body FROM rule ORDER BY id"));
    Read<rules::StoredRule> read;
    while (true) {
        SARHAD_TRY(const Step step, select.step());
        if (step == Step::kDone) {
            return read;
        }
        rules::StoredRule one;
        one.id = select.text(0);
        one.owner = select.text(1);
        one.rev = static_cast<std::uint32_t>(select.int64(2));
        one.mode = static_cast<rules::RuleMode>(select.int64(3));
        auto bytes = seal_.open(kRuleTable, core::as_bytes(one.id), select.bytes(4));
        if (bytes && is_published(one.mode)) {
            one.bytes = *std::move(bytes);
        } else {
            read.lost.push_back(
                lost(cat("rule ", one.id),
                     bytes ? Error{Errc::kCorrupt, "a mode that no rule has"} : bytes.error()));
            one.mode = is_published(one.mode) ? one.mode : rules::RuleMode::kRetired;
        }
        read.rows.push_back(std::move(one));
    }
}

Result<RulesRows::Read<rules::StoredSet>> RulesRows::sets_in_force() {
    SARHAD_TRY(Statement select,
               database_.prepare("SELECT name, owner, version, edition, body FROM rule_set"
                                 " ORDER BY name"));
    Read<rules::StoredSet> read;
    while (true) {
        SARHAD_TRY(const Step step, select.step());
        if (step == Step::kDone) {
            return read;
        }
        rules::StoredSet one;
        one.name = select.text(0);
        one.owner = select.text(1);
        one.version = static_cast<std::uint32_t>(select.int64(2));
        one.edition = static_cast<std::uint64_t>(select.int64(3));
        auto bytes = seal_.open(kSetTable, core::as_bytes(one.name), select.bytes(4));
        if (bytes) {
            one.bytes = *std::move(bytes);
        } else {
            read.lost.push_back(lost(cat("reference set ", one.name), bytes.error()));
        }
        read.rows.push_back(std::move(one));
    }
}

Status RulesRows::put_sets(const rules::SetBook& before, const rules::SetBook& after) {
    for (const auto& [name, known] : before.sets()) {
        if (after.find(name) == nullptr) {
            SARHAD_TRY(Statement erase, database_.prepare("DELETE FROM rule_set WHERE name = ?1"));
            erase.bind_all(std::string_view{name});
            SARHAD_TRY_STATUS(erase.run());
        }
    }
    for (const auto& [name, known] : after.sets()) {
        const rules::KnownSet* old = before.find(name);
        if (old != nullptr && old->hash == known.hash && old->owner == known.owner &&
            old->edition == known.edition) {
            continue;
        }
        const core::Bytes sealed =
            seal_.seal(kSetTable, core::as_bytes(name), rules::stored_bytes(name, known));
        SARHAD_TRY(Statement upsert,
                   database_.prepare("INSERT OR REPLACE INTO rule_set(name, owner, version,"
                                     " edition, body) VALUES(?1, ?2, ?3, ?4, ?5)"));
        upsert.bind_all(std::string_view{name},
                        std::string_view{known.owner},
                        std::int64_t{known.version},
                        number(known.edition),
                        core::ByteView{sealed});
        SARHAD_TRY_STATUS(upsert.run());
    }
    return {};
}

Status RulesRows::put(const rules::RuleBook& before, const rules::RuleBook& after) {
    for (const auto& [id, known] : before.rules()) {
        if (after.find(id) == nullptr) {
            SARHAD_TRY(Statement erase, database_.prepare("DELETE FROM rule WHERE id = ?1"));
            erase.bind_all(std::string_view{id});
            SARHAD_TRY_STATUS(erase.run());
        }
    }
    for (const auto& [id, known] : after.rules()) {
        const rules::KnownRule* old = before.find(id);
        const bool is_same = old != nullptr && old->hash == known.hash && old->owner == known.owner;
        if (is_same && old->mode == known.mode) {
            continue;
        }
        if (is_same) {
            SARHAD_TRY(Statement update,
                       database_.prepare("UPDATE rule SET mode = ?2 WHERE id = ?1"));
            update.bind_all(std::string_view{id}, static_cast<std::int64_t>(known.mode));
            SARHAD_TRY_STATUS(update.run());
            continue;
        }
        core::Bytes bytes;  // None of an id that retired before it was ever seen here.
        if (known.rule != nullptr) {
            SARHAD_TRY(bytes, rules::rule_bytes(*known.rule));
        }
        const core::Bytes sealed = seal_.seal(kRuleTable, core::as_bytes(id), bytes);
        SARHAD_TRY(Statement upsert,
                   database_.prepare("INSERT OR REPLACE INTO rule(id, owner, rev, mode, body)"
                                     " VALUES(?1, ?2, ?3, ?4, ?5)"));
        upsert.bind_all(std::string_view{id},
                        std::string_view{known.owner},
                        std::int64_t{known.rev},
                        static_cast<std::int64_t>(known.mode),
                        core::ByteView{sealed});
        SARHAD_TRY_STATUS(upsert.run());
    }
    return put_sets(before.sets(), after.sets());
}

Result<RulesRows::Read<RulesRows::Refused>> RulesRows::refused() {
    SARHAD_TRY(Statement select,
               database_.prepare("SELECT seq, at, change, why, body FROM rule_refused"
                                 " ORDER BY seq"));
    Read<Refused> read;
    while (true) {
        SARHAD_TRY(const Step step, select.step());
        if (step == Step::kDone) {
            return read;
        }
        Refused one;
        one.refused.seq = core::Seq{static_cast<std::uint64_t>(select.int64(0))};
        one.refused.at = core::WallTime{select.int64(1)};
        one.refused.change = select.text(2);
        one.refused.why = select.text(3);
        auto body = seal_.open(kRefusedTable, place_of(one.refused.seq), select.bytes(4));
        if (!body) {
            read.lost.push_back(lost(cat("refused change ", one.refused.change), body.error()));
            continue;
        }
        one.body = *std::move(body);
        read.rows.push_back(std::move(one));
    }
}

Status RulesRows::put_refused(const RefusedRules& refused, core::ByteView body) {
    const core::Bytes sealed = seal_.seal(kRefusedTable, place_of(refused.seq), body);
    SARHAD_TRY(Statement insert,
               database_.prepare("INSERT OR REPLACE INTO rule_refused(seq, at, change, why, body)"
                                 " VALUES(?1, ?2, ?3, ?4, ?5)"));
    insert.bind_all(number(refused.seq.value()),
                    refused.at.micros,
                    std::string_view{refused.change},
                    std::string_view{refused.why},
                    core::ByteView{sealed});
    SARHAD_TRY_STATUS(insert.run());
    SARHAD_TRY(Statement drop,
               database_.prepare("DELETE FROM rule_refused WHERE seq NOT IN (SELECT seq"
                                 " FROM rule_refused ORDER BY seq DESC LIMIT ?1)"));
    drop.bind_all(number(kRefusedRulesMax));
    return drop.run();
}

Status RulesRows::drop_refused(core::Seq seq) {
    SARHAD_TRY(Statement drop, database_.prepare("DELETE FROM rule_refused WHERE seq = ?1"));
    drop.bind_all(number(seq.value()));
    return drop.run();
}

Status RulesRows::drop_refused() {
    SARHAD_TRY(Statement drop, database_.prepare("DELETE FROM rule_refused"));
    return drop.run();
}

Result<std::optional<RulesOnTheWay>> RulesRows::on_the_way() {
    SARHAD_TRY(const auto notes, positions_.notes());
    const auto in_force = notes.find(std::string{kInForceNote});
    const auto from = notes.find(std::string{kFromNote});
    if (in_force == notes.end() || from == notes.end()) {
        return std::optional<RulesOnTheWay>{};
    }
    SARHAD_TRY(const std::int64_t edition, core::parse_int(in_force->second));
    SARHAD_TRY(const std::int64_t seq, core::parse_int(from->second));
    return std::optional<RulesOnTheWay>{
        {static_cast<std::uint64_t>(edition), core::Seq{static_cast<std::uint64_t>(seq)}}};
}

Status RulesRows::set_on_the_way(const RulesOnTheWay& way) {
    SARHAD_TRY_STATUS(arrived());
    SARHAD_TRY_STATUS(positions_.put_note(kInForceNote, std::to_string(way.in_force)));
    return positions_.put_note(kFromNote, std::to_string(way.from.value()));
}

Result<RulesRows::Read<RulesRows::Change>> RulesRows::coming() {
    SARHAD_TRY(Statement select,
               database_.prepare("SELECT seq, body FROM staged_delta WHERE stream = ?1"
                                 " ORDER BY seq"));
    select.bind_all(wire::kRuleStream.value());
    Read<Change> read;
    while (true) {
        SARHAD_TRY(const Step step, select.step());
        if (step == Step::kDone) {
            return read;
        }
        const core::Seq seq{static_cast<std::uint64_t>(select.int64(0))};
        auto body = seal_.open(kStagedTable, staged_place(seq), select.bytes(1));
        auto staged = body ? wire::decode<StagedDelta>(*body) : Result<StagedDelta>{body.error()};
        if (!staged || staged->ops.size() != 1) {
            read.lost.push_back(
                lost(cat("coming change ", seq.value()),
                     staged ? Error{Errc::kCorrupt, "not one change"} : staged.error()));
            continue;
        }
        read.rows.push_back({std::move(staged->ops[0].id), std::move(staged->ops[0].body)});
    }
}

Status RulesRows::put_coming(core::Seq seq, const wire::Op& op) {
    const core::Bytes sealed =
        seal_.seal(kStagedTable, staged_place(seq), wire::encode(StagedDelta{{op}}));
    SARHAD_TRY(Statement insert,
               database_.prepare("INSERT OR REPLACE INTO staged_delta(stream, seq, body)"
                                 " VALUES(?1, ?2, ?3)"));
    insert.bind_all(wire::kRuleStream.value(), number(seq.value()), core::ByteView{sealed});
    return insert.run();
}

Status RulesRows::arrived() {
    SARHAD_TRY(Statement erase, database_.prepare("DELETE FROM staged_delta WHERE stream = ?1"));
    erase.bind_all(wire::kRuleStream.value());
    SARHAD_TRY_STATUS(erase.run());
    SARHAD_TRY_STATUS(positions_.remove_note(kInForceNote));
    return positions_.remove_note(kFromNote);
}

}  // namespace sarhad::node
