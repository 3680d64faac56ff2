#pragma once

#include "core/bytes.h"
#include "facts/message.h"

#include <vector>

namespace sarhad::intake {

/// The messages of a file, in order, whatever family they are of: the file's first bytes tell.
/// Never empty, never fails: what cannot be read comes back as a refused message whose problems
/// name segment (or line) and byte. Pure; digests are left to the caller. Every traveller that a
/// message names is there, with or without problems, up to 10,000 a message.
/// docs/intake.md lists what is read of each format, and its source. `on`: the day of reading, for
/// formats that hold two-digit years and no date of their own.
[[nodiscard]] std::vector<facts::Message> read_messages(core::ByteView file,
                                                        facts::PartialDate on = {});

}  // namespace sarhad::intake
