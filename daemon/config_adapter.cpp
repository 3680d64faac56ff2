#include "core/check.h"
#include "core/text.h"
#include "daemon/config.h"

#define TOML_HEADER_ONLY 0
#include <toml++/toml.h>

#include <algorithm>
#include <exception>
#include <optional>
#include <set>
#include <utility>

namespace sarhad::daemon {
namespace {

using core::cat;
using core::Errc;
using core::Error;

struct Fault {
    toml::source_position at;  // Line 0: of no place in the file.
    std::string text;
};

/// `key` with what a terminal or a log would take for a command made visible.
std::string printable(std::string_view key) {
    std::string text{key.substr(0, 100)};
    std::replace_if(
        text.begin(),
        text.end(),
        [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7f'; },
        '?');
    return text;
}

/// A TOML value in the terms of the key, or nothing where it is of another type.
std::optional<ConfigValue> convert(const ConfigKey& key, const toml::node& node) {
    if (key.type == ConfigType::kTextList) {
        const toml::array* array = node.as_array();
        if (array == nullptr) {
            return std::nullopt;
        }
        std::vector<std::string> texts;
        for (const toml::node& item : *array) {
            if (!item.is_string()) {
                return std::nullopt;
            }
            texts.push_back(item.as_string()->get());
        }
        return ConfigValue{std::move(texts)};
    }
    if (key.type == ConfigType::kInteger && node.is_integer()) {
        return ConfigValue{node.as_integer()->get()};
    }
    if (key.type == ConfigType::kBool && node.is_boolean()) {
        return ConfigValue{node.as_boolean()->get()};
    }
    const bool is_written_as_text =
        key.type == ConfigType::kText || key.type == ConfigType::kChoice ||
        key.type == ConfigType::kDuration || key.type == ConfigType::kSize;
    if (!is_written_as_text || !node.is_string()) {
        return std::nullopt;
    }
    auto value = parse_config_value(key, node.as_string()->get());
    return value ? std::optional{*std::move(value)} : std::nullopt;
}

/// ": did you mean "info"?", or nothing.
std::string did_you_mean(const ConfigKey& key, std::string_view text) {
    const std::string_view nearest =
        key.type == ConfigType::kChoice ? nearest_choice(key, text) : std::string_view{};
    return nearest.empty() ? "" : cat(": did you mean \"", nearest, "\"?");
}

/// Reads one parsed file into values, collecting every fault.
class Reader {
public:
    Reader(const std::string& file, ConfigValues& values) : file_{file}, values_{values} {}

    void read(const toml::table& root) {
        for (const auto& [key, node] : root) {
            const std::string name{key.str()};
            const bool is_table = values_.schema().has_table(name);
            if (is_table && node.is_table()) {
                read_table(name, *node.as_table());
            } else if (is_table) {
                faults_.push_back(
                    {node.source().begin, cat(name, ": wanted a table: [", name, "]")});
            } else {
                read_value(name, key, node);
            }
        }
    }

    [[nodiscard]] bool has(std::string_view path) const { return found_.count(path) > 0; }
    void add(Fault fault) { faults_.push_back(std::move(fault)); }

    [[nodiscard]] std::vector<Fault> take_faults() {
        const auto by_place = [](const Fault& a, const Fault& b) {
            // What is missing has no place: it comes last.
            const auto place = [](const Fault& fault) {
                const bool is_placed = fault.at.line > 0;
                return std::tuple{!is_placed, fault.at.line, fault.at.column};
            };
            return place(a) < place(b);
        };
        std::stable_sort(faults_.begin(), faults_.end(), by_place);
        return std::exchange(faults_, {});
    }

private:
    void read_table(const std::string& table, const toml::table& members) {
        for (const auto& [key, node] : members) {
            read_value(cat(table, ".", key.str()), key, node);
        }
    }

    void read_value(const std::string& path, const toml::key& key, const toml::node& node) {
        const ConfigKey* known = values_.schema().find(path);
        if (known == nullptr) {
            faults_.push_back({key.source().begin, unknown(path)});
            return;
        }
        found_.insert(path);
        std::optional<ConfigValue> value = convert(*known, node);
        if (!value || !check_range(*known, *value)) {
            const auto* text = node.as_string();
            const std::string hint = text == nullptr ? "" : did_you_mean(*known, text->get());
            faults_.push_back(
                {node.source().begin, cat(path, ": wanted ", describe(*known), hint)});
            return;
        }
        const toml::source_position at = node.source().begin;
        values_.set(path,
                    {*std::move(value),
                     ConfigValues::Origin::kFile,
                     cat(file_, ":", at.line, ":", at.column)});
    }

    [[nodiscard]] std::string unknown(const std::string& path) const {
        const std::string_view nearest = values_.schema().nearest(path);
        const std::string hint = nearest.empty() ? "" : cat(": did you mean \"", nearest, "\"?");
        return cat("unknown key \"", printable(path), "\"", hint);
    }

    const std::string& file_;
    ConfigValues& values_;
    std::set<std::string, std::less<>> found_;
    std::vector<Fault> faults_;
};

std::string missing(const ConfigKey& key) {
    const std::size_t dot = key.path.find('.');
    const std::string value = to_toml(*parse_config_value(key, key.initial));
    if (dot == std::string_view::npos) {
        return cat("missing key \"", key.path, "\": add the line  ", key.path, " = ", value);
    }
    return cat("missing key \"",
               key.path,
               "\": under [",
               key.path.substr(0, dot),
               "] add the line  ",
               key.path.substr(dot + 1),
               " = ",
               value);
}

Error to_error(const std::string& path, const std::vector<Fault>& faults) {
    std::string text;
    std::size_t count = 0;
    for (const Fault& fault : faults) {
        if (++count > kConfigFaultsMax) {
            text += cat("\n", path, ": ", faults.size() - kConfigFaultsMax, " more faults");
            break;
        }
        const std::string place =
            fault.at.line == 0 ? "" : cat(":", fault.at.line, ":", fault.at.column);
        text += cat(text.empty() ? "" : "\n", path, place, ": ", fault.text);
    }
    return Error{Errc::kInvalid, std::move(text)};
}

core::Result<toml::table> parse(const std::string& path, std::string_view text) {
    try {
        return toml::parse(text);
    } catch (const toml::parse_error& fault) {
        const Fault where{fault.source().begin, std::string{fault.description()}};
        return to_error(path, {where});
    } catch (const std::exception& fault) {
        return Error{Errc::kInvalid, cat(path, ": cannot be read as TOML: ", fault.what())};
    }
}

core::Status apply(const std::vector<ConfigOverride>& overrides, ConfigValues& values) {
    for (const ConfigOverride& flag : overrides) {
        const ConfigKey* known = values.schema().find(flag.path);
        if (known == nullptr) {
            const std::string_view nearest = values.schema().nearest(flag.path);
            return Error{Errc::kInvalid,
                         cat("--set ",
                             printable(flag.path),
                             ": unknown key",
                             nearest.empty() ? "" : cat(": did you mean \"", nearest, "\"?"))};
        }
        auto value = parse_config_value(*known, flag.value);
        if (!value) {
            return Error{Errc::kInvalid,
                         cat("--set ",
                             flag.path,
                             ": ",
                             value.error().what,
                             did_you_mean(*known, flag.value))};
        }
        values.set(flag.path,
                   {*std::move(value), ConfigValues::Origin::kFlag, cat("--set ", flag.path)});
    }
    return {};
}

std::size_t alternative_of(ConfigType type) {
    // ConfigValue lists them in the same order; a choice is kept as its text.
    return static_cast<std::size_t>(type == ConfigType::kChoice ? ConfigType::kText : type);
}

}  // namespace

ConfigValues::ConfigValues(const ConfigSchema& schema) : schema_{&schema} {
    for (const ConfigKey& key : schema.keys()) {
        settings_[std::string{key.path}] = {
            *parse_config_value(key, key.initial), Origin::kDefault, cat("default of ", key.path)};
    }
}

template <class T>
const T& ConfigValues::get(std::string_view path) const {
    const T* value = std::get_if<T>(&setting(path).value);
    SARHAD_CHECK(value != nullptr);
    return *value;
}

const std::string& ConfigValues::text(std::string_view path) const {
    return get<std::string>(path);
}

std::int64_t ConfigValues::integer(std::string_view path) const {
    return get<std::int64_t>(path);
}

core::Duration ConfigValues::duration(std::string_view path) const {
    return get<core::Duration>(path);
}

core::ByteSize ConfigValues::size(std::string_view path) const {
    return get<core::ByteSize>(path);
}

bool ConfigValues::is_on(std::string_view path) const {
    return get<bool>(path);
}

const std::vector<std::string>& ConfigValues::text_list(std::string_view path) const {
    return get<std::vector<std::string>>(path);
}

Error ConfigValues::fault(std::string_view path, std::string_view what) const {
    return Error{Errc::kInvalid, cat(setting(path).place, ": ", path, ": ", what)};
}

const ConfigValues::Setting& ConfigValues::setting(std::string_view path) const {
    const auto found = settings_.find(path);
    SARHAD_CHECK(found != settings_.end());
    return found->second;
}

void ConfigValues::set(std::string_view path, Setting setting) {
    const ConfigKey* key = schema_->find(path);
    SARHAD_CHECK(key != nullptr && setting.value.index() == alternative_of(key->type));
    SARHAD_CHECK(check_range(*key, setting.value));
    settings_.find(path)->second = std::move(setting);
}

core::Result<ConfigValues> load_config(core::Files& files,
                                       const std::string& path,
                                       const ConfigSchema& schema,
                                       const std::vector<ConfigOverride>& overrides) {
    SARHAD_TRY(const core::Bytes content, files.read(path, kConfigFileMax));
    SARHAD_TRY(const toml::table root, parse(path, core::as_text(content)));
    ConfigValues values{schema};
    Reader reader{path, values};
    reader.read(root);
    SARHAD_TRY_STATUS(apply(overrides, values));
    for (const ConfigKey& key : schema.keys()) {
        const bool is_flagged = values.setting(key.path).origin == ConfigValues::Origin::kFlag;
        if (key.presence == Presence::kRequired && !reader.has(key.path) && !is_flagged) {
            reader.add({{}, missing(key)});
        }
    }
    if (const std::vector<Fault> faults = reader.take_faults(); !faults.empty()) {
        return to_error(path, faults);
    }
    return values;
}

std::vector<std::string_view> changes_that_need_restart(const ConfigValues& running,
                                                        const ConfigValues& fresh) {
    SARHAD_CHECK(&running.schema() == &fresh.schema());
    std::vector<std::string_view> changed;
    for (const ConfigKey& key : running.schema().keys()) {
        const bool differs = running.setting(key.path).value != fresh.setting(key.path).value;
        if (differs && key.reload == OnReload::kNeedsRestart) {
            changed.push_back(key.path);
        }
    }
    return changed;
}

}  // namespace sarhad::daemon
