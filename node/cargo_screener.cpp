#include "node/cargo_screener.h"

#include "core/text.h"
#include "node/cargo_size.h"
#include "node/cargo_told.h"
#include "node/events.h"
#include "screening/cargo_frames.h"
#include "screening/screen_cargo.h"
#include "wire/hash.h"
#include "wire/msgpack.h"
#include "wire/streams.h"
#include "wire/trust.h"

#include <algorithm>
#include <utility>

namespace sarhad::node {

using core::Result;
using core::Status;
using facts::CargoScreening;
using screening::CargoContainer;
using screening::CargoFacts;

namespace {

namespace kind = facts::cargo_kind;
namespace finding = facts::cargo_finding;

bool has_container(const CargoItem& item, std::string_view number) {
    return std::any_of(item.containers.begin(), item.containers.end(), [&](const auto& one) {
        return one.number == number;
    });
}

/// What gates, terminals and the stow plan tell of a container beside what told of it.
CargoContainer joined_container(const facts::Container& told, const JoinedCargo& piece) {
    CargoContainer made;
    made.told = told;
    for (const CargoItem& seen : piece.gate) {
        for (const facts::Container& one : seen.containers) {
            if (one.number != told.number) {
                continue;
            }
            if (made.seals_observed.empty()) {
                made.seals_observed = one.seals;
            }
            if (made.verified_gross_grams == 0) {
                made.verified_gross_grams = one.verified_gross_grams;
            }
            if (made.told.tare_grams == 0) {
                made.told.tare_grams = one.tare_grams;
            }
        }
    }
    if (made.verified_gross_grams == 0) {
        made.verified_gross_grams = told.verified_gross_grams;
    }
    if (piece.plan) {
        made.is_stowed =
            std::any_of(piece.plan->begin(), piece.plan->end(), [&](const CargoItem& plan) {
                return has_container(plan, told.number);
            });
    }
    return made;
}

facts::CargoSubject subject_told(const CargoScreening& record) {
    facts::CargoSubject told;
    told.kind = record.kind;
    told.number = record.number;
    told.conveyance = record.conveyance;
    told.voyage = record.voyage;
    for (const facts::Container& one : record.containers) {
        if (told.containers.size() == facts::kSubjectContainersMax) {
            ++told.containers_left_out;
        } else {
            told.containers.push_back(one.number);
        }
    }
    return told;
}

std::vector<std::string> words_of(const screening::CargoFeeds& told) {
    std::vector<std::string> words;
    if (told.manifest) {
        words.emplace_back("manifest");
    }
    if (told.declaration) {
        words.emplace_back("declaration");
    }
    if (told.gate) {
        words.emplace_back("gate");
    }
    return words;
}

std::string_view word_of(intake::BagDoubt doubt) {
    switch (doubt) {
        case intake::BagDoubt::kNobodys:
            return finding::kNobodysBag;
        case intake::BagDoubt::kOwnerNotListed:
            return finding::kOwnerNotListed;
        case intake::BagDoubt::kOwnerCancelled:
            return finding::kOwnerCancelled;
        case intake::BagDoubt::kOwnerNotOnBoard:
            return finding::kOwnerNotOnBoard;
        case intake::BagDoubt::kOwnerNotBoarded:
            return finding::kOwnerNotBoarded;
    }
    return finding::kNobodysBag;
}

std::string_view text_of(intake::BagDoubt doubt) {
    switch (doubt) {
        case intake::BagDoubt::kNobodys:
            return "no traveller of the flight has its tag, and it names no owner";
        case intake::BagDoubt::kOwnerNotListed:
            return "no list of the flight names its owner";
        case intake::BagDoubt::kOwnerCancelled:
            return "its owner does not travel";
        case intake::BagDoubt::kOwnerNotOnBoard:
            return "its owner is not on board";
        case intake::BagDoubt::kOwnerNotBoarded:
            return "its owner has not boarded";
    }
    return "";
}

std::string cut(std::string_view text, std::size_t most) {
    return core::cut_utf8(text, most);
}

/// `seen`: the record's decision as the counter sees it.
ScreenedCargo outcome_of(const CargoScreening& record,
                         const facts::Decision& seen,
                         bool is_secret) {
    ScreenedCargo outcome;
    outcome.id = record.id;
    outcome.kind = record.kind;
    outcome.channel = seen.channel;
    outcome.score = seen.score;
    outcome.hits = static_cast<std::uint32_t>(seen.hits.size());
    outcome.findings = static_cast<std::uint32_t>(record.findings.size());
    outcome.is_told = screening::is_reported(seen);
    outcome.is_secret = is_secret;
    if (!seen.hits.empty()) {
        outcome.list = seen.hits.front().list;
        outcome.entry = seen.hits.front().entry;
    }
    if (const auto kind = screening::rule_kind_of(record.kind)) {
        outcome.guarded = screening::guarded(record.decision, record.screened_at, *kind);
    }
    outcome.rule = seen.rule_hits.empty() ? std::string{} : seen.rule_hits.front().id;
    return outcome;
}

/// All that a decision says, without when and by which editions it was made.
std::string outcome_text(const CargoScreening& record, const facts::Decision& decision) {
    std::string text = core::cat("outcome|", static_cast<int>(decision.channel));
    for (const facts::Hit& hit : decision.hits) {
        text += core::cat("|", hit.list, " ", hit.entry, " ", static_cast<int>(hit.tier));
    }
    for (const facts::RuleHit& hit : decision.rule_hits) {
        text += core::cat("|", hit.id, " ", hit.revision);
    }
    for (const std::string& id : decision.shadow_hits) {
        text += core::cat("|", id);
    }
    for (const facts::CargoFinding& one : record.findings) {
        text += core::cat("|", one.kind, " ", one.about, " ", one.text);
    }
    for (const std::string& word : record.told_by) {
        text += core::cat("|", word);
    }
    return text;
}

/// What the record's table holds of lists that a piece may have more of.
void keep_most(CargoScreening& record) {
    const auto keep = [&](auto& list, std::size_t most) {
        if (list.size() > most) {
            record.left_out += static_cast<std::uint32_t>(list.size() - most);
            list.resize(most);
        }
    };
    keep(record.containers, facts::max_of(&CargoScreening::containers));
    keep(record.bags, facts::max_of(&CargoScreening::bags));
}

}  // namespace

/// What a record is about, beside its facts.
struct CargoScreener::About {
    const JoinedCargo& piece;
    std::uint32_t part{0};      ///< Which of a piece's records.
    std::string key{};          ///< Of the subject; "" for one that is nobody else's.
    bool is_always_told{true};  ///< Also where no hit and no finding speaks of it.
};

std::vector<CargoItemRow> cargo_rows(const ScreenerParts& parts, const facts::Message& message) {
    std::vector<CargoItemRow> rows;
    const core::ByteView key = std::as_const(parts.keys.store_key).bytes();
    for (const CargoPiece& piece : cargo_pieces(message)) {
        CargoItemRow row;
        row.sort = piece.sort;
        row.sealed = sealed_item(
            parts.seal, message.digest, static_cast<std::uint32_t>(rows.size()), piece.item);
        for (const std::string& text : piece.keys) {
            row.keys.push_back(cargo_key(key, text));
        }
        rows.push_back(std::move(row));
    }
    return rows;
}

CargoId CargoScreener::id_of(const JoinedCargo& piece, std::uint32_t part) const {
    core::Bytes bytes = core::to_bytes(core::ByteView{piece.due.digest});
    core::put_u32(bytes, piece.due.at.place);
    core::put_u32(bytes, part);
    core::put_u32(bytes, piece.due.decided);
    core::append(bytes, core::as_bytes("cargo"));
    core::append(bytes, core::as_bytes(parts_.settings.port.value()));
    return wire::blake2b_128(bytes);
}

CargoId CargoScreener::subject_of(std::string_view what, const std::string& key) const {
    return wire::subject_key(std::as_const(parts_.keys.subject_key).bytes(),
                             core::cat("cargo|", what, "|", key));
}

Result<ScreenedStep> CargoScreener::screen(const std::vector<JoinedCargo>& pieces,
                                           core::WallTime now,
                                           core::WallTime proved,
                                           const screening::DataAge& age) const {
    ScreenedStep screened;
    for (const JoinedCargo& piece : pieces) {
        if (piece.due.item) {
            SARHAD_TRY_STATUS(add_piece(screened, piece, now, proved, age));
        } else {
            ++screened.unreadable;
        }
        screened.step.done.push_back(piece.due.at);
        screened.step.again.insert(
            screened.step.again.end(), piece.again.begin(), piece.again.end());
    }
    return screened;
}

Status CargoScreener::add_piece(ScreenedStep& into,
                                const JoinedCargo& piece,
                                core::WallTime now,
                                core::WallTime proved,
                                const screening::DataAge& age) const {
    const CargoItem& item = *piece.due.item;
    CargoFacts facts;
    facts.data = age;
    facts.policy = parts_.settings.policy;
    facts.on = facts::day_of(proved);
    facts.now = now;
    facts.port = parts_.settings.port;
    facts.port_kind = parts_.settings.port_kind;
    facts.held = parts_.held.newest();
    facts.conveyance = item.conveyance;
    CargoScreening record;
    record.node = parts_.settings.id;
    record.port = parts_.settings.port;
    record.screened_at = now;
    record.message_digest = piece.due.digest;
    record.format = item.format;
    if (item.conveyance) {
        record.conveyance =
            item.conveyance->name.empty() ? item.conveyance->number : item.conveyance->name;
        record.voyage = item.conveyance->voyage;
    }
    switch (piece.due.sort) {
        case CargoSort::kBags:
            return add_bags(into, piece, facts, record);
        case CargoSort::kContainers:
        case CargoSort::kGate:
        case CargoSort::kStowPlan:
            return add_containers(into, piece, facts, record);
        case CargoSort::kBill:
        case CargoSort::kDeclaration:
        case CargoSort::kConveyance:
            break;
    }
    About about{piece};
    for (const facts::Container& container : item.containers) {
        facts.containers.push_back(joined_container(container, piece));
    }
    facts.told.gate = !piece.gate.empty();
    if (piece.due.sort == CargoSort::kBill) {
        about.key = tell_bill(piece, facts, record);
    } else if (piece.due.sort == CargoSort::kDeclaration) {
        about.key = tell_declaration(piece, facts, record);
    } else {
        about.key = tell_conveyance(piece, facts, record);
    }
    record.containers = item.containers;
    return add(into, about, std::move(facts), std::move(record));
}

/// Of a plan of twenty thousand only those are on record of which something is to be said.
Status CargoScreener::add_containers(ScreenedStep& into,
                                     const JoinedCargo& piece,
                                     const CargoFacts& common,
                                     const CargoScreening& begun) const {
    std::uint32_t part = 0;
    for (const facts::Container& container : piece.due.item->containers) {
        CargoFacts facts = common;
        facts.kind = std::string{kind::kContainer};
        facts.conveyance.reset();  // It has a record of its own.
        facts.told.manifest = piece.due.sort != CargoSort::kGate;
        facts.told.gate = piece.due.sort == CargoSort::kGate;
        facts.containers = {joined_container(container, piece)};
        CargoScreening record = begun;
        record.number = container.number;
        record.containers = {container};
        About about{piece, part++, container_key(container.number), false};
        SARHAD_TRY_STATUS(add(into, about, std::move(facts), std::move(record)));
    }
    return {};
}

/// One record of each owner whom the message names, and one of what is nobody's.
Status CargoScreener::add_bags(ScreenedStep& into,
                               const JoinedCargo& piece,
                               const CargoFacts& common,
                               const CargoScreening& begun) const {
    const CargoItem& item = *piece.due.item;
    for (std::uint32_t owner = 0; owner <= item.owners.size(); ++owner) {
        CargoFacts facts = common;
        facts.kind = std::string{kind::kBags};
        CargoScreening record = begun;
        for (const facts::Bag& bag : item.bags) {
            const bool is_his =
                bag.traveller == owner || (owner == 0 && bag.traveller > item.owners.size());
            if (is_his) {
                record.bags.push_back(bag);
            }
        }
        if (record.bags.empty() && owner == 0) {
            continue;
        }
        if (owner > 0) {
            facts.owner = item.owners[owner - 1];
            record.owner = facts.owner;
        }
        record.number = record.bags.empty() ? std::string{} : record.bags.front().tag;
        if (!item.flights.empty()) {
            record.conveyance =
                core::cat(item.flights.front().carrier, item.flights.front().number);
        }
        for (const intake::BagFinding& found : piece.bags) {
            const bool is_here = std::any_of(record.bags.begin(),
                                             record.bags.end(),
                                             [&](const auto& bag) { return bag.tag == found.tag; });
            if (!is_here) {
                continue;
            }
            if (record.findings.size() == facts::kCargoFindingsMax) {
                ++record.left_out;
                continue;
            }
            record.findings.push_back(
                {std::string{word_of(found.doubt)}, found.tag, std::string{text_of(found.doubt)}});
        }
        About about{piece, owner, bag_key(record.number)};
        SARHAD_TRY_STATUS(add(into, about, std::move(facts), std::move(record)));
    }
    return {};
}

Status CargoScreener::add(ScreenedStep& into,
                          const About& about,
                          CargoFacts facts,
                          CargoScreening record) const {
    record.id = id_of(about.piece, about.part);
    facts.id = record.id;
    record.kind = facts.kind;
    record.number = cut(record.number, facts::max_of(&CargoScreening::number));
    record.told_by = words_of(facts.told);
    record.containers_screened = static_cast<std::uint32_t>(facts.containers.size());
    keep_most(record);
    for (facts::CargoFinding& found : screening::findings_of(facts, record.left_out)) {
        if (record.findings.size() == facts::kCargoFindingsMax) {
            ++record.left_out;
        } else {
            record.findings.push_back(std::move(found));
        }
    }
    record.decision =
        screening::screen_cargo(facts, *parts_.lists.newest(), *parts_.rules.newest());
    const facts::Decision seen = screening::at_counter(record.decision);
    const bool is_worth_it = about.is_always_told || !seen.hits.empty() ||
                             !record.findings.empty() || seen.channel == facts::Channel::kRed;
    if (!is_worth_it && record.decision.hits.empty()) {
        return {};
    }
    record.subject = about.key.empty() ? record.id : subject_of(record.kind, about.key);
    CargoRecord stored;
    stored.id = record.id;
    stored.subject = record.subject;
    stored.at = about.piece.due.at;
    stored.kind = record.kind;
    stored.screened_at = record.screened_at;
    stored.channel = record.decision.channel;
    stored.hits = static_cast<std::uint32_t>(seen.hits.size());
    stored.findings = static_cast<std::uint32_t>(record.findings.size());
    stored.is_reported = screening::is_reported(record.decision);
    stored.is_secret = !is_worth_it;
    stored.is_again = about.piece.due.decided > 0;
    const core::ByteView store_key = std::as_const(parts_.keys.store_key).bytes();
    stored.outcome = cargo_key(store_key, outcome_text(record, record.decision));
    stored.seen = cargo_key(store_key, outcome_text(record, seen));
    into.outcomes.push_back(outcome_of(record, seen, stored.is_secret));
    const FittedCargo fitted = fit_cargo(record);
    if (fitted.was_cut) {
        parts_.log.write(kCargoTrimmed, {{"cargo", core::to_hex(record.id)}});
    }
    stored.sealed = parts_.seal.seal(kCargoTable, record.id, fitted.body);
    SARHAD_TRY_STATUS(add_rows(stored, record, fitted.body));
    into.step.records.push_back(std::move(stored));
    return {};
}

/// The record for central; and where a hit asks for it a report of the hit alone, which central
/// tells to ports that have the list: who ships what to whom is no other port's business.
Status CargoScreener::add_rows(CargoRecord& stored,
                               const CargoScreening& record,
                               const core::Bytes& body) const {
    SARHAD_TRY(UpwardRow row,
               parts_.sealer.seal(wire::up::kCargo, wire::Lane::kBulk, body, record.screened_at));
    stored.rows.push_back(std::move(row));
    if (!stored.is_reported) {
        return {};
    }
    facts::Crossing told;
    told.cargo = subject_told(record);
    told.id = record.id;
    told.node = record.node;
    told.port = record.port;
    told.screened_at = record.screened_at;
    told.message_digest = record.message_digest;
    told.traveller.reference = cut(record.kind, facts::max_of(&facts::Traveller::reference));
    told.feeds = {"cargo"};
    told.decision = record.decision;
    told.decision.frame.clear();
    const facts::SignedReport report =
        wire::sign_report(parts_.keys.sign, parts_.settings.id, wire::encode(told));
    SARHAD_TRY(UpwardRow urgent,
               parts_.sealer.seal(
                   wire::up::kHits, wire::Lane::kUrgent, wire::encode(report), record.screened_at));
    stored.rows.push_back(std::move(urgent));
    return {};
}

}  // namespace sarhad::node
