#include "thing_hits.h"

#include "explain.h"
#include "org_compare.h"
#include "spelt_name.h"
#include "thing_builder.h"
#include "thing_evidence.h"

#include "watchlists/name_compare.h"
#include "watchlists/org_agree.h"

#include <algorithm>
#include <tuple>

namespace sarhad::watchlists {
namespace {

std::array<std::uint8_t, 16> bytes_of(const ListSum& sum) {
    core::Bytes bytes;
    bytes.reserve(2 * sizeof(sum[0]));
    core::put_u64(bytes, sum[0]);
    core::put_u64(bytes, sum[1]);
    std::array<std::uint8_t, 16> fixed{};
    std::copy(bytes.begin(), bytes.end(), fixed.begin());
    return fixed;
}

/// How the told names stand to the listed one, by the pair that is the most like.
void add_words(const Subject& subject, const ListedName& name, facts::Hit& hit) {
    const bool is_organisation = subject.kind == EntryKind::kOrganisation;
    const NameSort sort = is_organisation ? NameSort::kOrganisation : NameSort::kVessel;
    const std::vector<std::string> texts = thing_texts(name);
    NameComparison best;
    std::string_view told_text;
    std::string_view listed_text;
    for (std::size_t i = 0; i < std::min(subject.names.size(), kMaxSubjectNames); ++i) {
        for (const std::string& text : texts) {
            NameComparison one = compare_names(sort, subject.names[i].reveal(), text);
            if (best.rows.empty() || one.score > best.score) {
                best = std::move(one);
                told_text = subject.names[i].reveal();
                listed_text = text;
            }
        }
    }
    constexpr std::size_t kMostWords = 16;  // As many as a hit may tell.
    best.rows.resize(std::min(best.rows.size(), kMostWords));
    SpeltName told{told_text};
    SpeltName listed{listed_text};
    for (const NameRow& row : best.rows) {
        hit.words.push_back({core::Redacted<std::string>{told.spell(row.a)},
                             core::Redacted<std::string>{listed.spell(row.b)},
                             std::string{to_text(row.relation)},
                             row.bits});
    }
}

facts::Hit to_hit(const SnapshotPart& part,
                  const std::vector<ListManifest>& manifests,
                  const Subject& subject,
                  const ThingFind& find) {
    ListEntry entry;
    part.segment->entry(find.entry, entry);
    const ListManifest& manifest =
        manifests[part.manifests[part.segment->column(find.entry).list()]];
    const bool is_named = find.name < entry.names.size();
    const ListedName* name = is_named ? &entry.names[find.name] : nullptr;
    Scored scored = score_thing(subject, entry, name, find.share, Explain::kReasons);
    facts::Hit hit = hit_of(entry, manifest);
    hit.score = core::Permille{scored.score};
    hit.tier = tier_of(hit.score, manifest.thresholds);
    hit.reasons = std::move(scored.reasons);
    if (is_named) {
        add_words(subject, *name, hit);
    }
    const ListedName* shown = is_named || entry.names.empty() ? name : &entry.names.front();
    if (shown != nullptr) {
        hit.name = shown->text;
        hit.original = shown->original;
    } else if (!entry.documents.empty()) {
        hit.name = entry.documents.front().number;  // What a vehicle or a paper is known by.
    }
    if (hit.tier == facts::Tier::kAsk) {
        hit.reasons.push_back(thing_question_of(subject, entry));
    }
    hit.why = core::Redacted<std::string>{why_line(hit)};
    return hit;
}

}  // namespace

facts::Hit hit_of(const ListEntry& entry, const ListManifest& manifest) {
    facts::Hit hit;
    hit.list = manifest.name;
    hit.edition = manifest.edition;
    hit.source = entry.source;
    hit.entry = entry.id;
    hit.entry_hash = bytes_of(entry_sum(entry));
    hit.order = order_of(entry, manifest);
    return hit;
}

void add_thing_hits(const std::vector<SnapshotPart>& parts,
                    const std::vector<ListManifest>& manifests,
                    const Subject& subject,
                    const std::vector<ThingFind>& finds,
                    std::size_t limit,
                    std::vector<facts::Hit>& hits) {
    if (finds.empty()) {
        return;
    }
    std::vector<ThingFind> best = finds;
    const auto id_of = [&](const ThingFind& find) {
        const SnapshotPart& part = parts[find.part];
        return std::pair{part.manifests[part.segment->column(find.entry).list()],
                         part.segment->id(find.entry)};
    };
    std::sort(best.begin(), best.end(), [&](const ThingFind& a, const ThingFind& b) {
        return a.score != b.score
                   ? a.score > b.score
                   : std::tuple{id_of(a), a.part, a.entry} < std::tuple{id_of(b), b.part, b.entry};
    });
    best.resize(std::min(best.size(), limit));
    for (const ThingFind& find : best) {
        facts::Hit hit = to_hit(parts[find.part], manifests, subject, find);
        const auto held = std::find_if(hits.begin(), hits.end(), [&](const facts::Hit& one) {
            return one.list == hit.list && one.entry == hit.entry &&
                   one.entry_hash == hit.entry_hash;
        });
        if (held == hits.end()) {
            hits.push_back(std::move(hit));
        } else if (held->score < hit.score) {
            *held = std::move(hit);
        }
    }
    std::stable_sort(hits.begin(), hits.end(), [](const facts::Hit& a, const facts::Hit& b) {
        return std::tie(b.score, a.list, a.entry) < std::tie(a.score, b.list, b.entry);
    });
    hits.resize(std::min(hits.size(), limit));
}

}  // namespace sarhad::watchlists
