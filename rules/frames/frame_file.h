#pragma once

#include "core/files.h"
#include "rules/engine/fact_layout.h"
#include "rules/frames/frame_block.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sarhad::rules::frames {

inline constexpr std::uint16_t kFrameFileVersion = 1;
/// Magic "SARHADFC", version (u16), kind (u8), GuardMark (u8), year (u16), month (u16), size of the
/// closed description (u32).
inline constexpr std::size_t kFrameFileHeadBytes = 20;
/// Names of all columns; the largest kind has some 6 KiB.
inline constexpr std::size_t kDescriptionBytesMax = std::size_t{256} << 10U;
/// A block's directory: four bytes a section.
inline constexpr std::size_t kDirectoryBytesMax = std::size_t{64} << 10U;
/// Of a block's section: a column of kColumnRowsMax rows that all differ.
inline constexpr std::size_t kSectionBytesMax = kColumnTextMax + (std::size_t{1} << 20U);

/// Which frames a file holds.
struct FrameMonth {
    RuleKind kind{};
    std::uint16_t year{0};
    std::uint16_t month{0};
    friend auto operator<=>(const FrameMonth&, const FrameMonth&) = default;
};
/// "traveller-2026-10": the file's name without ".frames".
[[nodiscard]] std::string name_of(const FrameMonth& month);
/// The reverse; none for another text.
[[nodiscard]] std::optional<FrameMonth> find_month(std::string_view name);
/// Where a frame of that moment belongs.
[[nodiscard]] FrameMonth month_of(RuleKind kind, std::int64_t micros);

/// Where a block stands in its file and what is in it.
struct BlockPlace {
    std::uint32_t number{0};
    std::uint32_t frames{0};
    std::int64_t first{0};  ///< Microseconds since 1970 of its earliest frame.
    std::int64_t last{0};
    std::vector<std::uint32_t> list_rows;  ///< Of all its frames together, by list.
    std::vector<std::uint64_t> ends;       ///< Of each section, in the file.
    std::uint64_t body{0};                 ///< Where the first one begins.
};

/// What parse_description() found: for each slot of the layout the section that has it.
struct FrameColumns {
    static constexpr std::uint32_t kNone = 0xffff'ffff;
    struct Table {
        std::uint32_t rows{kNone};  ///< Of a list; kNone where the file lacks it.
        std::uint32_t list{0};      ///< Its number among the file's lists.
        std::vector<std::uint32_t> fields;
    };
    std::vector<Table> tables;
    std::uint32_t lists{0};     ///< In the file.
    std::uint32_t sections{0};  ///< Of each block.
};

/// The bytes before the first block.
[[nodiscard]] core::Bytes file_head(const FrameMonth& month,
                                    const cel::SlotLayout& layout,
                                    const SectionGuard& guard);
/// kInvalid: a field has another type than in `layout`; kCorrupt: no description. Fields that only
/// one of the two has are no error: facts are added in time.
[[nodiscard]] core::Result<FrameColumns> parse_description(core::ByteView bytes,
                                                           const cel::SlotLayout& layout);
/// `body`: where the block's sections begin; total.
[[nodiscard]] core::Result<BlockPlace> parse_directory(core::ByteView bytes,
                                                       const FrameColumns& columns,
                                                       std::uint64_t body);

/// The frames of one kind and month on disk: a head, then blocks, each with a section a column. It
/// grows by whole blocks; what follows the last whole one is left out, and cut_bytes() says so.
/// Immutable: any number of threads read it.
class FrameFile final {
public:
    /// What its blocks are. `size`: of the file; `guard` and `files` are as they wrote it. Errors
    /// name the file: kCorrupt for damaged ones, kInvalid for another version, kind or guard.
    [[nodiscard]] static core::Result<FrameFile> open(core::Files& files,
                                                      const std::string& folder,
                                                      const FrameMonth& month,
                                                      std::uint64_t size,
                                                      const SectionGuard& guard,
                                                      const engine::FactLayouts& layouts);

    [[nodiscard]] const FrameMonth& month() const { return month_; }
    [[nodiscard]] const std::string& name() const { return name_; }
    [[nodiscard]] const std::string& path() const { return path_; }
    [[nodiscard]] const FrameColumns& columns() const { return columns_; }
    [[nodiscard]] const std::vector<BlockPlace>& blocks() const { return blocks_; }
    [[nodiscard]] std::uint64_t frames() const;
    /// Up to the end of the last whole block.
    [[nodiscard]] std::uint64_t whole_bytes() const { return whole_; }
    /// Behind it: of a block that was cut short.
    [[nodiscard]] std::uint64_t cut_bytes() const { return cut_; }
    /// One section of a block, opened.
    [[nodiscard]] core::Result<core::Bytes> section(core::Files& files,
                                                    const SectionGuard& guard,
                                                    const BlockPlace& block,
                                                    std::uint32_t number) const;

private:
    FrameFile() = default;
    core::Status read_head(core::Files& files,
                           const SectionGuard& guard,
                           const cel::SlotLayout& layout);
    /// Whether there was one more whole block.
    core::Result<bool> read_block(core::Files& files,
                                  const SectionGuard& guard,
                                  std::uint64_t size);

    FrameMonth month_;
    std::string name_;
    std::string path_;
    FrameColumns columns_;
    std::vector<BlockPlace> blocks_;
    std::uint64_t whole_{0};
    std::uint64_t cut_{0};
};

}  // namespace sarhad::rules::frames
