#pragma once

#include "core/check.h"

#include <cstdint>
#include <string>
#include <utility>
#include <variant>

namespace sarhad::core {

/// What the caller can do about a failure. The text beside it says what happened.
enum class Errc : std::uint8_t {
    kInvalid = 1,      ///< The input is wrong: tell its sender; the same input fails again.
    kNotFound,         ///< No such thing here.
    kConflict,         ///< The state moved on: read again, then decide.
    kCorrupt,          ///< Stored or received bytes fail their check: quarantine them.
    kUnauthenticated,  ///< Not from whom it claims: drop and count.
    kUnavailable,      ///< The other side or the device does not answer: retry with backoff.
    kExhausted,        ///< A stated limit is reached: shed load.
};

/// A failure: what the caller can do, and for its operator what happened where.
struct Error {
    Errc code;
    std::string what;  ///< For an operator. Ids and numbers only, no personal data.
};

/// A T or the reason there is none. Its names are a subset of std::expected's.
/// Reading the wrong side aborts: the caller looked before it leapt, or the caller is wrong.
template <class T>
class [[nodiscard]] Result {
public:
    Result(T value) : state_{std::in_place_index<0>, std::move(value)} {}      // NOLINT
    Result(Error error) : state_{std::in_place_index<1>, std::move(error)} {}  // NOLINT

    [[nodiscard]] bool has_value() const noexcept { return state_.index() == 0; }
    [[nodiscard]] explicit operator bool() const noexcept { return has_value(); }

    [[nodiscard]] T& operator*() & noexcept { return *value(); }
    [[nodiscard]] T&& operator*() && noexcept { return std::move(*value()); }
    [[nodiscard]] const T& operator*() const& noexcept {
        SARHAD_CHECK(has_value());
        return *std::get_if<0>(&state_);
    }
    T* operator->() noexcept { return value(); }
    const T* operator->() const noexcept { return &**this; }

    [[nodiscard]] const Error& error() const& noexcept {
        SARHAD_CHECK(!has_value());
        return *std::get_if<1>(&state_);
    }
    [[nodiscard]] Error&& error() && noexcept {
        SARHAD_CHECK(!has_value());
        return std::move(*std::get_if<1>(&state_));
    }

private:
    T* value() noexcept {
        SARHAD_CHECK(has_value());
        return std::get_if<0>(&state_);
    }

    std::variant<T, Error> state_;
};

template <>
class [[nodiscard]] Result<void> {
public:
    Result() = default;
    Result(Error error) : error_{std::move(error)}, ok_{false} {}  // NOLINT

    [[nodiscard]] bool has_value() const noexcept { return ok_; }
    [[nodiscard]] explicit operator bool() const noexcept { return ok_; }

    [[nodiscard]] const Error& error() const& noexcept {
        SARHAD_CHECK(!ok_);
        return error_;
    }
    [[nodiscard]] Error&& error() && noexcept {
        SARHAD_CHECK(!ok_);
        return std::move(error_);
    }

private:
    Error error_{};
    bool ok_{true};
};

using Status = Result<void>;

}  // namespace sarhad::core

#define SARHAD_CONCAT_(a, b) a##b
#define SARHAD_CONCAT(a, b) SARHAD_CONCAT_(a, b)
#define SARHAD_TRY_(held, declaration, expression) \
    auto held = (expression);                      \
    if (!held) {                                   \
        return std::move(held).error();            \
    }                                              \
    declaration = *std::move(held)

/// SARHAD_TRY(const Edition head, store.head()): binds the value, or returns the error.
#define SARHAD_TRY(declaration, expression) \
    SARHAD_TRY_(SARHAD_CONCAT(held_, __COUNTER__), declaration, expression)

/// SARHAD_TRY_STATUS(store.commit()): returns the error where there is one.
#define SARHAD_TRY_STATUS(expression)                            \
    do {                                                         \
        if (auto sarhad_status = (expression); !sarhad_status) { \
            return std::move(sarhad_status).error();             \
        }                                                        \
    } while (false)
