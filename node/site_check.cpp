#include "node/site_check.h"

#include "core/text.h"
#include "daemon/site_check.h"
#include "node/erase_record.h"
#include "node/site.h"

namespace sarhad::node {

using core::Result;
using core::Status;

Status check_endpoints(const daemon::ConfigValues& config) {
    SARHAD_TRY_STATUS(
        daemon::check_endpoint_of(config, "central.control", wire::EndpointUse::kConnect));
    SARHAD_TRY_STATUS(
        daemon::check_endpoint_of(config, "central.bulk", wire::EndpointUse::kConnect));
    if (config.text("central.control") == config.text("central.bulk")) {
        return config.fault("central.bulk", "the same as central.control: wanted its other port");
    }
    return {};
}

Result<std::vector<std::string>> check_site(const daemon::ConfigValues& config,
                                            const daemon::CredentialFolders& folders,
                                            core::Files& files) {
    SARHAD_TRY_STATUS(check_endpoints(config));
    SARHAD_TRY(const NodeSettings site, settings_of(config));
    const auto erasing = erasing_of(files, site.erase.record, site.id);
    if (!erasing && erasing.error().code == core::Errc::kInvalid) {
        return erasing.error();
    }
    if (erasing && *erasing) {
        return std::vector{core::cat("node ",
                                     site.id.value(),
                                     " is revoked, its keys are gone or go: it will give numbers"
                                     " of the paper ledger only")};
    }
    SARHAD_TRY(const daemon::KeyFolder reach,
               daemon::check_key_folder(config, "keys.folder", folders));
    std::vector<std::string> untold;
    if (reach == daemon::KeyFolder::kClosed) {
        untold.push_back(core::cat(config.text("keys.folder"),
                                   ": may not be read by this user: its keys were not looked at"));
        return untold;
    }
    const auto keys = read_keys(config, folders, files);
    if (!keys && keys.error().code != core::Errc::kUnavailable) {
        return keys.error();
    }
    if (!keys) {
        untold.push_back(keys.error().what);
    }
    return untold;
}

}  // namespace sarhad::node
