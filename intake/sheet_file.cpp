#include "sheet_file.h"

#include "sheet_values.h"
#include "xml_tree.h"
#include "zip_file.h"

#include "core/text.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <utility>

namespace sarhad::intake {
namespace {

using core::Errc;
using core::Error;
using core::Result;
using Element = XmlTree::Element;

constexpr std::string_view kFolder = "xl/";

Error too_large(std::string_view what) {
    return {Errc::kExhausted, core::cat("the sheet has ", what, ": split it, or save as CSV")};
}

/// What a part holds as XML. The library's tree is made of it whole: so its size is asked first.
Result<XmlTree> read_part(ZipFile& zip, std::string_view name) {
    SARHAD_TRY(const core::Bytes bytes, zip.read(name));
    const auto marks = static_cast<std::size_t>(std::count(bytes.begin(), bytes.end(), '<'));
    if (marks > 2 * kXmlElementsMax + 2) return too_large("too many cells");
    SARHAD_TRY(XmlTree tree, XmlTree::read(bytes));
    if (!tree.is_whole()) {
        return Error{Errc::kInvalid, "a part of the workbook is damaged: save the sheet again"};
    }
    return tree;
}

bool is_true(std::string_view word) {
    return word == "1" || word == "true";
}

/// A text, or its runs: blanks between them stand in the runs.
std::string text_of(const Element& item) {
    std::string text;
    bool is_apart = false;
    for (const Element& part : item.children()) {
        const Element run = part.name() == "r" ? part.child("t") : part;
        if (!run.exists() || run.name() != "t") continue;
        const bool keeps_blanks = run.attribute("space") == "preserve";
        if (!text.empty() && (is_apart || keeps_blanks)) text.push_back(' ');
        text.append(run.text());
        is_apart = keeps_blanks;
    }
    return text;
}

/// What the cells of all sheets refer to.
struct Workbook {
    std::vector<std::string> texts;
    std::vector<bool> is_day;         ///< By the number of a cell's format.
    std::vector<std::string> sheets;  ///< Names of their parts.
    bool is_1904{false};
};

core::Status read_texts(ZipFile& zip, Workbook& to) {
    const std::string name = core::cat(kFolder, "sharedStrings.xml");
    if (!zip.has(name)) return {};
    SARHAD_TRY(const XmlTree tree, read_part(zip, name));
    for (const Element& item : tree.root().all("si"))
        to.texts.push_back(text_of(item));
    return {};
}

core::Status read_formats(ZipFile& zip, Workbook& to) {
    const std::string name = core::cat(kFolder, "styles.xml");
    if (!zip.has(name)) return {};
    SARHAD_TRY(const XmlTree tree, read_part(zip, name));
    std::map<std::string_view, bool> own;
    for (const Element& format : tree.root().all("numFmt"))
        own.emplace(format.attribute("numFmtId"), is_day_format(format.attribute("formatCode")));
    const Element formats = tree.root().find("cellXfs");
    if (!formats.exists()) return {};
    for (const Element& format : formats.children()) {
        const std::string_view number = format.attribute("numFmtId");
        const auto known = own.find(number);
        to.is_day.push_back(known == own.end() ? is_day_format_number(number) : known->second);
    }
    return {};
}

/// "worksheets/sheet1.xml" beside the workbook, or "/xl/worksheets/sheet1.xml".
std::string part_of(std::string_view target) {
    return target.starts_with('/') ? std::string{target.substr(1)} : core::cat(kFolder, target);
}

core::Status read_workbook(ZipFile& zip, Workbook& to) {
    const std::string name = core::cat(kFolder, "workbook.xml");
    if (!zip.has(name)) {
        return Error{Errc::kInvalid, "a ZIP file that is no workbook: send the files in it"};
    }
    SARHAD_TRY(const XmlTree tree, read_part(zip, name));
    SARHAD_TRY(const XmlTree links, read_part(zip, core::cat(kFolder, "_rels/workbook.xml.rels")));
    std::map<std::string_view, std::string_view> targets;
    for (const Element& link : links.root().all("Relationship"))
        targets.emplace(link.attribute("Id"), link.attribute("Target"));
    to.is_1904 = is_true(tree.root().find("workbookPr").attribute("date1904"));
    for (const Element& sheet : tree.root().all("sheet")) {
        const auto target = targets.find(sheet.attribute("id"));
        const bool is_hidden = sheet.attribute("state").ends_with("idden");
        if (target == targets.end() || is_hidden) continue;
        if (to.sheets.size() == kSheetsMax) return too_large("too many sheets beside it");
        to.sheets.push_back(part_of(target->second));
    }
    return {};
}

class SheetWriter {
public:
    SheetWriter(const Workbook& book, std::size_t& room) : book_{book}, room_{room} {}

