#pragma once

#include "facts/cargo.h"

#include <vector>

namespace sarhad::intake {

/// Says of the bills of one message which of them hold others, and which lack them: a bill that is
/// a consolidation by what its document or its goods' description says, or whose consignee or party
/// to notify is a forwarder, and that no bill of the message names as its master. O(bills).
void mark_missing_house_levels(std::vector<facts::Bill>& bills);

}  // namespace sarhad::intake
