#include "api/params.h"

#include "core/bytes.h"
#include "core/text.h"

#include <algorithm>

namespace sarhad::api {

using core::cat;
using core::Errc;
using core::Error;
using core::Result;

const std::string* Params::find(std::string_view name) const noexcept {
    const auto at =
        std::ranges::find_if(held_, [name](const auto& param) { return param.first == name; });
    return at == held_.end() ? nullptr : &at->second;
}

Result<std::string> Params::text(std::string_view name) const {
    const std::string* found = find(name);
    if (found == nullptr || found->empty()) {
        return Error{Errc::kInvalid, cat("parameter \"", name, "\" is missing")};
    }
    return *found;
}

Result<std::uint64_t> Params::number(std::string_view name) const {
    SARHAD_TRY(const std::string written, text(name));
    auto value = core::parse_uint(written);
    if (!value) {
        return Error{Errc::kInvalid, cat("parameter \"", name, "\" must be a whole number from 0")};
    }
    return *value;
}

Result<std::uint64_t> Params::number_or(std::string_view name, std::uint64_t otherwise) const {
    if (find(name) == nullptr) return otherwise;
    return number(name);
}

Result<std::string> percent_decode(std::string_view text) {
    const Error broken{Errc::kInvalid, "a broken %-escape in the target"};
    std::string decoded;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            decoded += text[i];
            continue;
        }
        if (i + 2 >= text.size()) return broken;
        const auto byte = core::from_hex(text.substr(i + 1, 2));
        if (!byte) return broken;
        decoded += core::as_text(*byte);
        i += 2;
    }
    if (!core::is_utf8(decoded) || decoded.find('\0') != std::string::npos) {
        return Error{Errc::kInvalid, "the target is not UTF-8 text"};
    }
    return decoded;
}

std::string percent_encode(std::string_view text) {
    constexpr std::string_view kUnreserved =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    std::string encoded;
    for (const char c : text) {
        if (kUnreserved.find(c) != std::string_view::npos) {
            encoded += c;
        } else {
            const std::string_view one{&c, 1};
            encoded += '%';
            encoded += core::ascii_upper(core::to_hex(core::as_bytes(one)));
        }
    }
    return encoded;
}

namespace {

Result<Params> parse_query(std::string_view query) {
    Params params;
    if (query.empty()) return params;
    const auto pairs = core::split(query, '&');
    if (pairs.size() > kMaxQueryParams) {
        return Error{Errc::kExhausted,
                     cat("more than ", kMaxQueryParams, " parameters in the query")};
    }
    for (const std::string_view pair : pairs) {
        const std::size_t equals = std::min(pair.find('='), pair.size());
        SARHAD_TRY(std::string name, percent_decode(pair.substr(0, equals)));
        const std::string_view written =
            equals < pair.size() ? pair.substr(equals + 1) : std::string_view{};
        SARHAD_TRY(std::string value, percent_decode(written));
        params.add(std::move(name), std::move(value));
    }
    return params;
}

}  // namespace

Result<Target> parse_target(std::string_view target) {
    if (target.empty() || target.front() != '/') {
        return Error{Errc::kInvalid, "the target must start with '/'"};
    }
    const std::size_t question = std::min(target.find('?'), target.size());
    Target parsed;
    parsed.path = std::string{target.substr(0, question)};
    const auto pieces = core::split(std::string_view{parsed.path}.substr(1), '/');
    if (pieces.size() > kMaxSegments) {
        return Error{Errc::kExhausted, cat("more than ", kMaxSegments, " pieces in the path")};
    }
    for (const std::string_view piece : pieces) {
        SARHAD_TRY(std::string segment, percent_decode(piece));
        parsed.segments.push_back(std::move(segment));
    }
    if (question < target.size()) {
        SARHAD_TRY(parsed.query, parse_query(target.substr(question + 1)));
    }
    return parsed;
}

}  // namespace sarhad::api
