// A daemon's keys under a passphrase: what lies on the disk, and what is there while the machine
// runs.
#include "wire/key_vault.h"

#include "core/text.h"
#include "ctl/commands.h"
#include "ctl/passphrase.h"
#include "wire/secret.h"

#include <ostream>
#include <string>

namespace sarhad::ctl {
namespace {

using api::Json;

constexpr std::string_view kKeySuffix = ".key";

core::Error invalid(const std::string& what) {
    return {core::Errc::kInvalid, what};
}

/// The *.key files of a folder.
core::Result<wire::KeyVault> keys_in(Context& context, const std::string& folder) {
    const auto names = context.files.list(folder);
    if (!names) {
        return invalid(names.error().what);
    }
    wire::KeyVault vault;
    for (const std::string& name : *names) {
        if (name.ends_with(kKeySuffix)) {
            SARHAD_TRY(
                core::Bytes file,
                read_input(
                    context, core::cat(folder, "/", name), core::ByteSize{wire::kVaultKeyMax}));
            vault.keys.push_back({name, std::move(file)});
        }
    }
    if (vault.keys.empty()) {
        return invalid(core::cat(folder, ": has no *.key files"));
    }
    return vault;
}

Json names_of(const wire::KeyVault& vault) {
    Json names = Json::array();
    for (const wire::VaultKey& key : vault.keys) {
        names.push(key.name);
    }
    return names;
}

/// The vault must be whole on the disk before a key goes: it is read back and opened.
core::Status check_written(Context& context,
                           const std::string& path,
                           const wire::KeyVault& vault,
                           std::string_view passphrase) {
    SARHAD_TRY(const core::Bytes file,
               read_input(context, path, core::ByteSize{wire::kKeyVaultMax}));
    SARHAD_TRY(wire::KeyVault again, wire::unlock_keys(file, passphrase));
    const bool is_same = again == vault;
    wire::wipe(again);
    return is_same ? core::Status{}
                   : core::Error{core::Errc::kCorrupt,
                                 core::cat(path, ": holds other keys; none was removed")};
}

core::Status lock(Context& context,
                  const std::string& folder,
                  const wire::KeyVault& vault,
                  std::string_view passphrase) {
    const std::string path = core::cat(folder, "/", wire::kVaultFile);
    SARHAD_TRY(const core::Bytes file, wire::lock_keys(vault, passphrase, {}, context.random));
    SARHAD_TRY_STATUS(write_output(context, path, file, core::FileMode::kPrivate));
    SARHAD_TRY_STATUS(check_written(context, path, vault, passphrase));
    for (const wire::VaultKey& key : vault.keys) {
        const std::string open = core::cat(folder, "/", key.name);
        SARHAD_TRY_STATUS(context.files.overwrite(open));
        SARHAD_TRY_STATUS(context.files.remove(open));
    }
    return {};
}

}  // namespace

Outcome run(const KeyLock& options, Context& context) {
    const std::string path = core::cat(options.folder, "/", wire::kVaultFile);
    const auto there = context.files.read(path, core::ByteSize{wire::kKeyVaultMax});
    if (there || there.error().code != core::Errc::kNotFound) {
        return invalid(core::cat(path,
                                 ": exists and is not overwritten: key unlock takes its keys out; "
                                 "then move it away"));
    }
    SARHAD_TRY(wire::KeyVault vault, keys_in(context, options.folder));
    SARHAD_TRY(const wire::Secret passphrase,
               ask_new_passphrase(context, options.passphrase_file, "New passphrase: "));
    const core::Status locked = lock(context, options.folder, vault, text_of(passphrase));
    wire::wipe(vault);
    SARHAD_TRY_STATUS(locked);
    if (context.json) {
        print(context.out, Json::object({{"vault", path}, {"keys", names_of(vault)}}));
        return daemon::ExitCode::kOk;
    }
    context.out << path << ": " << vault.keys.size()
                << " keys; the files that held them are removed\n"
                   "A passphrase that is lost is lost: keep a copy of the keys where you keep "
                   "central's backup, or add the port anew.\n";
    return daemon::ExitCode::kOk;
}

Outcome run(const KeyUnlock& options, Context& context) {
    const std::string path = core::cat(options.folder, "/", wire::kVaultFile);
    SARHAD_TRY(const core::Bytes file,
               read_input(context, path, core::ByteSize{wire::kKeyVaultMax}));
    SARHAD_TRY(
        const wire::Secret passphrase,
        ask_passphrase(
            context, options.passphrase_file, core::cat("Passphrase of ", options.folder, ": ")));
    auto vault = wire::unlock_keys(file, text_of(passphrase));
    if (!vault) {
        return about(path, vault.error());
    }
    for (wire::VaultKey& key : vault->keys) {
        const std::string to = core::cat(options.output, "/", key.name);
        const core::Status written = write_output(context, to, key.file, core::FileMode::kPrivate);
        wire::wipe(key.file);
        SARHAD_TRY_STATUS(written);
    }
    if (context.json) {
        print(context.out, Json::object({{"folder", options.output}, {"keys", names_of(*vault)}}));
    } else {
        context.out << options.output << ": " << vault->keys.size() << " keys, until the machine "
                    << "is switched off\n";
    }
    return daemon::ExitCode::kOk;
}

}  // namespace sarhad::ctl
