#pragma once

#include "core/clock.h"
#include "core/result.h"
#include "core/units.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace sarhad::daemon {

/// What a setting holds; in the order of ConfigValue's alternatives, kChoice apart: a text there.
enum class ConfigType : std::uint8_t {
    kText,
    kInteger,
    kDuration,  ///< In TOML a text: a whole number and ms, s, m, h or d, as "250ms".
    kSize,      ///< In TOML a text: a whole number and B, KiB, MiB, GiB or TiB, as "64MiB".
    kBool,
    kTextList,
    kChoice,  ///< In TOML a text: one word of ConfigKey::choices.
};

/// Whether the file or a flag must give the key.
enum class Presence : std::uint8_t { kOptional, kRequired };
/// What SIGHUP does with a changed value.
enum class OnReload : std::uint8_t { kNeedsRestart, kApplied };

inline constexpr std::size_t kConfigTextMax = 4096;  ///< Bytes of one text.
inline constexpr std::size_t kConfigListMax = 256;   ///< Texts of one list.

/// One setting, listed once: the reader, the reference file and the docs all come from here.
/// The views are constants of the program.
struct ConfigKey {
    std::string_view path;  ///< "listen" or "sync.interval": one table deep at most.
    ConfigType type{ConfigType::kText};
    /// The default as the file would have it, without quotes; lists separate by commas. For a
    /// required key: the example shown where it is missing.
    std::string_view initial{};
    std::string_view doc{};  ///< A sentence or more for the operator.
    std::string_view min{};  ///< Inclusive, same notation; integers, durations, sizes. Empty: none.
    std::string_view max{};
    std::string_view unit{};     ///< Of an integer, as "threads". Empty: it has none.
    std::string_view choices{};  ///< Of a kChoice, the words, each once: "error warn info debug".
    Presence presence{Presence::kOptional};
    OnReload reload{OnReload::kNeedsRestart};
};

/// A setting's value, one alternative for each ConfigType.
using ConfigValue = std::variant<std::string,
                                 std::int64_t,
                                 core::Duration,
                                 core::ByteSize,
                                 bool,
                                 std::vector<std::string>>;

/// All settings of one program, in the order of its reference file.
class ConfigSchema final {
public:
    /// Checked: paths are unique and well-formed, each default is of its type and in its range.
    explicit ConfigSchema(std::vector<ConfigKey> keys);

    [[nodiscard]] const std::vector<ConfigKey>& keys() const { return keys_; }
    [[nodiscard]] const ConfigKey* find(std::string_view path) const;  ///< Null where unknown.
    /// True where keys lie in the table `name`.
    [[nodiscard]] bool has_table(std::string_view name) const;
    /// The known path that `path` may have been meant to be; empty where none is near.
    [[nodiscard]] std::string_view nearest(std::string_view path) const;

private:
    std::vector<ConfigKey> keys_;
};

/// `text`, in the notation of ConfigKey::initial, as a value of `key`; kInvalid says what was
/// wanted: "a duration from 1s to 1h, as "5s"".
[[nodiscard]] core::Result<ConfigValue> parse_config_value(const ConfigKey& key,
                                                           std::string_view text);
/// kInvalid where `value`, which is of the key's type, is outside its range, no choice or too long.
[[nodiscard]] core::Status check_range(const ConfigKey& key, const ConfigValue& value);
/// What the key takes, for an error or the reference: "a duration from 1s to 1h, as "5s"".
[[nodiscard]] std::string describe(const ConfigKey& key);
/// The choice of `key` that `text` may have been meant to be; empty where none is near.
[[nodiscard]] std::string_view nearest_choice(const ConfigKey& key, std::string_view text);
/// The value as TOML: "\"5s\"", "8", "[\"a\", \"b\"]". Durations and sizes in their largest whole
/// unit.
[[nodiscard]] std::string to_toml(const ConfigValue& value);

/// "250ms", "5s", "10m", "2h", "30d": a whole number and one unit, nothing around. kInvalid.
[[nodiscard]] core::Result<core::Duration> parse_duration(std::string_view text);
/// "512B", "4KiB", "64MiB", "2GiB", "1TiB". kInvalid.
[[nodiscard]] core::Result<core::ByteSize> parse_size(std::string_view text);

}  // namespace sarhad::daemon
