#include "rules/engine/steps.h"

#include "rules/engine/rule.h"

#include <algorithm>
#include <array>
#include <functional>
#include <span>
#include <string_view>
#include <tuple>

namespace sarhad::rules::engine {
namespace {

using cel::Node;
using cel::Op;
using cel::Program;
using cel::Relation;
using cel::SlotTest;
using cel::SlotType;

/// Elements that a list or set is taken to have whose size no layout bounds.
constexpr std::uint64_t kElementsUnbounded = 10'000;

/// Whether a step goes for each byte at most, and not for 16.
bool is_by_byte(const Node& node) {
    constexpr std::array<std::string_view, 5> kByByte{
        "matches", "replace", "join", "format", "strings.quote"};
    return node.op == Op::kMatches ||
           std::find(kByByte.begin(), kByByte.end(), node.function->name) != kByByte.end();
}

/// What evaluate() spends, node by node, where nothing ends early.
class Count final {
public:
    explicit Count(const Program& program) : program_{program}, parts_{program.slots()} {}

    // Recurses as deep as the expression is nested, which the parser bounds.
    // NOLINTBEGIN(misc-no-recursion)
    [[nodiscard]] std::uint64_t of(std::uint32_t number) const {
        const Node& node = program_.nodes()[number];
        switch (node.op) {
            case Op::kAnyRow:
            case Op::kAllRows: {
                const cel::RowLoop& loop = parts_.loops[node.index];
                const std::uint64_t rows = parts_.layout->tables()[loop.table].rows_max;
                return 2 + rows / 16 + rows * of(loop.body);
            }
            case Op::kFold:
                return of_fold(program_.fold(node));
            case Op::kRecord:
            case Op::kHasRecord:
                return 1 + of_record(parts_.records[node.index]);
            case Op::kRows:
            case Op::kRowAt:
                return 1 + of_children(node) + of_list(parts_.lists[node.index]);
            case Op::kSet:
                return 1 + kElementsUnbounded;
            case Op::kCall:
            case Op::kMatches: {
                const std::uint64_t bytes = bytes_of(number);
                return 1 + of_children(node) + (is_by_byte(node) ? bytes : bytes / 16 + 1);
            }
            case Op::kConditional:
                return 1 + of(program_.child(node, 0)) +
                       std::max(of(program_.child(node, 1)), of(program_.child(node, 2)));
            default:  // Not our enum: all others spend one step and what their children do.
                return 1 + of_children(node);
        }
    }

private:
    [[nodiscard]] std::uint64_t of_children(const Node& node) const {
        std::uint64_t sum = 0;
        for (std::uint32_t i = 0; i < node.count; ++i) {
            sum += of(program_.child(node, i));
        }
        return sum;
    }

    [[nodiscard]] std::uint64_t of_fold(const cel::Fold& fold) const {
        std::uint64_t size = 0;
        if (fold.table != 0) {
            size = parts_.layout->tables()[fold.table].rows_max;
        } else {
            const Node& range = program_.nodes()[fold.range];
            size = range.op == Op::kConstant ? range.value.size() : kElementsUnbounded;
        }
        return 1 + (fold.table != 0 ? 0 : of(fold.range)) + of(fold.init) + of(fold.result) +
               size * (of(fold.condition) + of(fold.step) + 1);
    }

    [[nodiscard]] std::uint64_t of_record(const cel::RecordShape& shape) const {
        std::uint64_t sum = shape.parts.size();
        for (const auto& part : shape.parts) {
            if (part.kind == cel::SlotLayout::PlaceKind::kRecord) {
                sum += of_record(parts_.records[part.index]);
            } else if (part.kind == cel::SlotLayout::PlaceKind::kList) {
                sum += of_list(parts_.lists[part.index]);
            }
        }
        return sum;
    }

    [[nodiscard]] std::uint64_t of_list(const cel::ListShape& shape) const {
        return parts_.layout->tables()[shape.table].rows_max *
               of_record(parts_.records[shape.record]);
    }

    /// Of the texts that a function may look at or make.
    [[nodiscard]] std::uint64_t bytes_of(std::uint32_t number) const {
        const Node& node = program_.nodes()[number];
        std::uint64_t sum = 0;
        if (node.op == Op::kSlot && parts_.uses[node.index].type == SlotType::kString) {
            const cel::SlotUse& use = parts_.uses[node.index];
            sum = parts_.layout->tables()[use.table].fields[use.field].bytes_max;
        } else if (node.op == Op::kConstant && node.value.is(cel::ValueKind::kString)) {
            sum = node.value.text().size();
        }
        for (std::uint32_t i = 0; i < node.count; ++i) {
            sum += bytes_of(program_.child(node, i));
        }
        return sum;
    }
    // NOLINTEND(misc-no-recursion)

