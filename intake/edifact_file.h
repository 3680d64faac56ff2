#pragma once

#include "core/bytes.h"
#include "facts/message.h"

#include <vector>

namespace sarhad::intake {

/// The messages of a file of UN/EDIFACT interchanges, any number of them; never empty. A file
/// without UNB and UNH gives one refused message.
[[nodiscard]] std::vector<facts::Message> read_edifact_file(core::ByteView file);

}  // namespace sarhad::intake
