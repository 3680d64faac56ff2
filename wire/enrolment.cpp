#include "wire/enrolment.h"

#include "core/text.h"
#include "wire/enrol_words.h"
#include "wire/frame.h"
#include "wire/msgpack.h"

#include <sodium.h>

#include <algorithm>

namespace sarhad::wire {

using core::cat;
using core::Errc;
using core::Error;
using core::Result;

namespace {

// Of the enrolment endpoint alone: everywhere else they are unknown, and refused.
constexpr std::uint8_t kEnrolType = 25;
constexpr std::uint8_t kEnrolledType = 26;

// A request is signed as what it asks for. It cannot pass for a certificate: that takes the keys of
// role enrol, and begins with a number where this begins with bytes.
constexpr Domain kAskedFor = Domain::kCertificate;

constexpr std::size_t kFingerprintWords = 6;
constexpr std::string_view kFingerprintSalt = "sarhad-enrol-v1\n";
static_assert(kFingerprintSalt.size() == crypto_pwhash_SALTBYTES);
constexpr std::uint64_t kFingerprintPasses = 1;
constexpr std::size_t kFingerprintBytes = std::size_t{16} << 20U;

core::Bytes framed(std::uint8_t type, core::ByteView body) {
    FrameHeader header;
    header.type = type;
    header.flags = frame_flags::kCritical;
    return make_frame(header, body);
}

Result<core::ByteView> body_of(core::ByteView bytes, std::uint8_t type, std::size_t most) {
    SARHAD_TRY(const Frame frame, parse_frame(bytes, {core::ByteSize{most}}));
    if (frame.header.type != type) {
        return Error{Errc::kInvalid, cat("enrolment: frame of type ", frame.header.type)};
    }
    return frame.body;
}

}  // namespace

Result<std::string> fingerprint_words(const EnrolRequest& request) {
    core::Bytes keys = core::to_bytes(core::ByteView{request.link});
    core::append(keys, request.sign);
    core::append(keys, request.nonce);
    std::array<std::uint8_t, std::max<std::size_t>(kFingerprintWords, crypto_pwhash_BYTES_MIN)>
        drawn{};
    if (crypto_pwhash(drawn.data(),
                      drawn.size(),
                      core::as_text(keys).data(),
                      keys.size(),
                      core::as_bytes(kFingerprintSalt).data(),
                      kFingerprintPasses,
                      kFingerprintBytes,
                      crypto_pwhash_ALG_ARGON2ID13) != 0) {
        return Error{Errc::kExhausted, "fingerprint: it takes 16 MiB that are not there"};
    }
    std::string words;
    for (std::size_t i = 0; i < kFingerprintWords; ++i) {
        words += cat(i == 0 ? "" : " ", enrol_word(drawn.at(i)));
    }
    return words;
}

Result<core::Bytes> enrol_frame(const EnrolRequest& request,
                                const SigningKey& key,
                                const PublicKey& server,
                                core::Random& random) {
    SignedEnrolRequest told;
    told.body = encode(request);
    told.signature = key.sign(kAskedFor, told.body).value;
    core::Bytes plain = encode(told);
    auto sealed = seal(server, plain, random);
    wipe(plain);
    wipe(told.body);
    if (!sealed) {
        return sealed.error();
    }
    return framed(kEnrolType, *sealed);
}

Result<EnrolRequest> open_enrol_frame(core::ByteView frame, const BoxKey& server) {
    SARHAD_TRY(const core::ByteView sealed, body_of(frame, kEnrolType, kEnrolFrameMax));
    SARHAD_TRY(const Secret plain, server.open(sealed));
    SARHAD_TRY(const SignedEnrolRequest told, decode<SignedEnrolRequest>(plain.bytes()));
    SARHAD_TRY(EnrolRequest request, decode<EnrolRequest>(told.body));
    SARHAD_TRY(const VerifyKey key, VerifyKey::from(request.sign));
    if (!key.verifies(kAskedFor, told.body, {key.tag(), told.signature})) {
        return Error{Errc::kUnauthenticated, "enrolment: not signed by the key that it names"};
    }
    return request;
}

core::Bytes answer_frame(const EnrolAnswer& answer) {
    core::Bytes body = encode(answer);
    core::Bytes frame = framed(kEnrolledType, body);
    wipe(body);
    return frame;
}

Result<EnrolAnswer> parse_answer_frame(core::ByteView frame) {
    SARHAD_TRY(const core::ByteView body, body_of(frame, kEnrolledType, kEnrolAnswerMax));
    return decode<EnrolAnswer>(body);
}

}  // namespace sarhad::wire
