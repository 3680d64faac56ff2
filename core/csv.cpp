#include "core/csv.h"

#include "core/check.h"

namespace sarhad::core {
namespace {

constexpr int kEnd = -1;

void push_bounded(CsvRecord& record, std::string& field, int c) {
    record.is_damaged = record.is_damaged || c == 0;
    if (field.size() >= CsvReader::kMaxField) {
        record.is_damaged = record.is_too_large = true;
        return;
    }
    field.push_back(static_cast<char>(c));
}

/// The next letter or digit from `at` on, which moves behind it, in lower case; 0 at the end.
char next_of_key(std::string_view name, std::size_t& at) {
    while (at < name.size()) {
        const char c = name[at++];
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
            return c;
        }
        if (c >= 'A' && c <= 'Z') {
            return static_cast<char>(c - 'A' + 'a');
        }
    }
    return '\0';
}

}  // namespace

std::string column_key(std::string_view name) {
    std::string key;
    std::size_t at = 0;
    for (char c = next_of_key(name, at); c != '\0'; c = next_of_key(name, at)) {
        key.push_back(c);
    }
    return key;
}

bool ColumnLess::operator()(std::string_view one, std::string_view other) const {
    for (std::size_t at = 0, other_at = 0;;) {
        const char c = next_of_key(one, at);
        const char other_c = next_of_key(other, other_at);
        if (c != other_c || c == '\0') {
            return c < other_c;
        }
    }
}

std::string_view damage_of(const CsvRecord& record) {
    static_assert(CsvReader::kMaxField == 1U << 20U && CsvReader::kMaxFields == 256);
    if (record.is_too_large) {
        return "a field is longer than 1 MiB, or there are more than 256: make it shorter";
    }
    return "a quote does not close, text follows one, or a byte is zero: double the quotes in a "
           "field";
}

std::string_view header_hint(const CsvRecord& header, char separator) {
    if (header.fields.empty()) {
        return {};
    }
    const std::string& first = header.fields[0];
    const bool has_wide_mark = first.starts_with("\xFF\xFE") || first.starts_with("\xFE\xFF");
    if (has_wide_mark || first.find('\0') != std::string::npos) {
        return "; the file is UTF-16: save it as UTF-8";
    }
    const bool has_bare_end =
        std::any_of(header.fields.begin(), header.fields.end(), [](const std::string& field) {
            return field.find('\r') != std::string::npos;
        });
    if (has_bare_end) {
        return "; its lines end in CR alone: save it with LF or CR LF line ends";
    }
    if (header.fields.size() > 1) {
        return {};
    }
    if (first.find_first_of(";\t|") == std::string::npos) {
        return {};
    }
    return separator == ',' ? "; set the columns apart by commas" : "";
}

Result<int> CsvReader::peek() {
    if (again_at_ < again_.size()) {
        return int{static_cast<unsigned char>(again_[again_at_])};
    }
    if (at_ < end_) {
        return int{buffer_[at_]};
    }
    if (is_finished_) {
        return kEnd;
    }
    SARHAD_TRY(const std::size_t got, from_(buffer_));
    SARHAD_CHECK(got <= buffer_.size());
    at_ = 0;
    end_ = got;
    bytes_read_ += got;
    is_finished_ = got == 0;
    return is_finished_ ? kEnd : int{buffer_[0]};
}

/// Goes on behind `c`, which peek() gave.
void CsvReader::pass(int c) {
    if (again_at_ < again_.size()) {
        ++again_at_;
    } else {
        ++at_;
        is_raw_again_ = false;
    }
    line_ += c == '\n' ? 1U : 0U;
    if (breaks_ == LineBreaks::kInQuotes && raw_.size() < kMaxRecord) {
        raw_.push_back(static_cast<char>(c));
    }
}

/// Damage with more than one line costs its first line alone.
void CsvReader::read_again(CsvRecord& record) {
    const std::size_t end = raw_.find('\n');
    if (!record.is_damaged || end == std::string::npos || end + 1 == raw_.size()) {
        return;
    }
    if (is_raw_again_) {
        again_at_ -= raw_.size() - end - 1;
    } else {
        std::string again = raw_.substr(end + 1);
        again.append(again_, again_at_);
        again_ = std::move(again);
        again_at_ = 0;
    }
    line_ = record.line + 1;
    record.last_line = record.line;
    record.is_last = false;
}

void CsvReader::add_field(CsvRecord& record, std::string& field) {
    if (record.fields.size() < max_fields_) {
        record.fields.push_back(field);
    } else {
        record.is_damaged = record.is_too_large = true;
    }
    field.clear();
}

/// After an opening quote: up to the closing one. False at the end of the file.
Result<bool> CsvReader::read_quoted(CsvRecord& record, std::string& field) {
    while (true) {
        SARHAD_TRY(const int c, peek());
        if (c == kEnd) {
            record.is_damaged = true;
            return false;
        }
        const bool is_too_long = raw_.size() >= kMaxRecord;
        if (is_too_long || (c == '\n' && breaks_ == LineBreaks::kEndRecords)) {
            record.is_damaged = true;
            return !is_too_long;
        }
        pass(c);
        if (c != '"') {
            push_bounded(record, field, c);
            continue;
        }
        SARHAD_TRY(const int after, peek());
        if (after != '"') {
            return true;
        }
        pass(after);
        push_bounded(record, field, '"');
    }
}

/// The line ends. True where it held anything at all.
bool CsvReader::end_record(CsvRecord& record, std::string& field, bool has_any) {
    if (!field.empty() && field.back() == '\r') {
        field.pop_back();
    }
    if (!has_any && field.empty()) {
        return false;
    }
    add_field(record, field);
    return true;
}

Result<bool> CsvReader::read_record(CsvRecord& record) {
    std::string field;
    bool has_any = false;
    bool is_quoted = false;
    while (true) {
        SARHAD_TRY(const int c, peek());
        if (c == kEnd || c == '\n') {
            record.last_line = line_;
            record.is_last = c == kEnd;
            if (c != kEnd) {
                pass(c);
            }
            return end_record(record, field, has_any) || c != kEnd;
        }
        if (raw_.size() >= kMaxRecord && line_ != record.line) {
            record.is_damaged = true;
            return true;
        }
        pass(c);
        if (c == '"' && field.empty()) {
            has_any = is_quoted = true;
            SARHAD_TRY(const bool is_closed, read_quoted(record, field));
            if (!is_closed) {
                record.last_line = line_;
                record.is_last = raw_.find('\n') == std::string::npos && raw_.size() < kMaxRecord;
                add_field(record, field);
                return true;
            }
        } else if (c == separator_) {
            has_any = true;
            is_quoted = false;
            add_field(record, field);
        } else {
            record.is_damaged = record.is_damaged || (is_quoted && c != ' ' && c != '\r');
            push_bounded(record, field, c);
        }
    }
}

Result<bool> CsvReader::next(CsvRecord& record) {
    while (true) {
        record.fields.clear();
        record.is_damaged = record.is_too_large = record.is_last = false;
        record.line = line_;
        raw_.clear();
        is_raw_again_ = true;
        if (again_at_ == again_.size()) {
            again_.clear();
            again_at_ = 0;
        }
        SARHAD_TRY(const bool has_more, read_record(record));
        read_again(record);
        if (!has_more) {
            return false;
        }
        if (record.fields.empty()) {
            continue;
        }
        has_end_mark_ = record.fields.size() == 1 && record.fields[0] == "\x1A";
        if (!has_end_mark_) {
            return true;
        }
    }
}

}  // namespace sarhad::core
