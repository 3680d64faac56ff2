#pragma once

#include "snapshot_part.h"
#include "thing_index.h"

#include "watchlists/matcher.h"
#include "watchlists/subject.h"

#include <cstdint>
#include <utility>
#include <vector>

namespace sarhad::watchlists {

/// An entry that is found otherwise than by a person's name.
struct ThingFind {
    static constexpr std::uint32_t kNoListedName = ~std::uint32_t{0};
    std::uint32_t part{0};
    std::uint32_t entry{0};
    std::uint32_t name{kNoListedName};  ///< Which of the entry's names is the most like.
    int share{0};                       ///< Of that name, on the scale of compare_names().
    int score{0};
};

/// Forms of listed names, each with the entry and the place of its name there: what an exhaustive
/// search goes through, made from the texts anew.
struct ThingForms {
    struct Form {
        std::uint32_t entry{0};
        std::uint32_t name{0};
        OrgForm form;
    };
    explicit ThingForms(const Segment& segment);
    std::vector<Form> forms;  ///< In order of entry.
};

/// Looks for one subject among what is no person with a name. Thread: one.
class ThingSearch final {
public:
    /// All outlive the search. `shown`: the least scores that are told, by manifest.
    ThingSearch(const std::vector<ListManifest>& manifests,
                const Subject& subject,
                const std::vector<int>& shown);

    void search(const SnapshotPart& part, std::uint32_t number);
    /// The same, entry by entry: what search() is tested against.
    void search_all(const SnapshotPart& part, std::uint32_t number, const ThingForms& forms);
    /// In order of part and entry.
    [[nodiscard]] const std::vector<ThingFind>& finds() const { return finds_; }

private:
    using NameShares = std::vector<std::pair<std::uint32_t, int>>;  ///< Name, share.
    void find_named(const SnapshotPart& part, std::vector<std::uint32_t>& entries);
    [[nodiscard]] std::vector<std::uint32_t> candidates(const ThingIndex& index,
                                                        const OrgForm& query) const;
    void find_numbered(const SnapshotPart& part, std::vector<std::uint32_t>& entries) const;
    void find_documents(const SnapshotPart& part,
                        std::string_view told,
                        std::vector<std::uint32_t>& entries) const;
    [[nodiscard]] int share_of(const OrgForm& listed) const;
    void evaluate(const SnapshotPart& part,
                  std::uint32_t number,
                  std::uint32_t entry,
                  const NameShares& shares);

    const std::vector<ListManifest>& manifests_;
    const Subject& subject_;
    const std::vector<int>& shown_;
    OrgProfile profile_;
    int least_score_{1000};         ///< Of agree_org(), of names that may be told.
    std::vector<OrgForm> queries_;  ///< Of the subject's names; none where names are not compared.
    std::vector<ThingFind> finds_;
    ListEntry entry_;
    OrgForm form_;
};

}  // namespace sarhad::watchlists
