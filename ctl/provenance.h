#pragma once

#include "api/json.h"
#include "facts/decision.h"
#include "watchlists/entry.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sarhad::ctl {

/// Where an entry comes from, as its source tells it: `source`, `reference`, `listed_on` (null
/// where the source tells no day), `programme`, `remarks`, and `original`: its names in their own
/// script, each once.
[[nodiscard]] api::Json provenance_json(const watchlists::ListEntry& entry);

/// The provenance of every entry that is screened against. An index holds none of it, since nothing
/// of it is matched. Filled, then made ready, then asked, by any thread.
class Provenances final {
public:
    /// `list`: the name that hits will tell; all entries of one list one after the other.
    void add(std::string_view list, const watchlists::ListEntry& entry);
    void make_ready();
    /// Of the hit's entry, after make_ready().
    [[nodiscard]] api::Json of(const facts::Hit& hit) const;

private:
    /// What of an entry its hit does not tell. None is kept of an entry that tells nothing of it.
    struct Kept {
        std::uint32_t list;  ///< In `lists_`.
        facts::PartialDate listed_on;
        std::string id;
        std::string programme;
        core::Redacted<std::string> remarks;
        std::vector<core::Redacted<std::string>> originals;
    };
    std::vector<std::string> lists_;
    std::vector<Kept> kept_;  ///< By list and id, once ready.
};

}  // namespace sarhad::ctl
