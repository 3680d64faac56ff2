#pragma once

#include "api/json.h"
#include "core/result.h"
#include "facts/decision.h"
#include "watchlists/list_file.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace sarhad::ctl {

/// Lists in force at the port that was asked, as its status tells them.
struct PortLists {
    struct One {
        std::string name;
        std::uint64_t edition{0};
    };
    std::string hash;  ///< Of them all, hexadecimal.
    std::vector<One> lists;
};
[[nodiscard]] core::Result<PortLists> port_lists_of(const api::Json& status);

/// What a decision stands on, held against what can be known of it here: the version of its facts,
/// the day, the snapshot of lists and the edition of each list that hit.
struct Basis {
    std::string text;  ///< A line for each that differs.
    api::Json json;    ///< `schema`, `on`, `list_hash`, `editions`; null where nothing tells.
    /// The record tells two things that cannot both be so. Another edition or schema alone is none:
    /// lists and software move on.
    bool contradicts{false};
};
/// `screened_on`: the day that the record itself tells, not known where it tells none. `port`: none
/// where no port was asked.
[[nodiscard]] Basis basis_of(const facts::Decision& decision,
                             facts::PartialDate screened_on,
                             const std::optional<PortLists>& port,
                             const std::vector<watchlists::ListFile>& files);
/// The same of a late hit, whose record tells an edition only.
[[nodiscard]] Basis basis_of_late(const facts::Decision& decision,
                                  const std::vector<watchlists::ListFile>& files);

/// Whether the decision was made with the facts, the reading of names and the scores of this
/// program; of a late hit, whose record does not tell them, without the facts.
[[nodiscard]] bool is_of_these_versions(const facts::Decision& decision, bool is_late);

}  // namespace sarhad::ctl
