#pragma once

#include <utility>

namespace sarhad::core {

/// A personal value: a name, a document number, a date of birth. It has no formatter and converts
/// to nothing, so that it cannot reach a log or an error text by accident. reveal() marks each
/// place where a person's data is really used: matching, the officer's page, the sealed record.
template <class T>
class Redacted {
public:
    Redacted() = default;
    explicit Redacted(T value) : value_{std::move(value)} {}
    [[nodiscard]] const T& reveal() const& noexcept { return value_; }
    [[nodiscard]] T&& reveal() && noexcept { return std::move(value_); }
    friend bool operator==(const Redacted&, const Redacted&) = default;
    friend auto operator<=>(const Redacted&, const Redacted&) = default;

private:
    T value_{};
};

}  // namespace sarhad::core
