#pragma once

#include "core/bytes.h"
#include "core/result.h"
#include "facts/decision.h"
#include "watchlists/entry.h"
#include "watchlists/subject.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sarhad::watchlists {

/// Rises whenever the same names and evidence may score otherwise. Part of the list hash.
inline constexpr std::uint32_t kScoringVersion = 9;

/// The scores from which a list records in silence, asks, wants a review, holds. Signed with the
/// list. kLeastAsk <= ask <= review <= hold <= 1000, and kLeastAsk <= silent; where silent is above
/// ask, nothing is recorded in silence. The defaults are what a manifest leaves out: never changed.
struct Thresholds {
    static constexpr int kLeastAsk = 400;
    core::Permille ask{600};
    core::Permille review{700};
    core::Permille hold{850};
    core::Permille silent{500};
    /// From here on an entry is a hit at all.
    [[nodiscard]] core::Permille shown() const { return std::min(silent, ask); }
    /// What a new list gets: its names alone ask, at most; an officer sees who shares more with an
    /// entry than a name (docs/matching.md, "Border travellers").
    [[nodiscard]] static constexpr Thresholds shipped() {
        Thresholds thresholds;
        thresholds.review = core::Permille{800};
        return thresholds;
    }
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
/// Whether an entry's order, with its list's profile where it leaves dates open, is valid `on` that
/// day. A day that is not known lies within every order.
[[nodiscard]] bool is_in_force(const ListedOrder& own,
                               const ListedOrder& profile,
                               facts::PartialDate on);

/// The least that a match tells: a tier of the entry's list, or any score above 0.
enum class Least : std::uint8_t { kAny, kShown, kAsk, kReview, kHold };

/// kInvalid, naming the list, for an empty name, a profile past its limits or thresholds out of
/// order: no index takes such a list in. Whoever lets lists in asks here first, since one that is
/// stored and cannot be built stands in the way of its own next edition.
[[nodiscard]] core::Status check_manifest(const ListManifest& manifest);

/// BLAKE2b-256 in the product: given from outside, because this folder knows no cryptography.
using HashFunction = facts::Hash256 (*)(core::ByteView);

/// What an index holds, for status pages and tests.
struct SnapshotSize {
    std::uint64_t entries{0};
    std::uint64_t persons{0};
    std::uint64_t things{
        0};  ///< Organisations, vessels and aircraft with a name; replaced ones too.
    std::uint64_t names{0};  ///< Of persons, original scripts included.
    std::uint64_t words{0};
    std::uint64_t index_bytes{0};      ///< All that is in memory: words, names, evidence, texts.
    std::uint64_t parts{0};            ///< Segments; more than 1 after a change.
    std::uint64_t overlay_entries{0};  ///< In other parts than the largest, and replaced ones.
};

/// The order-independent sum of a list's entries: equal for the same entries, by whatever deltas
/// they came. Finds mistakes, not attackers: these are for the list's signed root.
using ListSum = std::array<std::uint64_t, 2>;

/// A row of a delta: the entry that takes the id's place, or none where the id leaves the list.
struct ListChange {
    std::string id;
    std::optional<ListEntry> entry;  ///< Its id is `id`.
};

/// Memory that a match needs and the next one uses again: one for each thread that matches.
class MatchScratch final {
public:
    MatchScratch();
    MatchScratch(const MatchScratch&) = delete;
    MatchScratch& operator=(const MatchScratch&) = delete;
    ~MatchScratch();
    struct Parts;

private:
    friend class ListSnapshot;
    friend class ExhaustiveMatcher;
    friend class RecentTravellers;
    std::unique_ptr<Parts> parts_;
};

struct SnapshotPart;

/// Lists made ready for matching. Immutable, so any thread may match; hold it by
/// shared_ptr<const ListSnapshot>. Made of one or more segments (segment.h) which snapshots share.
class ListSnapshot final {
public:
    ListSnapshot(const ListSnapshot&) = delete;
    ListSnapshot& operator=(const ListSnapshot&) = delete;
    ~ListSnapshot();

    /// Listed entries whose score reaches their list's shown() and whose order is valid on the
    /// subject's day, best first (then by list and reference), at most `limit`: by name those of
    /// the subject's kind, by a number whoever bears it (docs/matching.md). Total and
    /// deterministic: the same snapshot hash and subject give the same hits on every host. Loses
    /// nothing against ExhaustiveMatcher.
    [[nodiscard]] std::vector<facts::Hit> match(const Subject& subject, std::size_t limit) const;
    /// The same, in memory that is used again.
    [[nodiscard]] std::vector<facts::Hit> match(const Subject& subject,
                                                std::size_t limit,
                                                MatchScratch& scratch,
                                                Least least = Least::kShown) const;
    /// Over the versions of this code, every manifest and the sum of its list's entries, in order
    /// of name.
    [[nodiscard]] const facts::Hash256& hash() const { return hash_; }
    [[nodiscard]] const std::vector<ListManifest>& manifests() const { return manifests_; }
    /// One a manifest.
    [[nodiscard]] const std::vector<ListSum>& sums() const { return sums_; }
    [[nodiscard]] SnapshotSize size() const;

