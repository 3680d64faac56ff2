#include "entry_parts.h"
#include "entry_taker.h"
#include "ofac_parts.h"
#include "xml_records.h"

#include "core/text.h"
#include "watchlists/import.h"

#include <array>

namespace sarhad::watchlists {
namespace {

void add_aliases(const XmlRecord& record, ListEntry& entry) {
    for (const std::size_t at : record.below(0, "aka")) {
        const std::string type = record.text(at, "type");
        const NameTraits traits{
            type == "f.k.a." ? NameKind::kFormer : NameKind::kAlias,
            record.text(at, "category") == "weak" ? NameQuality::kWeak : NameQuality::kStrong};
        add_name_of_parts(entry, record.text(at, "firstName"), record.text(at, "lastName"), traits);
    }
}

void add_births(const XmlRecord& record, ListEntry& entry, Remarks& remarks) {
    for (const std::size_t at : record.below(0, "dateOfBirthItem")) {
        add_told_births(entry, "DOB", record.text(at, "dateOfBirth"), remarks);
    }
    for (const std::size_t at : record.below(0, "placeOfBirthItem")) {
        add_birth_place(entry, {record.text(at, "placeOfBirth")});
    }
}

void add_ids(const XmlRecord& record, ListEntry& entry, Remarks& remarks) {
    for (const std::size_t at : record.below(0, "id")) {
        const std::string type = record.text(at, "idType");
        const std::string number = record.text(at, "idNumber");
        if (type == "Gender") {
            add_sex(entry, type, number, remarks);
        } else if (is_ofac_note(type)) {
            remarks.add(type, number);
        } else {
            add_number(entry,
                       ofac_number_kind(type, number, entry.kind),
                       type,
                       number,
                       record.text(at, "idCountry"));
        }
    }
}

void add_vessel(const XmlRecord& record, ListEntry& entry, Remarks& remarks) {
    for (const std::size_t at : record.children(0, "vesselInfo")) {
        set_field<&ListEntry::flag>(entry, "vesselFlag", record.text(at, "vesselFlag"), remarks);
        set_field<&ListEntry::craft_type>(
            entry, "vesselType", record.text(at, "vesselType"), remarks);
        add_number(entry, NumberKind::kCallSign, "Call sign", record.text(at, "callSign"), "");
        remarks.add("owner", record.text(at, "vesselOwner"));
        remarks.add("tonnage", record.text(at, "tonnage"));
    }
}

/// Its own numbers of parts, and whether a part is the first of its kind.
constexpr std::array<std::string_view, 2> kIgnored{"uid", "mainEntry"};

std::string read_record(const XmlRecord& record,
                        ListEntry& entry,
                        Remarks& remarks,
                        ImportReport& report) {
    entry.id = record.text(0, "uid");
    const std::optional<EntryKind> kind = ofac_kind_of(record.text(0, "sdnType"));
    if (!kind) {
        return std::string{kNoOfacKind};
    }
    entry.kind = *kind;
    entry.source = "OFAC";
    add_name_of_parts(entry,
                      record.text(0, "firstName"),
                      record.text(0, "lastName"),
                      {NameKind::kPrimary, NameQuality::kStrong});
    add_aliases(record, entry);
    add_births(record, entry, remarks);
    add_ids(record, entry, remarks);
    add_vessel(record, entry, remarks);
    for (const std::string_view element : {"nationality", "citizenship"}) {
        for (const std::size_t at : record.below(0, element)) {
            add_nationality(entry, record.text(at, "country"));
        }
    }
    std::string programmes;
    for (const std::size_t at : record.below(0, "program")) {
        programmes += core::cat(programmes.empty() ? "" : ", ", record.text_of(at));
    }
    set_field<&ListEntry::programme>(entry, "program", programmes, remarks);
    remarks.add("title", record.text(0, "title"));
    remarks.add(record.text(0, "remarks"));
    keep_leftovers(record, kIgnored, true, remarks, report);
    return {};
}

}  // namespace

core::Result<ImportReport> import_sdn_xml(const ByteSource& from,
                                          const EntrySink& sink,
                                          References& before) {
    constexpr std::array<std::string_view, 1> kTags{"sdnEntry"};
    constexpr std::array<std::string_view, 3> kFrames{
        "publshInformation", "Publish_Date", "Record_Count"};
    EntryTaker taker{sink, before};
    const auto take = [&](const XmlRecord& record) {
        return taker.take_xml(record, [&](ListEntry& entry, Remarks& remarks) {
            return read_record(record, entry, remarks, taker.report());
        });
    };
    SARHAD_TRY_STATUS(read_xml_records(
        from, {"OFAC list", "sdnList", kTags, kFrames}, take, taker.report().side_records));
    return std::move(taker.report());
}

}  // namespace sarhad::watchlists
