#pragma once

#include "ctl/enrol.h"
#include "ctl/options_rules.h"
#include "ctl/options_seen.h"
#include "daemon/exit_code.h"
#include "facts/date.h"
#include "watchlists/entry.h"
#include "watchlists/matcher.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace sarhad::ctl {

/// The one format that comes in four files; the others: watchlists/formats.h.
inline constexpr std::string_view kOfacCsv = "ofac-csv";
/// What a key is for: signing, the link (CURVE), opening what is sealed, a node's own records, the
/// subject keys that every node of the country shares.
enum class KeyPurpose : std::uint8_t { kSign, kLink, kSeal, kStore, kSubject, kList };

/// sarhadctl list import.
struct ListImport {
    std::string format{};  ///< kOfacCsv, or the id of one of watchlists::list_formats().
    std::string source{};
    std::string name{};  ///< Of the list's stream; "" for wl/<source>/list.
    std::vector<std::string> files{};
    std::string output{};
    bool allows_shrink{false};  ///< Over a list file that has many more entries.
    std::string base{};         ///< The list file that a delta changes; "" for an empty list.
    watchlists::ListedOrder profile{};  ///< For entries that say no order of their own.
};
/// sarhadctl list publish.
struct ListPublish {
    std::string list{};
    std::string name{};  ///< "" for the name in the file.
    std::string key{};
    std::string edition{"auto"};
    bool allows_shrink{false};  ///< It has many fewer entries than the edition before.
    std::string sealed{};       ///< The compartment whose ports alone shall read it; "" for open.
    std::string data_key{};     ///< The data key that the compartment names; with `sealed`.
};
/// sarhadctl list status.
struct ListStatus {
    std::string name{};  ///< "" for every list.
};
/// sarhadctl list show.
struct ListShow {
    std::string list{};   ///< A list file.
    std::string entry{};  ///< The source's reference.
};
/// sarhadctl screen.
struct Screen {
    std::vector<std::string> lists{};
    std::string input{};
    std::uint64_t limit{20};
    std::uint64_t threads{0};  ///< 0 for one a core.
    bool timing{false};
    bool exhaustive{false};  ///< Without the index.
    watchlists::Least least{watchlists::Least::kShown};
    facts::PartialDate on;  ///< Day by which orders are valid; not known: today.
};
/// sarhadctl explain.
struct Explain {
    std::string file{};      ///< A crossing or its decision record as JSON; "-" for stdin.
    std::string crossing{};  ///< Or the id of one to ask the port for.
    std::string late{};      ///< Or the id of a late hit to ask the port for.
    std::vector<std::string> lists{};
};
/// sarhadctl names compare.
struct NamesCompare {
    std::string input{};
};
/// sarhadctl intake parse.
struct IntakeParse {
    std::vector<std::string> files{};
    bool is_summary{false};  ///< Counts of each file instead of its messages.
};
/// sarhadctl intake check.
struct IntakeCheck {
    std::vector<std::string> files{};
};
/// sarhadctl intake export.
struct IntakeExport {
    std::vector<std::string> files{};
    std::string format{"ncen"};  ///< The one that there is.
};
/// sarhadctl intake generate.
struct IntakeGenerate {
    std::string kind{};
    std::uint64_t seed{1};
    std::uint64_t count{10};
    std::uint64_t errors{0};  ///< Messages with something wrong, of a thousand.
};
/// sarhadctl intake reply.
struct IntakeReply {
    std::string file{};
    std::string format{"contrl"};  ///< contrl, cusres, ackres.
    std::uint64_t reference{1};    ///< The reply's own control reference.
};
/// sarhadctl intake refused.
struct IntakeRefused {};
/// sarhadctl intake retry.
struct IntakeRetry {
    std::vector<std::string> names{};
};
/// sarhadctl intake discard.
struct IntakeDiscard {
    std::vector<std::string> names{};
    std::string why{};
};
/// sarhadctl key new.
struct KeyNew {
    KeyPurpose purpose{KeyPurpose::kSign};
    std::string output{};
    bool is_protected{false};  ///< By a passphrase; the public half goes into a file beside it.
    std::string passphrase_file{};  ///< "" to ask at the terminal.
};
/// sarhadctl key show.
struct KeyShow {
    std::string file{};  ///< A key file or a trust document.
    std::string root{};  ///< The root that its signers hold roles of; "" for none.
};
/// sarhadctl key lock.
struct KeyLock {
    std::string folder{};           ///< Its *.key files go into its keys.vault, and are removed.
    std::string passphrase_file{};  ///< "" to ask at the terminal.
};
/// sarhadctl key erase.
struct KeyErase {
    std::string folder{};  ///< Its *.key files become empty; keys.vault goes.
};
/// sarhadctl key unlock.
struct KeyUnlock {
    std::string folder{};           ///< With keys.vault.
    std::string output{};           ///< The folder that the keys are written into.
    std::string passphrase_file{};  ///< "" to ask at the terminal.
};
/// sarhadctl key ceremony.
struct KeyCeremony {
    std::string plan{};
    std::string output{};
};
/// sarhadctl key rotate.
struct KeyRotate {
    std::string plan{};
    std::string before{};  ///< The version that holds.
    std::string output{};
};
/// sarhadctl key sign.
struct KeySign {
    std::string document{};
    std::string key{};
    std::string root{};             ///< As KeyShow::root.
    std::string passphrase_file{};  ///< "" to ask at the terminal, where the key has one.
};
/// sarhadctl key verify.
struct KeyVerify {
    std::vector<std::string> files{};  ///< Documents in their order, or one folder of *.trust.
    std::string at{};                  ///< RFC 3339; "": the machine's clock.
    std::string fingerprint{};         ///< Of the first root; "" for whatever it is.
    std::string site{};                ///< Whose policy; "" for every site's.
};
/// sarhadctl node add.
struct NodeAdd {
    std::string port{};
    std::uint64_t site{1};
    std::string output{};
    std::string control{};  ///< Central's control endpoint, "tcp://host:port".
    std::string bulk{};     ///< Central's bulk endpoint; "" for the port after control's.
    bool local{false};      ///< Database, spool and socket in the folder too.
};
/// sarhadctl node list.
struct NodeList {};
/// sarhadctl node show.
struct NodeShow {
    std::uint64_t node{0};
};
/// sarhadctl node revoke.
struct NodeRevoke {
    std::uint64_t node{0};
};
/// sarhadctl agency add.
struct AgencyAdd {
    std::string name{};  ///< Prefix of its lists' names.
    std::vector<std::string> keys{};
    std::uint64_t threshold{1};
};
/// Alerts that alert list holds in memory at most.
inline constexpr std::uint64_t kAlertsListedMax = 10'000;