    Result<std::string> write(const Element& root) {
        for (const Element& row : root.find("sheetData").children()) {
            if (row.name() != "row") continue;
            const auto told = core::parse_uint(row.attribute("r"));
            const std::size_t number = std::max<std::size_t>(told ? *told : 0, lines_ + 1);
            if (number > kSheetRowsMax) return too_large("too many rows");
            SARHAD_TRY_STATUS(read_row(row));
            while (lines_ + 1 < number)
                end_line();
            write_row();
            end_line();
            if (csv_.size() > room_) return too_large("too much text");
        }
        room_ -= csv_.size();
        return std::move(csv_);
    }

private:
    core::Status read_row(const Element& row) {
        cells_.clear();
        for (const Element& cell : row.children()) {
            if (cell.name() != "c") continue;
            const std::size_t column = column_of_cell(cell.attribute("r"), cells_.size());
            std::string value = value_of(cell);
            if (value.empty()) continue;
            if (column >= kSheetColumnsMax) return too_large("too many columns");
            if (cells_.size() <= column) cells_.resize(column + 1);
            bytes_ += value.size();
            if (bytes_ > room_) return too_large("too much text");
            cells_[column] = std::move(value);
        }
        return {};
    }

    [[nodiscard]] std::string value_of(const Element& cell) const {
        const std::string_view kind = cell.attribute("t");
        const std::string_view value = cell.child("v").text();
        if (kind == "s") {
            const auto place = core::parse_uint(value);
            return place && *place < book_.texts.size() ? book_.texts[*place] : std::string{};
        }
        if (kind == "inlineStr") return text_of(cell.child("is"));
        if (kind == "b") return value.empty() ? std::string{} : is_true(value) ? "true" : "false";
        if (kind == "e") return {};
        if (kind == "str" || kind == "d") return std::string{value};
        const auto format = core::parse_uint(cell.attribute("s"));
        if (format && *format < book_.is_day.size() && book_.is_day[*format]) {
            if (std::string day = serial_day(value, book_.is_1904); !day.empty()) return day;
        }
        return plain_number(value);
    }

    /// As wide as the first one: cells without anything in them need not stand in the file.
    void write_row() {
        if (cells_.empty()) return;
        if (width_ == 0) width_ = cells_.size();
        cells_.resize(std::max(cells_.size(), width_));
        for (std::size_t i = 0; i < cells_.size(); ++i) {
            if (i > 0) csv_.push_back(',');
            if (cells_[i].find_first_of(",\"") == std::string::npos) {
                csv_ += cells_[i];
                continue;
            }
            csv_.push_back('"');
            for (const char c : cells_[i]) {
                if (c == '"') csv_.push_back('"');
                csv_.push_back(c);
            }
            csv_.push_back('"');
        }
    }

    void end_line() {
        csv_.push_back('\n');
        ++lines_;
    }

    const Workbook& book_;
    std::size_t& room_;  ///< For the texts of all sheets.
    std::string csv_{};
    std::vector<std::string> cells_{};
    std::size_t lines_{0};
    std::size_t width_{0};  ///< Of the first row.
    std::size_t bytes_{0};  ///< Of all cells.
};

}  // namespace

bool is_sheet_file(core::ByteView file) {
    return is_zip_file(file);
}

Result<std::vector<std::string>> read_sheets(core::ByteView file) {
    SARHAD_TRY(ZipFile zip, ZipFile::open(file));
    Workbook book;
    SARHAD_TRY_STATUS(read_workbook(zip, book));
    SARHAD_TRY_STATUS(read_texts(zip, book));
    SARHAD_TRY_STATUS(read_formats(zip, book));
    std::vector<std::string> sheets;
    std::size_t room = kSheetTextMax;
    for (const std::string& name : book.sheets) {
        SARHAD_TRY(const XmlTree tree, read_part(zip, name));
        SARHAD_TRY(sheets.emplace_back(), SheetWriter(book, room).write(tree.root()));
    }
    return sheets;
}

}  // namespace sarhad::intake
