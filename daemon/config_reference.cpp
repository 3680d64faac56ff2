#include "core/text.h"
#include "daemon/config.h"

#include <set>

namespace sarhad::daemon {
namespace {

using core::cat;

std::string_view table_of(std::string_view path) {
    const std::size_t dot = path.find('.');
    return dot == std::string_view::npos ? std::string_view{} : path.substr(0, dot);
}

std::string_view name_of(std::string_view path) {
    const std::size_t dot = path.find('.');
    return dot == std::string_view::npos ? path : path.substr(dot + 1);
}

/// `text` as comment lines of at most 96 characters, broken at blanks.
std::string comment(std::string_view text) {
    constexpr std::size_t kWidth = 96;
    std::string lines;
    std::string line{"#"};
    for (const std::string_view word : core::split(text, ' ')) {
        if (line.size() > 1 && line.size() + 1 + word.size() > kWidth) {
            lines += line + "\n";
            line = "#";
        }
        line += cat(" ", word);
    }
    return lines + line + "\n";
}

std::string entry(const ConfigKey& key) {
    const bool is_required = key.presence == Presence::kRequired;
    const std::string initial = to_toml(*parse_config_value(key, key.initial));
    const std::string_view reload =
        key.reload == OnReload::kApplied ? "Applied on reload." : "Needs a restart.";
    std::string text = comment(key.doc);
    text += comment(cat("Takes ",
                        describe(key),
                        ". ",
                        is_required ? std::string{"Required."} : cat("Default: ", initial, "."),
                        " ",
                        reload));
    text += cat(is_required ? "" : "#", name_of(key.path), " = ", initial, "\n");
    return text;
}

}  // namespace

std::string render_reference(const ConfigSchema& schema) {
    std::vector<std::string_view> tables{""};  // Keys outside any table come first in TOML.
    std::set<std::string_view> seen{""};
    for (const ConfigKey& key : schema.keys()) {
        if (seen.insert(table_of(key.path)).second) {
            tables.push_back(table_of(key.path));
        }
    }
    std::string text =
        "# Every setting, with its default. A line that starts with # and has a value shows the "
        "default.\n# Durations are texts such as \"250ms\", \"5s\", \"10m\", \"2h\", \"30d\"; "
        "sizes "
        "\"512B\", \"4KiB\",\n# \"64MiB\", \"2GiB\". Keys and passwords have no place in this "
        "file.\n";
    for (const std::string_view table : tables) {
        text += table.empty() ? "" : cat("\n[", table, "]\n");
        for (const ConfigKey& key : schema.keys()) {
            if (table_of(key.path) == table) {
                text += "\n" + entry(key);
            }
        }
    }
    return text;
}

}  // namespace sarhad::daemon
