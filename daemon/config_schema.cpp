#include "daemon/config_schema.h"

#include "core/check.h"
#include "core/text.h"

#include <algorithm>
#include <set>

namespace sarhad::daemon {
namespace {

using core::cat;

/// What is wrong, for the caller to put a place in front of.
core::Error wanted(const ConfigKey& key) {
    return core::Error{core::Errc::kInvalid, cat("wanted ", describe(key))};
}

std::string_view type_name(ConfigType type) {
    switch (type) {
        case ConfigType::kText:
            return "a text";
        case ConfigType::kInteger:
            return "a whole number";
        case ConfigType::kDuration:
            return "a duration";
        case ConfigType::kSize:
            return "a size";
        case ConfigType::kBool:
            return "true or false";
        case ConfigType::kTextList:
            return "a list of texts";
        case ConfigType::kChoice:
            return "one of";
    }
    return "a value";
}

core::Result<ConfigValue> parse_unbounded(const ConfigKey& key, std::string_view text) {
    switch (key.type) {
        case ConfigType::kText:
        case ConfigType::kChoice:
            return ConfigValue{std::string{text}};
        case ConfigType::kInteger: {
            SARHAD_TRY(const std::int64_t number, core::parse_int(text));
            return ConfigValue{number};
        }
        case ConfigType::kDuration: {
            SARHAD_TRY(const core::Duration duration, parse_duration(text));
            return ConfigValue{duration};
        }
        case ConfigType::kSize: {
            SARHAD_TRY(const core::ByteSize size, parse_size(text));
            return ConfigValue{size};
        }
        case ConfigType::kBool:
            if (text != "true" && text != "false") {
                return wanted(key);
            }
            return ConfigValue{text == "true"};
        case ConfigType::kTextList: {
            std::vector<std::string> texts;
            for (const std::string_view piece : core::split(text, ',')) {
                if (const std::string_view item = core::trim(piece); !item.empty()) {
                    texts.emplace_back(item);
                }
            }
            return ConfigValue{std::move(texts)};
        }
    }
    return wanted(key);
}

bool is_ranged(ConfigType type) {
    return type == ConfigType::kInteger || type == ConfigType::kDuration ||
           type == ConfigType::kSize;
}

bool is_within(const ConfigKey& key, const ConfigValue& value) {
    // Alternatives are equal, so that the variant compares the numbers themselves.
    const bool is_low = !key.min.empty() && value < *parse_unbounded(key, key.min);
    const bool is_high = !key.max.empty() && value > *parse_unbounded(key, key.max);
    return !is_low && !is_high;
}

bool is_short(const std::string& text) {
    return text.size() <= kConfigTextMax && core::is_utf8(text) &&
           std::none_of(text.begin(), text.end(), [](char c) {
               return static_cast<unsigned char>(c) < ' ' || c == '\x7f';
           });
}

std::vector<std::string_view> choices_of(const ConfigKey& key) {
    return core::split(key.choices, ' ');
}

bool is_choice(const ConfigKey& key, std::string_view text) {
    const std::vector<std::string_view> choices = choices_of(key);
    return std::find(choices.begin(), choices.end(), text) != choices.end();
}

bool is_well_formed(std::string_view path) {
    const auto is_key_letter = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
    };
    return !path.empty() && path.front() != '.' && path.back() != '.' &&
           std::count(path.begin(), path.end(), '.') <= 1 &&
           std::all_of(path.begin(), path.end(), is_key_letter);
}

void check_key(const ConfigKey& key) {
    SARHAD_CHECK(is_well_formed(key.path));
    SARHAD_CHECK(!key.doc.empty());
    SARHAD_CHECK(is_ranged(key.type) || (key.min.empty() && key.max.empty()));
    SARHAD_CHECK((key.type == ConfigType::kChoice) == !key.choices.empty());
    SARHAD_CHECK(key.min.empty() || parse_unbounded(key, key.min));
    SARHAD_CHECK(key.max.empty() || parse_unbounded(key, key.max));
    SARHAD_CHECK(parse_config_value(key, key.initial));
}

}  // namespace

ConfigSchema::ConfigSchema(std::vector<ConfigKey> keys) : keys_{std::move(keys)} {
    std::set<std::string_view> paths;
    for (const ConfigKey& key : keys_) {
        check_key(key);
        SARHAD_CHECK(paths.insert(key.path).second);
    }
    for (const ConfigKey& key : keys_) {
        SARHAD_CHECK(!has_table(key.path));
    }
}

const ConfigKey* ConfigSchema::find(std::string_view path) const {
    const auto found = std::find_if(
        keys_.begin(), keys_.end(), [path](const ConfigKey& key) { return key.path == path; });
    return found == keys_.end() ? nullptr : &*found;
}

bool ConfigSchema::has_table(std::string_view name) const {
    return std::any_of(keys_.begin(), keys_.end(), [name](const ConfigKey& key) {
        return key.path.starts_with(name) && key.path.substr(name.size()).starts_with('.');
    });
}

std::string_view ConfigSchema::nearest(std::string_view path) const {
    std::vector<std::string_view> paths;
    for (const ConfigKey& key : keys_) {
        // The right name in the wrong table is nearer than any spelling.
        const std::size_t dot = key.path.find('.');
        if (dot != std::string_view::npos && key.path.substr(dot + 1) == path) {
            return key.path;
        }
        paths.push_back(key.path);
    }
    return core::nearest(path.substr(0, kConfigTextMax), paths);
}

std::string_view nearest_choice(const ConfigKey& key, std::string_view text) {
    return core::nearest(text.substr(0, kConfigTextMax), choices_of(key));
}

core::Result<ConfigValue> parse_config_value(const ConfigKey& key, std::string_view text) {
    core::Result<ConfigValue> value = parse_unbounded(key, text);
    if (!value) {
        return wanted(key);
    }
    SARHAD_TRY_STATUS(check_range(key, *value));
    return value;
}

core::Status check_range(const ConfigKey& key, const ConfigValue& value) {
    if (const auto* text = std::get_if<std::string>(&value)) {
        const bool is_taken =
            key.type == ConfigType::kChoice ? is_choice(key, *text) : is_short(*text);
        return is_taken ? core::Status{} : wanted(key);
    }
    if (const auto* texts = std::get_if<std::vector<std::string>>(&value)) {
        const bool are_short =
            texts->size() <= kConfigListMax && std::all_of(texts->begin(), texts->end(), is_short);
        return are_short ? core::Status{} : wanted(key);
    }
    return is_within(key, value) ? core::Status{} : wanted(key);
}

std::string describe(const ConfigKey& key) {
    std::string text{type_name(key.type)};
    if (key.type == ConfigType::kChoice) {
        for (const std::string_view choice : choices_of(key)) {
            text += cat(text.back() == '"' ? ", " : " ", "\"", choice, "\"");
        }
    }
    if (!key.unit.empty()) {
        text += cat(" of ", key.unit);
    }
    if (!key.min.empty() && !key.max.empty()) {
        text += cat(" from ", key.min, " to ", key.max);
    } else if (!key.min.empty()) {
        text += cat(" of at least ", key.min);
    } else if (!key.max.empty()) {
        text += cat(" of at most ", key.max);
    }
    if (key.type == ConfigType::kText || key.type == ConfigType::kTextList) {
        text += cat(" (", kConfigTextMax, " bytes at most, no control characters)");
    }
    if (key.type != ConfigType::kBool && !key.initial.empty()) {
        text += cat(", as ", to_toml(*parse_unbounded(key, key.initial)));
    }
    return text;
}

}  // namespace sarhad::daemon
