#include "ctl/list_report.h"

#include "core/text.h"

#include <map>
#include <ostream>

namespace sarhad::ctl {
namespace {

using api::Json;
using watchlists::ImportReport;

Json records_json(const std::vector<watchlists::RefusedRecord>& records) {
    Json json = Json::array();
    for (const watchlists::RefusedRecord& record : records) {
        json.push(Json::object({{"place", record.place}, {"reason", record.reason}}));
    }
    return json;
}

Json counts_json(const std::map<std::string, std::uint64_t>& counts) {
    Json json = Json::object();
    for (const auto& [word, count] : counts) {
        json.set(word, count);
    }
    return json;
}

std::string counts_text(const std::map<std::string, std::uint64_t>& counts) {
    std::string text;
    for (const auto& [word, count] : counts) {
        text += core::cat(text.empty() ? "" : ", ", word, " ", count);
    }
    return text;
}

void line(std::ostream& out, std::string_view word, std::uint64_t count, const std::string& more) {
    const std::string digits = std::to_string(count);
    out << word << std::string(22 - word.size(), ' ')
        << std::string(digits.size() < 8 ? 8 - digits.size() : 0, ' ') << digits << more << '\n';
}

}  // namespace

Json to_json(const ListReport& told) {
    const ImportReport& report = told.imported;
    Json kinds = Json::object();
    for (const auto& [kind, names] : facts::EnumNames<watchlists::EntryKind>::kNames) {
        const auto found = report.by_kind.find(kind);
        kinds.set(names, found == report.by_kind.end() ? std::uint64_t{0} : found->second);
    }
    return Json::object({{"schema", "sarhad.list.import/1"},
                         {"list", told.name},
                         {"output", told.output},
                         {"records_seen", report.records_seen},
                         {"entries", told.entries},
                         {"refused_count", report.refused_count},
                         {"by_kind", std::move(kinds)},
                         {"names", report.primary_names + report.aliases},
                         {"primary_names", report.primary_names},
                         {"aliases", report.aliases},
                         {"weak_aliases", report.weak_aliases},
                         {"original_scripts", report.original_scripts},
                         {"documents", report.documents},
                         {"dates_of_birth",
                          Json::object({{"full", report.births_full},
                                        {"partial", report.births_partial},
                                        {"ranges", report.births_range},
                                        {"unread", report.unread}})},
                         {"stray_rows", report.stray_rows},
                         {"strays_by_file", counts_json(report.strays_by_file)},
                         {"side_records", counts_json(report.side_records)},
                         {"only_in_remarks", counts_json(report.only_in_remarks)},
                         {"short_rows", report.short_rows},
                         {"removed", told.removed ? Json{*told.removed} : Json{}},
                         {"shrunk_from", told.shrunk_from ? Json{*told.shrunk_from} : Json{}},
                         {"warned_count", report.warned_count},
                         {"warned", records_json(report.warned)},
                         {"refused", records_json(report.refused)}});
}

void print_text(std::ostream& out, const ListReport& told) {
    const ImportReport& report = told.imported;
    if (told.shrunk_from) {
        line(out, "entries before", *told.shrunk_from, "  (--allow-shrink)");
    }
    std::string kinds;
    for (const auto& [kind, count] : report.by_kind) {
        kinds += core::cat(kinds.empty() ? "" : ", ", facts::name_of(kind), " ", count);
    }
    line(out, "records seen", report.records_seen, "");
    line(out,
         "entries",
         told.entries,
         kinds.empty() ? "" : core::cat(told.removed ? "  (changed: " : "  (", kinds, ")"));
    line(out, "refused", report.refused_count, "");
    line(out, "warnings", report.warned_count, "  (imported all the same)");
    line(out, "names", report.primary_names + report.aliases, "");
    line(out, "aliases", report.aliases, core::cat("  (weak ", report.weak_aliases, ")"));
    line(out, "original scripts", report.original_scripts, "");
    line(out, "documents", report.documents, "");
    line(out,
         "dates of birth",
         report.births_full + report.births_partial + report.births_range,
         core::cat("  (full ",
                   report.births_full,
                   ", partial ",
                   report.births_partial,
                   ", ranges ",
                   report.births_range,
                   "; ",
                   report.unread,
                   " not understood, in the remarks)"));
    if (told.removed) {
        line(out, "taken off", *told.removed, "");
    }
    if (!report.side_records.empty()) {
        std::uint64_t all = 0;
        for (const auto& [word, count] : report.side_records) {
            all += count;
        }
        line(out, "no entries", all, core::cat("  (", counts_text(report.side_records), ")"));
    }
    if (!report.only_in_remarks.empty()) {
        std::uint64_t all = 0;
        for (const auto& [word, count] : report.only_in_remarks) {
            all += count;
        }
        line(out,
             "only in remarks",
             all,
             core::cat("  (", counts_text(report.only_in_remarks), ")"));
    }
    if (report.short_rows != 0) {
        line(out, "short rows", report.short_rows, "  (fewer fields than the header has)");
    }
    const std::string strays = counts_text(report.strays_by_file);
    line(out,
         "stray rows",
         report.stray_rows,
         strays.empty() ? "" : core::cat("  (", strays, ": of no record)"));
    for (const watchlists::RefusedRecord& record : report.refused) {
        out << "refused: " << record.place << ": " << record.reason << '\n';
    }
    for (const watchlists::RefusedRecord& record : report.warned) {
        out << "warning: " << record.place << ": " << record.reason << '\n';
    }
    out << "written: " << told.output << '\n';
}

}  // namespace sarhad::ctl
