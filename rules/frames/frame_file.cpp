#include "rules/frames/frame_file.h"

#include "core/text.h"
#include "rules/frames/le_bytes.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace sarhad::rules::frames {
namespace {

using cel::SlotLayout;
using core::cat;
using core::Errc;
using core::Error;

constexpr std::string_view kMagic = "SARHADFC";
/// What one look at a block takes at first: its head and, as a rule, its whole directory.
constexpr std::size_t kFirstLook = 2048;

std::string two_digits(std::uint16_t number) {
    return cat(number < 10 ? "0" : "", number);
}

/// What the columns of a file are.
core::Bytes description_of(const SlotLayout& layout) {
    core::Bytes made;
    put_le(made, static_cast<std::uint16_t>(layout.tables().size()));
    for (const SlotLayout::Table& table : layout.tables()) {
        put_text(made, table.path);
        put_le(made, static_cast<std::uint16_t>(table.fields.size()));
        for (const cel::SlotField& field : table.fields) {
            put_text(made, field.path);
            put_le(made, static_cast<std::uint8_t>(field.type));
        }
    }
    return made;
}

Error at_file(const std::string& path, const Error& error) {
    return {error.code, cat(path, ": ", error.what)};
}

}  // namespace

std::string name_of(const FrameMonth& month) {
    return cat(rules::name_of(month.kind), "-", month.year, "-", two_digits(month.month));
}

std::optional<FrameMonth> find_month(std::string_view name) {
    const auto pieces = core::split(name, '-');
    if (pieces.size() != 3 || pieces[1].size() != 4 || pieces[2].size() != 2) {
        return std::nullopt;
    }
    const auto kind = find_kind(pieces[0]);
    const auto year = core::parse_uint(pieces[1]);
    const auto month = core::parse_uint(pieces[2]);
    if (!kind || !year || !month || *year == 0 || *month == 0 || *month > 12) {
        return std::nullopt;
    }
    return FrameMonth{*kind, static_cast<std::uint16_t>(*year), static_cast<std::uint16_t>(*month)};
}

FrameMonth month_of(RuleKind kind, std::int64_t micros) {
    const std::chrono::year_month_day day{std::chrono::sys_days{std::chrono::days{day_of(micros)}}};
    return {kind,
            static_cast<std::uint16_t>(static_cast<int>(day.year())),
            static_cast<std::uint16_t>(static_cast<unsigned>(day.month()))};
}

core::Bytes file_head(const FrameMonth& month,
                      const SlotLayout& layout,
                      const SectionGuard& guard) {
    const core::Bytes closed =
        guard.close({name_of(month), 0, kDescriptionSection}, description_of(layout));
    core::Bytes made = core::to_bytes(kMagic);
    put_le(made, kFrameFileVersion);
    put_le(made, static_cast<std::uint8_t>(month.kind));
    put_le(made, static_cast<std::uint8_t>(guard.mark()));
    put_le(made, month.year);
    put_le(made, month.month);
    put_le(made, static_cast<std::uint32_t>(closed.size()));
    core::append(made, closed);
    return made;
}

namespace {

/// Of a description the next table, whose place in the layout is `at`; none where it has none.
core::Status parse_table(LeReader& reader,
                         const SlotLayout& layout,
                         std::optional<std::uint32_t> at,
                         FrameColumns& to) {
    const auto fields = reader.take<std::uint16_t>();
    for (std::uint16_t i = 0; i < fields; ++i) {
        const std::string path = reader.text();
        const auto type = reader.take<std::uint8_t>();
        if (reader.is_cut()) {
            return Error{Errc::kCorrupt, "its columns are cut short"};
        }
        const std::uint32_t section = to.sections++;
        const auto place = at ? layout.find(*at, path) : SlotLayout::Place{};
        if (place.kind != SlotLayout::PlaceKind::kSlot) {
            continue;
        }
        if (type != static_cast<std::uint8_t>(layout.tables()[*at].fields[place.index].type)) {
            return Error{Errc::kInvalid,
                         cat("column '", path, "' is of another type than this software's fact")};
        }
        to.tables[*at].fields[place.index] = section;
    }
    return {};
}

}  // namespace

