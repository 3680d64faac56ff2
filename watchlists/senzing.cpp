#include "entry_parts.h"
#include "entry_taker.h"
#include "json_records.h"
#include "told_kind.h"

#include "core/text.h"
#include "watchlists/import.h"

#include <array>

namespace sarhad::watchlists {
namespace {

using facts::Value;

/// Takes the attributes of one object: the record itself, or one of its FEATURES.
class Features final {
public:
    Features(ListEntry& entry, Remarks& remarks) : entry_{entry}, remarks_{remarks} {}

    void take(const Value& object) {
        take_name(object);
        if (refusal_.empty()) {
            refusal_ = kind_.add("RECORD_TYPE", text_member(object, "RECORD_TYPE"), remarks_);
        }
        add_sex(entry_, "GENDER", text_member(object, "GENDER"), remarks_);
        add_told_births(entry_, "DATE_OF_BIRTH", text_member(object, "DATE_OF_BIRTH"), remarks_);
        add_birth_place(entry_, {text_member(object, "PLACE_OF_BIRTH")});
        for (const std::string_view name : {"NATIONALITY", "CITIZENSHIP"}) {
            add_nationality(entry_, text_member(object, name));
        }
        take_numbers(object);
        for (const std::string_view name :
             {"ADDR_FULL", "ADDR_LINE1", "ADDR_CITY", "ADDR_COUNTRY", "EMAIL_ADDRESS"}) {
            remarks_.add(name, text_member(object, name));
        }
    }

    /// When all is taken: why the record is refused, or "".
    [[nodiscard]] std::string finish() {
        kind_.settle(entry_, remarks_);
        return refusal_;
    }

private:
    void take_name(const Value& object) {
        const std::string use = text_member(object, "NAME_TYPE");
        const bool is_primary = entry_.names.empty() || use == "PRIMARY";
        const NameTraits traits{is_primary ? NameKind::kPrimary : NameKind::kAlias,
                                NameQuality::kStrong};
        const std::string organisation = text_member(object, "NAME_ORG");
        if (!organisation.empty()) {
            kind_.imply(EntryKind::kOrganisation);
            add_name(entry_, organisation, traits);
        }
        add_name(entry_, text_member(object, "NAME_FULL"), traits);
        const std::string given =
            core::cat(text_member(object, "NAME_FIRST"), " ", text_member(object, "NAME_MIDDLE"));
        const std::string family =
            core::cat(text_member(object, "NAME_LAST"), " ", text_member(object, "NAME_SUFFIX"));
        if (!core::trim(given).empty() || !core::trim(family).empty()) {
            kind_.imply(EntryKind::kPerson);
            add_name_of_parts(entry_, given, family, traits);
        }
    }

    void take_numbers(const Value& object) {
        struct Attribute {
            std::string_view number;
            std::string_view issuer;
            NumberKind kind;
        };
        constexpr std::array<Attribute, 12> kAttributes{
            {{"PASSPORT_NUMBER", "PASSPORT_COUNTRY", NumberKind::kPassport},
             {"NATIONAL_ID_NUMBER", "NATIONAL_ID_COUNTRY", NumberKind::kNationalId},
             {"SSN", "", NumberKind::kTax},
             {"SSN_NUMBER", "", NumberKind::kTax},
             {"TAX_ID_NUMBER", "TAX_ID_COUNTRY", NumberKind::kTax},
             {"DRIVERS_LICENSE_NUMBER", "DRIVERS_LICENSE_STATE", NumberKind::kDrivingLicence},
             {"OTHER_ID_NUMBER", "OTHER_ID_COUNTRY", NumberKind::kOther},
             {"LEI_NUMBER", "", NumberKind::kRegistration},
             {"IMO_NUMBER", "", NumberKind::kImo},
             {"MMSI_NUMBER", "", NumberKind::kMmsi},
             {"CALL_SIGN", "", NumberKind::kCallSign},
             {"PHONE_NUMBER", "", NumberKind::kTelephone}}};
        for (const Attribute& listed : kAttributes) {
            add_number(entry_,
                       listed.kind,
                       listed.number,
                       text_member(object, listed.number),
                       text_member(object, listed.issuer));
        }
    }

    ListEntry& entry_;
    Remarks& remarks_;
    ToldKind kind_;
    std::string refusal_;
};

/// What Features and to_entry() read, and what says nothing about anybody.
constexpr std::array<std::string_view, 42> kKnown{"RECORD_ID",
                                                  "DATA_SOURCE",
                                                  "RECORD_TYPE",
                                                  "FEATURES",
                                                  "NAMES",
                                                  "ADDRESSES",
                                                  "PHONES",
                                                  "IDENTIFIERS",
                                                  "NAME_TYPE",
                                                  "NAME_ORG",
                                                  "NAME_FULL",
                                                  "NAME_FIRST",
                                                  "NAME_MIDDLE",
                                                  "NAME_LAST",
                                                  "NAME_SUFFIX",
                                                  "GENDER",
                                                  "DATE_OF_BIRTH",
                                                  "PLACE_OF_BIRTH",
                                                  "NATIONALITY",
                                                  "CITIZENSHIP",
                                                  "PASSPORT_NUMBER",
                                                  "PASSPORT_COUNTRY",
                                                  "NATIONAL_ID_NUMBER",
                                                  "NATIONAL_ID_COUNTRY",
                                                  "SSN_NUMBER",
                                                  "TAX_ID_NUMBER",
                                                  "TAX_ID_COUNTRY",
                                                  "DRIVERS_LICENSE_NUMBER",
                                                  "OTHER_ID_NUMBER",
                                                  "OTHER_ID_COUNTRY",
                                                  "DRIVERS_LICENSE_STATE",
                                                  "LEI_NUMBER",
                                                  "IMO_NUMBER",
                                                  "MMSI_NUMBER",
                                                  "CALL_SIGN",
                                                  "PHONE_NUMBER",
                                                  "ADDR_FULL",
                                                  "ADDR_LINE1",
                                                  "ADDR_CITY",
                                                  "ADDR_COUNTRY",
                                                  "EMAIL_ADDRESS",
                                                  "SSN"};

std::string read_record(const Value& record,
                        ListEntry& entry,
                        Remarks& remarks,
                        ImportReport& report) {
    entry.id = text_member(record, "RECORD_ID");
    set_field<&ListEntry::source>(
        entry, "DATA_SOURCE", text_member(record, "DATA_SOURCE"), remarks);
    Features features{entry, remarks};
    features.take(record);
    keep_leftovers(record, kKnown, remarks, report);
    for (const std::string_view name :
         {"FEATURES", "NAMES", "ADDRESSES", "PHONES", "IDENTIFIERS"}) {
        const Value* listed = member(record, name);
        const auto* objects =
            listed == nullptr ? nullptr : std::get_if<Value::Array>(&listed->held);
        for (std::size_t i = 0; objects != nullptr && i < objects->size(); ++i) {
            features.take((*objects)[i]);
            keep_leftovers((*objects)[i], kKnown, remarks, report);
        }
    }
    return features.finish();
}

}  // namespace

core::Result<ImportReport> import_senzing(const ByteSource& from,
                                          const EntrySink& sink,
                                          References& before) {
    EntryTaker taker{sink, before};
    const auto take = [&](const JsonRecord& record) {
        return taker.take_read(
            record.place, record.refusal, [&](ListEntry& entry, Remarks& remarks) {
                return read_record(record.value, entry, remarks, taker.report());
            });
    };
    SARHAD_TRY_STATUS(read_json_records(from, "Senzing list", take));
    return std::move(taker.report());
}

}  // namespace sarhad::watchlists
