#include "rules/frames/frame_column.h"

#include "core/check.h"
#include "core/text.h"
#include "rules/engine/necessary.h"
#include "rules/engine/slot_check.h"
#include "rules/frames/le_bytes.h"

#include <algorithm>
#include <utility>

namespace sarhad::rules::frames {
namespace {

using cel::SlotState;
using cel::SlotText;
using core::cat;
using core::Errc;
using core::Error;

constexpr std::size_t kPlacesFirst = 64;

/// Whether the word points into a text.
bool is_long(const cel::SlotField& field, std::uint64_t word, SlotState state) {
    return field.type == cel::SlotType::kString && state == SlotState::kValue &&
           !SlotText::is_inline(word);
}

}  // namespace

ColumnBuilder::ColumnBuilder() : places_(kPlacesFirst) {}

bool ColumnBuilder::is_entry(std::size_t entry,
                             std::uint64_t word,
                             SlotState state,
                             const char* text) const {
    if (column_.states[entry] != state) {
        return false;
    }
    return text == nullptr
               ? column_.words[entry] == word
               : SlotText::read(column_.words[entry], text_.data()) == SlotText::read(word, text);
}

void ColumnBuilder::grow() {
    places_.assign(places_.size() * 2, 0);
    const std::size_t mask = places_.size() - 1;
    for (std::size_t entry = 0; entry < hashes_.size(); ++entry) {
        std::size_t at = hashes_[entry] & mask;
        while (places_[at] != 0) {
            at = (at + 1) & mask;
        }
        places_[at] = static_cast<std::uint32_t>(entry + 1);
    }
}

void ColumnBuilder::add(std::uint64_t word, SlotState state, const char* text) {
    SARHAD_CHECK(rows() < kColumnRowsMax);
    const std::uint64_t key = text == nullptr ? word : engine::text_key(SlotText::read(word, text));
    const std::uint64_t hash = cel::slot_hash(key + static_cast<std::uint64_t>(state)) >> 24U;
    const std::size_t mask = places_.size() - 1;
    std::size_t at = hash & mask;
    while (places_[at] != 0) {
        const std::size_t entry = places_[at] - 1;
        if (hashes_[entry] == hash && is_entry(entry, word, state, text)) {
            column_.codes.push_back(static_cast<std::uint16_t>(entry));
            return;
        }
        at = (at + 1) & mask;
    }
    column_.codes.push_back(static_cast<std::uint16_t>(column_.words.size()));
    if (text != nullptr && !SlotText::is_inline(word)) {
        const auto place = static_cast<std::uint32_t>(text_.size());
        text_ += SlotText::read(word, text);
        word = SlotText::at(place, SlotText::size(word));
    }
    column_.words.push_back(word);
    column_.states.push_back(state);
    hashes_.push_back(hash);
    places_[at] = static_cast<std::uint32_t>(column_.words.size());
    if (column_.words.size() * 2 > places_.size()) {
        grow();
    }
}

core::Bytes ColumnBuilder::finish() {
    const std::size_t count = column_.words.size();
    const std::size_t width = count <= 1 ? 0 : count <= 256 ? 1 : 2;
    core::Bytes made;
    made.reserve(9 + count * 9 + rows() * width + text_.size());
    put_le(made, static_cast<std::uint32_t>(count));
    put_le(made, static_cast<std::uint32_t>(text_.size()));
    put_le(made, static_cast<std::uint8_t>(width));
    put_all(made, column_.states.data(), count);
    put_all(made, column_.words.data(), count);
    if (width == 2) {
        put_all(made, column_.codes.data(), rows());
    } else if (width == 1) {
        for (const std::uint16_t code : column_.codes) {
            made.push_back(static_cast<std::uint8_t>(code));
        }
    }
    core::append(made, core::as_bytes(text_));
    column_.words.clear();
    column_.states.clear();
    column_.codes.clear();
    hashes_.clear();
    text_.clear();
    std::fill(places_.begin(), places_.end(), 0);
    return made;
}

namespace {

/// The codes of `rows` rows, each of them below `count`.
core::Status read_codes(core::ByteView from,
                        std::size_t width,
                        std::size_t count,
                        FrameColumn& to) {
    std::uint16_t most = 0;
    if (width == 2) {
        std::memcpy(to.codes.data(), from.data(), from.size());
        for (const std::uint16_t code : to.codes) {
            most = std::max(most, code);
        }
    } else if (width == 1) {
        std::uint8_t greatest = 0;
        for (std::size_t i = 0; i < from.size(); ++i) {
            to.codes[i] = from[i];
            greatest = std::max(greatest, from[i]);
        }
        most = greatest;
    } else {
        std::fill(to.codes.begin(), to.codes.end(), std::uint16_t{0});
    }
    return most < count || to.codes.empty() ? core::Status{}
                                            : Error{Errc::kCorrupt, "a row has no value"};
}

core::Status parse(core::ByteView bytes,
                   const cel::SlotField& field,
                   std::size_t rows,
                   std::string& text,
                   FrameColumn& to) {
    LeReader reader{bytes};
    const auto count = reader.take<std::uint32_t>();
    const auto text_size = reader.take<std::uint32_t>();
    const auto width = reader.take<std::uint8_t>();
    const std::size_t wanted = count <= 1 ? 0 : count <= 256 ? 1 : 2;
    if (reader.is_cut() || count > rows || (count == 0 && rows != 0) || width != wanted ||
        text_size > kColumnTextMax || text.size() + text_size > UINT32_MAX) {
        return Error{Errc::kCorrupt, "its head is none"};
    }
    const core::ByteView states = reader.bytes(count);
    const core::ByteView words = reader.bytes(std::size_t{count} * 8);
    const core::ByteView codes = reader.bytes(rows * width);
    const core::ByteView texts = reader.bytes(text_size);
    if (!reader.is_done()) {
        return Error{Errc::kCorrupt, "it is of another size than it says"};
    }
    to.words.resize(count);
    to.states.resize(count);
    to.codes.resize(rows);
    if (count != 0) {
        std::memcpy(to.words.data(), words.data(), words.size());
    }
    std::size_t text_at = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const auto state = static_cast<SlotState>(states[i]);
        std::uint64_t& word = to.words[i];
        if (states[i] > 2 || !engine::is_slot(field, word, state)) {
            return Error{Errc::kCorrupt, "it has a value that is none"};
        }
        if (is_long(field, word, state)) {
            if (SlotText::place(word) != text_at || SlotText::size(word) > text_size - text_at) {
                return Error{Errc::kCorrupt, "a text is not where it should be"};
            }
            text_at += SlotText::size(word);
            word = SlotText::at(static_cast<std::uint32_t>(text.size()) + SlotText::place(word),
                                SlotText::size(word));
        }
        to.states[i] = state;
    }
    if (text_at != text_size) {
        return Error{Errc::kCorrupt, "it has text that is of no value"};
    }
    text += core::as_text(texts);
    return read_codes(codes, width, count, to);
}

}  // namespace

core::Status parse_column(core::ByteView bytes,
                          const cel::SlotField& field,
                          std::size_t rows,
                          std::string& text,
                          FrameColumn& to) {
    auto parsed = parse(bytes, field, rows, text, to);
    return parsed ? core::Status{}
                  : Error{parsed.error().code,
                          cat("column '", field.path, "': ", parsed.error().what)};
}

cel::SlotField number_field(std::string path) {
    cel::SlotField field;
    field.path = std::move(path);
    field.type = cel::SlotType::kInt;
    return field;
}

}  // namespace sarhad::rules::frames