/// sarhadctl alert list.
struct AlertList {
    std::uint64_t limit{200};  ///< At most kAlertsListedMax.
    std::uint64_t before{0};   ///< Only alerts before this one's number; 0 for the newest.
};
/// sarhadctl alert ack.
struct AlertAck {
    std::string alert{};
    std::string officer{};
};
/// Pairs that pair list holds in memory at most, of central's.
inline constexpr std::uint64_t kPairsListedMax = 10'000;

/// sarhadctl pair list. A port tells all that it has; the options are central's.
struct PairList {
    std::string list{};  ///< "wl/<agency>" or "wl/<agency>/<list>": whose entries; "" for all.
    std::uint64_t limit{200};  ///< At most kPairsListedMax.
    std::uint64_t before{0};   ///< Only pairs before this one's number; 0 for the newest.
};
/// sarhadctl pair add.
struct PairAdd {
    std::string crossing{};
    std::string list{};
    std::string entry{};
    std::string officer{};
    std::string reason{};
    std::uint64_t days{365};
};
/// sarhadctl pair remove.
struct PairRemove {
    std::string pair{};
    std::string officer{};
};
/// sarhadctl ledger add.
struct LedgerAdd {
    std::string counter{};
    std::string kind{"traveller"};
    std::string decision{"passed"};
    std::string officer{};
};
/// sarhadctl ledger list.
struct LedgerList {
    bool open{false};  ///< Only numbers without a crossing.
};
/// sarhadctl ledger enter.
struct LedgerEnter {
    std::string counter{};
    std::uint64_t number{0};
    std::string crossing{};
    std::string officer{};
};
/// sarhadctl expected add.
struct ExpectedAdd {
    std::vector<std::string> files{};  ///< Carriers' messages.
};
/// sarhadctl expected list.
struct ExpectedList {};
/// sarhadctl expected show.
struct ExpectedShow {
    std::string journey{};
};
/// sarhadctl expected cancel.
struct ExpectedCancel {
    std::string journey{};
    std::string officer{};
};
/// sarhadctl pair withdraw.
struct PairWithdraw {
    std::string pair{};
    std::uint64_t node{0};
    std::string officer{};
    std::string reason{};
};
/// sarhadctl record erase.
struct RecordErase {
    std::string crossing{};
    std::string policy{};
    std::string officer{};
    std::string reason{};
};
/// sarhadctl record approve.
struct RecordApprove {
    std::uint64_t number{0};
    std::string officer{};
};
/// sarhadctl record list.
struct RecordList {};
/// sarhadctl chain verify.
struct ChainVerify {
    std::uint64_t node{0};  ///< 0: every node.
};
/// sarhadctl late list.
struct LateList {
    std::uint64_t limit{200};  ///< At most a page of the port's.
    std::uint64_t before{0};   ///< Only late hits before this one's number; 0 for the newest.
};
/// sarhadctl late clear.
struct LateClear {
    std::string late{};
    std::string officer{};
    std::string reason{};
    std::uint64_t days{365};
};
/// sarhadctl late go-ahead.
struct LateGoAhead {
    std::string officer{};
    std::string flight{};  ///< "" for the shift.
};
/// sarhadctl stream list.
struct StreamList {};
/// sarhadctl stream release.
struct StreamRelease {
    std::string direction{};
    std::uint64_t stream{0};
    std::uint64_t node{0};  ///< At central: whose stream; 0 at a port.
    std::string officer{};
    std::string reason{};
};
/// sarhadctl bundle make.
struct BundleMake {
    std::string output{};
    std::vector<std::string> lists{};  ///< None: all that the bundle may hold.
    std::uint64_t node{0};             ///< Whom it is for; 0: whoever finds it.
};
/// sarhadctl bundle verify.
struct BundleVerify {
    std::string bundle{};
    std::string trust{};
};
/// sarhadctl bundle apply.
struct BundleApply {
    std::string bundle{};
};
/// sarhadctl proof port.
struct ProofPort {
    std::string port{};  ///< "PKXXA-1".
    std::string at{};    ///< RFC 3339.
    std::string list{};  ///< Of the entry in question; empty: none is.
    std::string entry{};
    std::string output{};
};
/// sarhadctl proof verify.
struct ProofVerify {
    std::string certificate{};
    std::string trust{};      ///< A trust file: whose signatures count.
    std::string list_file{};  ///< Whose entry is held against the certificate's; empty: none.
};
/// sarhadctl status.
struct DaemonStatus {};
/// sarhadctl events.
struct Events {
    bool follow{false};
    std::uint64_t seconds{0};  ///< 0 for as long as it lasts.
};

