#pragma once

#include "support/places.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <string_view>

namespace sarhad::intake {

/// Skips where the folder of real data is missing, or fails where the data is required.
class SharedData : public testing::Test {
protected:
    void SetUp() override {
        if (std::filesystem::exists(places::shared_data() + "/messages/gtas")) return;
        const char* required = std::getenv("SARHAD_REQUIRE_DATA");  // NOLINT(concurrency-mt-unsafe)
        if (required != nullptr && std::string_view{required} == "1") {
            FAIL() << "no shared data; set SARHAD_SHARED_DATA";
        }
        GTEST_SKIP() << "no shared data; set SARHAD_SHARED_DATA";
    }
};

}  // namespace sarhad::intake
