#pragma once

namespace sarhad::core {

/// Writes the condition and the place to stderr, then aborts. Never returns, never allocates.
[[noreturn]] void check_failed(const char* condition, const char* file, int line) noexcept;

}  // namespace sarhad::core

/// States what the programmer guarantees. On in every build; never for input, disk or network.
#define SARHAD_CHECK(condition)                          \
    (static_cast<bool>(condition) ? static_cast<void>(0) \
                                  : ::sarhad::core::check_failed(#condition, __FILE__, __LINE__))
