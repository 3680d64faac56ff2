#pragma once

#include "facts/date.h"
#include "rules/gtas/query.h"
#include "rules/schema/fact_schema.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace sarhad::rules::gtas {

/// What an import takes besides the JSON.
struct ImportOptions {
    std::string owner;           ///< Who answers for the rules.
    facts::PartialDate today{};  ///< Full: a rule begins to count then, if not later.
    /// The alpha-2 code of a country's alpha-2 or alpha-3 code in capitals; "" where there is none.
    std::function<std::string(std::string_view)> alpha2;
};

/// What became of one rule of GTAS.
struct ImportedRule {
    /// "GTAS-0042": of GTAS's own number, where it has four digits at most and is not taken; else
    /// counted down from 9999.
    std::string id;
    std::string title;  ///< As GTAS has it.
    std::string text;   ///< The rule's file in TOML, checked and tested; "" where it was refused.
    FilePlace place{};  ///< In the JSON.
    std::vector<Finding> findings;
};

/// Carries rules of GTAS over as drafts. Thread: one at a time.
class Importer final {
public:
    /// `schema` outlives it.
    Importer(const FactSchema& schema, ImportOptions options);

    /// All rules of one file's text; ids are taken once in all files. kInvalid as "line:column:
    /// what" where the text is no JSON of GTAS; kExhausted past its limits.
    [[nodiscard]] core::Result<std::vector<ImportedRule>> import(std::string_view text);

private:
    [[nodiscard]] std::string take_id(const ReadQuery& read, std::vector<Finding>& findings);
    void carry(const ReadQuery& read, ImportedRule& to);

    const FactSchema& schema_;
    ImportOptions options_;
    std::set<std::int64_t> taken_;
};

}  // namespace sarhad::rules::gtas
