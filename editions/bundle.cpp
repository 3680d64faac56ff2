#include "editions/bundle.h"

#include "core/text.h"

#include <algorithm>
#include <utility>

namespace sarhad::editions {

using core::Bytes;
using core::ByteView;
using core::Errc;
using core::Error;
using core::Result;
using core::Status;

namespace {

constexpr std::string_view kMagic = "SARHADBU";
constexpr std::size_t kLengthBytes = 4;
constexpr std::size_t kTitleBytes = 8 + 2 + 8 + 2;

Error invalid(std::string_view what) {
    return Error{Errc::kInvalid, core::cat("bundle: ", what)};
}

Bytes with_length(ByteView part) {
    Bytes bytes;
    core::put_u32(bytes, static_cast<std::uint32_t>(part.size()));
    core::append(bytes, part);
    return bytes;
}

}  // namespace

Bytes BundleWriter::counted(Bytes bytes) {
    hasher_.add(bytes);
    return bytes;
}

Bytes BundleWriter::title(const BundleTitle& title) {
    Bytes bytes = core::to_bytes(kMagic);
    core::put_u16(bytes, kBundleVersion);
    core::put_u64(bytes, static_cast<std::uint64_t>(title.made_at.micros));
    core::put_u16(bytes, title.lists);
    return counted(std::move(bytes));
}

Bytes BundleWriter::list(const SnapshotHead& head) {
    return counted(with_length(encode(head)));
}

Bytes BundleWriter::chunk(ByteView chunk) {
    return counted(with_length(chunk));
}

Bytes BundleWriter::end() {
    return core::to_bytes(hasher_.finish());
}

BundleReader::BundleReader(Source source) : source_{std::move(source)} {}

/// So many bytes, still held until they are taken.
Result<ByteView> BundleReader::need(std::size_t bytes) {
    while (!is_ended_ && held_.size() - at_ < bytes) {
        SARHAD_TRY(const Bytes piece, source_());
        is_ended_ = piece.empty();
        held_.erase(held_.begin(), held_.begin() + static_cast<std::ptrdiff_t>(at_));
        at_ = 0;
        core::append(held_, piece);
    }
    if (held_.size() - at_ < bytes) {
        return invalid("cut off");
    }
    return ByteView{held_}.subspan(at_, bytes);
}

void BundleReader::take(std::size_t bytes) {
    hasher_.add(ByteView{held_}.subspan(at_, bytes));
    at_ += bytes;
}

Result<Bytes> BundleReader::take_part(std::size_t most) {
    SARHAD_TRY(const ByteView length, need(kLengthBytes));
    const std::size_t size = core::get_u32(length);
    if (size > most) {
        return invalid("a part passes its limit");
    }
    take(kLengthBytes);
    SARHAD_TRY(const ByteView part, need(size));
    Bytes bytes = core::to_bytes(part);
    take(size);
    return bytes;
}

Result<BundleTitle> BundleReader::title() {
    const Result<ByteView> all = need(kTitleBytes);
    if (!all || core::as_text(all->first(kMagic.size())) != kMagic) {
        return all || all.error().code == Errc::kInvalid ? invalid("this is none") : all.error();
    }
    ByteView left = all->subspan(kMagic.size());
    if (const std::uint16_t version = core::get_u16(left); version != kBundleVersion) {
        return invalid(core::cat("of version ", version, ", this software reads ", kBundleVersion));
    }
    BundleTitle title;
    title.made_at.micros = static_cast<std::int64_t>(core::get_u64(left.subspan(2)));
    title.lists = core::get_u16(left.subspan(2 + 8));
    if (title.lists > kBundleListsMax) {
        return invalid("it has more lists than there can be");
    }
    take(kTitleBytes);
    lists_ = title.lists;
    return title;
}

Result<std::optional<SnapshotHead>> BundleReader::list() {
    if (lists_ == 0) {
        SARHAD_TRY_STATUS(check_end());
        return std::optional<SnapshotHead>{};
    }
    --lists_;
    SARHAD_TRY(const Bytes bytes, take_part(kSnapshotHeadMax));
    SARHAD_TRY(SnapshotHead head, decode_snapshot_head(bytes));
    return std::optional{std::move(head)};
}

Result<Bytes> BundleReader::chunk() {
    return take_part(kChunkBytesMax);
}

Status BundleReader::check_end() {
    const wire::Hash256 wanted = hasher_.finish();
    SARHAD_TRY(const ByteView hash, need(wanted.size()));
    if (!std::equal(wanted.begin(), wanted.end(), hash.begin())) {
        return invalid("its hash does not agree with its content");
    }
    at_ += wanted.size();
    return need(1) ? Status{invalid("bytes follow its end")} : Status{};
}

}  // namespace sarhad::editions