core::Result<FrameColumns> parse_description(core::ByteView bytes, const SlotLayout& layout) {
    FrameColumns made;
    for (const SlotLayout::Table& table : layout.tables()) {
        made.tables.push_back({FrameColumns::kNone, 0, {}});
        made.tables.back().fields.assign(table.fields.size(), FrameColumns::kNone);
    }
    made.sections = kSlotSections;
    LeReader reader{bytes};
    const auto tables = reader.take<std::uint16_t>();
    for (std::uint16_t t = 0; t < tables; ++t) {
        const std::string path = reader.text();
        std::optional<std::uint32_t> at;
        if (t == 0) {
            at = 0;
        } else {
            const auto place = layout.find(0, path);
            if (place.kind == SlotLayout::PlaceKind::kList) {
                at = place.index;
                made.tables[place.index].rows = made.sections;
                made.tables[place.index].list = made.lists;
            }
            ++made.lists;
            ++made.sections;
        }
        SARHAD_TRY_STATUS(parse_table(reader, layout, at, made));
    }
    if (!reader.is_done() || tables == 0) {
        return Error{Errc::kCorrupt, "its columns are none"};
    }
    return made;
}

core::Result<BlockPlace> parse_directory(core::ByteView bytes,
                                         const FrameColumns& columns,
                                         std::uint64_t body) {
    LeReader reader{bytes};
    BlockPlace made;
    made.body = body;
    made.frames = reader.take<std::uint32_t>();
    made.first = reader.take<std::int64_t>();
    made.last = reader.take<std::int64_t>();
    bool is_wrong = made.frames == 0 || made.frames > kBlockFramesMax || made.first > made.last ||
                    made.first < engine::kMomentFirst || made.last > engine::kMomentLast;
    for (std::uint32_t i = 0; i < columns.lists; ++i) {
        made.list_rows.push_back(reader.take<std::uint32_t>());
        is_wrong = is_wrong || made.list_rows.back() > kColumnRowsMax;
    }
    for (std::uint32_t i = 0; i < columns.sections && !reader.is_cut(); ++i) {
        const auto size = reader.take<std::uint32_t>();
        is_wrong = is_wrong || size > kSectionBytesMax + kGuardBytesMax;
        body += size;
        made.ends.push_back(body);
    }
    if (is_wrong || !reader.is_done()) {
        return Error{Errc::kCorrupt, "its directory is none"};
    }
    return made;
}

core::Status FrameFile::read_head(core::Files& files,
                                  const SectionGuard& guard,
                                  const SlotLayout& layout) {
    SARHAD_TRY(
        const core::Bytes head,
        files.read_part(path_, 0, {kFrameFileHeadBytes + kDescriptionBytesMax + kGuardBytesMax}));
    LeReader reader{head};
    const bool has_magic = core::as_text(reader.bytes(kMagic.size())) == kMagic;
    const auto version = reader.take<std::uint16_t>();
    const auto kind = reader.take<std::uint8_t>();
    const auto mark = reader.take<std::uint8_t>();
    const auto year = reader.take<std::uint16_t>();
    const auto month = reader.take<std::uint16_t>();
    const auto size = reader.take<std::uint32_t>();
    if (!has_magic || reader.is_cut()) {
        return Error{Errc::kCorrupt, "no file of frames"};
    }
    if (version != kFrameFileVersion) {
        return Error{Errc::kInvalid,
                     cat("version ", version, ": this software reads ", kFrameFileVersion)};
    }
    if (kind != static_cast<std::uint8_t>(month_.kind) || year != month_.year ||
        month != month_.month) {
        return Error{Errc::kCorrupt, "it holds another kind or month than its name says"};
    }
    if (mark != static_cast<std::uint8_t>(guard.mark())) {
        return Error{Errc::kInvalid,
                     mark == static_cast<std::uint8_t>(GuardMark::kSealed)
                         ? "it is sealed: name the key"
                         : "it is not sealed: leave out the key"};
    }
    const core::ByteView closed = reader.bytes(size);
    if (reader.is_cut() || size > kDescriptionBytesMax + kGuardBytesMax) {
        return Error{Errc::kCorrupt, "its head is cut short"};
    }
    SARHAD_TRY(const core::Bytes description,
               guard.open({name_, 0, kDescriptionSection}, core::to_bytes(closed)));
    SARHAD_TRY(columns_, parse_description(description, layout));
    whole_ = kFrameFileHeadBytes + size;
    return {};
}

