// links: sarhad_wire sarhad_facts sarhad_core
// seeds: tests/data/proof
#include "core/check.h"
#include "wire/msgpack.h"
#include "wire/state_proof.h"

#include <cstddef>
#include <cstdint>

namespace core = sarhad::core;
namespace wire = sarhad::wire;

/// Any bytes give a certificate or a named error; none is proven where nobody is trusted, and what
/// was read has one encoding that is read back.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t size) {
    const auto proof = wire::read_state_proof({bytes, size});
    if (!proof) {
        SARHAD_CHECK(!proof.error().what.empty());
        return 0;
    }
    const auto again = wire::read_state_proof(wire::encode(*proof));
    SARHAD_CHECK(again.has_value() && *again == *proof);
    const auto proven = wire::check_state_proof(*proof, wire::TrustStore{});
    SARHAD_CHECK(!proven.has_value() || proof->nodes.empty());
    return 0;
}
