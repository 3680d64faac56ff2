#include "wire/keyring.h"

#include "core/text.h"

#include <sodium.h>

#include <algorithm>
#include <array>

namespace sarhad::wire {

using core::as_bytes;
using core::cat;
using core::Errc;
using core::Error;
using core::Result;

namespace {

constexpr std::size_t kKeySize = 32;
constexpr std::string_view kFileMark = "sarhad-key v1 ";

std::string_view word_of(KeyKind kind) {
    switch (kind) {
        case KeyKind::kSignSecret:
            return "sign-secret";
        case KeyKind::kSignPublic:
            return "sign-public";
        case KeyKind::kSealSecret:
            return "seal-secret";
        case KeyKind::kSealPublic:
            return "seal-public";
        case KeyKind::kLinkSecret:
            return "link-secret";
        case KeyKind::kLinkPublic:
            return "link-public";
        case KeyKind::kStoreSecret:
            return "store-secret";
        case KeyKind::kSubjectSecret:
            return "subject-secret";
        case KeyKind::kListSecret:
            return "list-secret";
    }
    return "unknown";
}

constexpr std::array kKinds{KeyKind::kSignSecret,
                            KeyKind::kSignPublic,
                            KeyKind::kSealSecret,
                            KeyKind::kSealPublic,
                            KeyKind::kLinkSecret,
                            KeyKind::kLinkPublic,
                            KeyKind::kStoreSecret,
                            KeyKind::kSubjectSecret,
                            KeyKind::kListSecret};

/// "kind link-secret" of a key file; nothing of it is repeated where it is no kind that we know.
std::string kind_in(std::string_view file) {
    const auto* found = std::find_if(kKinds.begin(), kKinds.end(), [file](KeyKind kind) {
        return file.starts_with(cat(kFileMark, word_of(kind), "\n"));
    });
    return found == kKinds.end() ? "a kind that is not known" : cat("kind ", word_of(*found));
}

core::Bytes with_domain(Domain domain, core::ByteView bytes) {
    const std::string_view tag = domain_text(domain);
    core::Bytes joined;
    joined.reserve(tag.size() + 1 + bytes.size());
    core::append(joined, as_bytes(tag));
    joined.push_back(0);
    core::append(joined, bytes);
    return joined;
}

}  // namespace

Secret::Secret(std::size_t size) : size_{size} {
    // Returns at once where it ran before; guarded memory aborts without it.
    SARHAD_CHECK(sodium_init() >= 0);
    held_.reset(static_cast<std::uint8_t*>(sodium_malloc(size)));
    SARHAD_CHECK(held_ != nullptr);
}

void Secret::Free::operator()(std::uint8_t* held) const noexcept {
    sodium_free(held);
}

void wipe(std::span<std::uint8_t> bytes) noexcept {
    sodium_memzero(bytes.data(), bytes.size());
}

core::Status sodium_start() {
    if (sodium_init() < 0) {
        return Error{Errc::kUnavailable, "libsodium did not start: no system randomness"};
    }
    return {};
}

void OsRandom::fill(std::span<std::uint8_t> bytes) {
    randombytes_buf(bytes.data(), bytes.size());
}

KeyTag key_tag(const PublicKey& key) {
    const Hash256 hash = blake2b(key);
    KeyTag tag{};
    std::copy_n(hash.begin(), tag.size(), tag.begin());
    return tag;
}

core::KeyId key_id(const PublicKey& key) {
    return core::KeyId{core::to_hex(key_tag(key))};
}

core::Bytes write_key_file(KeyKind kind, core::ByteView key) {
    SARHAD_CHECK(key.size() == kKeySize);
    core::Bytes file = core::to_bytes(cat(kFileMark, word_of(kind), "\n"));
    file.reserve(file.size() + 2 * kKeySize + 1);  // No copy of the digits stays behind.
    std::string digits = core::to_hex(key);
    core::append(file, core::as_bytes(digits));
    sodium_memzero(digits.data(), digits.size());
    file.push_back('\n');
    return file;
}

Result<Secret> parse_key_file(core::ByteView file, KeyKind wanted) {
    const std::string head = cat(kFileMark, word_of(wanted), "\n");
    const std::string_view text = core::as_text(file);
    if (!text.starts_with(kFileMark)) {
        return Error{Errc::kInvalid, "key file: its first line is not \"sarhad-key v1 <kind>\""};
    }
    if (!text.starts_with(head)) {
        return Error{Errc::kInvalid,
                     cat("key file: it is of ", kind_in(text), ", wanted kind ", word_of(wanted))};
    }
    Result<core::Bytes> key = core::from_hex(core::trim(text.substr(head.size())));
    if (!key || key->size() != kKeySize) {
        if (key) {
            wipe(*key);
        }
        return Error{Errc::kInvalid, "key file: its second line is not 64 hexadecimal digits"};
    }
    Secret secret{kKeySize};
    std::copy(key->begin(), key->end(), secret.bytes().begin());
    wipe(*key);
    return secret;
}

Result<PublicKey> parse_public_key_file(core::ByteView file, KeyKind wanted) {
    SARHAD_TRY(const Secret held, parse_key_file(file, wanted));
    PublicKey key{};
    std::copy(held.bytes().begin(), held.bytes().end(), key.begin());
    return key;
}

std::string_view domain_text(Domain domain) {
    switch (domain) {
        case Domain::kDelta:
            return "sarhad/delta/v1";
        case Domain::kAlert:
            return "sarhad/alert/v1";
        case Domain::kUpBatch:
            return "sarhad/up_batch/v1";
        case Domain::kReport:
            return "sarhad/report/v1";
        case Domain::kRules:
            return "sarhad/rules/v1";
        case Domain::kEdition:
            return "sarhad/edition/v1";
        case Domain::kRoot:
            return "sarhad/root/v1";
        case Domain::kRevocations:
            return "sarhad/revocations/v1";
        case Domain::kCertificate:
            return "sarhad/certificate/v1";
        case Domain::kHead:
            return "sarhad/head/v1";
        case Domain::kTick:
            return "sarhad/tick/v1";
        case Domain::kPolicy:
            return "sarhad/policy/v1";
        case Domain::kState:
            return "sarhad/statement/v1";
        case Domain::kCompartment:
            return "sarhad/compartment/v1";
        case Domain::kRuleChange:
            return "sarhad/rule_change/v1";
        case Domain::kRuleApproval:
            return "sarhad/rule_approval/v1";
        case Domain::kRuleWithdrawal:
            return "sarhad/rule_withdrawal/v1";
    }
    return "sarhad/unknown/v1";
}

Result<VerifyKey> VerifyKey::from(const PublicKey& key) {
    if (crypto_core_ed25519_is_valid_point(key.data()) != 1) {
        return Error{Errc::kInvalid, "public key: not a canonical Ed25519 point of full order"};
    }
    return VerifyKey{key, key_tag(key)};
}

bool VerifyKey::verifies(Domain domain, core::ByteView bytes, const Signature& signature) const {
    if (signature.key_id != tag_) {
        return false;
    }
    const core::Bytes joined = with_domain(domain, bytes);
    return crypto_sign_verify_detached(
               signature.value.data(), joined.data(), joined.size(), key_.data()) == 0;
}

SigningKey SigningKey::from_seed(core::ByteView seed) {
    SARHAD_CHECK(seed.size() == crypto_sign_SEEDBYTES);
    Secret pair{crypto_sign_SECRETKEYBYTES};
    PublicKey key{};
    const int failed = crypto_sign_seed_keypair(key.data(), pair.bytes().data(), seed.data());
    SARHAD_CHECK(failed == 0);
    Result<VerifyKey> verify = VerifyKey::from(key);
    return SigningKey{std::move(pair), *verify};
}

SigningKey SigningKey::generate(core::Random& random) {
    Secret seed{crypto_sign_SEEDBYTES};
    random.fill(seed.bytes());
    return from_seed(seed.bytes());
}

Result<SigningKey> SigningKey::parse(core::ByteView file) {
    SARHAD_TRY(const Secret seed, parse_key_file(file, KeyKind::kSignSecret));
    return from_seed(seed.bytes());
}

core::Bytes SigningKey::to_file() const {
    return write_key_file(KeyKind::kSignSecret, pair_.bytes().first(crypto_sign_SEEDBYTES));
}

Signature SigningKey::sign(Domain domain, core::ByteView bytes) const {
    const core::Bytes joined = with_domain(domain, bytes);
    Signature signature;
    signature.key_id = public_.tag();
    const int failed = crypto_sign_detached(
        signature.value.data(), nullptr, joined.data(), joined.size(), pair_.bytes().data());
    SARHAD_CHECK(failed == 0);
    return signature;
}

PublicKey VerifyKey::box_key() const {
    PublicKey box{};
    const int failed = crypto_sign_ed25519_pk_to_curve25519(box.data(), key_.data());
    SARHAD_CHECK(failed == 0);  // from() took no other than a point of full order.
    return box;
}

BoxKey SigningKey::box_key() const {
    Secret secret{crypto_scalarmult_SCALARBYTES};
    const int failed =
        crypto_sign_ed25519_sk_to_curve25519(secret.bytes().data(), pair_.bytes().data());
    SARHAD_CHECK(failed == 0);
    return BoxKey::from_secret(std::move(secret));
}

BoxKey BoxKey::from_secret(Secret secret) {
    PublicKey key{};
    const int failed = crypto_scalarmult_base(key.data(), secret.bytes().data());
    SARHAD_CHECK(failed == 0);
    return BoxKey{std::move(secret), key};
}

BoxKey BoxKey::generate(core::Random& random) {
    Secret secret{kKeySize};
    random.fill(secret.bytes());
    return from_secret(std::move(secret));
}

Result<BoxKey> BoxKey::parse(core::ByteView file, KeyKind kind) {
    SARHAD_CHECK(kind == KeyKind::kSealSecret || kind == KeyKind::kLinkSecret);
    SARHAD_TRY(Secret secret, parse_key_file(file, kind));
    return from_secret(std::move(secret));
}

core::Bytes BoxKey::to_file(KeyKind kind) const {
    SARHAD_CHECK(kind == KeyKind::kSealSecret || kind == KeyKind::kLinkSecret);
    return write_key_file(kind, secret_.bytes());
}

Result<Secret> BoxKey::open(core::ByteView sealed) const {
    if (sealed.size() <= crypto_box_SEALBYTES) {
        return Error{Errc::kUnauthenticated, "sealed box: shorter than its overhead"};
    }
    Secret opened{sealed.size() - crypto_box_SEALBYTES};
    if (crypto_box_seal_open(opened.bytes().data(),
                             sealed.data(),
                             sealed.size(),
                             public_.data(),
                             secret_.bytes().data()) != 0) {
        return Error{Errc::kUnauthenticated, "sealed box: not sealed to this key, or altered"};
    }
    return opened;
}

// crypto_box_seal() itself draws from the system; the simulator needs its seed to decide.
Result<core::Bytes> seal(const PublicKey& to, core::ByteView bytes, core::Random& random) {
    Secret seed{crypto_box_SEEDBYTES};
    random.fill(seed.bytes());
    Secret ephemeral{crypto_box_SECRETKEYBYTES};
    PublicKey ephemeral_public{};
    crypto_box_seed_keypair(ephemeral_public.data(), ephemeral.bytes().data(), seed.bytes().data());
    core::Bytes both = core::to_bytes(core::ByteView{ephemeral_public});
    core::append(both, to);
    std::array<std::uint8_t, crypto_box_NONCEBYTES> nonce{};
    crypto_generichash(nonce.data(), nonce.size(), both.data(), both.size(), nullptr, 0);

    core::Bytes sealed(crypto_box_SEALBYTES + bytes.size());
    std::copy(ephemeral_public.begin(), ephemeral_public.end(), sealed.begin());
    if (crypto_box_easy(sealed.data() + crypto_box_PUBLICKEYBYTES,
                        bytes.data(),
                        bytes.size(),
                        nonce.data(),
                        to.data(),
                        ephemeral.bytes().data()) != 0) {
        return Error{Errc::kInvalid, "sealing: the public key is a point of small order"};
    }
    return sealed;
}

}  // namespace sarhad::wire
