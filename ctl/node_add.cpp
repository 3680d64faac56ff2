#include "core/port.h"
#include "core/text.h"
#include "ctl/answers.h"
#include "ctl/commands.h"
#include "ctl/node_folder.h"
#include "wire/endpoint.h"
#include "wire/keyring.h"

#include <ostream>
#include <utility>

namespace sarhad::ctl {
namespace {

using api::Json;
using core::cat;

core::Error wrong(std::string_view what, std::string_view wanted) {
    return {core::Errc::kInvalid, cat(what, ": ", wanted)};
}

/// What the node will not start with is refused here.
core::Status check_endpoint(std::string_view option, const std::string& endpoint) {
    const auto checked = wire::check_endpoint(endpoint, wire::EndpointUse::kConnect);
    return checked ? core::Status{} : wrong(cat(option, " ", endpoint), checked.error().what);
}

core::Result<Place> place_of(const NodeAdd& options, const Context& context) {
    Place place;
    place.port = cat(core::ascii_upper(options.port), "-", options.site);
    if (!core::parse_port(place.port) || options.site == 0 || options.site > 9999) {
        return wrong(place.port,
                     "--port wants a UN/LOCODE of 5 letters or digits, --site 1 to 9999");
    }
    place.local = options.local;
    SARHAD_TRY(place.folder,
               folder_for(context, options.output, cat(options.control, options.bulk)));
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
    SARHAD_TRY_STATUS(check_is_empty(context, place));
    SARHAD_TRY_STATUS(check_is_free(place, fleet));
    SARHAD_TRY_STATUS(make_empty_folder(context, place));
    return write_output(context, marker, core::as_bytes(place.port), core::FileMode::kShared);
}

/// The node's own keys, on disk before central knows of them: nothing is lost by a fault between.
/// Gives what central is to know.
core::Result<Json> make_keys(const NodeAdd& options, Context& context, const Place& place) {
    SARHAD_TRY(const NodeFolderKeys keys, ensure_node_keys(context, place));
    return Json::object({{"port", place.port.substr(0, place.port.find('-'))},
                         {"site", options.site},
                         {"link_public", core::to_hex(keys.link)},
                         {"sign_public", core::to_hex(keys.sign)}});
}

core::Result<Given> given_by(const Json& added) {
    Given given;
    SARHAD_TRY(given.node, added.int_at("node"));
    SARHAD_TRY(given.trust, added.text_at("trust"));
    SARHAD_TRY(const std::string subject, added.text_at("subject_key"));
    SARHAD_TRY(given.subject, core::from_hex(subject));
    SARHAD_TRY(const std::string root, added.text_at("root"));
    SARHAD_TRY(given.root, core::from_hex(root));
    return given;
}

void tell(Context& context, const Place& place, std::int64_t node, bool has_root) {
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
    if (!place.local) {
        context.out << "Carry " << place.folder
                    << " to its machine, then delete it here: it holds the node's private keys; ";
    }
    tell_start(context, place, has_root);
}

}  // namespace

Outcome run(const NodeAdd& options, Context& context) {
    SARHAD_TRY(const Place place, place_of(options, context));
    // Asked first: where central is away, no folder with useless keys is left.
    SARHAD_TRY(const Json fleet, ask(context, api::Method::kGet, "/v1/nodes"));
    SARHAD_TRY_STATUS(prepare_folder(context, place, fleet));
    SARHAD_TRY(Json wanted, make_keys(options, context, place));
    SARHAD_TRY(const Json added, ask(context, api::Method::kPost, "/v1/nodes", std::move(wanted)));
    SARHAD_TRY(Given given, given_by(added));
    const bool has_root = !given.root.empty();
    SARHAD_TRY_STATUS(write_node_folder(context, place, given));
    SARHAD_TRY_STATUS(context.files.remove(cat(place.folder, "/", kUnfinished)));
    tell(context, place, given.node, has_root);
    return daemon::ExitCode::kOk;
}

}  // namespace sarhad::ctl
