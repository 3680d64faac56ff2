#include "section_file.h"

#include "packed.h"
#include "segment.h"
#include "segment_layout.h"

#include "core/text.h"
#include "watchlists/matcher.h"
#include "watchlists/normalise.h"

#include <cstring>

namespace sarhad::watchlists {
namespace {

using core::Errc;
using core::Error;

template <class T>
T load(core::ByteView bytes, std::size_t at) {
    return Column<T>{bytes.subspan(at, sizeof(T))}[0];
}

std::size_t head_sum_at(const SectionHead& head) {
    return kTableAt + head.elements.size() * kTableRow;
}

std::size_t head_size(const SectionHead& head) {
    return head_sum_at(head) + sizeof(std::uint64_t);
}

Error corrupt(const SectionHead& head, std::string_view why) {
    return Error{Errc::kCorrupt, core::cat(head.what, ": ", why)};
}

core::Status check_versions(const SectionHead& head, core::ByteView bytes) {
    const auto version = load<std::uint16_t>(bytes, kVersionAt);
    const auto names = load<std::uint32_t>(bytes, kNormaliseAt);
    const auto scores = load<std::uint32_t>(bytes, kScoringAt);
    if (version == head.version && names == kNormaliseVersion && scores == kScoringVersion) {
        return {};
    }
    return Error{Errc::kInvalid,
                 core::cat(head.what,
                           " of version ",
                           version,
                           ", names ",
                           names,
                           ", scores ",
                           scores,
                           "; this software makes ",
                           head.version,
                           ", ",
                           kNormaliseVersion,
                           ", ",
                           kScoringVersion,
                           ": build it anew")};
}

}  // namespace

core::Bytes write_sections(const SectionHead& head,
                           const std::array<std::uint32_t, kSectionCounts>& counts,
                           std::span<const core::Bytes> sections) {
    core::Bytes bytes = core::to_bytes(head.magic);
    put_packed(bytes, head.version);
    put_packed(bytes, std::uint16_t{0});
    put_packed(bytes, kNormaliseVersion);
    put_packed(bytes, kScoringVersion);
    for (const std::uint32_t count : counts) {
        put_packed(bytes, count);
    }
    put_packed(bytes, static_cast<std::uint32_t>(sections.size()));
    std::size_t at = next_section(head_size(head));
    for (const core::Bytes& section : sections) {
        put_packed(bytes, std::uint64_t{at});
        put_packed(bytes, std::uint64_t{section.size()});
        put_packed(bytes, checksum(section));
        at = next_section(at + section.size());
    }
    put_packed(bytes, checksum(bytes));
    bytes.reserve(at);
    bytes.resize(next_section(bytes.size()));
    for (const core::Bytes& section : sections) {
        core::append(bytes, section);
        bytes.resize(next_section(bytes.size()));
    }
    return bytes;
}

core::Result<SectionFile> read_sections(const SectionHead& head, core::ByteView bytes) {
    if (bytes.size() < next_section(head_size(head)) ||
        core::as_text(bytes.first(head.magic.size())) != head.magic) {
        return corrupt(head, "no head");
    }
    SARHAD_TRY_STATUS(check_versions(head, bytes));
    const std::size_t sum_at = head_sum_at(head);
    if (checksum(bytes.first(sum_at)) != load<std::uint64_t>(bytes, sum_at)) {
        return corrupt(head, "its head does not agree with its checksum");
    }
    if (load<std::uint32_t>(bytes, kSectionsAt) != head.elements.size()) {
        return corrupt(head, "another number of sections");
    }
    SectionFile file;
    for (std::size_t i = 0; i < kSectionCounts; ++i) {
        file.counts[i] = load<std::uint32_t>(bytes, kCountsAt + 4 * i);
    }
    std::size_t at = next_section(head_size(head));
    for (std::size_t i = 0; i < head.elements.size(); ++i) {
        const std::size_t row = kTableAt + i * kTableRow;
        const auto size = load<std::uint64_t>(bytes, row + 8);
        if (load<std::uint64_t>(bytes, row) != at || size > bytes.size() - at ||
            next_section(at + size) > bytes.size()) {
            return corrupt(head, core::cat("section ", i, " lies elsewhere than it says"));
        }
        file.sections.push_back(bytes.subspan(at, size));
        if (size % head.elements[i] != 0 ||
            checksum(file.sections.back()) != load<std::uint64_t>(bytes, row + 16)) {
            return corrupt(head, core::cat("section ", i, " does not agree with its checksum"));
        }
        at = next_section(at + size);
    }
    if (at != bytes.size()) {
        return corrupt(head, "bytes behind the last section");
    }
    return file;
}

void repair_sections(const SectionHead& head, std::span<std::uint8_t> bytes) {
    if (bytes.size() < head_size(head)) {
        return;
    }
    const auto put = [&](std::size_t at, std::uint64_t sum) {
        std::memcpy(bytes.data() + at, &sum, sizeof(sum));
    };
    for (std::size_t i = 0; i < head.elements.size(); ++i) {
        const std::size_t row = kTableAt + i * kTableRow;
        const auto at = load<std::uint64_t>(bytes, row);
        const auto size = load<std::uint64_t>(bytes, row + 8);
        if (at <= bytes.size() && size <= bytes.size() - at) {
            put(row + 16, checksum(bytes.subspan(at, size)));
        }
    }
    put(head_sum_at(head), checksum(bytes.first(head_sum_at(head))));
}

}  // namespace sarhad::watchlists
