#pragma once

#include "api/json.h"
#include "watchlists/import.h"

#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>

namespace sarhad::ctl {

/// What `list import` tells.
struct ListReport {
    const watchlists::ImportReport& imported;
    std::string name;    ///< Of the list.
    std::string output;  ///< The file written.
    std::uint64_t entries{0};
    std::optional<std::uint64_t> shrunk_from;  ///< Where --allow-shrink was needed.
    std::optional<std::uint64_t> removed;      ///< By a delta.
};

/// What `--json` prints.
[[nodiscard]] api::Json to_json(const ListReport& told);
/// The same for people.
void print_text(std::ostream& out, const ListReport& told);

}  // namespace sarhad::ctl
