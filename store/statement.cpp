#include "store/statement.h"

#include "connection.h"

#include "core/text.h"

#include <sqlite3.h>

#include <utility>

namespace sarhad::store {

Statement::Statement(Connection& connection, CachedStatement& cached) noexcept
    : connection_{&connection}, cached_{&cached} {
    cached.in_use = true;
}

Statement::Statement(Statement&& other) noexcept
    : connection_{other.connection_},
      cached_{std::exchange(other.cached_, nullptr)},
      bind_code_{other.bind_code_},
      has_row_{other.has_row_} {}

Statement::~Statement() {
    if (cached_ != nullptr) {
        connection_->give_back(*cached_);
    }
}

void Statement::note_bind(int code) noexcept {
    if (bind_code_ == SQLITE_OK) {
        bind_code_ = code;
    }
}

void Statement::bind(int position, std::int64_t value) {
    note_bind(sqlite3_bind_int64(cached_->statement, position, value));
}

void Statement::bind(int position, std::string_view text) {
    // A null pointer would bind NULL, and an empty view may hold one.
    note_bind(sqlite3_bind_text64(cached_->statement,
                                  position,
                                  text.empty() ? "" : text.data(),
                                  text.size(),
                                  SQLITE_TRANSIENT,  // NOLINT
                                  SQLITE_UTF8));
}

void Statement::bind(int position, core::ByteView bytes) {
    if (bytes.empty()) {
        note_bind(sqlite3_bind_zeroblob(cached_->statement, position, 0));
        return;
    }
    note_bind(sqlite3_bind_blob64(
        cached_->statement, position, bytes.data(), bytes.size(), SQLITE_TRANSIENT));  // NOLINT
}

void Statement::bind_null(int position) {
    note_bind(sqlite3_bind_null(cached_->statement, position));
}

void Statement::bind_borrowed(int position, core::ByteView bytes) {
    if (bytes.empty()) {
        bind(position, bytes);
        return;
    }
    note_bind(sqlite3_bind_blob64(
        cached_->statement, position, bytes.data(), bytes.size(), SQLITE_STATIC));
}

core::Result<Step> Statement::step() {
    if (bind_code_ != SQLITE_OK) {
        const int code = std::exchange(bind_code_, SQLITE_OK);
        return connection_->error(code, core::cat("bind: ", cached_->text));
    }
    if (!has_row_) {
        SARHAD_TRY_STATUS(connection_->may_start(*cached_));
    }
    const int code = sqlite3_step(cached_->statement);
    has_row_ = code == SQLITE_ROW;
    if (has_row_) {
        return Step::kRow;
    }
    if (code == SQLITE_DONE) {
        reset();
        return Step::kDone;
    }
    core::Error failed = connection_->error(code, cached_->text);
    reset();
    return failed;
}

core::Status Statement::run() {
    SARHAD_TRY(const Step step_result, step());
    if (step_result == Step::kRow) {
        reset();
        return core::Error{core::Errc::kInvalid, core::cat("gives rows: ", cached_->text)};
    }
    return {};
}

core::Result<std::optional<std::int64_t>> Statement::query_int64() {
    SARHAD_TRY(const Step step_result, step());
    std::optional<std::int64_t> value;
    if (step_result == Step::kRow && !is_null(0)) {
        value = int64(0);
    }
    reset();
    return value;
}

std::int64_t Statement::int64(int index) const {
    SARHAD_CHECK(has_row_);
    return sqlite3_column_int64(cached_->statement, index);
}

std::string_view Statement::text(int index) const {
    SARHAD_CHECK(has_row_);
    const unsigned char* start = sqlite3_column_text(cached_->statement, index);
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(cached_->statement, index));
    return start == nullptr ? std::string_view{} : core::as_text({start, size});
}

core::ByteView Statement::bytes(int index) const {
    SARHAD_CHECK(has_row_);
    const void* start = sqlite3_column_blob(cached_->statement, index);
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(cached_->statement, index));
    if (start == nullptr) {
        return {};
    }
    return {static_cast<const std::uint8_t*>(start), size};
}

bool Statement::is_null(int index) const {
    SARHAD_CHECK(has_row_);
    return sqlite3_column_type(cached_->statement, index) == SQLITE_NULL;
}

void Statement::reset() noexcept {
    has_row_ = false;
    sqlite3_reset(cached_->statement);
}

}  // namespace sarhad::store
