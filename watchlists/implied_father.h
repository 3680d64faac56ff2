#pragma once

#include "watchlists/entry.h"
#include "watchlists/name_form.h"
#include "watchlists/subject.h"

#include <vector>

namespace sarhad::watchlists {

/// Whether a name of the subject may end in that of a father of whom nothing else is told:
/// "Muhammad Aslam Muhammad Akram", four words at least. The bound of the index stands on it.
[[nodiscard]] bool may_imply_father(const Subject& subject);

/// Whether what a told name has more than the listed one is the name of a listed father, of two
/// words at least: then he is told. `agreement`: of the two names, either way round.
[[nodiscard]] bool implies_listed_father(const std::vector<NameToken>& told,
                                         const ListEntry& entry,
                                         const ListedName& name,
                                         const Agreement& agreement);
/// The same of any of the subject's names, where no father is told.
[[nodiscard]] bool implies_listed_father(const Subject& subject,
                                         const ListEntry& entry,
                                         const ListedName& name,
                                         const Agreement& agreement);

}  // namespace sarhad::watchlists
