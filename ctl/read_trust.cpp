#include "ctl/read_trust.h"

#include "daemon/trust_file.h"

#include <utility>

namespace sarhad::ctl {

core::Result<wire::TrustStore> read_trust(Context& context, const std::string& path) {
    SARHAD_TRY(const core::Bytes bytes,
               read_input(context, path, core::ByteSize{daemon::kTrustFileBytesMax}));
    const std::string text{bytes.begin(), bytes.end()};
    SARHAD_TRY(const daemon::TrustFile trust, daemon::parse_trust_file(text, path));
    auto store = daemon::trust_store_of(trust);
    return store ? std::move(store) : about(path, store.error());
}

}  // namespace sarhad::ctl
