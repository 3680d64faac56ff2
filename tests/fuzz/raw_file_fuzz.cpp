// links: sarhad_intake sarhad_facts sarhad_core
#include "core/check.h"
#include "intake/raw_file.h"

#include <cstddef>
#include <cstdint>

namespace {

/// Every chunk is what it says: what is made of the bytes is up to the fuzzer.
class OpenSeal final : public sarhad::intake::RawSeal {
public:
    [[nodiscard]] sarhad::core::Bytes seal(sarhad::core::ByteView /*place*/,
                                           sarhad::core::ByteView plain) const override {
        return sarhad::core::to_bytes(plain);
    }
    [[nodiscard]] sarhad::core::Result<sarhad::core::Bytes> open(
        sarhad::core::ByteView /*place*/, sarhad::core::ByteView sealed) const override {
        return sarhad::core::to_bytes(sealed);
    }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    namespace intake = sarhad::intake;
    const sarhad::core::ByteView bytes{data, size};
    const OpenSeal seal;
    const auto since = intake::sealed_since(bytes);
    const auto opened = intake::open_raw(seal, bytes);
    SARHAD_CHECK(!opened || (since && opened->since == *since));
    SARHAD_CHECK(!opened || opened->content.size() < size);
    const auto again = intake::open_raw(seal, intake::seal_raw(seal, bytes, {7}));
    SARHAD_CHECK(again && again->content == sarhad::core::to_bytes(bytes));
    return 0;
}
