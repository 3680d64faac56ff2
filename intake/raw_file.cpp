#include "intake/raw_file.h"

#include "core/text.h"

#include <algorithm>
#include <string_view>
#include <utility>

namespace sarhad::intake {

using core::Errc;
using core::Error;
using core::Result;

namespace {

constexpr std::string_view kMagic = "SARHAD-RAW-1 ";
constexpr std::size_t kLengthBytes = 4;

core::Bytes place_of(core::WallTime since, std::uint32_t number, bool is_last) {
    core::Bytes place;
    core::put_u64(place, static_cast<std::uint64_t>(since.micros));
    core::put_u32(place, number);
    place.push_back(is_last ? 1 : 0);
    return place;
}

Error damaged(std::string_view how) {
    return {Errc::kCorrupt, core::cat("sealed message file: ", how)};
}

}  // namespace

core::Bytes RawSealer::head() const {
    return core::to_bytes(core::cat(kMagic, since_.micros, "\n"));
}

core::Bytes RawSealer::chunk(core::ByteView plain, bool is_last) {
    const core::Bytes sealed = seal_.seal(place_of(since_, number_++, is_last), plain);
    core::Bytes framed;
    framed.reserve(sealed.size() + kLengthBytes);
    core::put_u32(framed, static_cast<std::uint32_t>(sealed.size()));
    core::append(framed, sealed);
    return framed;
}

core::Bytes seal_raw(const RawSeal& seal, core::ByteView plain, core::WallTime since) {
    RawSealer sealer{seal, since};
    core::Bytes file = sealer.head();
    std::size_t at = 0;
    do {
        const std::size_t size =
            std::min(plain.size() - at, static_cast<std::size_t>(kRawChunk.bytes));
        core::append(file, sealer.chunk(plain.subspan(at, size), at + size == plain.size()));
        at += size;
    } while (at < plain.size());
    return file;
}

std::optional<core::WallTime> sealed_since(core::ByteView file) {
    const std::string_view text = core::as_text(file.first(std::min(file.size(), kRawHeadMax)));
    const std::size_t end = text.find('\n');
    if (!text.starts_with(kMagic) || end == std::string_view::npos) return std::nullopt;
    const auto micros = core::parse_int(text.substr(kMagic.size(), end - kMagic.size()));
    if (!micros || *micros < 0) return std::nullopt;
    return core::WallTime{*micros};
}

Result<OpenedRaw> open_raw(const RawSeal& seal, core::ByteView file) {
    const auto since = sealed_since(file);
    if (!since) return damaged("no first line of one");
    OpenedRaw opened{{}, *since};
    std::size_t at = core::as_text(file).find('\n') + 1;
    for (std::uint32_t number = 0;; ++number) {
        if (file.size() - at < kLengthBytes) return damaged("it is cut off");
        const std::size_t size = core::get_u32(file.subspan(at));
        at += kLengthBytes;
        if (size > kRawChunk.bytes + kRawSealMax || size > file.size() - at) {
            return damaged("it is cut off");
        }
        const bool is_last = at + size == file.size();
        SARHAD_TRY(const core::Bytes plain,
                   seal.open(place_of(*since, number, is_last), file.subspan(at, size)));
        core::append(opened.content, plain);
        at += size;
        if (is_last) return opened;
    }
}

}  // namespace sarhad::intake
