#include "core/plant.h"

namespace sarhad::core {

bool is_planted(Plant /*bug*/) noexcept {
    return false;
}

}  // namespace sarhad::core
