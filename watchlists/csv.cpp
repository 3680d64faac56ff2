#include "csv.h"

namespace sarhad::watchlists {
namespace {

constexpr int kEnd = -1;

void push_bounded(CsvRecord& record, std::string& field, int c) {
    if (field.size() >= CsvReader::kMaxField) {
        record.is_damaged = true;
        return;
    }
    field.push_back(static_cast<char>(c));
}

}  // namespace

core::Result<int> CsvReader::peek() {
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

void CsvReader::add_field(CsvRecord& record, std::string& field) {
    if (record.fields.size() < kMaxFields) {
        record.fields.push_back(field);
    } else {
        record.is_damaged = true;
    }
    field.clear();
}

/// After an opening quote: up to the closing one. False at the end of the file.
core::Result<bool> CsvReader::read_quoted(CsvRecord& record, std::string& field) {
    while (true) {
        SARHAD_TRY(const int c, peek());
        if (c == kEnd) {
            record.is_damaged = true;
            return false;
        }
        if (c == '\n' && breaks_ == LineBreaks::kEndRecords) {
            record.is_damaged = true;
            return true;
        }
        ++at_;
        line_ += c == '\n' ? 1U : 0U;
        if (c != '"') {
            push_bounded(record, field, c);
            continue;
        }
        SARHAD_TRY(const int after, peek());
        if (after != '"') {
            return true;
        }
        ++at_;
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

core::Result<bool> CsvReader::read_record(CsvRecord& record) {
    std::string field;
    bool has_any = false;
    bool is_quoted = false;
    while (true) {
        SARHAD_TRY(const int c, peek());
        if (c == kEnd || c == '\n') {
            at_ += c == kEnd ? 0U : 1U;
            line_ += c == kEnd ? 0U : 1U;
            return end_record(record, field, has_any) || c != kEnd;
        }
        ++at_;
        if (c == '"' && field.empty()) {
            has_any = is_quoted = true;
            SARHAD_TRY(const bool is_closed, read_quoted(record, field));
            if (!is_closed) {
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

core::Result<bool> CsvReader::next(CsvRecord& record) {
    while (true) {
        record.fields.clear();
        record.is_damaged = false;
        record.line = line_;
        SARHAD_TRY(const bool has_more, read_record(record));
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

}  // namespace sarhad::watchlists
