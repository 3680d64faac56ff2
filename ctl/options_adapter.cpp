#include "core/text.h"
#include "ctl/list_sources.h"
#include "ctl/option_words.h"
#include "ctl/options.h"
#include "ctl/words.h"

#include <CLI/CLI.hpp>

#include <functional>
#include <map>
#include <memory>
#include <tuple>
#include <utility>

namespace sarhad::ctl {
namespace {

using daemon::ExitCode;

/// `option` takes one of `words`, which --help tells as `shown`.
template <class Enum>
void choose(CLI::Option* option, const std::map<std::string, Enum>& words, std::string shown) {
    std::vector<std::string> known;
    known.reserve(words.size());
    for (const auto& [word, value] : words) {
        known.push_back(word);
    }
    option->transform(CLI::CheckedTransformer(words).description(std::move(shown)));
    // What is added last is asked first, and its error names the words; the other's tells bytes.
    option->transform(CLI::IsMember(known).description(""));
}

facts::PartialDate full_date(const std::string& text) {
    const auto date = facts::PartialDate::parse(text);
    if (!date || !date->is_full()) {
        throw CLI::ValidationError{"--on", text + ": wanted a day, YYYY-MM-DD"};
    }
    return *date;
}

/// A place for each command's values.
template <class T>
struct ValuesOf;
template <class... Commands>
struct ValuesOf<std::variant<Commands...>> {
    using Type = std::tuple<std::unique_ptr<Commands>...>;
};

/// Builds the command tree over one Options: each command, when it is chosen, puts its values
/// there.
class Tree {
public:
    explicit Tree(Options& options) : options_{options} {
        app_.set_version_flag("--version", "sarhadctl 0.1.0");
        app_.require_subcommand(1);
        app_.fallthrough();
        app_.add_option("--socket", options_.socket, "Control socket of the daemon to ask")
            ->capture_default_str();
        app_.add_option("--timeout", options_.timeout_seconds, "Seconds to wait for an answer")
            ->check(CLI::Range(1, 3600))
            ->capture_default_str();
        app_.add_flag("--json", options_.json, "Print one JSON value");
        list();
        screen();
        explain();
        names();
        intake();
        key();
        node();
        agency();
        alert();
        pair();
        late();
        stream();
        proof();
        bundle();
        leaf(app_, "status", "The state of the daemon", DaemonStatus{});
        auto* events =
            leaf(app_, "events", "What happens at the daemon, a JSON line each", Events{});
        auto& chosen = held<Events>();
        events->add_flag("--follow", chosen.follow, "Go on until interrupted");
        events->add_option("--seconds", chosen.seconds, "Follow for so long at most");
    }

    CLI::App& app() { return app_; }
    /// As unknown_word() wants them.
    [[nodiscard]] Nouns nouns() const {
        const std::function<bool(const CLI::App*)> all;
        Nouns nouns;
        for (const CLI::App* noun : app_.get_subcommands(all)) {
            std::vector<std::string>& verbs = nouns[noun->get_name()];
            for (const CLI::App* verb : noun->get_subcommands(all)) {
                verbs.push_back(verb->get_name());
                verbs.insert(verbs.end(), verb->get_aliases().begin(), verb->get_aliases().end());
            }
        }
        return nouns;
    }

private:
    /// Where the command's values are collected until it is known which one was chosen.
    template <class T>
    T& held() {
        return *std::get<std::unique_ptr<T>>(values_);
    }

    template <class T>
    CLI::App* leaf(CLI::App& under, const std::string& word, const std::string& what, T values) {
        auto* command = under.add_subcommand(word, what);
        std::get<std::unique_ptr<T>>(values_) = std::make_unique<T>(std::move(values));
        command->callback([this] { options_.command = held<T>(); });
        return command;
    }

    CLI::App& noun(const std::string& word, const std::string& what) {
        auto* command = app_.add_subcommand(word, what);
        command->require_subcommand(1);
        return *command;
    }