core::Result<bool> FrameFile::read_block(core::Files& files,
                                         const SectionGuard& guard,
                                         std::uint64_t size) {
    SARHAD_TRY(core::Bytes look, files.read_part(path_, whole_, {kFirstLook}));
    LeReader reader{look};
    const auto magic = reader.take<std::uint32_t>();
    const auto number = reader.take<std::uint32_t>();
    const auto directory = reader.take<std::uint32_t>();
    if (reader.is_cut()) {
        return false;
    }
    if (magic != kBlockMagic || number != blocks_.size() ||
        directory > kDirectoryBytesMax + kGuardBytesMax) {
        return Error{Errc::kCorrupt, cat("block ", blocks_.size(), " is none")};
    }
    if (look.size() < kBlockHeadBytes + directory) {
        SARHAD_TRY(look, files.read_part(path_, whole_, {kBlockHeadBytes + directory}));
    }
    if (look.size() < kBlockHeadBytes + directory) {
        return false;
    }
    const core::ByteView closed = core::ByteView{look}.subspan(kBlockHeadBytes, directory);
    SARHAD_TRY(const core::Bytes plain,
               guard.open({name_, number, kDirectorySection}, core::to_bytes(closed)));
    SARHAD_TRY(BlockPlace block,
               parse_directory(plain, columns_, whole_ + kBlockHeadBytes + directory));
    if (month_of(month_.kind, block.first) != month_ ||
        month_of(month_.kind, block.last) != month_) {
        return Error{Errc::kCorrupt, cat("block ", number, " has days of another month")};
    }
    block.number = number;
    if (block.ends.back() > size) {
        return false;
    }
    whole_ = block.ends.back();
    blocks_.push_back(std::move(block));
    return true;
}

core::Result<FrameFile> FrameFile::open(core::Files& files,
                                        const std::string& folder,
                                        const FrameMonth& month,
                                        std::uint64_t size,
                                        const SectionGuard& guard,
                                        const engine::FactLayouts& layouts) {
    FrameFile made;
    made.month_ = month;
    made.name_ = frames::name_of(month);
    made.path_ = cat(folder, "/", made.name_, ".frames");
    if (auto read = made.read_head(files, guard, layouts.of(month.kind)); !read) {
        return at_file(made.path_, read.error());
    }
    while (made.whole_ < size) {
        const auto more = made.read_block(files, guard, size);
        if (!more) {
            return at_file(made.path_, more.error());
        }
        if (!*more) {
            break;
        }
    }
    made.cut_ = size - std::min(size, made.whole_);
    return made;
}

std::uint64_t FrameFile::frames() const {
    std::uint64_t sum = 0;
    for (const BlockPlace& block : blocks_) {
        sum += block.frames;
    }
    return sum;
}

core::Result<core::Bytes> FrameFile::section(core::Files& files,
                                             const SectionGuard& guard,
                                             const BlockPlace& block,
                                             std::uint32_t number) const {
    const std::uint64_t begin = number == 0 ? block.body : block.ends[number - 1];
    const std::uint64_t size = block.ends[number] - begin;
    SARHAD_TRY(core::Bytes stored, files.read_part(path_, begin, {size}));
    if (stored.size() != size) {
        return Error{Errc::kCorrupt, cat(path_, ": it was cut while it was read")};
    }
    auto plain = guard.open({name_, block.number, number}, std::move(stored));
    return plain
               ? std::move(plain)
               : at_file(
                     path_,
                     {plain.error().code,
                      cat("block ", block.number, ", section ", number, ": ", plain.error().what)});
}

}  // namespace sarhad::rules::frames
