#pragma once

#include "core/result.h"
#include "rules/author/document.h"
#include "rules/schema/facts.h"

#include <string>
#include <string_view>
#include <vector>

namespace sarhad::trial {

/// The reference set of that name. kInvalid, with the nearest that there is.
[[nodiscard]] core::Result<const rules::FactField*> find_set(std::string_view name);
/// What a file of reference sets says of one: its texts, sorted, each once. kInvalid: it is no
/// list of texts, or holds what the table of facts does not let it hold.
[[nodiscard]] core::Result<std::vector<std::string>> set_texts(const rules::FactField& set,
                                                               const rules::Document& given);

}  // namespace sarhad::trial
