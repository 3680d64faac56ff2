#pragma once

#include "json_dump.h"

#include "core/text.h"
#include "intake/messages.h"
#include "support/places.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

namespace sarhad::intake {

/// Skips, or fails where the data is required.
class SharedBookings : public testing::Test {
protected:
    void SetUp() override {
        if (std::filesystem::exists(places::shared_data() + "/messages/gtas")) return;
        // NOLINTNEXTLINE(concurrency-mt-unsafe)
        const char* required = std::getenv("SARHAD_REQUIRE_DATA");
        if (required != nullptr && std::string_view{required} == "1") {
            FAIL() << "no shared data; set SARHAD_SHARED_DATA";
        }
        GTEST_SKIP() << "no shared data; set SARHAD_SHARED_DATA";
    }
};

/// The lines of a file of expected facts.
inline std::vector<std::string> lines_of(const std::string& path) {
    std::ifstream in{places::shared_data() + "/messages/gtas/" + path};
    std::vector<std::string> lines;
    for (std::string line; std::getline(in, line);)
        lines.push_back(std::move(line));
    return lines;
}

inline core::Bytes shared_bytes(const std::string& path) {
    return file_bytes(places::shared_data() + "/" + path);
}

inline facts::Message message_of(const std::string& path) {
    return read_messages(shared_bytes(path)).front();
}

inline std::string minutes_of(facts::LocalTime time) {
    return time.is_known() ? facts::to_text(time) : "";
}

/// The letters alone, in upper case.
inline std::string letters_of(const std::string& text) {
    std::string letters;
    for (const char c : core::ascii_upper(text)) {
        if (c >= 'A' && c <= 'Z') letters.push_back(c);
    }
    return letters;
}

}  // namespace sarhad::intake
