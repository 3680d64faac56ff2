// links: sarhad_node sarhad_wire sarhad_watchlists sarhad_facts sarhad_core
#include "core/bytes.h"
#include "core/check.h"
#include "node/kept_title.h"
#include "wire/keyring.h"
#include "wire/segment_seal.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace core = sarhad::core;
namespace node = sarhad::node;
namespace wire = sarhad::wire;

namespace {

/// A head that is read tells of no more than the limits, and is written back as it was.
void try_head(core::ByteView bytes) {
    const auto head = wire::parse_head(bytes);
    if (!head.has_value()) {
        SARHAD_CHECK(!head.error().what.empty());
        return;
    }
    SARHAD_CHECK(wire::write_head(*head) == core::to_bytes(bytes));
    SARHAD_CHECK(head->title_bytes <= wire::kSegmentTitleMax);
    SARHAD_CHECK(head->chunk_place(head->chunks()) <=
                 wire::SegmentHead::kSize + wire::kSegmentTitleMax + wire::kSegmentTag +
                     head->segment_bytes + head->chunks() * wire::kSegmentTag);
    for (std::uint64_t chunk = 0; chunk < head->chunks(); chunk += 1 + head->chunks() / 2) {
        SARHAD_CHECK(head->chunk_bytes(chunk) >= 1 &&
                     head->chunk_bytes(chunk) <= wire::kSegmentChunk);
    }
}

}  // namespace

/// Any bytes are a head, a sealed title, a title, or refused with a reason.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    static const bool is_ready = wire::sodium_start().has_value();
    SARHAD_CHECK(is_ready);
    const core::ByteView input{bytes, size};
    try_head(input.first(std::min(size, wire::SegmentHead::kSize)));
    wire::SegmentHead head;
    head.title_bytes = 1;
    wire::SegmentSeal seal{wire::Secret{32}, head};
    SARHAD_CHECK(!seal.open_title(input).has_value());
    const auto title = node::parse_title(input);
    SARHAD_CHECK(title.has_value() || !title.error().what.empty());
    if (title.has_value()) {
        const auto again = node::parse_title(node::write_title(*title));
        SARHAD_CHECK(again.has_value() && *again == *title);
    }
    return 0;
}
