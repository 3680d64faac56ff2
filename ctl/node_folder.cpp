#include "ctl/node_folder.h"

#include "core/text.h"
#include "ctl/key_files.h"

#include <algorithm>
#include <ostream>
#include <utility>

namespace sarhad::ctl {
namespace {

using core::cat;

constexpr std::string_view kRootFile = "root.trust";

/// Makes the key file where an interrupted run has not.
core::Status ensure_key(Context& context, const std::string& path, KeyPurpose purpose) {
    if (const auto held = context.files.read(path, core::kibibytes(4)); held) {
        return {};
    }
    core::Bytes file = new_key(purpose, context.random);
    return write_new_key(context, path, file);
}

std::string config_text(const Place& place, std::int64_t node, bool has_root) {
    std::string text =
        cat("# Made by sarhadctl. sarhad-node --print-config tells every "
            "setting.\nnode = ",
            node,
            "\nport = \"",
            place.port,
            "\"\n");
    if (place.local) {
        text += cat("state = \"", place.folder, "/node.db\"\nspool = \"", place.folder);
        text += cat("/spool\"\nsocket = \"", place.folder, "/control.sock\"\n");
    }
    text += cat("\n[central]\ncontrol = \"", place.control, "\"\nbulk = \"", place.bulk, "\"\n");
    if (place.local || has_root) {
        text += "\n[keys]\n";
    }
    if (place.local) {
        text += cat("folder = \"", place.folder, "/keys\"\ntrust = \"", place.folder);
        text += "/trust.toml\"\n";
    }
    if (has_root) {
        text += cat("root = \"", place.local ? place.folder : "/etc/sarhad", "/", kRootFile);
        text += "\"\n";
    }
    return text;
}

core::Status write_text(Context& context, const std::string& path, const std::string& text) {
    return write_output(context, path, core::as_bytes(text), core::FileMode::kShared);
}

/// What an administrator of the node's machine does there: keys stay root's, systemd hands them to
/// the daemon (LoadCredential= of the unit).
std::string install_steps(bool has_root) {
    return cat(
        "there, as root, in that folder:\n"
        "  install -d -m 0750 -o root -g sarhad /etc/sarhad\n"
        "  install -d -m 0700 -o root -g root /etc/sarhad/keys\n"
        "  install -m 0640 -o root -g sarhad node.toml trust.toml ",
        has_root ? cat(kRootFile, " ") : std::string{},
        "/etc/sarhad/\n"
        "  install -m 0600 -o root -g root keys/link.key keys/sign.key keys/store.key "
        "keys/subject.key /etc/sarhad/keys/\n"
        "  systemctl enable --now sarhad-node\n");
}

/// Wiped, whether it was written or not.
core::Status write_subject_key(Context& context, const Place& place, core::Bytes& key) {
    core::Bytes file = wire::write_key_file(wire::KeyKind::kSubjectSecret, key);
    wire::wipe(key);
    core::Status written = write_output(
        context, cat(place.folder, "/keys/subject.key"), file, core::FileMode::kPrivate);
    wire::wipe(file);
    return written;
}

}  // namespace

core::Result<std::string> folder_for(const Context& context,
                                     const std::string& output,
                                     const std::string& endpoints) {
    std::string folder = output.starts_with("/") ? output : cat(context.folder, "/", output);
    while (folder.size() > 1 && folder.back() == '/') {
        folder.pop_back();
    }
    const std::string text = cat(folder, endpoints);
    const bool is_writable = std::none_of(text.begin(), text.end(), [](char c) {
        return c == '"' || c == '\\' || static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
    });
    if (!is_writable) {
        return core::Error{core::Errc::kInvalid,
                           cat(folder,
                               ": --out and addresses go into node.toml: no quotes, backslashes or "
                               "control characters")};
    }
    return folder;
}

core::Result<std::string> next_endpoint(const std::string& control) {
    const std::size_t colon = control.rfind(':');
    SARHAD_TRY(const std::uint64_t port,
               core::parse_uint(std::string_view{control}.substr(colon + 1)));
    if (port >= 65535) {
        return core::Error{
            core::Errc::kInvalid,
            cat(control, ": there is no next port for its bulk endpoint: give --central-bulk")};
    }
    return cat(control.substr(0, colon + 1), port + 1);
}

core::Status check_is_empty(Context& context, const Place& place) {
    const auto names = context.files.list(place.folder);
    const auto keys = context.files.list(cat(place.folder, "/keys"));
    if ((names && !names->empty()) || (keys && !keys->empty())) {
        return core::Error{
            core::Errc::kInvalid,
            cat(place.folder, ": --out wants an empty or a new folder; there is something in it")};
    }
    return {};
}

core::Status make_empty_folder(Context& context, const Place& place) {
    SARHAD_TRY_STATUS(check_is_empty(context, place));
    if (const core::Status made = context.files.make_folder(cat(place.folder, "/keys")); !made) {
        return core::Error{core::Errc::kConflict, made.error().what};
    }
    return {};
}

core::Result<NodeFolderKeys> ensure_node_keys(Context& context, const Place& place) {
    const auto path = [&](std::string_view name) { return cat(place.folder, "/keys/", name); };
    SARHAD_TRY_STATUS(ensure_key(context, path("link.key"), KeyPurpose::kLink));
    SARHAD_TRY_STATUS(ensure_key(context, path("sign.key"), KeyPurpose::kSign));
    SARHAD_TRY_STATUS(ensure_key(context, path("store.key"), KeyPurpose::kStore));
    NodeFolderKeys keys;
    SARHAD_TRY(keys.link, read_public_key(context, path("link.key")));
    SARHAD_TRY(keys.sign, read_public_key(context, path("sign.key")));
    return keys;
}

core::Status write_node_folder(Context& context, const Place& place, Given& given) {
    SARHAD_TRY_STATUS(write_subject_key(context, place, given.subject));
    SARHAD_TRY_STATUS(write_text(context, cat(place.folder, "/trust.toml"), given.trust));
    const bool has_root = !given.root.empty();
    if (has_root) {
        SARHAD_TRY_STATUS(write_output(
            context, cat(place.folder, "/", kRootFile), given.root, core::FileMode::kShared));
    }
    return write_text(
        context, cat(place.folder, "/node.toml"), config_text(place, given.node, has_root));
}

void tell_start(Context& context, const Place& place, bool has_root) {
    if (place.local) {
        context.out << "Start it: sarhad-node --config " << place.folder << "/node.toml\n";
    } else {
        context.out << install_steps(has_root);
    }
}

}  // namespace sarhad::ctl
