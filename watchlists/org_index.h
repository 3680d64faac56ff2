#pragma once

#include "watchlists/org_agree.h"

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

namespace sarhad::watchlists {

/// A listed name that reaches the score asked for.
struct OrgHit {
    std::uint32_t name{0};  ///< What add() gave.
    int score{0};           ///< As compare_org_names().
    friend bool operator==(const OrgHit&, const OrgHit&) = default;
};

/// Names that one index may hold.
inline constexpr std::size_t kMaxOrgNames = 5'000'000;

/// Listed names of organisations or vessels, ready to be searched. search() finds what
/// search_all() finds, always: words that score share a key, and words whose sharing alone cannot
/// reach the score are not looked for. Built by one thread, then any thread may search.
class OrgIndex final {
public:
    explicit OrgIndex(OrgProfile profile);
    OrgIndex(const OrgIndex&) = delete;
    OrgIndex& operator=(const OrgIndex&) = delete;
    ~OrgIndex();

    /// The names are numbered from 0 in the order of these calls. Not after freeze(), and at most
    /// kMaxOrgNames times (checked).
    std::uint32_t add(std::string_view name);
    void freeze();

    /// Names whose score is `least` (1 to 1000) or more, best first, then by number.
    [[nodiscard]] std::vector<OrgHit> search(std::string_view name, int least) const;
    /// The same, by comparing every name: what the tests hold search() against.
    [[nodiscard]] std::vector<OrgHit> search_all(std::string_view name, int least) const;

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace sarhad::watchlists
