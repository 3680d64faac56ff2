#include "rules/engine/necessary.h"

#include "rules/cel/ast.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace sarhad::rules::engine {
namespace {

using cel::Node;
using cel::Op;
using cel::Program;
using cel::Relation;
using cel::SlotTest;
using cel::SlotText;
using cel::SlotType;
using cel::SlotUse;
using Kind = Alternative::Kind;

Necessary one(const SlotUse& use, Family family) {
    Necessary made;
    made.clauses.push_back({{use.table, use.field, family, use.type}, {}, 0});
    return made;
}

Necessary member(const SlotUse& use, std::vector<Alternative> any) {
    Necessary made = one(use, Family::kMember);
    std::sort(any.begin(), any.end());
    any.erase(std::unique(any.begin(), any.end()), any.end());
    made.clauses[0].any = std::move(any);
    return made;
}

Necessary member(const SlotUse& use, Alternative alone) {
    Necessary made = one(use, Family::kMember);
    made.clauses[0].any.push_back(std::move(alone));
    return made;
}

Necessary word(const SlotUse& use, std::uint64_t value) {
    return member(use, Alternative{Kind::kWord, member_key(use.type, value, nullptr), {}});
}

/// x < bound, or x > bound.
Necessary beyond(const SlotUse& use, Family family, std::uint64_t bound) {
    Necessary made = one(use, family);
    made.clauses[0].bound = bound;
    return made;
}

Necessary of_bound(const SlotTest& test) {
    if (!is_ordered(test.use.type, test.word)) {
        return {};
    }
    const std::uint64_t key = order_key(test.use.type, test.word);
    switch (test.relation) {
        case Relation::kLess:
            return beyond(test.use, Family::kBelow, key);
        case Relation::kGreater:
            return beyond(test.use, Family::kAbove, key);
        case Relation::kLessEqual:
            return key == ~std::uint64_t{0} ? Necessary{}
                                            : beyond(test.use, Family::kBelow, key + 1);
        case Relation::kGreaterEqual:
            return key == 0 ? Necessary{} : beyond(test.use, Family::kAbove, key - 1);
        case Relation::kEqual:
        case Relation::kNotEqual:
        case Relation::kInWords:
        case Relation::kInTexts:
        case Relation::kInSet:
        case Relation::kPrefix:
            break;
    }
    return {};
}

Necessary of_test(const SlotTest& test, const cel::SlotParts& parts) {
    switch (test.relation) {
        case Relation::kEqual:
            if (test.use.field == cel::kRowCount) {
                return {};
            }
            return test.use.type == SlotType::kString
                       ? member(test.use, Alternative{Kind::kWord, text_key(test.text), {}})
                       : word(test.use, test.word);
        case Relation::kInWords: {
            std::vector<Alternative> any;
            for (const std::uint64_t each : parts.words[test.index]) {
                any.push_back({Kind::kWord, member_key(test.use.type, each, nullptr), {}});
            }
            return test.use.field == cel::kRowCount ? Necessary{} : member(test.use, any);
        }
        case Relation::kInTexts: {
            std::vector<Alternative> any;
            for (const std::string& each : parts.texts[test.index].texts()) {
                any.push_back({Kind::kWord, text_key(each), {}});
            }
            return member(test.use, std::move(any));
        }
        case Relation::kInSet:
            return member(test.use, Alternative{Kind::kSet, test.index, {}});
        case Relation::kPrefix:
            return member(test.use, Alternative{Kind::kPrefix, 0, std::string{test.text}});
        case Relation::kLess:
        case Relation::kLessEqual:
        case Relation::kGreater:
        case Relation::kGreaterEqual:
            return of_bound(test);
        case Relation::kNotEqual:
            break;
    }
    return {};
}

/// The test that holds exactly where `test` does not; none where there is no such one.
std::optional<SlotTest> opposite(SlotTest test) {
    // What is not less than NaN is not greater or equal either.
    const bool is_total = test.use.type != SlotType::kDouble;
    switch (test.relation) {
        case Relation::kEqual:
            if (test.use.type == SlotType::kBool) {
                test.word ^= 1U;
                return test;
            }
            return std::nullopt;
        case Relation::kNotEqual:
            test.relation = Relation::kEqual;
            return test;
        case Relation::kLess:
            test.relation = Relation::kGreaterEqual;
            return is_total ? std::optional{test} : std::nullopt;
        case Relation::kLessEqual:
            test.relation = Relation::kGreater;
            return is_total ? std::optional{test} : std::nullopt;
        case Relation::kGreater:
            test.relation = Relation::kLessEqual;
            return is_total ? std::optional{test} : std::nullopt;
        case Relation::kGreaterEqual:
            test.relation = Relation::kLess;
            return is_total ? std::optional{test} : std::nullopt;
        case Relation::kInWords:
        case Relation::kInTexts:
        case Relation::kInSet:
        case Relation::kPrefix:
            break;
    }
    return std::nullopt;
}

/// The stricter of two clauses of one column, both of which must hold.
Clause stricter(Clause left, Clause right) {
    switch (left.column.family) {
        case Family::kMember:
            return left.any.size() <= right.any.size() ? std::move(left) : std::move(right);
        case Family::kBelow:
            left.bound = std::min(left.bound, right.bound);
            break;
        case Family::kAbove:
            left.bound = std::max(left.bound, right.bound);
            break;
    }
    return left;
}

Clause either(Clause left, const Clause& right) {
    switch (left.column.family) {
        case Family::kMember: {
            std::vector<Alternative> any;
            std::set_union(left.any.begin(),
                           left.any.end(),
                           right.any.begin(),
                           right.any.end(),
                           std::back_inserter(any));
            left.any = std::move(any);
            break;
        }
        case Family::kBelow:
            left.bound = std::max(left.bound, right.bound);
            break;
        case Family::kAbove:
            left.bound = std::min(left.bound, right.bound);
            break;
    }
    return left;
}

Necessary both(Necessary left, Necessary right) {
    if (left.is_never || right.is_never) {
        return {true, {}};
    }
    for (Clause& clause : right.clauses) {
        const auto at = std::lower_bound(
            left.clauses.begin(), left.clauses.end(), clause, [](const auto& a, const auto& b) {
                return a.column < b.column;
            });
        if (at != left.clauses.end() && at->column == clause.column) {
            *at = stricter(std::move(*at), std::move(clause));
        } else {
            left.clauses.insert(at, std::move(clause));
        }
    }
    return left;
}

Necessary any_of(Necessary left, Necessary right) {
    if (left.is_never || right.is_never) {
        return left.is_never ? right : left;
    }
    Necessary made;
    for (Clause& clause : left.clauses) {
        const auto other =
            std::find_if(right.clauses.begin(), right.clauses.end(), [&](const Clause& each) {
                return each.column == clause.column;
            });
        if (other != right.clauses.end()) {
            made.clauses.push_back(either(std::move(clause), *other));
        }
    }
    return made;
}

/// Looks through a program: what must hold for a node not to be certainly `unwanted`. An error or
/// an unknown part is neither, so that what may give one is never excluded.
class Search final {
public:
    explicit Search(const Program& program) : program_{program} {}

