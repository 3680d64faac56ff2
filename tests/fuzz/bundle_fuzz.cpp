// links: sarhad_editions sarhad_watchlists sarhad_wire sarhad_facts sarhad_core
// seeds: tests/data/formats/v1
#include "core/bytes.h"
#include "core/check.h"
#include "wire/trust.h"

#include <cstddef>
#include <cstdint>
#include <utility>

#include "editions/bundle.h"
#include "editions/snapshot.h"

namespace {

namespace core = sarhad::core;
namespace editions = sarhad::editions;

void read_bundle(core::ByteView view) {
    bool is_given = false;
    editions::BundleReader reader{[&] {
        return core::Result<core::Bytes>{std::exchange(is_given, true) ? core::Bytes{}
                                                                       : core::to_bytes(view)};
    }};
    if (!reader.title()) {
        return;
    }
    const sarhad::wire::TrustStore nobody;
    while (true) {
        const auto head = reader.list();
        if (!head || !*head) {
            return;
        }
        SARHAD_CHECK(!editions::check_head(**head, nobody));
        for (std::size_t child = 0; child < editions::kChunks; ++child) {
            if (!reader.chunk()) {
                return;
            }
        }
    }
}

}  // namespace

/// Any bytes are a bundle, a head or a chunk that writes back to itself, or a named error; nothing
/// that nobody signed is taken.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const core::ByteView view{bytes, size};
    read_bundle(view);
    if (const auto head = editions::decode_snapshot_head(view)) {
        SARHAD_CHECK(editions::encode(*head) == core::to_bytes(view));
    }
    const auto chunk = editions::decode_chunk(view, 0, {});
    SARHAD_CHECK(!chunk && !chunk.error().what.empty());
    return 0;
}
