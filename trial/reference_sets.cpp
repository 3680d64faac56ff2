// Reference sets as files have them: {"agencies_watch": ["AG17", "AG21"]}.
#include "trial/reference_sets.h"

#include "core/text.h"
#include "rules/author/rule.h"
#include "rules/pack/set_book.h"

#include <algorithm>

namespace sarhad::trial {

using core::cat;
using core::Errc;
using core::Error;
using core::Result;

Result<const rules::FactField*> find_set(std::string_view name) {
    if (const rules::FactField* set = rules::reference_sets().find(name)) {
        return set;
    }
    std::vector<std::string_view> names;
    for (const rules::FactField& each : rules::reference_sets().fields) {
        names.push_back(each.name);
    }
    const std::string_view near = core::nearest(name, names);
    return Error{Errc::kInvalid,
                 cat("'",
                     core::cut_utf8(name, rules::kRuleNameMax),
                     "' is no reference set",
                     near.empty() ? "" : ": did you mean '",
                     near,
                     near.empty() ? "" : "'?")};
}

Result<std::vector<std::string>> set_texts(const rules::FactField& set,
                                           const rules::Document& given) {
    std::vector<std::string> texts;
    for (const rules::Document& each :
         given.list() == nullptr ? rules::Document::List{} : *given.list()) {
        if (each.text() != nullptr) {
            texts.push_back(*each.text());
        }
    }
    if (given.list() == nullptr || texts.size() != given.list()->size()) {
        return Error{Errc::kInvalid, cat("'", set.name, "': wanted a list of texts")};
    }
    std::sort(texts.begin(), texts.end());
    texts.erase(std::unique(texts.begin(), texts.end()), texts.end());
    SARHAD_TRY_STATUS(rules::check_set_texts(set.name, texts));
    return texts;
}

}  // namespace sarhad::trial
