#include "ctl/list_sources.h"

#include "core/text.h"
#include "watchlists/formats.h"
#include "watchlists/list_file.h"
#include "wire/hash.h"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

namespace sarhad::ctl {
namespace {

using watchlists::ImportReport;
using watchlists::ListEntry;

constexpr core::ByteSize kReadAtOnce = core::mebibytes(1);
constexpr std::array<std::string_view, 4> kOfacParts{"sdn", "alt", "add", "comments"};

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

/// One file, read in parts. Its mark is the same for two files of the same content.
class SourceFile final {
public:
    SourceFile(Context& context, std::string path) : context_{context}, path_{std::move(path)} {}

    [[nodiscard]] watchlists::ByteSource source() {
        return [this](std::span<std::uint8_t> into) -> core::Result<std::size_t> {
            if (at_ == part_.size()) {
                SARHAD_TRY_STATUS(read_on());
            }
            const std::size_t size = std::min(into.size(), part_.size() - at_);
            std::copy_n(part_.begin() + static_cast<std::ptrdiff_t>(at_), size, into.begin());
            at_ += size;
            return size;
        };
    }
    /// Once it is read whole.
    [[nodiscard]] const facts::Hash256& mark() const { return mark_; }
    [[nodiscard]] std::uint64_t size() const { return read_; }

private:
    core::Status read_on() {
        core::Result<core::Bytes> part = context_.files.read_part(path_, read_, kReadAtOnce);
        if (!part) {  // The command line named it: its user must change something.
            return core::Error{core::Errc::kInvalid, part.error().what};
        }
        part_ = *std::move(part);
        at_ = 0;
        read_ += part_.size();
        core::Bytes marked{mark_.begin(), mark_.end()};
        core::append(marked, part_);
        mark_ = part_.empty() ? mark_ : wire::blake2b(marked);
        return {};
    }

