#include "entry_taker.h"

#include "entry_parts.h"
#include "text_forms.h"

#include "core/text.h"

#include <algorithm>
#include <utility>

namespace sarhad::watchlists {

void count_in_remarks(ImportReport& report, const std::string& word) {
    auto& words = report.only_in_remarks;
    if (words.contains(word) || words.size() < kMaxSideKinds) {
        ++words[cut_utf8(word, 64)];
    }
}

void keep_leftovers(const XmlRecord& record,
                    std::span<const std::string_view> ignored,
                    bool has_attributes,
                    Remarks& remarks,
                    ImportReport& report) {
    const auto keep = [&](const std::string& word, const std::string& text) {
        if (!text.empty() && std::find(ignored.begin(), ignored.end(), word) == ignored.end()) {
            remarks.add_once(word, text);
            count_in_remarks(report, word);
        }
    };
    for (std::size_t i = 0; i < record.elements.size(); ++i) {
        const XmlElement& element = record.elements[i];
        // The UN's LAST_DAY_UPDATED and others hold theirs in an element of no meaning.
        const bool has_own_word = element.name != "VALUE";
        keep(has_own_word ? element.name : record.elements[element.parent].name,
             element.is_asked ? std::string{} : record.text_of(i));
        for (const XmlAttribute& attribute : element.attributes) {
            const bool is_told = !attribute.is_asked && !is_filler(attribute.value);
            if (has_attributes && is_told) {
                keep(attribute.name, fold_blanks(attribute.value));
            }
        }
    }
}

core::Status EntryTaker::take(std::string place, ListEntry entry) {
    std::string refusal = refusal_of(entry);
    if (refusal.empty() && references_.contains(entry.id)) {
        refusal = "its reference came before in this file, or in one before it";
    }
    if (!refusal.empty()) {
        return refuse(std::move(place), std::move(refusal));
    }
    const core::Status taken = sink_(entry);
    if (!taken && taken.error().code == core::Errc::kInvalid) {
        return refuse(std::move(place), taken.error().what);
    }
    SARHAD_TRY_STATUS(taken);
    SARHAD_TRY_STATUS(see_one());
    for (std::string& warning : warnings_of(entry)) {
        warn(place, std::move(warning));
    }
    references_.insert(entry.id);
    count(entry);
    return {};
}

core::Status EntryTaker::take(std::string place, ListEntry entry, const Remarks& remarks) {
    const std::uint64_t before = report_.imported;
    entry.remarks = remarks.take();
    SARHAD_TRY_STATUS(take(place, std::move(entry)));
    if (report_.imported != before) {
        report_.unread += remarks.unread();
        for (const std::string& reason : remarks.warnings()) {
            warn(place, reason);
        }
    }
    return {};
}

core::Status EntryTaker::take_read(std::string place, std::string refusal, const Reader& read) {
    ListEntry entry;
    Remarks remarks;
    refusal = refusal.empty() ? read(entry, remarks) : refusal;
    return refusal.empty() ? take(std::move(place), std::move(entry), remarks)
                           : refuse(std::move(place), std::move(refusal));
}

core::Status EntryTaker::take_xml(const XmlRecord& record, const Reader& read) {
    return take_read(
        place_of(record), record.is_too_large ? "the record passes its size limit" : "", read);
}

core::Status EntryTaker::refuse(std::string place, std::string reason) {
    SARHAD_TRY_STATUS(see_one());
    ++report_.refused_count;
    if (report_.refused.size() < kMaxRefusedKept) {
        report_.refused.push_back({std::move(place), std::move(reason)});
    }
    return {};
}

void EntryTaker::warn(std::string place, std::string reason) {
    ++report_.warned_count;
    if (report_.warned.size() < kMaxRefusedKept) {
        report_.warned.push_back({std::move(place), std::move(reason)});
    }
}

void EntryTaker::count_side(const std::string& kind) {
    auto& kinds = report_.side_records;
    if (kinds.contains(kind) || kinds.size() < kMaxSideKinds) {
        ++kinds[cut_utf8(kind, 64)];
    }
}

void EntryTaker::count_strays(std::string_view from, std::uint64_t count) {
    if (count != 0) {
        report_.stray_rows += count;
        report_.strays_by_file[std::string{from}] += count;
    }
}

std::string EntryTaker::place_of(const XmlRecord& record) const {
    return core::cat(record.name(), " ", report_.records_seen + 1, ", line ", record.line);
}

core::Status EntryTaker::see_one() {
    if (++report_.records_seen > kMaxRecords) {
        return core::Error{core::Errc::kExhausted,
                           core::cat("more than ", kMaxRecords, " records")};
    }
    return {};
}

void EntryTaker::count(const ListEntry& entry) {
    ++report_.imported;
    ++report_.by_kind[entry.kind];
    for (const ListedName& name : entry.names) {
        report_.primary_names += name.kind == NameKind::kPrimary ? 1U : 0U;
        report_.aliases += name.kind == NameKind::kPrimary ? 0U : 1U;
        report_.weak_aliases += name.quality == NameQuality::kStrong ? 0U : 1U;
        report_.original_scripts += name.original.reveal().empty() ? 0U : 1U;
    }
    report_.documents += entry.documents.size();
    for (const ListedBirth& birth : entry.births) {
        const bool is_range = birth.precision == DatePrecision::kRange;
        const bool is_full = birth.from.reveal().is_full();
        report_.births_range += is_range ? 1U : 0U;
        report_.births_full += !is_range && is_full ? 1U : 0U;
        report_.births_partial += !is_range && !is_full ? 1U : 0U;
    }
}

}  // namespace sarhad::watchlists
