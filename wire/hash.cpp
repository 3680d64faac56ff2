#include "wire/hash.h"

#include <sodium.h>

namespace sarhad::wire {

Hash256 blake2b(core::ByteView bytes) {
    Hash256 hash{};
    const int failed =
        crypto_generichash(hash.data(), hash.size(), bytes.data(), bytes.size(), nullptr, 0);
    SARHAD_CHECK(failed == 0);
    return hash;
}

namespace {

crypto_generichash_state* state_of(std::uint8_t* bytes) {
    return reinterpret_cast<crypto_generichash_state*>(bytes);
}

}  // namespace

Hasher::Hasher() {
    static_assert(sizeof(crypto_generichash_state) <= kStateBytes);
    static_assert(alignof(crypto_generichash_state) <= 64);
    const int failed =
        crypto_generichash_init(state_of(state_.data()), nullptr, 0, sizeof(Hash256));
    SARHAD_CHECK(failed == 0);
}

void Hasher::add(core::ByteView bytes) {
    const int failed =
        crypto_generichash_update(state_of(state_.data()), bytes.data(), bytes.size());
    SARHAD_CHECK(failed == 0);
}

Hash256 Hasher::finish() {
    Hash256 hash{};
    const int failed = crypto_generichash_final(state_of(state_.data()), hash.data(), hash.size());
    SARHAD_CHECK(failed == 0);
    return hash;
}

std::array<std::uint8_t, 16> blake2b_128(core::ByteView bytes) {
    std::array<std::uint8_t, 16> hash{};
    const int failed =
        crypto_generichash(hash.data(), hash.size(), bytes.data(), bytes.size(), nullptr, 0);
    SARHAD_CHECK(failed == 0);
    return hash;
}

SubjectKey subject_key(core::ByteView key, std::string_view text) {
    SARHAD_CHECK(key.size() == sizeof(Hash256));
    SubjectKey subject{};
    const core::ByteView bytes = core::as_bytes(text);
    const int failed = crypto_generichash(
        subject.data(), subject.size(), bytes.data(), bytes.size(), key.data(), key.size());
    SARHAD_CHECK(failed == 0);
    return subject;
}

Hash256 chain_hash(const Hash256& previous, core::ByteView bytes) {
    Hasher hasher;
    hasher.add(previous);
    hasher.add(bytes);
    return hasher.finish();
}

}  // namespace sarhad::wire
