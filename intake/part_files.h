#pragma once

#include "core/bytes.h"
#include "intake/sent_messages.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace sarhad::intake {

/// A message of which other parts (UNH S010, or a sequence number in XML) stand in no file that was
/// read with it.
struct WaitingPart {
    std::string whole;        ///< What all parts of one message share: format, sender, reference.
    std::uint64_t number{0};  ///< From 1.
    bool is_final{false};     ///< It is the last one.
};

/// What one of several files tells.
struct FileRead {
    std::vector<SentMessage> messages;
    std::vector<WaitingPart> waiting;
};

/// As read_sent_messages() of each file, but the parts of one message are joined wherever in these
/// files they stand; the whole stands in the file of its first part, and a file of nothing but
/// further parts has no message then. Limits are those of each file; a message is joined within
/// those of one message. Pure.
[[nodiscard]] std::vector<FileRead> read_together(std::span<const core::ByteView> files,
                                                  facts::PartialDate on = {});

}  // namespace sarhad::intake
