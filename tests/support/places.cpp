#include "support/places.h"

namespace sarhad::places {

std::string source_root() {
    return SARHAD_SOURCE_ROOT;
}

std::string test_data(std::string_view below) {
    return std::string{SARHAD_SOURCE_ROOT "/tests/data/"}.append(below);
}

}  // namespace sarhad::places
