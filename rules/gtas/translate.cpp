#include "translate.h"

#include "core/text.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace sarhad::rules::gtas {
namespace {

using core::cat;
using Kind = Node::Kind;

/// One flight, one leg, one bag: what terms of a conjunction share.
using Thing = std::pair<Bearer, std::string>;

Thing thing_of(const Condition& condition) {
    return {condition.counterpart->bearer, condition.object};
}
bool is_element(const Thing& thing) {
    return !list_of(thing.first).empty();
}
bool is_numbered(const Thing& thing) {
    return thing.first == Bearer::kBag || thing.first == Bearer::kDocument;
}

/// The terms of an alternative.
using Alternative = std::vector<std::size_t>;

class Translator final {
public:
    explicit Translator(const Surroundings& surroundings) : surroundings_{surroundings} {}

    Translation run(const Node& root) {
        made_.root = carry(root);
        if (!made_.root) {
            refuse(root.place,
                   "not carried: without what cannot be carried it would match more than in GTAS");
            return std::move(made_);
        }
        if (numbered_things() > 1 || stands_apart(*made_.root)) {
            made_.root = in_alternatives(root.place);
        }
        if (made_.root && !can_decide(*made_.root)) {
            refuse(root.place,
                   "not carried: who somebody is would decide alone (protected facts): add what he "
                   "does");
            made_.root.reset();
        }
        return std::move(made_);
    }

private:
    void refuse(FilePlace place, std::string what) {
        made_.findings.push_back({Weight::kRefused, place, std::move(what)});
    }

    std::optional<Carried> carry(const Node& node) {
        if (node.kind != Kind::kTerm) {
            return carry_group(node);
        }
        MadeCondition made = make_condition(node.term, surroundings_);
        std::move(made.findings.begin(), made.findings.end(), std::back_inserter(made_.findings));
        if (!made.condition) {
            return std::nullopt;
        }
        const Counterpart& row = *made.condition->counterpart;
        const std::string_view about = row.reading == Reading::kPresence ? "" : row.about;
        if (!about.empty() && told_.insert(about).second) {
            made_.findings.push_back(
                {Weight::kNote, node.place, cat(name_of(node.term), ": ", about)});
        }
        made_.conditions.push_back(*std::move(made.condition));
        return Carried{Kind::kTerm, made_.conditions.size() - 1, {}};
    }

    std::optional<Carried> carry_group(const Node& node) {
        Carried made{node.kind, 0, {}};
        std::vector<std::pair<std::size_t, std::size_t>> lost;  // Findings of what is left out.
        for (const Node& part : node.parts) {
            const std::size_t before = made_.findings.size();
            auto carried = carry(part);
            if (carried) {
                made.parts.push_back(*std::move(carried));
            } else {
                lost.emplace_back(before, made_.findings.size());
            }
        }
        const bool is_lost = node.kind == Kind::kAll ? !lost.empty() : made.parts.empty();
        if (is_lost) {
            return std::nullopt;
        }
        for (const auto& [first, last] : lost) {
            for (std::size_t at = first; at < last; ++at) {
                Finding& finding = made_.findings[at];
                if (finding.weight == Weight::kRefused) {
                    finding.weight = Weight::kNarrowed;
                    finding.what += "; this alternative is left out";
                }
            }
        }
        return made.parts.size() == 1 ? std::move(made.parts.front()) : std::move(made);
    }

    [[nodiscard]] std::size_t numbered_things() const {
        std::map<Bearer, std::set<std::string>> seen;
        std::size_t most = 0;
        for (const Condition& condition : made_.conditions) {
            if (is_numbered(thing_of(condition))) {
                auto& of_bearer = seen[condition.counterpart->bearer];
                of_bearer.insert(condition.object);
                most = std::max(most, of_bearer.size());
            }
        }
        return most;
    }

