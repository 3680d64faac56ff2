#pragma once

#include "core/bytes.h"

namespace sarhad::watchlists {

/// Makes every checksum of a segment agree with its bytes, as far as its head can be read: for the
/// fuzzer, which need not guess sums to get inside.
void repair_checksums(core::Bytes& segment);
/// The same of what ListSnapshot::segment_bytes() gives.
void repair_part(core::Bytes& bytes);

}  // namespace sarhad::watchlists
