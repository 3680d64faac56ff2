#include "central/site_check.h"

#include "central/own_keys.h"
#include "central/site.h"
#include "central/sqlite_store.h"
#include "core/text.h"
#include "daemon/key_files.h"
#include "daemon/site_check.h"

#include <unistd.h>

#include <cerrno>

namespace sarhad::central {

using core::cat;
using core::Result;
using core::Status;

namespace {

/// Errors: a key differs. Gives why it could not be looked at; empty where it was, or where there
/// is no database yet.
Result<std::string> compare_with_database(const std::string& path,
                                          const std::vector<OwnKey>& keys,
                                          const std::string& folder) {
    if (::access(path.c_str(), F_OK) != 0 && errno == ENOENT) {
        return std::string{};
    }
    const auto reader = store::Reader::open_at_rest(path);
    if (!reader) {
        return reader.error().what;
    }
    const auto recorded = read_own_keys(store::QuerySource{**reader});
    if (!recorded) {
        return recorded.error().what;
    }
    SARHAD_TRY_STATUS(check_own_keys(keys, *recorded, {folder, path}));
    return std::string{};
}

}  // namespace

Status check_endpoints(const daemon::ConfigValues& config) {
    SARHAD_TRY_STATUS(daemon::check_endpoint_of(config, "link.control", wire::EndpointUse::kBind));
    SARHAD_TRY_STATUS(daemon::check_endpoint_of(config, "link.bulk", wire::EndpointUse::kBind));
    const std::string& enrol = config.text("link.enrol");
    if (!enrol.empty()) {
        SARHAD_TRY_STATUS(
            daemon::check_endpoint_of(config, "link.enrol", wire::EndpointUse::kBind));
        if (enrol == config.text("link.control") || enrol == config.text("link.bulk")) {
            return config.fault("link.enrol", "the same as another one: wanted another port");
        }
    }
    if (config.text("link.control") == config.text("link.bulk")) {
        return config.fault("link.bulk", "the same as link.control: wanted another port");
    }
    return {};
}

Result<std::vector<std::string>> check_site(const daemon::ConfigValues& config,
                                            const daemon::CredentialFolders& folders) {
    SARHAD_TRY_STATUS(check_endpoints(config));
    if (const auto settings = settings_of(config); !settings) {
        return settings.error();
    }
    SARHAD_TRY(const daemon::KeyFolder reach,
               daemon::check_key_folder(config, "keys.folder", folders));
    std::vector<std::string> untold;
    if (reach == daemon::KeyFolder::kClosed) {
        untold.push_back(cat(config.text("keys.folder"),
                             ": may not be read by this user: its keys were not looked at"));
        return untold;
    }
    const auto keys = read_keys(folders);
    if (!keys && keys.error().code != core::Errc::kUnavailable) {
        return keys.error();
    }
    if (!keys) {
        untold.push_back(keys.error().what);
        return untold;
    }
    if (!config.text("link.enrol").empty()) {
        const auto enrol = daemon::read_box_key(folders, "enrol.key", wire::KeyKind::kLinkSecret);
        if (!enrol) {
            return enrol.error();
        }
    }
    std::vector<OwnKey> own = own_keys_of(*keys);
    if (!config.text("trust.documents").empty()) {
        own.erase(own.begin(), own.begin() + 2);  // Link and seal: the start asks the root of them.
    }
    SARHAD_TRY(const std::string why,
               compare_with_database(config.text("state"), own, daemon::shown_folder(folders)));
    if (!why.empty()) {
        untold.push_back(cat("the keys were not compared with the database: ", why));
    }
    return untold;
}

}  // namespace sarhad::central