    void collect(const Carried& node, std::set<Thing>& to) const {
        if (node.kind == Kind::kTerm) {
            const Thing thing = thing_of(made_.conditions[node.term]);
            if (is_element(thing)) {
                to.insert(thing);
            }
        }
        for (const Carried& part : node.parts) {
            collect(part, to);
        }
    }

    /// Whether a conjunction says something of one element in two places, so that one exists() does
    /// not hold it.
    [[nodiscard]] bool stands_apart(const Carried& node) const {
        std::set<Thing> direct;
        std::set<Thing> deeper;
        for (const Carried& part : node.parts) {
            std::set<Thing> here;
            collect(part, here);
            for (const Thing& thing : here) {
                const bool is_seen = deeper.contains(thing) || direct.contains(thing);
                if (node.kind == Kind::kAll && is_seen &&
                    (part.kind != Kind::kTerm || deeper.contains(thing))) {
                    return true;
                }
            }
            (part.kind == Kind::kTerm ? direct : deeper).insert(here.begin(), here.end());
            if (stands_apart(part)) {
                return true;
            }
        }
        return false;
    }

    /// Nothing past kGtasAlternativesMax.
    [[nodiscard]] std::optional<std::vector<Alternative>> alternatives(const Carried& node) const {
        if (node.kind == Kind::kTerm) {
            return std::vector<Alternative>{Alternative{node.term}};
        }
        std::vector<Alternative> made;
        if (node.kind == Kind::kAll) {
            made.emplace_back();
        }
        for (const Carried& part : node.parts) {
            const auto further = alternatives(part);
            if (!further) {
                return std::nullopt;
            }
            if (node.kind == Kind::kAny) {
                made.insert(made.end(), further->begin(), further->end());
            } else {
                made = product(made, *further);
            }
            if (made.size() > kGtasAlternativesMax) {
                return std::nullopt;
            }
        }
        return made;
    }

    static std::vector<Alternative> product(const std::vector<Alternative>& left,
                                            const std::vector<Alternative>& right) {
        std::vector<Alternative> made;
        for (const Alternative& mine : left) {
            for (const Alternative& theirs : right) {
                made.push_back(mine);
                made.back().insert(made.back().end(), theirs.begin(), theirs.end());
            }
        }
        return made;
    }

    [[nodiscard]] bool asks_for_two(const Alternative& alternative) const {
        std::map<Bearer, std::string> seen;
        return std::any_of(alternative.begin(), alternative.end(), [&](std::size_t term) {
            const Thing thing = thing_of(made_.conditions[term]);
            return is_numbered(thing) &&
                   seen.try_emplace(thing.first, thing.second).first->second != thing.second;
        });
    }

    std::optional<Carried> in_alternatives(FilePlace place) {
        const auto all = alternatives(*made_.root);
        if (!all) {
            refuse(place,
                   cat("not carried: it has more than ",
                       kGtasAlternativesMax,
                       " alternatives: split the rule"));
            return std::nullopt;
        }
        Carried any{Kind::kAny, 0, {}};
        for (const Alternative& each : *all) {
            if (asks_for_two(each)) {
                continue;
            }
            Carried whole{Kind::kAll, 0, {}};
            for (const std::size_t term : each) {
                whole.parts.push_back({Kind::kTerm, term, {}});
            }
            any.parts.push_back(std::move(whole));
        }
        if (any.parts.size() != all->size()) {
            const bool is_lost = any.parts.empty();
            made_.findings.push_back({is_lost ? Weight::kRefused : Weight::kNarrowed,
                                      place,
                                      "what asks for two different bags, or two documents, at once "
                                      "is left out: write it by hand"});
            if (is_lost) {
                return std::nullopt;
            }
        }
        return any;
    }

