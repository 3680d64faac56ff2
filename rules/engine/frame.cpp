#include "rules/engine/frame.h"

#include "core/text.h"
#include "rules/engine/slot_check.h"

#include <cstring>

namespace sarhad::rules::engine {
namespace {

using cel::SlotState;
using cel::SlotText;
using cel::SlotType;
using core::cat;
using core::Errc;
using core::Error;

constexpr std::string_view kMagic = "SARHADFR";

template <class T>
void put(core::Bytes& to, T value) {
    const auto* from = reinterpret_cast<const std::uint8_t*>(&value);
    to.insert(to.end(), from, from + sizeof value);
}

}  // namespace

void Frame::tie(const cel::SlotLayout& layout) {
    std::size_t base = 0;
    for (std::size_t t = 0; t < tables_.size(); ++t) {
        cel::SlotTable& table = tables_[t];
        const std::size_t fields = layout.tables()[t].fields.size();
        table.words = words_.data() + base;
        table.states = states_.data() + base;
        table.unknown_fields = 0;
        for (std::size_t field = 0; t != 0 && field < fields; ++field) {
            const auto* first = table.states + field * table.rows;
            const bool is_unknown =
                table.rows != 0 &&
                std::memchr(first, static_cast<int>(SlotState::kUnknown), table.rows) != nullptr;
            table.unknown_fields |= std::uint64_t{is_unknown ? 1U : 0U} << field;
        }
        base += fields * table.rows;
    }
    using PlaceKind = cel::SlotLayout::PlaceKind;
    const auto now = layout.find(0, "now");
    now_ = now.kind == PlaceKind::kSlot ? static_cast<std::int64_t>(words_[now.index]) : 0;
    const auto port = layout.find(0, "port.code");
    port_ = port.kind == PlaceKind::kSlot ? SlotText::read(words_[port.index], text_.data())
                                          : std::string_view{};
}

core::Bytes Frame::to_bytes(const cel::SlotLayout& layout) const {
    core::Bytes bytes = core::to_bytes(kMagic);
    put(bytes, kFrameVersion);
    put(bytes, static_cast<std::uint16_t>(tables_.size()));
    put(bytes, layout.fingerprint());
    for (const cel::SlotTable& table : tables_) {
        put(bytes, table.rows);
        put(bytes, std::uint8_t{table.is_unknown ? std::uint8_t{1} : std::uint8_t{0}});
    }
    put(bytes, static_cast<std::uint32_t>(text_.size()));
    for (std::size_t t = 0; t < tables_.size(); ++t) {
        const std::size_t slots = layout.tables()[t].fields.size() * tables_[t].rows;
        const auto* words = reinterpret_cast<const std::uint8_t*>(tables_[t].words);
        const auto* states = reinterpret_cast<const std::uint8_t*>(tables_[t].states);
        bytes.insert(bytes.end(), words, words + slots * 8);
        bytes.insert(bytes.end(), states, states + slots);
    }
    core::append(bytes, core::as_bytes(text_));
    return bytes;
}

/// Reads what to_bytes() wrote, and nothing else.
class FrameReader final {
public:
    FrameReader(core::ByteView bytes, const cel::SlotLayout& layout)
        : rest_{bytes}, layout_{layout} {}

    core::Result<Frame> run() {
        SARHAD_TRY_STATUS(head());
        for (std::size_t t = 0; t < frame_.tables_.size(); ++t) {
            SARHAD_TRY_STATUS(table(t));
        }
        if (rest_.size() != text_size_ || text_at_ != text_size_) {
            return Error{Errc::kCorrupt, "frame: its text is of another size"};
        }
        frame_.text_ = core::as_text(rest_);
        frame_.tie(layout_);
        return std::move(frame_);
    }

private:
    static Error cut() { return {Errc::kCorrupt, "frame: it ends early"}; }

