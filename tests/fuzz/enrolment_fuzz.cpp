// links: sarhad_wire sarhad_facts sarhad_core
// seeds: tests/data/formats/v1
#include "core/bytes.h"
#include "core/check.h"
#include "core/random.h"
#include "wire/enrolment.h"
#include "wire/keyring.h"
#include "wire/msgpack.h"

#include <cstddef>
#include <cstdint>
#include <span>

namespace {

namespace core = sarhad::core;
namespace wire = sarhad::wire;

class Counting final : public core::Random {
public:
    void fill(std::span<std::uint8_t> bytes) override {
        for (std::uint8_t& byte : bytes) {
            byte = ++last_;
        }
    }

private:
    std::uint8_t last_{0};
};

}  // namespace

/// What a stranger sends, and what one who asks is answered, is read whole or refused by name.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const core::ByteView view{bytes, size};
    static Counting random;
    static const wire::BoxKey server = wire::BoxKey::generate(random);
    const auto stranger = wire::open_enrol_frame(view, server);
    SARHAD_CHECK(!stranger && !stranger.error().what.empty());
    // Behind the seal, where only who knows the server's key gets to.
    if (const auto request = wire::decode<wire::EnrolRequest>(view)) {
        SARHAD_CHECK(*wire::decode<wire::EnrolRequest>(wire::encode(*request)) == *request);
    }
    if (const auto answer = wire::parse_answer_frame(view)) {
        SARHAD_CHECK(*wire::parse_answer_frame(wire::answer_frame(*answer)) == *answer);
    }
    if (const auto invitation = wire::parse_invitation(core::as_text(view))) {
        const auto again = wire::parse_invitation(wire::write_invitation(*invitation));
        SARHAD_CHECK(again && *again == *invitation);
    }
    if (const auto token = wire::parse_token(core::as_text(view))) {
        SARHAD_CHECK(*wire::parse_token(wire::write_token(*token)) == *token);
    }
    return 0;
}