    const Program& program_;
    const cel::SlotParts& parts_;
};

bool is_key(const SlotTest& test) {
    return (test.relation == Relation::kEqual || test.relation == Relation::kInWords ||
            test.relation == Relation::kInTexts) &&
           test.use.type != SlotType::kBool && test.use.field != cel::kRowCount;
}

/// The parts of the conjunction that the condition is.
// NOLINTNEXTLINE(misc-no-recursion): as deep as the expression.
void conjuncts(const Program& program, std::uint32_t number, std::vector<const Node*>& found) {
    const Node& node = program.nodes()[number];
    if (node.op != Op::kAnd) {
        found.push_back(&node);
        return;
    }
    conjuncts(program, program.child(node, 0), found);
    conjuncts(program, program.child(node, 1), found);
}

void set_key(StepBound& bound, const SlotTest& test, const cel::SlotParts& parts) {
    bound.has_key = true;
    bound.key = {test.use.table, test.use.field, Family::kMember, test.use.type};
    if (test.relation == Relation::kInWords) {
        for (const std::uint64_t word : parts.words[test.index]) {
            bound.values.push_back(member_key(test.use.type, word, nullptr));
        }
    } else if (test.relation == Relation::kInTexts) {
        for (const std::string& text : parts.texts[test.index].texts()) {
            bound.values.push_back(text_key(text));
        }
    } else {
        bound.values.push_back(test.use.type == SlotType::kString
                                   ? text_key(test.text)
                                   : member_key(test.use.type, test.word, nullptr));
    }
}

/// What one rule with a key takes where the key has one of the values that it asks for.
struct Keyed {
    ColumnId key;
    std::uint64_t value{0};
    std::uint64_t once{0};
    std::uint64_t all_rows{0};
    std::uint32_t rows_max{0};
};

void add_keyed(const StepBound& bound, std::vector<Keyed>& keyed) {
    for (const std::uint64_t value : bound.values) {
        keyed.push_back(
            {bound.key, value, bound.once, bound.a_row * bound.rows_max, bound.rows_max});
    }
}

/// Of rules with one key, by value: a slot has one at a time, a list as many as it has rows.
std::uint64_t worst_of(std::span<const Keyed> group) {
    std::vector<std::uint64_t> once;
    std::uint64_t rows = 0;
    for (std::size_t at = 0; at < group.size();) {
        const std::uint64_t value = group[at].value;
        std::uint64_t its_once = 0;
        std::uint64_t its_rows = 0;
        for (; at < group.size() && group[at].value == value; ++at) {
            its_once += group[at].once;
            its_rows += group[at].all_rows;
        }
        once.push_back(its_once);
        rows = std::max(rows, its_rows);
    }
    const std::size_t values =
        std::min<std::size_t>(std::max(group.front().rows_max, 1U), once.size());
    std::partial_sort(once.begin(),
                      once.begin() + static_cast<std::ptrdiff_t>(values),
                      once.end(),
                      std::greater<>{});
    std::uint64_t sum = rows;
    for (std::size_t i = 0; i < values; ++i) {
        sum += once[i];
    }
    return sum;
}

}  // namespace

StepBound step_bound(const Program& program) {
    const Count count{program};
    StepBound bound;
    bound.once = kAskSteps + count.of(program.root());
    std::vector<const Node*> parts;
    conjuncts(program, program.root(), parts);
    const cel::SlotParts& slots = program.slots();
    for (const Node* part : parts) {
        if (part->op == Op::kTest && is_key(slots.tests[part->index])) {
            set_key(bound, slots.tests[part->index], slots);
            return bound;
        }
    }
    for (const Node* part : parts) {
        if (part->op != Op::kAnyRow) {
            continue;
        }
        const cel::RowLoop& loop = slots.loops[part->index];
        if (loop.guard != cel::kNoGuard && is_key(slots.tests[loop.guard])) {
            set_key(bound, slots.tests[loop.guard], slots);
            bound.rows_max = slots.layout->tables()[loop.table].rows_max;
            bound.a_row = count.of(loop.body);
            bound.once -= bound.a_row * bound.rows_max;
            return bound;
        }
    }
    return bound;
}

std::uint64_t worst_steps(std::span<const std::shared_ptr<const Rule>> rules) {
    std::uint64_t sum = 0;
    std::vector<Keyed> keyed;
    for (const auto& rule : rules) {
        if (rule == nullptr) {
            continue;
        }
        if (rule->steps.has_key) {
            add_keyed(rule->steps, keyed);
        } else {
            sum += rule->steps.all();
        }
    }
    std::sort(keyed.begin(), keyed.end(), [](const Keyed& a, const Keyed& b) {
        return std::tie(a.key, a.value) < std::tie(b.key, b.value);
    });
    for (auto from = keyed.begin(); from != keyed.end();) {
        const auto to = std::find_if(
            from, keyed.end(), [&](const Keyed& each) { return each.key != from->key; });
        sum += worst_of({from, to});
        from = to;
    }
    return sum;
}

}  // namespace sarhad::rules::engine
