#include "ctl/option_tree.h"

#include <CLI/CLI.hpp>

namespace sarhad::ctl {
namespace {

void alert(OptionTree& tree) {
    auto& under = tree.noun("alert", "What every port was warned of");
    auto* listing = tree.leaf(under, "list", "Alerts, the newest first", AlertList{})->alias("ls");
    listing->add_option("--limit", tree.held<AlertList>().limit, "Alerts at most")
        ->check(CLI::Range(std::uint64_t{1}, kAlertsListedMax))
        ->capture_default_str();
    listing->add_option("--before", tree.held<AlertList>().before, "Only those before this number");
    auto* ack = tree.leaf(under, "ack", "An officer has read an alert", AlertAck{});
    ack->add_option("ALERT", tree.held<AlertAck>().alert, "Its id")->required();
    ack->add_option("--officer", tree.held<AlertAck>().officer, "The officer's account")
        ->required();
}

void pair(OptionTree& tree) {
    auto& under = tree.noun("pair", "Travellers who are not the listed person");
    auto* listing =
        tree.leaf(under, "list", "What officers have said, removed pairs too", PairList{})
            ->alias("ls");
    listing->add_option(
        "--list", tree.held<PairList>().list, "At central: an agency's lists, or one of them");
    listing->add_option("--limit", tree.held<PairList>().limit, "At central: pairs at most")
        ->check(CLI::Range(std::uint64_t{1}, kPairsListedMax))
        ->capture_default_str();
    listing->add_option(
        "--before", tree.held<PairList>().before, "At central: only those before this number");
    auto* add = tree.leaf(under, "add", "This traveller is not the entry's person", PairAdd{});
    auto& values = tree.held<PairAdd>();
    add->add_option("CROSSING", values.crossing, "Id of the crossing with the hit")->required();
    add->add_option("--list", values.list, "Name of the hit's list")->required();
    add->add_option("--entry", values.entry, "The hit's entry")->required();
    add->add_option("--officer", values.officer, "Your account")->required();
    add->add_option("--reason", values.reason, "How you know; no personal data")->required();
    add->add_option("--days", values.days, "It stands so long")
        ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{365}))
        ->capture_default_str();
    auto* remove = tree.leaf(under, "remove", "The pair suppresses nothing any more", PairRemove{});
    remove->add_option("PAIR", tree.held<PairRemove>().pair, "Its id")->required();
    remove->add_option("--officer", tree.held<PairRemove>().officer, "Your account")->required();
    auto* withdraw = tree.leaf(under,
                               "withdraw",
                               "At central: the list's owner says that it is the person",
                               PairWithdraw{});
    auto& word = tree.held<PairWithdraw>();
    withdraw->add_option("PAIR", word.pair, "Its id")->required();
    withdraw->add_option("--node", word.node, "The node that told it")
        ->required()
        ->check(CLI::Range(1U, 4294967295U));
    withdraw->add_option("--officer", word.officer, "Your account")->required();
    withdraw->add_option("--reason", word.reason, "How you know; no personal data")->required();
}

void record(OptionTree& tree) {
    auto& under = tree.noun("record", "At central: what is known of a crossing, and its end");
    auto* erase = tree.leaf(under, "erase", "Ask that it be erased everywhere", RecordErase{});
    auto& values = tree.held<RecordErase>();
    erase->add_option("CROSSING", values.crossing, "Id of the crossing")->required();
    erase->add_option("--policy", values.policy, "The order's number, or the rule; no name")
        ->required();
    erase->add_option("--officer", values.officer, "Your account")->required();
    erase->add_option("--reason", values.reason, "Why; no personal data")->required();
    auto* approve = tree.leaf(under, "approve", "A second person agrees: gone", RecordApprove{});
    approve->add_option("NUMBER", tree.held<RecordApprove>().number, "From `record list`")
        ->required()
        ->check(CLI::Range(1U, 4294967295U));
    approve->add_option("--officer", tree.held<RecordApprove>().officer, "Your account")
        ->required();
    tree.leaf(under, "list", "Orders to erase, and who agreed", RecordList{})->alias("ls");
    auto& chains = tree.noun("chain", "At central: the chains of what ports told");
    auto* verify = tree.leaf(chains, "verify", "Walk them; erased rows hold too", ChainVerify{});
    verify->add_option("--node", tree.held<ChainVerify>().node, "Only this node's")
        ->check(CLI::Range(1U, 4294967295U));
}