    template <class T>
    core::Result<T> take() {
        if (rest_.size() < sizeof(T)) {
            return cut();
        }
        T value{};
        std::memcpy(&value, rest_.data(), sizeof value);
        rest_ = rest_.subspan(sizeof value);
        return value;
    }

    core::Status head() {
        if (rest_.size() < kMagic.size() || core::as_text(rest_.first(kMagic.size())) != kMagic) {
            return Error{Errc::kCorrupt, "not a frame"};
        }
        rest_ = rest_.subspan(kMagic.size());
        SARHAD_TRY(const auto version, take<std::uint16_t>());
        SARHAD_TRY(const auto tables, take<std::uint16_t>());
        SARHAD_TRY(const auto layout, take<std::uint64_t>());
        if (version != kFrameVersion || layout != layout_.fingerprint() ||
            tables != layout_.tables().size()) {
            return Error{Errc::kInvalid,
                         cat("frame of version ",
                             version,
                             ": this software reads version ",
                             kFrameVersion,
                             " with its own fact schema")};
        }
        std::size_t slots = 0;
        for (std::size_t t = 0; t < tables; ++t) {
            SARHAD_TRY(const auto rows, take<std::uint32_t>());
            SARHAD_TRY(const auto is_unknown, take<std::uint8_t>());
            const bool is_wrong = t == 0 ? rows != 1 || is_unknown != 0
                                         : rows > layout_.tables()[t].rows_max || is_unknown > 1 ||
                                               (is_unknown == 1 && rows != 0);
            if (is_wrong) {
                return Error{Errc::kCorrupt,
                             cat("frame: table ", t, " cannot have ", rows, " rows")};
            }
            frame_.tables_.push_back({nullptr, nullptr, rows, is_unknown == 1, 0});
            slots += rows * layout_.tables()[t].fields.size();
        }
        SARHAD_TRY(text_size_, take<std::uint32_t>());
        if (slots > kFrameSlotsMax || text_size_ > kFrameTextMax ||
            rest_.size() != slots * 9 + text_size_) {
            return Error{Errc::kCorrupt, "frame: it is of another size than it says"};
        }
        return {};
    }

    core::Status table(std::size_t number) {
        const auto& fields = layout_.tables()[number].fields;
        const std::uint32_t rows = frame_.tables_[number].rows;
        const std::size_t slots = fields.size() * rows;
        const std::size_t base = frame_.words_.size();
        frame_.words_.resize(base + slots);
        frame_.states_.resize(base + slots);
        const core::ByteView states = rest_.subspan(slots * 8, slots);
        if (slots != 0) {
            std::memcpy(frame_.words_.data() + base, rest_.data(), slots * 8);
        }
        for (std::size_t i = 0; i < slots; ++i) {
            const cel::SlotField& field = fields[i / rows];
            const std::uint64_t word = frame_.words_[base + i];
            const auto state = static_cast<SlotState>(states[i]);
            const bool is_long = field.type == SlotType::kString && state == SlotState::kValue &&
                                 !SlotText::is_inline(word);
            if (states[i] > 2 || !is_slot(field, word, state) || (is_long && !is_in_place(word))) {
                return Error{Errc::kCorrupt, cat("frame: '", field.path, "' is no such value")};
            }
            frame_.states_[base + i] = state;
        }
        rest_ = rest_.subspan(slots * 9);
        return {};
    }

    /// Whether a long text stands right behind the one before it.
    bool is_in_place(std::uint64_t word) {
        if (SlotText::place(word) != text_at_) {
            return false;
        }
        text_at_ += SlotText::size(word);
        return text_at_ <= text_size_;
    }

    core::ByteView rest_;
    const cel::SlotLayout& layout_;
    Frame frame_;
    std::size_t text_size_{0};
    std::size_t text_at_{0};
};

core::Result<Frame> Frame::parse(core::ByteView bytes, const cel::SlotLayout& layout) {
    return FrameReader{bytes, layout}.run();
}

}  // namespace sarhad::rules::engine
