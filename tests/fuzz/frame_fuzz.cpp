// links: sarhad_wire sarhad_facts sarhad_core
// seeds: tests/data/wire/v1
#include "core/check.h"
#include "wire/messages.h"

#include <cstddef>
#include <cstdint>
#include <variant>

namespace core = sarhad::core;
namespace wire = sarhad::wire;

/// Any bytes give a message or a named error, and a decoded message has one encoding only.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t size) {
    const auto frame = wire::parse_frame({bytes, size}, wire::kBulkLimits);
    if (!frame) {
        SARHAD_CHECK(!frame.error().what.empty());
        return 0;
    }
    SARHAD_CHECK(wire::make_frame(frame->header, frame->body) == core::Bytes(bytes, bytes + size));
    const auto message = wire::decode_message(*frame);
    if (!message) {
        SARHAD_CHECK(!message.error().what.empty());
        return 0;
    }
    if (std::holds_alternative<wire::Ignorable>(*message)) {
        return 0;
    }
    const core::Bytes canonical =
        wire::encode_frame(*message, frame->header.lane, frame->header.stream);
    const auto parsed = wire::parse_frame(canonical, wire::kBulkLimits);
    SARHAD_CHECK(parsed.has_value());
    const auto again = wire::decode_message(*parsed);
    SARHAD_CHECK(again.has_value() && *again == *message);
    SARHAD_CHECK(wire::encode_frame(*again, frame->header.lane, frame->header.stream) == canonical);
    return 0;
}
