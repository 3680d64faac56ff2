// links: sarhad_replication sarhad_wire sarhad_facts sarhad_core
#include "core/check.h"
#include "replication/fragments.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace core = sarhad::core;
namespace replication = sarhad::replication;
namespace wire = sarhad::wire;

namespace {

constexpr std::size_t kHead = 8;  // Lane, id, offset (2), total (2), length (2).

}  // namespace

/// Any pieces in any order give nothing, a named error, or a frame that has its id.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t size) {
    replication::Fragments fragments;
    core::ByteView rest{bytes, size};
    while (rest.size() >= kHead) {
        const std::size_t wanted = core::get_u16(rest.subspan(6));
        const core::ByteView piece = rest.subspan(kHead, std::min(wanted, rest.size() - kHead));
        const wire::Fragment fragment{rest[1],
                                      core::get_u16(rest.subspan(2)),
                                      core::get_u16(rest.subspan(4)),
                                      core::to_bytes(piece)};
        const auto whole = fragments.add(static_cast<wire::Lane>(rest[0] & 3U), fragment);
        SARHAD_CHECK(whole || !whole.error().what.empty());
        SARHAD_CHECK(!whole || !*whole || wire::frame_id(**whole) == fragment.id);
        rest = rest.subspan(kHead + piece.size());
    }
    return 0;
}
