#include "wire/protected_key.h"

#include "core/text.h"

#include <sodium.h>

#include <algorithm>
#include <utility>

namespace sarhad::wire {

using core::cat;
using core::Errc;
using core::Error;
using core::Result;

namespace {

constexpr std::string_view kMark = "sarhad-key v2 sign-secret\n";
constexpr std::size_t kNonceSize = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t kTagSize = crypto_aead_xchacha20poly1305_ietf_ABYTES;
constexpr std::size_t kSeedSize = 32;

/// All but the last line: what the seal holds too, so that no line can be exchanged.
std::string head_of(const ProtectedKey& held) {
    return cat(kMark,
               "public ",
               core::to_hex(held.key),
               "\nargon2id ",
               held.cost.passes,
               " ",
               held.cost.memory_kib,
               " ",
               core::to_hex(held.salt),
               "\n");
}

Result<Secret> stretch(std::string_view passphrase, const ProtectedKey& held) {
    Secret key{crypto_aead_xchacha20poly1305_ietf_KEYBYTES};
    if (crypto_pwhash(key.bytes().data(),
                      key.bytes().size(),
                      passphrase.data(),
                      passphrase.size(),
                      held.salt.data(),
                      held.cost.passes,
                      held.cost.memory_kib * 1024,
                      crypto_pwhash_ALG_ARGON2ID13) != 0) {
        return Error{Errc::kExhausted,
                     cat("key file: its passphrase takes ",
                         held.cost.memory_kib / 1024,
                         " MiB of memory, which this machine does not give")};
    }
    return key;
}

Error wrong(std::string_view what) {
    return {Errc::kInvalid, cat("protected key file: ", what)};
}

/// The line's rest behind `word` and a space; the text goes on behind it.
Result<std::string_view> line_of(std::string_view& text, std::string_view word) {
    const std::size_t end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    if (end == std::string_view::npos || !line.starts_with(cat(word, " "))) {
        return wrong(cat("wanted a line \"", word, " ...\""));
    }
    text.remove_prefix(end + 1);
    return line.substr(word.size() + 1);
}

template <std::size_t N>
Result<std::array<std::uint8_t, N>> digits_of(std::string_view hex, std::string_view what) {
    const auto bytes = core::from_hex(hex);
    std::array<std::uint8_t, N> read{};
    if (!bytes || bytes->size() != N) {
        return wrong(cat(what, ": wanted ", 2 * N, " hexadecimal digits"));
    }
    std::copy(bytes->begin(), bytes->end(), read.begin());
    return read;
}

}  // namespace

Result<core::Bytes> protect_key(const SigningKey& key,
                                std::string_view passphrase,
                                const PassphraseCost& cost,
                                core::Random& random) {
    if (passphrase.size() < kPassphraseCharactersLeast || passphrase.size() > kPassphraseBytesMax) {
        return Error{Errc::kInvalid,
                     cat("passphrase: has ",
                         passphrase.size(),
                         " characters, wanted ",
                         kPassphraseCharactersLeast,
                         " to ",
                         kPassphraseBytesMax,
                         ": four words that nobody connects with you")};
    }
    ProtectedKey held;
    held.key = key.public_key().bytes();
    held.cost = cost;
    random.fill(held.salt);
    SARHAD_TRY(const Secret stretched, stretch(passphrase, held));
    core::Bytes file = key.to_file();
    const Result<Secret> seed = parse_key_file(file, KeyKind::kSignSecret);
    wipe(file);
    held.sealed.resize(kNonceSize + kSeedSize + kTagSize);
    random.fill(std::span{held.sealed}.first(kNonceSize));
    const std::string head = head_of(held);
    const core::ByteView known = core::as_bytes(head);
    const core::ByteView plain = std::as_const(*seed).bytes();
    crypto_aead_xchacha20poly1305_ietf_encrypt(held.sealed.data() + kNonceSize,
                                               nullptr,
                                               plain.data(),
                                               plain.size(),
                                               known.data(),
                                               known.size(),
                                               nullptr,
                                               held.sealed.data(),
                                               stretched.bytes().data());
    return core::to_bytes(cat(head, "sealed ", core::to_hex(held.sealed), "\n"));
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
    SARHAD_TRY(const std::string_view key, line_of(text, "public"));
    SARHAD_TRY(held.key, digits_of<32>(key, "public"));
    SARHAD_TRY(const std::string_view cost, line_of(text, "argon2id"));
    const std::vector<std::string_view> parts = core::split(cost, ' ');
    if (parts.size() != 3) {
        return wrong("argon2id: wanted passes, KiB of memory and salt");
    }
    SARHAD_TRY(held.cost.passes, core::parse_uint(parts[0]));
    SARHAD_TRY(held.cost.memory_kib, core::parse_uint(parts[1]));
    SARHAD_TRY(held.salt, digits_of<16>(parts[2], "salt"));
    if (held.cost.passes == 0 || held.cost.passes > kPassphrasePassesMax ||
        held.cost.memory_kib < 8 || held.cost.memory_kib > kPassphraseMemoryKibMax) {
        return wrong(cat("argon2id: wanted 1 to ",
                         kPassphrasePassesMax,
                         " passes over 8 to ",
                         kPassphraseMemoryKibMax,
                         " KiB"));
    }
    SARHAD_TRY(const std::string_view sealed, line_of(text, "sealed"));
    constexpr std::size_t kSize = kNonceSize + kSeedSize + kTagSize;
    SARHAD_TRY(const auto bytes, digits_of<kSize>(sealed, "sealed"));
    held.sealed.assign(bytes.begin(), bytes.end());
    if (!text.empty()) {
        return wrong("there are lines behind its fourth");
    }
    return held;
}

Result<SigningKey> unlock_key(const ProtectedKey& held, std::string_view passphrase) {
    SARHAD_TRY(const Secret stretched, stretch(passphrase, held));
    const std::string head = head_of(held);
    const core::ByteView known = core::as_bytes(head);
    const core::ByteView sealed = core::ByteView{held.sealed}.subspan(kNonceSize);
    Secret seed{kSeedSize};
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(seed.bytes().data(),
                                                   nullptr,
                                                   nullptr,
                                                   sealed.data(),
                                                   sealed.size(),
                                                   known.data(),
                                                   known.size(),
                                                   held.sealed.data(),
                                                   stretched.bytes().data()) != 0) {
        return Error{Errc::kUnauthenticated,
                     "key file: this passphrase does not open it (or the file was altered)"};
    }
    core::Bytes file = write_key_file(KeyKind::kSignSecret, std::as_const(seed).bytes());
    Result<SigningKey> key = SigningKey::parse(file);
    wipe(file);
    return key;
}

}  // namespace sarhad::wire
