#pragma once

#include "core/bytes.h"
#include "core/result.h"
#include "facts/decision.h"
#include "watchlists/entry.h"
#include "watchlists/subject.h"

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace sarhad::watchlists {

/// Rises whenever the same names and evidence may score otherwise. Part of the list hash.
inline constexpr std::uint32_t kScoringVersion = 2;

/// The scores from which a list records in silence, asks, wants a review, holds. Signed with the
/// list. kLeastAsk <= ask <= review <= hold <= 1000, and kLeastAsk <= silent; where silent is above
/// ask, nothing is recorded in silence.
struct Thresholds {
    static constexpr int kLeastAsk = 400;
    core::Permille ask{600};
    core::Permille review{700};
    core::Permille hold{850};
    core::Permille silent{500};
    /// From here on an entry is a hit at all.
    [[nodiscard]] core::Permille shown() const { return std::min(silent, ask); }
    friend bool operator==(const Thresholds&, const Thresholds&) = default;
};
[[nodiscard]] facts::Tier tier_of(core::Permille score, const Thresholds& thresholds);

/// What a list says of itself.
struct ListManifest {
    std::string name;    ///< "wl/<agency>/<list>".
    std::string source;  ///< "UN", "OFAC" ...
    std::uint64_t edition{0};
    facts::Hash256 hash{};  ///< Of the list's entries, made where the edition was.
    Thresholds thresholds;
    ListedOrder profile;  ///< The order of entries that say none of their own: order_of().
    friend bool operator==(const ListManifest&, const ListManifest&) = default;
};

/// What is asked where `entry` of such a list is met: its own order, and of its list's profile what
/// it leaves open.
[[nodiscard]] ListedOrder order_of(const ListEntry& entry, const ListManifest& manifest);

/// kInvalid, naming the list, for an empty name, a profile past its limits or thresholds out of
/// order: no index takes such a list in. Whoever lets lists in asks here first, since one that is
/// stored and cannot be built stands in the way of its own next edition.
[[nodiscard]] core::Status check_manifest(const ListManifest& manifest);

/// BLAKE2b-256 in the product: given from outside, because this folder knows no cryptography.
using HashFunction = facts::Hash256 (*)(core::ByteView);

/// What an index holds, for status pages and tests.
struct SnapshotSize {
    std::uint64_t entries{0};
    std::uint64_t persons{0};  ///< Only these are matched with travellers yet.
    std::uint64_t names{0};    ///< Of persons, original scripts included.
    std::uint64_t words{0};
    std::uint64_t index_bytes{0};  ///< Without the entries themselves.
};

class NameIndex;

/// Lists made ready for matching. Immutable, so any thread may match; hold it by
/// shared_ptr<const ListSnapshot>.
class ListSnapshot final {
public:
    ListSnapshot(const ListSnapshot&) = delete;
    ListSnapshot& operator=(const ListSnapshot&) = delete;
    ~ListSnapshot();

    /// Listed persons whose score reaches their list's shown(), best first (then by list and
    /// reference), at most `limit`. Total and deterministic: the same snapshot hash and subject
    /// give the same hits on every host. Loses nothing against ExhaustiveMatcher.
    [[nodiscard]] std::vector<facts::Hit> match(const Subject& subject, std::size_t limit) const;
    /// Over the versions of this code and every manifest, in order of name.
    [[nodiscard]] const facts::Hash256& hash() const;
    [[nodiscard]] const std::vector<ListManifest>& manifests() const;
    [[nodiscard]] SnapshotSize size() const;

private:
    friend class ListSnapshotBuilder;
    friend class ExhaustiveMatcher;
    ListSnapshot(std::unique_ptr<const NameIndex> index, const facts::Hash256& hash);

    std::unique_ptr<const NameIndex> index_;
    facts::Hash256 hash_;
};

/// Collects lists, then builds once. Thread: one.
class ListSnapshotBuilder final {
public:
    ListSnapshotBuilder();
    ListSnapshotBuilder(const ListSnapshotBuilder&) = delete;
    ListSnapshotBuilder& operator=(const ListSnapshotBuilder&) = delete;
    ~ListSnapshotBuilder();

    /// kInvalid for thresholds out of order or an empty name, kConflict for a name already added,
    /// kExhausted past kMaxSnapshotEntries.
    [[nodiscard]] core::Status add_list(ListManifest manifest, std::vector<ListEntry> entries);
    /// The snapshot of what was added; the builder is empty afterwards.
    [[nodiscard]] std::shared_ptr<const ListSnapshot> build(HashFunction hash);

private:
    struct Lists;
    std::unique_ptr<Lists> lists_;
};

inline constexpr std::size_t kMaxSnapshotEntries = 5'000'000;
inline constexpr std::size_t kMaxSnapshotLists = 256;

/// The slow and obvious matcher: every name of every person, with the same scoring and without any
/// index. What the tests hold ListSnapshot::match against.
class ExhaustiveMatcher final {
public:
    /// `snapshot` outlives the matcher.
    explicit ExhaustiveMatcher(const ListSnapshot& snapshot) : snapshot_{snapshot} {}
    [[nodiscard]] std::vector<facts::Hit> match(const Subject& subject, std::size_t limit) const;

private:
    const ListSnapshot& snapshot_;
};

}  // namespace sarhad::watchlists