    /// The order of entries that say none.
    void profile(CLI::App& import, watchlists::ListedOrder& order) {
        choose(
            import.add_option("--action", order.action, "What entries ask for that do not say it"),
            words_of<watchlists::ListAction>(),
            "inform|search|detain|refuse-exit|refuse-entry|seize-document|discreet");
        choose(import.add_option(
                   "--direction", order.direction, "Of which crossings: both, entry, exit"),
               words_of<watchlists::ListDirection>(),
               "both|entry|exit");
        import.add_option("--owner", order.owner, "Who answers for the list [--source]");
        import.add_option("--duty-telephone", order.duty_telephone, "Of the owner, at any hour");
        import.add_option("--legal-basis", order.legal_basis, "By what law it is kept");
        import.add_option("--handling", order.handling, "The owner's handling code");
    }

    void list() {
        auto& under = noun("list", "List files, and the lists that the ports hold");
        auto* import = leaf(under, "import", "Make a list file of a source's files", ListImport{});
        auto& from = held<ListImport>();
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

        auto* publish = leaf(under, "publish", "Sign an edition for central", ListPublish{});
        auto& edition = held<ListPublish>();
        publish->add_option("LIST", edition.list, "A list file")->required();
        publish->add_option("--name", edition.name, "Name of the list [that of the file]");
        publish->add_option("--key", edition.key, "The agency's signing key")->required();
        publish
            ->add_option(
                "--edition", edition.edition, "Its number, or auto: one more than central's")
            ->capture_default_str();
        publish->add_flag("--allow-shrink",
                          edition.allows_shrink,
                          "Publish though over a tenth of the list's entries goes");

        auto* status = leaf(under, "status", "Which port has applied which edition", ListStatus{});
        status->add_option("NAME", held<ListStatus>().name, "Only this list");
    }

    void screen() {
        auto* command = leaf(app_, "screen", "Screen the persons of a CSV file", Screen{});
        auto& values = held<Screen>();
        command->add_option("--list", values.lists, "A list file; more than once for more")
            ->required()
            ->allow_extra_args(false);
        command->add_option("--input", values.input, "The CSV file, - for standard input")
            ->required();
        command->add_option("--limit", values.limit, "Hits a row at most")
            ->check(CLI::Range(1, 1000))
            ->capture_default_str();
        command->add_option("--threads", values.threads, "Threads [one a core]")
            ->check(CLI::Range(1, 256));
        command->add_flag("--timing", values.timing, "Print the times on standard error");
        command->add_flag(
            "--exhaustive", values.exhaustive, "Compare every name, without the index");
        choose(
            command->add_option("--tier", values.least, "Print from that tier up; all: any score"),
            least_words(),
            "hold|review|ask|silent|all");
        command
            ->add_option_function<std::string>(
                "--on",
                [&values](const std::string& text) { values.on = full_date(text); },
                "Day by which orders are valid [today]")
            ->type_name("YYYY-MM-DD");
    }

    void explain() {
        auto* command =
            leaf(app_, "explain", "Compute the hits of a decision again, and compare", Explain{});
        auto& values = held<Explain>();
        auto* file = command->add_option(
            "RECORD", values.file, "A crossing as JSON, as a port tells it; - for standard input");
        auto* crossing =
            command
                ->add_option("--crossing", values.crossing, "Or the id of one to ask the port for")
                ->excludes(file);
        command->add_option("--late", values.late, "Or the id of a late hit to ask the port for")
            ->excludes(file)
            ->excludes(crossing);
        command->add_option("--list", values.lists, "The list file; more than once for more")
            ->required()
            ->allow_extra_args(false);
    }

    void names() {
        auto& under = noun("names", "Names, without any list");
        leaf(under, "compare", "Score the pairs of a CSV file", NamesCompare{})
            ->add_option("PAIRS",
                         held<NamesCompare>().input,
                         "CSV with the columns schema, name1, name2; - for standard input")
            ->required();
    }

    void intake() {
        auto& under = noun("intake", "Messages from outside");
        leaf(under, "parse", "Print the facts of message files", IntakeParse{})
            ->add_option("FILE", held<IntakeParse>().files, "Message files")
            ->required();
        leaf(under, "refused", "Messages that the port could not read", IntakeRefused{});
        leaf(under, "retry", "Read refused messages again", IntakeRetry{})
            ->add_option("NAME", held<IntakeRetry>().names, "Names from `intake refused`")
            ->required();
        auto* discard =
            leaf(under, "discard", "Delete refused messages, on record", IntakeDiscard{});
        discard->add_option("NAME", held<IntakeDiscard>().names, "Names from `intake refused`")
            ->required();
        discard->add_option("--why", held<IntakeDiscard>().why, "The reason, for the record")
            ->required();
    }

