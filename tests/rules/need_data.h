#pragma once

#include "rule_facts.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <string_view>

namespace sarhad::rules::cel {

/// Whether missing data is a failure here and no reason to skip.
inline bool data_is_required() {
    const char* set = std::getenv("SARHAD_REQUIRE_DATA");  // NOLINT(concurrency-mt-unsafe)
    return set != nullptr && std::string_view{set} == "1";
}

/// Skips where real data is missing, or fails where it is required.
#define SARHAD_NEED_DATA(name)                                                       \
    do {                                                                             \
        if (::sarhad::rules::cel::shared_data(name).empty()) {                       \
            if (::sarhad::rules::cel::data_is_required()) {                          \
                FAIL() << "missing data: " << (name);                                \
            }                                                                        \
            GTEST_SKIP() << "no " << (name) << "; set SARHAD_SHARED_DATA to run it"; \
        }                                                                            \
    } while (false)

}  // namespace sarhad::rules::cel
