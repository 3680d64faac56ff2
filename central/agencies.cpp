#include "central/agencies.h"

#include "core/text.h"

#include <algorithm>

namespace sarhad::central {

using core::cat;
using core::Errc;
using core::Error;
using core::Result;
using core::Status;

namespace {

bool is_agencys(const daemon::TrustedRole& role) {
    return role.kind == wire::RoleKind::kList || role.kind == wire::RoleKind::kRules;
}

}  // namespace

std::size_t words_of_list_name(std::string_view name) {
    constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyz0123456789-";
    const std::vector<std::string_view> words = core::split(name, '/');
    const bool is_plain = words.size() >= 2 && words.size() <= 3 && words.front() == "wl" &&
                          std::all_of(words.begin(), words.end(), [&](std::string_view word) {
                              return !word.empty() && word.size() <= 32 &&
                                     word.find_first_not_of(kLetters) == std::string_view::npos;
                          });
    return is_plain ? words.size() - 1 : 0;
}

Status Agencies::read() {
    const Result<core::Bytes> text = files_.read(path_, core::ByteSize{daemon::kTrustFileBytesMax});
    if (!text) {
        return text.error().code == Errc::kNotFound ? Status{} : Status{text.error()};
    }
    SARHAD_TRY(daemon::TrustFile read, daemon::parse_trust_file(core::as_text(*text), path_));
    for (const daemon::TrustedRole& role : read.roles) {
        if (!is_agencys(role)) {
            return Error{Errc::kInvalid, cat(path_, ": an agency's role is \"list\" or \"rules\"")};
        }
    }
    SARHAD_TRY(const wire::TrustStore usable, daemon::trust_store_of(read));
    file_.roles = std::move(read.roles);
    return {};
}

Status Agencies::put(const daemon::TrustedRole& role) {
    if (role.kind != wire::RoleKind::kList || words_of_list_name(role.name) == 0) {
        return Error{Errc::kInvalid,
                     "agency: wanted a name as \"wl/<agency>\", of a-z, 0-9 and '-'"};
    }
    daemon::TrustFile next = file_;
    const auto held =
        std::find_if(next.roles.begin(), next.roles.end(), [&](const daemon::TrustedRole& one) {
            return one.kind == role.kind && one.name == role.name;
        });
    const bool is_other = held != next.roles.end() && *held != role;
    if (held != next.roles.end()) {
        *held = role;
    } else {
        next.roles.push_back(role);
    }
    SARHAD_TRY(const wire::TrustStore usable, daemon::trust_store_of(next));
    if (is_other) {
        // Nodes that are there already believe the old keys: they would stop the list for good.
        return Error{Errc::kConflict,
                     cat("agency ",
                         role.name,
                         ": has other keys or another threshold already; nothing was changed. How ",
                         path_,
                         " here and trust.toml at every node are changed, and in which order: "
                         "docs/operations.md, \"Changing an agency's keys\"")};
    }
    const std::string text = daemon::write_trust_file(next);
    SARHAD_TRY_STATUS(files_.replace(path_, core::as_bytes(text), core::FileMode::kShared));
    file_ = std::move(next);
    return {};
}

Result<wire::TrustStore> Agencies::trust() const {
    return daemon::trust_store_of(file_);
}

}  // namespace sarhad::central
