#include "alias_text.h"
#include "csv_table.h"
#include "entry_parts.h"
#include "entry_taker.h"
#include "json_records.h"

#include "core/text.h"
#include "watchlists/import.h"

#include <algorithm>
#include <array>
#include <vector>

namespace sarhad::watchlists {
namespace {

using core::column_key;
using facts::Value;

std::string digits_of(std::string_view text) {
    std::string digits;
    std::copy_if(text.begin(), text.end(), std::back_inserter(digits), [](char c) {
        return c >= '0' && c <= '9';
    });
    return digits;
}

/// The list writes aliases within the name: alias_parts().
void add_names(const std::string& listed, ListEntry& entry) {
    for (const std::string& name : alias_parts(fold_blanks(listed))) {
        const NameKind kind = entry.names.empty() ? NameKind::kPrimary : NameKind::kAlias;
        add_name(entry, name, {kind, NameQuality::kStrong});
    }
}

/// "A / B": two fathers are told.
void add_fathers(const std::string& listed, ListEntry& entry) {
    for (const std::string& father : values_of(listed, '/')) {
        add_father(entry, father);
    }
}

/// A member under any of the spellings that the list has used.
std::string text_of(const Value& record, std::string_view name) {
    const auto* members = std::get_if<Value::Map>(&record.held);
    for (std::size_t i = 0; members != nullptr && i < members->size(); ++i) {
        const std::string& own = (*members)[i].name;
        if (column_key(own) == column_key(name)) {
            if (std::string text = text_member(record, own); !text.empty()) {
                return text;
            }
        }
    }
    return {};
}

/// "Father Name", "father_name", "FatherName": letters alone count.
constexpr std::array<std::string_view, 8> kKnown{
    "Name", "FatherName", "Father's Name", "CNIC", "CNIC No", "Province", "District", "Remarks"};

void keep_others(const Value& record, Remarks& remarks, ImportReport& report) {
    std::vector<std::string_view> known;
    const auto* members = std::get_if<Value::Map>(&record.held);
    for (std::size_t i = 0; members != nullptr && i < members->size(); ++i) {
        const std::string_view own = (*members)[i].name;
        if (std::any_of(kKnown.begin(), kKnown.end(), [&](std::string_view name) {
                return column_key(own) == column_key(name);
            })) {
            known.push_back(own);
        }
    }
    keep_leftovers(record, known, remarks, report);
}

std::string read_record(const Value& record,
                        ListEntry& entry,
                        Remarks& remarks,
                        ImportReport& report) {
    const std::string name = text_of(record, "Name");
    std::string father = text_of(record, "FatherName");
    father = father.empty() ? text_of(record, "Father's Name") : father;
    std::string cnic = text_of(record, "CNIC");
    cnic = cnic.empty() ? text_of(record, "CNIC No") : cnic;
    const std::string province = text_of(record, "Province");
    const std::string district = text_of(record, "District");
    entry.id = made_reference("PK-", {name, father, digits_of(cnic), province, district});
    entry.source = "PK";
    entry.programme = "Anti-Terrorism Act 1997, Fourth Schedule";
    entry.order.legal_basis = entry.programme;
    add_names(name, entry);
    add_fathers(father, entry);
    take_relations_from_names(entry, remarks);
    add_district(entry, district);
    add_district(entry, province);
    if (!digits_of(cnic).empty()) {
        add_number(entry, NumberKind::kCnic, "CNIC", cnic, "PK");
    } else if (!is_nothing(cnic)) {
        remarks.add_unread("CNIC", cnic);
    }
    remarks.add("remarks", text_of(record, "Remarks"));
    keep_others(record, remarks, report);
    return {};
}

}  // namespace

core::Result<ImportReport> import_pk_proscribed(const ByteSource& from,
                                                const EntrySink& sink,
                                                References& before) {
    EntryTaker taker{sink, before};
    const auto take = [&](const JsonRecord& record) {
        return taker.take_read(
            record.place, record.refusal, [&](ListEntry& entry, Remarks& remarks) {
                return read_record(record.value, entry, remarks, taker.report());
            });
    };
    SARHAD_TRY_STATUS(read_json_records(from, "proscribed persons list", take));
    return std::move(taker.report());
}

}  // namespace sarhad::watchlists
