#pragma once

#include "core/bytes.h"
#include "core/result.h"
#include "watchlists/entry.h"
#include "watchlists/matcher.h"

#include <functional>
#include <span>
#include <vector>

namespace sarhad::watchlists {

/// A list as one file: what `sarhadctl list import --output` writes and `screen --list` reads.
/// Not signed and not sealed; docs/watchlists.md has it byte by byte.
struct ListFile {
    ListManifest manifest;
    std::vector<ListEntry> entries;
};

inline constexpr std::uint16_t kListFileVersion = 1;
inline constexpr std::size_t kMaxListFile = std::size_t{4} << 30U;  ///< Bytes.
inline constexpr std::size_t kMaxListFileEntry = 1U << 20U;         ///< Bytes of one entry.

/// The entry's bytes in a list file: same entry, same bytes.
[[nodiscard]] core::Bytes entry_bytes(const ListEntry& entry);
/// kCorrupt where the bytes are no entry.
[[nodiscard]] core::Result<ListEntry> read_entry(core::ByteView bytes);
/// Over every entry's bytes with their lengths, in the order given.
[[nodiscard]] facts::Hash256 hash_of(std::span<const ListEntry> entries, HashFunction hash);

/// The entry as it stands in a list file, its length first. kInvalid for one that refusal_of()
/// refuses, kExhausted past kMaxListFileEntry.
[[nodiscard]] core::Result<core::Bytes> listed_bytes(const ListEntry& entry);
/// Whether `left` begins with a whole entry, or with what take_listed() refuses.
[[nodiscard]] bool has_listed(core::ByteView left);
/// The first entry of `left`, which it is taken off: listed_bytes() read back. kCorrupt where the
/// bytes are none.
[[nodiscard]] core::Result<ListEntry> take_listed(core::ByteView& left);
/// All that comes before the entries. Behind them stands the hash of all this.
[[nodiscard]] core::Bytes list_head(const ListManifest& manifest, std::uint64_t entries);
/// kExhausted, naming the `place`-th entry, where a list file has no room for entries of so many
/// bytes.
[[nodiscard]] core::Status check_list_size(const ListEntry& entry,
                                           std::uint64_t place,
                                           std::uint64_t bytes);

/// What a list file says of itself.
struct ListFileHead {
    ListManifest manifest;
    std::uint64_t entries{0};
};
/// The most that comes before the entries of a list file.
inline constexpr std::size_t kMaxListFileHead = 8192;
/// Of the first kMaxListFileHead bytes of a list file, or all where it has fewer. No hash is
/// checked: who relies on the entries reads them. Total, as read_list().
[[nodiscard]] core::Result<ListFileHead> read_list_head(core::ByteView bytes);

/// The file's bytes. `manifest.hash` is set to hash_of(entries). kInvalid for an entry that
/// refusal_of() refuses, kExhausted past kMaxListFile or kMaxListFileEntry.
[[nodiscard]] core::Result<core::Bytes> write_list(ListManifest manifest,
                                                   std::span<const ListEntry> entries,
                                                   HashFunction hash);
/// Total: any bytes give a list or kCorrupt (kInvalid for another version, naming it).
[[nodiscard]] core::Result<ListFile> read_list(core::ByteView bytes, HashFunction hash);

}  // namespace sarhad::watchlists

namespace sarhad::facts {

template <>
struct Schema<watchlists::Thresholds> {
    using Fact = watchlists::Thresholds;
    static constexpr std::string_view kName = "thresholds";
    static constexpr auto kFields = FieldList{field(1, "ask", &Fact::ask, 1, Feed::kList),
                                              field(2, "review", &Fact::review, 1, Feed::kList),
                                              field(3, "hold", &Fact::hold, 1, Feed::kList),
                                              field(4, "silent", &Fact::silent, 1, Feed::kList)};
};
template <>
struct Schema<watchlists::ListManifest> {
    using Fact = watchlists::ListManifest;
    static constexpr std::string_view kName = "list_manifest";
    static constexpr auto kFields =
        FieldList{field(1, "name", &Fact::name, 96, Feed::kList),
                  field(2, "source", &Fact::source, 64, Feed::kList),
                  field(3, "edition", &Fact::edition, 1, Feed::kList),
                  field(4, "hash", &Fact::hash, 32, Feed::kList),
                  field(5, "thresholds", &Fact::thresholds, 1, Feed::kList),
                  field(6, "profile", &Fact::profile, 1, Feed::kList)};
};

}  // namespace sarhad::facts