void late(OptionTree& tree) {
    auto& under = tree.noun("late", "Travellers who were listed after they passed");
    auto* listing = tree.leaf(under, "list", "Late hits by entry, the strongest first", LateList{})
                        ->alias("ls");
    listing->add_option("--limit", tree.held<LateList>().limit, "Late hits at most")
        ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{200}))
        ->capture_default_str();
    listing->add_option("--before", tree.held<LateList>().before, "Only those before this number");
    auto* clear = tree.leaf(under, "clear", "Who passed is not the entry's person", LateClear{});
    auto& values = tree.held<LateClear>();
    clear->add_option("LATE", values.late, "Id of the late hit")->required();
    clear->add_option("--officer", values.officer, "Your account")->required();
    clear->add_option("--reason", values.reason, "How you know; no personal data")->required();
    clear->add_option("--days", values.days, "It stands so long")
        ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{365}))
        ->capture_default_str();
    auto* go_ahead =
        tree.leaf(under, "go-ahead", "A supervisor: work goes on, on old data", LateGoAhead{});
    auto& word = tree.held<LateGoAhead>();
    go_ahead->add_option("--officer", word.officer, "Your account")->required();
    go_ahead->add_option("--flight", word.flight, "For this flight, not for the shift");
}

void cargo(OptionTree& tree) {
    auto& under = tree.noun("cargo", "Bills, conveyances, declarations, bags that a port screened");
    auto* listing = tree.leaf(under, "list", "The strictest first", CargoList{})->alias("ls");
    auto& values = tree.held<CargoList>();
    listing->add_option("--kind", values.kind, "Only these")
        ->check(CLI::IsMember({"consignment", "conveyance", "declaration", "container", "bags"}));
    listing->add_option("--channel", values.channel, "Only of this channel")
        ->check(CLI::IsMember({"red", "yellow", "green"}));
    auto* container = listing->add_option("--container", values.container, "By its number");
    auto* bill = listing->add_option("--bill", values.bill, "By its number");
    listing->add_option("--conveyance", values.conveyance, "A ship's name, or a number")
        ->excludes(container)
        ->excludes(bill);
    bill->excludes(container);
    listing->add_flag("--findings", values.findings, "Only those with a finding");
    listing->add_flag("--history", values.history, "Also what was decided before of the same");
    listing->add_option("--after", values.after, "Go on behind this place");
    listing->add_option("--limit", values.limit, "Records at most")
        ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{200}))
        ->capture_default_str();
    auto* show = tree.leaf(under, "show", "One record, with hits, findings and why", CargoShow{});
    show->add_option("CARGO", tree.held<CargoShow>().cargo, "Id of the record")->required();
}

void journey(OptionTree& tree) {
    auto& under = tree.noun("journey", "Who travels, by what messages told a port");
    auto* listing =
        tree.leaf(under, "list", "Journeys, that of the newest message first", JourneyList{})
            ->alias("ls");
    auto& values = tree.held<JourneyList>();
    listing->add_option("--limit", values.limit, "Journeys at most")
        ->check(CLI::Range(std::uint64_t{1}, kJourneysListedMax))
        ->capture_default_str();
    listing->add_option("--before", values.before, "Only older ones: what an earlier answer named");
    auto* show = tree.leaf(under, "show", "Where everybody on it stands", JourneyShow{});
    auto& asked = tree.held<JourneyShow>();
    show->add_option("JOURNEY", asked.journey, "Its id")->required();
    show->add_option("--limit", asked.limit, "Records at most")
        ->check(CLI::Range(std::uint64_t{1}, kJourneysListedMax))
        ->capture_default_str();
    show->add_option("--after", asked.after, "Go on behind this number");
}

