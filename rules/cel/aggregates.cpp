#include "advice.h"
#include "checker.h"

#include "core/text.h"

namespace sarhad::rules::cel {

Type Checker::unwrapped(ExprId value, Type type) {
    type = unifier_.substitute(type);
    if (type.is_optional()) {
        return type.param(0);
    }
    if (!is_dyn(type)) {
        issue(at(value).range,
              core::cat("behind '?' stands an optional value; ",
                        shown(out_.ast.text(value)),
                        " is ",
                        words(type),
                        ": leave the '?' out"));
    }
    return Type::plain(TypeKind::kDyn);
}

Type Checker::list(ExprId id) {
    const std::size_t count = out_.ast.args(id).size();
    Type element;
    for (std::size_t i = 0; i < count; ++i) {
        const ExprId value = out_.ast.args(id)[i];
        Type type = visit(value);
        if (out_.ast.is_optional(id, i)) {
            type = unwrapped(value, type);
        }
        element = i == 0 ? type : unifier_.join(element, type);
    }
    return pool_.list(count == 0 ? unifier_.fresh() : element);
}

Type Checker::map(ExprId id) {
    const std::size_t count = out_.ast.entries(id).size();
    Type key;
    Type value;
    for (std::size_t i = 0; i < count; ++i) {
        const MapEntry entry = out_.ast.entries(id)[i];
        const Type key_type = visit(entry.key);
        Type type = visit(entry.value);
        if (entry.optional) {
            type = unwrapped(entry.value, type);
        }
        key = i == 0 ? key_type : unifier_.join(key, key_type);
        value = i == 0 ? type : unifier_.join(value, type);
    }
    if (count == 0) {
        key = unifier_.fresh();
        value = unifier_.fresh();
    }
    return pool_.map(key, value);
}

Type Checker::message(ExprId id) {
    const std::string_view name = at(id).name;
    Type type;
    for (const std::string& candidate : environment_.candidates(name)) {
        if (environment_.messages().has_message(candidate)) {
            out_.references[id] = {ReferenceKind::kMessage, false, out_.ast.keep(candidate)};
            type = pool_.message(candidate);
            break;
        }
    }
    if (type.is(TypeKind::kError)) {
        issue(at(id).range, core::cat("there is no type '", shown(name), "'"));
    }
    const std::size_t count = out_.ast.entries(id).size();
    for (std::size_t i = 0; i < count; ++i) {
        message_entry(type, out_.ast.entries(id)[i]);
    }
    return type.is(TypeKind::kError) ? type : pool_.of_message(type.name());
}

void Checker::message_entry(Type message, const MapEntry& entry) {
    Type value = visit(entry.value);
    if (message.is(TypeKind::kError)) {
        return;
    }
    const MessageTypes& messages = environment_.messages();
    const MessageField* field = messages.field(message.name(), entry.field);
    if (field == nullptr && is_full()) {
        return;
    }
    if (field == nullptr) {
        const std::string_view near = near_name(entry.field, messages.field_names(message.name()));
        issue(entry.range,
              core::cat(
                  message.name(), " has no field '", shown(entry.field), "'", did_you_mean(near)),
              std::string{near});
        return;
    }
    if (entry.optional) {
        value = unwrapped(entry.value, value);
    }
    const Type wanted = field_type(*field, pool_);
    // NullValue is an enum with one value, which is written as null or as its name.
    const bool fits =
        unifier_.assignable(value, wanted) ||
        (wanted.is(TypeKind::kNull) && unifier_.assignable(value, Type::plain(TypeKind::kInt)));
    if (!fits) {
        issue(at(entry.value).range,
              core::cat(entry.field,
                        " is ",
                        words(wanted),
                        ", ",
                        shown(out_.ast.text(entry.value)),
                        " is ",
                        words(unifier_.substitute(value))));
    }
}

void Checker::iterate(const Comprehension& fold, Type range) {
    const Type dyn = Type::plain(TypeKind::kDyn);
    Type first = dyn;
    Type second = dyn;
    const bool two = !fold.iter_var2.empty();
    if (range.is(TypeKind::kList)) {
        first = two ? Type::plain(TypeKind::kInt) : range.param(0);
        second = range.param(0);
    } else if (range.is(TypeKind::kMap)) {
        first = range.param(0);
        second = range.param(1);
    } else if (range.is(TypeKind::kVariable)) {
        static_cast<void>(unifier_.assignable(dyn, range));
    } else if (!is_dyn(range)) {
        issue(at(fold.range).range,
              core::cat(shown(out_.ast.text(fold.range)),
                        " is ",
                        words(range),
                        ": only a list or a map has elements to go over"));
    }
    locals_.push_back({fold.iter_var, first});
    if (two) {
        locals_.push_back({fold.iter_var2, second});
    }
}

Type Checker::comprehension(ExprId id) {
    const Comprehension fold = out_.ast.comprehension(id);
    visit(fold.range);
    const Type accu = visit(fold.init);
    const std::size_t outside = locals_.size();
    locals_.push_back({fold.accu_var, accu});
    const std::size_t inside = locals_.size();
    iterate(fold, known(fold.range));
    visit(fold.condition);
    const Type step = visit(fold.step);
    if (!unifier_.assignable(step, accu)) {
        issue(at(id).range,
              core::cat("the loop gives ",
                        words(unifier_.substitute(step)),
                        " where it began with ",
                        words(unifier_.substitute(accu))));
    }
    locals_.resize(inside);
    const Type result = visit(fold.result);
    locals_.resize(outside);
    return unifier_.substitute(result);
}

}  // namespace sarhad::rules::cel
