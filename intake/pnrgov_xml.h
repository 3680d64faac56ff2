#pragma once

#include "message_draft.h"

#include "core/bytes.h"

#include <vector>

namespace sarhad::intake {

/// XML whose root is IATA_PNRGOV_NotifRQ, or an envelope that holds one near its start.
[[nodiscard]] bool is_pnrgov_xml(core::ByteView file);

/// Bookings as IATA's PNRGOV XML has them (IATA_PNRGOV_NotifRQ 13.1 and later, by shape; namespaces
/// are none of it): one message for each such element. Never empty. Each element becomes the
/// segment of the EDIFACT message that says the same, and is read as that is
/// (docs/decisions/0033-bookings-in-xml-are-read-as-segments.md). Parts are not joined yet:
/// finish_drafts().
[[nodiscard]] std::vector<MessageDraft> read_pnrgov_xml(core::ByteView file);

}  // namespace sarhad::intake
