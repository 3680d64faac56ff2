#include "core/text.h"
#include "ctl/commands.h"
#include "ctl/list_report.h"
#include "ctl/list_sources.h"
#include "watchlists/formats.h"
#include "watchlists/list_file.h"
#include "watchlists/shrink.h"
#include "wire/hash.h"

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

/// Takes out the entries that ask for nothing: a list is orders, not names.
void refuse_without_action(SourceImport& import, const watchlists::ListedOrder& profile) {
    if (profile.action != ListAction::kNone) {
        return;
    }
    std::erase_if(import.entries, [&](const watchlists::ListEntry& entry) {
        if (entry.order.action != ListAction::kNone) {
            return false;
        }
        --import.report.imported;
        ++import.report.refused_count;
        if (import.report.refused.size() < watchlists::kMaxRefusedKept) {
            import.report.refused.push_back(
                {core::cat("entry ", entry.id),
                 "no action: name one in its action column, or for all with --action"});
        }
        return true;
    });
}

}  // namespace

Outcome run(const ListImport& options, Context& context) {
    SARHAD_TRY_STATUS(check(options));
    SARHAD_TRY(SourceImport import, read_sources(options, context));
    watchlists::ListManifest manifest;
    manifest.name = options.name.empty() ? default_name(options.source) : options.name;
    manifest.source = options.source;
    manifest.thresholds = watchlists::Thresholds::shipped();
    manifest.profile = profile_of(options);
    refuse_without_action(import, manifest.profile);
    if (import.entries.empty()) {
        return core::Error{
            core::Errc::kInvalid,
            core::cat(options.files[0],
                      ": no entry is left",
                      import.report.refused.empty() ? "" : "; the first that was refused, ",
                      import.report.refused.empty() ? "" : import.report.refused[0].place,
                      import.report.refused.empty() ? "" : ": ",
                      import.report.refused.empty() ? "" : import.report.refused[0].reason)};
    }
    SARHAD_TRY(const std::optional<std::uint64_t> shrunk_from,
               check_replaced(options, context, import.entries.size()));
    for (watchlists::ListEntry& entry : import.entries) {
        entry.source = options.source;
    }
    SARHAD_TRY(const core::Bytes file,
               watchlists::write_list(manifest, import.entries, &wire::blake2b));
    SARHAD_TRY_STATUS(write_output(context, options.output, file, core::FileMode::kPrivate));
    ListReport report{
        import.report, manifest.name, options.output, import.entries.size(), shrunk_from, {}};
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
