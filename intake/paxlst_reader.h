#pragma once

#include "message_draft.h"

namespace sarhad::intake {

/// Passenger and crew lists, in whichever of the two dialects below.
void read_paxlst(const Tokens& tokens, const MessageFrame& frame, MessageDraft& draft);
/// Reads the segments [frame.first, frame.last) into `draft`, whose header fields are set.
void read_un_paxlst(const Tokens& tokens, const MessageFrame& frame, MessageDraft& draft);
/// The same for the older dialect of the United States: PDT segments instead of NAD groups.
void read_us_paxlst(const Tokens& tokens, const MessageFrame& frame, MessageDraft& draft);

}  // namespace sarhad::intake