void inspection(OptionTree& tree) {
    auto& under = tree.noun("inspection", "What came of a look at a traveller or cargo, at a port");
    auto* put = tree.leaf(under, "put", "What was found, in place of the last", InspectionPut{});
    auto& values = tree.held<InspectionPut>();
    put->add_option("CROSSING", values.crossing, "Id of the crossing, or of a record about cargo")
        ->required();
    put->add_option("--finding", values.finding, "Whether something was found")
        ->required()
        ->check(CLI::IsMember({"positive", "negative"}));
    put->add_option("--minutes", values.minutes, "It took officers so long")->required();
    put->add_option("--officer", values.officer, "Your account")->required();
    auto* show = tree.leaf(under, "show", "What was told last", InspectionShow{});
    show->add_option("CROSSING", tree.held<InspectionShow>().crossing, "Id of the crossing")
        ->required();
    auto* listing =
        tree.leaf(under, "list", "Those told here, newest first", InspectionList{})->alias("ls");
    auto& asked = tree.held<InspectionList>();
    listing->add_option("--since", asked.since, "Told on this day or later, or from this moment");
    listing->add_option("--officer", asked.officer, "Told by this account");
    listing->add_option("--finding", asked.finding, "With this outcome only")
        ->check(CLI::IsMember({"positive", "negative"}));
    listing->add_option("--limit", asked.limit, "Inspections at most")
        ->check(CLI::Range(std::uint64_t{1}, kInspectionsListedMax))
        ->capture_default_str();
    listing->add_option("--before", asked.before, "Only older ones: what an earlier answer named");
}

void ledger(OptionTree& tree) {
    auto& under = tree.noun("ledger", "Numbers of the paper ledger, at a node that is erased");
    auto* add = tree.leaf(under, "add", "The counter's next number", LedgerAdd{});
    auto& values = tree.held<LedgerAdd>();
    add->add_option("COUNTER", values.counter, "Capital letters, digits, dashes")->required();
    add->add_option("--officer", values.officer, "Your account")->required();
    add->add_option("--kind", values.kind, "What stands at the counter")
        ->check(CLI::IsMember({"traveller", "conveyance", "consignment"}))
        ->capture_default_str();
    add->add_option("--decision", values.decision, "What you decided")
        ->check(CLI::IsMember({"passed", "referred", "refused"}))
        ->capture_default_str();
    auto* listing = tree.leaf(under, "list", "Numbers that were given, oldest first", LedgerList{})
                        ->alias("ls");
    listing->add_flag("--open", tree.held<LedgerList>().open, "Only those without a crossing");
    auto* enter = tree.leaf(under, "enter", "A number's crossing is on record now", LedgerEnter{});
    auto& word = tree.held<LedgerEnter>();
    enter->add_option("COUNTER", word.counter, "As on the paper")->required();
    enter->add_option("NUMBER", word.number, "As on the paper")->required();
    enter->add_option("CROSSING", word.crossing, "Id of the crossing, screened by the paper")
        ->required();
    enter->add_option("--officer", word.officer, "Your account")->required();
}

void expected(OptionTree& tree) {
    auto& under = tree.noun("expected", "Whom ports expect, by what carriers announced");
    auto* add = tree.leaf(under, "add", "At central: takes carriers' messages in", ExpectedAdd{});
    add->add_option("FILE", tree.held<ExpectedAdd>().files, "PAXLST messages")->required();
    tree.leaf(under, "list", "Journeys, with counts", ExpectedList{})->alias("ls");
    auto* show = tree.leaf(under, "show", "One journey", ExpectedShow{});
    show->add_option("JOURNEY", tree.held<ExpectedShow>().journey, "Its id")->required();
    auto* cancel =
        tree.leaf(under, "cancel", "At central: the journey is not made", ExpectedCancel{});
    cancel->add_option("JOURNEY", tree.held<ExpectedCancel>().journey, "Its id")->required();
    cancel->add_option("--officer", tree.held<ExpectedCancel>().officer, "Your account")
        ->required();
}

}  // namespace

void add_desk_commands(OptionTree& tree) {
    alert(tree);
    pair(tree);
    record(tree);
    late(tree);
    cargo(tree);
    inspection(tree);
    journey(tree);
    ledger(tree);
    expected(tree);
}

}  // namespace sarhad::ctl
