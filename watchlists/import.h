#pragma once

#include "core/byte_source.h"
#include "core/result.h"
#include "watchlists/entry.h"

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sarhad::watchlists {

/// Where an importer's bytes come from. The importers read nothing by themselves.
using core::ByteSource;
using core::source_of;
/// Where each entry goes, in order. kInvalid refuses it alone; another error ends the import.
using EntrySink = std::function<core::Status(ListEntry entry)>;

/// A record that was not imported, or of which a part can do nothing. Nothing is dropped in
/// silence.
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
    /// What was imported and wants a look at its source: a name without a word to match by, a
    /// number whose check digit is wrong, a row with too few fields. One record may have several.
    std::uint64_t warned_count{0};
    std::vector<RefusedRecord> warned;  ///< The first kMaxRefusedKept of them.
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
    /// Rows, papers and sanctions that belong to no record (aliases of an unknown number): refused,
    /// not records.
    std::uint64_t stray_rows{0};
    /// By file, or by the source's word for a paper; they add up to `stray_rows`.
    std::map<std::string, std::uint64_t> strays_by_file;
    /// Objects that describe or link entries and are none (addresses, payments ...), by the
    /// source's own word; the first kMaxSideKinds kinds.
    std::map<std::string, std::uint64_t> side_records;
    /// Rows with fewer fields than the header has columns; imported with what they hold.
    std::uint64_t short_rows{0};
    /// Columns, elements and properties that have no field of an entry, by the source's own word,
    /// and how many values of theirs stand in remarks only; the first kMaxSideKinds words.
    std::map<std::string, std::uint64_t> only_in_remarks;
};

/// The references of a list's entries so far, where several files make it. Held as 128 bits each,
/// so that millions of them take some 25 bytes apiece: of 5 million the chance that any two meet is
/// under 1 in 10^25, and the record would be refused, not lost.
class References final {
public:
    [[nodiscard]] bool contains(std::string_view reference) const;
    /// Nothing happens where it is there.
    void insert(std::string_view reference);
    void clear();

private:
    using Mark = std::array<std::uint64_t, 2>;  ///< Zeros: a free place.

    [[nodiscard]] static Mark mark_of(std::string_view reference);
    [[nodiscard]] std::size_t place_of(const Mark& mark) const;
    void grow();

    std::vector<Mark> marks_;  ///< A power of two, at most four fifths of them taken.
    std::size_t count_{0};
};

inline constexpr std::size_t kMaxRefusedKept = 1000;
inline constexpr std::size_t kMaxSideKinds = 64;
/// Records held at once where a source spreads an entry over its file; past it kExhausted.
inline constexpr std::size_t kMaxHeldRecords = 500'000;
/// Records of one source file; past it kExhausted.
inline constexpr std::uint64_t kMaxRecords = 5'000'000;

/// Why `entry` cannot be taken by itself (no reference, no name, a part past its limit), or "". An
/// importer refuses a repeated reference too.
[[nodiscard]] std::string refusal_of(const ListEntry& entry);
/// The entry is sealed, and says nothing else but its reference.
[[nodiscard]] bool is_sealed_alone(const ListEntry& entry);
/// What of `entry`, which can be taken, can do nothing (see ImportReport::warned), each as a reason
/// without personal data.
[[nodiscard]] std::vector<std::string> warnings_of(const ListEntry& entry);
/// The same as refusal_of() of an order: a text past its limit, a grading that is none, days that
/// do not follow.
[[nodiscard]] std::string refusal_of(const ListedOrder& order);

/// What a source tells about an entry's listing in a record of its own.
struct LateListing {
    std::string programme;
    facts::PartialDate listed_on;
    core::Redacted<std::string> remarks;
};

/// Where an import goes that says more than entries.
struct ImportSinks {
    EntrySink entry;
    /// A number of an entry that came before or comes after.
    std::function<core::Status(const std::string& reference, const ListedDocument& number)> number;
    /// An entry that is taken off (deltas). False where there is none.
    std::function<core::Result<bool>(const std::string& reference)> removed;
    /// The listing of an entry that came before or comes after; may be empty.
    std::function<core::Status(const std::string& reference, LateListing listing)> listing{};
};

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

// The importers below stream: memory is bounded by one record, or by kMaxHeldRecords where the
// source spreads an entry over its file. Each gives kInvalid, with the line, for a file that is
// not of its format or not whole, and refuses a record whose reference is among `before`, to which
// those of the file are added; whatever a sink answers is handed on. docs/watchlists.md says what
// each reads.

/// OFAC's sdn.xml and consolidated.xml (sdnList).
[[nodiscard]] core::Result<ImportReport> import_sdn_xml(const ByteSource& from,
                                                        const EntrySink& sink,
                                                        References& before);
/// OFAC's sdn_advanced.xml; parties are held until the end.
[[nodiscard]] core::Result<ImportReport> import_ofac_advanced_xml(const ByteSource& from,
                                                                  const EntrySink& sink,
                                                                  References& before);
/// The European Union's consolidated financial sanctions list, XML 1.1.
[[nodiscard]] core::Result<ImportReport> import_eu_xml(const ByteSource& from,
                                                       const EntrySink& sink,
                                                       References& before);
/// The same, CSV 1.1 with ';'; held, one entry has a row for each of its parts.
[[nodiscard]] core::Result<ImportReport> import_eu_csv(const ByteSource& from,
                                                       const EntrySink& sink,
                                                       References& before);
/// The UK Sanctions List, and the ConList before it; held, rows of an entry may stand anywhere.
[[nodiscard]] core::Result<ImportReport> import_uk_csv(const ByteSource& from,
                                                       const EntrySink& sink,
                                                       References& before);
/// The US consolidated screening list of trade.gov.
[[nodiscard]] core::Result<ImportReport> import_csl_csv(const ByteSource& from,
                                                        const EntrySink& sink,
                                                        References& before);
/// A watchlist exported by GTAS.
[[nodiscard]] core::Result<ImportReport> import_gtas_csv(const ByteSource& from,
                                                         const EntrySink& sink,
                                                         References& before);
/// Senzing's JSON: flat attributes or FEATURES, as lines or one array.
[[nodiscard]] core::Result<ImportReport> import_senzing(const ByteSource& from,
                                                        const EntrySink& sink,
                                                        References& before);
/// Pakistan's list of proscribed persons as an array of {Name, FatherName, CNIC, Province,
/// District}.
[[nodiscard]] core::Result<ImportReport> import_pk_proscribed(const ByteSource& from,
                                                              const EntrySink& sink,
                                                              References& before);
/// An agency's own list in the plain CSV of docs/watchlists.md.
[[nodiscard]] core::Result<ImportReport> import_sarhad_csv(const ByteSource& from,
                                                           const EntrySink& sink,
                                                           References& before);
/// FollowTheMoney entities, one a line. Papers go to `sinks.number`, by their holder.
[[nodiscard]] core::Result<ImportReport> import_ftm(const ByteSource& from,
                                                    const ImportSinks& sinks,
                                                    References& before);
/// FollowTheMoney changes: {"op":"ADD|MOD|DEL","entity":{}}, in their order. ADD and MOD go to
/// `sinks.entry`, also of one entity again: the last change holds, whatever is in `before`.
[[nodiscard]] core::Result<ImportReport> import_ftm_delta(const ByteSource& from,
                                                          const ImportSinks& sinks,
                                                          References& before);

}  // namespace sarhad::watchlists
