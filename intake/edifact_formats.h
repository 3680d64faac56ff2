#pragma once

#include "intake/edifact.h"
#include "intake/interchange.h"

#include <string_view>

namespace sarhad::intake {

struct MessageDraft;

/// Reads the segments [frame.first, frame.last) into `draft`, whose header fields are set.
using FrameReader = void (*)(const Tokens& tokens, const MessageFrame& frame, MessageDraft& draft);

/// The reader of messages that UNH names so ("PAXLST"); null where there is none.
[[nodiscard]] FrameReader reader_of(std::string_view format);

}  // namespace sarhad::intake
