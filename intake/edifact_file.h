#pragma once

#include "message_draft.h"

#include "core/bytes.h"

#include <vector>

namespace sarhad::intake {

/// The messages of a file of UN/EDIFACT interchanges, any number of them; never empty. A file
/// without UNB and UNH gives one refused message. Parts of one message are not joined yet:
/// finish_drafts().
[[nodiscard]] std::vector<MessageDraft> read_edifact_file(core::ByteView file);

}  // namespace sarhad::intake
