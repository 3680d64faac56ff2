#include "central/lanes.h"

namespace sarhad::central {

core::Error Lanes::busy() {
    return core::Error{core::Errc::kExhausted, "central is overloaded: try again in a moment"};
}

}  // namespace sarhad::central
