#pragma once

#include "core/bytes.h"
#include "support/places.h"
#include "watchlists/import.h"
#include "watchlists/matcher.h"

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace sarhad::watchlists::testing {

/// 32 bytes of FNV: tests need equality, not cryptography.
inline facts::Hash256 test_hash(core::ByteView bytes) {
    std::uint64_t hash = 0xcbf29ce484222325U;
    for (const std::uint8_t byte : bytes) {
        hash = (hash ^ byte) * 0x100000001b3U;
    }
    facts::Hash256 wide{};
    for (std::size_t i = 0; i < wide.size(); ++i) {
        wide[i] = static_cast<std::uint8_t>(hash >> (8 * (i % 8)));
    }
    return wide;
}

inline core::Redacted<std::string> secret(std::string_view text) {
    return core::Redacted<std::string>{std::string{text}};
}

inline ListedName listed(std::string_view text, NameQuality quality = NameQuality::kStrong) {
    ListedName name;
    name.text = secret(text);
    name.quality = quality;
    return name;
}

inline ListedBirth born(std::string_view date, DatePrecision how = DatePrecision::kExact) {
    ListedBirth birth;
    birth.from = core::Redacted<facts::PartialDate>{*facts::PartialDate::parse(date)};
    birth.to = birth.from;
    birth.precision = how;
    return birth;
}

inline ListEntry person(std::string_view id, std::string_view name, std::string_view birth = "") {
    ListEntry entry;
    entry.id = id;
    entry.source = "TEST";
    entry.names.push_back(listed(name));
    if (!birth.empty()) {
        entry.births.push_back(born(birth));
    }
    return entry;
}

inline Subject subject(std::string_view name, std::string_view birth = "") {
    Subject made;
    made.names.push_back(secret(name));
    made.date_of_birth =
        core::Redacted<facts::PartialDate>{*facts::PartialDate::parse(std::string{birth})};
    return made;
}

inline std::shared_ptr<const ListSnapshot> snapshot(std::vector<ListEntry> entries,
                                                    int ask = 600,
                                                    int silent = 500) {
    ListSnapshotBuilder builder;
    ListManifest manifest;
    manifest.name = "wl/test/one";
    manifest.source = "TEST";
    manifest.edition = 1;
    Thresholds& levels = manifest.thresholds;
    levels.ask = core::Permille{ask};
    levels.review = std::max(levels.review, levels.ask);
    levels.hold = std::max(levels.hold, levels.ask);
    levels.silent = core::Permille{silent};
    SARHAD_CHECK(builder.add_list(manifest, std::move(entries)).has_value());
    return builder.build(&test_hash);
}

inline ByteSource source(std::string_view text) {
    return source_of(core::as_bytes(text));
}

/// Real data, where it is at hand; "" where not.
inline std::string shared_data_path(std::string_view name) {
    const std::string path = places::shared_data() + "/" + std::string{name};
    return std::ifstream{path}.good() ? path : std::string{};
}

inline std::string read_whole(const std::string& path) {
    std::ifstream file{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, {}};
}

/// Skips where real data is missing, or fails where it is required.
#define SARHAD_NEED_DATA(name)                                                       \
    do {                                                                             \
        if (::sarhad::watchlists::testing::shared_data_path(name).empty()) {         \
            if (std::getenv("SARHAD_REQUIRE_DATA") != nullptr) {                     \
                FAIL() << "missing data: " << (name);                                \
            }                                                                        \
            GTEST_SKIP() << "no " << (name) << "; set SARHAD_SHARED_DATA to run it"; \
        }                                                                            \
    } while (false)

}  // namespace sarhad::watchlists::testing
