#include "watchlists/list_file.h"

#include "tree.h"

#include "core/text.h"
#include "facts/fields.h"
#include "watchlists/import.h"

#include <algorithm>

namespace sarhad::watchlists {
namespace {

using core::Errc;
using core::Error;

constexpr std::string_view kMagic = "SARHADLS";
constexpr std::size_t kHashSize = 32;
constexpr std::size_t kMaxManifest = 4096;

Error corrupt(std::string_view why) {
    return Error{Errc::kCorrupt, core::cat("list file: ", why)};
}

void put_entries(core::Bytes& to, std::span<const ListEntry> entries) {
    for (const ListEntry& entry : entries) {
        const core::Bytes bytes = entry_bytes(entry);
        core::put_u32(to, static_cast<std::uint32_t>(bytes.size()));
        core::append(to, bytes);
    }
}

/// The next length-prefixed part of `left`, which moves on.
core::Result<core::ByteView> take_part(core::ByteView& left, std::size_t most) {
    if (left.size() < 4) {
        return corrupt("cut off");
    }
    const std::size_t size = core::get_u32(left);
    left = left.subspan(4);
    if (size > most || size > left.size()) {
        return corrupt("a part passes its limit or the end");
    }
    const core::ByteView part = left.first(size);
    left = left.subspan(size);
    return part;
}

core::Status check_kind(core::ByteView bytes) {
    if (bytes.size() < kMagic.size() + 2 || core::as_text(bytes.first(kMagic.size())) != kMagic) {
        return corrupt("not a list file");
    }
    const std::uint16_t version = core::get_u16(bytes.subspan(kMagic.size()));
    if (version != kListFileVersion) {
        return Error{
            Errc::kInvalid,
            core::cat(
                "list file of version ", version, ", this software reads ", kListFileVersion)};
    }
    return {};
}

/// What the file holds between its head and its hash.
core::Result<core::ByteView> checked_body(core::ByteView bytes, HashFunction hash) {
    if (bytes.size() > kMaxListFile || bytes.size() < kMagic.size() + 2 + kHashSize) {
        return corrupt("not a list file");
    }
    SARHAD_TRY_STATUS(check_kind(bytes));
    const core::ByteView covered = bytes.first(bytes.size() - kHashSize);
    const facts::Hash256 wanted = hash(covered);
    if (!std::equal(wanted.begin(), wanted.end(), bytes.end() - kHashSize)) {
        return corrupt("its hash does not agree with its content");
    }
    return covered.subspan(kMagic.size() + 2);
}

template <class Fact>
core::Result<Fact> fact_of(core::ByteView bytes) {
    SARHAD_TRY(const facts::Value tree, read_tree(bytes));
    auto fact = facts::from_value<Fact>(tree);
    if (!fact) {
        return corrupt(fact.error().what);
    }
    return fact;
}

}  // namespace

core::Bytes entry_bytes(const ListEntry& entry) {
    core::Bytes bytes;
    TreeWriter writer{bytes};
    facts::write(writer, entry);
    return bytes;
}

core::Result<ListEntry> read_entry(core::ByteView bytes) {
    return fact_of<ListEntry>(bytes);
}

facts::Hash256 hash_of(std::span<const ListEntry> entries, HashFunction hash) {
    core::Bytes bytes;
    put_entries(bytes, entries);
    return hash(bytes);
}

core::Result<core::Bytes> listed_bytes(const ListEntry& entry) {
    if (const std::string refusal = refusal_of(entry); !refusal.empty()) {
        return Error{Errc::kInvalid, core::cat("entry ", entry.id, ": ", refusal)};
    }
    const core::Bytes bytes = entry_bytes(entry);
    if (bytes.size() > kMaxListFileEntry) {
        return Error{Errc::kExhausted,
                     core::cat("entry ",
                               entry.id,
                               ": has ",
                               bytes.size(),
                               " bytes, and a list file takes ",
                               kMaxListFileEntry,
                               " of one entry")};
    }
    core::Bytes listed;
    core::put_u32(listed, static_cast<std::uint32_t>(bytes.size()));
    core::append(listed, bytes);
    return listed;
}

bool has_listed(core::ByteView left) {
    return left.size() >= 4 &&
           (core::get_u32(left) > kMaxListFileEntry || left.size() - 4 >= core::get_u32(left));
}

core::Result<ListEntry> take_listed(core::ByteView& left) {
    SARHAD_TRY(const core::ByteView part, take_part(left, kMaxListFileEntry));
    return read_entry(part);
}

core::Bytes list_head(const ListManifest& manifest, std::uint64_t entries) {
    core::Bytes tree;
    TreeWriter writer{tree};
    facts::write(writer, manifest);
    core::Bytes head = core::to_bytes(kMagic);
    core::put_u16(head, kListFileVersion);
    core::put_u32(head, static_cast<std::uint32_t>(tree.size()));
    core::append(head, tree);
    core::put_u64(head, entries);
    return head;
}

core::Status check_list_size(const ListEntry& entry, std::uint64_t place, std::uint64_t bytes) {
    if (bytes <= kMaxListFile - kMaxListFileHead - kHashSize) {
        return {};
    }
    return Error{Errc::kExhausted,
                 core::cat("entry ",
                           entry.id,
                           ", the ",
                           place,
                           "th, would take the list file past its limit of ",
                           kMaxListFile,
                           " bytes: make it several lists")};
}

core::Result<core::Bytes> write_list(ListManifest manifest,
                                     std::span<const ListEntry> entries,
                                     HashFunction hash) {
    core::Bytes body;
    std::uint64_t place = 0;
    for (const ListEntry& entry : entries) {
        SARHAD_TRY(const core::Bytes listed, listed_bytes(entry));
        SARHAD_TRY_STATUS(check_list_size(entry, ++place, body.size() + listed.size()));
        core::append(body, listed);
    }
    manifest.hash = hash(body);
    core::Bytes file = list_head(manifest, entries.size());
    core::append(file, body);
    core::append(file, hash(file));
    return file;
}

core::Result<ListFileHead> read_list_head(core::ByteView bytes) {
    SARHAD_TRY_STATUS(check_kind(bytes));
    core::ByteView left = bytes.subspan(kMagic.size() + 2);
    SARHAD_TRY(const core::ByteView manifest, take_part(left, kMaxManifest));
    ListFileHead head;
    SARHAD_TRY(head.manifest, fact_of<ListManifest>(manifest));
    if (left.size() < 8) {
        return corrupt("cut off");
    }
    head.entries = core::get_u64(left);
    return head;
}

core::Result<ListFile> read_list(core::ByteView bytes, HashFunction hash) {
    SARHAD_TRY(core::ByteView left, checked_body(bytes, hash));
    SARHAD_TRY(const core::ByteView head, take_part(left, kMaxManifest));
    ListFile file;
    SARHAD_TRY(file.manifest, fact_of<ListManifest>(head));
    if (const core::Status usable = check_manifest(file.manifest); !usable) {
        return corrupt(usable.error().what);
    }
    if (left.size() < 8) {
        return corrupt("cut off");
    }
    const std::uint64_t count = core::get_u64(left);
    left = left.subspan(8);
    if (hash(left) != file.manifest.hash) {
        return corrupt("its entries are not those that its manifest names");
    }
    for (std::uint64_t i = 0; i < count; ++i) {
        SARHAD_TRY(ListEntry entry, take_listed(left));
        if (const std::string refusal = refusal_of(entry); !refusal.empty()) {
            return corrupt(core::cat("entry ", i + 1, ": ", refusal));
        }
        file.entries.push_back(std::move(entry));
    }
    if (!left.empty()) {
        return corrupt("bytes follow the last entry");
    }
    return file;
}

}  // namespace sarhad::watchlists
