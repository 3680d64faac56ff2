#pragma once

#include "ctl/options.h"
#include "ctl/words.h"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <tuple>
#include <utility>
#include <variant>

namespace CLI {  // NOLINT(readability-identifier-naming): CLI11's own.
class App;
class Option;
}  // namespace CLI

namespace sarhad::ctl {

/// A place for each command's values.
template <class T>
struct ValuesOf;
template <class... Commands>
struct ValuesOf<std::variant<Commands...>> {
    using Type = std::tuple<std::unique_ptr<Commands>...>;
};

/// The command tree over one Options: each command, when it is chosen, puts its values there.
/// `options` outlives it.
class OptionTree {
public:
    explicit OptionTree(Options& options);
    OptionTree(const OptionTree&) = delete;
    OptionTree& operator=(const OptionTree&) = delete;
    ~OptionTree();

    CLI::App& app() { return *app_; }
    /// Where the command's values are collected until it is known which one was chosen.
    template <class T>
    T& held() {
        return *std::get<std::unique_ptr<T>>(values_);
    }
    /// A command below `under`, whose values are `values` where the line says nothing else.
    template <class T>
    CLI::App* leaf(CLI::App& under, const std::string& word, const std::string& what, T values) {
        std::get<std::unique_ptr<T>>(values_) = std::make_unique<T>(std::move(values));
        return add(under, word, what, [this] { options_.command = held<T>(); });
    }
    /// A word that commands stand below.
    CLI::App& noun(const std::string& word, const std::string& what);
    /// As unknown_word() wants them.
    [[nodiscard]] Nouns nouns() const;

private:
    static CLI::App* add(CLI::App& under,
                         const std::string& word,
                         const std::string& what,
                         std::function<void()> chosen);

    Options& options_;
    std::unique_ptr<CLI::App> app_;
    ValuesOf<Command>::Type values_{};
};

/// As choose(), of the words' numbers.
void choose_number(CLI::Option* option,
                   const std::map<std::string, std::int64_t>& words,
                   std::string shown);

/// `option` takes one of `words`, which --help tells as `shown`.
template <class Enum>
void choose(CLI::Option* option, const std::map<std::string, Enum>& words, std::string shown) {
    std::map<std::string, std::int64_t> numbers;
    for (const auto& [word, value] : words) {
        numbers.emplace(word, static_cast<std::int64_t>(value));
    }
    choose_number(option, numbers, std::move(shown));
}

/// Lists, names and messages, as files and as the daemons hold them.
void add_list_commands(OptionTree& tree);
/// Keys, trust documents, and who may take part.
void add_trust_commands(OptionTree& tree);
/// How a machine becomes a port's node.
void add_enrol_commands(OptionTree& tree);
/// What officers do with alerts and hits.
void add_desk_commands(OptionTree& tree);
/// The language of risk rules.
void add_rules_commands(OptionTree& tree);
/// What travels, what is proven of it, and what a courier carries.
void add_proof_commands(OptionTree& tree);

}  // namespace sarhad::ctl
