#include "part_builder.h"
#include "segment_search.h"

#include "core/check.h"
#include "core/text.h"
#include "watchlists/matcher.h"

#include <algorithm>
#include <map>

namespace sarhad::watchlists {
namespace {

using core::Errc;
using core::Error;

/// Adds what lives of a part to a segment under way.
void add_living(const SnapshotPart& part, PartBuilder& to) {
    std::vector<std::uint32_t> lists;
    for (const SegmentList& list : part.segment->lists()) {
        lists.push_back(to.list(list.name));
    }
    ListEntry entry;
    for (std::uint32_t number = 0; number < part.segment->entry_count(); ++number) {
        if (!part.is_dead(number)) {
            part.segment->entry(number, entry);
            SARHAD_CHECK(to.add(lists[part.segment->column(number).list()], entry).has_value());
        }
    }
}

}  // namespace

void ListSnapshot::put_manifest(const ListManifest& manifest) {
    const auto place = std::lower_bound(
        manifests_.begin(),
        manifests_.end(),
        manifest.name,
        [](const ListManifest& one, const std::string& name) { return one.name < name; });
    if (place != manifests_.end() && place->name == manifest.name) {
        *place = manifest;
    } else {
        manifests_.insert(place, manifest);
    }
}

/// Marks the entries that `changes` replace or take off.
void ListSnapshot::bury(std::size_t manifest, const std::vector<ListChange>& changes) {
    ListEntry entry;
    for (SnapshotPart& part : parts_) {
        const auto& lists = part.segment->lists();
        const auto list = static_cast<std::uint32_t>(
            std::find_if(
                lists.begin(),
                lists.end(),
                [&](const SegmentList& one) { return one.name == manifests_[manifest].name; }) -
            lists.begin());
        if (list == lists.size()) {
            continue;
        }
        auto dead = part.dead == nullptr ? std::make_shared<std::vector<std::uint64_t>>(
                                               part.segment->entry_count() / 64 + 1, 0)
                                         : std::make_shared<std::vector<std::uint64_t>>(*part.dead);
        const auto bury_one = [&](std::uint32_t number) {
            std::uint64_t& bits = (*dead)[number / 64];
            const std::uint64_t bit = std::uint64_t{1} << (number % 64);
            if ((bits & bit) == 0) {
                bits |= bit;
                part.dead_count += 1;
                part.dead_named += number < part.segment->named_count() ? 1U : 0U;
                part.segment->entry(number, entry);
                part.gone[list] = plus(part.gone[list], entry_sum(entry));
            }
        };
        for (const ListChange& change : changes) {
            part.segment->find_id(list, change.id, bury_one);
        }
        part.dead = std::move(dead);
    }
}

/// All parts but the largest become one, once there are too many: each costs every match a little.
void ListSnapshot::merge_small_parts() {
    if (parts_.size() <= kMaxSnapshotParts) {
        return;
    }
    PartBuilder builder;
    for (std::size_t i = 1; i < parts_.size(); ++i) {
        add_living(parts_[i], builder);
    }
    parts_.resize(1);
    parts_.push_back(builder.finish());
}

core::Result<std::shared_ptr<const ListSnapshot>> ListSnapshot::changed(
    const ListManifest& manifest,
    const std::vector<ListChange>& changes,
    HashFunction hasher) const {
    SARHAD_TRY_STATUS(check_manifest(manifest));
    if (size().entries + changes.size() > kMaxSnapshotEntries) {
        return Error{Errc::kExhausted, core::cat("list ", manifest.name, ": the snapshot is full")};
    }
    const std::shared_ptr<ListSnapshot> next{new ListSnapshot};  // Its constructor is private.
    next->parts_ = parts_;
    next->manifests_ = manifests_;
    next->put_manifest(manifest);
    if (next->manifests_.size() > kMaxSnapshotLists) {
        return Error{Errc::kExhausted, core::cat("list ", manifest.name, ": the snapshot is full")};
    }
    const auto place = std::find_if(
        next->manifests_.begin(), next->manifests_.end(), [&](const ListManifest& one) {
            return one.name == manifest.name;
        });
    next->bury(static_cast<std::size_t>(place - next->manifests_.begin()), changes);
    // Of several changes of one id the last one counts.
    std::map<std::string_view, const ListEntry*> last;
    for (const ListChange& change : changes) {
        last[change.id] = change.entry ? &*change.entry : nullptr;
    }
    PartBuilder builder;
    const std::uint32_t list = builder.list(manifest.name);
    for (const auto& [id, entry] : last) {
        if (entry != nullptr) {
            SARHAD_TRY_STATUS(builder.add(list, *entry));
        }
    }
    if (builder.entry_count() != 0) {
        next->parts_.push_back(builder.finish());
    }
    next->merge_small_parts();
    next->finish(hasher);
    return std::shared_ptr<const ListSnapshot>{next};
}

std::shared_ptr<const ListSnapshot> ListSnapshot::merged(HashFunction hasher) const {
    const std::shared_ptr<ListSnapshot> next{new ListSnapshot};  // Its constructor is private.
    next->manifests_ = manifests_;
    PartBuilder builder;
    for (const ListManifest& manifest : manifests_) {
        static_cast<void>(builder.list(manifest.name));
    }
    for (const SnapshotPart& part : parts_) {
        add_living(part, builder);
    }
    next->parts_.push_back(builder.finish());
    next->finish(hasher);
    return next;
}

core::Result<core::Bytes> ListSnapshot::segment_bytes() const {
    if (parts_.size() != 1 || parts_[0].dead_count != 0) {
        return Error{Errc::kInvalid, "a snapshot that was changed: merge it before it is kept"};
    }
    return part_bytes(parts_[0]);
}

core::Result<std::shared_ptr<const ListSnapshot>> ListSnapshot::from_segment(
    core::ByteView bytes,
    std::shared_ptr<const void> owner,
    std::vector<ListManifest> manifests,
    HashFunction hasher) {
    const std::shared_ptr<ListSnapshot> snapshot{new ListSnapshot};  // Its constructor is private.
    for (const ListManifest& manifest : manifests) {
        SARHAD_TRY_STATUS(check_manifest(manifest));
        snapshot->put_manifest(manifest);
    }
    SARHAD_TRY(SnapshotPart part, open_part(bytes, std::move(owner)));
    std::vector<std::string> names;
    for (const SegmentList& list : part.segment->lists()) {
        names.push_back(list.name);
    }
    std::sort(names.begin(), names.end());
    const bool is_same = std::equal(
        names.begin(),
        names.end(),
        snapshot->manifests_.begin(),
        snapshot->manifests_.end(),
        [](const std::string& name, const ListManifest& one) { return name == one.name; });
    if (!is_same) {
        return Error{Errc::kConflict, "list segment: its lists are not those of the manifests"};
    }
    snapshot->parts_.push_back(std::move(part));
    snapshot->finish(hasher);
    return std::shared_ptr<const ListSnapshot>{snapshot};
}

}  // namespace sarhad::watchlists
