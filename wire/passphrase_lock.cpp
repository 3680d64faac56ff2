#include "wire/passphrase_lock.h"

#include "core/text.h"
#include "wire/secret.h"

#include <sodium.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace sarhad::wire {

using core::cat;
using core::Errc;
using core::Error;
using core::Result;

namespace {

constexpr std::size_t kNonceSize = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t kTagSize = crypto_aead_xchacha20poly1305_ietf_ABYTES;

/// All but the last line: what the seal holds too, so that no line can be exchanged.
std::string head_of(std::string_view known, const PassphraseLock& lock) {
    return cat(known,
               "argon2id ",
               lock.cost.passes,
               " ",
               lock.cost.memory_kib,
               " ",
               core::to_hex(lock.salt),
               "\n");
}

Result<Secret> stretch(std::string_view passphrase, const PassphraseLock& lock) {
    Secret key{crypto_aead_xchacha20poly1305_ietf_KEYBYTES};
    if (crypto_pwhash(key.bytes().data(),
                      key.bytes().size(),
                      passphrase.data(),
                      passphrase.size(),
                      lock.salt.data(),
                      lock.cost.passes,
                      lock.cost.memory_kib * 1024,
                      crypto_pwhash_ALG_ARGON2ID13) != 0) {
        return Error{Errc::kExhausted,
                     cat("key file: its passphrase takes ",
                         lock.cost.memory_kib / 1024,
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

core::Status read_cost(std::string_view line, PassphraseLock& lock) {
    const std::vector<std::string_view> parts = core::split(line, ' ');
    if (parts.size() != 3) {
        return wrong("argon2id: wanted passes, KiB of memory and salt");
    }
    SARHAD_TRY(lock.cost.passes, core::parse_uint(parts[0]));
    SARHAD_TRY(lock.cost.memory_kib, core::parse_uint(parts[1]));
    const auto salt = core::from_hex(parts[2]);
    if (!salt || salt->size() != lock.salt.size()) {
        return wrong(cat("salt: wanted ", 2 * lock.salt.size(), " hexadecimal digits"));
    }
    std::copy(salt->begin(), salt->end(), lock.salt.begin());
    if (lock.cost.passes == 0 || lock.cost.passes > kPassphrasePassesMax ||
        lock.cost.memory_kib < 8 || lock.cost.memory_kib > kPassphraseMemoryKibMax) {
        return wrong(cat("argon2id: wanted 1 to ",
                         kPassphrasePassesMax,
                         " passes over 8 to ",
                         kPassphraseMemoryKibMax,
                         " KiB"));
    }
    return {};
}

}  // namespace

Result<core::Bytes> lock_with_passphrase(std::string_view known,
                                         core::ByteView plain,
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
    PassphraseLock lock;
    lock.cost = cost;
    random.fill(lock.salt);
    SARHAD_TRY(const Secret stretched, stretch(passphrase, lock));
    lock.sealed.resize(kNonceSize + plain.size() + kTagSize);
    random.fill(std::span{lock.sealed}.first(kNonceSize));
    const std::string head = head_of(known, lock);
    const core::ByteView held = core::as_bytes(head);
    crypto_aead_xchacha20poly1305_ietf_encrypt(lock.sealed.data() + kNonceSize,
                                               nullptr,
                                               plain.data(),
                                               plain.size(),
                                               held.data(),
                                               held.size(),
                                               nullptr,
                                               lock.sealed.data(),
                                               stretched.bytes().data());
    return core::to_bytes(cat(head, "sealed ", core::to_hex(lock.sealed), "\n"));
}

Result<PassphraseLock> parse_passphrase_lock(std::string_view lines, std::size_t plain_max) {
    PassphraseLock lock;
    SARHAD_TRY(const std::string_view cost, line_of(lines, "argon2id"));
    SARHAD_TRY_STATUS(read_cost(cost, lock));
    SARHAD_TRY(const std::string_view sealed, line_of(lines, "sealed"));
    constexpr std::size_t kLeast = kNonceSize + kTagSize;
    if (sealed.size() > 2 * (kLeast + plain_max)) {
        return wrong(
            cat("sealed: wanted ", 2 * (kLeast + plain_max), " hexadecimal digits at most"));
    }
    auto bytes = core::from_hex(sealed);
    if (!bytes || bytes->size() < kLeast) {
        return wrong(cat("sealed: wanted ", 2 * kLeast, " hexadecimal digits at least"));
    }
    lock.sealed = *std::move(bytes);
    if (!lines.empty()) {
        return wrong("there are lines behind its last");
    }
    return lock;
}

Result<core::Bytes> open_passphrase_lock(std::string_view known,
                                         const PassphraseLock& lock,
                                         std::string_view passphrase) {
    SARHAD_TRY(const Secret stretched, stretch(passphrase, lock));
    const std::string head = head_of(known, lock);
    const core::ByteView held = core::as_bytes(head);
    const core::ByteView sealed = core::ByteView{lock.sealed}.subspan(kNonceSize);
    core::Bytes plain(sealed.size() - kTagSize);
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(plain.data(),
                                                   nullptr,
                                                   nullptr,
                                                   sealed.data(),
                                                   sealed.size(),
                                                   held.data(),
                                                   held.size(),
                                                   lock.sealed.data(),
                                                   stretched.bytes().data()) != 0) {
        return Error{Errc::kUnauthenticated,
                     "key file: this passphrase does not open it (or the file was altered)"};
    }
    return plain;
}

}  // namespace sarhad::wire
