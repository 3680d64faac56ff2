#pragma once

#include "remarks.h"
#include "xml_records.h"

#include "watchlists/import.h"

#include <functional>
#include <span>
#include <string>
#include <string_view>

namespace sarhad::watchlists {

/// A value for which an entry has no field stands in its remarks, under `word`.
void count_in_remarks(ImportReport& report, const std::string& word);
/// Texts, and attributes where `has_attributes`, of the record that nobody asked for go to the
/// remarks, by their own word; those of elements or attributes named in `ignored` do not.
void keep_leftovers(const XmlRecord& record,
                    std::span<const std::string_view> ignored,
                    bool has_attributes,
                    Remarks& remarks,
                    ImportReport& report);

/// What every importer does with a record once it is read: checks it, counts it, hands it on. So
/// records_seen == imported + refused_count holds for all of them. Thread: the importer's.
class EntryTaker final {
public:
    /// `sink` and `references`, those that came before, outlive the taker.
    EntryTaker(const EntrySink& sink, References& references)
        : sink_{sink}, references_{references} {}

    /// Hands `entry` on, or refuses it: what refusal_of() or the sink says, or a reference that
    /// came before. What is refused is counted as nothing else. kExhausted past kMaxRecords;
    /// whatever the sink answers. `place`: see RefusedRecord.
    [[nodiscard]] core::Status take(std::string place, ListEntry entry);
    /// The same with what has no field: all of it becomes the entry's remarks, what could not be
    /// read is counted, and its warnings are told.
    [[nodiscard]] core::Status take(std::string place, ListEntry entry, const Remarks& remarks);
    /// A record that could not be read. kExhausted past kMaxRecords.
    [[nodiscard]] core::Status refuse(std::string place, std::string reason);
    /// Of a record that is taken all the same.
    void warn(std::string place, std::string reason);
    /// Reads a record's parts into `entry`, what has no field into `remarks`; why it is refused, or
    /// "".
    using Reader = std::function<std::string(ListEntry& entry, Remarks& remarks)>;
    /// What `read()` makes of an XML record, or its refusal where the record is too large.
    [[nodiscard]] core::Status take_xml(const XmlRecord& record, const Reader& read);
    /// What `read()` makes of any record; `refusal`: why it cannot be read, or "".
    [[nodiscard]] core::Status take_read(std::string place,
                                         std::string refusal,
                                         const Reader& read);
    /// An object that is no record of its own.
    void count_side(const std::string& kind);
    /// Parts of entries that belong to none; `from`: the file or the kind of record.
    void count_strays(std::string_view from, std::uint64_t count);
    [[nodiscard]] ImportReport& report() { return report_; }

private:
    [[nodiscard]] std::string place_of(const XmlRecord& record) const;
    [[nodiscard]] core::Status see_one();
    void count(const ListEntry& entry);

    const EntrySink& sink_;
    ImportReport report_;
    References& references_;
};

}  // namespace sarhad::watchlists
