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

/// What the file holds between its head and its hash.
core::Result<core::ByteView> checked_body(core::ByteView bytes, HashFunction hash) {
    if (bytes.size() > kMaxListFile || bytes.size() < kMagic.size() + 2 + kHashSize ||
        core::as_text(bytes.first(kMagic.size())) != kMagic) {
        return corrupt("not a list file");
    }
    const std::uint16_t version = core::get_u16(bytes.subspan(kMagic.size()));
    if (version != kListFileVersion) {
        return Error{
            Errc::kInvalid,
            core::cat(
                "list file of version ", version, ", this software reads ", kListFileVersion)};
    }
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

core::Result<core::Bytes> write_list(ListManifest manifest,
                                     std::span<const ListEntry> entries,
                                     HashFunction hash) {
    core::Bytes body;
    for (const ListEntry& entry : entries) {
        if (const std::string refusal = refusal_of(entry); !refusal.empty()) {
            return Error{Errc::kInvalid, core::cat("entry ", entry.id, ": ", refusal)};
        }
        const std::size_t before = body.size();
        put_entries(body, std::span{&entry, 1});
        if (body.size() - before > kMaxListFileEntry || body.size() > kMaxListFile / 2) {
            return Error{Errc::kExhausted,
                         core::cat("entry ", entry.id, ": the file passes its limit")};
        }
    }
    manifest.hash = hash(body);
    core::Bytes head;
    TreeWriter writer{head};
    facts::write(writer, manifest);
    core::Bytes file = core::to_bytes(kMagic);
    core::put_u16(file, kListFileVersion);
    core::put_u32(file, static_cast<std::uint32_t>(head.size()));
    core::append(file, head);
    core::put_u64(file, entries.size());
    core::append(file, body);
    core::append(file, hash(file));
    return file;
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
        SARHAD_TRY(const core::ByteView part, take_part(left, kMaxListFileEntry));
        SARHAD_TRY(ListEntry entry, read_entry(part));
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
