#include "core/port.h"
#include "core/text.h"
#include "ctl/answers.h"
#include "ctl/commands.h"
#include "ctl/key_files.h"
#include "wire/endpoint.h"
#include "wire/keyring.h"

#include <algorithm>
#include <ostream>
#include <utility>

namespace sarhad::ctl {
namespace {

using api::Json;
using core::cat;

/// What a new node is called and where it will find central.
struct Place {
    std::string port;    ///< "PKXXA-1".
    std::string folder;  ///< Absolute, without a slash at its end.
    std::string control;
    std::string bulk;
};

core::Error wrong(std::string_view what, std::string_view wanted) {
    return {core::Errc::kInvalid, cat(what, ": ", wanted)};
}

/// What the node will not start with is refused here.
core::Status check_endpoint(std::string_view option, const std::string& endpoint) {
    const auto checked = wire::check_endpoint(endpoint, wire::EndpointUse::kConnect);
    return checked ? core::Status{} : wrong(cat(option, " ", endpoint), checked.error().what);
}

/// "tcp://host:5702" for "tcp://host:5701".
core::Result<std::string> next_endpoint(const std::string& control) {
    const std::size_t colon = control.rfind(':');
    SARHAD_TRY(const std::uint64_t port,
               core::parse_uint(std::string_view{control}.substr(colon + 1)));
    if (port >= 65535) {
        return wrong(control, "there is no next port for its bulk endpoint: give --central-bulk");
    }
    return cat(control.substr(0, colon + 1), port + 1);
}

core::Result<Place> place_of(const NodeAdd& options, const Context& context) {
    Place place;
    place.port = cat(core::ascii_upper(options.port), "-", options.site);
    if (!core::parse_port(place.port) || options.site == 0 || options.site > 9999) {
        return wrong(place.port,
                     "--port wants a UN/LOCODE of 5 letters or digits, --site 1 to 9999");
    }
    place.folder =
        options.output.starts_with("/") ? options.output : cat(context.folder, "/", options.output);
    while (place.folder.size() > 1 && place.folder.back() == '/') {
        place.folder.pop_back();
    }
    const std::string text = cat(place.folder, options.control, options.bulk);
    const bool is_writable = std::none_of(text.begin(), text.end(), [](char c) {
        return c == '"' || c == '\\' || static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
    });
    if (!is_writable) {
        return wrong(place.folder,
                     "--out and addresses go into node.toml: no quotes, backslashes or "
                     "control characters");
    }
    SARHAD_TRY_STATUS(check_endpoint("--central", options.control));
    place.control = options.control;
    place.bulk = options.bulk;
    if (options.bulk.empty()) {
        SARHAD_TRY(place.bulk, next_endpoint(options.control));
    }
    SARHAD_TRY_STATUS(check_endpoint("--central-bulk", place.bulk));
    return place;
}

/// Where a run before this one wrote the port first: what it left is finished, not begun anew.
constexpr std::string_view kUnfinished = "node-add.unfinished";

constexpr std::string_view kRootFile = "root.trust";

/// Asked before keys are made that would be of no use. Central looks again.
core::Status check_is_free(const Place& place, const Json& fleet) {
    for (const Json& node : elements_at(fleet, "nodes")) {
        if (text_or_dash(node, "port") != place.port) {
            continue;
        }
        const std::string number = text_or_dash(node, "node");
        return core::Error{core::Errc::kConflict,
                           cat(place.port,
                               ": node ",
                               number,
                               " is there since ",
                               text_or_dash(node, "added_at"),
                               "; nothing was written: revoke it first (sarhadctl node revoke ",
                               number,
                               "), or give the new one another --site")};
    }
    return {};
}

/// An empty folder, or one that an interrupted `node add` of the same port left.
core::Status prepare_folder(Context& context, const Place& place, const Json& fleet) {
    const std::string marker = cat(place.folder, "/", kUnfinished);
    const auto held = context.files.read(marker, core::kibibytes(1));
    if (held && core::as_text(*held) == place.port) {
        return {};
    }
    if (held) {
        return wrong(place.folder,
                     cat("--out has the unfinished node of ",
                         core::as_text(*held),
                         "; finish that with its own --port and --site, or name another folder"));
    }
    const auto names = context.files.list(place.folder);
    const auto keys = context.files.list(cat(place.folder, "/keys"));
    if ((names && !names->empty()) || (keys && !keys->empty())) {
        return wrong(place.folder,
                     "--out wants an empty or a new folder; there is something in it");
    }
    SARHAD_TRY_STATUS(check_is_free(place, fleet));
    if (const core::Status made = context.files.make_folder(cat(place.folder, "/keys")); !made) {
        return core::Error{core::Errc::kConflict, made.error().what};
    }
    return write_output(context, marker, core::as_bytes(place.port), core::FileMode::kShared);
}

/// Makes the key file where an interrupted run has not.
core::Status ensure_key(Context& context, const std::string& path, KeyPurpose purpose) {
    if (const auto held = context.files.read(path, core::kibibytes(4)); held) {
        return {};
    }
    core::Bytes file = new_key(purpose, context.random);
    return write_new_key(context, path, file);
}

/// The node's own keys, on disk before central knows of them: nothing is lost by a fault between.
/// Gives what central is to know.
core::Result<Json> make_keys(const NodeAdd& options, Context& context, const Place& place) {
    const auto path = [&](std::string_view name) { return cat(place.folder, "/keys/", name); };
    SARHAD_TRY_STATUS(ensure_key(context, path("link.key"), KeyPurpose::kLink));
    SARHAD_TRY_STATUS(ensure_key(context, path("sign.key"), KeyPurpose::kSign));
    SARHAD_TRY_STATUS(ensure_key(context, path("store.key"), KeyPurpose::kStore));
    SARHAD_TRY(const wire::PublicKey link, read_public_key(context, path("link.key")));
    SARHAD_TRY(const wire::PublicKey sign, read_public_key(context, path("sign.key")));
    return Json::object({{"port", place.port.substr(0, place.port.find('-'))},
                         {"site", options.site},
                         {"link_public", core::to_hex(link)},
                         {"sign_public", core::to_hex(sign)}});
}

/// The key that every node of the country shares, as central gives it.
core::Status keep_subject_key(Context& context, const Place& place, const Json& added) {
    SARHAD_TRY(const std::string digits, added.text_at("subject_key"));
    SARHAD_TRY(core::Bytes key, core::from_hex(digits));
    core::Bytes file = wire::write_key_file(wire::KeyKind::kSubjectSecret, key);
    wire::wipe(key);
    core::Status written = write_output(
        context, cat(place.folder, "/keys/subject.key"), file, core::FileMode::kPrivate);
    wire::wipe(file);
    return written;
}

/// Where a root was signed, the node begins with it: gives whether.
core::Result<bool> keep_root(Context& context, const Place& place, const Json& added) {
    SARHAD_TRY(const std::string digits, added.text_at("root"));
    if (digits.empty()) {
        return false;
    }
    SARHAD_TRY(const core::Bytes root, core::from_hex(digits));
    SARHAD_TRY_STATUS(
        write_output(context, cat(place.folder, "/", kRootFile), root, core::FileMode::kShared));
    return true;
}

std::string config_text(const NodeAdd& options,
                        const Place& place,
                        std::int64_t node,
                        bool has_root) {
    std::string text =
        cat("# Made by sarhadctl node add. sarhad-node --print-config tells every "
            "setting.\nnode = ",
            node,
            "\nport = \"",
            place.port,
            "\"\n");
    if (options.local) {
        text += cat("state = \"", place.folder, "/node.db\"\nspool = \"", place.folder);
        text += cat("/spool\"\nsocket = \"", place.folder, "/control.sock\"\n");
    }
    text += cat("\n[central]\ncontrol = \"", place.control, "\"\nbulk = \"", place.bulk, "\"\n");
    if (options.local || has_root) {
        text += "\n[keys]\n";
    }
    if (options.local) {
        text += cat("folder = \"", place.folder, "/keys\"\ntrust = \"", place.folder);
        text += "/trust.toml\"\n";
    }
    if (has_root) {
        text += cat("root = \"", options.local ? place.folder : "/etc/sarhad", "/", kRootFile);
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

void tell(const NodeAdd& options,
          Context& context,
          const Place& place,
          std::int64_t node,
          bool has_root) {
    const std::string config = cat(place.folder, "/node.toml");
    if (context.json) {
        print(context.out,
              Json::object({{"schema", "sarhad.node.add/1"},
                            {"node", node},
                            {"port", place.port},
                            {"folder", place.folder},
                            {"config", config}}));
        return;
    }
    context.out << place.port << ": node " << node << " added; central lets it in from now on\n";
    if (options.local) {
        context.out << "Start it: sarhad-node --config " << config << '\n';
    } else {
        context.out << "Carry " << place.folder
                    << " to its machine, then delete it here: it holds the node's private keys; "
                    << install_steps(has_root);
    }
}

}  // namespace

Outcome run(const NodeAdd& options, Context& context) {
    SARHAD_TRY(const Place place, place_of(options, context));
    // Asked first: where central is away, no folder with useless keys is left.
    SARHAD_TRY(const Json fleet, ask(context, api::Method::kGet, "/v1/nodes"));
    SARHAD_TRY_STATUS(prepare_folder(context, place, fleet));
    SARHAD_TRY(Json wanted, make_keys(options, context, place));
    SARHAD_TRY(const Json added, ask(context, api::Method::kPost, "/v1/nodes", std::move(wanted)));
    SARHAD_TRY(const std::int64_t node, added.int_at("node"));
    SARHAD_TRY(const std::string trust, added.text_at("trust"));
    SARHAD_TRY_STATUS(keep_subject_key(context, place, added));
    SARHAD_TRY_STATUS(write_text(context, cat(place.folder, "/trust.toml"), trust));
    SARHAD_TRY(const bool has_root, keep_root(context, place, added));
    SARHAD_TRY_STATUS(write_text(
        context, cat(place.folder, "/node.toml"), config_text(options, place, node, has_root)));
    SARHAD_TRY_STATUS(context.files.remove(cat(place.folder, "/", kUnfinished)));
    tell(options, context, place, node, has_root);
    return daemon::ExitCode::kOk;
}

}  // namespace sarhad::ctl
