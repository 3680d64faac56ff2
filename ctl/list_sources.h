#pragma once

#include "ctl/context.h"
#include "ctl/list_draft.h"
#include "ctl/options.h"
#include "watchlists/import.h"

#include <cstdint>
#include <string>
#include <vector>

namespace sarhad::ctl {

/// What was read of a source's files.
struct SourceImport {
    watchlists::ImportReport report{};
    std::uint64_t removed{0};  ///< Entries of the base that a delta took off.
};

/// What ListImport::format may be, in order of the alphabet.
[[nodiscard]] std::vector<std::string> format_ids();

/// Reads the files of `options`, each once, in `options.format`; for a format of changes it applies
/// them to the entries of `options.base`. kInvalid names the file: it cannot be read, is not of
/// the format, adds nothing, or has the content of another one. Entries go to `draft` as they come;
/// beside them only the references are held, and what an importer says that it holds
/// (watchlists/import.h), of changes all entries of the base, of FollowTheMoney its papers.
[[nodiscard]] core::Result<SourceImport> read_sources(const ListImport& options,
                                                      Context& context,
                                                      ListDraft& draft);

}  // namespace sarhad::ctl
