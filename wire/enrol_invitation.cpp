// The token and the file that a site is given.
#include "core/port.h"
#include "core/text.h"
#include "core/time_text.h"
#include "wire/endpoint.h"
#include "wire/enrolment.h"

#include <algorithm>

namespace sarhad::wire {

using core::cat;
using core::Errc;
using core::Error;
using core::Result;
using core::Status;

namespace {

constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::size_t kTokenCharacters = 32;  // Of 5 bits.
constexpr std::size_t kCheckCharacters = 4;
constexpr std::size_t kGroup = 4;

constexpr std::string_view kTitle = "sarhad-invitation v1";

/// The first 20 bits of its hash.
std::string checksum(const EnrolToken& token) {
    const Hash256 hash = blake2b(token);
    const std::uint32_t bits = core::get_u32(hash) >> 12U;
    std::string text;
    for (std::size_t i = 0; i < kCheckCharacters; ++i) {
        text += kAlphabet[(bits >> (5U * (kCheckCharacters - 1 - i))) & 31U];
    }
    return text;
}

std::string digits_of(const EnrolToken& token) {
    std::string text;
    for (std::size_t i = 0; i < kTokenCharacters; ++i) {
        unsigned five = 0;
        for (std::size_t bit = 5 * i; bit < 5 * i + 5; ++bit) {
            five = five << 1U | (token.at(bit / 8) >> (7U - bit % 8) & 1U);
        }
        text += kAlphabet[five];
    }
    return text;
}

/// As it stands in the alphabet, where it is none of the letters that are left out.
char unslipped(char c) {
    const char upper = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    if (upper == 'I' || upper == 'L') {
        return '1';
    }
    return upper == 'O' ? '0' : upper;
}

Error slip() {
    return {Errc::kInvalid,
            "token: wanted 36 letters and digits as they are on the invitation; look for a slip"};
}

/// The lines of an invitation, one after another.
class Lines {
public:
    explicit Lines(std::string_view text) : rest_{text} {}
    /// The rest of the next line, which begins with `word`.
    Result<std::string> next(std::string_view word) {
        ++number_;
        const std::size_t end = rest_.find('\n');
        const std::string_view line = rest_.substr(0, end);
        rest_.remove_prefix(end == std::string_view::npos ? rest_.size() : end + 1);
        if (!line.starts_with(word) || line.size() <= word.size() || line[word.size()] != ' ') {
            return wrong(cat("wanted \"", word, " ...\""));
        }
        return std::string{line.substr(word.size() + 1)};
    }
    [[nodiscard]] Error wrong(std::string_view what) const {
        return {Errc::kInvalid, cat("invitation: line ", number_, ": ", what)};
    }
    [[nodiscard]] bool is_at_end() const { return rest_.empty(); }

private:
    std::string_view rest_;
    std::size_t number_{0};
};

Result<std::array<std::uint8_t, 32>> hex_32(Lines& lines, std::string_view word) {
    SARHAD_TRY(const std::string digits, lines.next(word));
    const auto bytes = core::from_hex(digits);
    std::array<std::uint8_t, 32> made{};
    if (!bytes || bytes->size() != made.size() || digits != core::to_hex(*bytes)) {
        return lines.wrong("wanted 64 hexadecimal digits");
    }
    std::copy(bytes->begin(), bytes->end(), made.begin());
    return made;
}

Result<std::string> endpoint(Lines& lines, std::string_view word) {
    SARHAD_TRY(std::string text, lines.next(word));
    if (const Status checked = check_endpoint(text, EndpointUse::kConnect); !checked) {
        return lines.wrong(checked.error().what);
    }
    return text;
}

}  // namespace

EnrolToken new_enrol_token(core::Random& random) {
    EnrolToken token{};
    random.fill(token);
    return token;
}

std::string write_token(const EnrolToken& token) {
    const std::string digits = digits_of(token) + checksum(token);
    std::string text;
    for (std::size_t i = 0; i < digits.size(); i += kGroup) {
        text += cat(i == 0 ? "" : "-", std::string_view{digits}.substr(i, kGroup));
    }
    return text;
}

Result<EnrolToken> parse_token(std::string_view text) {
    std::string digits;
    for (const char c : text) {
        if (c == '-' || c == ' ') {
            continue;
        }
        digits += unslipped(c);
        if (kAlphabet.find(digits.back()) == std::string_view::npos ||
            digits.size() > kTokenCharacters + kCheckCharacters) {
            return slip();
        }
    }
    if (digits.size() != kTokenCharacters + kCheckCharacters) {
        return slip();
    }
    EnrolToken token{};
    for (std::size_t bit = 0; bit < 8 * token.size(); ++bit) {
        const std::size_t five = kAlphabet.find(digits[bit / 5]);
        const std::size_t one = five >> (4U - bit % 5) & 1U;
        token.at(bit / 8) = static_cast<std::uint8_t>(token.at(bit / 8) | one << (7U - bit % 8));
    }
    if (std::string_view{digits}.substr(kTokenCharacters) != checksum(token)) {
        return slip();
    }
    return token;
}

Hash256 token_hash(const EnrolToken& token) {
    return blake2b(token);
}

std::string write_invitation(const EnrolInvitation& invitation) {
    return cat(cat(kTitle,
                   "\nport ",
                   invitation.port,
                   "\nenrol ",
                   invitation.endpoint,
                   "\ncontrol ",
                   invitation.control,
                   "\nbulk ",
                   invitation.bulk),
               "\nserver ",
               core::to_hex(invitation.server),
               "\nroot ",
               core::to_hex(invitation.root),
               "\nexpires ",
               core::to_rfc3339(invitation.expires),
               "\ntoken ",
               write_token(invitation.token),
               "\n");
}

Result<EnrolInvitation> parse_invitation(std::string_view text) {
    if (text.size() > kEnrolInvitationMax) {
        return Error{Errc::kExhausted,
                     cat("invitation: has ", text.size(), " bytes, at most ", kEnrolInvitationMax)};
    }
    Lines lines{text};
    SARHAD_TRY(const std::string version, lines.next("sarhad-invitation"));
    if (version != "v1") {
        return lines.wrong("of another version than v1: this software reads v1");
    }
    EnrolInvitation made;
    SARHAD_TRY(made.port, lines.next("port"));
    if (!core::parse_port(made.port)) {
        return lines.wrong("wanted a port such as PKXXA-1");
    }
    SARHAD_TRY(made.endpoint, endpoint(lines, "enrol"));
    SARHAD_TRY(made.control, endpoint(lines, "control"));
    SARHAD_TRY(made.bulk, endpoint(lines, "bulk"));
    SARHAD_TRY(made.server, hex_32(lines, "server"));
    SARHAD_TRY(made.root, hex_32(lines, "root"));
    SARHAD_TRY(const std::string expires, lines.next("expires"));
    const auto at = core::from_rfc3339(expires);
    if (!at) {
        return lines.wrong(at.error().what);
    }
    made.expires = *at;
    SARHAD_TRY(const std::string token, lines.next("token"));
    const auto parsed = parse_token(token);
    if (!parsed) {
        return lines.wrong(parsed.error().what);
    }
    made.token = *parsed;
    if (!lines.is_at_end()) {
        return lines.wrong("something stands behind the token");
    }
    return made;
}

}  // namespace sarhad::wire
