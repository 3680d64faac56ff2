#pragma once

#include "core/bytes.h"
#include "support/places.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

/// Files under tests/data whose bytes a format must keep.
namespace sarhad::golden {

/// Of tests/data, such as "formats/v1/chain.bin".
[[nodiscard]] inline std::filesystem::path place_of(const std::string& name) {
    return places::test_data(name);
}

/// True with SARHAD_GOLDEN_WRITE=1 where the file is missing; one that is there is never replaced.
[[nodiscard]] inline bool is_to_be_written(const std::string& name) {
    return std::getenv("SARHAD_GOLDEN_WRITE") != nullptr &&
           !std::filesystem::exists(place_of(name));
}

/// The file's bytes; `made` becomes the file where it is to be written. Empty where it is missing.
[[nodiscard]] inline core::Bytes kept(const std::string& name, core::ByteView made) {
    if (is_to_be_written(name)) {
        std::filesystem::create_directories(place_of(name).parent_path());
        std::ofstream{place_of(name), std::ios::binary} << core::as_text(made);
    }
    std::ifstream file{place_of(name), std::ios::binary};
    const std::string text{std::istreambuf_iterator<char>{file}, {}};
    return core::to_bytes(text);
}

}  // namespace sarhad::golden