    /// Whether every way to a match asks for what somebody does.
    [[nodiscard]] bool can_decide(const Carried& node) const {
        const auto decides = [this](const Carried& part) { return can_decide(part); };
        switch (node.kind) {
            case Kind::kTerm:
                return made_.conditions[node.term].can_decide;
            case Kind::kAll:
                return std::any_of(node.parts.begin(), node.parts.end(), decides);
            case Kind::kAny:
                return std::all_of(node.parts.begin(), node.parts.end(), decides);
        }
        return false;
    }

    const Surroundings& surroundings_;
    Translation made_;
    std::set<std::string_view> told_;  ///< What was said of fields: once is enough.
};

/// What holds of every element of its bearer, besides the terms.
std::string_view always_of(Bearer bearer) {
    switch (bearer) {
        case Bearer::kFlight:
            return "(f.from_country == port.country) != (f.to_country == port.country)";
        case Bearer::kStop:
            return "s.connect_minutes >= 0";
        case Bearer::kJourney:
        case Bearer::kFirstLeg:
        case Bearer::kLeg:
        case Bearer::kBag:
        case Bearer::kDocument:
            break;
    }
    return "";
}

/// Conditions on one thing, joined by `sign`.
std::string text_of(const std::vector<const Condition*>& of_one_thing, bool is_all) {
    const Bearer bearer = of_one_thing.front()->counterpart->bearer;
    std::string text;
    for (const Condition* condition : of_one_thing) {
        const bool is_long = !is_all && condition->text.find(" && ") != std::string::npos;
        text += cat(text.empty() ? "" : (is_all ? " && " : " || "),
                    is_long ? "(" : "",
                    condition->text,
                    is_long ? ")" : "");
    }
    if (list_of(bearer).empty()) {
        return text;
    }
    const bool is_said =
        is_all && std::any_of(of_one_thing.begin(),
                              of_one_thing.end(),
                              [](const Condition* condition) { return condition->has_direction; });
    const std::string_view always = is_said ? "" : always_of(bearer);
    const bool is_choice = !is_all && of_one_thing.size() > 1 && !always.empty();
    return cat(list_of(bearer),
               ".exists(",
               name_of(bearer),
               ", ",
               always,
               always.empty() ? "" : " && ",
               is_choice ? "(" : "",
               text,
               is_choice ? ")" : "",
               ")");
}

/// `between`: what stands before a sign.
std::string text_of(const Carried& node,
                    const std::vector<Condition>& conditions,
                    std::string_view between) {
    if (node.kind == Kind::kTerm) {
        return text_of({&conditions[node.term]}, true);
    }
    const bool is_all = node.kind == Kind::kAll;
    std::vector<std::string> pieces;
    std::set<Thing> done;
    for (const Carried& part : node.parts) {
        if (part.kind != Kind::kTerm) {
            pieces.push_back(cat("(", text_of(part, conditions, " "), ")"));
            continue;
        }
        const Thing thing = thing_of(conditions[part.term]);
        if (!is_element(thing)) {
            const std::string& text = conditions[part.term].text;
            const bool is_long = !is_all && text.find(" && ") != std::string::npos;
            pieces.push_back(is_long ? cat("(", text, ")") : text);
        } else if (done.insert(thing).second) {
            std::vector<const Condition*> same;
            for (const Carried& each : node.parts) {
                if (each.kind == Kind::kTerm && thing_of(conditions[each.term]) == thing) {
                    same.push_back(&conditions[each.term]);
                }
            }
            pieces.push_back(text_of(same, is_all));
        }
    }
    std::string text;
    for (const std::string& piece : pieces) {
        text += text.empty() ? piece : cat(between, is_all ? "&& " : "|| ", piece);
    }
    return text;
}

}  // namespace

Translation translate(const Node& root, const Surroundings& surroundings) {
    return Translator{surroundings}.run(root);
}

std::string condition_text(const Translation& translation) {
    return text_of(*translation.root, translation.conditions, "\n  ");
}

std::string text_of_all(const std::vector<const Condition*>& of_one_thing) {
    return text_of(of_one_thing, true);
}

}  // namespace sarhad::rules::gtas
