#include "daemon/program.h"

#include "core/check.h"

#include <chrono>
#include <memory>
#include <utility>

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

ConfigKey ballast_key() {
    ConfigKey key;
    key.path = "state_ballast";
    key.type = ConfigType::kSize;
    key.initial = "32MiB";
    key.doc =
        "Room kept beside the database for the day on which the disk is full; 0B: none. It is given"
        " up then, so that decisions can still be written.";
    key.min = "0B";
    key.max = "1GiB";
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

LogOptions log_options_of(const ConfigValues& config, bool is_under_journal) {
    LogOptions options;
    options.format = is_under_journal ? LogFormat::kJournal : LogFormat::kJsonLines;
    options.threshold = log_level_of(config);
    return options;
}

void DeviceWatch::fail() {
    has_failed_ = true;
    loop_.stop();
}

core::Status DeviceWatch::status() const {
    if (!has_failed_) {
        return {};
    }
    return core::Error{core::Errc::kUnavailable,
                       "the database's device failed (STORE-003); the next start checks the file"};
}

wire::LoopHooks loop_hooks(AsioLoop& loop) {
    return {[&loop](int descriptor, core::Task task) -> wire::Watch {
                auto watch = loop.watch_readable(descriptor, std::move(task));
                SARHAD_CHECK(watch.has_value());
                return std::make_shared<ReadWatch>(*std::move(watch));
            },
            loop};
}

void each_second(AsioLoop& loop, const core::Task& task) {
    loop.after(std::chrono::seconds{1}, [&loop, task] {
        task();
        each_second(loop, task);
    });
}

}  // namespace sarhad::daemon
