#pragma once

#include "core/result.h"
#include "facts/date.h"
#include "rules/author/document.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace sarhad::rules::gtas {

/// What a finding means for its rule.
enum class Weight : std::uint8_t {
    kNote,      ///< Carried; its author should know how it was read.
    kNarrowed,  ///< Carried, but the rule matches less than it did in GTAS.
    kRefused,   ///< The rule was not carried.
};
/// "note", "narrowed", "refused".
[[nodiscard]] std::string_view name_of(Weight weight);

/// One thing to say of a rule of GTAS.
struct Finding {
    Weight weight{Weight::kNote};
    FilePlace place{};  ///< In the JSON: an opening bracket, or the end of a value.
    std::string what;   ///< What is the matter and what to do. No value of a term, only its name.
};

/// One condition of GTAS's query builder, as it is written there.
struct Term {
    FilePlace place{};
    std::string entity;
    std::string field;
    std::string op;
    std::vector<std::string> values;
    std::string uuid;  ///< Which document or bag it speaks of; "" for none.
};
/// "Passenger.passengerDetails.age GREATER".
[[nodiscard]] std::string name_of(const Term& term);

/// A condition: a term, or a group of conditions.
struct Node {
    enum class Kind : std::uint8_t { kTerm, kAll, kAny };
    Kind kind{Kind::kTerm};
    FilePlace place{};
    Term term{};                ///< Of kTerm.
    std::vector<Node> parts{};  ///< Of the others: one at least.
};

/// A rule of GTAS ("UDR"), or one of its queries.
struct Query {
    FilePlace place{};
    std::int64_t id{0};  ///< 0 for none.
    std::string title;
    std::string description;
    facts::PartialDate start{};  ///< Not known where GTAS has none.
    facts::PartialDate end{};    ///< As `start`: GTAS's rule has no end then.
    bool enabled{true};
    Node root{};
};

/// A rule, and what there is to say of how it is written. It has a kRefused where it cannot be
/// read.
struct ReadQuery {
    Query query;
    std::vector<Finding> findings;
};

/// What GTAS's REST interface hands out and its query builder makes: one rule with `details` and
/// `summary`, a list of them, either inside `result`, or the bare `details`. kInvalid as
/// "line:column: what" where it is nothing of this; kExhausted past kGtasRulesMax.
[[nodiscard]] core::Result<std::vector<ReadQuery>> read_queries(const Document& document);

inline constexpr std::size_t kGtasRulesMax = 5'000;  ///< Of one file.
inline constexpr std::size_t kGtasTermsMax = 100;    ///< Of one rule.
inline constexpr std::size_t kGtasValuesMax = 500;   ///< Of one term.

}  // namespace sarhad::rules::gtas
