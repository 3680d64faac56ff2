#pragma once

#include "core/id.h"

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

namespace sarhad::core {

/// Whom an event is for.
enum class LogLevel : std::uint8_t {
    kError,  ///< Someone must act.
    kWarn,   ///< Degraded, running.
    kInfo,   ///< A state changed; never at a peer's will alone.
    kDebug,  ///< Per message; off by default.
};

/// A kind of event, constant, with an id that never changes meaning and a paragraph of its own in
/// docs/events.md. Ids: <AREA>-<three digits>, AREA in capitals.
struct LogEvent {
    std::string_view id;
    LogLevel level;
    std::string_view text;
};

/// One key=value of an event: ids, counts, times, states. Redacted<T> does not convert to it.
class LogField {
public:
    LogField(std::string_view key, std::string_view value) : key_{key}, value_{value} {}
    LogField(std::string_view key, const char* value) : key_{key}, value_{value} {}
    LogField(std::string_view key, const std::string& value) : key_{key}, value_{value} {}
    template <std::integral T>
    LogField(std::string_view key, T value) : key_{key}, value_{std::to_string(value)} {}
    template <class Tag, class Rep>
    LogField(std::string_view key, const Id<Tag, Rep>& id) : LogField{key, id.value()} {}

    [[nodiscard]] std::string_view key() const { return key_; }
    [[nodiscard]] std::string_view value() const { return value_; }

private:
    std::string_view key_;
    std::string value_;
};

/// Where events go. Implementations: the daemons' (journal or JSON lines), the tests', none.
/// Thread: any.
class Log {
public:
    Log() = default;
    Log(const Log&) = delete;
    Log& operator=(const Log&) = delete;
    virtual ~Log() = default;
    virtual void write(const LogEvent& event, std::initializer_list<LogField> fields) = 0;
    void write(const LogEvent& event) { write(event, {}); }
};

/// "REPL-012 gap in edition log want=41 got=44": keys as they are, values quoted where they hold a
/// blank, a quote, an equals sign or a control character.
[[nodiscard]] std::string to_line(const LogEvent& event, std::initializer_list<LogField> fields);

/// Drops every event: for pure tests and one-shot commands.
class NullLog final : public Log {
public:
    using Log::write;
    void write(const LogEvent& /*event*/, std::initializer_list<LogField> /*fields*/) override {}
};

}  // namespace sarhad::core
