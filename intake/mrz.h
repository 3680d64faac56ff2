#pragma once

#include "core/bytes.h"
#include "facts/message.h"

#include <vector>

namespace sarhad::intake {

/// The file's first lines are those of a machine readable zone, damaged ones too.
[[nodiscard]] bool looks_like_mrz(core::ByteView file);

/// The documents of a file of machine readable zones as scanned: passports and identity cards (TD1,
/// TD2, TD3) and visas (MRV-A, MRV-B), one message with one traveller and one document each. Never
/// empty; what cannot be read is a problem that names the field and what to do at the counter.
/// `on`: the day of the scan, by which two-digit years are read and expiry is judged; where it is
/// not known, births lie from 1930 to 2029, the other years from 1970 to 2069, and nothing is
/// expired. Source: ICAO Doc 9303, 8th edition, parts 3 to 7. docs/intake-mrz.md.
[[nodiscard]] std::vector<facts::Message> read_mrz(core::ByteView file, facts::PartialDate on);

}  // namespace sarhad::intake
