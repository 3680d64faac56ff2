#include "ctl/option_tree.h"
#include "ctl/option_words.h"

#include <CLI/CLI.hpp>

#include <string>

namespace sarhad::ctl {
namespace {

void passphrase(CLI::App& command, std::string& file) {
    command.add_option(
        "--passphrase-file", file, "Its first line is the passphrase [the terminal is asked]");
}

void documents(OptionTree& tree, CLI::App& under) {
    auto* ceremony =
        tree.leaf(under, "ceremony", "Draft the first version of a trust document", KeyCeremony{});
    auto& first = tree.held<KeyCeremony>();
    ceremony->add_option("PLAN", first.plan, "What it says, in TOML")->required();
    ceremony->add_option("--out", first.output, "The draft; it must not exist")->required();
    auto* rotate = tree.leaf(under, "rotate", "Draft its next version", KeyRotate{});
    auto& next = tree.held<KeyRotate>();
    rotate->add_option("PLAN", next.plan, "All that it says then, in TOML")->required();
    rotate->add_option("--after", next.before, "The version that holds")->required();
    rotate->add_option("--out", next.output, "The draft; it must not exist")->required();
    auto* sign = tree.leaf(under, "sign", "Put one holder's signature on a draft", KeySign{});
    auto& signing = tree.held<KeySign>();
    sign->add_option("DOCUMENT", signing.document, "The draft; the signature is added to it")
        ->required();
    sign->add_option("--key", signing.key, "The holder's key file")->required();
    sign->add_option("--root", signing.root, "The root whose roles sign it");
    passphrase(*sign, signing.passphrase_file);
    auto* verify = tree.leaf(under, "verify", "What a node makes of trust documents", KeyVerify{});
    auto& verifying = tree.held<KeyVerify>();
    verify->add_option("FILE", verifying.files, "A folder of *.trust, or documents in order")
        ->required();
    verify->add_option("--at", verifying.at, "The time to judge by, UTC [now]")
        ->type_name("YYYY-MM-DDTHH:MM:SSZ");
    verify->add_option("--fingerprint", verifying.fingerprint, "Of the first root");
    verify->add_option("--site", verifying.site, "Whose policy: PKXXA-1 [every site's]");
}

void vault(OptionTree& tree, CLI::App& under) {
    auto* lock = tree.leaf(under, "lock", "Put a folder's keys under a passphrase", KeyLock{});
    lock->add_option("FOLDER", tree.held<KeyLock>().folder, "Its *.key go into keys.vault")
        ->required();
    passphrase(*lock, tree.held<KeyLock>().passphrase_file);
    auto* unlock = tree.leaf(under, "unlock", "Take them out again, at each boot", KeyUnlock{});
    unlock->add_option("FOLDER", tree.held<KeyUnlock>().folder, "With keys.vault")->required();
    unlock->add_option("--to", tree.held<KeyUnlock>().output, "A folder in memory")->required();
    passphrase(*unlock, tree.held<KeyUnlock>().passphrase_file);
    auto* erase = tree.leaf(under, "erase", "Destroy a folder's keys, for good", KeyErase{});
    erase->add_option("FOLDER", tree.held<KeyErase>().folder, "Its *.key and keys.vault")
        ->required();
}

void key(OptionTree& tree) {
    auto& under = tree.noun("key", "Key files");
    auto* make = tree.leaf(under, "new", "Make a private key file", KeyNew{});
    auto* kind = make->add_option(
        "--kind", tree.held<KeyNew>().purpose, "sign, link, seal, store, subject or list");
    choose(kind->required(), purpose_words(), "sign|link|seal|store|subject|list");
    make->add_option("--out", tree.held<KeyNew>().output, "File to write; it must not exist")
        ->required();
    make->add_flag(
        "--protect", tree.held<KeyNew>().is_protected, "By a passphrase; public half in FILE.pub");
    passphrase(*make, tree.held<KeyNew>().passphrase_file);
    auto* show =
        tree.leaf(under,
                  "show",
                  "The public part of a key file; what a trust document says, and who signed",
                  KeyShow{});
    show->add_option("FILE", tree.held<KeyShow>().file, "A key file or a trust document")
        ->required();
    show->add_option("--root", tree.held<KeyShow>().root, "The root whose roles its signers hold");
    documents(tree, under);
    vault(tree, under);
}

void node(OptionTree& tree) {
    auto& under = tree.noun("node", "The daemons at the ports");
    auto* add = tree.leaf(
        under, "add", "Make a node: its keys, its configuration, its place at central", NodeAdd{});
    auto& values = tree.held<NodeAdd>();
    add->add_option("--port", values.port, "UN/LOCODE of the border point")->required();
    add->add_option("--site", values.site, "Number of the site there")->capture_default_str();
    add->add_option("--out", values.output, "Folder to write; a new or an empty one")->required();
    add->add_option("--central", values.control, "Where nodes reach central: tcp://HOST:PORT")
        ->required();
    add->add_option("--central-bulk", values.bulk, "Its bulk endpoint [the next port]");
    add->add_flag("--local", values.local, "Database, spool and socket in the folder too");
    tree.leaf(under, "list", "Every node with its state", NodeList{})->alias("ls");
    tree.leaf(under, "show", "One node", NodeShow{})
        ->add_option("NODE", tree.held<NodeShow>().node, "Its number")
        ->required();
    tree.leaf(under, "revoke", "Shut a node out for good", NodeRevoke{})
        ->add_option("NODE", tree.held<NodeRevoke>().node, "Its number")
        ->required();
}

void agency(OptionTree& tree) {
    auto& under = tree.noun("agency", "Who may sign lists");
    auto* add =
        tree.leaf(under, "add", "From now on lists of this name need its signature", AgencyAdd{});
    auto& values = tree.held<AgencyAdd>();
    add->add_option("NAME", values.name, "wl/<agency>: where its lists' names begin")->required();
    add->add_option("--key", values.keys, "Its key file; more than once for more")
        ->required()
        ->allow_extra_args(false);
    add->add_option("--threshold", values.threshold, "How many of them must have signed")
        ->capture_default_str();
}

}  // namespace

void add_trust_commands(OptionTree& tree) {
    key(tree);
    node(tree);
    agency(tree);
}

}  // namespace sarhad::ctl
