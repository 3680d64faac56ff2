#include "daemon/key_files.h"

#include "core/text.h"

namespace sarhad::daemon {
namespace {

template <class Parse>
auto read_key(const CredentialFolders& folders, const std::string& name, const Parse& parse)
    -> decltype(parse(core::ByteView{})) {
    SARHAD_TRY(core::Bytes file, read_credential(folders, name));
    auto key = parse(core::ByteView{file});
    wipe(file);
    if (!key) {
        return core::Error{key.error().code, core::cat("key file ", name, ": ", key.error().what)};
    }
    return key;
}

}  // namespace

core::Result<wire::SigningKey> read_signing_key(const CredentialFolders& folders,
                                                const std::string& name) {
    return read_key(
        folders, name, [](core::ByteView file) { return wire::SigningKey::parse(file); });
}

core::Result<wire::BoxKey> read_box_key(const CredentialFolders& folders,
                                        const std::string& name,
                                        wire::KeyKind kind) {
    return read_key(
        folders, name, [kind](core::ByteView file) { return wire::BoxKey::parse(file, kind); });
}

core::Result<wire::Secret> read_secret_key(const CredentialFolders& folders,
                                           const std::string& name,
                                           wire::KeyKind kind) {
    return read_key(
        folders, name, [kind](core::ByteView file) { return wire::parse_key_file(file, kind); });
}

}  // namespace sarhad::daemon
