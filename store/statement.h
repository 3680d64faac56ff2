#pragma once

#include "core/bytes.h"
#include "core/result.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace sarhad::store {

class Connection;
struct CachedStatement;

/// What a step led to.
enum class Step : std::uint8_t {
    kRow,   ///< A row stands ready; read its columns before the next step.
    kDone,  ///< No (more) rows; the statement may be bound and run again.
};

/// A prepared statement, borrowed from its connection's cache and given back, reset and unbound,
/// on destruction. It must not outlive its Database or Reader. A failed bind shows at the next
/// step(). A statement that writes runs inside a Transaction only (else kInvalid), and not after
/// SQLite has rolled that transaction back by itself (kUnavailable).
/// Thread: its connection's.
class Statement {
public:
    Statement(Connection& connection, CachedStatement& cached) noexcept;
    Statement(Statement&& other) noexcept;
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;
    Statement& operator=(Statement&&) = delete;
    ~Statement();

    /// Binds the parameter `position`, from 1. Text and bytes are copied.
    void bind(int position, std::int64_t value);
    void bind(int position, std::string_view text);
    void bind(int position, core::ByteView bytes);
    void bind_null(int position);
    /// Without the copy: `bytes` must live until the statement is done, bound anew or destroyed.
    void bind_borrowed(int position, core::ByteView bytes);

    /// Binds `values` to the parameters 1, 2, ...
    template <class... T>
    void bind_all(const T&... values) {
        int position = 0;
        (bind(++position, values), ...);
    }

    /// Errors: kExhausted where the disk or the page quota is full, kConflict where a constraint
    /// forbids it, kCorrupt, kUnavailable for the device. The text names the file and the
    /// statement, never a bound value.
    [[nodiscard]] core::Result<Step> step();
    /// Runs a statement that gives no row; a row is kInvalid.
    [[nodiscard]] core::Status run();
    /// The first column of the first row; empty where there is no row or it is NULL.
    [[nodiscard]] core::Result<std::optional<std::int64_t>> query_int64();

    /// The column `index`, from 0, of the row at hand (checked). Text and bytes are borrowed until
    /// the next step. NULL reads as 0 or as empty.
    [[nodiscard]] std::int64_t int64(int index) const;
    [[nodiscard]] std::string_view text(int index) const;
    [[nodiscard]] core::ByteView bytes(int index) const;
    [[nodiscard]] bool is_null(int index) const;

private:
    void note_bind(int code) noexcept;
    void reset() noexcept;

    Connection* connection_;
    CachedStatement* cached_;  ///< Null once moved from.
    int bind_code_{0};         ///< SQLite's code of the first bind that failed.
    bool has_row_{false};
};

}  // namespace sarhad::store
