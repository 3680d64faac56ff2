#include "ctl/table.h"

#include "core/check.h"

#include <algorithm>
#include <ostream>

namespace sarhad::ctl {
namespace {

/// Code points: what a terminal shows as one cell, for the scripts that we print.
std::size_t width_of(const std::string& text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char byte) {
        return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U;
    }));
}

std::string padded(const std::string& text, std::size_t width, Align align) {
    const std::string blanks(width - width_of(text), ' ');
    return align == Align::kLeft ? text + blanks : blanks + text;
}

}  // namespace

void Table::add(std::vector<std::string> cells) {
    SARHAD_CHECK(cells.size() == columns_.size());
    for (std::string& cell : cells) {
        std::replace_if(
            cell.begin(), cell.end(), [](char byte) { return byte == '\n' || byte == '\r'; }, ' ');
    }
    rows_.push_back(std::move(cells));
}

void Table::print(std::ostream& to) const {
    std::vector<std::size_t> widths;
    std::vector<std::string> titles;
    for (std::size_t column = 0; column < columns_.size(); ++column) {
        std::size_t width = width_of(columns_[column].title);
        for (const auto& row : rows_) {
            width = std::max(width, width_of(row[column]));
        }
        widths.push_back(width);
        titles.push_back(columns_[column].title);
    }
    const auto line = [&](const std::vector<std::string>& cells) {
        std::string text;
        for (std::size_t column = 0; column < cells.size(); ++column) {
            text += (column == 0 ? "" : "  ") +
                    padded(cells[column], widths[column], columns_[column].align);
        }
        text.erase(text.find_last_not_of(' ') + 1);
        to << text << '\n';
    };
    line(titles);
    for (const auto& row : rows_) {
        line(row);
    }
}

}  // namespace sarhad::ctl
