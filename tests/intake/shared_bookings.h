#pragma once

#include "json_dump.h"
#include "shared_data.h"

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

class SharedBookings : public SharedData {};

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
