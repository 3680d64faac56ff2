#pragma once

#include "rules/cel/ast.h"
#include "rules/cel/type.h"

#include <string>
#include <string_view>
#include <vector>

namespace sarhad::rules::cel {

/// ": did you mean 'x'?", or nothing for no `near` name.
[[nodiscard]] std::string did_you_mean(std::string_view near);

/// The most bytes of an author's text in a message, and of a word that near names are looked for.
inline constexpr std::size_t kShownBytesMax = 80;

/// `text`, cut where it is too long for a message.
[[nodiscard]] std::string shown(std::string_view text);

/// core::nearest(), but nothing for a word that is too long to be a slip.
[[nodiscard]] std::string_view near_name(std::string_view word,
                                         const std::vector<std::string_view>& names);

/// What a name of another language stands for here: "upperAscii" for "toUpper", "true" for "True";
/// empty for none.
[[nodiscard]] std::string_view meant_by(std::string_view foreign);

/// How a macro is called, for whoever called it otherwise; empty for no macro.
[[nodiscard]] std::string_view macro_form(std::string_view name);
/// The names of macros that rules have.
[[nodiscard]] std::vector<std::string_view> macro_names();

/// A type as a rule's author says it: "text", "an int", "a list of text".
[[nodiscard]] std::string words(Type type);

/// A call for which no overload fits.
struct FailedCall {
    std::string_view function;
    const std::vector<ExprId>& args;  ///< With the target first where `member`.
    const std::vector<Type>& types;
    bool member;
};

/// What is wrong with a call, and what to write instead where one side is a literal: "hs2 is text,
/// 85 is an int: write '85'".
[[nodiscard]] Issue no_overload(const Ast& ast, ExprId id, const FailedCall& call);

/// Why `operand`.`name` cannot be.
[[nodiscard]] std::string no_fields(const Ast& ast,
                                    ExprId operand,
                                    Type type,
                                    std::string_view name);

}  // namespace sarhad::rules::cel
