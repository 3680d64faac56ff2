#include "form_source.h"

#include "core/text.h"

#include <algorithm>
#include <optional>

namespace sarhad::intake {
namespace {

constexpr std::size_t kColumns = 10'000;

struct Row {
    std::vector<std::string> cells;
    std::uint32_t line{0};
    std::uint32_t offset{0};
    bool is_damaged{false};
};

/// RFC 4180, one record after another. A quote that does not close takes the rest of the file: the
/// record says so.
class Rows {
public:
    explicit Rows(std::string_view text) : text_{text} {
        constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
        if (text_.starts_with(kByteOrderMark)) at_ = kByteOrderMark.size();
    }

    [[nodiscard]] std::optional<Row> next() {
        while (at_ < text_.size()) {
            Row row;
            row.line = line_;
            row.offset = static_cast<std::uint32_t>(at_);
            while (read_cell(row)) {
            }
            const bool is_blank = row.cells.size() == 1 && core::trim(row.cells[0]).empty();
            if (!is_blank) return row;
        }
        return std::nullopt;
    }

private:
    /// False at the end of the record.
    bool read_cell(Row& row) {
        std::string cell;
        bool is_quoted = at_ < text_.size() && text_[at_] == '"';
        if (is_quoted) ++at_;
        for (; at_ < text_.size(); ++at_) {
            const char c = text_[at_];
            if (c == '\n') ++line_;
            if (is_quoted) {
                if (c == '"' && at_ + 1 < text_.size() && text_[at_ + 1] == '"') {
                    ++at_;
                } else if (c == '"') {
                    is_quoted = false;
                    continue;
                }
            } else if (c == ',' || c == '\n') {
                break;
            } else if (c == '\r') {
                continue;
            }
            cell += c;
        }
        row.is_damaged = row.is_damaged || is_quoted;
        row.cells.push_back(std::move(cell));
        const bool goes_on = at_ < text_.size() && text_[at_] == ',';
        if (at_ < text_.size()) ++at_;
        return goes_on;
    }

    std::string_view text_;
    std::size_t at_{0};
    std::uint32_t line_{1};
};

FormEntry form_of(const Row& header, Row row) {
    FormEntry form;
    form.place = row.line;
    form.offset = row.offset;
    if (row.is_damaged) form.damage = "a quote does not close: double each quote inside a text";
    if (row.cells.size() > header.cells.size()) {
        form.damage = "more cells than the header has: put texts with commas into quotes";
    }
    const std::size_t count = std::min(row.cells.size(), header.cells.size());
    for (std::size_t i = 0; i < count; ++i) {
        const std::string_view path = core::trim(header.cells[i]);
        if (core::trim(row.cells[i]).empty()) continue;
        if (path == "form") {
            form.kind = core::trim(row.cells[i]);
        } else {
            form.members.push_back({std::string{path}, std::move(row.cells[i])});
        }
    }
    return form;
}

}  // namespace

std::vector<FormEntry> read_csv_forms(core::ByteView file, std::size_t max) {
    std::vector<FormEntry> forms;
    Rows rows{core::as_text(file)};
    const auto header = rows.next();
    if (!header || header->cells.size() > kColumns || header->is_damaged) {
        forms.emplace_back().damage = core::cat("the header is damaged, or has more than ",
                                                kColumns,
                                                " columns: write the fields' names there");
        return forms;
    }
    while (forms.size() <= max) {
        auto row = rows.next();
        if (!row) break;
        forms.push_back(form_of(*header, std::move(*row)));
    }
    if (forms.empty()) forms.emplace_back().damage = "there is a header, and no form below it";
    return forms;
}

}  // namespace sarhad::intake
