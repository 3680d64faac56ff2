#include "core/text.h"
#include "ctl/commands.h"
#include "ctl/key_files.h"

#include <ostream>
#include <utility>

namespace sarhad::ctl {

using api::Json;

Outcome run(const AgencyAdd& options, Context& context) {
    Json keys = Json::array();
    for (const std::string& path : options.keys) {
        SARHAD_TRY(const wire::PublicKey key, read_verify_key(context, path));
        keys.push(core::to_hex(key));
    }
    Json body = Json::object(
        {{"name", options.name}, {"keys", std::move(keys)}, {"threshold", options.threshold}});
    SARHAD_TRY(const Json answer,
               ask(context, api::Method::kPost, "/v1/trust/agencies", std::move(body)));
    if (context.json) {
        print(context.out, answer);
    } else {
        context.out << options.name << ": its lists need " << options.threshold << " of "
                    << options.keys.size() << " signatures from now on\n";
    }
    return daemon::ExitCode::kOk;
}

}  // namespace sarhad::ctl
