#pragma once

#include "core/bytes.h"
#include "core/result.h"

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace sarhad::watchlists {

/// Sections behind a head that tells version, counts, places and checksums: the frame of an index
/// that is kept. Little-endian; layout: docs/storage.md.
struct SectionHead {
    std::string_view magic;  ///< Eight characters.
    std::string_view what;   ///< Begins every error text.
    std::uint16_t version{0};
    std::span<const std::size_t> elements;  ///< Bytes of one element, by section.
};
inline constexpr std::size_t kSectionCounts = 4;

/// The file of `sections`, as many as the head has elements.
[[nodiscard]] core::Bytes write_sections(const SectionHead& head,
                                         const std::array<std::uint32_t, kSectionCounts>& counts,
                                         std::span<const core::Bytes> sections);

/// What a file holds, in place.
struct SectionFile {
    std::array<std::uint32_t, kSectionCounts> counts{};
    std::vector<core::ByteView> sections;
};
/// Total: kCorrupt, saying where, for any bytes that write_sections() did not give; kInvalid for
/// those of another version of the file, of names or of scores.
[[nodiscard]] core::Result<SectionFile> read_sections(const SectionHead& head,
                                                      core::ByteView bytes);

/// Makes the checksums agree with the bytes, as far as the head can be read: for the fuzzer.
void repair_sections(const SectionHead& head, std::span<std::uint8_t> bytes);

}  // namespace sarhad::watchlists