    void key() {
        auto& under = noun("key", "Key files");
        auto* make = leaf(under, "new", "Make a private key file", KeyNew{});
        auto* kind = make->add_option(
            "--kind", held<KeyNew>().purpose, "sign, link, seal, store or subject");
        choose(kind->required(), purpose_words(), "sign|link|seal|store|subject");
        make->add_option("--out", held<KeyNew>().output, "File to write; it must not exist")
            ->required();
        make->add_flag(
            "--protect", held<KeyNew>().is_protected, "By a passphrase; public half in FILE.pub");
        passphrase(*make, held<KeyNew>().passphrase_file);
        auto* show =
            leaf(under,
                 "show",
                 "The public part of a key file; what a trust document says, and who signed",
                 KeyShow{});
        show->add_option("FILE", held<KeyShow>().file, "A key file or a trust document")
            ->required();
        show->add_option("--root", held<KeyShow>().root, "The root whose roles its signers hold");
        documents(under);
        vault(under);
    }

    void vault(CLI::App& under) {
        auto* lock = leaf(under, "lock", "Put a folder's keys under a passphrase", KeyLock{});
        lock->add_option("FOLDER", held<KeyLock>().folder, "Its *.key go into keys.vault")
            ->required();
        passphrase(*lock, held<KeyLock>().passphrase_file);
        auto* unlock = leaf(under, "unlock", "Take them out again, at each boot", KeyUnlock{});
        unlock->add_option("FOLDER", held<KeyUnlock>().folder, "With keys.vault")->required();
        unlock->add_option("--to", held<KeyUnlock>().output, "A folder in memory")->required();
        passphrase(*unlock, held<KeyUnlock>().passphrase_file);
    }

    static void passphrase(CLI::App& command, std::string& file) {
        command.add_option(
            "--passphrase-file", file, "Its first line is the passphrase [the terminal is asked]");
    }

    void documents(CLI::App& under) {
        auto* ceremony =
            leaf(under, "ceremony", "Draft the first version of a trust document", KeyCeremony{});
        auto& first = held<KeyCeremony>();
        ceremony->add_option("PLAN", first.plan, "What it says, in TOML")->required();
        ceremony->add_option("--out", first.output, "The draft; it must not exist")->required();
        auto* rotate = leaf(under, "rotate", "Draft its next version", KeyRotate{});
        auto& next = held<KeyRotate>();
        rotate->add_option("PLAN", next.plan, "All that it says then, in TOML")->required();
        rotate->add_option("--after", next.before, "The version that holds")->required();
        rotate->add_option("--out", next.output, "The draft; it must not exist")->required();
        auto* sign = leaf(under, "sign", "Put one holder's signature on a draft", KeySign{});
        auto& signing = held<KeySign>();
        sign->add_option("DOCUMENT", signing.document, "The draft; the signature is added to it")
            ->required();
        sign->add_option("--key", signing.key, "The holder's key file")->required();
        sign->add_option("--root", signing.root, "The root whose roles sign it");
        passphrase(*sign, signing.passphrase_file);
        auto* verify = leaf(under, "verify", "What a node makes of trust documents", KeyVerify{});
        auto& verifying = held<KeyVerify>();
        verify->add_option("FILE", verifying.files, "A folder of *.trust, or documents in order")
            ->required();
        verify->add_option("--at", verifying.at, "The time to judge by, UTC [now]")
            ->type_name("YYYY-MM-DDTHH:MM:SSZ");
        verify->add_option("--fingerprint", verifying.fingerprint, "Of the first root");
        verify->add_option("--site", verifying.site, "Whose policy: PKXXA-1 [every site's]");
    }

    void node() {
        auto& under = noun("node", "The daemons at the ports");
        auto* add = leaf(under,
                         "add",
                         "Make a node: its keys, its configuration, its place at central",
                         NodeAdd{});
        auto& values = held<NodeAdd>();
        add->add_option("--port", values.port, "UN/LOCODE of the border point")->required();
        add->add_option("--site", values.site, "Number of the site there")->capture_default_str();
        add->add_option("--out", values.output, "Folder to write; a new or an empty one")
            ->required();
        add->add_option("--central", values.control, "Where nodes reach central: tcp://HOST:PORT")
            ->required();
        add->add_option("--central-bulk", values.bulk, "Its bulk endpoint [the next port]");
        add->add_flag("--local", values.local, "Database, spool and socket in the folder too");
        leaf(under, "list", "Every node with its state", NodeList{})->alias("ls");
        leaf(under, "show", "One node", NodeShow{})
            ->add_option("NODE", held<NodeShow>().node, "Its number")
            ->required();
        leaf(under, "revoke", "Shut a node out for good", NodeRevoke{})
            ->add_option("NODE", held<NodeRevoke>().node, "Its number")
            ->required();
    }

