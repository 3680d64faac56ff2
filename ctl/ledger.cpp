#include "api/params.h"
#include "core/text.h"
#include "ctl/answers.h"
#include "ctl/commands.h"
#include "ctl/table.h"

#include <ostream>
#include <utility>
#include <vector>

namespace sarhad::ctl {
namespace {

using api::Json;
using api::Method;

void print_entry(Context& context, const Json& entry) {
    if (context.json) {
        print(context.out, entry);
        return;
    }
    context.out << text_or_dash(entry, "counter") << ' ' << text_or_dash(entry, "number") << ": "
                << text_or_dash(entry, "kind") << " " << text_or_dash(entry, "decision");
    const std::string crossing = text_or_dash(entry, "crossing");
    context.out << (crossing == "-" ? "" : ", crossing " + crossing) << '\n';
}

/// Page by page; what a machine holds at most is bounded there (kLedgerEntriesMax).
core::Result<std::vector<Json>> read_ledger(bool open, Context& context) {
    std::vector<Json> entries;
    std::int64_t after = 0;
    do {
        SARHAD_TRY(const Json page,
                   ask(context,
                       Method::kGet,
                       core::cat("/v1/ledger?after=", after, open ? "&open=1" : "")));
        const Json::Array& rows = elements_at(page, "entries");
        entries.insert(entries.end(), rows.begin(), rows.end());
        after = int_or_zero(page, "next");
    } while (after > 0);
    return entries;
}

}  // namespace

Outcome run(const LedgerAdd& options, Context& context) {
    SARHAD_TRY(const Json entry,
               ask(context,
                   Method::kPost,
                   "/v1/ledger",
                   Json::object({{"counter", options.counter},
                                 {"kind", options.kind},
                                 {"decision", options.decision},
                                 {"officer", options.officer}})));
    print_entry(context, entry);
    return daemon::ExitCode::kOk;
}

Outcome run(const LedgerList& options, Context& context) {
    SARHAD_TRY(std::vector<Json> entries, read_ledger(options.open, context));
    if (context.json) {
        Json rows = Json::array();
        for (Json& entry : entries) {
            rows.push(std::move(entry));
        }
        print(context.out, Json::object({{"entries", std::move(rows)}}));
        return daemon::ExitCode::kOk;
    }
    Table table{{{"COUNTER"},
                 {"NUMBER", Align::kRight},
                 {"AT"},
                 {"KIND"},
                 {"DECISION"},
                 {"OFFICER"},
                 {"CROSSING"}}};
    for (const Json& entry : entries) {
        table.add({text_or_dash(entry, "counter"),
                   text_or_dash(entry, "number"),
                   text_or_dash(entry, "at"),
                   text_or_dash(entry, "kind"),
                   text_or_dash(entry, "decision"),
                   text_or_dash(entry, "officer"),
                   text_or_dash(entry, "crossing")});
    }
    table.print(context.out);
    return daemon::ExitCode::kOk;
}

Outcome run(const LedgerEnter& options, Context& context) {
    SARHAD_TRY(
        const Json entry,
        ask(context,
            Method::kPost,
            core::cat(
                "/v1/ledger/", api::percent_encode(options.counter), "/", options.number, "/enter"),
            Json::object({{"crossing", options.crossing}, {"officer", options.officer}})));
    print_entry(context, entry);
    return daemon::ExitCode::kOk;
}

}  // namespace sarhad::ctl
