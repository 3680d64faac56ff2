#pragma once

#include "core/bytes.h"
#include "core/clock.h"
#include "core/random.h"
#include "core/result.h"
#include "facts/fields.h"
#include "wire/hash.h"
#include "wire/keyring.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

/// How a new node asks to be let in: docs/protocol.md, "Enrolment".
namespace sarhad::wire {

inline constexpr std::size_t kEnrolFrameMax = 4096;         ///< Bytes that a stranger may send.
inline constexpr std::size_t kEnrolAnswerMax = 192 * 1024;  ///< Bytes that central answers.
inline constexpr std::size_t kEnrolTrustMax = 64000;        ///< Of an answer's trust file or root.
inline constexpr std::size_t kEnrolInvitationMax = 4096;    ///< Bytes of an invitation's file.
inline constexpr std::size_t kEnrolTokenSize = 20;          ///< 160 bits.

/// What proves that its holder was invited, once.
using EnrolToken = std::array<std::uint8_t, kEnrolTokenSize>;

/// Drawn anew.
[[nodiscard]] EnrolToken new_enrol_token(core::Random& random);
/// Nine groups of four characters of Crockford's Base32, with hyphens: 160 bits and a checksum of
/// 20.
[[nodiscard]] std::string write_token(const EnrolToken& token);
/// In any case, with or without hyphens and blanks; I and L are 1, O is 0. kInvalid: another length
/// or letter, or a checksum that tells a slip. Total.
[[nodiscard]] core::Result<EnrolToken> parse_token(std::string_view text);
/// All that central keeps of it.
[[nodiscard]] Hash256 token_hash(const EnrolToken& token);

/// What a site needs to ask: the content of an invitation's file.
struct EnrolInvitation {
    std::string port;      ///< "PKXXA-1".
    std::string endpoint;  ///< Central's enrolment endpoint.
    std::string control;   ///< Central's other endpoints, for the node's configuration.
    std::string bulk;
    PublicKey server{};  ///< Of the enrolment endpoint.
    Hash256 root{};      ///< Of the newest root's bytes; zero where none was signed.
    core::WallTime expires;
    EnrolToken token{};
    friend bool operator==(const EnrolInvitation&, const EnrolInvitation&) = default;
};
/// "sarhad-invitation v1", then a line "word value" for each member.
[[nodiscard]] std::string write_invitation(const EnrolInvitation& invitation);
/// kInvalid names the line and what was wanted; kExhausted: over kEnrolInvitationMax. Total.
[[nodiscard]] core::Result<EnrolInvitation> parse_invitation(std::string_view text);

/// What a machine that wants to be a node says of itself.
struct EnrolRequest {
    EnrolToken token{};
    std::string port;
    PublicKey link{};
    PublicKey sign{};
    std::array<std::uint8_t, 16> hardware{};  ///< Hash of the machine's own id.
    std::array<std::uint8_t, 16> nonce{};     ///< New with the keys.
    friend bool operator==(const EnrolRequest&, const EnrolRequest&) = default;
};

/// Six words for the telephone: the same where both sides have the same keys. Takes a few
/// milliseconds and 16 MiB (Argon2id), so that nobody searches keys that sound like others.
/// kExhausted: the memory is not there.
[[nodiscard]] core::Result<std::string> fingerprint_words(const EnrolRequest& request);

/// The request's bytes, with the signature of its own signing key.
struct SignedEnrolRequest {
    core::Bytes body;
    std::array<std::uint8_t, 64> signature{};
    friend bool operator==(const SignedEnrolRequest&, const SignedEnrolRequest&) = default;
};

/// How it stands with a request.
enum class EnrolState : std::uint8_t {
    kPending = 1,   ///< Central has it; two people have yet to agree.
    kApproved = 2,  ///< The other members say what the node is.
    kRefused = 3,   ///< For good.
    kLater = 4,     ///< Ask again, more slowly.
};

/// Central's answer.
struct EnrolAnswer {
    EnrolState state{EnrolState::kRefused};
    std::string detail;     ///< Of kRefused and kLater.
    std::uint64_t node{0};  ///< From here on of kApproved.
    core::Bytes trust;      ///< The trust file.
    core::Bytes root;       ///< The newest root document; empty where none was signed.
    core::Bytes subject;    ///< The key that every node of the country shares; the reader wipes it.
    friend bool operator==(const EnrolAnswer&, const EnrolAnswer&) = default;
};

/// An ENROL frame: sealed to `server`, signed by `key`, whose public half `request` has.
[[nodiscard]] core::Result<core::Bytes> enrol_frame(const EnrolRequest& request,
                                                    const SigningKey& key,
                                                    const PublicKey& server,
                                                    core::Random& random);
/// What a stranger sent. kExhausted: over kEnrolFrameMax; kInvalid: no such frame;
/// kUnauthenticated: not sealed to us, or not signed by the key that it names. Total.
[[nodiscard]] core::Result<EnrolRequest> open_enrol_frame(core::ByteView frame,
                                                          const BoxKey& server);
/// An ENROLLED frame.
[[nodiscard]] core::Bytes answer_frame(const EnrolAnswer& answer);
/// kInvalid or kExhausted. Total.
[[nodiscard]] core::Result<EnrolAnswer> parse_answer_frame(core::ByteView frame);

}  // namespace sarhad::wire

