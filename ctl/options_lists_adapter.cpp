#include "ctl/list_sources.h"
#include "ctl/option_tree.h"
#include "ctl/option_words.h"
#include "intake/generate/generate.h"

#include <CLI/CLI.hpp>

#include <string>

namespace sarhad::ctl {
namespace {

facts::PartialDate full_date(const std::string& text) {
    const auto date = facts::PartialDate::parse(text);
    if (!date || !date->is_full()) {
        throw CLI::ValidationError{"--on", text + ": wanted a day, YYYY-MM-DD"};
    }
    return *date;
}

/// The order of entries that say none.
void profile(CLI::App& import, watchlists::ListedOrder& order) {
    choose(import.add_option("--action", order.action, "What entries ask for that do not say it"),
           words_of<watchlists::ListAction>(),
           "inform|search|detain|refuse-exit|refuse-entry|seize-document|discreet");
    choose(
        import.add_option("--direction", order.direction, "Of which crossings: both, entry, exit"),
        words_of<watchlists::ListDirection>(),
        "both|entry|exit");
    import.add_option("--owner", order.owner, "Who answers for the list [--source]");
    import.add_option("--duty-telephone", order.duty_telephone, "Of the owner, at any hour");
    import.add_option("--legal-basis", order.legal_basis, "By what law it is kept");
    import.add_option("--handling", order.handling, "The owner's handling code");
}

void list(OptionTree& tree) {
    auto& under = tree.noun("list", "List files, and the lists that the ports hold");
    auto* import = tree.leaf(under, "import", "Make a list file of a source's files", ListImport{});
    auto& from = tree.held<ListImport>();
    import->add_option("--format", from.format, "What the files are: un-xml, ofac-csv ...")
        ->required()
        ->check(CLI::IsMember(format_ids()));
    import->add_option("--source", from.source, "Who lists: UN, OFAC, ...")->required();
    import->add_option("--name", from.name, "Name of the list [wl/<source>/list]");
    import->add_option("FILE", from.files, "The source's files, or its folder")->required();
    import->add_option("--output", from.output, "The list file to write")->required();
    import->add_flag("--allow-shrink",
                     from.allows_shrink,
                     "Replace LIST though over a tenth of its entries goes");
    import->add_option("--base", from.base, "The list file that the changes of FILE apply to");
    profile(*import, from.profile);

    auto* publish = tree.leaf(under, "publish", "Sign an edition for central", ListPublish{});
    auto& edition = tree.held<ListPublish>();
    publish->add_option("LIST", edition.list, "A list file")->required();
    publish->add_option("--name", edition.name, "Name of the list [that of the file]");
    publish->add_option("--key", edition.key, "The agency's signing key")->required();
    publish
        ->add_option("--edition", edition.edition, "Its number, or auto: one more than central's")
        ->capture_default_str();
    publish->add_flag("--allow-shrink",
                      edition.allows_shrink,
                      "Publish though over a tenth of the list's entries goes");
    auto* sealed = publish->add_option("--sealed", edition.sealed, "For a compartment's ports");
    auto* data_key = publish->add_option("--data-key", edition.data_key, "Its data key");
    sealed->needs(data_key);
    data_key->needs(sealed);

    auto* status = tree.leaf(under, "status", "Which port has applied which edition", ListStatus{});
    status->add_option("NAME", tree.held<ListStatus>().name, "Only this list");

    auto* show = tree.leaf(under, "show", "All that a list file says of one entry", ListShow{});
    show->add_option("LIST", tree.held<ListShow>().list, "A list file")->required();
    show->add_option("ENTRY", tree.held<ListShow>().entry, "Its reference, as a hit has it")
        ->required();
}

void screen(OptionTree& tree) {
    auto* command = tree.leaf(tree.app(), "screen", "Screen the persons of a CSV file", Screen{});
    auto& values = tree.held<Screen>();
    command->add_option("--list", values.lists, "A list file; more than once for more")
        ->required()
        ->allow_extra_args(false);
    command->add_option("--input", values.input, "The CSV file, - for standard input")->required();
    command->add_option("--limit", values.limit, "Hits a row at most")
        ->check(CLI::Range(1, 1000))
        ->capture_default_str();
    command->add_option("--threads", values.threads, "Threads [one a core]")
        ->check(CLI::Range(1, 256));
    command->add_flag("--timing", values.timing, "Print the times on standard error");
    command->add_flag("--exhaustive", values.exhaustive, "Compare every name, without the index");
    choose(command->add_option("--tier", values.least, "Print from that tier up; all: any score"),
           least_words(),
           "hold|review|ask|silent|all");
    command
        ->add_option_function<std::string>(
            "--on",
            [&values](const std::string& text) { values.on = full_date(text); },
            "Day by which orders are valid [today]")
        ->type_name("YYYY-MM-DD");
}

void explain(OptionTree& tree) {
    auto* command = tree.leaf(
        tree.app(), "explain", "Compute the hits of a decision again, and compare", Explain{});
    auto& values = tree.held<Explain>();
    auto* file = command->add_option(
        "RECORD", values.file, "A crossing as JSON, as a port tells it; - for standard input");
    auto* crossing =
        command->add_option("--crossing", values.crossing, "Or the id of one to ask the port for")
            ->excludes(file);
    command->add_option("--late", values.late, "Or the id of a late hit to ask the port for")
        ->excludes(file)
        ->excludes(crossing);
    command->add_option("--list", values.lists, "The list file; more than once for more")
        ->required()
        ->allow_extra_args(false);
}

void names(OptionTree& tree) {
    auto& under = tree.noun("names", "Names, without any list");
    tree.leaf(under, "compare", "Score the pairs of a CSV file", NamesCompare{})
        ->add_option("PAIRS",
                     tree.held<NamesCompare>().input,
                     "CSV with the columns schema, name1, name2; - for standard input")
        ->required();
}

/// What is made of messages without any daemon.
void intake_files(OptionTree& tree, CLI::App& under) {
    auto* check =
        tree.leaf(under, "check", "Say what is wrong with forms and messages", IntakeCheck{});
    check->add_option("FILE", tree.held<IntakeCheck>().files, "Forms or messages")->required();
    auto* out = tree.leaf(under, "export", "Seizures for others, without names", IntakeExport{});
    out->add_option("FILE", tree.held<IntakeExport>().files, "Files of seizure forms")->required();
    out->add_option("--format", tree.held<IntakeExport>().format, "For whom")
        ->check(CLI::IsMember({"ncen"}))
        ->capture_default_str();
    auto* reply = tree.leaf(under, "reply", "What is answered to a carrier at once", IntakeReply{});
    reply->add_option("FILE", tree.held<IntakeReply>().file, "What he sent")->required();
    reply->add_option("--format", tree.held<IntakeReply>().format, "Of the reply")
        ->check(CLI::IsMember({"contrl", "cusres", "ackres"}))
        ->capture_default_str();
    reply->add_option("--reference", tree.held<IntakeReply>().reference, "Its control reference")
        ->capture_default_str();
    auto* generate =
        tree.leaf(under, "generate", "Invent messages, to try things with", IntakeGenerate{});
    auto& values = tree.held<IntakeGenerate>();
    generate->add_option("--kind", values.kind, "Of which kind")
        ->required()
        ->check(CLI::IsMember(intake::generator_kinds()));
    generate->add_option("--seed", values.seed, "The same seed gives the same bytes")
        ->capture_default_str();
    generate->add_option("--count", values.count, "Messages")
        ->check(CLI::Range(std::uint64_t{1}, intake::kGeneratedMax))
        ->capture_default_str();
    generate->add_option("--errors", values.errors, "Messages with something wrong, of a thousand")
        ->check(CLI::Range(std::uint64_t{0}, std::uint64_t{1000}))
        ->capture_default_str();
}

void intake(OptionTree& tree) {
    auto& under = tree.noun("intake", "Messages from outside");
    intake_files(tree, under);
    auto* parse = tree.leaf(under, "parse", "Print the facts of message files", IntakeParse{});
    parse->add_option("FILE", tree.held<IntakeParse>().files, "Message files; - is stdin")
        ->required();
    parse->add_flag("--summary",
                    tree.held<IntakeParse>().is_summary,
                    "Print for each file how much of what it tells of");
    tree.leaf(under, "refused", "Messages that the port could not read", IntakeRefused{});
    tree.leaf(under, "retry", "Read refused messages again", IntakeRetry{})
        ->add_option("NAME", tree.held<IntakeRetry>().names, "Names from `intake refused`")
        ->required();
    auto* discard =
        tree.leaf(under, "discard", "Delete refused messages, on record", IntakeDiscard{});
    discard->add_option("NAME", tree.held<IntakeDiscard>().names, "Names from `intake refused`")
        ->required();
    discard->add_option("--why", tree.held<IntakeDiscard>().why, "The reason, for the record")
        ->required();
}

}  // namespace

void add_list_commands(OptionTree& tree) {
    list(tree);
    screen(tree);
    explain(tree);
    names(tree);
    intake(tree);
}

}  // namespace sarhad::ctl
