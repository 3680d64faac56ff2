#include "entry_parts.h"
#include "entry_taker.h"
#include "json_records.h"
#include "told_kind.h"

#include "core/text.h"
#include "watchlists/import.h"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <map>
#include <utility>
#include <variant>

namespace sarhad::watchlists {
namespace {

using facts::Value;

/// The attributes that are read, and what says nothing about anybody.
constexpr std::array<std::string_view, 42> kKnown{"RECORD_ID",
                                                  "DATA_SOURCE",
                                                  "RECORD_TYPE",
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
                                                  "NATIONAL_ID_TYPE",
                                                  "SSN_NUMBER",
                                                  "TAX_ID_NUMBER",
                                                  "TAX_ID_COUNTRY",
                                                  "TAX_ID_TYPE",
                                                  "DRIVERS_LICENSE_NUMBER",
                                                  "OTHER_ID_NUMBER",
                                                  "OTHER_ID_COUNTRY",
                                                  "OTHER_ID_TYPE",
                                                  "DRIVERS_LICENSE_STATE",
                                                  "DUNS_NUMBER",
                                                  "COUNTRY_OF_BIRTH",
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

/// The attribute of which `name` is one use: PHONE_NUMBER of HOME_PHONE_NUMBER, the longest; "" for
/// none.
std::string_view attribute_of(std::string_view name) {
    std::string_view longest;
    for (const std::string_view known : kKnown) {
        const bool is_of_record = known.starts_with("RECORD_") || known == "DATA_SOURCE";
        const bool is_use = !is_of_record && name.size() > known.size() && name.ends_with(known) &&
                            name[name.size() - known.size() - 1] == '_';
        longest = (name == known || is_use) && known.size() > longest.size() ? known : longest;
    }
    return longest;
}

/// An object, or a list with one.
bool has_features(const Value& value) {
    const auto is_map = [](const Value& held) {
        return std::holds_alternative<Value::Map>(held.held);
    };
    const auto* array = std::get_if<Value::Array>(&value.held);
    return is_map(value) || (array != nullptr && std::any_of(array->begin(), array->end(), is_map));
}

/// Takes the attributes of one object: the record itself, or one of its FEATURES.
class Features final {
public:
    Features(ListEntry& entry, Remarks& remarks) : entry_{entry}, remarks_{remarks} {}

    /// What it does not know goes to the remarks; lists and objects within hold features too.
    void take(const Value& object, ImportReport& report) {
        const auto* members = std::get_if<Value::Map>(&object.held);
        std::map<std::string_view, Value::Map> by_use;
        Value::Map others;
        for (std::size_t i = 0; members != nullptr && i < members->size(); ++i) {
            const facts::Entry& listed = (*members)[i];
            const std::string_view name = attribute_of(listed.name);
            if (has_features(listed.value)) {
                take_within(listed, others, report);
            } else if (name.empty()) {
                others.push_back(listed);
            } else {
                const std::string_view use =
                    std::string_view{listed.name}.substr(0, listed.name.size() - name.size());
                add(name, listed.value, by_use[use], use);
            }
        }
        for (auto& [use, attributes] : by_use) {
            take_feature(Value{std::move(attributes)}, use);
        }
        keep_leftovers(Value{std::move(others)}, {}, remarks_, report);
    }

    /// When all is taken: why the record is refused, or "".
    [[nodiscard]] std::string finish() {
        std::vector<ListedName>& names = entry_.names;
        std::stable_partition(names.begin(), names.end(), [](const ListedName& name) {
            return name.kind == NameKind::kPrimary;
        });
        if (!names.empty()) {
            names.front().kind = NameKind::kPrimary;  // Where no use tells, the first is it.
        }
        kind_.settle(entry_, remarks_);
        settle_registrations(entry_);
        return refusal_;
    }

private:
    /// The attributes of one use: "HOME_" of HOME_PHONE_NUMBER, or "".
    void take_feature(const Value& object, std::string_view use) {
        take_name(object, use);
        if (refusal_.empty()) {
            refusal_ = kind_.add("RECORD_TYPE", text_member(object, "RECORD_TYPE"), remarks_);
        }
        add_sex(entry_, "GENDER", text_member(object, "GENDER"), remarks_);
        add_told_births(entry_, "DATE_OF_BIRTH", text_member(object, "DATE_OF_BIRTH"), remarks_);
        add_birth_place(entry_, {text_member(object, "PLACE_OF_BIRTH")});
        add_birth_place(entry_, {text_member(object, "COUNTRY_OF_BIRTH")});
        for (const std::string_view name : {"NATIONALITY", "CITIZENSHIP"}) {
            add_nationality(entry_, text_member(object, name));
        }
        take_numbers(object);
        for (const std::string_view name :
             {"ADDR_FULL", "ADDR_LINE1", "ADDR_CITY", "ADDR_COUNTRY", "EMAIL_ADDRESS"}) {
            remarks_.add(name, text_member(object, name));
        }
    }

    /// Of a list the first value stands beside the other attributes, each other one by itself.
    void add(std::string_view name, const Value& value, Value::Map& to, std::string_view use) {
        const auto* array = std::get_if<Value::Array>(&value.held);
        for (std::size_t i = 1; array != nullptr && i < array->size(); ++i) {
            take_feature(Value{Value::Map{{-1, std::string{name}, (*array)[i]}}}, use);
        }
        to.push_back({-1, std::string{name}, value});
    }

    /// The objects; what stands in a list beside them goes to `others`.
    void take_within(const facts::Entry& listed, Value::Map& others, ImportReport& report) {
        const auto* array = std::get_if<Value::Array>(&listed.value.held);
        if (array == nullptr) {
            take(listed.value, report);
            return;
        }
        Value::Array rest;
        for (const Value& value : *array) {
            if (std::holds_alternative<Value::Map>(value.held)) {
                take(value, report);
            } else {
                rest.push_back(value);
            }
        }
        others.push_back({-1, listed.name, Value{std::move(rest)}});
    }

    /// Senzing leaves the words for a name's use to its users: these are theirs.
    static NameTraits traits_of(std::string_view word) {
        const auto says = [&](std::initializer_list<std::string_view> parts) {
            return std::any_of(parts.begin(), parts.end(), [&](std::string_view part) {
                return word.find(part) != std::string_view::npos;
            });
        };
        const bool is_former = says({"FKA", "F.K.A", "FORMER", "PREVIOUS", "MAIDEN"});
        return {word == "PRIMARY" ? NameKind::kPrimary
                : is_former       ? NameKind::kFormer
                                  : NameKind::kAlias,
                says({"WEAK", "LOW"}) ? NameQuality::kWeak : NameQuality::kStrong};
    }

    void take_name(const Value& object, std::string_view use) {
        const std::string type = core::ascii_upper(text_member(object, "NAME_TYPE"));
        const NameTraits traits = traits_of(
            type.empty() && !use.empty() ? use.substr(0, use.size() - 1) : std::string_view{type});
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
            std::string_view type;  ///< What tells which number of that kind it is.
            NumberKind kind;
        };
        constexpr std::array<Attribute, 13> kAttributes{
            {{"PASSPORT_NUMBER", "PASSPORT_COUNTRY", "", NumberKind::kPassport},
             {"NATIONAL_ID_NUMBER",
              "NATIONAL_ID_COUNTRY",
              "NATIONAL_ID_TYPE",
              NumberKind::kNationalId},
             {"SSN", "", "", NumberKind::kTax},
             {"SSN_NUMBER", "", "", NumberKind::kTax},
             {"TAX_ID_NUMBER", "TAX_ID_COUNTRY", "TAX_ID_TYPE", NumberKind::kTax},
             {"DRIVERS_LICENSE_NUMBER", "DRIVERS_LICENSE_STATE", "", NumberKind::kDrivingLicence},
             {"OTHER_ID_NUMBER", "OTHER_ID_COUNTRY", "OTHER_ID_TYPE", NumberKind::kOther},
             {"LEI_NUMBER", "", "", NumberKind::kRegistration},
             {"DUNS_NUMBER", "", "", NumberKind::kRegistration},
             {"IMO_NUMBER", "", "", NumberKind::kImo},
             {"MMSI_NUMBER", "", "", NumberKind::kMmsi},
             {"CALL_SIGN", "", "", NumberKind::kCallSign},
             {"PHONE_NUMBER", "", "", NumberKind::kTelephone}}};
        for (const Attribute& listed : kAttributes) {
            const std::string type =
                listed.type.empty() ? std::string{} : text_member(object, listed.type);
            const NumberKind told = number_kind_of(type);
            add_number(entry_,
                       told == NumberKind::kOther ? listed.kind : told,
                       type.empty() ? listed.number : type,
                       text_member(object, listed.number),
                       text_member(object, listed.issuer));
        }
    }

    ListEntry& entry_;
    Remarks& remarks_;
    ToldKind kind_;
    std::string refusal_;
};

std::string read_record(const Value& record,
                        ListEntry& entry,
                        Remarks& remarks,
                        ImportReport& report) {
    // Two sources may number their records alike.
    const std::string source = text_member(record, "DATA_SOURCE");
    const std::string id = text_member(record, "RECORD_ID");
    set_field<&ListEntry::source>(entry, "DATA_SOURCE", source, remarks);
    entry.id = source.empty() || id.empty() ? id : core::cat(entry.source, ":", id);
    Features features{entry, remarks};
    features.take(record, report);
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
