// Programs over a layout of slots: a path of names becomes one slot, a comparison of it with a
// constant one test, exists() and all() over a list a walk over its rows.
#include "planner.h"

#include "core/text.h"

#include <algorithm>
#include <array>
#include <bit>
#include <utility>

namespace sarhad::rules::cel {
namespace {

using PlaceKind = SlotLayout::PlaceKind;

std::optional<Relation> relation_of(std::string_view name, bool is_turned) {
    if (name == op::kEquals) {
        return Relation::kEqual;
    }
    if (name == op::kNotEquals) {
        return Relation::kNotEqual;
    }
    if (name == op::kLess) {
        return is_turned ? Relation::kGreater : Relation::kLess;
    }
    if (name == op::kLessEquals) {
        return is_turned ? Relation::kGreaterEqual : Relation::kLessEqual;
    }
    if (name == op::kGreater) {
        return is_turned ? Relation::kLess : Relation::kGreater;
    }
    if (name == op::kGreaterEquals) {
        return is_turned ? Relation::kLessEqual : Relation::kGreaterEqual;
    }
    return std::nullopt;
}

/// The constant as a slot of this type would hold it; none where it is of another type, or a text
/// too long to stand in a slot.
std::optional<std::uint64_t> word_of(SlotType type, const Value& constant) {
    if (type == SlotType::kBool && constant.is(ValueKind::kBool)) {
        return constant.as_bool() ? 1 : 0;
    }
    if (type == SlotType::kInt && constant.is(ValueKind::kInt)) {
        return static_cast<std::uint64_t>(constant.as_int());
    }
    if (type == SlotType::kDouble && constant.is(ValueKind::kDouble)) {
        return std::bit_cast<std::uint64_t>(constant.as_double());
    }
    if (type == SlotType::kString && constant.is(ValueKind::kString) &&
        constant.text().size() <= SlotText::kInline) {
        return SlotText::of(constant.text());
    }
    return std::nullopt;
}

/// How well a test excludes rows: the least is best.
int rank(const SlotTest& test) {
    switch (test.relation) {
        case Relation::kEqual:
            return test.use.type == SlotType::kBool ? 5 : 0;
        case Relation::kInWords:
        case Relation::kInTexts:
            return 1;
        case Relation::kInSet:
            return 2;
        case Relation::kPrefix:
            return 3;
        case Relation::kLess:
        case Relation::kLessEqual:
        case Relation::kGreater:
        case Relation::kGreaterEqual:
            return 4;
        case Relation::kNotEqual:
            break;
    }
    return 6;
}

bool is_accu(const Ast& ast, ExprId id) {
    return ast.at(id).kind == ExprKind::kIdent && ast.at(id).name == kAccuVar;
}

}  // namespace

std::string Planner::path_of(ExprId id, ExprId root, std::string_view first) const {
    std::size_t size = first.size();
    for (ExprId at = id; at != root; at = ast_.at(at).operand) {
        size += ast_.at(at).name.size() + 1;
    }
    // From its end on; the first dot is one too many where there is no first name.
    std::string path(size, '.');
    for (ExprId at = id; at != root; at = ast_.at(at).operand) {
        const std::string_view name = ast_.at(at).name;
        size -= name.size() + 1;
        name.copy(path.data() + size + 1, name.size());
    }
    first.copy(path.data(), first.size());
    return first.empty() && !path.empty() ? path.substr(1) : path;
}

Planner::SlotPath Planner::slot_path(ExprId id) const {
    SlotPath found;
    if (names_.slots == nullptr || checked_ == nullptr) {
        return found;
    }
    ExprId at = id;
    while (ast_.at(at).kind == ExprKind::kSelect && (at == id || !ast_.at(at).test_only)) {
        at = ast_.at(at).operand;
    }
    if (ast_.at(at).kind != ExprKind::kIdent) {
        return found;
    }
    const Reference& reference = checked_->references[at];
    if (reference.kind == ReferenceKind::kVariable) {
        found.path = path_of(id, at, reference.name);
    } else {
        const Local* row = local(ast_.at(at).name);
        if (row == nullptr || row->table == 0) {
            return found;
        }
        found.table = row->table;
        found.local = row->place;
        found.path = path_of(id, at, "");
        if (found.path.empty() && names_.slots->tables()[row->table].record != nullptr) {
            found.place = {PlaceKind::kRecord, kNoNode};  // The row as a whole.
            return found;
        }
    }
    found.place = names_.slots->find(found.table, found.path);
    return found;
}

SlotUse Planner::slot_use(const SlotPath& of) const {
    const SlotField& field = names_.slots->tables()[of.table].fields[of.place.index];
    return {of.table, of.place.index, of.local, field.type, field.source};
}

std::optional<std::uint32_t> Planner::slot(ExprId id) {
    const SlotPath found = slot_path(id);
    return found.place.kind == PlaceKind::kNone ? std::nullopt
                                                : std::optional{slot_node(id, found)};
}

std::uint32_t Planner::slot_node(ExprId id, const SlotPath& found) {
    const bool is_test = ast_.at(id).kind == ExprKind::kSelect && ast_.at(id).test_only;
    SlotParts& parts = program_.slots_;
    Node node;
    node.source = id;
    switch (found.place.kind) {
        case PlaceKind::kSlot:
            node.op = is_test ? Op::kSlotHas : Op::kSlot;
            node.index = static_cast<std::uint32_t>(parts.uses.size());
            parts.uses.push_back(slot_use(found));
            return add(node);
        case PlaceKind::kRecord: {
            node.op = is_test ? Op::kHasRecord : Op::kRecord;
            const SlotLayout::Table& table = names_.slots->tables()[found.table];
            node.index = record_shape(found,
                                      found.place.index == kNoNode
                                          ? table.record
                                          : &names_.slots->record(found.place.index));
            return add(node);
        }
        case PlaceKind::kList:
            if (is_test) {
                SlotTest test;
                test.use = {found.place.index, kRowCount, kNoLocal, SlotType::kInt, 0};
                test.use.source = names_.slots->tables()[found.place.index].source;
                test.relation = Relation::kGreater;
                return add_test(id, test);
            }
            node.op = Op::kRows;
            node.index = list_shape(found.place.index);
            return add(node);
        case PlaceKind::kSet:
        case PlaceKind::kNone:
            break;
    }
    node.op = Op::kSet;
    node.index = found.place.index;
    return add(node);
}

std::uint32_t Planner::record_shape(const SlotPath& of, const MessageInfo* type) {
    RecordShape made;
    made.type = type;
    made.local = of.local;
    SlotParts& parts = program_.slots_;
    if (type == nullptr) {
        made.parts.push_back(
            {nullptr, PlaceKind::kSlot, static_cast<std::uint32_t>(parts.uses.size())});
        parts.uses.push_back(slot_use({{PlaceKind::kSlot, 0}, of.table, of.local, {}}));
    }
    for (std::size_t i = 0; type != nullptr && i < type->fields.size(); ++i) {
        const FieldInfo& field = *type->fields[i];
        SlotPath inner{{}, of.table, of.local, {}};
        inner.path = of.path.empty() ? field.name : core::cat(of.path, ".", field.name);
        inner.place = names_.slots->find(of.table, inner.path);
        RecordShape::Part part{&field, inner.place.kind, 0};
        if (inner.place.kind == PlaceKind::kSlot) {
            part.index = static_cast<std::uint32_t>(parts.uses.size());
            parts.uses.push_back(slot_use(inner));
        } else if (inner.place.kind == PlaceKind::kRecord) {
            part.index = record_shape(inner, &names_.slots->record(inner.place.index));
        } else if (inner.place.kind == PlaceKind::kList) {
            part.index = list_shape(inner.place.index);
        } else {
            continue;
        }
        made.parts.push_back(part);
    }
    std::sort(made.parts.begin(), made.parts.end(), [](const auto& left, const auto& right) {
        return (left.field == nullptr ? 0 : left.field->number) <
               (right.field == nullptr ? 0 : right.field->number);
    });
    parts.records.push_back(std::move(made));
    return static_cast<std::uint32_t>(parts.records.size() - 1);
}

std::uint32_t Planner::list_shape(std::uint32_t table) {
    const SlotLayout::Table& of = names_.slots->tables()[table];
    ListShape made{table, of.source, 0};
    made.record = record_shape({{}, table, program_.frame_++, {}}, of.record);
    program_.slots_.lists.push_back(made);
    return static_cast<std::uint32_t>(program_.slots_.lists.size() - 1);
}

std::optional<std::uint32_t> Planner::slot_function(ExprId id,
                                                    std::string_view name,
                                                    bool is_member) {
    if (names_.slots == nullptr) {
        return std::nullopt;
    }
    const auto written = ast_.args(id);
    Node node;
    node.source = id;
    if (name == "size" && written.size() == (is_member ? 0U : 1U)) {
        const SlotPath list = slot_path(is_member ? ast_.at(id).operand : written[0]);
        if (list.place.kind != PlaceKind::kList) {
            return std::nullopt;
        }
        SlotUse use{list.place.index, kRowCount, kNoLocal, SlotType::kInt, 0};
        use.source = names_.slots->tables()[list.place.index].source;
        node.op = Op::kSlot;
        node.index = static_cast<std::uint32_t>(program_.slots_.uses.size());
        program_.slots_.uses.push_back(use);
        return add(node);
    }
    if (name == op::kIndex) {
        const SlotPath list = slot_path(written[0]);
        if (list.place.kind != PlaceKind::kList) {
            return std::nullopt;
        }
        const std::array<std::uint32_t, 1> index{plan(written[1])};
        node.op = Op::kRowAt;
        node.index = list_shape(list.place.index);
        return add(node, index);
    }
    if (name == op::kIn) {
        const SlotPath set = slot_path(written[1]);
        if (set.place.kind != PlaceKind::kSet) {
            return std::nullopt;
        }
        const std::array<std::uint32_t, 1> value{plan(written[0])};
        const Node& of = program_.nodes_[value[0]];
        if (of.op == Op::kSlot && program_.slots_.uses[of.index].type == SlotType::kString) {
            SlotTest test;
            test.use = program_.slots_.uses[of.index];
            test.relation = Relation::kInSet;
            test.index = set.place.index;
            return add_test(id, test);
        }
        node.op = Op::kInSet;
        node.index = set.place.index;
        return add(node, value);
    }
    return std::nullopt;
}

std::uint32_t Planner::add_test(ExprId id, const SlotTest& test) {
    Node node;
    node.op = Op::kTest;
    node.source = id;
    node.index = static_cast<std::uint32_t>(program_.slots_.tests.size());
    program_.slots_.tests.push_back(test);
    return add(node);
}

std::optional<SlotTest> Planner::comparison(std::string_view name,
                                            const SlotUse& use,
                                            const Value& constant) {
    SlotTest test;
    test.use = use;
    if (name == "startsWith") {
        if (use.type != SlotType::kString || !constant.is(ValueKind::kString)) {
            return std::nullopt;
        }
        test.relation = Relation::kPrefix;
        test.text = constant.text();
        return test;
    }
    const auto relation = relation_of(name, false);
    const auto word = word_of(use.type, constant);
    const bool is_text = use.type == SlotType::kString && constant.is(ValueKind::kString);
    const bool is_equality = relation == Relation::kEqual || relation == Relation::kNotEqual;
    if (!relation || (!word && !is_text) ||
        (!is_equality && (is_text || use.type == SlotType::kBool))) {
        return std::nullopt;
    }
    test.relation = *relation;
    test.word = word.value_or(0);
    test.text = is_text ? constant.text() : std::string_view{};
    return test;
}

std::optional<SlotTest> Planner::membership(const SlotUse& use, const Value& list) {
    SlotTest test;
    test.use = use;
    std::vector<std::uint64_t> words;
    std::vector<std::string> texts;
    for (const Value& element : list.elements()) {
        if (const auto word = word_of(use.type, element); word && use.type != SlotType::kDouble) {
            words.push_back(*word);
        } else if (use.type != SlotType::kString || !element.is(ValueKind::kString)) {
            return std::nullopt;
        }
        if (use.type == SlotType::kString) {
            texts.emplace_back(element.text());
        }
    }
    SlotParts& parts = program_.slots_;
    if (words.size() < list.size()) {
        test.relation = Relation::kInTexts;
        test.index = static_cast<std::uint32_t>(parts.texts.size());
        parts.texts.emplace_back(std::move(texts));
        return test;
    }
    std::sort(words.begin(), words.end());
    test.relation = Relation::kInWords;
    test.index = static_cast<std::uint32_t>(parts.words.size());
    parts.words.push_back(std::move(words));
    return test;
}

std::optional<std::uint32_t> Planner::slot_test(ExprId id,
                                                std::string_view name,
                                                std::span<const std::uint32_t> args) {
    const auto is_slot = [&](std::uint32_t arg) { return program_.nodes_[arg].op == Op::kSlot; };
    const auto is_constant = [&](std::uint32_t arg) {
        return program_.nodes_[arg].op == Op::kConstant;
    };
    const auto use = [&](std::uint32_t arg) {
        return program_.slots_.uses[program_.nodes_[arg].index];
    };
    std::optional<SlotTest> test;
    if (args.size() == 1 && name == op::kNot && is_slot(args[0]) &&
        use(args[0]).type == SlotType::kBool) {
        test = SlotTest{use(args[0]), Relation::kEqual, 0, {}, 0};
    } else if (args.size() == 2 && is_slot(args[0]) && is_constant(args[1])) {
        const Value& constant = program_.nodes_[args[1]].value;
        test = name == op::kIn && constant.is(ValueKind::kList)
                   ? membership(use(args[0]), constant)
                   : comparison(name, use(args[0]), constant);
    } else if (args.size() == 2 && is_constant(args[0]) && is_slot(args[1]) &&
               relation_of(name, true)) {
        test = comparison(name, use(args[1]), program_.nodes_[args[0]].value);
        if (test) {
            test->relation = *relation_of(name, true);
        }
    }
    return test ? std::optional{add_test(id, *test)} : std::nullopt;
}

std::uint32_t Planner::guard_of(std::uint32_t body, std::uint32_t place) const {
    const Node& node = program_.nodes_[body];
    if (node.op == Op::kTest) {
        const SlotTest& test = program_.slots_.tests[node.index];
        return test.use.local == place ? node.index : kNoGuard;
    }
    if (node.op != Op::kAnd) {
        return kNoGuard;
    }
    const std::uint32_t left = guard_of(program_.child(node, 0), place);
    const std::uint32_t right = guard_of(program_.child(node, 1), place);
    if (left == kNoGuard || right == kNoGuard) {
        return std::min(left, right);
    }
    const auto& tests = program_.slots_.tests;
    return rank(tests[right]) < rank(tests[left]) ? right : left;
}

std::optional<std::uint32_t> Planner::row_loop(ExprId id) {
    const Comprehension& loop = ast_.comprehension(id);
    const SlotPath rows = slot_path(loop.range);
    const Expr& step = ast_.at(loop.step);
    const bool is_any = step.kind == ExprKind::kCall && step.name == op::kOr;
    const bool is_all = step.kind == ExprKind::kCall && step.name == op::kAnd;
    // Only the macros can name the accumulator.
    if (rows.place.kind != PlaceKind::kList || !loop.iter_var2.empty() || (!is_any && !is_all) ||
        loop.accu_var != kAccuVar || !is_accu(ast_, ast_.args(loop.step)[0]) ||
        !is_accu(ast_, loop.result) || ast_.at(loop.condition).kind != ExprKind::kCall) {
        return std::nullopt;
    }
    const std::uint32_t table = rows.place.index;
    RowLoop made{table, program_.frame_++, 0, kNoGuard, names_.slots->tables()[table].source};
    const std::size_t outside = locals_.size();
    locals_.push_back({loop.iter_var, made.place, kNoNode, table});
    ++loops_;
    program_.nesting_ = std::max(program_.nesting_, loops_);
    made.body = plan(ast_.args(loop.step)[1]);
    --loops_;
    locals_.resize(outside);
    made.guard = is_any ? guard_of(made.body, made.place) : kNoGuard;
    Node node;
    node.op = is_any ? Op::kAnyRow : Op::kAllRows;
    node.source = id;
    node.index = static_cast<std::uint32_t>(program_.slots_.loops.size());
    program_.slots_.loops.push_back(made);
    return add(node);
}

}  // namespace sarhad::rules::cel
