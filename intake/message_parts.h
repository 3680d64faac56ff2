#pragma once

#include "message_draft.h"

#include <string>
#include <vector>

namespace sarhad::intake {

/// Puts bookings and lists of people that were sent in parts (UNH S010, "01:C" to "03:F", one
/// access reference) into one message where all parts are there, in any order and in whatever file.
/// Where one is missing each of the others stays as it is, with the flights that any of them names
/// and the problem `waiting-for-parts`, which names those that are missing. Parts that name other
/// flights than their first, and those of cargo, are messages of their own: only a missing one is
/// told. A part that came twice and says the same is one part; one that says something else stays
/// as well, with the problem `part-differs`.
void join_parts(std::vector<MessageDraft>& drafts);
/// What the parts of one message share.
[[nodiscard]] std::string whole_of(const MessageDraft& draft);

}  // namespace sarhad::intake
