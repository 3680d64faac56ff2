#pragma once

#include "message_draft.h"
#include "message_parts.h"

#include <string>
#include <vector>

namespace sarhad::intake {

/// What the messages of a file before the next one left of the file's limits.
class FileRoom {
public:
    void give(MessageDraft& draft) const;
    /// A message was read.
    void take(const MessageDraft& draft);

private:
    std::size_t travellers_{kFileTravellers};
    std::size_t bag_tags_{kFileBagTags};
    std::size_t cargo_{kFileCargoBytes.bytes};
};

/// Refuses it; the reason comes first: an operator reads that line.
void refuse(MessageDraft& draft, const Segment& at, std::string code, std::string text);
/// One refused message in place of all that follow the first kMessages of a file.
[[nodiscard]] MessageDraft refused_rest(const Segment& at);
/// A message that was read: refused where it passed the limits of a file, or tells of nothing.
void settle(MessageDraft& draft, const Segment& header);
/// Of one or several files: parts are joined, and what has problems is partial.
void finish_drafts(std::vector<MessageDraft>& drafts);

}  // namespace sarhad::intake
