#pragma once

#include "message_draft.h"

namespace sarhad::intake {

// Readers of cargo messages: the segments [frame.first, frame.last) into `draft`, whose header
// fields are set. docs/intake-cargo.md lists what is read of each.

/// CUSCAR, CUSREP, IFCSUM and ITMATT: the conveyance, its bills (items of the post) and containers.
void read_manifest(const Tokens& tokens, const MessageFrame& frame, MessageDraft& draft);
/// BAPLIE, COARRI, COPARN, CODECO and VERMAS: containers, and what happens to them.
void read_equipment(const Tokens& tokens, const MessageFrame& frame, MessageDraft& draft);
/// CUSDEC: a declaration of goods.
void read_cusdec(const Tokens& tokens, const MessageFrame& frame, MessageDraft& draft);

/// `word`, with what BGM 1225 makes of it: "manifest-cancelled", "manifest-changed".
[[nodiscard]] std::string announced_cargo(std::string_view word, std::string_view function);
[[nodiscard]] bool is_cancellation(std::string_view function);

}  // namespace sarhad::intake
