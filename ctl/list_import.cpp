#include "core/text.h"
#include "ctl/commands.h"
#include "watchlists/import.h"
#include "watchlists/list_file.h"
#include "watchlists/shrink.h"
#include "wire/hash.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <ostream>
#include <utility>

namespace sarhad::ctl {
namespace {

using api::Json;
using daemon::ExitCode;
using watchlists::ImportReport;

constexpr core::ByteSize kMaxSourceFile = core::mebibytes(1024);
constexpr std::array<std::string_view, 4> kOfacParts{"sdn", "alt", "add", "comments"};

struct Import {
    ImportReport report{};
    std::vector<watchlists::ListEntry> entries{};
};

std::string file_name(const std::string& path) {
    const std::size_t slash = path.rfind('/');
    return slash == std::string::npos ? path : path.substr(slash + 1);
}

/// Which of the four files `path` is by its name; -1 where the name does not say.
int part_of(const std::string& path) {
    const std::string name = core::ascii_lower(file_name(path));
    if (name == "sdn_comments.csv" || name == "comments.csv") {
        return 3;
    }
    for (std::size_t part = 0; part < 3; ++part) {
        if (name == core::cat(kOfacParts.at(part), ".csv")) {
            return static_cast<int>(part);
        }
    }
    return -1;
}

/// The paths of sdn, alt, add and comments; "" where there is none.
core::Result<std::array<std::string, 4>> ofac_paths(Context& context,
                                                    const std::vector<std::string>& files) {
    std::vector<std::string> paths = files;
    if (files.size() == 1 && part_of(files[0]) < 0) {
        if (const auto names = context.files.list(files[0]); names) {
            paths.clear();
            for (const std::string& name : *names) {
                if (part_of(name) >= 0) {
                    paths.push_back(core::cat(files[0], "/", name));
                }
            }
        }
    }
    std::array<std::string, 4> parts;
    for (std::size_t position = 0; position < paths.size(); ++position) {
        const int named = part_of(paths[position]);
        const std::size_t part = named >= 0 ? static_cast<std::size_t>(named) : position;
        if (part >= parts.size() || !parts.at(part).empty()) {
            return core::Error{core::Errc::kInvalid,
                               core::cat(paths[position],
                                         ": which file is this? give sdn.csv, alt.csv, add.csv, "
                                         "sdn_comments.csv, each once")};
        }
        parts.at(part) = paths[position];
    }
    if (parts[0].empty()) {
        return core::Error{core::Errc::kInvalid,
                           core::cat(files[0], ": no sdn.csv; give that file or its folder")};
    }
    return parts;
}

/// One file under two names would be two of the list's, or half of it.
core::Status check_distinct(const std::string& path,
                            core::ByteView bytes,
                            std::map<facts::Hash256, std::string>& seen) {
    const auto [before, is_new] = seen.emplace(wire::blake2b(bytes), path);
    if (!is_new && bytes.size() > 1) {  // Two side files may both hold the end mark alone.
        return core::Error{core::Errc::kInvalid,
                           core::cat(path,
                                     ": the same content as ",
                                     before->second,
                                     ", byte by byte: give each file of the source once")};
    }
    return {};
}

/// A file that adds nothing to those before it was not meant: whatever it is, another is missing.
core::Status check_adds(const ImportReport& report, const std::string& path) {
    if (report.imported != 0) {
        return {};
    }
    return core::Error{core::Errc::kInvalid,
                       core::cat(path,
                                 ": nothing could be imported (",
                                 report.records_seen,
                                 " records seen, ",
                                 report.refused_count,
                                 " refused",
                                 report.refused.empty() ? "" : "; the first, ",
                                 report.refused.empty() ? "" : report.refused[0].place,
                                 report.refused.empty() ? "" : ": ",
                                 report.refused.empty() ? "" : report.refused[0].reason,
                                 "); is --format right, and each file given once?")};
}

core::Result<Import> import_ofac(const ListImport& options, Context& context) {
    SARHAD_TRY(const auto paths, ofac_paths(context, options.files));
    std::array<core::Bytes, 4> bytes;
    std::array<watchlists::ByteSource, 4> sources;
    std::map<facts::Hash256, std::string> seen;
    for (std::size_t part = 0; part < paths.size(); ++part) {
        if (!paths.at(part).empty()) {
            SARHAD_TRY(bytes.at(part), read_input(context, paths.at(part), kMaxSourceFile));
            SARHAD_TRY_STATUS(check_distinct(paths.at(part), bytes.at(part), seen));
            sources.at(part) = watchlists::source_of(bytes.at(part));
        }
    }
    Import import;
    core::Result<ImportReport> report = watchlists::import_ofac_csv(
        {sources[0], sources[1], sources[2], sources[3]}, [&](watchlists::ListEntry entry) {
            import.entries.push_back(std::move(entry));
            return core::Status{};
        });
    if (!report) {
        return core::Error{report.error().code, core::cat(paths[0], ": ", report.error().what)};
    }
    SARHAD_TRY_STATUS(check_adds(*report, paths[0]));
    import.report = *std::move(report);
    return import;
}

void add_to(ImportReport& total, ImportReport&& more, const std::string& path) {
    total.records_seen += more.records_seen;
    total.imported += more.imported;
    total.refused_count += more.refused_count;
    for (watchlists::RefusedRecord& record : more.refused) {
        total.refused.push_back({core::cat(path, ": ", record.place), std::move(record.reason)});
    }
    for (const auto& [kind, count] : more.by_kind) {
        total.by_kind[kind] += count;
    }
    total.primary_names += more.primary_names;
    total.aliases += more.aliases;
    total.weak_aliases += more.weak_aliases;
    total.original_scripts += more.original_scripts;
    total.documents += more.documents;
    total.births_full += more.births_full;
    total.births_partial += more.births_partial;
    total.births_range += more.births_range;
    total.unread += more.unread;  // Stray rows: OFAC's only, whose files make one report.
}

core::Result<Import> import_un(const ListImport& options, Context& context) {
    Import import;
    watchlists::References references;
    std::map<facts::Hash256, std::string> seen;
    for (const std::string& path : options.files) {
        SARHAD_TRY(const core::Bytes bytes, read_input(context, path, kMaxSourceFile));
        SARHAD_TRY_STATUS(check_distinct(path, bytes, seen));
        core::Result<ImportReport> report = watchlists::import_un_xml(
            watchlists::source_of(bytes),
            [&](watchlists::ListEntry entry) {
                import.entries.push_back(std::move(entry));
                return core::Status{};
            },
            references);
        if (!report) {
            return core::Error{report.error().code, core::cat(path, ": ", report.error().what)};
        }
        SARHAD_TRY_STATUS(check_adds(*report, path));
        add_to(import.report, *std::move(report), path);
    }
    return import;
}

/// "wl/<source>/list": lower case, whatever is no letter or digit becomes '-'.
std::string default_name(std::string_view source) {
    std::string word = core::ascii_lower(source);
    for (char& letter : word) {
        const bool plain = (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9');
        letter = plain ? letter : '-';
    }
    return core::cat("wl/", word, "/list");
}

Json refused_json(const ImportReport& report) {
    Json refused = Json::array();
    for (const watchlists::RefusedRecord& record : report.refused) {
        refused.push(Json::object({{"place", record.place}, {"reason", record.reason}}));
    }
    return refused;
}

Json strays_json(const ImportReport& report) {
    Json strays = Json::object();
    for (const auto& [file, rows] : report.strays_by_file) {
        strays.set(file, rows);
    }
    return strays;
}

Json to_json(const ImportReport& report, const std::string& name, const std::string& output) {
    Json kinds = Json::object();
    for (const auto& [kind, names] : facts::EnumNames<watchlists::EntryKind>::kNames) {
        const auto found = report.by_kind.find(kind);
        kinds.set(names, found == report.by_kind.end() ? std::uint64_t{0} : found->second);
    }
    return Json::object({{"schema", "sarhad.list.import/1"},
                         {"list", name},
                         {"output", output},
                         {"records_seen", report.records_seen},
                         {"entries", report.imported},
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
                         {"strays_by_file", strays_json(report)},
                         {"refused", refused_json(report)}});
}

void line(std::ostream& out, std::string_view word, std::uint64_t count, const std::string& more) {
    const std::string digits = std::to_string(count);
    out << word << std::string(22 - word.size(), ' ')
        << std::string(digits.size() < 8 ? 8 - digits.size() : 0, ' ') << digits << more << '\n';
}

void print_text(std::ostream& out, const ImportReport& report, const std::string& output) {
    std::string kinds;
    for (const auto& [kind, count] : report.by_kind) {
        kinds += core::cat(kinds.empty() ? "" : ", ", facts::name_of(kind), " ", count);
    }
    line(out, "records seen", report.records_seen, "");
    line(out, "entries", report.imported, kinds.empty() ? "" : core::cat("  (", kinds, ")"));
    line(out, "refused", report.refused_count, "");
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
    std::string strays;
    for (const auto& [file, rows] : report.strays_by_file) {
        strays += core::cat(strays.empty() ? "" : ", ", file, " ", rows);
    }
    line(out,
         "stray rows",
         report.stray_rows,
         strays.empty() ? "" : core::cat("  (", strays, ": of no record)"));
    for (const watchlists::RefusedRecord& record : report.refused) {
        out << "refused: " << record.place << ": " << record.reason << '\n';
    }
    out << "written: " << output << '\n';
}

/// What the list file's own reader would refuse, said before anything is read.
core::Status check(const ListImport& options) {
    const bool has_control = std::any_of(options.source.begin(), options.source.end(), [](char c) {
        return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
    });
    constexpr std::size_t kMostBytes = facts::max_of(&watchlists::ListManifest::source);
    if (options.source.empty() || options.source.size() > kMostBytes || has_control ||
        !core::is_utf8(options.source)) {
        return core::Error{
            core::Errc::kInvalid,
            core::cat("--source: wanted 1 to ", kMostBytes, " bytes in one line, such as UN")};
    }
    for (const std::string& file : options.files) {
        if (file == options.output) {
            return core::Error{
                core::Errc::kInvalid,
                core::cat(file, ": is the source itself; --output wants another name")};
        }
    }
    return {};
}

/// A list file of the same source that is replaced may not lose many entries by mistake. What is no
/// list file, or does not open, has none to lose.
core::Result<std::optional<std::uint64_t>> check_replaced(const ListImport& options,
                                                          Context& context,
                                                          std::uint64_t entries) {
    const core::Result<core::Bytes> bytes =
        context.files.read(options.output, core::ByteSize{watchlists::kMaxListFile});
    if (!bytes) {
        return std::optional<std::uint64_t>{};
    }
    const auto before = watchlists::read_list(*bytes, &wire::blake2b);
    if (!before || before->manifest.source != options.source) {
        return std::optional<std::uint64_t>{};
    }
    const std::uint64_t held = before->entries.size();
    const core::Status whole = watchlists::check_shrink(held, entries);
    if (whole) {
        return std::optional<std::uint64_t>{};
    }
    if (!options.allows_shrink) {
        return core::Error{whole.error().code, core::cat(options.output, ": ", whole.error().what)};
    }
    return std::optional{held};
}

}  // namespace

Outcome run(const ListImport& options, Context& context) {
    SARHAD_TRY_STATUS(check(options));
    SARHAD_TRY(Import import,
               options.format == ListFormat::kUnXml ? import_un(options, context)
                                                    : import_ofac(options, context));
    SARHAD_TRY(const std::optional<std::uint64_t> shrunk_from,
               check_replaced(options, context, import.report.imported));
    for (watchlists::ListEntry& entry : import.entries) {
        entry.source = options.source;
    }
    watchlists::ListManifest manifest;
    manifest.name = options.name.empty() ? default_name(options.source) : options.name;
    manifest.source = options.source;
    SARHAD_TRY(const core::Bytes file,
               watchlists::write_list(manifest, import.entries, &wire::blake2b));
    SARHAD_TRY_STATUS(write_output(context, options.output, file, core::FileMode::kPrivate));
    if (context.json) {
        Json printed = to_json(import.report, manifest.name, options.output);
        printed.set("shrunk_from", shrunk_from ? Json{*shrunk_from} : Json{});
        print(context.out, printed);
    } else {
        if (shrunk_from) {
            line(context.out, "entries before", *shrunk_from, "  (--allow-shrink)");
        }
        print_text(context.out, import.report, options.output);
    }
    return ExitCode::kOk;
}

}  // namespace sarhad::ctl
