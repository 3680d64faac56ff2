#include "zip_file.h"

#include "inflate.h"

#include "core/text.h"

#include <algorithm>

namespace sarhad::intake {
namespace {

using core::Errc;
using core::Error;

constexpr std::uint32_t kLocalHeader = 0x04034b50;
constexpr std::uint32_t kDirectoryEntry = 0x02014b50;
constexpr std::uint32_t kDirectoryEnd = 0x06054b50;
constexpr std::size_t kLocalBytes = 30;
constexpr std::size_t kEntryBytes = 46;
constexpr std::size_t kEndBytes = 22;
constexpr std::size_t kCommentMost = 65'535;
constexpr std::uint16_t kEncrypted = 1;
constexpr std::uint16_t kStored = 0;
constexpr std::uint16_t kDeflated = 8;
constexpr std::size_t kRatioFrom = std::size_t{1024} * 1024;

/// Little-endian; the caller has looked that it is there.
std::uint32_t number_at(core::ByteView bytes, std::size_t at, std::size_t size) {
    std::uint32_t number = 0;
    for (std::size_t i = size; i > 0; --i)
        number = number << 8U | bytes[at + i - 1];
    return number;
}

std::uint16_t short_at(core::ByteView bytes, std::size_t at) {
    return static_cast<std::uint16_t>(number_at(bytes, at, 2));
}

std::uint32_t long_at(core::ByteView bytes, std::size_t at) {
    return number_at(bytes, at, 4);
}

Error damaged(std::string_view what) {
    return {Errc::kInvalid, core::cat("the file ", what, ": save the sheet again, or as CSV")};
}

}  // namespace

bool is_zip_file(core::ByteView file) {
    return file.size() >= kLocalBytes && long_at(file, 0) == kLocalHeader;
}

core::Result<ZipFile> ZipFile::open(core::ByteView file) {
    ZipFile zip{file};
    SARHAD_TRY_STATUS(zip.read_directory());
    return zip;
}

core::Status ZipFile::read_directory() {
    if (file_.size() < kEndBytes) return damaged("is no whole ZIP file");
    const std::size_t last = file_.size() - kEndBytes;
    const std::size_t first = last > kCommentMost ? last - kCommentMost : 0;
    std::size_t end = last + 1;
    while (end > first && long_at(file_, end - 1) != kDirectoryEnd)
        --end;
    if (end == first) return damaged("breaks off: its directory is missing");
    --end;
    const std::size_t count = short_at(file_, end + 10);
    std::size_t at = long_at(file_, end + 16);
    if (count > kZipEntriesMax) return damaged("has too many parts");
    for (std::size_t i = 0; i < count; ++i) {
        const bool is_there = at <= end && end - at >= kEntryBytes;
        if (!is_there || long_at(file_, at) != kDirectoryEntry) {
            return damaged("has a damaged directory");
        }
        const std::size_t name = short_at(file_, at + 28);
        const std::size_t more = std::size_t{short_at(file_, at + 30)} + short_at(file_, at + 32);
        if (end - at - kEntryBytes < name + more) return damaged("has a damaged directory");
        Entry entry;
        entry.flags = short_at(file_, at + 8);
        entry.method = short_at(file_, at + 10);
        entry.crc = long_at(file_, at + 16);
        entry.packed = long_at(file_, at + 20);
        entry.unpacked = long_at(file_, at + 24);
        entry.header = long_at(file_, at + 42);
        entries_.emplace(core::as_text(file_.subspan(at + kEntryBytes, name)), entry);
        at += kEntryBytes + name + more;
    }
    return {};
}

core::Result<core::ByteView> ZipFile::packed_of(const Entry& entry) const {
    const std::size_t at = entry.header;
    const bool has_header = at <= file_.size() && file_.size() - at >= kLocalBytes;
    if (!has_header || long_at(file_, at) != kLocalHeader) return damaged("has a damaged part");
    const std::size_t start =
        at + kLocalBytes + short_at(file_, at + 26) + short_at(file_, at + 28);
    if (start > file_.size() || file_.size() - start < entry.packed) {
        return damaged("breaks off in a part");
    }
    return file_.subspan(start, entry.packed);
}

core::Result<core::Bytes> ZipFile::read(std::string_view name) {
    const auto found = entries_.find(name);
    if (found == entries_.end()) return Error{Errc::kNotFound, core::cat("no part ", name)};
    const Entry& entry = found->second;
    if ((entry.flags & kEncrypted) != 0) return damaged("is locked by a password");
    const bool is_bomb =
        entry.unpacked > kRatioFrom && entry.unpacked / kZipRatioMax > entry.packed;
    if (entry.unpacked > room_ || is_bomb) {
        return Error{Errc::kExhausted, "the sheet is too large unpacked: split it, or save as CSV"};
    }
    SARHAD_TRY(const core::ByteView packed, packed_of(entry));
    core::Bytes bytes;
    if (entry.method == kStored) {
        bytes.assign(packed.begin(), packed.end());
    } else if (entry.method == kDeflated) {
        auto unpacked = inflate(packed, entry.unpacked);
        if (!unpacked) return damaged("has a damaged part");
        bytes = *std::move(unpacked);
    } else {
        return damaged("is packed in a way that is not known here");
    }
    if (bytes.size() != entry.unpacked || crc32_of(bytes) != entry.crc) {
        return damaged("has a part that is not what its directory says");
    }
    room_ -= bytes.size();
    return bytes;
}

}  // namespace sarhad::intake
