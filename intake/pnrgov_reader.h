#pragma once

#include "message_draft.h"

namespace sarhad::intake {

/// Bookings (PNRGOV, IATA and WCO/ICAO, 10.1 to 21.1 by shape): the segments [frame.first,
/// frame.last) into `draft`, whose header fields are set. docs/intake-pnrgov.md lists what is read.
void read_pnrgov(const Tokens& tokens, const MessageFrame& frame, MessageDraft& draft);

}  // namespace sarhad::intake