using Command = std::variant<ListImport,
                             ListPublish,
                             ListStatus,
                             ListShow,
                             Screen,
                             Explain,
                             NamesCompare,
                             IntakeParse,
                             IntakeCheck,
                             IntakeExport,
                             IntakeGenerate,
                             IntakeReply,
                             IntakeRefused,
                             IntakeRetry,
                             IntakeDiscard,
                             KeyNew,
                             KeyShow,
                             KeyLock,
                             KeyUnlock,
                             KeyErase,
                             KeyCeremony,
                             KeyRotate,
                             KeySign,
                             KeyVerify,
                             NodeAdd,
                             NodeList,
                             NodeShow,
                             NodeRevoke,
                             AgencyAdd,
                             AlertList,
                             AlertAck,
                             PairList,
                             PairAdd,
                             PairRemove,
                             PairWithdraw,
                             RecordErase,
                             RecordApprove,
                             RecordList,
                             ChainVerify,
                             LateList,
                             LateClear,
                             LateGoAhead,
                             CargoList,
                             CargoShow,
                             JourneyList,
                             JourneyShow,
                             InspectionPut,
                             InspectionShow,
                             InspectionList,
                             LedgerAdd,
                             LedgerList,
                             LedgerEnter,
                             ExpectedAdd,
                             ExpectedList,
                             ExpectedShow,
                             ExpectedCancel,
                             StreamList,
                             StreamRelease,
                             ProofPort,
                             ProofVerify,
                             BundleMake,
                             BundleVerify,
                             BundleApply,
                             EnrolInvite,
                             EnrolList,
                             EnrolApprove,
                             EnrolRefuse,
                             EnrolJoin,
                             RulesCheck,
                             RulesTest,
                             RulesImport,
                             RulesEval,
                             RulesExplain,
                             RulesRecord,
                             RulesBacktest,
                             RulesSchema,
                             RulesConformance,
                             RulesPublish,
                             RulesApprove,
                             RulesWithdraw,
                             RulesList,
                             RulesShow,
                             RulesSetsPublish,
                             RulesSetsList,
                             RulesSetsShow,
                             DaemonStatus,
                             Events>;

/// What to do, and what every command understands.
struct Options {
    Command command{};
    std::string socket{};  ///< Of the daemon that is asked.
    std::uint64_t timeout_seconds{10};
    bool json{false};
};

/// Nothing to do but to say this: help, a version, or what was wrong with the command line.
struct Farewell {
    daemon::ExitCode code{daemon::ExitCode::kOk};
    std::string text{};  ///< To stdout where code is kOk, else to stderr.
};

/// The command line read. `default_socket` is what --socket replaces.
[[nodiscard]] std::variant<Options, Farewell> parse_options(int argc,
                                                            const char* const* argv,
                                                            const std::string& default_socket);

}  // namespace sarhad::ctl
