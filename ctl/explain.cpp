#include "api/fact_value.h"
#include "core/text.h"
#include "ctl/commands.h"
#include "ctl/hit_json.h"
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

/// What a decision stands on, and what it said.
struct Recorded {
    facts::Traveller traveller;
    facts::Decision decision;
};

/// One hit computed again.
struct Again {
    std::optional<facts::Hit> hit;  ///< None where the entry is in no list, or matches no more.
    std::string differs;            ///< "" where the bytes agree.
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

Result<Recorded> recorded_of(const Json& json) {
    const Json* inner = json.find("crossing");  // An alert, or the answer to a screening.
    const Json& crossing = inner == nullptr ? json : *inner;
    Recorded recorded;
    SARHAD_TRY(recorded.traveller, fact_at<facts::Traveller>(crossing, "traveller"));
    SARHAD_TRY(recorded.decision, fact_at<facts::Decision>(crossing, "decision"));
    return recorded;
}

Result<Json> read_record(const Explain& options, Context& context) {
    const std::string path = options.file == "-" ? "/dev/stdin" : options.file;
    SARHAD_TRY(const core::Bytes bytes, read_input(context, path, kMaxRecordFile));
    api::JsonLimits limits;
    limits.bytes = kMaxRecordFile.bytes;
    auto json = api::parse_json(core::as_text(bytes), limits);
    return json ? std::move(json) : about(options.file, json.error());
}

/// From the port's oldest crossing on, page by page.
Result<Json> ask_record(const Explain& options, Context& context) {
    for (std::int64_t after = 0;;) {
        SARHAD_TRY(const Json page,
                   ask(context,
                       api::Method::kGet,
                       core::cat("/v1/crossings?after=", after, "&limit=", kCrossingsAPage)));
        const Json* crossings = page.find("crossings");
        if (crossings == nullptr || !crossings->is_array() || crossings->elements().empty()) {
            return Error{
                Errc::kNotFound,
                core::cat("crossing ", options.crossing, ": the port has none of that id")};
        }
        for (const Json& crossing : crossings->elements()) {
            SARHAD_TRY(after, crossing.int_at("number"));
            const auto id = crossing.text_at("id");
            if (id && *id == options.crossing) {
                return crossing;
            }
        }
    }
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
    std::apply([&](const auto&... fields) { (one(fields), ...); },
               facts::Schema<facts::Hit>::kFields);
    return names;
}

/// A score depends on the two names and their evidence alone, so a list of the one entry gives what
/// the whole list gave.
Result<Again> compute_again(const Recorded& recorded,
                            const facts::Hit& hit,
                            const std::vector<watchlists::ListFile>& lists) {
    watchlists::ListManifest manifest;
    const watchlists::ListEntry* entry = find_entry(lists, hit, manifest);
    if (entry == nullptr) {
        return Again{std::nullopt, "no list that was given has this entry"};
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
        return Again{std::nullopt, "the entry does not match"};
    }
    Again again{std::move(hits.front()), {}};
    if (wire::encode(*again.hit) != wire::encode(hit)) {
        again.differs = core::cat("differs in ", difference(hit, *again.hit));
    }
    return again;
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

/// "" where this program reads and scores as the one that decided.
std::string other_versions(const facts::Decision& decision) {
    const bool is_same = decision.normalise_version == watchlists::kNormaliseVersion &&
                         decision.scoring_version == watchlists::kScoringVersion;
    return is_same ? std::string{}
                   : core::cat("decided by versions ",
                               decision.normalise_version,
                               " (names) and ",
                               decision.scoring_version,
                               " (scores); these are ",
                               watchlists::kNormaliseVersion,
                               " and ",
                               watchlists::kScoringVersion,
                               "\n");
}

}  // namespace

Outcome run(const Explain& options, Context& context) {
    if (options.file.empty() && options.crossing.empty()) {
        return Error{Errc::kInvalid, "explain: give RECORD, a JSON file, or --crossing ID"};
    }
    SARHAD_TRY(
        const Json json,
        options.crossing.empty() ? read_record(options, context) : ask_record(options, context));
    SARHAD_TRY(const Recorded recorded, recorded_of(json));
    SARHAD_TRY(const std::vector<watchlists::ListFile> lists, read_lists(options, context));
    Json hits = Json::array();
    std::string text = other_versions(recorded.decision);
    bool is_same = true;
    for (const facts::Hit& hit : recorded.decision.hits) {
        SARHAD_TRY(const Again again, compute_again(recorded, hit, lists));
        is_same = is_same && again.differs.empty();
        hits.push(Json::object({{"list", hit.list},
                                {"entry", hit.entry},
                                {"agrees", again.differs.empty()},
                                {"difference", again.differs},
                                {"hit", again.hit ? hit_json(*again.hit, {}) : Json{}}}));
        text += core::cat(hit.list,
                          " ",
                          hit.entry,
                          ": ",
                          again.differs.empty() ? "the bytes agree" : again.differs,
                          again.hit ? core::cat("\n    ", again.hit->why.reveal()) : std::string{},
                          "\n");
    }
    if (context.json) {
        print(context.out,
              Json::object({{"agrees", is_same},
                            {"versions", versions_json(recorded.decision)},
                            {"hits", std::move(hits)}}));
    } else {
        context.out << (text.empty() ? "no hits, nothing to compute again\n" : text);
    }
    return is_same ? daemon::ExitCode::kOk : daemon::ExitCode::kFailed;
}

}  // namespace sarhad::ctl
