#pragma once

#include "core/bytes.h"
#include "facts/message.h"

#include <string_view>
#include <vector>

namespace sarhad::intake {

/// BSM, BTM, BPM, BUM, BNS, BCM, BMM or BRQ.
[[nodiscard]] bool is_baggage_format(std::string_view format);

/// Whether the file holds baggage messages of IATA RP 1745: one of their names (BSM, BTM, BPM, BUM,
/// BNS, BCM, BMM, BRQ) stands alone in a line, or a line starts with ".V/", before anything else
/// than Type-B lines.
[[nodiscard]] bool is_baggage_file(core::ByteView file);

/// The messages of such a file, in order; never empty. docs/intake-baggage.md lists the elements.
/// Every bag and every name of a .P element is in one of them, with or without problems, up to the
/// limits of a file (50,000 bags, 20,000 people), past which a problem says how many are kept.
[[nodiscard]] std::vector<facts::Message> read_baggage_file(core::ByteView file);

}  // namespace sarhad::intake
