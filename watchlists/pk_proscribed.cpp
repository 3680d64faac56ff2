#include "entry_parts.h"
#include "entry_taker.h"
#include "json_records.h"

#include "core/text.h"
#include "watchlists/import.h"

#include <algorithm>

namespace sarhad::watchlists {
namespace {

using facts::Value;

std::string digits_of(std::string_view text) {
    std::string digits;
    std::copy_if(text.begin(), text.end(), std::back_inserter(digits), [](char c) {
        return c >= '0' && c <= '9';
    });
    return digits;
}

/// "Name @ other name", "Name alias other": the list writes aliases within the name.
void add_names(const std::string& listed, ListEntry& entry) {
    std::string text = core::cat(" ", fold_blanks(listed), " ");
    for (const std::string_view mark :
         {" alias ", " Alias ", " ALIAS ", " urf ", " Urf ", " URF "}) {
        for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark)) {
            text.replace(at, mark.size(), " @ ");
        }
    }
    for (const std::string& name : values_of(text, '@')) {
        const NameKind kind = entry.names.empty() ? NameKind::kPrimary : NameKind::kAlias;
        add_name(entry, name, {kind, NameQuality::kStrong});
    }
}

/// A member under any of the spellings that the list has used.
std::string text_of(const Value& record, std::initializer_list<std::string_view> names) {
    for (const std::string_view name : names) {
        if (std::string text = text_member(record, name); !text.empty()) {
            return text;
        }
    }
    return {};
}

ListEntry to_entry(const Value& record) {
    const std::string name = text_of(record, {"Name", "name", "NAME"});
    const std::string father =
        text_of(record, {"FatherName", "father_name", "Father Name", "FATHERNAME"});
    const std::string cnic = text_of(record, {"CNIC", "cnic", "Cnic"});
    const std::string province = text_of(record, {"Province", "province", "PROVINCE"});
    const std::string district = text_of(record, {"District", "district", "DISTRICT"});
    ListEntry entry;
    entry.id = made_reference("PK-", {name, father, digits_of(cnic), province, district});
    entry.source = "PK";
    entry.programme = "Anti-Terrorism Act 1997, Fourth Schedule";
    entry.order.legal_basis = entry.programme;
    add_names(name, entry);
    add_father(entry, father);
    add_district(entry, district);
    add_district(entry, province);
    add_number(entry, NumberKind::kCnic, "CNIC", cnic, "PK");
    Remarks remarks;
    remarks.add("remarks", text_of(record, {"Remarks", "remarks"}));
    entry.remarks = remarks.take();
    return entry;
}

}  // namespace

core::Result<ImportReport> import_pk_proscribed(const ByteSource& from,
                                                const EntrySink& sink,
                                                References& before) {
    EntryTaker taker{sink, before};
    const auto take = [&](const JsonRecord& record) {
        std::string place = core::cat("line ", record.line);
        return record.refusal.empty() ? taker.take(std::move(place), to_entry(record.value))
                                      : taker.refuse(std::move(place), record.refusal);
    };
    SARHAD_TRY_STATUS(read_json_records(from, "proscribed persons list", take));
    return std::move(taker.report());
}

}  // namespace sarhad::watchlists
