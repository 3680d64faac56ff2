#pragma once

#include "core/bytes.h"
#include "facts/message.h"

#include <vector>

namespace sarhad::intake {

/// The messages of a file, in order: PAXLST of UN/EDIFACT (D:02B and later) and of the US-EDIFACT
/// dialect, any number of interchanges. Never empty, never fails: what cannot be read comes back as
/// a refused message whose problems name segment and byte. Pure; digests are left to the caller.
/// Every traveller that a message names is there, with or without problems, up to 10,000 a message.
/// Source: WCO/IATA/ICAO PAXLST implementation guide; docs/intake.md lists what is read.
[[nodiscard]] std::vector<facts::Message> read_messages(core::ByteView file);

}  // namespace sarhad::intake