    void agency() {
        auto& under = noun("agency", "Who may sign lists");
        auto* add =
            leaf(under, "add", "From now on lists of this name need its signature", AgencyAdd{});
        auto& values = held<AgencyAdd>();
        add->add_option("NAME", values.name, "wl/<agency>: where its lists' names begin")
            ->required();
        add->add_option("--key", values.keys, "Its key file; more than once for more")
            ->required()
            ->allow_extra_args(false);
        add->add_option("--threshold", values.threshold, "How many of them must have signed")
            ->capture_default_str();
    }

    void alert() {
        auto& under = noun("alert", "What every port was warned of");
        auto* listing = leaf(under, "list", "Alerts, the newest first", AlertList{})->alias("ls");
        listing->add_option("--limit", held<AlertList>().limit, "Alerts at most")
            ->check(CLI::Range(std::uint64_t{1}, kAlertsListedMax))
            ->capture_default_str();
        listing->add_option("--before", held<AlertList>().before, "Only those before this number");
        auto* ack = leaf(under, "ack", "An officer has read an alert", AlertAck{});
        ack->add_option("ALERT", held<AlertAck>().alert, "Its id")->required();
        ack->add_option("--officer", held<AlertAck>().officer, "The officer's account")->required();
    }

    void pair() {
        auto& under = noun("pair", "Travellers who are not the listed person");
        auto* listing =
            leaf(under, "list", "What officers have said, removed pairs too", PairList{})
                ->alias("ls");
        listing->add_option(
            "--list", held<PairList>().list, "At central: an agency's lists, or one of them");
        listing->add_option("--limit", held<PairList>().limit, "At central: pairs at most")
            ->check(CLI::Range(std::uint64_t{1}, kPairsListedMax))
            ->capture_default_str();
        listing->add_option(
            "--before", held<PairList>().before, "At central: only those before this number");
        auto* add = leaf(under, "add", "This traveller is not the entry's person", PairAdd{});
        auto& values = held<PairAdd>();
        add->add_option("CROSSING", values.crossing, "Id of the crossing with the hit")->required();
        add->add_option("--list", values.list, "Name of the hit's list")->required();
        add->add_option("--entry", values.entry, "The hit's entry")->required();
        add->add_option("--officer", values.officer, "Your account")->required();
        add->add_option("--reason", values.reason, "How you know; no personal data")->required();
        add->add_option("--days", values.days, "It stands so long")
            ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{365}))
            ->capture_default_str();
        auto* remove = leaf(under, "remove", "The pair suppresses nothing any more", PairRemove{});
        remove->add_option("PAIR", held<PairRemove>().pair, "Its id")->required();
        remove->add_option("--officer", held<PairRemove>().officer, "Your account")->required();
        auto* withdraw = leaf(under,
                              "withdraw",
                              "At central: the list's owner says that it is the person",
                              PairWithdraw{});
        auto& word = held<PairWithdraw>();
        withdraw->add_option("PAIR", word.pair, "Its id")->required();
        withdraw->add_option("--node", word.node, "The node that told it")
            ->required()
            ->check(CLI::Range(1U, 4294967295U));
        withdraw->add_option("--officer", word.officer, "Your account")->required();
        withdraw->add_option("--reason", word.reason, "How you know; no personal data")->required();
    }

