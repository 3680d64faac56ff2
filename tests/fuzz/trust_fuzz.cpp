// links: sarhad_replication sarhad_store sarhad_wire sarhad_facts sarhad_core
// seeds: tests/data/formats/v1
#include "core/check.h"
#include "replication/trust/root_step.h"
#include "replication/trust/trust_state.h"
#include "wire/body_seal.h"
#include "wire/compartment.h"
#include "wire/key_vault.h"
#include "wire/keyring.h"
#include "wire/protected_key.h"
#include "wire/trust_documents.h"

#include <cstddef>
#include <cstdint>

namespace core = sarhad::core;
namespace replication = sarhad::replication;
namespace wire = sarhad::wire;

namespace {

/// What can be read has one encoding, and that says the same.
template <class T>
void check_body(const wire::SignedDocument& document) {
    const auto body = wire::read_unverified<T>(document);
    if (!body) {
        SARHAD_CHECK(!body.error().what.empty());
        return;
    }
    const core::Status checked = wire::check_document(*body);
    SARHAD_CHECK(checked.has_value() || !checked.error().what.empty());
    wire::SignedDocument again = document;
    again.body = wire::encode(*body);
    const auto second = wire::read_unverified<T>(again);
    SARHAD_CHECK(!second || *second == *body);  // Absent fields may make it too long to read again.
}

void check_document(const wire::SignedDocument& document) {
    check_body<wire::Root>(document);
    check_body<wire::Revocations>(document);
    check_body<wire::NodeCertificate>(document);
    check_body<wire::Head>(document);
    check_body<wire::Tick>(document);
    check_body<wire::SitePolicy>(document);
    check_body<wire::Compartment>(document);
    // An anchor that signs itself may be anybody's; whatever is refused says why.
    const replication::RootOrVerdict anchor = replication::read_anchor(document);
    if (const auto* refused = std::get_if<replication::TrustVerdict>(&anchor); refused != nullptr) {
        SARHAD_CHECK(!refused->what.empty() && !refused->holds());
    }
}

/// Nobody but who has the key makes bytes that open.
void check_sealed(core::ByteView bytes) {
    static const wire::BodySeal kSeal{
        wire::Secret{wire::BodySeal::kKeySize}, "wl/demo/watch", core::Epoch{1}};
    const auto epoch = wire::epoch_of_sealed(bytes);
    SARHAD_CHECK(epoch.has_value() || !epoch.error().what.empty());
    const auto opened = kSeal.open("T.1", bytes);
    SARHAD_CHECK(opened.has_value() || !opened.error().what.empty());
}

}  // namespace

/// Any bytes are a document or a named error, a protected key file or a named error.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t size) {
    const core::ByteView input{bytes, size};
    const auto key = wire::parse_protected_key(input);
    SARHAD_CHECK(key.has_value() || !key.error().what.empty());
    const auto lock = wire::parse_passphrase_lock(core::as_text(input), wire::kKeyVaultMax);
    SARHAD_CHECK(lock.has_value() || !lock.error().what.empty());
    check_sealed(input);
    const auto document = wire::read_document(input);
    if (!document) {
        SARHAD_CHECK(!document.error().what.empty());
        wire::SignedDocument bare;  // Bodies are reached without finding a whole document first.
        bare.body = core::to_bytes(input.first(std::min(size, wire::kTrustDocumentMax)));
        check_document(bare);
        return 0;
    }
    SARHAD_CHECK(wire::read_document(wire::encode(*document)).has_value());
    check_document(*document);
    return 0;
}
