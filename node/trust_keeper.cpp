#include "node/trust_keeper.h"

#include "core/plant.h"
#include "core/text.h"
#include "node/events.h"

#include <algorithm>
#include <utility>

namespace sarhad::node {

using core::cat;
using core::Result;
using core::Status;
using replication::TrustReason;
using replication::TrustState;
using replication::TrustVerdict;
using replication::TrustVersions;
using wire::SignedDocument;

namespace {

constexpr core::ByteSize kVersionsBytesMax = core::kibibytes(1);
constexpr std::string_view kVersionsMark = "sarhad-trust-versions v1";
constexpr std::string_view kFloorNote = "trust_floor";

replication::Clocks now_of(const NodeParts& parts) {
    return {parts.clock.wall(), parts.clock.mono()};
}

/// What is kept beside the database.
struct Highest {
    TrustVersions versions;
    core::WallTime floor;
};

std::string written(const Highest& highest) {
    return cat(kVersionsMark,
               "\n",
               highest.versions.root,
               " ",
               highest.versions.revocations,
               " ",
               highest.versions.head,
               " ",
               highest.versions.tick,
               " ",
               highest.floor.micros,
               "\n");
}

/// Nothing where there is no such file, or it is not as it was written: the database counts then.
Highest read_highest(core::Files& files, const std::string& path) {
    const auto bytes = files.read(path, kVersionsBytesMax);
    if (!bytes) {
        return {};
    }
    const auto lines = core::split(core::as_text(*bytes), '\n');
    if (lines.size() < 2 || lines[0] != kVersionsMark) {
        return {};
    }
    const auto numbers = core::split(lines[1], ' ');
    std::vector<std::uint64_t> read;
    for (const std::string_view number : numbers) {
        const auto one = core::parse_uint(number);
        if (!one) {
            return {};
        }
        read.push_back(*one);
    }
    if (read.size() != 5) {
        return {};
    }
    return {{read[0], read[1], read[2], read[3]}, {static_cast<std::int64_t>(read[4])}};
}

struct Kept {
    std::vector<SignedDocument> documents;
    core::WallTime floor;
};

/// A row that cannot be read is as good as none: what trust data is missing stops nobody.
Result<Kept> read_kept(const NodeParts& parts) {
    store::Database& database = parts.database;
    Kept kept;
    SARHAD_TRY(store::Statement select, database.prepare("SELECT body FROM trust ORDER BY place"));
    while (true) {
        SARHAD_TRY(const store::Step step, select.step());
        if (step == store::Step::kDone) {
            break;
        }
        auto one = wire::read_document(select.bytes(0));
        if (!one) {
            parts.log.write(kTrustBehind, {{"why", one.error().what}});
            kept.documents.clear();
            break;
        }
        kept.documents.push_back(*std::move(one));
    }
    SARHAD_TRY(store::Statement note, database.prepare("SELECT value FROM kv WHERE key = ?1"));
    note.bind_all(kFloorNote);
    SARHAD_TRY(const store::Step step, note.step());
    if (step != store::Step::kDone) {
        const auto micros = core::parse_int(core::as_text(note.bytes(0)));
        kept.floor.micros = micros ? *micros : 0;
    }
    return kept;
}

/// What was kept, else the anchor; the anchor too where it is a newer root.
Result<TrustState> state_of(const NodeParts& parts,
                            const Kept& kept,
                            const Highest& highest,
                            const SignedDocument& anchor) {
    const replication::Clocks now = now_of(parts);
    const replication::SecureTime time{std::max(kept.floor, highest.floor), now};
    if (!kept.documents.empty()) {
        auto restored = TrustState::restore(kept.documents, highest.versions, time);
        if (restored) {
            const TrustVerdict walked = restored->offer(anchor, now);
            if (walked.reason == TrustReason::kInstalled) {
                parts.log.write(kTrustInstalled, {{"what", walked.what}});
            }
            return restored;
        }
        parts.log.write(kTrustBehind, {{"why", restored.error().what}});
    }
    auto begun = TrustState::restore({anchor}, highest.versions, time);
    return begun ? begun
                 : core::Error{core::Errc::kInvalid, cat("keys.root: ", begun.error().what)};
}

}  // namespace

Result<std::unique_ptr<TrustKeeper>> TrustKeeper::open(const NodeParts& parts,
                                                       const NodeSettings& settings,
                                                       const SignedDocument& anchor,
                                                       wire::TrustStore& store,
                                                       Lanes& lanes) {
    SARHAD_TRY(const Kept kept, read_kept(parts));
    const Highest highest = read_highest(parts.files, settings.trust_versions_file);
    SARHAD_TRY(TrustState state, state_of(parts, kept, highest, anchor));
    if (state.is_behind()) {
        parts.log.write(kTrustBehind,
                        {{"root", state.root().value.version}, {"was", highest.versions.root}});
    }
    std::unique_ptr<TrustKeeper> keeper{
        new TrustKeeper{parts, settings, store, lanes, std::move(state)}};
    store = keeper->state_.store();
    return keeper;
}

TrustKeeper::TrustKeeper(const NodeParts& parts,
                         const NodeSettings& settings,
                         wire::TrustStore& store,
                         Lanes& lanes,
                         TrustState state)
    : parts_{parts},
      node_{settings.id},
      site_{settings.port.value()},
      versions_path_{settings.trust_versions_file},
      store_{store},
      lanes_{lanes},
      state_{std::move(state)} {
    note_time();
}

/// A root that has expired holds only as a step to the next: it waits for that.
TrustVerdict TrustKeeper::take(const SignedDocument& document) {
    const replication::Clocks now = now_of(parts_);
    if (document.kind != wire::DocumentKind::kRoot) {
        return state_.offer(document, now);
    }
    roots_ahead_.push_back(document);
    TrustVerdict verdict = state_.walk(roots_ahead_, now);
    const bool waits = verdict.reason == TrustReason::kExpired;
    if (!waits || roots_ahead_.size() >= TrustState::kRootStepsMax) {
        roots_ahead_.clear();
    }
    return verdict;
}

bool TrustKeeper::on_document(core::ByteView bytes) {
    const auto document = wire::read_document(bytes);
    if (!document) {
        parts_.log.write(kTrustRefused, {{"why", document.error().what}});
        return false;
    }
    const TrustVerdict verdict = take(*document);
    note_time();
    if (verdict.reason == TrustReason::kKnown) {
        return false;
    }
    const bool is_tick = document->kind == wire::DocumentKind::kTick;
    if (!verdict.holds()) {
        parts_.log.write(kTrustRefused,
                         {{"verdict", word_of(verdict.reason)}, {"why", verdict.what}});
        return is_tick && verdict.reason == TrustReason::kUnpinned && may_ask();
    }
    if (!is_tick && document->kind != wire::DocumentKind::kHead) {
        parts_.log.write(kTrustInstalled, {{"what", verdict.what}});
        store_ = state_.store();
    }
    if (is_tick || document->kind == wire::DocumentKind::kRoot) {
        note_age();
    }
    if (document->kind != wire::DocumentKind::kHead) {  // Kept with the tick that names it.
        keep();
    }
    if (document->kind == wire::DocumentKind::kCompartment) {
        compartments_changed_();
    }
    if (document->kind == wire::DocumentKind::kRevocations ||
        document->kind == wire::DocumentKind::kRoot) {
        revocations_changed_();
    }
    return false;
}

bool TrustKeeper::is_revoked(std::span<const wire::PublicKey> keys) const {
    return state_.is_revoked(node_) ||
           std::any_of(keys.begin(), keys.end(), [this](const wire::PublicKey& key) {
               return state_.is_revoked(key);
           });
}

bool TrustKeeper::is_entitled(const std::string& list) const {
    return state_.is_entitled(node_, list) || core::is_planted(core::Plant::kForeignRow);
}

std::set<std::string> TrustKeeper::foreign_lists() const {
    std::set<std::string> foreign;
    for (const auto& [list, held] : state_.compartments()) {
        if (!is_entitled(list)) {
            foreign.insert(list);
        }
    }
    return foreign;
}

bool TrustKeeper::may_ask() {
    const core::MonoTime now = parts_.clock.mono();
    if (asked_at_ && now - *asked_at_ < kAskedEvery) {
        return false;
    }
    asked_at_ = now;
    return true;
}

void TrustKeeper::each_minute() {
    note_age();
    const core::MonoTime now = parts_.clock.mono();
    const bool is_recent = kept_at_ && now - *kept_at_ < std::chrono::minutes{1};
    if (state_.time().is_proven() && !is_recent) {
        keep();
    }
}

replication::TrustAge TrustKeeper::age() const {
    replication::TrustAge age = state_.age(parts_.clock.mono(), site_);
    if (age.as_of && core::is_planted(core::Plant::kEverFresh)) {
        age.state = replication::Freshness::kFresh;
    }
    if (age.as_of && core::is_planted(core::Plant::kAgeOfNow)) {
        age.as_of = state_.time().proven_floor(parts_.clock.mono());
    }
    return age;
}

core::WallTime TrustKeeper::now() const {
    return replication::later({ahead_.load()}, parts_.clock.mono() - core::MonoTime{});
}

/// The time goes on with CLOCK_BOOTTIME until the next document: one number tells it to any thread.
void TrustKeeper::note_time() {
    const core::MonoTime mono = parts_.clock.mono();
    ahead_ = replication::later(state_.time().at(mono), core::MonoTime{} - mono).micros;
}

core::WallTime NodeParts::proved_time() const {
    return trust_keeper == nullptr ? clock.wall() : trust_keeper->now();
}

TrustKeeper::Told TrustKeeper::told() const {
    return {age(), state_.versions(), policy(), state_.is_behind()};
}

void TrustKeeper::note_age() {
    const replication::TrustAge now = age();
    if (std::exchange(noted_, now.state) != now.state) {
        parts_.log.write(kTrustAged,
                         {{"state", word_of(now.state)},
                          {"as_of", now.as_of ? core::to_rfc3339(*now.as_of) : "never"}});
    }
}

Status TrustKeeper::write(const std::vector<Row>& changed,
                          std::size_t count,
                          core::WallTime floor) {
    store::Database& database = parts_.database;
    const store::Uncounted notes{database};
    SARHAD_TRY(store::Statement erase, database.prepare("DELETE FROM trust WHERE place > ?1"));
    erase.bind_all(static_cast<std::int64_t>(count));
    SARHAD_TRY_STATUS(erase.run());
    for (const Row& row : changed) {
        SARHAD_TRY(store::Statement insert,
                   database.prepare("INSERT OR REPLACE INTO trust(place, kind, body)"
                                    " VALUES(?1, ?2, ?3)"));
        const core::Bytes body = wire::encode(row.document);
        insert.bind_all(
            row.place, static_cast<std::int64_t>(row.document.kind), core::ByteView{body});
        SARHAD_TRY_STATUS(insert.run());
    }
    SARHAD_TRY(store::Statement note,
               database.prepare("INSERT INTO kv(key, value) VALUES(?1, ?2)"
                                " ON CONFLICT(key) DO UPDATE SET value = excluded.value"));
    const std::string micros = std::to_string(floor.micros);
    note.bind_all(kFloorNote, core::as_bytes(micros));
    return note.run();
}

/// What differs from what is there: a root of 20 KB is not written with each tick.
void TrustKeeper::keep() {
    std::vector<SignedDocument> documents = state_.kept_documents();
    std::vector<Row> changed;
    for (std::size_t at = 0; at < documents.size(); ++at) {
        if (at >= kept_.size() || kept_[at] != documents[at]) {
            changed.push_back({static_cast<std::int64_t>(at) + 1, documents[at]});
        }
    }
    kept_ = std::move(documents);
    const core::WallTime floor = state_.time().proven_floor(parts_.clock.mono());
    lanes_.commit([this, changed = std::move(changed), count = kept_.size(), floor](
                      store::Transaction& /*transaction*/) { return write(changed, count, floor); },
                  [this, text = written({state_.versions(), floor})](const Status& kept) {
                      if (kept) {
                          kept_at_ = parts_.clock.mono();
                          keep_versions(text);
                      } else {  // All of it with the next tick; nothing older is taken meanwhile.
                          kept_.clear();
                      }
                  });
}

/// Only of what the database has: a file ahead of it would speak of a backup.
void TrustKeeper::keep_versions(std::string text) {
    lanes_.ask<bool>(
        core::Lane::kRead,
        [this, text = std::move(text)]() -> Result<bool> {
            SARHAD_TRY_STATUS(parts_.files.replace(
                versions_path_, core::as_bytes(text), core::FileMode::kPrivate));
            return true;
        },
        [this](const Result<bool>& kept) {
            if (!kept) {
                parts_.log.write(kTrustNotKept, {{"why", kept.error().what}});
            }
        });
}

}  // namespace sarhad::node
