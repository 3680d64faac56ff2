#pragma once

#include "border_rules.h"

#include "rules/engine/fact_layout.h"
#include "rules/engine/frame_builder.h"

#include <string_view>

namespace sarhad::rules::engine {

/// Invented facts of one kind after the other, as a border sees them.
class BorderEntities final {
public:
    /// `kind`: traveller or declaration.
    BorderEntities(const cel::SlotLayout& layout, RuleKind kind, std::uint64_t seed);

    /// `arrived`: the feeds that have; all facts of the others are left out. `lines`: of a
    /// declaration.
    [[nodiscard]] Frame next(std::uint64_t arrived, std::uint32_t lines);
    /// When those from now on happen.
    void happen(Micros at) { now_ = at; }
    /// The pushed sets, of the sizes that they have.
    [[nodiscard]] ReferenceLists lists();

private:
    void set(std::string_view path, const Fact& fact);
    void set_in(std::string_view list, std::string_view path, const Fact& fact);
    void add(std::string_view list);
    void place_and_time();
    void traveller();
    void booking();
    void history();
    void declaration(std::uint32_t lines);
    void line(std::uint64_t chapter);
    [[nodiscard]] std::int64_t count(double usual);
    [[nodiscard]] double amount(double usual);
    [[nodiscard]] Micros day(std::int64_t number) const;

    const cel::SlotLayout& layout_;
    RuleKind kind_;
    BorderValues values_;
    Micros now_;
    FrameBuilder builder_;
};

}  // namespace sarhad::rules::engine
