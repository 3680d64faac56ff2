#include "log_line.h"

#include "core/text.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <string_view>
#include <utility>

namespace sarhad::daemon {
namespace {

std::string_view level_name(core::LogLevel level) {
    switch (level) {
        case core::LogLevel::kError:
            return "error";
        case core::LogLevel::kWarn:
            return "warn";
        case core::LogLevel::kInfo:
            return "info";
        case core::LogLevel::kDebug:
            return "debug";
    }
    return "error";
}

/// Severities of syslog(3), as sd-daemon(3) has them.
std::string_view journal_prefix(core::LogLevel level) {
    switch (level) {
        case core::LogLevel::kError:
            return "<3>";
        case core::LogLevel::kWarn:
            return "<4>";
        case core::LogLevel::kInfo:
            return "<6>";
        case core::LogLevel::kDebug:
            return "<7>";
    }
    return "<3>";
}

}  // namespace

std::string to_json_line(core::WallTime at,
                         const core::LogEvent& event,
                         std::initializer_list<core::LogField> fields) {
    using Json = nlohmann::ordered_json;
    Json named = Json::object();
    for (const core::LogField& field : fields) {
        if (named.size() == kLogFieldsMax) {
            break;
        }
        named[std::string{field.key()}] = std::string{field.value().substr(0, kLogValueMax)};
    }
    Json line = Json::object();
    line["ts"] = core::to_rfc3339(at);
    line["level"] = std::string{level_name(event.level)};
    line["id"] = std::string{event.id};
    line["text"] = std::string{event.text};
    if (!named.empty()) {
        line["fields"] = std::move(named);
    }
    constexpr bool kAsciiOnly = true;
    return line.dump(-1, ' ', kAsciiOnly, Json::error_handler_t::replace);
}

std::string to_journal_line(const core::LogEvent& event,
                            std::initializer_list<core::LogField> fields) {
    std::string line = core::cat(journal_prefix(event.level), core::to_line(event, fields));
    constexpr std::size_t kLogLineMax = kLogFieldsMax * kLogValueMax;
    line.resize(std::min(line.size(), kLogLineMax));
    return line;
}

}  // namespace sarhad::daemon
