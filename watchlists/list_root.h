#pragma once

#include "core/bytes.h"
#include "watchlists/matcher.h"

#include <map>
#include <string>
#include <string_view>

namespace sarhad::watchlists {

/// The hash of each row of a list as it is replicated, by the row's id: entries by their reference,
/// and the list's manifest as kManifestId. Ids have 65,535 bytes at most (checked).
using RowHashes = std::map<std::string, facts::Hash256, std::less<>>;

/// The row that holds the list's ListManifest, so that the root covers source and thresholds too.
inline constexpr std::string_view kManifestId = "#manifest";

/// Appends a row to what list_root() hashes; rows come in rising order of id.
void put_row(core::Bytes& to, std::string_view id, const facts::Hash256& body_hash);

/// What agencies signed of editions before there were state trees (wire/state_tree.h): the hash
/// over, for each row in rising order of id (bytes), the id's length (u16, big-endian), the id, and
/// the hash of the row's body. The same rows give the same root in whatever order they came.
[[nodiscard]] facts::Hash256 list_root(const RowHashes& rows, HashFunction hash);

}  // namespace sarhad::watchlists
