#pragma once

#include "core/bytes.h"
#include "watchlists/import.h"

#include <cstdint>
#include <string_view>

namespace sarhad::fuzz {

/// An entry keeps to its limits, and reads back from a list file's bytes, which are given, as it
/// was.
core::Bytes check_entry(const watchlists::ListEntry& entry);

/// A report accounts for every record: `taken` entries were handed on.
void check_report(const watchlists::ImportReport& report, std::uint64_t taken);

/// What every importer owes any bytes: a named error, or a report that accounts for every record,
/// with entries that keep to their limits and read back from a list file as they were. One input in
/// eight is also given in small pieces, which may not change a thing. Aborts where it does.
void check_import(std::string_view format, core::ByteView bytes);

}  // namespace sarhad::fuzz
