#pragma once

#include "core/bytes.h"
#include "core/result.h"
#include "screening/local_counters.h"
#include "store/database.h"
#include "store/query_source.h"
#include "wire/hash.h"
#include "wire/record_seal.h"
#include "wire/secret.h"

#include <array>
#include <cstdint>
#include <map>
#include <vector>

namespace sarhad::node {

/// A travel document's key in this node's store: of its subject key, under the store key, so that
/// who knows subject keys, which are the same at every node, finds nobody on a stolen disk.
using PersonKey = std::array<std::uint8_t, 16>;
[[nodiscard]] PersonKey person_key(core::ByteView store_key, const wire::SubjectKey& subject);

/// Of one document: more than twice a day for all the time that passages are kept.
inline constexpr std::size_t kPassagesReadMax = 400;
/// Documents of one crossing: as many as it has keys.
inline constexpr std::size_t kPassageDocumentsMax = 16;
/// Rows of one round of purging.
inline constexpr std::size_t kPassagesPurgedMax = 2'000;

/// What is on record of documents' holders, by document; of one that is not in it nobody knows.
using PassagesByPerson = std::map<PersonKey, std::vector<screening::Passage>>;

/// The newest kPassagesReadMax of each, in no order. A document whose rows are damaged is left out.
[[nodiscard]] core::Result<PassagesByPerson> read_histories(store::QuerySource from,
                                                            const wire::RecordSeal& seal,
                                                            const std::vector<PersonKey>& persons);

/// A crossing by one of the documents that were shown, as it is stored.
struct PassageRow {
    PersonKey person{};
    std::int32_t day{0};
    core::Bytes sealed{};  ///< sealed_passage().
};
/// The row's body; its place is bound to it.
[[nodiscard]] core::Bytes sealed_passage(const wire::RecordSeal& seal,
                                         const PersonKey& person,
                                         const screening::Passage& passage);

// On the store's thread, in the open transaction.

/// With the crossing: it is counted when it is on record, and not otherwise.
[[nodiscard]] core::Status put_passages(store::Database& database,
                                        const std::array<std::uint8_t, 16>& crossing,
                                        const std::vector<PassageRow>& rows);
/// Of a crossing that is erased nothing is counted any more.
[[nodiscard]] core::Status remove_passages(store::Database& database,
                                           const std::array<std::uint8_t, 16>& crossing);
/// What is older than kPassageKeptDays on that day goes, kPassagesPurgedMax rows at a time; gives
/// how many went.
[[nodiscard]] core::Result<std::size_t> purge_passages(store::Database& database,
                                                       std::int32_t today);

}  // namespace sarhad::node
