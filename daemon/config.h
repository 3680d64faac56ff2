#pragma once

#include "core/files.h"
#include "core/result.h"
#include "daemon/config_schema.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace sarhad::daemon {

/// Larger config files are refused unread.
inline constexpr core::ByteSize kConfigFileMax = core::mebibytes(1);
inline constexpr std::size_t kConfigFaultsMax = 20;  ///< Faults named by one error.

/// `--set sync.interval=5s` on the command line; the notation of ConfigKey::initial.
struct ConfigOverride {
    std::string path;
    std::string value;
};

/// Every setting of a program, each with a value. `schema` outlives it.
class ConfigValues final {
public:
    /// Where a value comes from, for `config show --origin`.
    enum class Origin : std::uint8_t { kDefault, kFile, kFlag };
    struct Setting {
        ConfigValue value;
        Origin origin{Origin::kDefault};
        std::string place{};  ///< "node.toml:3:9", or the flag: where an error points.
    };

    explicit ConfigValues(const ConfigSchema& schema);  ///< All defaults; required ones, examples.

    // `path` is in the schema with that type (checked).
    [[nodiscard]] const std::string& text(std::string_view path) const;  ///< kText and kChoice.
    [[nodiscard]] std::int64_t integer(std::string_view path) const;
    [[nodiscard]] core::Duration duration(std::string_view path) const;
    [[nodiscard]] core::ByteSize size(std::string_view path) const;
    [[nodiscard]] bool is_on(std::string_view path) const;  ///< kBool.
    [[nodiscard]] const std::vector<std::string>& text_list(std::string_view path) const;

    [[nodiscard]] const Setting& setting(std::string_view path) const;
    /// kInvalid: the setting is of its type and in its range, and yet cannot be used here.
    [[nodiscard]] core::Error fault(std::string_view path, std::string_view what) const;
    /// `setting.value` is of the key's type and in its range (checked).
    void set(std::string_view path, Setting setting);
    [[nodiscard]] const ConfigSchema& schema() const { return *schema_; }

private:
    template <class T>
    [[nodiscard]] const T& get(std::string_view path) const;

    const ConfigSchema* schema_;
    std::map<std::string, Setting, std::less<>> settings_;
};

/// The settings of TOML file `path`: override before file before default. The result refers to
/// `schema`.
/// kNotFound, kUnavailable where the file cannot be read. kInvalid names up to kConfigFaultsMax
/// faults, a line each, by line and column:
///   node.toml:3:1: unknown key "sync.intervall": did you mean "sync.interval"?
///   node.toml:4:9: sync.batch: wanted a whole number from 1 to 500, as 100
///   node.toml: missing key "port": add the line  port = "PKKHI"
/// The faulty value is not repeated: it may be a secret in the wrong place.
[[nodiscard]] core::Result<ConfigValues> load_config(
    core::Files& files,
    const std::string& path,
    const ConfigSchema& schema,
    const std::vector<ConfigOverride>& overrides = {});

/// The commented reference file: each key with its doc, type, range, unit, default and whether a
/// reload applies it. It loads as it is.
[[nodiscard]] std::string render_reference(const ConfigSchema& schema);

/// The settings that differ and that only a restart applies, in the schema's order. Both are of
/// the same schema.
[[nodiscard]] std::vector<std::string_view> changes_that_need_restart(const ConfigValues& running,
                                                                      const ConfigValues& fresh);

}  // namespace sarhad::daemon
