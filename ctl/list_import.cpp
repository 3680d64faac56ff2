#include "core/text.h"
#include "ctl/commands.h"
#include "ctl/list_draft.h"
#include "ctl/list_report.h"
#include "ctl/list_sources.h"
#include "watchlists/formats.h"
#include "watchlists/list_file.h"
#include "watchlists/shrink.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace sarhad::ctl {
namespace {

using daemon::ExitCode;
using watchlists::ListAction;

/// "wl/<source>/list": lower case, whatever is no letter or digit becomes '-'.
std::string default_name(std::string_view source) {
    std::string word = core::ascii_lower(source);
    for (char& letter : word) {
        const bool plain = (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9');
        letter = plain ? letter : '-';
    }
    return core::cat("wl/", word, "/list");
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
/// list file has none to lose.
core::Result<std::optional<std::uint64_t>> check_replaced(const ListImport& options,
                                                          Context& context,
                                                          std::uint64_t entries) {
    const core::Result<core::Bytes> bytes =
        context.files.read_part(options.output, 0, core::ByteSize{watchlists::kMaxListFileHead});
    if (!bytes) {
        return std::optional<std::uint64_t>{};
    }
    const auto before = watchlists::read_list_head(*bytes);
    if (!before || before->manifest.source != options.source) {
        return std::optional<std::uint64_t>{};
    }
    const std::uint64_t held = before->entries;
    const core::Status whole = watchlists::check_shrink(held, entries);
    if (whole) {
        return std::optional<std::uint64_t>{};
    }
    if (!options.allows_shrink) {
        return core::Error{whole.error().code, core::cat(options.output, ": ", whole.error().what)};
    }
    return std::optional{held};
}

/// The list's profile: what the command line says; a published list whose publisher gives no orders
/// asks to inform its publisher.
watchlists::ListedOrder profile_of(const ListImport& options) {
    watchlists::ListedOrder profile = options.profile;
    const watchlists::ListFormatInfo* const format = watchlists::find_format(options.format);
    const bool is_agency = format != nullptr && format->owner == watchlists::ListOwner::kAgency;
    if (!is_agency && profile.action == ListAction::kNone) {
        profile.action = ListAction::kInform;
    }
    if (!is_agency && profile.owner.empty()) {
        profile.owner = options.source;
    }
    return profile;
}

/// A source that passes a limit passes it again: there is nothing to wait for.
core::Result<SourceImport> read_within_limits(const ListImport& options,
                                              Context& context,
                                              ListDraft& draft) {
    auto import = read_sources(options, context, draft);
    if (!import && import.error().code == core::Errc::kExhausted) {
        return core::Error{core::Errc::kInvalid, import.error().what};
    }
    return import;
}

core::Error nothing_left(const ListImport& options, const watchlists::ImportReport& report) {
    const bool has_reason = !report.refused.empty();
    return core::Error{
        core::Errc::kInvalid,
        core::cat(options.files[0],
                  ": no entry is left, and an empty list cannot be told from a mistake",
                  has_reason ? "; the first that was refused, " : "",
                  has_reason ? report.refused[0].place : "",
                  has_reason ? ": " : "",
                  has_reason ? report.refused[0].reason : "")};
}

}  // namespace

Outcome run(const ListImport& options, Context& context) {
    SARHAD_TRY_STATUS(check(options));
    watchlists::ListManifest manifest;
    manifest.name = options.name.empty() ? default_name(options.source) : options.name;
    manifest.source = options.source;
    manifest.thresholds = watchlists::Thresholds::shipped();
    manifest.profile = profile_of(options);
    ListDraft draft{manifest, context.files, options.output};
    SARHAD_TRY(SourceImport import, read_within_limits(options, context, draft));
    const std::uint64_t entries = draft.entries();
    if (entries == 0) {
        return nothing_left(options, import.report);
    }
    SARHAD_TRY(const std::optional<std::uint64_t> shrunk_from,
               check_replaced(options, context, entries));
    SARHAD_TRY_STATUS(draft.write());
    ListReport report{import.report, manifest.name, options.output, entries, shrunk_from, {}};
    if (!options.base.empty() || import.removed != 0) {
        report.removed = import.removed;
    }
    if (context.json) {
        print(context.out, to_json(report));
    } else {
        print_text(context.out, report);
    }
    return ExitCode::kOk;
}

}  // namespace sarhad::ctl
