#pragma once

#include "core/bytes.h"
#include "facts/message.h"

#include <vector>

namespace sarhad::intake {

/// A message, and when its sender says that he made it: which of two is the newer word is told by
/// that and not by which of them came first.
struct SentMessage {
    facts::Message message;
    /// UNB S004, in a zone that nobody tells, or the TimeStamp of PNRGOV XML as it stands there;
    /// of parts that of the first; unknown where none is sent.
    facts::LocalTime prepared{};
};

/// read_messages(), with what the file says of when they were made.
[[nodiscard]] std::vector<SentMessage> read_sent_messages(core::ByteView file,
                                                          facts::PartialDate on = {});

}  // namespace sarhad::intake
