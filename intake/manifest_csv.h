#pragma once

#include "core/bytes.h"
#include "facts/message.h"

#include <vector>

namespace sarhad::intake {

/// Whether the first line names at least three columns of a manifest or of a goods declaration
/// (docs/intake-manifest-files.md).
[[nodiscard]] bool is_manifest_csv(core::ByteView file);

/// The one message of such a file: a manifest where it has no column of a declaration's number,
/// else declarations. Rows of one bill (or declaration), wherever they stand, are one bill with a
/// goods line each. Never fails; a problem's `segment` is the line.
[[nodiscard]] std::vector<facts::Message> read_manifest_csv(core::ByteView file);

}  // namespace sarhad::intake
