#include "intake/messages.h"

#include "asycuda.h"
#include "baggage.h"
#include "cargo_imp.h"
#include "edifact_file.h"
#include "manifest_csv.h"
#include "manifest_json.h"
#include "message_draft.h"

#include "core/text.h"
#include "intake/forms.h"
#include "intake/mrz.h"

namespace sarhad::intake {

std::vector<facts::Message> read_messages(core::ByteView file, facts::PartialDate on) {
    if (file.size() > kMessageBytes.bytes) {
        return {refused_file("too-large",
                             0,
                             core::cat("file of ",
                                       file.size(),
                                       " bytes is larger than ",
                                       kMessageBytes.bytes,
                                       ": split it"))};
    }
    if (is_baggage_file(file)) return read_baggage_file(file);
    if (is_cargo_imp_file(file)) return read_cargo_imp_file(file);
    if (is_asycuda_file(file)) return read_asycuda_file(file);
    if (is_manifest_json(file)) return read_manifest_json(file);
    if (looks_like_forms(file)) return read_forms(file, on);
    if (looks_like_mrz(file)) return read_mrz(file, on);
    if (is_manifest_csv(file)) return read_manifest_csv(file);
    return read_edifact_file(file);
}

}  // namespace sarhad::intake
