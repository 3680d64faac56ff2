#pragma once

#include "core/result.h"
#include "watchlists/entry.h"

#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <span>
#include <string>
#include <vector>

namespace sarhad::watchlists {

/// Where bytes come from: fills `into` from its start and tells how many; 0 at the end. Called
/// until it gives 0 or an error. The importers read nothing by themselves.
using ByteSource = std::function<core::Result<std::size_t>(std::span<std::uint8_t> into)>;
/// Where each entry goes, in the source's order. An error ends the import and is handed on.
using EntrySink = std::function<core::Status(ListEntry entry)>;

/// A ByteSource over bytes already in memory, borrowed: they outlive it.
[[nodiscard]] ByteSource source_of(core::ByteView bytes);

/// A record that was not imported. Nothing is dropped in silence.
struct RefusedRecord {
    std::string place;   ///< "line 12" or "INDIVIDUAL 7, line 310".
    std::string reason;  ///< Without personal data.
};

/// What an import did. records_seen == imported + refused_count, always.
struct ImportReport {
    std::uint64_t records_seen{0};
    std::uint64_t imported{0};
    std::uint64_t refused_count{0};
    std::vector<RefusedRecord> refused;  ///< The first kMaxRefusedKept of them.
    std::map<EntryKind, std::uint64_t> by_kind;
    std::uint64_t primary_names{0};
    std::uint64_t aliases{0};
    std::uint64_t weak_aliases{0};  ///< Of `aliases`.
    std::uint64_t original_scripts{0};
    std::uint64_t documents{0};
    std::uint64_t births_full{0};
    std::uint64_t births_partial{0};
    std::uint64_t births_range{0};
    /// Dates that were told and not understood: they stand in the entry's remarks only.
    std::uint64_t unread{0};
    /// Rows that belong to no record (aliases of an unknown number): refused, not records.
    std::uint64_t stray_rows{0};
    std::map<std::string, std::uint64_t> strays_by_file;  ///< They add up to `stray_rows`.
};

/// The references of a list's entries so far, where several files make it.
using References = std::set<std::string>;

inline constexpr std::size_t kMaxRefusedKept = 1000;
/// Records of one source file; past it kExhausted.
inline constexpr std::uint64_t kMaxRecords = 5'000'000;

/// Why `entry` cannot be taken by itself (no reference, no name, a part past its limit), or "". An
/// importer refuses a repeated reference too.
[[nodiscard]] std::string refusal_of(const ListEntry& entry);

/// The United Nations' consolidated list (XML, people and entities). A record whose reference is
/// among `before` is refused; those of this file are added to it. kInvalid with the line where it
/// is not well-formed, declares a DTD, or nests past 32; whatever the sink answers.
[[nodiscard]] core::Result<ImportReport> import_un_xml(const ByteSource& from,
                                                       const EntrySink& sink,
                                                       References& before);

/// The four files of OFAC's SDN list (CSV without a header row, cp1252). A side file that is not
/// there is an empty function.
struct OfacFiles {
    ByteSource sdn;
    ByteSource alt;
    ByteSource add;
    ByteSource comments;
};
/// Addresses are counted and kept out of the entries: nothing matches on them yet. alt, add and
/// comments are read first and whole (they carry at most kMaxOfacSideBytes), sdn row by row.
/// kInvalid, with nothing to be used of what the sink took: a file without OFAC's end mark (0x1A),
/// which is cut short even where it ends with a line; a side file with rows of which none belongs
/// to a record of sdn, which is that of another list.
[[nodiscard]] core::Result<ImportReport> import_ofac_csv(const OfacFiles& from,
                                                         const EntrySink& sink);

inline constexpr std::size_t kMaxOfacSideBytes = 64U << 20U;

}  // namespace sarhad::watchlists
