#pragma once

#include "core/bytes.h"
#include "facts/message.h"

#include <vector>

namespace sarhad::intake {

/// Whether the file is XML of ASYCUDA: its first element is Awmds, Awbolds, Awmcds, Awbolegmds,
/// Awappend, ASYCUDA, or AsycudaWorldPack, which holds any of them.
[[nodiscard]] bool is_asycuda_file(core::ByteView file);

/// The messages of such a file, one where it is no pack: a manifest, bills that are added to one,
/// the houses under a master bill (degroupage, co-loading), or a declaration. Never fails: XML that
/// breaks off gives what stands before, with a problem; a problem's `segment` is the element's
/// place in the file. docs/intake-manifest-files.md lists the elements.
[[nodiscard]] std::vector<facts::Message> read_asycuda_file(core::ByteView file);

}  // namespace sarhad::intake
