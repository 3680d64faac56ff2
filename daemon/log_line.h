#pragma once

#include "core/clock.h"
#include "core/log.h"

#include <initializer_list>
#include <string>

namespace sarhad::daemon {

inline constexpr std::size_t kLogValueMax = 1024;  ///< Bytes of one field's value; the rest is cut.
inline constexpr std::size_t kLogFieldsMax = 32;   ///< Fields of one event; the rest is left out.

/// {"ts":"2026-11-23T09:14:02.000311Z","level":"warn","id":"REPL-012","text":"...","fields":{...}}
/// in ASCII and one line, whatever the values hold; broken UTF-8 becomes U+FFFD.
[[nodiscard]] std::string to_json_line(core::WallTime at,
                                       const core::LogEvent& event,
                                       std::initializer_list<core::LogField> fields);

/// "<4>REPL-012 ... want=41": core::to_line() after the priority of sd-daemon(3), which the journal
/// reads from the start of a line on stderr. One line, whatever the values hold.
[[nodiscard]] std::string to_journal_line(const core::LogEvent& event,
                                          std::initializer_list<core::LogField> fields);

}  // namespace sarhad::daemon
