#pragma once

#include "rules/cel/overload.h"
#include "rules/cel/type.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace sarhad::rules::cel {

/// The most steps that deducing the types of one expression takes.
inline constexpr std::uint32_t kTypeWorkMax = 1'000'000;

/// What is known so far about the types that a check has to deduce. One check, one thread.
class Unifier final {
public:
    explicit Unifier(TypePool& pool) : pool_{pool} { signature_.reserve(4); }

    /// Whether deducing took more steps than kTypeWorkMax; from then on everything fits and is dyn.
    [[nodiscard]] bool is_exhausted() const { return work_ > kTypeWorkMax; }

    /// A type not known yet.
    [[nodiscard]] Type fresh();
    /// `type` with what is known put in; what is not known stays, or becomes dyn.
    [[nodiscard]] Type substitute(Type type, bool unknown_to_dyn = false);
    /// Whether a value of type `from` may stand where `to` is wanted. Keeps what that says about
    /// unknown types where it is so, and forgets it where not.
    [[nodiscard]] bool assignable(Type from, Type to);
    [[nodiscard]] bool assignable(std::span<const Type> from, std::span<const Type> to);
    /// The type of a list's elements of types `a` and `b`: the more general one, or dyn.
    [[nodiscard]] Type join(Type a, Type b);
    /// The overload's parameters, then its result, each type parameter a fresh unknown.
    [[nodiscard]] std::span<const Type> instantiate(const Overload& overload);

private:
    struct Bound {
        std::uint32_t index{0};
        Type before;
    };
    struct Fit {
        bool valid;
        bool was_known;
    };
    [[nodiscard]] bool is_bound(Type variable) const {
        return !bound_[variable.index()].is(TypeKind::kError);
    }
    void bind(Type variable, Type type);
    void forget(std::size_t mark);
    [[nodiscard]] bool fits(Type from, Type to);
    [[nodiscard]] bool fits(std::span<const Type> from, std::span<const Type> to);
    [[nodiscard]] Fit fits_variable(Type type, Type variable);
    [[nodiscard]] bool occurs(Type variable, Type within);
    [[nodiscard]] Type instance(Type type);

    TypePool& pool_;
    std::uint32_t work_{0};
    std::vector<Type> bound_;  ///< By variable; the error type is "not known".
    std::vector<Bound> trail_;
    std::vector<std::pair<std::string_view, Type>> named_;
    std::vector<Type> signature_;
};

/// Whether `a` is `b` or says less: dyn, a wrapper of b, a nullable where b is null, the same of
/// its parameters.
[[nodiscard]] bool is_as_general(Type a, Type b);

/// Whether some value of a type in `from` can never stand where the one of `to` is wanted, whatever
/// is deduced about both: a quick no before assignable(). As many of both.
[[nodiscard]] bool are_apart(std::span<const Type> from, std::span<const Type> to);

/// Whether null may stand where `type` is wanted.
[[nodiscard]] bool is_nullable(Type type);

/// Whether nothing is checked about `type`: dyn, any, or what failed already.
[[nodiscard]] inline bool is_dyn(Type type) {
    return type.is(TypeKind::kDyn) || type.is(TypeKind::kError) || type.is(TypeKind::kAny);
}

}  // namespace sarhad::rules::cel
