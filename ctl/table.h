#pragma once

#include <cstdint>
#include <iosfwd>
#include <string>
#include <vector>

namespace sarhad::ctl {

/// Where a column's shorter cells stand.
enum class Align : std::uint8_t { kLeft, kRight };

/// Plain text in columns as wide as their widest cell, one line a row, no colours.
class Table {
public:
    struct Column {
        std::string title;
        Align align{Align::kLeft};
    };
    explicit Table(std::vector<Column> columns) : columns_{std::move(columns)} {}

    /// As many cells as there are columns (checked). A line feed in a cell becomes a blank.
    void add(std::vector<std::string> cells);
    void print(std::ostream& to) const;

private:
    std::vector<Column> columns_;
    std::vector<std::vector<std::string>> rows_{};
};

}  // namespace sarhad::ctl
