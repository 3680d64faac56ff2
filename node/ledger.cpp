#include "node/ledger.h"

#include "core/account.h"
#include "core/text.h"
#include "wire/msgpack.h"

#include <algorithm>
#include <utility>

namespace sarhad::node {

using core::cat;
using core::Errc;
using core::Error;
using core::Result;
using facts::LedgerEntry;

namespace {

constexpr std::string_view kMark = "SARHADLG";
constexpr std::string_view kSheetStart = "sheet-";
constexpr std::uint16_t kVersion = 1;
constexpr std::size_t kHeadBytes = 12;
constexpr std::size_t kEntryBytesMax = 512;
constexpr core::ByteSize kSheetBytesMax = core::kibibytes(80);

Error corrupt(std::string_view why) {
    return {Errc::kCorrupt, cat("ledger sheet: ", why)};
}

/// So that names sort as their numbers do.
std::string sheet_name(std::size_t number) {
    std::string digits = std::to_string(number);
    return cat(kSheetStart, std::string(6 - std::min<std::size_t>(6, digits.size()), '0'), digits);
}

}  // namespace

bool is_counter(std::string_view counter) {
    return !counter.empty() && counter.size() <= 16 &&
           std::all_of(counter.begin(), counter.end(), [](char c) {
               return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
           });
}

core::Bytes encode_sheet(std::span<const LedgerEntry> entries) {
    core::Bytes bytes = core::to_bytes(kMark);
    core::put_u16(bytes, kVersion);
    core::put_u16(bytes, static_cast<std::uint16_t>(entries.size()));
    for (const LedgerEntry& entry : entries) {
        const core::Bytes one = wire::encode(entry);
        core::put_u32(bytes, static_cast<std::uint32_t>(one.size()));
        core::append(bytes, one);
    }
    return bytes;
}

Result<std::vector<LedgerEntry>> decode_sheet(core::ByteView bytes) {
    if (bytes.size() < kHeadBytes || core::as_text(bytes.first(kMark.size())) != kMark ||
        core::get_u16(bytes.subspan(kMark.size())) != kVersion) {
        return corrupt("is none, or of another version");
    }
    const std::size_t count = core::get_u16(bytes.subspan(kMark.size() + 2));
    if (count == 0 || count > kLedgerSheetMax) {
        return corrupt("has no entries, or too many");
    }
    core::ByteView left = bytes.subspan(kHeadBytes);
    std::vector<LedgerEntry> entries;
    for (std::size_t at = 0; at < count; ++at) {
        const std::size_t size = left.size() < 4 ? 0 : core::get_u32(left);
        if (size == 0 || size > kEntryBytesMax || size > left.size() - 4) {
            return corrupt(cat("entry ", at + 1, " is cut off"));
        }
        auto entry = wire::decode<LedgerEntry>(left.subspan(4, size));
        if (!entry || entry->number == 0 || !is_counter(entry->counter)) {
            return corrupt(cat("entry ", at + 1, " is none"));
        }
        entries.push_back(*std::move(entry));
        left = left.subspan(4 + size);
    }
    return left.empty() ? Result<std::vector<LedgerEntry>>{std::move(entries)}
                        : corrupt("has bytes behind its last entry");
}

Result<Ledger> Ledger::open(core::Files& files, std::string folder) {
    SARHAD_TRY_STATUS(files.make_folder(folder));
    SARHAD_TRY(std::vector<std::string> names, files.list(folder));
    std::erase_if(names, [](const std::string& name) { return !name.starts_with(kSheetStart); });
    Ledger ledger{files, std::move(folder)};
    for (std::size_t sheet = 1; sheet <= names.size(); ++sheet) {
        // One that is missing between others had numbers that were given.
        const std::string path = cat(ledger.folder_, "/", sheet_name(sheet));
        SARHAD_TRY(const core::Bytes bytes, files.read(path, kSheetBytesMax));
        auto entries = decode_sheet(bytes);
        if (!entries) {
            return Error{Errc::kCorrupt, cat(path, ": ", entries.error().what)};
        }
        if (entries->size() < kLedgerSheetMax && sheet < names.size()) {
            return Error{Errc::kCorrupt, cat(path, ": has too few entries to be followed")};
        }
        for (LedgerEntry& entry : *entries) {
            std::uint64_t& last = ledger.last_[entry.counter];
            if (entry.number != last + 1) {
                return Error{Errc::kCorrupt,
                             cat(path, ": number ", entry.number, " follows ", last)};
            }
            last = entry.number;
            ledger.entries_.push_back(std::move(entry));
        }
    }
    return ledger;
}

Result<LedgerEntry> Ledger::add(LedgerEntry entry) {
    if (!is_counter(entry.counter)) {
        return Error{Errc::kInvalid, "counter: wanted 1 to 16 capital letters, digits and dashes"};
    }
    if (!core::is_account(entry.officer)) {
        return Error{Errc::kInvalid, cat("officer: ", core::kAccountWanted)};
    }
    if (entries_.size() >= kLedgerEntriesMax ||
        (!last_.contains(entry.counter) && last_.size() >= kLedgerCountersMax)) {
        return Error{Errc::kExhausted,
                     "ledger: no more numbers are given here: write the next ones by hand"};
    }
    const auto last = last_.find(entry.counter);
    entry.number = last == last_.end() ? 1 : last->second + 1;
    const std::size_t sheet = entries_.size() / kLedgerSheetMax;
    std::vector<LedgerEntry> whole(
        entries_.begin() + static_cast<std::ptrdiff_t>(sheet * kLedgerSheetMax), entries_.end());
    whole.push_back(entry);
    SARHAD_TRY_STATUS(files_->replace(
        cat(folder_, "/", sheet_name(sheet + 1)), encode_sheet(whole), core::FileMode::kPrivate));
    last_[entry.counter] = entry.number;
    entries_.push_back(entry);
    return entry;
}

}  // namespace sarhad::node
