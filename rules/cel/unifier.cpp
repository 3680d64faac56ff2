#include "unifier.h"

#include <algorithm>

namespace sarhad::rules::cel {
namespace {

bool same_frame(Type a, Type b) {
    return a.kind() == b.kind() && a.name() == b.name() && a.params().size() == b.params().size();
}

/// A kind that nothing but itself, dyn and what is not known yet fits.
bool stands_alone(TypeKind kind) {
    switch (kind) {
        case TypeKind::kBool:
        case TypeKind::kInt:
        case TypeKind::kUint:
        case TypeKind::kDouble:
        case TypeKind::kString:
        case TypeKind::kBytes:
        case TypeKind::kTimestamp:
        case TypeKind::kDuration:
        case TypeKind::kList:
        case TypeKind::kMap:
        case TypeKind::kType:
        case TypeKind::kMessage:
        case TypeKind::kAbstract:
            return true;
        case TypeKind::kError:
        case TypeKind::kDyn:
        case TypeKind::kNull:
        case TypeKind::kAny:
        case TypeKind::kWrapper:
        case TypeKind::kParam:
        case TypeKind::kVariable:
            break;
    }
    return false;
}

}  // namespace

bool are_apart(std::span<const Type> from, std::span<const Type> to) {
    for (std::size_t i = 0; i < from.size(); ++i) {
        if (from[i].kind() != to[i].kind() && stands_alone(from[i].kind()) &&
            stands_alone(to[i].kind())) {
            return true;
        }
    }
    return false;
}

bool is_nullable(Type type) {
    return is_dyn(type) || type.is(TypeKind::kNull) || type.is(TypeKind::kMessage) ||
           type.is(TypeKind::kTimestamp) || type.is(TypeKind::kDuration) ||
           type.is(TypeKind::kWrapper) || type.is(TypeKind::kAbstract);
}

bool is_as_general(Type a, Type b) {
    if (a == b || is_dyn(a) || a.is(TypeKind::kVariable)) {
        return true;
    }
    if (is_dyn(b) || b.is(TypeKind::kVariable)) {
        return false;
    }
    if (b.is(TypeKind::kNull)) {
        return is_nullable(a);
    }
    if (a.is(TypeKind::kWrapper) && !b.is(TypeKind::kWrapper)) {
        return a.param(0) == b;
    }
    if (a.is(TypeKind::kType) && b.is(TypeKind::kType)) {
        return true;
    }
    return same_frame(a, b) &&
           std::equal(a.params().begin(), a.params().end(), b.params().begin(), is_as_general);
}

Type Unifier::fresh() {
    bound_.emplace_back();
    return pool_.variable(static_cast<std::uint32_t>(bound_.size() - 1));
}

void Unifier::bind(Type variable, Type type) {
    trail_.push_back({variable.index(), bound_[variable.index()]});
    bound_[variable.index()] = type.is(TypeKind::kError) ? Type::plain(TypeKind::kDyn) : type;
}

void Unifier::forget(std::size_t mark) {
    while (trail_.size() > mark) {
        bound_[trail_.back().index] = trail_.back().before;
        trail_.pop_back();
    }
}

Type Unifier::substitute(Type type, bool unknown_to_dyn) {
    if (!type.is_open()) {
        return type;
    }
    if (++work_ > kTypeWorkMax) {
        return Type::plain(TypeKind::kDyn);
    }
    if (type.is(TypeKind::kVariable)) {
        if (is_bound(type)) {
            return substitute(bound_[type.index()], unknown_to_dyn);
        }
        return unknown_to_dyn ? Type::plain(TypeKind::kDyn) : type;
    }
    std::vector<Type> params;
    params.reserve(type.params().size());
    for (const Type param : type.params()) {
        params.push_back(substitute(param, unknown_to_dyn));
    }
    return params.empty() ? type : pool_.with_params(type, params);
}

bool Unifier::occurs(Type variable, Type within) {
    if (variable == within || ++work_ > kTypeWorkMax) {
        return true;
    }
    if (within.is(TypeKind::kVariable)) {
        return is_bound(within) && occurs(variable, bound_[within.index()]);
    }
    return within.is_open() && std::any_of(within.params().begin(),
                                           within.params().end(),
                                           [&](Type param) { return occurs(variable, param); });
}

// Whether `type` can be what `variable` stands for.
Unifier::Fit Unifier::fits_variable(Type type, Type variable) {
    if (type == variable) {
        return {true, true};
    }
    if (is_bound(variable)) {
        const Type known = bound_[variable.index()];
        if (type == known) {
            return {true, true};
        }
        if (!fits(type, known)) {
            return {false, true};
        }
        const Type wider = is_as_general(type, known) ? type : known;
        if (!occurs(variable, wider)) {
            bind(variable, wider);
        }
        return {true, true};
    }
    if (occurs(variable, type)) {
        return {false, false};
    }
    bind(variable, type);
    return {true, false};
}

bool Unifier::fits(Type from, Type to) {
    if (from == to || ++work_ > kTypeWorkMax) {
        return true;
    }
    if (to.is(TypeKind::kVariable)) {
        const Fit fit = fits_variable(from, to);
        if (fit.valid || fit.was_known) {
            return fit.valid;
        }
    }
    if (from.is(TypeKind::kVariable)) {
        return fits_variable(to, from).valid;
    }
    if (is_dyn(from) || is_dyn(to)) {
        return true;
    }
    if (from.is(TypeKind::kNull)) {
        return is_nullable(to);
    }
    if (to.is(TypeKind::kNull)) {
        return is_nullable(from);
    }
    const bool wrapped = from.is(TypeKind::kWrapper);
    if (wrapped != to.is(TypeKind::kWrapper)) {
        return wrapped ? from.param(0) == to : from == to.param(0);
    }
    if (from.is(TypeKind::kType) && to.is(TypeKind::kType)) {
        return true;
    }
    return same_frame(from, to) && !from.params().empty() && fits(from.params(), to.params());
}

bool Unifier::fits(std::span<const Type> from, std::span<const Type> to) {
    for (std::size_t i = 0; i < from.size(); ++i) {
        if (!fits(from[i], to[i])) {
            return false;
        }
    }
    return true;
}

bool Unifier::assignable(Type from, Type to) {
    return assignable(std::span{&from, 1}, std::span{&to, 1});
}

bool Unifier::assignable(std::span<const Type> from, std::span<const Type> to) {
    const std::size_t mark = trail_.size();
    if (fits(from, to)) {
        return true;
    }
    forget(mark);
    return false;
}

Type Unifier::join(Type a, Type b) {
    if (a == b) {
        return a;
    }
    if (!assignable(a, b)) {
        return Type::plain(TypeKind::kDyn);
    }
    return is_as_general(a, b) ? a : b;
}

Type Unifier::instance(Type type) {
    if (!type.is_open()) {
        return type;
    }
    if (type.is(TypeKind::kParam)) {
        for (const auto& [name, variable] : named_) {
            if (name == type.name()) {
                return variable;
            }
        }
        return named_.emplace_back(type.name(), fresh()).second;
    }
    std::vector<Type> params;
    params.reserve(type.params().size());
    for (const Type param : type.params()) {
        params.push_back(instance(param));
    }
    return pool_.with_params(type, params);
}

std::span<const Type> Unifier::instantiate(const Overload& overload) {
    named_.clear();
    signature_.clear();
    for (const Type param : overload.params) {
        signature_.push_back(instance(param));
    }
    signature_.push_back(instance(overload.result));
    return signature_;
}

}  // namespace sarhad::rules::cel
