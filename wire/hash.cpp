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
    Hash256 hash{};
    crypto_generichash_state state;
    const bool is_hashed =
        crypto_generichash_init(&state, nullptr, 0, hash.size()) == 0 &&
        crypto_generichash_update(&state, previous.data(), previous.size()) == 0 &&
        crypto_generichash_update(&state, bytes.data(), bytes.size()) == 0 &&
        crypto_generichash_final(&state, hash.data(), hash.size()) == 0;
    SARHAD_CHECK(is_hashed);
    return hash;
}

}  // namespace sarhad::wire
