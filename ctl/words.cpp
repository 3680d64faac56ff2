#include "ctl/words.h"

#include "core/text.h"

#include <algorithm>

namespace sarhad::ctl {
namespace {

std::string listed(const std::vector<std::string_view>& words) {
    std::string text;
    for (const std::string_view word : words) {
        text += core::cat(" ", word);
    }
    return text;
}

std::string unknown(std::string_view what,
                    std::string_view word,
                    const std::vector<std::string_view>& known) {
    const std::string_view near = core::nearest(word, known);
    std::string text = core::cat("unknown ", what, " '", word, "'");
    if (!near.empty()) {
        text += core::cat("; did you mean '", near, "'?");
    }
    return core::cat(text, " (one of:", listed(known), ")");
}

}  // namespace

std::string_view short_help() {
    return "sarhadctl: one command line over Sarhad's daemons and files\n"
           "\n"
           "  screen, explain, names compare, rules  persons against list files; rules' language\n"
           "  list import|publish|status, bundle  list files; what ports applied; lists by "
           "courier\n"
           "  intake parse|check|generate|refused  messages; forms; those a port could not read\n"
           "  node add|list|show|revoke, enrol  the ports and their states; how a machine joins\n"
           "  alert list|ack, cargo, journey, late, pair, ledger  what ports were warned of; "
           "cargo; "
           "who travels; paper\n"
           "  status, events, stream, proof  of a daemon; streams that stopped; what a port had\n"
           "  key ceremony|rotate|sign|show|verify|new, agency add  who may sign what; key files\n"
           "\n"
           "Examples (--help tells every option):\n"
           "  sarhadctl list import --format un-xml --source UN un.xml --output un.list\n"
           "  sarhadctl screen --list un.list --input persons.csv\n"
           "  sarhadctl node list --socket /run/sarhad/control.sock\n"
           "Exit: 0 ok, 1 failed, 2 partly, 64 usage, 65 bad input, 69 unreachable, 77 not "
           "allowed\n";
}

std::string unknown_word(const std::vector<std::string_view>& words, const Nouns& nouns) {
    if (words.empty() || words[0].starts_with("-")) {
        return "";
    }
    const auto noun = nouns.find(words[0]);
    if (noun == nouns.end()) {
        std::vector<std::string_view> known;
        for (const auto& [name, verbs] : nouns) {
            known.push_back(name);
        }
        return unknown("command", words[0], known);
    }
    const std::vector<std::string_view> verbs{noun->second.begin(), noun->second.end()};
    if (verbs.empty() || (words.size() > 1 && words[1].starts_with("-"))) {
        return "";
    }
    if (words.size() < 2) {
        return core::cat(words[0], ": which of", listed(verbs), "?");
    }
    return std::find(verbs.begin(), verbs.end(), words[1]) == verbs.end()
               ? unknown(core::cat(words[0], " command"), words[1], verbs)
               : "";
}

}  // namespace sarhad::ctl
