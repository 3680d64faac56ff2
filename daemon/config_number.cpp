#include "core/text.h"
#include "daemon/config_schema.h"

#include <array>
#include <limits>

namespace sarhad::daemon {
namespace {

struct Unit {
    std::string_view name;
    std::uint64_t factor;
};

constexpr std::array<Unit, 5> kDurationUnits{{{"ms", 1'000'000},
                                              {"s", 1'000'000'000},
                                              {"m", 60'000'000'000},
                                              {"h", 3'600'000'000'000},
                                              {"d", 86'400'000'000'000}}};
constexpr std::array<Unit, 5> kSizeUnits{{{"B", 1},
                                          {"KiB", std::uint64_t{1} << 10U},
                                          {"MiB", std::uint64_t{1} << 20U},
                                          {"GiB", std::uint64_t{1} << 30U},
                                          {"TiB", std::uint64_t{1} << 40U}}};

/// Values stop where a signed 64-bit count of the least unit does: 106,751 days, 8 million TiB.
constexpr std::uint64_t kMost = std::numeric_limits<std::int64_t>::max();

core::Result<std::uint64_t> parse_scaled(std::string_view text, const std::array<Unit, 5>& units) {
    const std::size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
    const auto count = core::parse_uint(text.substr(0, digits));
    for (const Unit& unit : units) {
        if (count && text.substr(digits) == unit.name && *count <= kMost / unit.factor) {
            return *count * unit.factor;
        }
    }
    return core::Error{core::Errc::kInvalid, "not a whole number and a unit"};
}

std::string quoted(std::string_view text) {
    std::string toml{"\""};
    for (const char c : text) {
        if (c == '"' || c == '\\') {
            toml.push_back('\\');
        }
        toml.push_back(c);
    }
    toml.push_back('"');
    return toml;
}

std::string scaled(std::uint64_t value, const std::array<Unit, 5>& units) {
    const Unit* best = &units.front();
    for (const Unit& unit : units) {
        if (value != 0 && value % unit.factor == 0) {
            best = &unit;
        }
    }
    return quoted(core::cat(value / best->factor, best->name));
}

struct TomlWriter {
    std::string operator()(const std::string& text) const { return quoted(text); }
    std::string operator()(std::int64_t number) const { return std::to_string(number); }
    std::string operator()(core::Duration duration) const {
        return scaled(static_cast<std::uint64_t>(duration.count()), kDurationUnits);
    }
    std::string operator()(core::ByteSize size) const { return scaled(size.bytes, kSizeUnits); }
    std::string operator()(bool is_on) const { return is_on ? "true" : "false"; }
    std::string operator()(const std::vector<std::string>& texts) const {
        std::string list{"["};
        for (const std::string& text : texts) {
            list.append(list.size() > 1 ? ", " : "").append(quoted(text));
        }
        return list + "]";
    }
};

}  // namespace

core::Result<core::Duration> parse_duration(std::string_view text) {
    SARHAD_TRY(const std::uint64_t nanoseconds, parse_scaled(text, kDurationUnits));
    return core::Duration{static_cast<std::int64_t>(nanoseconds)};
}

core::Result<core::ByteSize> parse_size(std::string_view text) {
    SARHAD_TRY(const std::uint64_t bytes, parse_scaled(text, kSizeUnits));
    return core::ByteSize{bytes};
}

std::string to_toml(const ConfigValue& value) {
    return std::visit(TomlWriter{}, value);
}

}  // namespace sarhad::daemon
