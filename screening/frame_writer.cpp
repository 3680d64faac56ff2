#include "frame_writer.h"

#include "core/check.h"
#include "screening/rule_facts.h"

#include <algorithm>
#include <string>

namespace sarhad::screening {

using PlaceKind = rules::cel::SlotLayout::PlaceKind;

bool is_code(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    });
}

void FrameWriter::take(const core::Status& status) {
    SARHAD_CHECK(status || status.error().code == core::Errc::kExhausted);
}

void FrameWriter::set(std::string_view path, const Fact& fact) {
    const auto place = layout_.find(0, path);
    SARHAD_CHECK(place.kind == PlaceKind::kSlot);  // Else the table of facts has lost it.
    take(builder_.set(place.index, fact));
}

void FrameWriter::set_in(std::uint32_t table, std::string_view path, const Fact& fact) {
    const auto place = layout_.find(table, path);
    SARHAD_CHECK(place.kind == PlaceKind::kSlot);
    take(builder_.set_in(table, place.index, fact));
}

void FrameWriter::set_unknown(std::string_view path) {
    const auto place = layout_.find(0, path);
    SARHAD_CHECK(place.kind == PlaceKind::kSlot);
    take(builder_.set_unknown(place.index));
}

void FrameWriter::set_unknown_in(std::uint32_t table, std::string_view path) {
    const auto place = layout_.find(table, path);
    SARHAD_CHECK(place.kind == PlaceKind::kSlot);
    take(builder_.set_unknown_in(table, place.index));
}

std::uint32_t FrameWriter::table(std::string_view path) const {
    const auto place = layout_.find(0, path);
    SARHAD_CHECK(place.kind == PlaceKind::kList);
    return place.index;
}

void FrameWriter::code(std::string_view path, std::string_view text) {
    if (!text.empty() && is_code(text)) {
        set(path, text);
    }
}

void FrameWriter::code_in(std::uint32_t table, std::string_view path, std::string_view text) {
    if (!text.empty() && is_code(text)) {
        set_in(table, path, text);
    }
}

void FrameWriter::set_place(core::WallTime now, const core::PortId& port, std::string_view kind) {
    set("now", rules::engine::Micros{now.micros});
    const std::string_view name = port.value();
    const std::string_view locode = name.substr(0, name.find('-'));
    if (locode.size() == kLocodeSize) {
        code("port.code", locode);
        code("port.country", locode.substr(0, kCountrySize));
    }
    code("port.kind", kind);
}

void FrameWriter::set_hits(const std::vector<facts::Hit>& hits) {
    const std::uint32_t rows = table("hits");
    for (const facts::Hit& hit : hits) {
        if (!counts(hit)) {
            continue;
        }
        if (!add_row(rows)) {
            return;
        }
        const std::string code = list_code(hit.list);
        set_in(rows, "list", std::string_view{code});
        // Nobody has looked at it yet: not known is not "no".
        set_unknown_in(rows, "confirmed");
        // One division of IEEE 754: the same bits on any host.
        set_in(rows, "score", static_cast<double>(hit.score.value()) / 1000.0);
    }
}

}  // namespace sarhad::screening
