#include "wire/segment_seal.h"

#include "core/check.h"
#include "core/text.h"

#include <openssl/evp.h>
#include <sodium.h>

#include <algorithm>
#include <string_view>

namespace sarhad::wire {

using core::Errc;
using core::Error;
using core::Result;
using core::Status;

namespace {

constexpr std::string_view kMagic = "SARHADLS";
constexpr std::string_view kKeyWord = "sarhad list segment v1";
constexpr std::size_t kKeySize = 32;
constexpr std::size_t kNonceSize = 12;
/// The title's place; chunk n is at n + 1.
constexpr std::uint64_t kTitlePlace = 0;

Error refused() {
    return {Errc::kCorrupt, "sealed segment: does not open: altered, or another store key"};
}

int size_of(core::ByteView bytes) {
    return static_cast<int>(bytes.size());  // At most kSegmentChunk.
}

}  // namespace

std::size_t SegmentHead::chunk_bytes(std::uint64_t chunk) const {
    return static_cast<std::size_t>(
        std::min<std::uint64_t>(kSegmentChunk, segment_bytes - chunk * kSegmentChunk));
}

std::uint64_t SegmentHead::chunk_place(std::uint64_t chunk) const {
    const std::uint64_t before = std::min<std::uint64_t>(chunk * kSegmentChunk, segment_bytes);
    return kSize + title_bytes + kSegmentTag + before + chunk * kSegmentTag;
}

core::Bytes write_head(const SegmentHead& head) {
    core::Bytes bytes = core::to_bytes(kMagic);
    core::put_u16(bytes, kSealedSegmentVersion);
    core::put_u16(bytes, 0);
    core::put_u32(bytes, head.title_bytes);
    core::put_u64(bytes, head.segment_bytes);
    core::append(bytes, head.salt);
    return bytes;
}

Result<SegmentHead> parse_head(core::ByteView bytes) {
    if (bytes.size() != SegmentHead::kSize || core::as_text(bytes.first(kMagic.size())) != kMagic) {
        return Error{Errc::kCorrupt, "sealed segment: not such a file"};
    }
    const std::uint16_t version = core::get_u16(bytes.subspan(8));
    if (version != kSealedSegmentVersion) {
        return Error{Errc::kInvalid,
                     core::cat("sealed segment: version ",
                               version,
                               "; this software reads ",
                               kSealedSegmentVersion)};
    }
    SegmentHead head;
    head.title_bytes = core::get_u32(bytes.subspan(12));
    head.segment_bytes = core::get_u64(bytes.subspan(16));
    if (core::get_u16(bytes.subspan(10)) != 0 || head.title_bytes == 0 ||
        head.title_bytes > kSegmentTitleMax || head.segment_bytes > kSegmentBytesMax) {
        return Error{Errc::kCorrupt, "sealed segment: its head tells of more than there can be"};
    }
    std::copy_n(bytes.subspan(24).begin(), head.salt.size(), head.salt.begin());
    return head;
}

/// OpenSSL's, because it is three times as fast as libsodium's: docs/decisions/0010.
struct SegmentSeal::Cipher {
    Cipher(const Secret& store_key, const SegmentHead& of)
        : head{write_head(of)}, context{EVP_CIPHER_CTX_new()} {
        SARHAD_CHECK(context != nullptr && store_key.bytes().size() == kKeySize);
        core::Bytes about = core::to_bytes(kKeyWord);
        about.push_back(0);
        core::append(about, head);
        const core::ByteView secret = store_key.bytes();
        crypto_generichash(
            key.bytes().data(), kKeySize, about.data(), about.size(), secret.data(), secret.size());
    }
    Cipher(const Cipher&) = delete;
    Cipher& operator=(const Cipher&) = delete;
    ~Cipher() { EVP_CIPHER_CTX_free(context); }

