#pragma once

#include "core/byte_source.h"
#include "core/result.h"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sarhad::core {

/// One record of a CSV file, its fields unquoted.
struct CsvRecord {
    std::uint64_t line{0};       ///< Where it begins, from 1.
    std::uint64_t last_line{0};  ///< Where it ends.
    std::vector<std::string> fields;
    /// A quote does not close, text follows one, a byte is zero, or a limit is passed.
    bool is_damaged{false};
    bool is_too_large{false};  ///< A limit is passed.
    bool is_last{false};       ///< The file ends with it, and with no line end.
};

/// What is wrong with a damaged record, and the remedy.
[[nodiscard]] std::string_view damage_of(const CsvRecord& record);
/// What else a header row may be than columns set apart by `separator`, in UTF-8, and the remedy,
/// after "; "; "" where nothing is told. For the error of a header without its columns.
[[nodiscard]] std::string_view header_hint(const CsvRecord& header, char separator = ',');

/// How the names of a header are compared: letters and digits only, in lower case, so that
/// "Name 6", "name_6" and "NAME6" are one.
[[nodiscard]] std::string column_key(std::string_view name);

/// Orders names of columns as their column_key() does, without making one.
struct ColumnLess {
    // NOLINTNEXTLINE(readability-identifier-naming): the standard library looks for it.
    using is_transparent = void;
    [[nodiscard]] bool operator()(std::string_view one, std::string_view other) const;
};

/// Whether a quoted field may go on in the next line. Where none does in earnest, a stray quote
/// costs its own line and not the file.
enum class LineBreaks : std::uint8_t { kInQuotes, kEndRecords };

/// RFC 4180 records from a source, one at a time; memory is bounded by one record. A lone quote
/// inside an unquoted field is kept as it is. A quote that is damage, and takes lines with it,
/// costs the line in which it stands: those behind it are read again. Thread: one.
class CsvReader final {
public:
    static constexpr std::size_t kMaxField = 1U << 20U;   ///< Bytes.
    static constexpr std::size_t kMaxRecord = 2U << 20U;  ///< Bytes of a record over many lines.
    static constexpr std::size_t kMaxFields = 256;

    /// `from` outlives the reader. `max_fields`: of a record.
    explicit CsvReader(const ByteSource& from,
                       LineBreaks breaks = LineBreaks::kInQuotes,
                       char separator = ',',
                       std::size_t max_fields = kMaxFields)
        : from_{from}, breaks_{breaks}, separator_{separator}, max_fields_{max_fields} {}
    /// The next record into `record`; false at the end. Blank lines, and a DOS end-of-file mark
    /// (0x1A), are passed over. Errors are the source's own.
    [[nodiscard]] Result<bool> next(CsvRecord& record);
    [[nodiscard]] std::uint64_t bytes_read() const { return bytes_read_; }
    /// Once next() gave false: whether a DOS end-of-file mark is the last thing in the source.
    [[nodiscard]] bool has_end_mark() const { return has_end_mark_; }

private:
    [[nodiscard]] Result<int> peek();
    void pass(int c);
    void read_again(CsvRecord& record);
    bool end_record(CsvRecord& record, std::string& field, bool has_any);
    [[nodiscard]] Result<bool> read_record(CsvRecord& record);
    [[nodiscard]] Result<bool> read_quoted(CsvRecord& record, std::string& field);
    void add_field(CsvRecord& record, std::string& field);

    const ByteSource& from_;
    LineBreaks breaks_;
    char separator_;
    std::size_t max_fields_;
    std::array<std::uint8_t, 16'384> buffer_{};
    std::size_t at_{0};
    std::size_t end_{0};
    std::string raw_;    ///< The record as it stands in the file.
    std::string again_;  ///< Lines to be read before what follows in the file.
    std::size_t again_at_{0};
    bool is_raw_again_{true};  ///< All of raw_ stands in again_.
    bool is_finished_{false};
    bool has_end_mark_{false};
    std::uint64_t line_{1};
    std::uint64_t bytes_read_{0};
};

}  // namespace sarhad::core
