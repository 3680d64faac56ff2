#pragma once

#include "facts/journey.h"
#include "watchlists/entry.h"
#include "watchlists/matcher.h"

#include <string>
#include <string_view>
#include <vector>

namespace sarhad::bench {

/// The supplied data: the folder that SARHAD_SHARED_DATA names, else ../shared/data. Nothing of it
/// is kept in the repository.
[[nodiscard]] std::string data_path(std::string_view name);
/// False, with a line that says so, where the supplied data are missing.
[[nodiscard]] bool has_data();

[[nodiscard]] std::vector<watchlists::ListEntry> read_un();
[[nodiscard]] std::vector<watchlists::ListEntry> read_ofac();
/// The rows of a screening file, at most `most`.
[[nodiscard]] std::vector<facts::Traveller> read_persons(std::string_view name, std::size_t most);
/// The same as a list, by way of sarhad-csv: row n has the reference "ROW-n", from 0.
[[nodiscard]] std::vector<watchlists::ListEntry> as_list(
    const std::vector<facts::Traveller>& persons);

/// A manifest with the shipped thresholds.
[[nodiscard]] watchlists::ListManifest shipped(std::string name, std::string source);

/// The words of a name in any order, for "is written the same".
[[nodiscard]] std::string words_of(std::string_view name);
/// "LAST, First" as people say it, where the source tells the parts; else the text.
[[nodiscard]] std::string as_said(const watchlists::ListedName& name);

}  // namespace sarhad::bench
