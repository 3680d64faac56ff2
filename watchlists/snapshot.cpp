#include "evidence.h"
#include "explain.h"
#include "part_builder.h"
#include "record_codec.h"
#include "segment_search.h"
#include "thing_hits.h"
#include "thing_search.h"
#include "word_signature.h"

#include "core/check.h"
#include "core/text.h"
#include "watchlists/matcher.h"
#include "watchlists/normalise.h"

#include <algorithm>
#include <tuple>

namespace sarhad::watchlists {
namespace {

void put_text(core::Bytes& to, std::string_view text) {
    core::put_u32(to, static_cast<std::uint32_t>(text.size()));
    core::append(to, core::as_bytes(text));
}

core::Bytes hash_input(const std::vector<ListManifest>& manifests,
                       const std::vector<ListSum>& sums) {
    core::Bytes bytes = core::to_bytes("sarhad list snapshot\n");
    core::put_u32(bytes, kNormaliseVersion);
    core::put_u32(bytes, kScoringVersion);
    core::put_u32(bytes, static_cast<std::uint32_t>(manifests.size()));
    for (std::size_t i = 0; i < manifests.size(); ++i) {
        const ListManifest& manifest = manifests[i];
        put_text(bytes, manifest.name);
        put_text(bytes, manifest.source);
        core::put_u64(bytes, manifest.edition);
        core::append(bytes, manifest.hash);
        for (const core::Permille level : {manifest.thresholds.silent,
                                           manifest.thresholds.ask,
                                           manifest.thresholds.review,
                                           manifest.thresholds.hold}) {
            core::put_u16(bytes, static_cast<std::uint16_t>(level.value()));
        }
        RecordWriter to{bytes, nullptr};
        put_record(to, manifest.profile);
        core::put_u64(bytes, sums[i][0]);
        core::put_u64(bytes, sums[i][1]);
    }
    return bytes;
}

int least_score(const Thresholds& thresholds, Least least) {
    switch (least) {
        case Least::kAny:
            return 1;
        case Least::kShown:
            return thresholds.shown().value();
        case Least::kAsk:
            return thresholds.ask.value();
        case Least::kReview:
            return thresholds.review.value();
        case Least::kHold:
            break;
    }
    return thresholds.hold.value();
}

/// The words of the name, where they are those of its text: beside a Latin name native ones are
/// not.
std::optional<Explainer::KnownText> known_text(const Segment& segment, std::uint32_t name) {
    Explainer::KnownText known{0, segment.form(name)};
    for (; name > 0 && segment.is_further(name); --name) {
        ++known.place;
    }
    const bool is_same = std::none_of(known.form.words.begin(),
                                      known.form.words.end(),
                                      [](const NameToken& word) { return word.is_beside_latin; });
    return is_same ? std::optional{std::move(known)} : std::nullopt;
}

void make_queries(const Subject& subject, std::vector<QueryName>& queries) {
    std::size_t count = 0;
    for (std::size_t i = 0; i < std::min(subject.names.size(), kMaxSubjectNames); ++i) {
        NameForm form = make_form(normalise(subject.names[i].reveal()));
        if (form.words.empty()) {
            continue;
        }
        if (queries.size() == count) {
            queries.emplace_back();
        }
        queries[count].place = i;
        queries[count++].form = std::move(form);
    }
    queries.resize(count);
}

/// The subject's names; those without words are no queries.
std::vector<Explainer::ToldName> told_names(const Subject& subject,
                                            const std::vector<QueryName>& queries) {
    static const NameForm kNoWords;
    std::vector<Explainer::ToldName> told;
    for (std::size_t i = 0; i < std::min(subject.names.size(), kMaxSubjectNames); ++i) {
        const auto query = std::find_if(
            queries.begin(), queries.end(), [&](const QueryName& one) { return one.place == i; });
        told.push_back(
            {subject.names[i].reveal(), query == queries.end() ? &kNoWords : &query->form});
    }
    return told;
}

}  // namespace

ListSnapshot::~ListSnapshot() = default;

void ListSnapshot::finish(HashFunction hasher) {
    sums_.assign(manifests_.size(), {});
    for (SnapshotPart& part : parts_) {
        part.manifests.clear();
        for (const SegmentList& list : part.segment->lists()) {
            const auto found = std::lower_bound(
                manifests_.begin(),
                manifests_.end(),
                list.name,
                [](const ListManifest& one, const std::string& name) { return one.name < name; });
            SARHAD_CHECK(found != manifests_.end() && found->name == list.name);
            part.manifests.push_back(static_cast<std::uint32_t>(found - manifests_.begin()));
            ListSum& sum = sums_[part.manifests.back()];
            sum = plus(sum, list.sum);
        }
        for (std::size_t list = 0; list < part.gone.size(); ++list) {
            ListSum& sum = sums_[part.manifests[list]];
            sum = minus(sum, part.gone[list]);
        }
    }
    hash_ = hasher(hash_input(manifests_, sums_));
}

std::vector<facts::Hit> ListSnapshot::match(const Subject& subject, std::size_t limit) const {
    MatchScratch scratch;
    return match(subject, limit, scratch);
}

void ListSnapshot::ready(const Subject& subject,
                         std::size_t limit,
                         Least least,
                         MatchScratch::Parts& scratch) const {
    scratch.queries.clear();
    if (subject.kind == EntryKind::kPerson) {
        make_queries(subject, scratch.queries);
    }
    scratch.father_forms.clear();
    scratch.read_father(subject.father_name.reveal());
    scratch.finds.clear(limit);
    scratch.entry_number = MatchScratch::Parts::kNoEntry;
    scratch.shown.clear();
    for (const ListManifest& manifest : manifests_) {
        scratch.shown.push_back(least_score(manifest.thresholds, least));
    }
}

std::vector<facts::Hit> ListSnapshot::match(const Subject& subject,
                                            std::size_t limit,
                                            MatchScratch& scratch,
                                            Least least) const {
    MatchScratch::Parts& parts = *scratch.parts_;
    ready(subject, limit, least, parts);
    ThingSearch things{manifests_, subject, parts.shown};
    for (std::uint32_t number = 0; number < parts_.size(); ++number) {
        if (subject.kind == EntryKind::kPerson) {
            SegmentSearch{parts_[number], number, manifests_, subject, parts}.search();
        }
        things.search(parts_[number], number);
    }
    std::vector<facts::Hit> hits = to_hits(subject, limit, parts);
    add_thing_hits(parts_, manifests_, subject, things.finds(), limit, hits);
    return hits;
}

/// Of each part, by number of the name.
struct ExhaustiveMatcher::Names {
    std::vector<std::vector<NameForm>> forms;
    std::vector<ThingForms> things;
};

ExhaustiveMatcher::ExhaustiveMatcher(const ListSnapshot& snapshot) : snapshot_{snapshot} {
    auto names = std::make_unique<Names>();
    for (const SnapshotPart& part : snapshot.parts_) {
        std::vector<NameForm>& forms = names->forms.emplace_back();
        for (std::uint32_t name = 0; name < part.segment->name_count(); ++name) {
            forms.push_back(part.segment->form(name));
        }
        names->things.emplace_back(*part.segment);
    }
    names_ = std::move(names);
}

ExhaustiveMatcher::~ExhaustiveMatcher() = default;

std::vector<facts::Hit> ExhaustiveMatcher::match(const Subject& subject,
                                                 std::size_t limit,
                                                 Least least) const {
    MatchScratch scratch;
    MatchScratch::Parts& parts = *scratch.parts_;
    snapshot_.ready(subject, limit, least, parts);
    ThingSearch things{snapshot_.manifests_, subject, parts.shown};
    for (std::uint32_t number = 0; number < snapshot_.parts_.size(); ++number) {
        const SnapshotPart& part = snapshot_.parts_[number];
        if (subject.kind == EntryKind::kPerson) {
            SegmentSearch{part, number, snapshot_.manifests_, subject, parts}.search_all(
                names_->forms[number]);
        }
        things.search_all(part, number, names_->things[number]);
    }
    std::vector<facts::Hit> hits = snapshot_.to_hits(subject, limit, parts);
    add_thing_hits(snapshot_.parts_, snapshot_.manifests_, subject, things.finds(), limit, hits);
    return hits;
}

std::vector<facts::Hit> ListSnapshot::to_hits(const Subject& subject,
                                              std::size_t limit,
                                              MatchScratch::Parts& scratch) const {
    struct Placed {
        const Find* find;
        std::uint32_t manifest;
        std::string id;
    };
    std::vector<Placed> order;
    for (const Find& find : scratch.finds.all()) {
        const SnapshotPart& part = parts_[find.part];
        order.push_back({&find,
                         part.manifests[part.segment->column(find.entry).list()],
                         part.segment->id(find.entry)});
    }
    std::sort(order.begin(), order.end(), [](const Placed& a, const Placed& b) {
        return std::tie(b.find->score, a.manifest, a.id, a.find->part, a.find->entry) <
               std::tie(a.find->score, b.manifest, b.id, b.find->part, b.find->entry);
    });
    std::vector<facts::Hit> hits;
    Explainer explainer{told_names(subject, scratch.queries)};
    hits.reserve(std::min(order.size(), limit));
    for (std::size_t i = 0; i < std::min(order.size(), limit); ++i) {
        const Find& find = *order[i].find;
        const Segment& segment = *parts_[find.part].segment;
        const ListManifest& manifest = manifests_[order[i].manifest];
        ListEntry& entry = scratch.entry;
        segment.entry(find.entry, entry);
        const ListedName& name = entry.names[segment.place_in_entry(find.name, find.entry)];
        Scored scored =
            score_entry(subject, entry, name, find.agreement, Explain::kReasons, find.father);
        facts::Hit hit = hit_of(entry, manifest);
        hit.name = name.text;
        hit.original = name.original;
        hit.score = core::Permille{scored.score};
        hit.tier = tier_of(hit.score, manifest.thresholds);
        hit.reasons = std::move(scored.reasons);
        if (hit.tier == facts::Tier::kAsk) {
            hit.reasons.push_back(question_of(subject, entry));
        }
        const std::optional<Explainer::KnownText> known = known_text(segment, find.name);
        explainer.explain(name, find.agreement, known ? &*known : nullptr, hit);
        hits.push_back(std::move(hit));
    }
    return hits;
}

SnapshotSize ListSnapshot::size() const {
    SnapshotSize size;
    std::uint64_t largest = 0;
    std::uint64_t all = 0;
    for (const SnapshotPart& part : parts_) {
        const Segment& segment = *part.segment;
        size.entries += segment.entry_count() - part.dead_count;
        size.persons += segment.named_count() - part.dead_named;
        size.names += segment.name_count();
        size.words += segment.word_count();
        size.things += part.things->thing_count();
        size.index_bytes += segment.bytes().size() + part.things->bytes().size() +
                            (part.dead == nullptr ? 0 : part.dead->size() * 8);
        largest = std::max<std::uint64_t>(largest, segment.entry_count() - part.dead_count);
        all += segment.entry_count();
    }
    size.parts = parts_.size();
    size.overlay_entries = all - largest;
    return size;
}

std::string_view ListSnapshot::search_path() {
    return best_scan().name;
}

struct ListSnapshotBuilder::Lists {
    std::size_t threads;
    std::vector<ListManifest> manifests{};
    PartBuilder part{};
};

namespace {

core::Status check_open(const ListEntry& entry) {
    if (!entry.sealed.empty()) {
        return core::Error{core::Errc::kInvalid,
                           core::cat("entry ", entry.id, " is sealed: only its ports read it")};
    }
    return {};
}

}  // namespace

ListSnapshotBuilder::ListSnapshotBuilder(std::size_t threads)
    : lists_{std::make_unique<Lists>(Lists{threads})} {}
ListSnapshotBuilder::~ListSnapshotBuilder() = default;

core::Status ListSnapshotBuilder::begin_list(ListManifest manifest) {
    using core::Errc;
    using core::Error;
    SARHAD_TRY_STATUS(check_manifest(manifest));
    for (const ListManifest& held : lists_->manifests) {
        if (held.name == manifest.name) {
            return Error{Errc::kConflict, core::cat("list ", manifest.name, " is there twice")};
        }
    }
    if (lists_->manifests.size() >= kMaxSnapshotLists) {
        return Error{Errc::kExhausted, core::cat("list ", manifest.name, ": the snapshot is full")};
    }
    static_cast<void>(lists_->part.list(manifest.name));
    lists_->manifests.push_back(std::move(manifest));
    return {};
}

core::Status ListSnapshotBuilder::add_entry(const ListEntry& entry) {
    SARHAD_TRY_STATUS(check_open(entry));
    SARHAD_CHECK(!lists_->manifests.empty());
    if (lists_->part.entry_count() >= kMaxSnapshotEntries) {
        return core::Error{
            core::Errc::kExhausted,
            core::cat("list ", lists_->manifests.back().name, ": the snapshot is full")};
    }
    return lists_->part.add(static_cast<std::uint32_t>(lists_->manifests.size() - 1), entry);
}

core::Status ListSnapshotBuilder::add_list(ListManifest manifest, std::vector<ListEntry> entries) {
    return add_list(std::move(manifest), entries.size(), [&](std::size_t i) {
        return std::move(entries[i]);  // A list of millions is not held twice.
    });
}

core::Status ListSnapshotBuilder::add_list(ListManifest manifest,
                                           std::size_t count,
                                           const EntrySource& from) {
    if (lists_->part.entry_count() + count > kMaxSnapshotEntries) {
        SARHAD_TRY_STATUS(check_manifest(manifest));
        return core::Error{core::Errc::kExhausted,
                           core::cat("list ", manifest.name, ": the snapshot is full")};
    }
    SARHAD_TRY_STATUS(begin_list(std::move(manifest)));
    const auto open = [&](std::size_t i) -> core::Result<ListEntry> {
        SARHAD_TRY(ListEntry entry, from(i));
        SARHAD_TRY_STATUS(check_open(entry));
        return entry;
    };
    return lists_->part.add_all(
        static_cast<std::uint32_t>(lists_->manifests.size() - 1), count, open, lists_->threads);
}

std::shared_ptr<const ListSnapshot> ListSnapshotBuilder::build(HashFunction hash) {
    const std::shared_ptr<ListSnapshot> snapshot{new ListSnapshot};  // Its constructor is private.
    snapshot->manifests_ = std::move(lists_->manifests);
    std::sort(snapshot->manifests_.begin(),
              snapshot->manifests_.end(),
              [](const ListManifest& a, const ListManifest& b) { return a.name < b.name; });
    snapshot->parts_.push_back(lists_->part.finish(lists_->threads));
    snapshot->finish(hash);
    lists_ = std::make_unique<Lists>(Lists{lists_->threads});
    return snapshot;
}

}  // namespace sarhad::watchlists
