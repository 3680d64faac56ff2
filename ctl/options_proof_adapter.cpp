#include "ctl/option_tree.h"

#include <CLI/CLI.hpp>

#include <string>

namespace sarhad::ctl {
namespace {

void stream(OptionTree& tree) {
    auto& under = tree.noun("stream", "What travels between a port and central");
    tree.leaf(under, "list", "Streams that are stopped, and who released which", StreamList{})
        ->alias("ls");
    auto* release =
        tree.leaf(under, "release", "Lets a stopped stream move again", StreamRelease{});
    auto& values = tree.held<StreamRelease>();
    release->add_option("DIRECTION", values.direction, "up (to central) or down (from it)")
        ->required()
        ->check(CLI::IsMember({"up", "down"}));
    release->add_option("STREAM", values.stream, "Its number")
        ->required()
        ->check(CLI::Range(0, 65535));
    release->add_option("--node", values.node, "At central: whose stream")
        ->check(CLI::Range(1U, 4294967295U));
    release->add_option("--officer", values.officer, "Your account")->required();
    release->add_option("--reason", values.reason, "Why it may move again")->required();
}

void checked(CLI::App& verify, const char* what, std::string& file, std::string& trust) {
    verify.add_option(what, file, "Its file")->required();
    verify.add_option("--trust", trust, "A trust file, such as a port's trust.toml")->required();
}

void proof(OptionTree& tree) {
    auto& under = tree.noun("proof", "Which lists a port had in force, and when");
    auto* port = tree.leaf(under, "port", "What the port had at a moment", ProofPort{});
    auto& values = tree.held<ProofPort>();
    port->add_option("PORT", values.port, "UN/LOCODE and site, such as PKXXA-1")->required();
    port->add_option("--at", values.at, "The moment, such as 2026-11-23T09:14:02Z")->required();
    auto* list = port->add_option("--list", values.list, "Of an entry: was it on this list?");
    auto* entry = port->add_option("--entry", values.entry, "Its id")->needs(list);
    list->needs(entry);
    port->add_option("--output", values.output, "The certificate's file")->required();
    auto* verify = tree.leaf(under, "verify", "Holds a certificate against keys", ProofVerify{});
    checked(*verify,
            "CERTIFICATE",
            tree.held<ProofVerify>().certificate,
            tree.held<ProofVerify>().trust);
    verify->add_option("--list-file",
                       tree.held<ProofVerify>().list_file,
                       "Is the entry in this list file the one that was listed?");
}

void bundle(OptionTree& tree) {
    auto& under = tree.noun("bundle", "Lists in one file, for a port without a link");
    auto* make = tree.leaf(under, "make", "Carries away what central publishes", BundleMake{});
    make->add_option("--output", tree.held<BundleMake>().output, "The bundle's file")->required();
    make->add_option("--list", tree.held<BundleMake>().lists, "Only this list; and more, for more");
    make->add_option("--node", tree.held<BundleMake>().node, "Whom it is for: its lists, no others")
        ->check(CLI::Range(1U, 4294967295U));
    auto* verify = tree.leaf(under, "verify", "Holds a bundle against keys", BundleVerify{});
    checked(*verify, "BUNDLE", tree.held<BundleVerify>().bundle, tree.held<BundleVerify>().trust);
    auto* apply = tree.leaf(under, "apply", "Gives a bundle's lists to a port", BundleApply{});
    apply->add_option("BUNDLE", tree.held<BundleApply>().bundle, "Its file")->required();
}

}  // namespace

void add_proof_commands(OptionTree& tree) {
    stream(tree);
    proof(tree);
    bundle(tree);
}

}  // namespace sarhad::ctl
