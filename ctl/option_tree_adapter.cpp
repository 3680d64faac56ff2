#include "ctl/option_tree.h"

#include <CLI/CLI.hpp>

#include <vector>

namespace sarhad::ctl {

OptionTree::OptionTree(Options& options)
    : options_{options},
      app_{std::make_unique<CLI::App>("One command line over Sarhad's daemons and files.",
                                      "sarhadctl")} {
    app_->set_version_flag("--version", "sarhadctl 0.1.0");
    app_->require_subcommand(1);
    app_->fallthrough();
    app_->add_option("--socket", options_.socket, "Control socket of the daemon to ask")
        ->capture_default_str();
    app_->add_option("--timeout", options_.timeout_seconds, "Seconds to wait for an answer")
        ->check(CLI::Range(1, 3600))
        ->capture_default_str();
    app_->add_flag("--json", options_.json, "Print one JSON value");
    add_list_commands(*this);
    add_trust_commands(*this);
    add_desk_commands(*this);
    add_proof_commands(*this);
    add_enrol_commands(*this);
    add_rules_commands(*this);
    leaf(*app_, "status", "The state of the daemon", DaemonStatus{});
    auto* events = leaf(*app_, "events", "What happens at the daemon, a JSON line each", Events{});
    auto& chosen = held<Events>();
    events->add_flag("--follow", chosen.follow, "Go on until interrupted");
    events->add_option("--seconds", chosen.seconds, "Follow for so long at most");
}

OptionTree::~OptionTree() = default;

CLI::App& OptionTree::noun(const std::string& word, const std::string& what) {
    auto* command = app_->add_subcommand(word, what);
    command->require_subcommand(1);
    return *command;
}

Nouns OptionTree::nouns() const {
    const std::function<bool(const CLI::App*)> all;
    Nouns nouns;
    for (const CLI::App* noun : std::as_const(*app_).get_subcommands(all)) {
        std::vector<std::string>& verbs = nouns[noun->get_name()];
        for (const CLI::App* verb : noun->get_subcommands(all)) {
            verbs.push_back(verb->get_name());
            verbs.insert(verbs.end(), verb->get_aliases().begin(), verb->get_aliases().end());
        }
    }
    return nouns;
}

CLI::App* OptionTree::add(CLI::App& under,
                          const std::string& word,
                          const std::string& what,
                          std::function<void()> chosen) {
    auto* command = under.add_subcommand(word, what);
    command->callback(std::move(chosen));
    return command;
}

void choose_number(CLI::Option* option,
                   const std::map<std::string, std::int64_t>& words,
                   std::string shown) {
    std::vector<std::string> known;
    known.reserve(words.size());
    for (const auto& [word, value] : words) {
        known.push_back(word);
    }
    option->transform(CLI::CheckedTransformer(words).description(std::move(shown)));
    // What is added last is asked first, and its error names the words; the other's tells bytes.
    option->transform(CLI::IsMember(known).description(""));
}

}  // namespace sarhad::ctl
