// links: sarhad_wire sarhad_facts sarhad_core
#include "core/check.h"
#include "facts/alert.h"
#include "facts/counted.h"
#include "facts/decision.h"
#include "wire/expected.h"
#include "wire/keyring.h"
#include "wire/messages.h"
#include "wire/packed.h"
#include "wire/rule_change.h"
#include "wire/sealed_alert.h"

#include <cstddef>
#include <cstdint>

namespace core = sarhad::core;
namespace facts = sarhad::facts;
namespace wire = sarhad::wire;

namespace {

/// A decoded fact has one encoding, and that decodes to the same fact.
template <class T>
void check_round_trip(const facts::Value& value) {
    const core::Result<T> fact = facts::from_value<T>(value);
    if (!fact) {
        SARHAD_CHECK(!fact.error().what.empty());
        return;
    }
    const core::Bytes canonical = wire::encode(*fact);
    const auto tree = wire::unpack(canonical);
    if (!tree) {
        SARHAD_CHECK(tree.error().code == core::Errc::kExhausted);  // More fields than it came as.
        return;
    }
    const core::Result<T> again = facts::from_value<T>(*tree);
    SARHAD_CHECK(again.has_value());
    SARHAD_CHECK(wire::encode(*again) == canonical);
}

/// What unpacks keeps to its limit, and packs again.
void check_packed(core::ByteView bytes) {
    constexpr std::size_t kLimit = 65536;
    const core::Result<core::Bytes> plain = wire::unpacked(bytes, kLimit);
    if (!plain) {
        SARHAD_CHECK(!plain.error().what.empty());
        return;
    }
    SARHAD_CHECK(plain->size() <= kLimit);
    const core::Result<core::Bytes> again = wire::unpacked(wire::pack(*plain), plain->size());
    SARHAD_CHECK(again.has_value() && *again == *plain);
}

}  // namespace

/// Any bytes give a tree or a named error; every signed body in it holds its round trip.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t size) {
    const auto key = wire::parse_public_key_file({bytes, size}, wire::KeyKind::kSealPublic);
    SARHAD_CHECK(key.has_value() || !key.error().what.empty());
    check_packed({bytes, size});
    const auto tree = wire::unpack({bytes, size});
    if (!tree) {
        SARHAD_CHECK(!tree.error().what.empty());
        return 0;
    }
    check_round_trip<wire::DeltaBody>(*tree);
    check_round_trip<wire::UpBatch>(*tree);
    check_round_trip<wire::EditionStatement>(*tree);
    check_round_trip<wire::Manifest>(*tree);
    check_round_trip<wire::ChunkReq>(*tree);
    check_round_trip<wire::ChunkTell>(*tree);
    check_round_trip<facts::Alert>(*tree);
    check_round_trip<facts::CentralCounts>(*tree);
    check_round_trip<facts::ExpectedJourney>(*tree);
    check_round_trip<wire::ExpectedPiece>(*tree);
    check_round_trip<wire::SealedAlert>(*tree);
    check_round_trip<wire::SignedRuleChange>(*tree);
    check_round_trip<wire::RuleChange>(*tree);
    check_round_trip<facts::Crossing>(*tree);
    return 0;
}
