#include "core/text.h"
#include "ctl/commands.h"
#include "ctl/key_files.h"
#include "ctl/passphrase.h"
#include "ctl/trust_files.h"
#include "ctl/trust_signers.h"
#include "wire/key_vault.h"
#include "wire/keyring.h"
#include "wire/protected_key.h"

#include <ostream>
#include <utility>

namespace sarhad::ctl {
namespace {

using api::Json;
using wire::KeyKind;

constexpr core::ByteSize kMaxKeyFile = core::kibibytes(4);

struct Shown {
    std::string_view kind;
    wire::PublicKey key;
};

core::Result<Shown> public_part(core::ByteView file) {
    if (wire::is_protected_key(file)) {
        SARHAD_TRY(const wire::ProtectedKey held, wire::parse_protected_key(file));
        return Shown{"sign", held.key};
    }
    if (auto sign = wire::SigningKey::parse(file); sign) {
        return Shown{"sign", sign->public_key().bytes()};
    }
    if (auto link = wire::BoxKey::parse(file, KeyKind::kLinkSecret); link) {
        return Shown{"link", link->public_key()};
    }
    if (auto box = wire::BoxKey::parse(file, KeyKind::kSealSecret); box) {
        return Shown{"seal", box->public_key()};
    }
    const std::pair<KeyKind, std::string_view> publics[] = {{KeyKind::kSignPublic, "sign-public"},
                                                            {KeyKind::kLinkPublic, "link-public"},
                                                            {KeyKind::kSealPublic, "seal-public"}};
    for (const auto& [kind, word] : publics) {
        if (auto key = wire::parse_public_key_file(file, kind); key) {
            return Shown{word, *key};
        }
    }
    const std::pair<KeyKind, std::string_view> secrets[] = {{KeyKind::kStoreSecret, "store"},
                                                            {KeyKind::kSubjectSecret, "subject"},
                                                            {KeyKind::kListSecret, "list"}};
    for (const auto& [kind, word] : secrets) {
        if (wire::parse_key_file(file, kind)) {
            return core::Error{core::Errc::kInvalid,
                               core::cat("a key of kind ", word, ", which has no public part")};
        }
    }
    if (wire::is_key_vault(file)) {
        return core::Error{core::Errc::kInvalid,
                           "a vault of a daemon's keys (sarhadctl key unlock takes them out)"};
    }
    return core::Error{core::Errc::kInvalid, "no key file of Sarhad (sarhadctl key new makes one)"};
}

core::Result<Shown> read_shown(Context& context, const std::string& path) {
    SARHAD_TRY(core::Bytes file, read_input(context, path, kMaxKeyFile));
    core::Result<Shown> shown = public_part(file);
    wire::wipe(file);
    return shown ? shown : about(path, shown.error());
}

/// The whole key's digest, for reading out.
std::string told(const wire::PublicKey& key) {
    return fingerprint(wire::blake2b(key));
}

void show(Context& context, const std::string& file, const Shown& shown) {
    const std::string id = wire::key_id(shown.key).value();
    const std::string hex = core::to_hex(shown.key);
    if (context.json) {
        print(context.out,
              Json::object({{"schema", "sarhad.key/1"},
                            {"file", file},
                            {"kind", shown.kind},
                            {"id", id},
                            {"public", hex},
                            {"fingerprint", told(shown.key)}}));
        return;
    }
    context.out << "file         " << file << "\nkind         " << shown.kind << "\nid           "
                << id << "\npublic       " << hex << "\nfingerprint  " << told(shown.key) << '\n';
}

core::Result<wire::SigningKey> unlock(Context& context,
                                      const std::string& path,
                                      core::ByteView file,
                                      const std::string& passphrase_file) {
    SARHAD_TRY(const wire::ProtectedKey held, wire::parse_protected_key(file));
    const std::string prompt =
        core::cat("Passphrase of ", path, " (key ", wire::key_id(held.key).value(), "): ");
    SARHAD_TRY(const wire::Secret passphrase, ask_passphrase(context, passphrase_file, prompt));
    return wire::unlock_key(held, text_of(passphrase));
}

/// A signing key that a passphrase opens, and its public half beside it for others to name.
core::Result<core::Bytes> new_protected_key(Context& context, const KeyNew& options) {
    if (options.purpose != KeyPurpose::kSign) {
        return core::Error{core::Errc::kInvalid,
                           "--protect is for signing keys: the daemons read the others unattended"};
    }
    SARHAD_TRY(const wire::Secret passphrase,
               ask_new_passphrase(context, options.passphrase_file, "New passphrase: "));
    const wire::SigningKey key = wire::SigningKey::generate(context.random);
    SARHAD_TRY(core::Bytes file, wire::protect_key(key, text_of(passphrase), {}, context.random));
    SARHAD_TRY_STATUS(
        write_output(context,
                     core::cat(options.output, ".pub"),
                     wire::write_key_file(KeyKind::kSignPublic, key.public_key().bytes()),
                     core::FileMode::kShared));
    return file;
}

core::Bytes new_secret(KeyKind kind, core::Random& random) {
    wire::Secret secret{32};
    random.fill(secret.bytes());
    return wire::write_key_file(kind, std::as_const(secret).bytes());
}

}  // namespace

core::Bytes new_key(KeyPurpose purpose, core::Random& random) {
    switch (purpose) {
        case KeyPurpose::kSign:
            return wire::SigningKey::generate(random).to_file();
        case KeyPurpose::kLink:
            return wire::BoxKey::generate(random).to_file(KeyKind::kLinkSecret);
        case KeyPurpose::kSeal:
            return wire::BoxKey::generate(random).to_file(KeyKind::kSealSecret);
        case KeyPurpose::kStore:
            return new_secret(KeyKind::kStoreSecret, random);
        case KeyPurpose::kSubject:
            return new_secret(KeyKind::kSubjectSecret, random);
        case KeyPurpose::kList:
            return new_secret(KeyKind::kListSecret, random);
    }
    return {};
}

core::Result<wire::Secret> read_list_key(Context& context, const std::string& path) {
    SARHAD_TRY(core::Bytes file, read_input(context, path, kMaxKeyFile));
    auto key = wire::parse_key_file(file, KeyKind::kListSecret);
    wire::wipe(file);
    if (!key) {
        return about(path, key.error());
    }
    return key;
}

core::Status check_is_new(Context& context, const std::string& path) {
    const auto there = context.files.read(path, kMaxKeyFile);
    if (!there && there.error().code == core::Errc::kNotFound) {
        return {};
    }
    return core::Error{
        core::Errc::kInvalid,
        core::cat(path, ": exists and is not overwritten; name another file or move it away")};
}

core::Status write_new_key(Context& context, const std::string& path, core::Bytes& file) {
    core::Status written = check_is_new(context, path);
    if (written) {
        written = write_output(context, path, file, core::FileMode::kPrivate);
    }
    wire::wipe(file);
    return written;
}

core::Result<wire::SigningKey> read_signing_key(Context& context,
                                                const std::string& path,
                                                const std::string& passphrase_file) {
    SARHAD_TRY(core::Bytes file, read_input(context, path, kMaxKeyFile));
    core::Result<wire::SigningKey> key = wire::is_protected_key(file)
                                             ? unlock(context, path, file, passphrase_file)
                                             : wire::SigningKey::parse(file);
    wire::wipe(file);
    return key ? std::move(key) : about(path, key.error());
}

core::Result<wire::PublicKey> read_public_key(Context& context, const std::string& path) {
    SARHAD_TRY(const Shown shown, read_shown(context, path));
    return shown.key;
}

core::Result<wire::PublicKey> read_verify_key(Context& context, const std::string& path) {
    SARHAD_TRY(const Shown shown, read_shown(context, path));
    if (shown.kind != "sign" && shown.kind != "sign-public") {
        return core::Error{core::Errc::kInvalid,
                           core::cat(path,
                                     ": a key of kind ",
                                     shown.kind,
                                     ", wanted one of kind sign, or its public part (sarhadctl key "
                                     "new --kind sign makes one)")};
    }
    return shown.key;
}

Outcome run(const KeyNew& options, Context& context) {
    core::Bytes file;
    if (options.is_protected) {
        SARHAD_TRY_STATUS(check_is_new(context, options.output));
        SARHAD_TRY(file, new_protected_key(context, options));
    } else {
        file = new_key(options.purpose, context.random);
    }
    const core::Result<Shown> shown = public_part(file);
    SARHAD_TRY_STATUS(write_new_key(context, options.output, file));
    if (shown) {
        show(context, options.output, *shown);
    } else if (context.json) {
        print(context.out, Json::object({{"schema", "sarhad.key/1"}, {"file", options.output}}));
    } else {
        context.out << options.output << ": written; it has no public part\n";
    }
    return daemon::ExitCode::kOk;
}

Outcome run(const KeyShow& options, Context& context) {
    SARHAD_TRY(const core::Bytes file, read_input(context, options.file, kTrustFileLimit));
    if (is_trust_document(file)) {
        return show_document(options, context);
    }
    SARHAD_TRY(const Shown shown, read_shown(context, options.file));
    show(context, options.file, shown);
    return daemon::ExitCode::kOk;
}

}  // namespace sarhad::ctl
