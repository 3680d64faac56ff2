#include "ctl/option_tree.h"

#include <CLI/CLI.hpp>

namespace sarhad::ctl {
namespace {

void invite(OptionTree& tree, CLI::App& under) {
    auto* command = tree.leaf(
        under, "invite", "At central: lets one machine ask to be a port's node", EnrolInvite{});
    auto& values = tree.held<EnrolInvite>();
    command->add_option("PORT", values.port, "UN/LOCODE and site, such as PKXXA-1")->required();
    command->add_option("--officer", values.officer, "Your account")->required();
    command->add_option("--enrol", values.enrol, "Where the site asks: tcp://HOST:PORT")
        ->required();
    command->add_option("--central", values.control, "Where nodes reach central: tcp://HOST:PORT")
        ->required();
    command->add_option("--central-bulk", values.bulk, "Its bulk endpoint [the next port]");
    command->add_option("--out", values.output, "The invitation's file; it must not exist")
        ->required();
}

void approve(OptionTree& tree, CLI::App& under) {
    auto* command = tree.leaf(
        under, "approve", "At central: one of two people lets the machine in", EnrolApprove{});
    auto& values = tree.held<EnrolApprove>();
    command->add_option("NUMBER", values.number, "Of the enrolment")->required();
    command->add_option("--officer", values.officer, "Your account")->required();
    command->add_option("--words", values.words, "The six words that the site reads out")
        ->required();
}

void refuse(OptionTree& tree, CLI::App& under) {
    auto* command = tree.leaf(under,
                              "refuse",
                              "At central: withdraws the invitation or refuses the machine",
                              EnrolRefuse{});
    auto& values = tree.held<EnrolRefuse>();
    command->add_option("NUMBER", values.number, "Of the enrolment")->required();
    command->add_option("--officer", values.officer, "Your account")->required();
}

void join(OptionTree& tree, CLI::App& under) {
    auto* command =
        tree.leaf(under, "join", "At the site: makes keys and asks central", EnrolJoin{});
    auto& values = tree.held<EnrolJoin>();
    command->add_option("INVITATION", values.invitation, "Its file")->required();
    command->add_option("--out", values.output, "Folder to write; a new or an empty one")
        ->required();
    command->add_flag("--local", values.local, "Database, spool and socket in the folder too");
    command->add_option("--wait", values.wait, "Seconds until two people have agreed; 0: ask once")
        ->check(CLI::Range(std::uint64_t{0}, kJoinWaitMax))
        ->capture_default_str();
}

}  // namespace

void add_enrol_commands(OptionTree& tree) {
    auto& under = tree.noun("enrol", "How a machine becomes a port's node");
    invite(tree, under);
    tree.leaf(under, "list", "At central: who is invited, who asks", EnrolList{})->alias("ls");
    approve(tree, under);
    refuse(tree, under);
    join(tree, under);
}

}  // namespace sarhad::ctl