    void late() {
        auto& under = noun("late", "Travellers who were listed after they passed");
        auto* listing =
            leaf(under, "list", "Late hits by entry, the strongest first", LateList{})->alias("ls");
        listing->add_option("--limit", held<LateList>().limit, "Late hits at most")
            ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{200}))
            ->capture_default_str();
        listing->add_option("--before", held<LateList>().before, "Only those before this number");
        auto* clear = leaf(under, "clear", "Who passed is not the entry's person", LateClear{});
        auto& values = held<LateClear>();
        clear->add_option("LATE", values.late, "Id of the late hit")->required();
        clear->add_option("--officer", values.officer, "Your account")->required();
        clear->add_option("--reason", values.reason, "How you know; no personal data")->required();
        clear->add_option("--days", values.days, "It stands so long")
            ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{365}))
            ->capture_default_str();
    }

    void stream() {
        auto& under = noun("stream", "What travels between a port and central");
        leaf(under, "list", "Streams that are stopped, and who released which", StreamList{})
            ->alias("ls");
        auto* release = leaf(under, "release", "Lets a stopped stream move again", StreamRelease{});
        auto& values = held<StreamRelease>();
        release->add_option("DIRECTION", values.direction, "up (to central) or down (from it)")
            ->required()
            ->check(CLI::IsMember({"up", "down"}));
        release->add_option("STREAM", values.stream, "Its number")
            ->required()
            ->check(CLI::Range(1, 65535));
        release->add_option("--node", values.node, "At central: whose stream")
            ->check(CLI::Range(1U, 4294967295U));
        release->add_option("--officer", values.officer, "Your account")->required();
        release->add_option("--reason", values.reason, "Why it may move again")->required();
    }

    void proof() {
        auto& under = noun("proof", "Which lists a port had in force, and when");
        auto* port = leaf(under, "port", "What the port had at a moment", ProofPort{});
        auto& values = held<ProofPort>();
        port->add_option("PORT", values.port, "UN/LOCODE and site, such as PKXXA-1")->required();
        port->add_option("--at", values.at, "The moment, such as 2026-11-23T09:14:02Z")->required();
        port->add_option("--output", values.output, "The certificate's file")->required();
        auto* verify = leaf(under, "verify", "Holds a certificate against keys", ProofVerify{});
        checked(*verify, "CERTIFICATE", held<ProofVerify>().certificate, held<ProofVerify>().trust);
    }

    static void checked(CLI::App& verify, const char* what, std::string& file, std::string& trust) {
        verify.add_option(what, file, "Its file")->required();
        verify.add_option("--trust", trust, "A trust file, such as a port's trust.toml")
            ->required();
    }

    void bundle() {
        auto& under = noun("bundle", "Lists in one file, for a port without a link");
        auto* make = leaf(under, "make", "Carries away what central publishes", BundleMake{});
        make->add_option("--output", held<BundleMake>().output, "The bundle's file")->required();
        make->add_option("--list", held<BundleMake>().lists, "Only this list; and more, for more");
        auto* verify = leaf(under, "verify", "Holds a bundle against keys", BundleVerify{});
        checked(*verify, "BUNDLE", held<BundleVerify>().bundle, held<BundleVerify>().trust);
        auto* apply = leaf(under, "apply", "Gives a bundle's lists to a port", BundleApply{});
        apply->add_option("BUNDLE", held<BundleApply>().bundle, "Its file")->required();
    }

    Options& options_;
    CLI::App app_{"One command line over Sarhad's daemons and files.", "sarhadctl"};
    ValuesOf<Command>::Type values_{};
};

}  // namespace

std::variant<Options, Farewell> parse_options(int argc,
                                              const char* const* argv,
                                              const std::string& default_socket) {
    if (argc < 2) {
        return Farewell{ExitCode::kOk, std::string{short_help()}};
    }
    Options options;
    options.socket = default_socket;
    Tree tree{options};
    if (std::string wrong = unknown_word({argv + 1, argv + argc}, tree.nouns()); !wrong.empty()) {
        return Farewell{ExitCode::kUsage, core::cat("sarhadctl: ", wrong, "\n")};
    }
    try {
        tree.app().parse(argc, argv);
    } catch (const CLI::CallForAllHelp&) {
        return Farewell{ExitCode::kOk, tree.app().help("", CLI::AppFormatMode::All)};
    } catch (const CLI::CallForHelp&) {
        return Farewell{ExitCode::kOk, tree.app().help()};
    } catch (const CLI::CallForVersion& version) {
        return Farewell{ExitCode::kOk, core::cat(version.what(), "\n")};
    } catch (const CLI::ParseError& error) {
        return Farewell{ExitCode::kUsage,
                        core::cat("sarhadctl: ", error.what(), " (--help tells the options)\n")};
    }
    return options;
}

}  // namespace sarhad::ctl
