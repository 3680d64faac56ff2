#include "editions/list_reader.h"

#include "core/text.h"
#include "watchlists/import.h"

#include <algorithm>
#include <utility>

namespace sarhad::editions {

using core::cat;
using core::Errc;
using core::Error;
using core::Result;
using core::Status;

namespace {

/// Magic and version, before the manifest's length.
constexpr std::size_t kKindBytes = 10;
constexpr std::size_t kLengthBytes = 4;
constexpr std::size_t kCountBytes = 8;

Error corrupt(std::string_view why) {
    return Error{Errc::kCorrupt, cat("list file: ", why)};
}

}  // namespace

ListReader::ListReader(Source source) : source_{std::move(source)} {}

/// So many bytes are held, or the file has no more.
Status ListReader::fill(std::size_t bytes) {
    while (!is_ended_ && held_.size() - at_ < bytes) {
        SARHAD_TRY(const core::Bytes piece, source_());
        is_ended_ = piece.empty();
        read_ += piece.size();
        held_.erase(held_.begin(), held_.begin() + static_cast<std::ptrdiff_t>(at_));
        at_ = 0;
        core::append(held_, piece);
    }
    return {};
}

void ListReader::take(std::size_t bytes) {
    all_.add(left().first(bytes));
    at_ += bytes;
}

Result<watchlists::ListFileHead> ListReader::head() {
    SARHAD_TRY_STATUS(fill(watchlists::kMaxListFileHead));
    auto read = watchlists::read_list_head(left());
    if (!read) {
        return read.error();
    }
    head_ = *std::move(read);
    if (const Status usable = watchlists::check_manifest(head_.manifest); !usable) {
        return corrupt(usable.error().what);
    }
    take(kKindBytes + kLengthBytes + core::get_u32(left().subspan(kKindBytes)) + kCountBytes);
    return head_;
}

Result<std::optional<ListReader::Listed>> ListReader::next() {
    if (given_ == head_.entries) {
        SARHAD_TRY_STATUS(check_end());
        return std::optional<Listed>{};
    }
    SARHAD_TRY_STATUS(fill(kLengthBytes));
    if (left().size() >= kLengthBytes) {
        const std::size_t most = watchlists::kMaxListFileEntry;
        SARHAD_TRY_STATUS(fill(kLengthBytes + std::min<std::size_t>(core::get_u32(left()), most)));
    }
    core::ByteView rest = left();
    Listed listed;
    SARHAD_TRY(listed.entry, watchlists::take_listed(rest));
    ++given_;
    if (const std::string refusal = watchlists::refusal_of(listed.entry); !refusal.empty()) {
        return corrupt(cat("entry ", given_, ": ", refusal));
    }
    const std::size_t size = left().size() - rest.size();
    listed.bytes = core::to_bytes(left().first(size).subspan(kLengthBytes));
    entries_.add(left().first(size));
    take(size);
    return std::optional{std::move(listed)};
}

Status ListReader::check_end() {
    SARHAD_TRY_STATUS(fill(hash_.size() + 1));
    if (left().size() != hash_.size()) {
        return corrupt(left().size() < hash_.size() ? "cut off" : "bytes follow the last entry");
    }
    if (entries_.finish() != head_.manifest.hash) {
        return corrupt("its entries are not those that its manifest names");
    }
    std::copy(left().begin(), left().end(), hash_.begin());
    if (all_.finish() != hash_) {
        return corrupt("its hash does not agree with its content");
    }
    return {};
}

}  // namespace sarhad::editions
