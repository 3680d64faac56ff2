#include "daemon/program.h"

namespace sarhad::daemon {

ConfigKey log_level_key() {
    ConfigKey key;
    key.path = "log_level";
    key.type = ConfigType::kChoice;
    key.initial = "info";
    key.doc = "The least severe event that is logged.";
    key.choices = "error warn info debug";
    key.reload = OnReload::kApplied;
    return key;
}

core::LogLevel log_level_of(const ConfigValues& config) {
    const std::string& word = config.text("log_level");
    if (word == "error") {
        return core::LogLevel::kError;
    }
    if (word == "warn") {
        return core::LogLevel::kWarn;
    }
    return word == "debug" ? core::LogLevel::kDebug : core::LogLevel::kInfo;
}

}  // namespace sarhad::daemon
