#pragma once

#include "core/files.h"
#include "core/result.h"
#include "facts/ledger_entry.h"

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sarhad::node {

inline constexpr std::size_t kLedgerSheetMax = 128;        ///< Entries of one sheet.
inline constexpr std::size_t kLedgerEntriesMax = 100'000;  ///< Of one machine.
inline constexpr std::size_t kLedgerCountersMax = 64;

/// The paper ledger's numbers while the node is erased: sheets in the folder `<state>.ledger`, each
/// written anew as a whole with every entry. They stay when the machine is a node again, so that
/// no number is given twice. docs/storage.md has the file byte by byte. Thread: one.
class Ledger {
public:
    /// What is there. kCorrupt names the sheet: no number is given beside it.
    [[nodiscard]] static core::Result<Ledger> open(core::Files& files, std::string folder);

    /// The next number of the entry's counter; durable when it returns. kInvalid: the counter or
    /// the officer is none; kExhausted: kLedgerEntriesMax, kLedgerCountersMax. Where the disk fails
    /// no number was given.
    [[nodiscard]] core::Result<facts::LedgerEntry> add(facts::LedgerEntry entry);
    [[nodiscard]] const std::vector<facts::LedgerEntry>& entries() const { return entries_; }
    /// The last number of each counter.
    [[nodiscard]] const std::map<std::string, std::uint64_t>& counters() const { return last_; }

private:
    Ledger(core::Files& files, std::string folder) : files_{&files}, folder_{std::move(folder)} {}

    core::Files* files_;
    std::string folder_;
    std::vector<facts::LedgerEntry> entries_;  ///< In the order in which they were given.
    std::map<std::string, std::uint64_t> last_;
};

/// Whether this may be a counter's name: 1 to 16 capital letters, digits and dashes.
[[nodiscard]] bool is_counter(std::string_view counter);
/// A sheet's bytes, and back: total, kCorrupt.
[[nodiscard]] core::Bytes encode_sheet(std::span<const facts::LedgerEntry> entries);
[[nodiscard]] core::Result<std::vector<facts::LedgerEntry>> decode_sheet(core::ByteView bytes);

}  // namespace sarhad::node
