#include "entry_parts.h"
#include "entry_taker.h"
#include "eu_birth.h"
#include "told_kind.h"
#include "xml_records.h"

#include "core/text.h"
#include "watchlists/import.h"

#include <array>

namespace sarhad::watchlists {
namespace {

constexpr std::string_view kUnknownCountry = "00";

std::string country_of(const XmlRecord& record, std::size_t at) {
    std::string code = record.attribute(at, "countryIso2Code");
    return code == kUnknownCountry ? std::string{} : code;
}

void add_names(const XmlRecord& record, ListEntry& entry, Remarks& remarks) {
    for (const std::size_t at : record.children(0, "nameAlias")) {
        const bool is_first = entry.names.empty();
        const NameTraits traits{
            is_first ? NameKind::kPrimary : NameKind::kAlias,
            record.attribute(at, "strong") == "false" ? NameQuality::kWeak : NameQuality::kStrong};
        const std::string whole = record.attribute(at, "wholeName");
        const std::string family = record.attribute(at, "lastName");
        const std::string given =
            core::cat(record.attribute(at, "firstName"), " ", record.attribute(at, "middleName"));
        if (whole.empty()) {
            add_name_of_parts(entry, given, family, traits);
        } else {
            add_name(entry, whole, traits);
        }
        add_sex(entry, "gender", record.attribute(at, "gender"), remarks);
        remarks.add("title", record.attribute(at, "title"));
        remarks.add("function", record.attribute(at, "function"));
    }
}

void add_births(const XmlRecord& record, ListEntry& entry, Remarks& remarks) {
    for (const std::size_t at : record.children(0, "birthdate")) {
        add_eu_birth({record.attribute(at, "birthdate"),
                      record.attribute(at, "dayOfMonth"),
                      record.attribute(at, "monthOfYear"),
                      record.attribute(at, "year"),
                      record.attribute(at, "yearRangeFrom"),
                      record.attribute(at, "yearRangeTo"),
                      record.attribute(at, "circa"),
                      record.attribute(at, "calendarType")},
                     entry,
                     remarks);
        add_birth_place(entry,
                        {record.attribute(at, "place"),
                         record.attribute(at, "city"),
                         record.attribute(at, "region"),
                         country_of(record, at)});
    }
}

void add_numbers(const XmlRecord& record, ListEntry& entry, Remarks& remarks) {
    for (const std::size_t at : record.children(0, "identification")) {
        const std::string word = record.attribute(at, "identificationTypeDescription");
        const std::string code = record.attribute(at, "identificationTypeCode");
        const std::string number = record.attribute(at, "latinNumber").empty()
                                       ? record.attribute(at, "number")
                                       : record.attribute(at, "latinNumber");
        add_number(
            entry,
            code == "id" ? NumberKind::kNationalId : number_kind_of(core::cat(word, " ", code)),
            word.empty() ? code : word,
            number,
            country_of(record, at));
        for (const std::string_view flag :
             {"knownExpired", "knownFalse", "reportedLost", "revokedByIssuer"}) {
            if (record.attribute(at, flag) == "true") {
                remarks.add(word, flag);
            }
        }
    }
}

void add_rest(const XmlRecord& record, ListEntry& entry, Remarks& remarks) {
    for (const std::size_t at : record.children(0, "citizenship")) {
        add_nationality(entry, country_of(record, at));
    }
    for (const std::size_t at : record.children(0, "address")) {
        remarks.add("address",
                    core::cat(record.attribute(at, "street"),
                              " ",
                              record.attribute(at, "city"),
                              " ",
                              country_of(record, at)));
    }
    for (const std::size_t at : record.below(0, "remark")) {
        remarks.add(record.text_of(at));
    }
    remarks.add("designation", record.attribute(0, "designationDetails"));
    remarks.add("UN reference", record.attribute(0, "unitedNationId"));
}

/// Numbers of its own database, languages of names, and what another attribute says as well.
constexpr std::array<std::string_view, 27> kIgnored{"logicalId",
                                                    "regulationLanguage",
                                                    "nameLanguage",
                                                    "countryDescription",
                                                    "calendarType",
                                                    "circa",
                                                    "code",
                                                    "classificationCode",
                                                    "asAtListingTime",
                                                    "knownExpired",
                                                    "knownFalse",
                                                    "reportedLost",
                                                    "revokedByIssuer",
                                                    "diplomatic",
                                                    "strong",
                                                    "countryIso2Code",
                                                    "publicationUrl",
                                                    "regulationType",
                                                    "organisationType",
                                                    "identificationTypeCode",
                                                    "entryIntoForceDate",
                                                    "numberTitle",
                                                    "publicationDate",
                                                    "dayOfMonth",
                                                    "monthOfYear",
                                                    "year",
                                                    "gender"};

std::string read_record(const XmlRecord& record,
                        ListEntry& entry,
                        Remarks& remarks,
                        ImportReport& report) {
    entry.id = record.attribute(0, "euReferenceNumber");
    if (entry.id.empty()) {
        entry.id = record.attribute(0, "logicalId");
    }
    ToldKind kind;
    for (const std::size_t at : record.children(0, "subjectType")) {
        for (const std::string_view name : {"classificationCode", "code"}) {
            if (auto refusal = kind.add(name, record.attribute(at, name), remarks);
                !refusal.empty()) {
                return refusal;
            }
        }
    }
    entry.source = "EU";
    add_listed_on(entry, "designationDate", record.attribute(0, "designationDate"), remarks);
    if (const auto regulation = record.children(0, "regulation"); !regulation.empty()) {
        const auto told = [&](std::string_view name) {
            return record.attribute(regulation[0], name);
        };
        set_field<&ListEntry::programme>(entry, "programme", told("programme"), remarks);
        set_field<&ListedOrder::legal_basis>(
            entry.order, "numberTitle", told("numberTitle"), remarks);
        if (!entry.listed_on.is_known()) {
            add_listed_on(entry, "publicationDate", told("publicationDate"), remarks);
        }
    }
    add_names(record, entry, remarks);
    kind.settle(entry, remarks);
    add_births(record, entry, remarks);
    add_numbers(record, entry, remarks);
    add_rest(record, entry, remarks);
    keep_leftovers(record, kIgnored, true, remarks, report);
    return {};
}

}  // namespace

core::Result<ImportReport> import_eu_xml(const ByteSource& from,
                                         const EntrySink& sink,
                                         References& before) {
    constexpr std::array<std::string_view, 1> kTags{"sanctionEntity"};
    constexpr std::array<std::string_view, 1> kFrames{"export"};
    EntryTaker taker{sink, before};
    const auto take = [&](const XmlRecord& record) {
        return taker.take_xml(record, [&](ListEntry& entry, Remarks& remarks) {
            return read_record(record, entry, remarks, taker.report());
        });
    };
    SARHAD_TRY_STATUS(read_xml_records(
        from, {"EU list", "export", kTags, kFrames}, take, taker.report().side_records));
    return std::move(taker.report());
}

}  // namespace sarhad::watchlists
