#include "wire/body_seal.h"

#include "core/check.h"
#include "core/text.h"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <utility>

namespace sarhad::wire {
namespace {

constexpr std::uint8_t kVersion = 1;
constexpr std::size_t kHeadSize = 1 + 4;
constexpr std::size_t kNonceSize = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t kTagSize = crypto_aead_xchacha20poly1305_ietf_ABYTES;
static_assert(BodySeal::kKeySize == crypto_aead_xchacha20poly1305_ietf_KEYBYTES);
static_assert(BodySeal::kOverhead == kHeadSize + kNonceSize + kTagSize);

/// A NUL behind each text keeps ("ab", "c") apart from ("a", "bc").
core::Bytes named(std::string_view use, std::string_view list, core::Epoch epoch) {
    core::Bytes text = core::to_bytes(use);
    text.push_back(0);
    core::append(text, core::as_bytes(list));
    text.push_back(0);
    core::put_u32(text, epoch.value());
    return text;
}

void keyed_hash(std::span<std::uint8_t> into, core::ByteView key, core::ByteView bytes) {
    const int failed = crypto_generichash(
        into.data(), into.size(), bytes.data(), bytes.size(), key.data(), key.size());
    SARHAD_CHECK(failed == 0);
}

core::Error refused() {
    return {core::Errc::kUnauthenticated,
            "an entry does not open: altered, of another place, or sealed by another key"};
}

}  // namespace

BodySeal::BodySeal(Secret key, std::string_view list, core::Epoch epoch)
    : key_{kKeySize}, nonces_{kKeySize}, list_{list}, epoch_{epoch} {
    SARHAD_CHECK(key.bytes().size() == kKeySize && epoch != core::Epoch{0});
    keyed_hash(key_.bytes(), key.bytes(), named("sarhad/list-body/v1", list, epoch));
    keyed_hash(nonces_.bytes(), key.bytes(), named("sarhad/list-nonce/v1", list, epoch));
}

Secret BodySeal::new_key(core::Random& random) {
    Secret key{kKeySize};
    random.fill(key.bytes());
    return key;
}

Hash256 BodySeal::hash_of(const Secret& key) {
    return blake2b(key.bytes());
}

core::Bytes BodySeal::bound_to(std::string_view id) const {
    core::Bytes place = named("sarhad/list-entry/v1", list_, epoch_);
    core::append(place, core::as_bytes(id));
    return place;
}

core::Bytes BodySeal::seal(std::string_view id, core::ByteView body) const {
    core::Bytes sealed;
    sealed.reserve(body.size() + kOverhead);
    sealed.push_back(kVersion);
    core::put_u32(sealed, epoch_.value());
    const core::Bytes place = bound_to(id);
    core::Bytes all = place;
    all.push_back(0);
    core::append(all, body);
    sealed.resize(body.size() + kOverhead);
    const std::span<std::uint8_t> nonce = std::span{sealed}.subspan(kHeadSize, kNonceSize);
    const Secret& nonces = nonces_;
    keyed_hash(nonce, nonces.bytes(), all);
    wipe(all);
    const Secret& key = key_;
    crypto_aead_xchacha20poly1305_ietf_encrypt(sealed.data() + kHeadSize + kNonceSize,
                                               nullptr,
                                               body.data(),
                                               body.size(),
                                               place.data(),
                                               place.size(),
                                               nullptr,
                                               nonce.data(),
                                               key.bytes().data());
    return sealed;
}

core::Result<core::Bytes> BodySeal::open(std::string_view id, core::ByteView sealed) const {
    SARHAD_TRY(const core::Epoch epoch, epoch_of_sealed(sealed));
    if (epoch != epoch_) {
        return refused();
    }
    core::Bytes body(sealed.size() - kOverhead);
    const core::Bytes place = bound_to(id);
    const Secret& key = key_;
    const int failed =
        crypto_aead_xchacha20poly1305_ietf_decrypt(body.data(),
                                                   nullptr,
                                                   nullptr,
                                                   sealed.data() + kHeadSize + kNonceSize,
                                                   sealed.size() - kHeadSize - kNonceSize,
                                                   place.data(),
                                                   place.size(),
                                                   sealed.data() + kHeadSize,
                                                   key.bytes().data());
    if (failed != 0) {
        return refused();
    }
    return body;
}

core::Result<core::Epoch> epoch_of_sealed(core::ByteView sealed) {
    if (sealed.size() < BodySeal::kOverhead || sealed.front() != kVersion) {
        return core::Error{core::Errc::kInvalid, "an entry is sealed in no way that is known"};
    }
    std::uint32_t epoch = 0;
    for (const std::uint8_t byte : sealed.subspan(1, 4)) {
        epoch = (epoch << 8U) | byte;
    }
    return core::Epoch{epoch};
}

}  // namespace sarhad::wire
