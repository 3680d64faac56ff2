#pragma once

#include "ctl/context.h"
#include "ctl/options.h"
#include "watchlists/import.h"

#include <cstdint>
#include <vector>

namespace sarhad::ctl {

/// What a source's files hold.
struct SourceImport {
    watchlists::ImportReport report{};
    std::vector<watchlists::ListEntry> entries{};
    std::uint64_t removed{0};  ///< Entries of the base that a delta took off.
};

/// Reads the files of `options`, each once, in `options.format`; for a format of changes it applies
/// them to the entries of `options.base`. kInvalid names the file: it cannot be read, is not of
/// the format, adds nothing, or has the content of another one. Files are read in parts: of a
/// source of any size only the entries are held.
[[nodiscard]] core::Result<SourceImport> read_sources(const ListImport& options, Context& context);

}  // namespace sarhad::ctl
