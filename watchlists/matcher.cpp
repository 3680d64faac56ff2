#include "watchlists/matcher.h"

#include "name_index.h"

#include "core/text.h"
#include "watchlists/import.h"
#include "watchlists/normalise.h"

#include <algorithm>

namespace sarhad::watchlists {
namespace {

using core::Errc;
using core::Error;

void put_text(core::Bytes& to, std::string_view text) {
    core::put_u32(to, static_cast<std::uint32_t>(text.size()));
    core::append(to, core::as_bytes(text));
}

core::Bytes hash_input(const std::vector<ListManifest>& manifests) {
    core::Bytes bytes = core::to_bytes("sarhad list snapshot\n");
    core::put_u32(bytes, kNormaliseVersion);
    core::put_u32(bytes, kScoringVersion);
    core::put_u32(bytes, static_cast<std::uint32_t>(manifests.size()));
    for (const ListManifest& manifest : manifests) {
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
    }
    return bytes;
}

}  // namespace

core::Status check_manifest(const ListManifest& manifest) {
    const Thresholds& levels = manifest.thresholds;
    if (manifest.name.empty()) {
        return Error{Errc::kInvalid, "a list without a name"};
    }
    if (levels.shown().value() < Thresholds::kLeastAsk || levels.ask > levels.review ||
        levels.review > levels.hold) {
        return Error{Errc::kInvalid,
                     core::cat("list ",
                               manifest.name,
                               ": thresholds must rise: ",
                               Thresholds::kLeastAsk,
                               " <= ask <= review <= hold, and as much <= silent")};
    }
    if (const std::string why = refusal_of(manifest.profile); !why.empty()) {
        return Error{Errc::kInvalid, core::cat("list ", manifest.name, ": its profile: ", why)};
    }
    return {};
}

ListedOrder order_of(const ListEntry& entry, const ListManifest& manifest) {
    const auto own_or = [](const auto& own, const auto& profile, const auto& unset) {
        return own == unset ? profile : own;
    };
    const ListedOrder& own = entry.order;
    const ListedOrder& profile = manifest.profile;
    const ListedOrder unset;
    ListedOrder order;
    order.action = own_or(own.action, profile.action, unset.action);
    order.direction = own_or(own.direction, profile.direction, unset.direction);
    order.owner = own_or(own.owner, profile.owner, unset.owner);
    order.duty_telephone = own_or(own.duty_telephone, profile.duty_telephone, unset.duty_telephone);
    order.legal_basis = own_or(own.legal_basis, profile.legal_basis, unset.legal_basis);
    order.valid_from = own_or(own.valid_from, profile.valid_from, unset.valid_from);
    order.valid_until = own_or(own.valid_until, profile.valid_until, unset.valid_until);
    order.grading = own_or(own.grading, profile.grading, unset.grading);
    order.handling = own_or(own.handling, profile.handling, unset.handling);
    return order;
}

facts::Tier tier_of(core::Permille score, const Thresholds& thresholds) {
    if (score >= thresholds.hold) {
        return facts::Tier::kHold;
    }
    if (score >= thresholds.review) {
        return facts::Tier::kReview;
    }
    return score >= thresholds.ask ? facts::Tier::kAsk : facts::Tier::kSilent;
}

ListSnapshot::ListSnapshot(std::unique_ptr<const NameIndex> index, const facts::Hash256& hash)
    : index_{std::move(index)}, hash_{hash} {}
ListSnapshot::~ListSnapshot() = default;

std::vector<facts::Hit> ListSnapshot::match(const Subject& subject, std::size_t limit) const {
    return index_->match(subject, limit);
}
const facts::Hash256& ListSnapshot::hash() const {
    return hash_;
}
const std::vector<ListManifest>& ListSnapshot::manifests() const {
    return index_->manifests();
}
SnapshotSize ListSnapshot::size() const {
    return index_->size();
}

std::vector<facts::Hit> ExhaustiveMatcher::match(const Subject& subject, std::size_t limit) const {
    return snapshot_.index_->match_all(subject, limit);
}

struct ListSnapshotBuilder::Lists {
    std::vector<NameIndex::OneList> lists;
    std::size_t entries{0};
};

ListSnapshotBuilder::ListSnapshotBuilder() : lists_{std::make_unique<Lists>()} {}
ListSnapshotBuilder::~ListSnapshotBuilder() = default;

core::Status ListSnapshotBuilder::add_list(ListManifest manifest, std::vector<ListEntry> entries) {
    SARHAD_TRY_STATUS(check_manifest(manifest));
    for (const NameIndex::OneList& list : lists_->lists) {
        if (list.manifest.name == manifest.name) {
            return Error{Errc::kConflict, core::cat("list ", manifest.name, " is there twice")};
        }
    }
    if (lists_->entries + entries.size() > kMaxSnapshotEntries ||
        lists_->lists.size() >= kMaxSnapshotLists) {
        return Error{Errc::kExhausted, core::cat("list ", manifest.name, ": the snapshot is full")};
    }
    lists_->entries += entries.size();
    lists_->lists.push_back({std::move(manifest), std::move(entries)});
    return {};
}

std::shared_ptr<const ListSnapshot> ListSnapshotBuilder::build(HashFunction hash) {
    std::sort(lists_->lists.begin(),
              lists_->lists.end(),
              [](const NameIndex::OneList& a, const NameIndex::OneList& b) {
                  return a.manifest.name < b.manifest.name;
              });
    auto index = std::make_unique<const NameIndex>(std::move(lists_->lists));
    const facts::Hash256 snapshot_hash = hash(hash_input(index->manifests()));
    lists_ = std::make_unique<Lists>();
    return std::shared_ptr<const ListSnapshot>{
        new ListSnapshot{std::move(index), snapshot_hash}};  // Its constructor is private.
}

}  // namespace sarhad::watchlists
