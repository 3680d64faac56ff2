#include "support/places.h"

#include <cstdlib>

namespace sarhad::places {

std::string source_root() {
    return SARHAD_SOURCE_ROOT;
}

std::string test_data(std::string_view below) {
    return std::string{SARHAD_SOURCE_ROOT "/tests/data/"}.append(below);
}

std::string shared_data() {
    const char* set = std::getenv("SARHAD_SHARED_DATA");  // NOLINT(concurrency-mt-unsafe)
    return set != nullptr ? set : source_root() + "/../shared/data";
}

}  // namespace sarhad::places
