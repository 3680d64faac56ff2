#pragma once

#include "snapshot_part.h"
#include "thing_search.h"

#include "facts/decision.h"

#include <array>
#include <cstddef>
#include <vector>

namespace sarhad::watchlists {

/// What every hit tells of its entry and the entry's list; the name that matched apart.
[[nodiscard]] facts::Hit hit_of(const ListEntry& entry, const ListManifest& manifest);

/// Puts what was found otherwise than by a person's name among `hits`: best first, then by list and
/// reference, at most `limit` in all. An entry that is found both ways is told once, by the
/// stronger.
void add_thing_hits(const std::vector<SnapshotPart>& parts,
                    const std::vector<ListManifest>& manifests,
                    const Subject& subject,
                    const std::vector<ThingFind>& finds,
                    std::size_t limit,
                    std::vector<facts::Hit>& hits);

}  // namespace sarhad::watchlists
