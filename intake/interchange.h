#pragma once

#include "facts/message.h"
#include "intake/edifact.h"

#include <string>
#include <vector>

namespace sarhad::intake {

/// One message of an interchange: the segments [first, last) of its Tokens, UNH and UNT included.
struct MessageFrame {
    std::size_t first{0};
    std::size_t last{0};
    bool has_header{true};                 ///< False where no UNH was found: the rest of the file.
    std::string charset;                   ///< UNB 0001, such as "UNOC"; "" without UNB.
    std::string sender;                    ///< UNB 0004, as UTF-8.
    facts::PartialDate prepared;           ///< UNB date of preparation; unknown where unreadable.
    std::vector<facts::Problem> problems;  ///< Of the envelope around this message.
};

/// The messages of one interchange, in order; all segments between UNB and UNZ belong to one or are
/// named in a problem. Checks UNT's count and reference, UNE's, UNZ's: a mismatch is a problem of
/// the message it closes (UNE and UNZ: of the last message), never a reason to drop one.
/// Without any UNH: one frame with has_header false.
[[nodiscard]] std::vector<MessageFrame> split_interchange(const Tokens& tokens,
                                                          bool has_interchange_header);

/// A file's interchanges one by one, each with its UNA and what stands before it; bare messages are
/// one too. Up to the first that is too large.
[[nodiscard]] std::vector<core::ByteView> interchanges_in(core::ByteView file);

}  // namespace sarhad::intake
