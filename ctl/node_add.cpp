#include "core/text.h"
#include "ctl/answers.h"
#include "ctl/commands.h"
#include "ctl/key_files.h"
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

/// "tcp://host:5702" for "tcp://host:5701".
core::Result<std::string> next_endpoint(const std::string& control) {
    const std::size_t colon = control.rfind(':');
    const auto port = core::parse_uint(std::string_view{control}.substr(colon + 1));
    if (!control.starts_with("tcp://") || colon < 6 || !port || *port >= 65535) {
        return wrong(control, "--central wants tcp://ADDRESS:PORT");
    }
    return cat(control.substr(0, colon + 1), *port + 1);
}

core::Result<Place> place_of(const NodeAdd& options, const Context& context) {
    Place place;
    const std::string locode = core::ascii_upper(options.port);
    const bool is_code =
        locode.size() == 5 && std::all_of(locode.begin(), locode.end(), [](char c) {
            return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        });
    if (!is_code || options.site == 0 || options.site > 9999) {
        return wrong(cat(options.port, "-", options.site),
                     "--port wants a UN/LOCODE of 5 letters or digits, --site 1 to 9999");
    }
    place.port = cat(locode, "-", options.site);
    place.folder =
        options.output.starts_with("/") ? options.output : cat(context.folder, "/", options.output);
    while (place.folder.size() > 1 && place.folder.back() == '/') {
        place.folder.pop_back();
    }
    place.control = options.control;
    SARHAD_TRY(const std::string next, next_endpoint(options.control));
    place.bulk = options.bulk.empty() ? next : options.bulk;
    return place;
}

core::Status make_empty_folder(Context& context, const std::string& folder) {
    const auto names = context.files.list(folder);
    const auto keys = context.files.list(cat(folder, "/keys"));
    if ((names && !names->empty()) || (keys && !keys->empty())) {
        return wrong(folder, "--out wants an empty or a new folder; there is something in it");
    }
    return context.files.make_folder(cat(folder, "/keys"));
}

/// The node's own keys, on disk before central knows of them: nothing is lost by a fault between.
/// Gives what central is to know.
core::Result<Json> make_keys(const NodeAdd& options, Context& context, const Place& place) {
    const auto path = [&](std::string_view name) { return cat(place.folder, "/keys/", name); };
    const wire::BoxKey link = wire::BoxKey::generate(context.random);
    const wire::SigningKey sign = wire::SigningKey::generate(context.random);
    core::Bytes link_file = link.to_file(wire::KeyKind::kLinkSecret);
    core::Bytes sign_file = sign.to_file();
    core::Bytes store_file = new_key(KeyPurpose::kStore, context.random);
    SARHAD_TRY_STATUS(write_new_key(context, path("link.key"), link_file));
    SARHAD_TRY_STATUS(write_new_key(context, path("sign.key"), sign_file));
    SARHAD_TRY_STATUS(write_new_key(context, path("store.key"), store_file));
    return Json::object({{"port", place.port.substr(0, place.port.find('-'))},
                         {"site", options.site},
                         {"link_public", core::to_hex(link.public_key())},
                         {"sign_public", core::to_hex(sign.public_key().bytes())}});
}

/// The key that every node of the country shares, as central gives it.
core::Status keep_subject_key(Context& context, const Place& place, const Json& added) {
    SARHAD_TRY(const std::string digits, added.text_at("subject_key"));
    SARHAD_TRY(core::Bytes key, core::from_hex(digits));
    core::Bytes file = wire::write_key_file(wire::KeyKind::kSubjectSecret, key);
    wire::wipe(key);
    return write_new_key(context, cat(place.folder, "/keys/subject.key"), file);
}

std::string config_text(const NodeAdd& options, const Place& place, std::int64_t node) {
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
    if (options.local) {
        text += cat("\n[keys]\nfolder = \"", place.folder, "/keys\"\ntrust = \"", place.folder);
        text += "/trust.toml\"\n";
    }
    return text;
}

core::Status write_text(Context& context, const std::string& path, const std::string& text) {
    return context.files.replace(path, core::as_bytes(text), core::FileMode::kShared);
}

void tell(const NodeAdd& options, Context& context, const Place& place, std::int64_t node) {
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
                    << " to /etc/sarhad on its machine, then delete it here: it holds the node's "
                       "private keys\n";
    }
}

}  // namespace

Outcome run(const NodeAdd& options, Context& context) {
    SARHAD_TRY(const Place place, place_of(options, context));
    // Asked first: where central is away, no folder with useless keys is left.
    SARHAD_TRY(const Json reachable, ask(context, api::Method::kGet, "/v1/status"));
    SARHAD_TRY_STATUS(make_empty_folder(context, place.folder));
    SARHAD_TRY(Json wanted, make_keys(options, context, place));
    SARHAD_TRY(const Json added, ask(context, api::Method::kPost, "/v1/nodes", std::move(wanted)));
    SARHAD_TRY(const std::int64_t node, added.int_at("node"));
    SARHAD_TRY(const std::string trust, added.text_at("trust"));
    SARHAD_TRY_STATUS(keep_subject_key(context, place, added));
    SARHAD_TRY_STATUS(write_text(context, cat(place.folder, "/trust.toml"), trust));
    SARHAD_TRY_STATUS(
        write_text(context, cat(place.folder, "/node.toml"), config_text(options, place, node)));
    tell(options, context, place, node);
    return daemon::ExitCode::kOk;
}

}  // namespace sarhad::ctl
