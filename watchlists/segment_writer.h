#pragma once

#include "segment_builder.h"
#include "segment_layout.h"

#include "watchlists/matcher.h"

#include <array>
#include <cstddef>
#include <cstdint>

namespace sarhad::watchlists {

/// The sections of a segment while they are written: each by one thread.
class SegmentBuilder::Writer final {
public:
    core::Bytes& operator[](Section which) { return sections_[static_cast<std::size_t>(which)]; }
    /// `counts`: entries, named ones, names, words.
    [[nodiscard]] core::Bytes finish(const std::array<std::uint32_t, 4>& counts) {
        core::Bytes bytes = core::to_bytes(kSegmentMagic);
        put_packed(bytes, kSegmentVersion);
        put_packed(bytes, std::uint16_t{0});
        put_packed(bytes, kNormaliseVersion);
        put_packed(bytes, kScoringVersion);
        for (const std::uint32_t count : counts) {
            put_packed(bytes, count);
        }
        put_packed(bytes, static_cast<std::uint32_t>(kSections));
        std::size_t at = next_section(kHeadSize);
        for (const core::Bytes& section : sections_) {
            put_packed(bytes, std::uint64_t{at});
            put_packed(bytes, std::uint64_t{section.size()});
            put_packed(bytes, checksum(section));
            at = next_section(at + section.size());
        }
        put_packed(bytes, checksum(bytes));
        bytes.reserve(at);
        bytes.resize(next_section(kHeadSize));
        for (core::Bytes& section : sections_) {
            core::append(bytes, section);
            bytes.resize(next_section(bytes.size()));
            section = {};
        }
        return bytes;
    }

private:
    std::array<core::Bytes, kSections> sections_;
};

}  // namespace sarhad::watchlists
