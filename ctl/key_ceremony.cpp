// Trust documents as their holders make them: drafted from a plan, passed on, signed by each.
#include "core/text.h"
#include "ctl/commands.h"
#include "ctl/key_files.h"
#include "ctl/trust_files.h"
#include "ctl/trust_signers.h"
#include "daemon/trust_plan.h"
#include "wire/body_seal.h"
#include "wire/compartment.h"

#include <algorithm>
#include <ostream>
#include <utility>

namespace sarhad::ctl {

using core::cat;
using wire::DocumentKind;

namespace {

DocumentKind kind_of(const wire::Root& /*planned*/) {
    return DocumentKind::kRoot;
}
DocumentKind kind_of(const wire::Revocations& /*planned*/) {
    return DocumentKind::kRevocations;
}
DocumentKind kind_of(const wire::SitePolicy& /*planned*/) {
    return DocumentKind::kPolicy;
}

DocumentKind kind_of(const wire::Compartment& /*planned*/) {
    return DocumentKind::kCompartment;
}

/// The folder part of a path, with its slash; empty where it has none.
std::string folder_of(const std::string& path) {
    const std::size_t slash = path.rfind('/');
    return slash == std::string::npos ? std::string{} : path.substr(0, slash + 1);
}

/// Keys of a plan: 64 digits, or a key file, its path counted from the plan's folder.
daemon::FindKey key_finder(Context& context, const std::string& plan) {
    return [&context, folder = folder_of(plan)](
               const std::string& named, wire::KeyKind kind) -> core::Result<wire::PublicKey> {
        if (named.size() == 64) {
            if (const auto digits = core::from_hex(named); digits) {
                wire::PublicKey key{};
                std::copy(digits->begin(), digits->end(), key.begin());
                return key;
            }
        }
        const std::string path = named.starts_with("/") ? named : folder + named;
        return kind == wire::KeyKind::kSignPublic ? read_verify_key(context, path)
                                                  : read_public_key(context, path);
    };
}

template <class T>
core::Result<T> completed(Context& /*context*/, const std::string& /*plan*/, T planned) {
    return planned;
}

/// With the data key sealed to each member, where the plan names one.
core::Result<wire::Compartment> completed(Context& context,
                                          const std::string& plan,
                                          daemon::PlannedCompartment planned) {
    wire::Compartment& document = planned.document;
    if (planned.data_key.empty()) {
        return std::move(document);
    }
    const std::string path =
        planned.data_key.starts_with("/") ? planned.data_key : folder_of(plan) + planned.data_key;
    SARHAD_TRY(const wire::Secret key, read_list_key(context, path));
    document.key_hash = wire::BodySeal::hash_of(key);
    for (std::size_t at = 0; at < document.members.size(); ++at) {
        const auto holder = wire::VerifyKey::from(planned.keys[at]);
        auto boxed = holder ? wire::seal(holder->box_key(), key.bytes(), context.random)
                            : core::Result<core::Bytes>{holder.error()};
        if (!boxed) {
            return about(cat(plan, ": key of node ", document.members[at].node.value()),
                         boxed.error());
        }
        document.members[at].key = *std::move(boxed);
    }
    return std::move(document);
}

/// The plan as an unsigned document of `version`.
core::Result<wire::SignedDocument> draft(Context& context,
                                         const std::string& path,
                                         std::uint64_t version) {
    SARHAD_TRY(const core::Bytes plan, read_input(context, path, {daemon::kTrustPlanBytesMax}));
    SARHAD_TRY(daemon::PlannedDocument planned,
               daemon::parse_trust_plan(
                   core::as_text(plan), path, context.clock.wall(), key_finder(context, path)));
    return std::visit(
        [&](auto& plan_of) -> core::Result<wire::SignedDocument> {
            SARHAD_TRY(auto document, completed(context, path, std::move(plan_of)));
            document.version = version;
            if (const core::Status checked = wire::check_document(document); !checked) {
                return about(path, checked.error());
            }
            wire::SignedDocument made;
            made.kind = kind_of(document);
            made.body = wire::encode(document);
            if (made.body.size() > wire::document_limit(made.kind)) {
                return core::Error{core::Errc::kInvalid,
                                   cat(path,
                                       ": would be a document of ",
                                       made.body.size(),
                                       " bytes, ",
                                       wire::document_limit(made.kind),
                                       " at most: fewer keys or revocations")};
            }
            return made;
        },
        planned);
}

core::Status keep(Context& context, const std::string& path, const wire::SignedDocument& document) {
    return write_output(context, path, wire::encode(document), core::FileMode::kShared);
}

/// Writes a draft that is not there yet, and says what it says and what comes next.
Outcome hand_out(Context& context,
                 const std::string& path,
                 const wire::SignedDocument& document,
                 const std::string& root) {
    SARHAD_TRY_STATUS(check_is_new(context, path));
    SARHAD_TRY_STATUS(keep(context, path, document));
    SARHAD_TRY_STATUS([&]() -> core::Status {
        const Outcome shown = show_document({path, root}, context);
        return shown ? core::Status{} : shown.error();
    }());
    if (!context.json) {
        const bool is_of_root = document.kind != DocumentKind::kRoot;
        context.out
            << "Nobody has signed it. Each holder compares the fingerprint with the others', "
               "then: sarhadctl key sign "
            << path << (root.empty() ? is_of_root ? " --root ROOT.trust" : "" : " --root ") << root
            << " --key HOLDER.key\n";
    }
    return daemon::ExitCode::kOk;
}

/// Which of the roles `key` is in; kInvalid where it is in none.
core::Status check_holds(const std::vector<WantedSigners>& wanted, const wire::PublicKey& key) {
    const bool holds = std::any_of(wanted.begin(), wanted.end(), [&](const WantedSigners& role) {
        return std::find(role.keys.begin(), role.keys.end(), key) != role.keys.end();
    });
    if (holds) {
        return {};
    }
    std::string roles;
    for (const WantedSigners& role : wanted) {
        roles += cat(roles.empty() ? "" : ", nor ", role.who);
    }
    return core::Error{core::Errc::kInvalid,
                       cat("key ",
                           wire::key_id(key).value(),
                           " does not hold ",
                           roles,
                           ": its signature would count for nothing")};
}

}  // namespace

Outcome run(const KeyCeremony& options, Context& context) {
    SARHAD_TRY(const wire::SignedDocument document, draft(context, options.plan, 1));
    return hand_out(context, options.output, document, {});
}

Outcome run(const KeyRotate& options, Context& context) {
    SARHAD_TRY(const wire::SignedDocument before, read_trust_file(context, options.before));
    SARHAD_TRY(const api::Json told, document_json(before));
    SARHAD_TRY(const std::int64_t version, told.int_at("version"));
    SARHAD_TRY(const wire::SignedDocument document,
               draft(context, options.plan, static_cast<std::uint64_t>(version) + 1));
    if (document.kind != before.kind) {
        return core::Error{core::Errc::kInvalid,
                           cat(options.before,
                               ": is of kind ",
                               facts::name_of(before.kind),
                               ", the plan is of kind ",
                               facts::name_of(document.kind))};
    }
    const bool is_root = document.kind == DocumentKind::kRoot;
    return hand_out(context, options.output, document, is_root ? options.before : std::string{});
}

Outcome run(const KeySign& options, Context& context) {
    SARHAD_TRY(wire::SignedDocument document, read_trust_file(context, options.document));
    SARHAD_TRY(const std::optional<wire::Root> root, read_root(context, options.root));
    const auto before = wanted_signers(document, root);
    if (!before) {
        return about(options.document, before.error());
    }
    if (!context.json) {  // Who signs has read it, and sees it before the passphrase is asked.
        SARHAD_TRY(const std::string told, told_document(document));
        context.out << told << std::flush;
    }
    SARHAD_TRY(const wire::PublicKey holder, read_verify_key(context, options.key));
    if (const core::Status holds = check_holds(*before, holder); !holds) {
        return about(options.key, holds.error());
    }
    SARHAD_TRY(const wire::SigningKey key,
               read_signing_key(context, options.key, options.passphrase_file));
    const wire::KeyTag tag = key.public_key().tag();
    std::erase_if(document.signatures, [&](const auto& one) { return one.key_id == tag; });
    if (document.signatures.size() >= wire::kTrustSignaturesMax) {
        return core::Error{core::Errc::kInvalid,
                           cat(options.document,
                               ": has ",
                               wire::kTrustSignaturesMax,
                               " signatures already, no more")};
    }
    document.signatures.push_back(key.sign(wire::domain_of(document.kind), document.body));
    SARHAD_TRY_STATUS(keep(context, options.document, document));
    if (context.json) {
        return show_document({options.document, options.root}, context);
    }
    SARHAD_TRY(const auto after, wanted_signers(document, root));
    context.out << told_signers(after, document);
    return daemon::ExitCode::kOk;
}

}  // namespace sarhad::ctl
