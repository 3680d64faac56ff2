#pragma once

#include "message_draft.h"

#include <vector>

namespace sarhad::intake {

/// Puts bookings that were sent in parts (UNH S010, "01:C" to "03:F", one access reference) into
/// one message where all parts stand in the file, in any order. Where one is missing each of the
/// others stays as it is, with the flights that any of them names and the problem
/// `waiting-for-parts`. Formats other than PNRGOV stay in parts.
void join_parts(std::vector<MessageDraft>& drafts);

}  // namespace sarhad::intake
