#include "core/random.h"

#include "core/bytes.h"
#include "core/check.h"

#include <array>

namespace sarhad::core {

std::uint64_t Random::below(std::uint64_t bound) {
    SARHAD_CHECK(bound > 0);
    // Values under `skew` would be one draw likelier than the others; they are drawn again.
    const std::uint64_t skew = (0 - bound) % bound;
    std::array<std::uint8_t, 8> raw{};
    std::uint64_t draw = 0;
    do {
        fill(raw);
        draw = get_u64(raw);
    } while (draw < skew);
    return draw % bound;
}

}  // namespace sarhad::core