    /// This snapshot with a list's `changes`; `manifest` is the list's from now on, and its name
    /// may be new. Costs what the changes cost, but for a merging of the small parts now and then;
    /// this snapshot is not touched. Hits, sums and hash are those of a snapshot built of the
    /// changed lists. As ListSnapshotBuilder::add_list() refuses.
    [[nodiscard]] core::Result<std::shared_ptr<const ListSnapshot>> changed(
        const ListManifest& manifest,
        const std::vector<ListChange>& changes,
        HashFunction hasher) const;
    /// The same lists in one part: for a background thread, once size().overlay_entries has grown.
    [[nodiscard]] std::shared_ptr<const ListSnapshot> merged(HashFunction hasher) const;

    /// A snapshot of one part in one piece, to be kept sealed at rest; kInvalid for another:
    /// merged() first. A copy, as large as size().index_bytes.
    [[nodiscard]] core::Result<core::Bytes> segment_bytes() const;
    /// The snapshot that gave `bytes`: kCorrupt for any others, kInvalid for those of another
    /// version, kConflict where `manifests` are not those of its lists. `owner` keeps the bytes.
    [[nodiscard]] static core::Result<std::shared_ptr<const ListSnapshot>> from_segment(
        core::ByteView bytes,
        std::shared_ptr<const void> owner,
        std::vector<ListManifest> manifests,
        HashFunction hasher);

    /// How match() looks through the signatures of words on this machine: "AVX2" or "portable".
    [[nodiscard]] static std::string_view search_path();

private:
    friend class ListSnapshotBuilder;
    friend class ExhaustiveMatcher;
    ListSnapshot() = default;
    void ready(const Subject& subject,
               std::size_t limit,
               Least least,
               MatchScratch::Parts& scratch) const;
    [[nodiscard]] std::vector<facts::Hit> to_hits(const Subject& subject,
                                                  std::size_t limit,
                                                  MatchScratch::Parts& scratch) const;
    void put_manifest(const ListManifest& manifest);
    void bury(std::size_t manifest, const std::vector<ListChange>& changes);
    void merge_small_parts();
    void finish(HashFunction hasher);

    std::vector<SnapshotPart> parts_;  ///< The largest first.
    std::vector<ListManifest> manifests_;
    std::vector<ListSum> sums_;
    facts::Hash256 hash_{};
};

/// An entry by its place in a list that is read as it is indexed.
using EntrySource = std::function<core::Result<ListEntry>(std::size_t)>;

/// Collects lists, then builds once. What of an entry is not matched or shown is not kept; entries
/// may come one by one. Thread: one, which starts others while it adds a long list or builds.
class ListSnapshotBuilder final {
public:
    /// `threads`: at most so many at work, this one among them; the snapshot is the same to the
    /// last byte whatever their number.
    explicit ListSnapshotBuilder(std::size_t threads = 1);
    ListSnapshotBuilder(const ListSnapshotBuilder&) = delete;
    ListSnapshotBuilder& operator=(const ListSnapshotBuilder&) = delete;
    ~ListSnapshotBuilder();

    /// kInvalid for thresholds out of order or an empty name, kConflict for a name already added,
    /// kExhausted past kMaxSnapshotEntries.
    [[nodiscard]] core::Status add_list(ListManifest manifest, std::vector<ListEntry> entries);
    /// The same of `count` entries, of which few are in memory at a time. `from` is asked once for
    /// each below `count`, in any order and from several threads; its first error, in the order of
    /// the entries, is given back. After any error part of the list is in, and the builder is good
    /// for nothing but to be dropped.
    [[nodiscard]] core::Status add_list(ListManifest manifest,
                                        std::size_t count,
                                        const EntrySource& from);
    /// The same with entries to follow by add_entry().
    [[nodiscard]] core::Status begin_list(ListManifest manifest);
    /// To the list begun last. kExhausted past kMaxSnapshotEntries.
    [[nodiscard]] core::Status add_entry(const ListEntry& entry);
    /// The snapshot of what was added; the builder is empty afterwards.
    [[nodiscard]] std::shared_ptr<const ListSnapshot> build(HashFunction hash);

private:
    struct Lists;
    std::unique_ptr<Lists> lists_;
};

inline constexpr std::size_t kMaxSnapshotEntries = 5'000'000;
inline constexpr std::size_t kMaxSnapshotLists = 256;

/// The slow and obvious matcher: every name of every entry, with the same scoring and without any
/// index. What the tests hold ListSnapshot::match against.
class ExhaustiveMatcher final {
public:
    /// `snapshot` outlives the matcher, which makes every name ready anew: some 700 bytes a name.
    explicit ExhaustiveMatcher(const ListSnapshot& snapshot);
    ExhaustiveMatcher(const ExhaustiveMatcher&) = delete;
    ExhaustiveMatcher& operator=(const ExhaustiveMatcher&) = delete;
    ~ExhaustiveMatcher();
    [[nodiscard]] std::vector<facts::Hit> match(const Subject& subject,
                                                std::size_t limit,
                                                Least least = Least::kShown) const;

private:
    struct Names;
    const ListSnapshot& snapshot_;
    std::unique_ptr<const Names> names_;
};

}  // namespace sarhad::watchlists
