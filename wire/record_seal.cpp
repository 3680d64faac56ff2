#include "wire/record_seal.h"

#include "core/text.h"

#include <sodium.h>

#include <utility>

namespace sarhad::wire {
namespace {

constexpr std::size_t kNonceSize = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t kTagSize = crypto_aead_xchacha20poly1305_ietf_ABYTES;
static_assert(RecordSeal::kKeySize == crypto_aead_xchacha20poly1305_ietf_KEYBYTES);

/// The NUL keeps ("ab", "c") apart from ("a", "bc").
core::Bytes place_of(std::string_view table, core::ByteView id) {
    core::Bytes place = core::to_bytes(table);
    place.push_back(0);
    core::append(place, id);
    return place;
}

}  // namespace

RecordSeal::RecordSeal(Secret key, core::Random& random) : key_{std::move(key)}, random_{random} {
    SARHAD_CHECK(key_.bytes().size() == kKeySize);
}

core::Bytes RecordSeal::seal(std::string_view table, core::ByteView id, core::ByteView body) const {
    core::Bytes sealed(kNonceSize + body.size() + kTagSize);
    random_.fill(std::span{sealed}.first(kNonceSize));
    const core::Bytes place = place_of(table, id);
    const core::ByteView key = key_.bytes();
    crypto_aead_xchacha20poly1305_ietf_encrypt(sealed.data() + kNonceSize,
                                               nullptr,
                                               body.data(),
                                               body.size(),
                                               place.data(),
                                               place.size(),
                                               nullptr,
                                               sealed.data(),
                                               key.data());
    return sealed;
}

core::Result<core::Bytes> RecordSeal::open(std::string_view table,
                                           core::ByteView id,
                                           core::ByteView sealed) const {
    const core::Error refused{
        core::Errc::kCorrupt,
        core::cat("a sealed record of ", table, " does not open: wrong store key, or altered")};
    if (sealed.size() < kNonceSize + kTagSize) {
        return refused;
    }
    core::Bytes body(sealed.size() - kNonceSize - kTagSize);
    const core::Bytes place = place_of(table, id);
    const core::ByteView key = key_.bytes();
    const int failed = crypto_aead_xchacha20poly1305_ietf_decrypt(body.data(),
                                                                  nullptr,
                                                                  nullptr,
                                                                  sealed.data() + kNonceSize,
                                                                  sealed.size() - kNonceSize,
                                                                  place.data(),
                                                                  place.size(),
                                                                  sealed.data(),
                                                                  key.data());
    if (failed != 0) {
        return refused;
    }
    return body;
}

}  // namespace sarhad::wire
