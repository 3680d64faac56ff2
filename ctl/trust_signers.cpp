#include "ctl/trust_signers.h"

#include "core/text.h"
#include "ctl/trust_files.h"
#include "replication/trust/root_step.h"
#include "wire/compartment.h"

#include <algorithm>
#include <ostream>
#include <set>
#include <utility>

namespace sarhad::ctl {

using core::cat;
using wire::DelegatedRole;
using wire::DocumentKind;

namespace {

DelegatedRole role_of(DocumentKind kind) {
    switch (kind) {
        case DocumentKind::kRoot:
            return DelegatedRole::kRoot;
        case DocumentKind::kRevocations:
            return DelegatedRole::kSecurity;
        case DocumentKind::kCertificate:
            return DelegatedRole::kEnrol;
        case DocumentKind::kHead:
            return DelegatedRole::kSequencer;
        case DocumentKind::kTick:
            return DelegatedRole::kTick;
        case DocumentKind::kPolicy:
            return DelegatedRole::kRules;
        case DocumentKind::kCompartment:
            return DelegatedRole::kAgency;
    }
    return DelegatedRole::kRoot;
}

bool is_signed_by(const wire::SignedDocument& document, const wire::PublicKey& key) {
    const auto verify = wire::VerifyKey::from(key);
    return verify && std::any_of(document.signatures.begin(),
                                 document.signatures.end(),
                                 [&](const wire::Signature& one) {
                                     return verify->verifies(
                                         wire::domain_of(document.kind), document.body, one);
                                 });
}

/// The role as `root` has it.
core::Result<WantedSigners> signers_of(const wire::Root& root,
                                       const wire::SignedDocument& document) {
    const DelegatedRole role = role_of(document.kind);
    std::string list;
    if (role == DelegatedRole::kAgency) {
        SARHAD_TRY(const auto compartment, wire::read_unverified<wire::Compartment>(document));
        list = compartment.list;
    }
    const wire::Delegation* held =
        list.empty() ? replication::delegation_of(root, role) : replication::agency_of(root, list);
    if (held == nullptr) {
        return core::Error{core::Errc::kInvalid,
                           cat("root ",
                               root.version,
                               " has no role ",
                               facts::name_of(role),
                               list.empty() ? "" : " for ",
                               list)};
    }
    WantedSigners wanted;
    wanted.who = cat("role ",
                     facts::name_of(role),
                     held->name.empty() ? "" : " ",
                     held->name,
                     " of root ",
                     root.version);
    wanted.threshold =
        list.empty() ? held->threshold : std::max(held->threshold, held->bulk_threshold);
    wanted.keys = held->keys;
    for (const wire::PublicKey& key : held->keys) {
        wanted.has_signed.push_back(is_signed_by(document, key));
    }
    return wanted;
}

std::size_t strangers(const std::vector<WantedSigners>& wanted,
                      const wire::SignedDocument& document) {
    std::set<wire::KeyTag> known;
    for (const WantedSigners& role : wanted) {
        for (std::size_t at = 0; at < role.keys.size(); ++at) {
            if (role.has_signed[at]) {
                known.insert(wire::key_tag(role.keys[at]));
            }
        }
    }
    const auto count = std::count_if(
        document.signatures.begin(), document.signatures.end(), [&](const wire::Signature& one) {
            return known.count(one.key_id) == 0;
        });
    return static_cast<std::size_t>(count);
}

}  // namespace

std::uint32_t WantedSigners::count() const {
    return static_cast<std::uint32_t>(std::count(has_signed.begin(), has_signed.end(), true));
}

core::Result<std::vector<WantedSigners>> wanted_signers(const wire::SignedDocument& document,
                                                        const std::optional<wire::Root>& root) {
    std::vector<WantedSigners> wanted;
    if (document.kind == DocumentKind::kRoot) {
        SARHAD_TRY(const wire::Root own, wire::read_unverified<wire::Root>(document));
        if ((own.version == 1) == root.has_value() || (root && root->version + 1 != own.version)) {
            return core::Error{core::Errc::kInvalid,
                               own.version == 1
                                   ? std::string{"root 1 has none before it: leave --root out"}
                                   : cat("root ",
                                         own.version,
                                         " follows root ",
                                         own.version - 1,
                                         ": name that file with --root")};
        }
        if (root) {
            SARHAD_TRY(WantedSigners before, signers_of(*root, document));
            wanted.push_back(std::move(before));
        }
        SARHAD_TRY(WantedSigners self, signers_of(own, document));
        wanted.push_back(std::move(self));
        return wanted;
    }
    if (!root) {
        return core::Error{core::Errc::kInvalid,
                           cat("whose signatures a ",
                               facts::name_of(document.kind),
                               " needs stands in the root that holds: name its file with --root")};
    }
    SARHAD_TRY(WantedSigners one, signers_of(*root, document));
    wanted.push_back(std::move(one));
    return wanted;
}

std::string told_signers(const std::vector<WantedSigners>& wanted,
                         const wire::SignedDocument& document) {
    std::string text;
    for (const WantedSigners& role : wanted) {
        const std::uint32_t count = role.count();
        text += cat("signed       ", role.who, ": ", count, " of ", role.threshold, " wanted");
        text += count >= role.threshold ? std::string{", enough\n"}
                                        : cat(", ", role.threshold - count, " missing\n");
        for (std::size_t at = 0; at < role.keys.size(); ++at) {
            text += cat("  ",
                        wire::key_id(role.keys[at]).value(),
                        role.has_signed[at] ? "  has signed\n" : "  has not signed\n");
        }
    }
    const std::size_t others = strangers(wanted, document);
    return others == 0 ? text : cat(text, "signed       and ", others, " that count for nothing\n");
}

core::Result<std::optional<wire::Root>> read_root(Context& context, const std::string& path) {
    if (path.empty()) {
        return std::optional<wire::Root>{};
    }
    SARHAD_TRY(const wire::SignedDocument document, read_trust_file(context, path));
    if (document.kind != DocumentKind::kRoot) {
        return core::Error{core::Errc::kInvalid, cat(path, ": is no root document")};
    }
    auto root = wire::read_unverified<wire::Root>(document);
    if (!root) {
        return about(path, root.error());
    }
    return std::optional{*std::move(root)};
}

Outcome show_document(const KeyShow& options, Context& context) {
    SARHAD_TRY(const wire::SignedDocument document, read_trust_file(context, options.file));
    SARHAD_TRY(const std::optional<wire::Root> root, read_root(context, options.root));
    const auto wanted = wanted_signers(document, root);
    if (!wanted && root) {
        return about(options.file, wanted.error());
    }
    if (context.json) {
        SARHAD_TRY(api::Json body, document_json(document));
        api::Json roles = api::Json::array();
        for (const WantedSigners& role : wanted ? *wanted : std::vector<WantedSigners>{}) {
            roles.push(api::Json::object(
                {{"who", role.who}, {"signed", role.count()}, {"threshold", role.threshold}}));
        }
        print(context.out,
              api::Json::object({{"schema", "sarhad.trust.document/1"},
                                 {"file", options.file},
                                 {"kind", facts::name_of(document.kind)},
                                 {"fingerprint", fingerprint(wire::document_hash(document))},
                                 {"document", std::move(body)},
                                 {"signatures", document.signatures.size()},
                                 {"roles", std::move(roles)}}));
        return daemon::ExitCode::kOk;
    }
    SARHAD_TRY(const std::string told, told_document(document));
    context.out << "file         " << options.file << '\n' << told;
    if (wanted) {
        context.out << told_signers(*wanted, document);
    } else {
        context.out << "signed       by " << document.signatures.size()
                    << " keys; --root ROOT tells whether they count\n";
    }
    return daemon::ExitCode::kOk;
}

}  // namespace sarhad::ctl
