#include "wire/protected_key.h"

#include "core/text.h"

#include <algorithm>
#include <utility>

namespace sarhad::wire {

using core::cat;
using core::Errc;
using core::Error;
using core::Result;

namespace {

constexpr std::string_view kMark = "sarhad-key v2 sign-secret\n";
constexpr std::string_view kPublic = "public ";
constexpr std::size_t kSeedSize = 32;

std::string known_of(const PublicKey& key) {
    return cat(kMark, kPublic, core::to_hex(key), "\n");
}

Error wrong(std::string_view what) {
    return {Errc::kInvalid, cat("protected key file: ", what)};
}

}  // namespace

Result<core::Bytes> protect_key(const SigningKey& key,
                                std::string_view passphrase,
                                const PassphraseCost& cost,
                                core::Random& random) {
    core::Bytes file = key.to_file();
    const Result<Secret> seed = parse_key_file(file, KeyKind::kSignSecret);
    wipe(file);
    return lock_with_passphrase(
        known_of(key.public_key().bytes()), std::as_const(*seed).bytes(), passphrase, cost, random);
}

bool is_protected_key(core::ByteView file) {
    return core::as_text(file).starts_with(kMark);
}

Result<ProtectedKey> parse_protected_key(core::ByteView file) {
    std::string_view text = core::as_text(file);
    if (!text.starts_with(kMark)) {
        return wrong("its first line is not \"sarhad-key v2 sign-secret\"");
    }
    text.remove_prefix(kMark.size());
    ProtectedKey held;
    const std::size_t line = kPublic.size() + 2 * held.key.size() + 1;
    if (!text.starts_with(kPublic) || text.size() < line || text[line - 1] != '\n') {
        return wrong("wanted a line \"public\" with 64 hexadecimal digits");
    }
    const auto key = core::from_hex(text.substr(kPublic.size(), 2 * held.key.size()));
    if (!key) {
        return wrong("public: wanted 64 hexadecimal digits");
    }
    std::copy(key->begin(), key->end(), held.key.begin());
    SARHAD_TRY(held.lock, parse_passphrase_lock(text.substr(line), kSeedSize));
    return held;
}

Result<SigningKey> unlock_key(const ProtectedKey& held, std::string_view passphrase) {
    SARHAD_TRY(core::Bytes seed, open_passphrase_lock(known_of(held.key), held.lock, passphrase));
    if (seed.size() != kSeedSize) {
        wipe(seed);
        return wrong("sealed: holds no key");
    }
    core::Bytes file = write_key_file(KeyKind::kSignSecret, seed);
    wipe(seed);
    Result<SigningKey> key = SigningKey::parse(file);
    wipe(file);
    return key;
}

}  // namespace sarhad::wire
