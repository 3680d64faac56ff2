#include "ctl/trust_files.h"

#include "api/fact_json.h"
#include "core/text.h"
#include "wire/compartment.h"
#include "wire/hash.h"

#include <chrono>
#include <utility>

namespace sarhad::ctl {

using core::cat;
using wire::DocumentKind;

namespace {

/// Gives `ask` the document's body decoded, whichever kind it is.
template <class Gives, class Ask>
core::Result<Gives> with_body(const wire::SignedDocument& document, const Ask& ask) {
    const auto asked = [&]<class T>(const T* /*kind*/) -> core::Result<Gives> {
        SARHAD_TRY(const T body, wire::read_unverified<T>(document));
        return ask(body);
    };
    switch (document.kind) {
        case DocumentKind::kRoot:
            return asked(static_cast<const wire::Root*>(nullptr));
        case DocumentKind::kRevocations:
            return asked(static_cast<const wire::Revocations*>(nullptr));
        case DocumentKind::kCertificate:
            return asked(static_cast<const wire::NodeCertificate*>(nullptr));
        case DocumentKind::kHead:
            return asked(static_cast<const wire::Head*>(nullptr));
        case DocumentKind::kTick:
            return asked(static_cast<const wire::Tick*>(nullptr));
        case DocumentKind::kPolicy:
            return asked(static_cast<const wire::SitePolicy*>(nullptr));
        case DocumentKind::kCompartment:
            return asked(static_cast<const wire::Compartment*>(nullptr));
    }
    return core::Error{core::Errc::kInvalid, "a kind that is not known"};
}

std::string dated(core::WallTime issued, core::WallTime expires) {
    return cat("issued       ", told_time(issued), "\nexpires      ", told_time(expires), "\n");
}

std::string or_none(const wire::PublicKey& key) {
    return key == wire::PublicKey{} ? "none" : core::to_hex(key);
}

struct Teller {
    std::string operator()(const wire::Root& root) const {
        std::string text = dated(root.issued, root.expires);
        for (const wire::Delegation& role : root.roles) {
            text += cat("role         ",
                        facts::name_of(role.role),
                        role.name.empty() ? "" : " ",
                        role.name,
                        ": ",
                        role.threshold,
                        " of ",
                        role.keys.size());
            if (role.bulk_threshold != 0) {
                text += cat(", ", role.bulk_threshold, " for large removals");
            }
            text += cat(", until ", told_time(role.expires), "\n");
            for (const wire::PublicKey& key : role.keys) {
                text +=
                    cat("  key        ", wire::key_id(key).value(), "  ", core::to_hex(key), "\n");
            }
        }
        text += cat("link key     ",
                    core::to_hex(root.link_current),
                    "\nlink, next   ",
                    or_none(root.link_next),
                    "\n");
        for (const wire::PublicKey& key : root.seals) {
            text += cat("seal key     ", core::to_hex(key), "\n");
        }
        for (const wire::CentralEndpoint& one : root.endpoints) {
            text += cat("central      ", one.site, ": ", one.control, " ", one.bulk, "\n");
        }
        for (const wire::StreamEpoch& one : root.epochs) {
            text += cat("epoch        stream ",
                        one.stream.value(),
                        " began anew: epoch ",
                        one.epoch.value(),
                        "\n");
        }
        if (root.time_reset != core::WallTime{}) {
            text += cat("time reset   it is ", told_time(root.time_reset), " or later\n");
        }
        return text;
    }
    std::string operator()(const wire::Revocations& revocations) const {
        std::string text = dated(revocations.issued, revocations.expires);
        for (const wire::RevokedNode& one : revocations.nodes) {
            text += cat("revoked      node ",
                        one.node.value(),
                        " since ",
                        told_time(one.since),
                        ": ",
                        one.why,
                        "\n");
        }
        for (const wire::RevokedKey& one : revocations.keys) {
            text += cat("revoked      key ",
                        wire::key_id(one.key).value(),
                        " since ",
                        told_time(one.since),
                        ": ",
                        one.why,
                        "\n");
        }
        const bool is_empty = revocations.nodes.empty() && revocations.keys.empty();
        return is_empty ? text + "revoked      nothing\n" : text;
    }
    std::string operator()(const wire::NodeCertificate& one) const {
        std::string text = cat(dated(one.issued, one.expires),
                               "node         ",
                               one.node.value(),
                               " at ",
                               one.port,
                               "-",
                               one.site,
                               "\nlink key     ",
                               core::to_hex(one.link),
                               "\nsign key     ",
                               core::to_hex(one.sign),
                               "\n");
        for (const std::string& compartment : one.compartments) {
            text += cat("compartment  ", compartment, "\n");
        }
        return text;
    }
    std::string operator()(const wire::Head& head) const {
        std::string text = cat(dated(head.issued, head.expires),
                               "stands on    root ",
                               head.root_version,
                               ", revocations ",
                               head.revocations_version,
                               "\nfollows      ",
                               fingerprint(head.previous),
                               "\n");
        for (const wire::StreamHead& one : head.streams) {
            text += cat("stream       ",
                        one.stream.value(),
                        " epoch ",
                        one.epoch.value(),
                        " at ",
                        one.seq.value(),
                        "\n");
        }
        return text;
    }
    std::string operator()(const wire::Tick& tick) const {
        return cat("time         ",
                   told_time(tick.time),
                   "\nexpires      ",
                   told_time(tick.expires),
                   "\nstands on    head ",
                   tick.head_version,
                   ", ",
                   fingerprint(tick.head_hash),
                   "\n");
    }
    std::string operator()(const wire::SitePolicy& one) const {
        return cat(dated(one.issued, one.expires),
                   "site         ",
                   one.site.empty() ? "every one that has none of its own" : one.site,
                   "\nFRESH        up to ",
                   one.fresh_seconds,
                   " s\nSTALE        up to ",
                   one.stale_seconds,
                   " s\nDEGRADED     up to ",
                   one.degraded_seconds,
                   " s; a supervisor signs once a ",
                   facts::name_of(one.sign_off),
                   ", ",
                   one.second_checks.value(),
                   " permille get a second check\ndead man     ",
                   one.dead_man_days,
                   " days\n");
    }
    std::string operator()(const wire::Compartment& one) const {
        std::string text = cat(dated(one.issued, one.expires), "list         ", one.list, "\n");
        text += one.epoch == core::Epoch{0}
                    ? std::string{"bodies       not sealed: central reads them\n"}
                    : cat("bodies       sealed, epoch ",
                          one.epoch.value(),
                          ", key ",
                          fingerprint(one.key_hash),
                          "\n");
        for (const wire::CompartmentMember& member : one.members) {
            text += cat("node         ", member.node.value(), "\n");
        }
        return one.members.empty() ? text + "node         none: nobody is given it\n" : text;
    }
};

/// Digits at `at`, so many.
core::Result<std::int64_t> number_at(std::string_view text, std::size_t at, std::size_t count) {
    const std::string_view digits = text.substr(at, count);
    if (digits.size() != count || !core::is_ascii_digits(digits)) {
        return core::Error{core::Errc::kInvalid, {}};
    }
    return core::parse_int(digits);
}

core::Result<core::WallTime> time_of(std::string_view text) {
    constexpr std::string_view kShape = "....-..-..T..:..:..";
    for (std::size_t at = 0; at < kShape.size(); ++at) {
        if (kShape[at] != '.' && (at >= text.size() || text[at] != kShape[at])) {
            return core::Error{core::Errc::kInvalid, {}};
        }
    }
    SARHAD_TRY(const std::int64_t year, number_at(text, 0, 4));
    SARHAD_TRY(const std::int64_t month, number_at(text, 5, 2));
    SARHAD_TRY(const std::int64_t day, number_at(text, 8, 2));
    SARHAD_TRY(const std::int64_t hour, number_at(text, 11, 2));
    SARHAD_TRY(const std::int64_t minute, number_at(text, 14, 2));
    SARHAD_TRY(const std::int64_t second, number_at(text, 17, 2));
    std::string_view rest = text.substr(kShape.size());
    std::int64_t micros = 0;
    if (rest.starts_with(".")) {
        SARHAD_TRY(micros, number_at(rest, 1, 6));
        rest.remove_prefix(7);
    }
    const std::chrono::year_month_day date{std::chrono::year{static_cast<int>(year)},
                                           std::chrono::month{static_cast<unsigned>(month)},
                                           std::chrono::day{static_cast<unsigned>(day)}};
    if (rest != "Z" || !date.ok() || hour > 23 || minute > 59 || second > 59) {
        return core::Error{core::Errc::kInvalid, {}};
    }
    const std::int64_t days = std::chrono::sys_days{date}.time_since_epoch().count();
    return core::WallTime{(((days * 24 + hour) * 60 + minute) * 60 + second) * 1'000'000 + micros};
}

}  // namespace

bool is_trust_document(core::ByteView file) {
    return !file.empty() && file.front() >= 0x80U;  // A MessagePack map; key files are ASCII.
}

core::Result<wire::SignedDocument> read_trust_file(Context& context, const std::string& path) {
    SARHAD_TRY(const core::Bytes file, read_input(context, path, kTrustFileLimit));
    auto document = wire::read_document(file);
    if (!document) {
        return about(core::cat(path, ": no trust document"), document.error());
    }
    return document;
}

core::Result<core::WallTime> parse_time(std::string_view text) {
    auto time = time_of(text);
    if (!time) {
        return core::Error{core::Errc::kInvalid,
                           cat(text, ": wanted a time in UTC, such as 2026-11-01T09:00:00Z")};
    }
    return time;
}

std::string told_time(core::WallTime time) {
    std::string text = core::to_rfc3339(time).substr(0, 19);
    text[10] = ' ';
    return cat(text, " UTC");
}

std::string fingerprint(const wire::Hash256& hash) {
    const std::string digits = core::to_hex(hash).substr(0, 32);
    std::string text;
    for (std::size_t at = 0; at < digits.size(); at += 4) {
        text += cat(at == 0 ? "" : "-", digits.substr(at, 4));
    }
    return text;
}

core::Result<std::string> told_document(const wire::SignedDocument& document) {
    return with_body<std::string>(document, [&](const auto& body) -> std::string {
        return cat("document     ",
                   facts::name_of(document.kind),
                   ", version ",
                   body.version,
                   "\nfingerprint  ",
                   fingerprint(wire::document_hash(document)),
                   "\n",
                   Teller{}(body));
    });
}

core::Result<api::Json> document_json(const wire::SignedDocument& document) {
    return with_body<api::Json>(document, [](const auto& body) { return api::to_json(body); });
}

}  // namespace sarhad::ctl