    /// Ready for that place: key, nonce, associated data.
    void begin(std::uint64_t place, bool is_sealing) {
        core::Bytes nonce(kNonceSize - sizeof(place), 0);
        core::put_u64(nonce, place);
        core::Bytes bound = head;
        core::put_u64(bound, place);
        int done = 0;
        // Nothing of it can fail but for memory.
        SARHAD_CHECK(EVP_CipherInit_ex(context,
                                       EVP_chacha20_poly1305(),
                                       nullptr,
                                       key.bytes().data(),
                                       nonce.data(),
                                       is_sealing ? 1 : 0) == 1);
        SARHAD_CHECK(EVP_CipherUpdate(context, nullptr, &done, bound.data(), size_of(bound)) == 1);
    }
    core::Bytes seal(std::uint64_t place, core::ByteView plain) {
        SARHAD_CHECK(plain.size() <= kSegmentChunk);
        core::Bytes sealed(plain.size() + kSegmentTag);
        begin(place, true);
        int done = 0;
        SARHAD_CHECK(
            EVP_CipherUpdate(context, sealed.data(), &done, plain.data(), size_of(plain)) == 1);
        SARHAD_CHECK(EVP_CipherFinal_ex(context, sealed.data() + plain.size(), &done) == 1);
        SARHAD_CHECK(EVP_CIPHER_CTX_ctrl(context,
                                         EVP_CTRL_AEAD_GET_TAG,
                                         static_cast<int>(kSegmentTag),
                                         sealed.data() + plain.size()) == 1);
        return sealed;
    }
    Status open(std::uint64_t place, core::ByteView sealed, std::span<std::uint8_t> plain) {
        if (sealed.size() != plain.size() + kSegmentTag || plain.size() > kSegmentChunk) {
            return refused();
        }
        std::array<std::uint8_t, kSegmentTag> tag{};
        std::copy_n(sealed.subspan(plain.size()).begin(), tag.size(), tag.begin());
        begin(place, false);
        int done = 0;
        std::array<std::uint8_t, kSegmentTag> rest{};
        const core::ByteView body = sealed.first(plain.size());
        SARHAD_CHECK(EVP_CipherUpdate(context, plain.data(), &done, body.data(), size_of(body)) ==
                     1);
        SARHAD_CHECK(
            EVP_CIPHER_CTX_ctrl(
                context, EVP_CTRL_AEAD_SET_TAG, static_cast<int>(kSegmentTag), tag.data()) == 1);
        return EVP_CipherFinal_ex(context, rest.data(), &done) == 1 ? Status{} : Status{refused()};
    }

    core::Bytes head;
    Secret key{kKeySize};
    EVP_CIPHER_CTX* context;
};

SegmentSeal::SegmentSeal(const Secret& store_key, const SegmentHead& head)
    : cipher_{std::make_unique<Cipher>(store_key, head)} {}
SegmentSeal::SegmentSeal(SegmentSeal&& other) noexcept = default;
SegmentSeal& SegmentSeal::operator=(SegmentSeal&& other) noexcept = default;
SegmentSeal::~SegmentSeal() = default;

core::Bytes SegmentSeal::seal_title(core::ByteView title) {
    return cipher_->seal(kTitlePlace, title);
}

core::Bytes SegmentSeal::seal_chunk(std::uint64_t chunk, core::ByteView plain) {
    return cipher_->seal(chunk + 1, plain);
}

Result<core::Bytes> SegmentSeal::open_title(core::ByteView sealed) {
    if (sealed.size() < kSegmentTag) {
        return refused();
    }
    core::Bytes title(sealed.size() - kSegmentTag);
    SARHAD_TRY_STATUS(cipher_->open(kTitlePlace, sealed, title));
    return title;
}

Status SegmentSeal::open_chunk(std::uint64_t chunk,
                               core::ByteView sealed,
                               std::span<std::uint8_t> plain) {
    return cipher_->open(chunk + 1, sealed, plain);
}

}  // namespace sarhad::wire
