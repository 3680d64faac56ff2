#pragma once

#include "core/bytes.h"
#include "facts/message.h"

#include <vector>

namespace sarhad::intake {

/// Whether the file holds Cargo-IMP messages: a line "FFM/8", "FWB/16", "FHL/4" (with any version)
/// stands before anything else than Type-B lines.
[[nodiscard]] bool is_cargo_imp_file(core::ByteView file);

/// The messages of such a file, in order; never empty. docs/intake-cargo-imp.md lists the sections.
/// Every waybill and unit is in one of them, with or without problems, up to the limits of a file
/// (40,000), past which a problem says how many are kept. A master waybill whose houses stand
/// anywhere in the file is not told to miss them.
[[nodiscard]] std::vector<facts::Message> read_cargo_imp_file(core::ByteView file);

}  // namespace sarhad::intake
