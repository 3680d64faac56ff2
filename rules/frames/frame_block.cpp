#include "rules/frames/frame_block.h"

#include "core/check.h"
#include "rules/frames/le_bytes.h"

#include <algorithm>
#include <utility>

namespace sarhad::rules::frames {
namespace {

using cel::SlotState;
using cel::SlotText;
using cel::SlotType;

constexpr std::int64_t kMicrosADay = 86'400'000'000;

std::uint64_t word_of(std::int64_t number) {
    return static_cast<std::uint64_t>(number);
}

void append(core::Bytes& to, const Opaque& id) {
    to.insert(to.end(), id.begin(), id.end());
}

}  // namespace

std::int64_t day_of(std::int64_t micros) {
    const std::int64_t day = micros / kMicrosADay;
    return micros % kMicrosADay < 0 ? day - 1 : day;
}

BlockBuilder::BlockBuilder(const cel::SlotLayout& layout) : layout_{layout} {
    for (const cel::SlotLayout::Table& table : layout.tables()) {
        tables_.emplace_back().fields.resize(table.fields.size());
    }
}

bool BlockBuilder::has_room(const engine::Frame& frame) const {
    if (frames_ >= kBlockFramesMax || hit_rows_.size() + kNoteHitsMax > kColumnRowsMax) {
        return frames_ == 0;
    }
    for (std::size_t t = 1; t < tables_.size(); ++t) {
        if (tables_[t].count + frame.tables()[t].rows > kColumnRowsMax) {
            return false;
        }
    }
    return true;
}

void BlockBuilder::add_table(std::size_t number, const cel::SlotTable& table, const char* text) {
    Slots& to = tables_[number];
    const auto& fields = layout_.tables()[number].fields;
    if (number != 0) {
        to.rows.add(table.is_unknown ? 0 : table.rows,
                    table.is_unknown ? SlotState::kUnknown : SlotState::kValue,
                    nullptr);
        to.count += table.rows;
    }
    for (std::size_t field = 0; field < fields.size(); ++field) {
        const bool is_text = fields[field].type == SlotType::kString;
        for (std::size_t row = 0; row < table.rows; ++row) {
            const std::size_t at = field * table.rows + row;
            const SlotState state = table.states[at];
            to.fields[field].add(
                table.words[at], state, is_text && state == SlotState::kValue ? text : nullptr);
        }
    }
}

void BlockBuilder::add(const engine::Frame& frame, const FrameNote& note) {
    SARHAD_CHECK(has_room(frame) && note.hits.size() <= kNoteHitsMax);
    first_ = frames_ == 0 ? frame.now() : std::min(first_, frame.now());
    last_ = frames_ == 0 ? frame.now() : std::max(last_, frame.now());
    append(entities_, note.entity);
    append(persons_, note.person);
    days_.add(word_of(day_of(frame.now())), SlotState::kValue, nullptr);
    channels_.add(static_cast<std::uint64_t>(note.channel), SlotState::kValue, nullptr);
    for (const std::string& hit : note.hits) {
        SARHAD_CHECK(hit.size() <= kNoteHitBytesMax);
        hit_rows_.push_back(static_cast<std::uint16_t>(frames_));
        const bool is_short = hit.size() <= SlotText::kInline;
        hits_.add(is_short ? SlotText::of(hit) : SlotText::at(0, hit.size()),
                  SlotState::kValue,
                  hit.data());
    }
    for (std::size_t t = 0; t < tables_.size(); ++t) {
        add_table(t, frame.tables()[t], frame.text().data());
    }
    ++frames_;
}

std::vector<core::Bytes> BlockBuilder::sections() {
    std::vector<core::Bytes> made;
    made.push_back(std::exchange(entities_, {}));
    made.push_back(std::exchange(persons_, {}));
    made.push_back(days_.finish());
    made.push_back(channels_.finish());
    core::Bytes& hits = made.emplace_back();
    put_le(hits, static_cast<std::uint32_t>(hit_rows_.size()));
    put_all(hits, hit_rows_.data(), hit_rows_.size());
    core::append(hits, hits_.finish());
    hit_rows_.clear();
    for (std::size_t t = 0; t < tables_.size(); ++t) {
        if (t != 0) {
            made.push_back(tables_[t].rows.finish());
        }
        for (ColumnBuilder& field : tables_[t].fields) {
            made.push_back(field.finish());
        }
    }
    return made;
}

core::Bytes BlockBuilder::finish(const std::string& file,
                                 std::uint32_t number,
                                 const SectionGuard& guard) {
    SARHAD_CHECK(frames_ != 0);
    core::Bytes directory;
    put_le(directory, static_cast<std::uint32_t>(frames_));
    put_le(directory, first_);
    put_le(directory, last_);
    for (std::size_t t = 1; t < tables_.size(); ++t) {
        put_le(directory, std::exchange(tables_[t].count, 0));
    }
    core::Bytes body;
    std::uint32_t section = 0;
    for (const core::Bytes& plain : sections()) {
        const core::Bytes closed = guard.close({file, number, section++}, plain);
        put_le(directory, static_cast<std::uint32_t>(closed.size()));
        core::append(body, closed);
    }
    frames_ = 0;
    const core::Bytes closed = guard.close({file, number, kDirectorySection}, directory);
    core::Bytes made;
    put_le(made, kBlockMagic);
    put_le(made, number);
    put_le(made, static_cast<std::uint32_t>(closed.size()));
    core::append(made, closed);
    core::append(made, body);
    return made;
}

}  // namespace sarhad::rules::frames
