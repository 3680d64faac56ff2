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
inline constexpr std::size_t kMaxListFile = 1U << 30U;       ///< Bytes.
inline constexpr std::size_t kMaxListFileEntry = 1U << 20U;  ///< Bytes of one entry.

/// The entry's bytes in a list file: same entry, same bytes.
[[nodiscard]] core::Bytes entry_bytes(const ListEntry& entry);
/// kCorrupt where the bytes are no entry.
[[nodiscard]] core::Result<ListEntry> read_entry(core::ByteView bytes);
/// Over every entry's bytes with their lengths, in the order given.
[[nodiscard]] facts::Hash256 hash_of(std::span<const ListEntry> entries, HashFunction hash);

/// A list file made entry by entry. It holds the file's bytes and nothing else: kMaxListFile at
/// most, and as much again while its buffer grows or entries are changed. Thread: one.
class ListFileWriter final {
public:
    /// `manifest`: its hash is the writer's to make.
    ListFileWriter(ListManifest manifest, HashFunction hash);

    /// kInvalid for an entry that refusal_of() refuses, kExhausted past kMaxListFile or
    /// kMaxListFileEntry; the entry is then left out.
    [[nodiscard]] core::Status add(const ListEntry& entry);
    /// Hands every entry to `change`, in order, and keeps what it makes of it; errors as of add().
    [[nodiscard]] core::Status change_all(const std::function<void(ListEntry&)>& change);
    [[nodiscard]] std::uint64_t entries() const { return entries_; }
    /// The whole file; the writer is done with.
    [[nodiscard]] core::Bytes finish() &&;

private:
    ListManifest manifest_;
    HashFunction hash_;
    core::Bytes file_;     ///< With room for the head, and the entries behind it.
    std::size_t head_{0};  ///< Size of that room.
    std::uint64_t entries_{0};
};

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
    static constexpr auto kFields = std::tuple{field(1, "ask", &Fact::ask, 1, Feed::kList),
                                               field(2, "review", &Fact::review, 1, Feed::kList),
                                               field(3, "hold", &Fact::hold, 1, Feed::kList),
                                               field(4, "silent", &Fact::silent, 1, Feed::kList)};
};
template <>
struct Schema<watchlists::ListManifest> {
    using Fact = watchlists::ListManifest;
    static constexpr std::string_view kName = "list_manifest";
    static constexpr auto kFields =
        std::tuple{field(1, "name", &Fact::name, 96, Feed::kList),
                   field(2, "source", &Fact::source, 64, Feed::kList),
                   field(3, "edition", &Fact::edition, 1, Feed::kList),
                   field(4, "hash", &Fact::hash, 32, Feed::kList),
                   field(5, "thresholds", &Fact::thresholds, 1, Feed::kList),
                   field(6, "profile", &Fact::profile, 1, Feed::kList)};
};

}  // namespace sarhad::facts
