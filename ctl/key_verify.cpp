// sarhadctl key verify: what a node would make of trust documents, told offer by offer.
#include "core/text.h"
#include "ctl/commands.h"
#include "ctl/table.h"
#include "ctl/trust_files.h"
#include "replication/trust/root_step.h"
#include "replication/trust/trust_state.h"

#include <algorithm>
#include <ostream>
#include <tuple>
#include <utility>

namespace sarhad::ctl {

using core::cat;
using replication::TrustReason;
using replication::TrustState;
using replication::TrustVerdict;
using wire::DocumentKind;

namespace {

constexpr std::string_view kSuffix = ".trust";

/// A file with its document, or with why it has none.
struct Offered {
    std::string path;
    std::optional<wire::SignedDocument> document;
    TrustVerdict unread;
    std::uint64_t version{0};  ///< As it claims, for the order of a folder only.

    [[nodiscard]] bool is_root() const { return document && document->kind == DocumentKind::kRoot; }
};

/// Files that are offered at once, and what became of them.
struct Told {
    std::vector<std::string> paths;
    TrustVerdict verdict;
};

core::Result<Offered> read_offered(Context& context, const std::string& path) {
    Offered offered;
    offered.path = path;
    const auto file = context.files.read(path, kTrustFileLimit);
    auto document =
        file ? wire::read_document(*file) : core::Result<wire::SignedDocument>{file.error()};
    if (!document) {
        const bool is_large = document.error().code == core::Errc::kExhausted;
        offered.unread = {is_large ? TrustReason::kTooLarge : TrustReason::kMalformed,
                          document.error().what};
        return offered;
    }
    if (const auto told = document_json(*document); told) {
        const auto version = told->int_at("version");
        offered.version = version ? static_cast<std::uint64_t>(*version) : 0;
    }
    offered.document = *std::move(document);
    return offered;
}

/// A folder's documents in the order in which each finds what it stands on: by kind, then version.
core::Result<std::vector<Offered>> read_all(Context& context, const KeyVerify& options) {
    std::vector<std::string> paths = options.files;
    const auto names =
        paths.size() == 1
            ? context.files.list(paths.front())
            : core::Result<std::vector<std::string>>{core::Error{core::Errc::kNotFound, {}}};
    const bool is_folder = names.has_value();
    if (is_folder) {
        const std::string folder = paths.front();
        paths.clear();
        for (const std::string& name : *names) {
            if (name.ends_with(kSuffix)) {
                paths.push_back(cat(folder, "/", name));
            }
        }
        if (paths.empty()) {
            return core::Error{core::Errc::kInvalid,
                               cat(folder, ": holds no file that ends in ", kSuffix)};
        }
    }
    std::vector<Offered> all;
    for (const std::string& path : paths) {
        SARHAD_TRY(Offered one, read_offered(context, path));
        all.push_back(std::move(one));
    }
    const auto rank = [](const Offered& one) {
        return std::tuple{!one.document.has_value(),
                          one.document ? one.document->kind : DocumentKind::kRoot,
                          one.version};
    };
    if (is_folder) {
        std::stable_sort(all.begin(), all.end(), [&](const Offered& a, const Offered& b) {
            return rank(a) < rank(b);
        });
    }
    return all;
}

core::Result<TrustState> begin(const Offered& anchor,
                               const replication::Clocks& now,
                               const KeyVerify& options,
                               Told& told) {
    told.paths = {anchor.path};
    if (!anchor.document) {
        told.verdict = anchor.unread;
        return core::Error{core::Errc::kInvalid, anchor.unread.what};
    }
    const auto read = replication::read_anchor(*anchor.document);
    if (const auto* refused = std::get_if<TrustVerdict>(&read); refused != nullptr) {
        told.verdict = *refused;
        return core::Error{core::Errc::kInvalid, refused->what};
    }
    const std::string print = fingerprint(wire::document_hash(*anchor.document));
    if (!options.fingerprint.empty() && options.fingerprint != print) {
        return core::Error{core::Errc::kUnauthenticated,
                           cat(anchor.path,
                               ": its fingerprint is ",
                               print,
                               ", not ",
                               options.fingerprint,
                               ": this is another root")};
    }
    told.verdict = {TrustReason::kInstalled,
                    cat("root ", anchor.version, " is what the others are judged by: ", print)};
    return TrustState::begin(*anchor.document, replication::SecureTime::believed(now));
}

/// Offers everything behind the anchor: roots that follow one another are one walk.
void offer_all(const std::vector<Offered>& all,
               TrustState& state,
               const replication::Clocks& now,
               std::vector<Told>& told) {
    for (std::size_t at = 1; at < all.size();) {
        Told one;
        if (!all[at].document) {
            one = {{all[at].path}, all[at].unread};
            ++at;
        } else if (all[at].is_root()) {
            std::vector<wire::SignedDocument> walk;
            for (; at < all.size() && all[at].is_root(); ++at) {
                one.paths.push_back(all[at].path);
                walk.push_back(*all[at].document);
            }
            one.verdict = state.walk(walk, now);
        } else {
            one = {{all[at].path}, state.offer(*all[at].document, now)};
            ++at;
        }
        told.push_back(std::move(one));
    }
}

std::string paths_of(const Told& one) {
    return one.paths.size() == 1 ? one.paths.front()
                                 : cat(one.paths.front(), " .. ", one.paths.back());
}

void print_json(Context& context,
                const std::vector<Told>& told,
                const std::optional<TrustState>& state,
                const replication::Clocks& now,
                const std::string& site) {
    api::Json offers = api::Json::array();
    for (const Told& one : told) {
        api::Json files = api::Json::array();
        for (const std::string& path : one.paths) {
            files.push(path);
        }
        offers.push(api::Json::object({{"files", std::move(files)},
                                       {"verdict", word_of(one.verdict.reason)},
                                       {"what", one.verdict.what}}));
    }
    api::Json whole =
        api::Json::object({{"schema", "sarhad.trust.verify/1"}, {"at", core::to_rfc3339(now.rtc)}});
    whole.set("offers", std::move(offers));
    if (state) {
        const replication::TrustVersions held = state->versions();
        const replication::TrustAge age = state->age(now.mono, site);
        whole.set("root", held.root);
        whole.set("revocations", held.revocations);
        whole.set("head", held.head);
        whole.set("tick", held.tick);
        whole.set("state", word_of(age.state));
        whole.set("as_of", age.as_of ? api::Json{core::to_rfc3339(*age.as_of)} : api::Json{});
        whole.set("age_seconds", age.seconds);
    }
    print(context.out, whole);
}

void print_text(Context& context,
                const std::vector<Told>& told,
                const std::optional<TrustState>& state,
                const replication::Clocks& now,
                const std::string& site) {
    Table table{{{"FILE"}, {"VERDICT"}, {"WHAT"}}};
    for (const Told& one : told) {
        table.add({paths_of(one), std::string{word_of(one.verdict.reason)}, one.verdict.what});
    }
    table.print(context.out);
    if (!state) {
        return;
    }
    const replication::TrustVersions held = state->versions();
    const replication::TrustAge age = state->age(now.mono, site);
    context.out << cat(
        "At ",
        told_time(now.rtc),
        " a node with these holds root ",
        held.root,
        ", revocations ",
        held.revocations,
        ", head ",
        held.head,
        ", tick ",
        held.tick,
        ": ",
        word_of(age.state),
        age.as_of ? cat(", data as of ", told_time(*age.as_of)) : std::string{", no tick yet"},
        "\n");
}

}  // namespace

Outcome run(const KeyVerify& options, Context& context) {
    replication::Clocks now{context.clock.wall(), {}};
    if (!options.at.empty()) {
        SARHAD_TRY(now.rtc, parse_time(options.at));
    }
    SARHAD_TRY(const std::vector<Offered> all, read_all(context, options));
    std::vector<Told> told(1);
    auto begun = begin(all.front(), now, options, told.front());
    if (!begun && told.front().verdict.what.empty()) {
        return begun.error();
    }
    std::optional<TrustState> state;
    if (begun) {
        state = *std::move(begun);
        offer_all(all, *state, now, told);
    }
    (context.json ? print_json : print_text)(context, told, state, now, options.site);
    const bool is_whole =
        std::all_of(told.begin(), told.end(), [](const Told& one) { return one.verdict.holds(); });
    return is_whole ? daemon::ExitCode::kOk
           : state  ? daemon::ExitCode::kPartlyDone
                    : daemon::ExitCode::kBadInput;
}

}  // namespace sarhad::ctl
