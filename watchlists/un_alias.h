#pragma once

#include "watchlists/entry.h"

#include <string>

namespace sarhad::watchlists {

/// One alias element of the UN's list, blanks folded.
struct UnAlias {
    std::string name;     ///< ALIAS_NAME: one name, or several with remarks between them.
    std::string quality;  ///< QUALITY: "Good", "Low", "a.k.a.", "f.k.a.".
    std::string note;     ///< NOTE: free text.
};

/// Adds the names that an alias tells to `entry`, each without the remarks around it, with its
/// original script where either text gives it, and the dates of birth that stand in the prose.
/// Names are separated by ';' or "b)"; a parenthesis holds the original script, further names where
/// it has a
/// ';', an acronym, or a remark. What is cut off stays readable: the texts go to the remarks whole.
/// True where `alias.name` was more than names.
bool add_un_alias(const UnAlias& alias, ListEntry& entry);

}  // namespace sarhad::watchlists
