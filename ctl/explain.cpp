#include "api/fact_json.h"
#include "api/fact_value.h"
#include "core/text.h"
#include "ctl/answers.h"
#include "ctl/commands.h"
#include "ctl/explain_basis.h"
#include "ctl/explain_set.h"
#include "ctl/hit_json.h"
#include "ctl/provenance.h"
#include "screening/decision_check.h"
#include "screening/known_pairs.h"
#include "screening/rule_advice.h"
#include "watchlists/list_file.h"
#include "watchlists/normalise.h"
#include "wire/hash.h"
#include "wire/msgpack.h"

#include <algorithm>
#include <optional>
#include <ostream>
#include <utility>

namespace sarhad::ctl {
namespace {

using api::Json;
using core::Errc;
using core::Error;
using core::Result;

constexpr core::ByteSize kMaxRecordFile = core::mebibytes(4);
constexpr std::uint64_t kCrossingsAPage = 200;

/// What a decision stands on, and what it said. Of a late hit the decision is the hit's alone.
struct Recorded {
    facts::Traveller traveller;
    facts::Decision decision;
    std::vector<facts::SubjectKey> subject_keys;
    facts::PartialDate screened_on;               ///< Not known where the record tells no time.
    std::optional<std::string> rules_in_force{};  ///< Hash at the port that was asked.
    std::optional<PortLists> lists_in_force{};    ///< The same.
};

/// One hit computed again.
struct Again {
    std::optional<facts::Hit> hit;  ///< None where the entry is in no list, or matches no more.
    std::string differs;            ///< "" where the bytes agree.
    Json provenance{};              ///< Of the entry; null where it is in no list.
};

template <class Fact>
Result<Fact> fact_at(const Json& json, std::string_view name) {
    const Json* member = json.find(name);
    if (member == nullptr) {
        return Error{Errc::kInvalid,
                     core::cat(name, ": missing; wanted a crossing as a port tells it")};
    }
    auto fact = facts::from_value<Fact>(api::value_of(*member));
    return fact ? std::move(fact) : about(name, fact.error());
}

/// The day of "2026-11-26T06:34:31.000000Z"; not known where the record was given no time.
facts::PartialDate day_told(const Json& crossing) {
    constexpr std::size_t kDay = 10;
    const auto time = crossing.text_at("screened_at");
    if (!time || *time == core::to_rfc3339(core::WallTime{})) {
        return {};
    }
    const auto day = facts::PartialDate::parse(time->substr(0, kDay));
    return day ? *day : facts::PartialDate{};
}

Result<Recorded> recorded_of(const Json& json) {
    const Json* inner = json.find("crossing");  // An alert, or the answer to a screening.
    const Json& crossing = inner == nullptr ? json : *inner;
    Recorded recorded;
    // As he was screened, where other feeds filled in what his message leaves out.
    const bool is_merged = crossing.find("merged") != nullptr;
    SARHAD_TRY(recorded.traveller,
               fact_at<facts::Traveller>(crossing, is_merged ? "merged" : "traveller"));
    SARHAD_TRY(recorded.decision, fact_at<facts::Decision>(crossing, "decision"));
    recorded.screened_on = day_told(crossing);
    for (const Json& key : elements_at(crossing, "subject_keys")) {
        facts::SubjectKey one{};
        SARHAD_TRY_STATUS(facts::read(api::value_of(key), one, one.size()));
        recorded.subject_keys.push_back(one);
    }
    return recorded;
}

Result<Json> read_record(const Explain& options, Context& context) {
    SARHAD_TRY(const core::Bytes bytes, read_input(context, options.file, kMaxRecordFile));
    api::JsonLimits limits;
    limits.bytes = kMaxRecordFile.bytes;
    auto json = api::parse_json(core::as_text(bytes), limits);
    return json ? std::move(json) : about(options.file, json.error());
}

/// From the port's oldest crossing on, page by page.
Result<Json> ask_crossing(const std::string& wanted, Context& context) {
    for (std::int64_t after = 0;;) {
        SARHAD_TRY(const Json page,
                   ask(context,
                       api::Method::kGet,
                       core::cat("/v1/crossings?after=", after, "&limit=", kCrossingsAPage)));
        const Json* crossings = page.find("crossings");
        if (crossings == nullptr || !crossings->is_array() || crossings->elements().empty()) {
            return Error{Errc::kNotFound,
                         core::cat("crossing ", wanted, ": the port has none of that id")};
        }
        for (const Json& crossing : crossings->elements()) {
            SARHAD_TRY(after, crossing.int_at("number"));
            const auto id = crossing.text_at("id");
            if (id && *id == wanted && crossing.find("erased") != nullptr) {
                return Error{Errc::kNotFound,
                             core::cat("crossing ", wanted, ": ", text_or_dash(crossing, "what"))};
            }
            if (id && *id == wanted) {
                return crossing;
            }
        }
    }
}

/// From the port's newest late hit on, page by page.
Result<Json> ask_late(const std::string& wanted, Context& context) {
    for (std::int64_t before = 0;;) {
        std::string path = "/v1/late-hits";
        if (before > 0) {
            path += core::cat("?before=", before);
        }
        SARHAD_TRY(const Json page, ask(context, api::Method::kGet, path));
        for (const Json& group : elements_at(page, "groups")) {
            for (const Json& late : elements_at(group, "late_hits")) {
                const auto id = late.text_at("id");
                if (id && *id == wanted) {
                    return late;
                }
            }
        }
        before = int_or_zero(page, "next_before");
        if (before <= 0) {
            return Error{Errc::kNotFound,
                         core::cat("late hit ", wanted, ": the port has none of that id")};
        }
    }
}

/// The late hit in place of the decision that its traveller passed with.
Result<Recorded> ask_late_record(const Explain& options, Context& context) {
    SARHAD_TRY(const Json late, ask_late(options.late, context));
    SARHAD_TRY(const std::string id, late.text_at("crossing"));
    SARHAD_TRY(const Json crossing, ask_crossing(id, context));
    SARHAD_TRY(Recorded recorded, recorded_of(crossing));
    recorded.decision = {};
    SARHAD_TRY(const std::string found_at, late.text_at("found_at"));
    // Orders are valid by the day, the first ten characters of "2026-11-26T06:34:31.000000Z".
    SARHAD_TRY(recorded.decision.on, facts::PartialDate::parse(found_at.substr(0, 10)));
    recorded.decision.normalise_version =
        static_cast<std::uint32_t>(int_or_zero(late, "normalise_version"));
    recorded.decision.scoring_version =
        static_cast<std::uint32_t>(int_or_zero(late, "scoring_version"));
    SARHAD_TRY(facts::Hit hit, fact_at<facts::Hit>(late, "hit"));
    recorded.decision.hits.push_back(std::move(hit));
    return recorded;
}

Result<Recorded> record_of(const Explain& options, Context& context) {
    if (!options.late.empty()) {
        return ask_late_record(options, context);
    }
    SARHAD_TRY(const Json json,
               options.crossing.empty() ? read_record(options, context)
                                        : ask_crossing(options.crossing, context));
    auto recorded = recorded_of(json);
    if (!recorded) {
        return about(options.crossing.empty() ? options.file : options.crossing, recorded.error());
    }
    if (!options.crossing.empty()) {
        SARHAD_TRY(const Json status, ask(context, api::Method::kGet, "/v1/status"));
        SARHAD_TRY(recorded->rules_in_force, status.text_at("rules_hash"));
        SARHAD_TRY(recorded->lists_in_force, port_lists_of(status));
    }
    return recorded;
}

Result<std::vector<watchlists::ListFile>> read_lists(const Explain& options, Context& context) {
    std::vector<watchlists::ListFile> lists;
    for (const std::string& path : options.lists) {
        SARHAD_TRY(const core::Bytes bytes,
                   read_input(context, path, core::ByteSize{watchlists::kMaxListFile}));
        auto list = watchlists::read_list(bytes, &wire::blake2b);
        if (!list) {
            return about(path, list.error());
        }
        lists.push_back(*std::move(list));
    }
    return lists;
}

/// The entry in the list of the hit's name, else in one of another name: a list may be published
/// under a name that its file does not have.
const watchlists::ListEntry* find_entry(const std::vector<watchlists::ListFile>& lists,
                                        const facts::Hit& hit,
                                        watchlists::ListManifest& manifest) {
    const watchlists::ListEntry* found = nullptr;
    for (const watchlists::ListFile& list : lists) {
        if (found != nullptr && list.manifest.name != hit.list) {
            continue;
        }
        for (const watchlists::ListEntry& entry : list.entries) {
            if (entry.id == hit.entry && entry.source == hit.source) {
                found = &entry;
                manifest = list.manifest;
            }
        }
    }
    return found;
}

/// The members in which two hits differ.
std::string difference(const facts::Hit& recorded, const facts::Hit& now) {
    std::string names;
    const auto one = [&](const auto& field) {
        if (!(recorded.*(field.member) == now.*(field.member))) {
            names += core::cat(names.empty() ? "" : ", ", field.spec.name);
        }
    };
    facts::Schema<facts::Hit>::kFields.apply([&](const auto&... fields) { (one(fields), ...); });
    return names;
}

/// Which pair suppressed the hit is an officer's word; that it speaks of exactly this hit is
/// computed again. "" where it does not.
std::string suppressed_by(const Recorded& recorded, const facts::Hit& hit, const facts::Hit& now) {
    const auto names = [&](const facts::SubjectKey& subject) {
        return hit.suppressed_by ==
               core::to_hex(screening::pair_id(subject, recorded.traveller, now, &wire::blake2b));
    };
    return std::any_of(recorded.subject_keys.begin(), recorded.subject_keys.end(), names)
               ? hit.suppressed_by
               : std::string{};
}

/// A score depends on the two names and their evidence alone, so a list of the one entry gives what
/// the whole list gave.
Result<Again> compute_again(const Recorded& recorded,
                            const facts::Hit& hit,
                            const std::vector<watchlists::ListFile>& lists) {
    watchlists::ListManifest manifest;
    const watchlists::ListEntry* entry = find_entry(lists, hit, manifest);
    if (entry == nullptr) {
        return Again{std::nullopt, "no list that was given has this entry", {}};
    }
    manifest.name = hit.list;
    manifest.edition = hit.edition;
    watchlists::ListSnapshotBuilder builder;
    SARHAD_TRY_STATUS(builder.add_list(manifest, {*entry}));
    watchlists::Subject subject = watchlists::Subject::of(recorded.traveller);
    subject.on = recorded.decision.on;
    watchlists::MatchScratch scratch;
    std::vector<facts::Hit> hits =
        builder.build(&wire::blake2b)->match(subject, 1, scratch, watchlists::Least::kAny);
    if (hits.empty()) {
        return Again{std::nullopt, "the entry does not match", provenance_json(*entry)};
    }
    Again again{std::move(hits.front()), {}, provenance_json(*entry)};
    again.hit->suppressed_by = suppressed_by(recorded, hit, *again.hit);
    if (again.hit->reasons.size() == hit.reasons.size() + hit.reasons_left_out) {
        again.hit->reasons.resize(hit.reasons.size());
        again.hit->reasons_left_out = hit.reasons_left_out;
    }
    if (wire::encode(*again.hit) == wire::encode(hit)) {
        return again;
    }
    again.differs = core::cat("differs in ", difference(hit, *again.hit));
    if (again.hit->entry_hash != hit.entry_hash) {
        again.differs += "; the entry is listed otherwise in this file than when it was decided";
    }
    return again;
}

/// A late hit is no decision, and stands on no rules.
bool names_rules(const facts::Decision& decision) {
    return decision.rules_hash != facts::Hash256{};
}

/// Whether the rules that decided are those that the port has now; none where no port was asked.
std::optional<bool> has_its_rules(const Recorded& recorded) {
    if (!recorded.rules_in_force || !names_rules(recorded.decision)) {
        return std::nullopt;
    }
    return *recorded.rules_in_force == core::to_hex(recorded.decision.rules_hash);
}

/// What rules said, as it was recorded: their facts are not all in a record, so nothing of it is
/// computed again.
std::string rules_text(const Recorded& recorded) {
    const facts::Decision& decision = recorded.decision;
    std::string text;
    for (const facts::RuleHit& hit : decision.rule_hits) {
        text += core::cat("rule ",
                          hit.id,
                          " rev ",
                          hit.revision,
                          " asks for ",
                          facts::name_of(hit.channel),
                          hit.title.empty() ? "" : ": ",
                          hit.title,
                          "\n    ",
                          hit.why,
                          "\n");
    }
    for (const facts::WaitingRules& waiting : decision.waiting) {
        text += core::cat(screening::waiting_line(waiting), "\n");
    }
    if (decision.rule_errors > 0) {
        text += core::cat("rules that ended with an error: ", decision.rule_errors, "\n");
    }
    const auto is_same = has_its_rules(recorded);
    if (is_same && !*is_same) {
        text += core::cat("decided by rules ",
                          core::to_hex(decision.rules_hash),
                          ", which are not in force at this port any more (",
                          *recorded.rules_in_force,
                          " are): what rules said is as it was recorded\n");
    } else if (!text.empty()) {
        text += core::cat("what rules ",
                          core::to_hex(decision.rules_hash),
                          " said is as it was recorded",
                          is_same ? "; they are in force" : "",
                          "\n");
    }
    return text;
}

Json rules_json(const Recorded& recorded) {
    const auto is_same = has_its_rules(recorded);
    Json hits = Json::array();
    for (const facts::RuleHit& hit : recorded.decision.rule_hits) {
        hits.push(api::to_json(hit));
    }
    Json waiting = Json::array();
    for (const facts::WaitingRules& one : recorded.decision.waiting) {
        waiting.push(screening::waiting_line(one));
    }
    return Json::object({{"recorded", core::to_hex(recorded.decision.rules_hash)},
                         {"in_force", is_same ? Json{*recorded.rules_in_force} : Json{}},
                         {"same_rules", is_same ? Json{*is_same} : Json{}},
                         {"hits", std::move(hits)},
                         {"waiting", std::move(waiting)},
                         {"errors", recorded.decision.rule_errors}});
}

Json versions_json(const facts::Decision& decision) {
    return Json::object({{"recorded",
                          Json::object({{"normalise", decision.normalise_version},
                                        {"scoring", decision.scoring_version},
                                        {"list_hash", core::to_hex(decision.list_hash)}})},
                         {"here",
                          Json::object({{"normalise", watchlists::kNormaliseVersion},
                                        {"scoring", watchlists::kScoringVersion}})}});
}

/// Of the whole decision: hits that it should have, and whether it agrees with itself.
struct WholeCheck {
    std::vector<facts::Hit> missing;
    std::string contradiction;
    [[nodiscard]] bool agrees() const { return missing.empty() && contradiction.empty(); }
};

/// A late hit is one of many, and no decision.
Result<WholeCheck> check_whole(const Explain& options,
                               const Recorded& recorded,
                               const std::vector<watchlists::ListFile>& lists) {
    WholeCheck check;
    if (options.late.empty()) {
        SARHAD_TRY(check.missing, unrecorded_hits(recorded.traveller, recorded.decision, lists));
        check.contradiction = screening::contradiction_of(recorded.decision);
    }
    return check;
}

std::string whole_text(const WholeCheck& check) {
    std::string text;
    for (const facts::Hit& hit : check.missing) {
        text += core::cat(hit.list,
                          " ",
                          hit.entry,
                          ": the record has no such hit, and this list gives one of ",
                          hit.score.value(),
                          "\n    ",
                          hit.why.reveal(),
                          "\n");
    }
    if (!check.contradiction.empty()) {
        text += core::cat("the decision contradicts itself: ", check.contradiction, "\n");
    }
    return text;
}

Json missing_json(const WholeCheck& check) {
    Json missing = Json::array();
    for (const facts::Hit& hit : check.missing) {
        missing.push(hit_json(hit, {}));
    }
    return missing;
}

Json again_json(const facts::Hit& recorded, const Again& again) {
    Json hit = again.hit ? hit_json(*again.hit, {}) : Json{};
    if (again.hit) {
        hit.set("provenance", again.provenance);
    }
    return Json::object({{"list", recorded.list},
                         {"entry", recorded.entry},
                         {"agrees", again.differs.empty()},
                         {"difference", again.differs},
                         {"hit", std::move(hit)}});
}

}  // namespace

Outcome run(const Explain& options, Context& context) {
    if (options.file.empty() && options.crossing.empty() && options.late.empty()) {
        return Error{Errc::kInvalid,
                     "explain: give RECORD, a JSON file, or --crossing ID, or --late ID"};
    }
    SARHAD_TRY(const Recorded recorded, record_of(options, context));
    SARHAD_TRY(const std::vector<watchlists::ListFile> lists, read_lists(options, context));
    const bool is_late = !options.late.empty();
    const Basis basis =
        is_late ? basis_of_late(recorded.decision, lists)
                : basis_of(recorded.decision, recorded.screened_on, recorded.lists_in_force, lists);
    Json hits = Json::array();
    std::string text = basis.text;
    bool is_same = !basis.contradicts;
    for (const facts::Hit& hit : recorded.decision.hits) {
        SARHAD_TRY(const Again again, compute_again(recorded, hit, lists));
        is_same = is_same && again.differs.empty();
        hits.push(again_json(hit, again));
        text += core::cat(hit.list,
                          " ",
                          hit.entry,
                          ": ",
                          again.differs.empty() ? "the bytes agree" : again.differs,
                          again.hit ? core::cat("\n    ", again.hit->why.reveal()) : std::string{},
                          "\n");
    }
    SARHAD_TRY(const WholeCheck whole, check_whole(options, recorded, lists));
    is_same = is_same && whole.agrees();
    text += whole_text(whole);
    if (context.json) {
        print(context.out,
              Json::object({{"agrees", is_same},
                            {"missing", missing_json(whole)},
                            {"contradiction", whole.contradiction},
                            {"same_versions", is_of_these_versions(recorded.decision, is_late)},
                            {"basis", basis.json},
                            {"versions", versions_json(recorded.decision)},
                            {"hits", std::move(hits)},
                            {"rules", rules_json(recorded)}}));
    } else {
        text += rules_text(recorded);
        context.out << (text.empty() ? "no hits, nothing to compute again\n" : text);
    }
    return is_same ? daemon::ExitCode::kOk : daemon::ExitCode::kFailed;
}

}  // namespace sarhad::ctl
