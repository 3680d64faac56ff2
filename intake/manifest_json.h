#pragma once

#include "core/bytes.h"
#include "facts/message.h"

#include <vector>

namespace sarhad::intake {

/// Whether the file is a JSON object whose first member is "Declaration".
[[nodiscard]] bool is_manifest_json(core::ByteView file);

/// The messages of such a file, one for each declaration in it: a manifest where it holds
/// "Consignment", a goods declaration where it holds "GoodsShipment", on names of the WCO Data
/// Model (docs/intake-manifest-files.md). Never fails: text that is no JSON is refused with the
/// byte where it stops being so.
[[nodiscard]] std::vector<facts::Message> read_manifest_json(core::ByteView file);

}  // namespace sarhad::intake
