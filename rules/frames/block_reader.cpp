#include "rules/frames/block_reader.h"

#include "core/text.h"
#include "rules/frames/le_bytes.h"

#include <algorithm>
#include <set>
#include <utility>

namespace sarhad::rules::frames {
namespace {

using cel::SlotState;
using core::cat;
using core::Errc;
using core::Error;

/// A column of what nobody told.
void make_unknown(FrameColumn& column, std::size_t rows) {
    column.words.assign(1, 0);
    column.states.assign(1, SlotState::kUnknown);
    column.codes.assign(rows, 0);
}

}  // namespace

BlockReader::BlockReader(core::Files& files,
                         const SectionGuard& guard,
                         const engine::FactLayouts& layouts)
    : files_{files}, guard_{guard}, layouts_{layouts} {}

void BlockReader::begin(const FrameFile& file, const BlockPlace& block) {
    file_ = &file;
    block_ = &block;
    const cel::SlotLayout& layout = layouts_.of(file.month().kind);
    if (layout_ != &layout) {
        layout_ = &layout;
        tables_.clear();
        for (const cel::SlotLayout::Table& table : layout.tables()) {
            tables_.emplace_back().fields.resize(table.fields.size());
        }
    }
    text_.clear();
    days_.is_read = false;
    channels_.is_read = false;
    entities_.clear();
    persons_.clear();
    hits_.reset();
    for (Table& table : tables_) {
        table.rows.is_read = false;
        for (Kept& field : table.fields) {
            field.is_read = false;
        }
    }
}

core::Result<core::Bytes> BlockReader::section(std::uint32_t number) {
    bytes_read_ += block_->ends[number] - (number == 0 ? block_->body : block_->ends[number - 1]);
    return file_->section(files_, guard_, *block_, number);
}

core::Result<const FrameColumn*> BlockReader::read(Kept& kept,
                                                   std::uint32_t number,
                                                   const cel::SlotField& field,
                                                   std::size_t rows) {
    if (number == FrameColumns::kNone) {
        make_unknown(kept.column, rows);
    } else {
        SARHAD_TRY(const core::Bytes bytes, section(number));
        if (auto parsed = parse_column(bytes, field, rows, text_, kept.column); !parsed) {
            return Error{parsed.error().code,
                         cat(file_->path(), ": block ", block_->number, ": ", parsed.error().what)};
        }
    }
    kept.is_read = true;
    return &kept.column;
}

core::Result<const FrameColumn*> BlockReader::column(std::uint32_t table, std::uint32_t field) {
    Kept& kept = tables_[table].fields[field];
    if (kept.is_read) {
        return &kept.column;
    }
    const FrameColumns::Table& from = file_->columns().tables[table];
    const std::size_t rows = table == 0                         ? block_->frames
                             : from.rows == FrameColumns::kNone ? 0
                                                                : block_->list_rows[from.list];
    return read(kept, from.fields[field], layout_->tables()[table].fields[field], rows);
}

core::Status BlockReader::add_starts(std::uint32_t table) {
    Table& to = tables_[table];
    const FrameColumns::Table& from = file_->columns().tables[table];
    const std::uint64_t rows_max = layout_->tables()[table].rows_max;
    const FrameColumn& rows = to.rows.column;
    bool is_wrong = std::any_of(rows.words.begin(), rows.words.end(), [&](std::uint64_t count) {
        return count > rows_max;
    });
    is_wrong = is_wrong || std::find(rows.states.begin(), rows.states.end(), SlotState::kAbsent) !=
                               rows.states.end();
    to.starts.resize(rows.codes.size() + 1);
    std::uint32_t sum = 0;
    for (std::size_t i = 0; i < rows.codes.size() && !is_wrong; ++i) {
        to.starts[i] = sum;
        sum += static_cast<std::uint32_t>(rows.words[rows.codes[i]]);
    }
    to.starts.back() = sum;
    const std::uint32_t told = from.rows == FrameColumns::kNone ? 0 : block_->list_rows[from.list];
    if (is_wrong || sum != told) {
        to.rows.is_read = false;
        return Error{Errc::kCorrupt,
                     cat(file_->path(),
                         ": block ",
                         block_->number,
                         ": list '",
                         layout_->tables()[table].path,
                         "' has other rows than it says")};
    }
    return {};
}

core::Result<const FrameColumn*> BlockReader::rows(std::uint32_t table) {
    Kept& kept = tables_[table].rows;
    if (kept.is_read) {
        return &kept.column;
    }
    static const cel::SlotField kRows = number_field("rows");
    SARHAD_TRY(const FrameColumn* made,
               read(kept, file_->columns().tables[table].rows, kRows, block_->frames));
    SARHAD_TRY_STATUS(add_starts(table));
    return made;
}

core::Result<const std::vector<std::uint32_t>*> BlockReader::starts(std::uint32_t table) {
    SARHAD_TRY([[maybe_unused]] const FrameColumn* read, rows(table));
    return &tables_[table].starts;
}

core::Result<const FrameColumn*> BlockReader::note(NoteSection section, Kept& kept) {
    static const cel::SlotField kNote = number_field("note");
    return kept.is_read ? &kept.column
                        : read(kept, static_cast<std::uint32_t>(section), kNote, block_->frames);
}

core::Result<const FrameColumn*> BlockReader::days() {
    SARHAD_TRY(const FrameColumn* made, note(NoteSection::kDays, days_));
    // A day that stands there twice is none: who counts by days reckons with a month of them.
    const std::set<std::uint64_t> each{made->words.begin(), made->words.end()};
    if (each.size() != made->words.size()) {
        days_.is_read = false;
        return Error{Errc::kCorrupt,
                     cat(file_->path(), ": block ", block_->number, ": a day twice")};
    }
    for (const std::uint64_t word : made->words) {
        const auto day = static_cast<std::int64_t>(word);
        if (day < day_of(block_->first) || day > day_of(block_->last)) {
            days_.is_read = false;
            return Error{Errc::kCorrupt,
                         cat(file_->path(), ": block ", block_->number, ": a day outside of it")};
        }
    }
    return made;
}

core::Result<const FrameColumn*> BlockReader::channels() {
    SARHAD_TRY(const FrameColumn* made, note(NoteSection::kChannels, channels_));
    for (const std::uint64_t word : made->words) {
        if (word > static_cast<std::uint64_t>(facts::Channel::kRed)) {
            channels_.is_read = false;
            return Error{Errc::kCorrupt,
                         cat(file_->path(), ": block ", block_->number, ": no such channel")};
        }
    }
    return made;
}

core::Result<const std::vector<Opaque>*> BlockReader::opaque(NoteSection number,
                                                             std::vector<Opaque>& to) {
    if (to.empty()) {
        SARHAD_TRY(const core::Bytes bytes, section(static_cast<std::uint32_t>(number)));
        if (bytes.size() != block_->frames * sizeof(Opaque)) {
            return Error{Errc::kCorrupt,
                         cat(file_->path(), ": block ", block_->number, ": ids are missing")};
        }
        to.resize(block_->frames);
        std::memcpy(to.data(), bytes.data(), bytes.size());
    }
    return &to;
}

core::Result<const std::vector<Opaque>*> BlockReader::entities() {
    return opaque(NoteSection::kEntities, entities_);
}

core::Result<const std::vector<Opaque>*> BlockReader::persons() {
    return opaque(NoteSection::kPersons, persons_);
}

core::Result<const RecordedHits*> BlockReader::hits() {
    if (hits_) {
        return &*hits_;
    }
    SARHAD_TRY(const core::Bytes bytes, section(static_cast<std::uint32_t>(NoteSection::kHits)));
    cel::SlotField field = number_field("hits");
    field.type = cel::SlotType::kString;
    field.bytes_max = kNoteHitBytesMax;
    const auto wrong = [&](std::string_view what) {
        return Error{Errc::kCorrupt,
                     cat(file_->path(), ": block ", block_->number, ": its hits: ", what)};
    };
    LeReader reader{bytes};
    const auto count = reader.take<std::uint32_t>();
    if (count > kColumnRowsMax) {
        return wrong("they are too many");
    }
    const core::ByteView rows = reader.bytes(std::size_t{count} * 2);
    if (reader.is_cut()) {
        return wrong("they are cut short");
    }
    RecordedHits made;
    made.rows.resize(count);
    if (count != 0) {
        std::memcpy(made.rows.data(), rows.data(), rows.size());
    }
    if (!std::is_sorted(made.rows.begin(), made.rows.end()) ||
        (count != 0 && made.rows.back() >= block_->frames)) {
        return wrong("they are of no frame");
    }
    const core::ByteView column = core::ByteView{bytes}.subspan(4 + rows.size());
    if (auto parsed = parse_column(column, field, count, text_, made.rules); !parsed) {
        return wrong(parsed.error().what);
    }
    hits_ = std::move(made);
    return &*hits_;
}

}  // namespace sarhad::rules::frames