    Necessary run() { return not_certainly(program_.root(), false); }

private:
    // Recurses as deep as the expression is nested, which the parser bounds.
    // NOLINTNEXTLINE(misc-no-recursion)
    Necessary not_certainly(std::uint32_t number, bool unwanted) {
        const Node& node = program_.nodes()[number];
        const cel::SlotParts& parts = program_.slots();
        switch (node.op) {
            case Op::kConstant:
                return {node.value.is(cel::ValueKind::kBool) && node.value.as_bool() == unwanted,
                        {}};
            case Op::kTest: {
                if (!unwanted) {
                    return of_test(parts.tests[node.index], parts);
                }
                const auto turned = opposite(parts.tests[node.index]);
                return turned ? of_test(*turned, parts) : Necessary{};
            }
            case Op::kSlot:
                return parts.uses[node.index].type == SlotType::kBool
                           ? word(parts.uses[node.index], unwanted ? 0 : 1)
                           : Necessary{};
            case Op::kSlotHas:
                return member(parts.uses[node.index],
                              Alternative{unwanted ? Kind::kAbsent : Kind::kPresent, 0, {}});
            case Op::kAnd:
            case Op::kOr: {
                Necessary left = not_certainly(program_.child(node, 0), unwanted);
                Necessary right = not_certainly(program_.child(node, 1), unwanted);
                return (node.op == Op::kAnd) == !unwanted
                           ? both(std::move(left), std::move(right))
                           : any_of(std::move(left), std::move(right));
            }
            case Op::kCall:
                return node.function->name == cel::op::kNot
                           ? not_certainly(program_.child(node, 0), !unwanted)
                           : Necessary{};
            case Op::kAnyRow:
                return unwanted ? Necessary{} : some_row(parts.loops[node.index], false);
            case Op::kAllRows:
                return unwanted ? some_row(parts.loops[node.index], true) : Necessary{};
            case Op::kVariable:
            case Op::kLocal:
            case Op::kBlockLocal:
            case Op::kFault:
            case Op::kSelect:
            case Op::kHas:
            case Op::kOptSelect:
            case Op::kIndex:
            case Op::kOptIndex:
            case Op::kConditional:
            case Op::kNotFalse:
            case Op::kMatches:
            case Op::kList:
            case Op::kMap:
            case Op::kMessage:
            case Op::kFold:
            case Op::kBlock:
            case Op::kOptOf:
            case Op::kOptOfNonZero:
            case Op::kOptNone:
            case Op::kOptHasValue:
            case Op::kOptValue:
            case Op::kOptOr:
            case Op::kOptOrValue:
            case Op::kInSet:
            case Op::kSet:
            case Op::kRecord:
            case Op::kHasRecord:
            case Op::kRows:
            case Op::kRowAt:
                break;
        }
        return {};
    }

    Necessary some_row(const cel::RowLoop& loop, bool unwanted) {
        SlotUse rows;
        rows.table = loop.table;
        rows.field = cel::kRowCount;
        rows.type = SlotType::kInt;
        Necessary made = not_certainly(loop.body, unwanted);
        // Of an unknown list the loop is unknown, whatever its body says of other things.
        std::erase_if(made.clauses,
                      [&](const Clause& clause) { return clause.column.table != loop.table; });
        if (made.is_never) {
            made = {};
        }
        return both(std::move(made), beyond(rows, Family::kAbove, order_key(SlotType::kInt, 0)));
    }

    const Program& program_;
};

}  // namespace

Necessary necessary(const Program& program) {
    return Search{program}.run();
}

std::uint64_t text_key(std::string_view text) {
    if (text.size() <= SlotText::kInline) {
        return SlotText::of(text);
    }
    std::uint64_t state = 0xcbf29ce484222325U;
    for (const char c : text) {
        state = (state ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
    }
    return state | SlotText::kLong << 56U;
}

std::uint64_t member_key(SlotType type, std::uint64_t word, const char* text) {
    if (type == SlotType::kString && !SlotText::is_inline(word)) {
        return text_key(SlotText::read(word, text));
    }
    // -0.0 is 0.0.
    return type == SlotType::kDouble && word == std::uint64_t{1} << 63U ? 0 : word;
}

}  // namespace sarhad::rules::engine