namespace sarhad::facts {

template <>
struct EnumNames<wire::EnrolState> {
    static constexpr std::array<std::pair<wire::EnrolState, std::string_view>, 4> kNames{
        {{wire::EnrolState::kPending, "pending"},
         {wire::EnrolState::kApproved, "approved"},
         {wire::EnrolState::kRefused, "refused"},
         {wire::EnrolState::kLater, "later"}}};
};
template <>
struct Schema<wire::EnrolRequest> {
    static constexpr std::string_view kName = "enrol_request";
    static constexpr auto kFields = FieldList{
        field(1, "token", &wire::EnrolRequest::token, wire::kEnrolTokenSize, Feed::kSystem),
        field(2, "port", &wire::EnrolRequest::port, 16, Feed::kSystem),
        field(3, "link", &wire::EnrolRequest::link, 32, Feed::kSystem),
        field(4, "sign", &wire::EnrolRequest::sign, 32, Feed::kSystem),
        field(5, "hardware", &wire::EnrolRequest::hardware, 16, Feed::kSystem),
        field(6, "nonce", &wire::EnrolRequest::nonce, 16, Feed::kSystem)};
};
template <>
struct Schema<wire::SignedEnrolRequest> {
    static constexpr std::string_view kName = "signed_enrol_request";
    static constexpr auto kFields = FieldList{
        field(1, "body", &wire::SignedEnrolRequest::body, wire::kEnrolFrameMax, Feed::kSystem),
        field(2, "signature", &wire::SignedEnrolRequest::signature, 64, Feed::kSystem)};
};
template <>
struct Schema<wire::EnrolAnswer> {
    static constexpr std::string_view kName = "enrol_answer";
    static constexpr auto kFields =
        FieldList{field(1, "state", &wire::EnrolAnswer::state, 1, Feed::kSystem),
                  field(2, "detail", &wire::EnrolAnswer::detail, 200, Feed::kSystem),
                  field(3, "node", &wire::EnrolAnswer::node, 1, Feed::kSystem),
                  field(4, "trust", &wire::EnrolAnswer::trust, wire::kEnrolTrustMax, Feed::kSystem),
                  field(5, "root", &wire::EnrolAnswer::root, wire::kEnrolTrustMax, Feed::kSystem),
                  field(6, "subject", &wire::EnrolAnswer::subject, 32, Feed::kSystem)};
};

}  // namespace sarhad::facts
