#pragma once

#include "match_scratch.h"
#include "snapshot_part.h"

#include "watchlists/subject.h"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace sarhad::watchlists {

/// Looks for one subject in one part. What it finds goes to `scratch.finds`.
class SegmentSearch final {
public:
    /// All outlive the search; `part_number` is told with each find, `manifests` are those of the
    /// snapshot, `scratch.shown` the least scores that are told, by manifest.
    SegmentSearch(const SnapshotPart& part,
                  std::uint32_t part_number,
                  const std::vector<ListManifest>& manifests,
                  const Subject& subject,
                  MatchScratch::Parts& scratch);

    /// The other way round: the part's entries are travellers, `entry` by its `name` is looked for.
    /// The subject is then seeker_of(entry). Both outlive the search.
    void look_for(const ListEntry& entry, const ListedName& name);
    /// `scratch.queries` are the subject's names.
    void search();
    /// The same, name by name and without any bound: what search() is tested against.
    /// `forms` are those of all names.
    void search_all(const std::vector<NameForm>& forms);

private:
    void find_neighbours(QueryName& query, NearTable& table);
    void look_up_fathers();
    [[nodiscard]] int share_of_fathers(std::uint32_t entry);
    void compare_words(SoughtFather& father, std::span<const std::uint32_t> stored);
    [[nodiscard]] int share_with(SoughtFather& father,
                                 std::span<const std::uint32_t> stored,
                                 const NameShape& listed,
                                 std::uint32_t start);
    [[nodiscard]] int most_nation(std::uint32_t listed) const;
    [[nodiscard]] int most_score(const Agreed& one, int* father);
    [[nodiscard]] int least_score(std::uint32_t entry) const;
    void add_agreed(std::uint32_t name, const SameWords& same, std::uint16_t level);
    void judge_agreed();
    void find_neighbours(const NameToken& token, std::vector<NearWord>& near) const;
    void look_for_neighbours(const NameToken& token, std::vector<NearWord>& near) const;
    void find_by_keys(const NameToken& token) const;
    void find_by_signature(const NameToken& token) const;
    void find_by_sound(const NameToken& token) const;
    void unite_found() const;
    void make_levels();
    void add_level(int birth, bool has_father, NameRange names);
    void add_same_year(const BirthRun& run, std::uint32_t last_entry);
    void search_born_that_day();
    [[nodiscard]] int most_birth(const BirthRun& run, std::uint16_t day) const;
    [[nodiscard]] std::uint32_t level_number(std::uint32_t name) const;

    void search_name(const QueryName& query);
    void search_joined(const QueryName& query);
    void find_joined(const QueryName& query);
    void take_pair(const JoinedPair& pair, Weight of_pair);
    [[nodiscard]] int most_points_with_joins(const QueryName& query,
                                             const JoinedName& joined,
                                             std::span<const std::uint32_t> words) const;
    [[nodiscard]] bool has_equal_whole(const QueryName& query,
                                       std::span<const std::uint32_t> words) const;
    [[nodiscard]] bool is_joined(std::uint32_t name) const;
    void plan_levels(const QueryName& query);
    [[nodiscard]] std::uint32_t searched_words(const QueryName& query, int need) const;
    [[nodiscard]] std::uint16_t first_of(std::uint32_t words) const;
    void gather_few(const QueryName& query, std::size_t word);
    void walk_few(const QueryName& query);
    void order_words(const QueryName& query);
    [[nodiscard]] Weight least_gain(const QueryName& query, std::size_t word, std::size_t level);
    void walk_word(const QueryName& query, std::size_t word, std::size_t level);
    [[nodiscard]] Weight most_gain(const Neighbour& near) const;
    void walk_many(const QueryName& query,
                   std::size_t word,
                   std::size_t level,
                   const Neighbour& near);
    void walk_range(const QueryName& query,
                    std::size_t word,
                    std::size_t level,
                    Weight gain,
                    NameRange postings);
    [[nodiscard]] const PostingBounds& bounds_of(const QueryName& query,
                                                 std::size_t word,
                                                 const BirthLevel& level);
    void add_gains(const QueryName& query, std::uint32_t without, PostingBounds& to) const;
    [[nodiscard]] bool may_reach(const QueryName& query,
                                 const BirthLevel& level,
                                 std::uint8_t listed,
                                 Weight most) const;
    [[nodiscard]] bool can_reach(const QueryName& query, const Candidate& candidate) const;
    void evaluate_all(const QueryName& query);
    void evaluate(const QueryName& query, const Candidate& candidate);
    void bound(const QueryName& query,
               std::span<const std::uint32_t> stored,
               std::uint8_t listed,
               SameWords& same) const;
    void compare(const QueryName& query,
                 std::span<const std::uint32_t> stored,
                 SameWords& same) const;
    [[nodiscard]] bool compare_joined(const QueryName& query,
                                      const JoinedName& joined,
                                      std::span<const std::uint32_t> stored,
                                      int needed,
                                      SameWords& same) const;
    void search_documents();
    void improve(std::uint32_t name, const Agreement& agreement, std::optional<int> father);
    void improve_whole(std::uint32_t name, const NameForm& listed);
    void improve_pending();
    void read_entry(std::uint32_t entry);
    [[nodiscard]] int score_of(std::uint32_t name,
                               std::uint32_t entry,
                               const Agreement& agreement,
                               std::optional<int> father) const;
    [[nodiscard]] bool implies_father(std::uint32_t entry, const Agreement& agreement) const;
    /// Points that a name needs where other evidence gives at most `most`.
    [[nodiscard]] int need(int most) const;

    const SnapshotPart& part_;
    const Segment& segment_;
    std::uint32_t part_number_;
    const std::vector<ListManifest>& manifests_;
    const Subject& subject_;
    MatchScratch::Parts& scratch_;
    int least_shown_{1000};
    // Of the subject, or of the entry that is looked for:
    std::array<int, 2> most_beside_birth_{};  ///< Without and with a father in the part's entry.
    int most_places_{0};                      ///< The part of places in them.
    bool may_imply_father_{false};            ///< implied_father.h; of an entry: lists a father.
    facts::Sex sex_{facts::Sex::kUnknown};
    std::vector<CountryCode> nations_;  ///< Those that are known.
    bool has_fathers_{false};           ///< `scratch_.fathers` are of this part.
    const ListEntry* sought_{nullptr};  ///< Of look_for(); then sought_name_ too.
    const ListedName* sought_name_{nullptr};
};

/// How a listed name of these words agrees with one whose neighbours are in `table`, where no two
/// words of one are one of the other.
[[nodiscard]] Agreement agree_by_number(const NameShape& shape,
                                        const NearTable& table,
                                        std::span<const std::uint32_t> stored,
                                        const NameShape& listed);

/// What of an entry bounds the evidence of any traveller: numbers, and its date where it is one
/// exact one.
[[nodiscard]] Subject seeker_of(const ListEntry& entry);

}  // namespace sarhad::watchlists