    Context& context_;
    std::string path_;
    core::Bytes part_;
    std::size_t at_{0};
    std::uint64_t read_{0};
    facts::Hash256 mark_{};
};

using Marks = std::map<facts::Hash256, std::string>;

/// One file under two names would be two of the list's, or half of it.
core::Status check_distinct(const std::string& path, const SourceFile& file, Marks& seen) {
    const auto [before, is_new] = seen.emplace(file.mark(), path);
    if (!is_new && file.size() > 1) {  // Two side files may both hold the end mark alone.
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

/// The entries of a list by reference, in the order in which they came.
class EntryTable final {
public:
    explicit EntryTable(std::vector<ListEntry> entries) : entries_{std::move(entries)} {
        for (std::size_t i = 0; i < entries_.size(); ++i) {
            places_.emplace(entries_[i].id, i);
        }
    }

    void put(ListEntry entry) {
        const auto [place, is_new] = places_.emplace(entry.id, entries_.size());
        if (is_new) {
            entries_.push_back(std::move(entry));
        } else {
            entries_[place->second] = std::move(entry);
        }
    }
    /// False where there is none.
    bool remove(const std::string& reference) {
        const auto found = places_.find(reference);
        if (found == places_.end()) {
            return false;
        }
        entries_[found->second].id.clear();
        places_.erase(found);
        return true;
    }
    [[nodiscard]] core::Status give(ListDraft& draft) {
        for (ListEntry& entry : entries_) {
            if (!entry.id.empty()) {
                SARHAD_TRY_STATUS(draft.add(std::move(entry)));
            }
        }
        return {};
    }

private:
    std::vector<ListEntry> entries_;
    std::map<std::string, std::size_t> places_;
};

/// Papers and listings that a source tells apart from whom they are about, until all of these are
/// there.
class LateParts final {
public:
    core::Status add(const std::string& reference, watchlists::ListedDocument paper) {
        parts_[reference].papers.push_back(std::move(paper));
        return count();
    }
    core::Status add(const std::string& reference, watchlists::LateListing listing) {
        parts_[reference].listings.push_back(std::move(listing));
        return count();
    }
    /// To whom they are about; those of nobody on the list stay out, and are counted as strays.
    core::Status give(ListDraft& draft, ImportReport& report) const {
        if (parts_.empty()) {
            return {};
        }
        std::size_t given = 0;
        SARHAD_TRY_STATUS(draft.change_all([this, &given](ListEntry& entry) {
            const auto found = parts_.find(entry.id);
            if (found != parts_.end()) {
                add_papers(found->second, entry);
                add_listings(found->second, entry);
                given += found->second.papers.size() + found->second.listings.size();
            }
        }));
        if (given < count_) {
            report.stray_rows += count_ - given;
            report.strays_by_file["about nobody on the list"] += count_ - given;
        }
        return {};
    }

private:
    struct Parts {
        std::vector<watchlists::ListedDocument> papers;
        std::vector<watchlists::LateListing> listings;
    };

    core::Status count() {
        if (++count_ <= watchlists::kMaxHeldRecords) {
            return {};
        }
        return core::Error{core::Errc::kExhausted,
                           core::cat("more than ",
                                     watchlists::kMaxHeldRecords,
                                     " papers and sanctions apart from their holders: make it "
                                     "several lists")};
    }

    static void add_papers(const Parts& parts, ListEntry& entry) {
        auto& held = entry.documents;
        for (const watchlists::ListedDocument& paper : parts.papers) {
            const bool has_room = held.size() < watchlists::kMaxListedParts;
            if (has_room && std::find(held.begin(), held.end(), paper) == held.end()) {
                held.push_back(paper);
            }
        }
    }

    /// The first programme and the first day count; all else is in the remarks.
    static void add_listings(const Parts& parts, ListEntry& entry) {
        std::string remarks = entry.remarks.reveal();
        facts::PartialDate first;
        for (const watchlists::LateListing& listing : parts.listings) {
            const facts::PartialDate day = listing.listed_on;
            first = day.is_known() && (!first.is_known() || day < first) ? day : first;
            entry.programme = entry.programme.empty() ? listing.programme : entry.programme;
            remarks += core::cat(remarks.empty() ? "" : "; ", listing.remarks.reveal());
        }
        entry.listed_on = first.is_known() ? first : entry.listed_on;
        entry.remarks =
            core::Redacted<std::string>{core::cut_utf8(remarks, watchlists::kMaxListedRemarks)};
    }

    std::map<std::string, Parts> parts_;
    std::size_t count_{0};
};

core::Result<SourceImport> import_ofac(const ListImport& options,
                                       Context& context,
                                       ListDraft& draft) {
    SARHAD_TRY(const auto paths, ofac_paths(context, options.files));
    std::vector<SourceFile> files;
    files.reserve(paths.size());
    for (const std::string& path : paths) {
        files.emplace_back(context, path);
    }
    const auto source = [&](std::size_t part) {
        return paths.at(part).empty() ? watchlists::ByteSource{} : files[part].source();
    };
    SourceImport import;
    core::Result<ImportReport> report =
        watchlists::import_ofac_csv({source(0), source(1), source(2), source(3)},
                                    [&](ListEntry entry) { return draft.add(std::move(entry)); });
    // Of a file given twice the importer would say something else, which helps nobody.
    Marks seen;
    for (std::size_t part = 0; part < paths.size(); ++part) {
        if (!paths.at(part).empty()) {
            SARHAD_TRY_STATUS(check_distinct(paths.at(part), files[part], seen));
        }
    }
    if (!report) {
        return about(paths[0], report.error());
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
    total.warned_count += more.warned_count;
    for (watchlists::RefusedRecord& record : more.warned) {
        total.warned.push_back({core::cat(path, ": ", record.place), std::move(record.reason)});
    }
    for (const auto& [kind, count] : more.by_kind) {
        total.by_kind[kind] += count;
    }
    for (const auto& [kind, count] : more.side_records) {
        total.side_records[kind] += count;
    }
    for (const auto& [word, count] : more.only_in_remarks) {
        total.only_in_remarks[word] += count;
    }
    total.short_rows += more.short_rows;
    total.primary_names += more.primary_names;
    total.aliases += more.aliases;
    total.weak_aliases += more.weak_aliases;
    total.original_scripts += more.original_scripts;
    total.documents += more.documents;
    total.births_full += more.births_full;
    total.births_partial += more.births_partial;
    total.births_range += more.births_range;
    total.unread += more.unread;
    total.stray_rows += more.stray_rows;
    for (const auto& [file, count] : more.strays_by_file) {
        total.strays_by_file[file] += count;
    }
}

core::Result<std::vector<ListEntry>> read_base(const ListImport& options, Context& context) {
    if (options.base.empty()) {
        return std::vector<ListEntry>{};
    }
    SARHAD_TRY(const core::Bytes bytes,
               read_input(context, options.base, core::ByteSize{watchlists::kMaxListFile}));
    core::Result<watchlists::ListFile> base = watchlists::read_list(bytes, &wire::blake2b);
    if (!base) {
        return about(options.base, base.error());
    }
    return std::move(base->entries);
}

/// Reads every file into `sinks`.
core::Status read_files(const watchlists::ListFormatInfo& format,
                        const ListImport& options,
                        Context& context,
                        const watchlists::ImportSinks& sinks,
                        ImportReport& total) {
    watchlists::References references;
    Marks seen;
    for (const std::string& path : options.files) {
        SourceFile file{context, path};
        core::Result<ImportReport> report = format.import(file.source(), sinks, references);
        SARHAD_TRY_STATUS(check_distinct(path, file, seen));
        if (!report) {
            return about(path, report.error());
        }
        if (!format.is_delta) {
            SARHAD_TRY_STATUS(check_adds(*report, path));
        }
        add_to(total, *std::move(report), path);
    }
    return {};
}

core::Result<SourceImport> import_files(const watchlists::ListFormatInfo& format,
                                        const ListImport& options,
                                        Context& context,
                                        ListDraft& draft) {
    SourceImport import;
    SARHAD_TRY(std::vector<ListEntry> base, read_base(options, context));
    EntryTable table{std::move(base)};
    LateParts parts;
    const watchlists::ImportSinks sinks{
        [&](ListEntry entry) {
            if (!format.is_delta) {
                return draft.add(std::move(entry));
            }
            table.put(std::move(entry));
            return core::Status{};
        },
        [&](const std::string& reference, const watchlists::ListedDocument& number) {
            return parts.add(reference, number);
        },
        [&](const std::string& reference) -> core::Result<bool> {
            const bool was_listed = table.remove(reference);
            import.removed += was_listed ? 1U : 0U;
            return was_listed;
        },
        [&](const std::string& reference, watchlists::LateListing listing) {
            return parts.add(reference, std::move(listing));
        }};
    SARHAD_TRY_STATUS(read_files(format, options, context, sinks, import.report));
    SARHAD_TRY_STATUS(table.give(draft));
    SARHAD_TRY_STATUS(parts.give(draft, import.report));
    return import;
}

}  // namespace

core::Result<SourceImport> read_sources(const ListImport& options,
                                        Context& context,
                                        ListDraft& draft) {
    if (options.format == kOfacCsv) {
        return import_ofac(options, context, draft);
    }
    const watchlists::ListFormatInfo* const format = watchlists::find_format(options.format);
    if (format == nullptr) {
        return core::Error{core::Errc::kInvalid,
                           core::cat("--format: ", options.format, " is no format of a list")};
    }
    if (!options.base.empty() && !format->is_delta) {
        return core::Error{
            core::Errc::kInvalid,
            core::cat("--base: ", options.format, " files hold a whole list, and change none")};
    }
    return import_files(*format, options, context, draft);
}

std::vector<std::string> format_ids() {
    std::vector<std::string> ids{std::string{kOfacCsv}};
    for (const watchlists::ListFormatInfo& format : watchlists::list_formats()) {
        ids.emplace_back(format.id);
    }
    std::sort(ids.begin(), ids.end());
    return ids;
}

}  // namespace sarhad::ctl
