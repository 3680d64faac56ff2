#include "rules/backtest/protected_slots.h"

#include "core/text.h"

#include <string>

namespace sarhad::rules::backtest {
namespace {

using core::cat;

class ProtectedWalk final {
public:
    explicit ProtectedWalk(const cel::SlotLayout& layout) : layout_{layout} {
        for (const cel::SlotLayout::Table& table : layout.tables()) {
            made_.emplace_back(table.fields.size(), false);
        }
    }

    // Recurses as deep as records are nested.
    // NOLINTNEXTLINE(misc-no-recursion)
    void add(std::uint32_t table, const std::string& path, const FactField& field) {
        if (field.shape == FactShape::kSet) {
            return;
        }
        const bool is_list = field.shape == FactShape::kList;
        const std::uint32_t within = is_list ? layout_.find(0, path).index : table;
        const std::string prefix = is_list ? "" : path;
        if (field.kind == FactKind::kRecord) {
            for (const FactField& each : field.record->fields) {
                add(within,
                    prefix.empty() ? std::string{each.name} : cat(prefix, ".", each.name),
                    each);
            }
        } else if (field.guard == Guard::kProtected) {
            made_[within][layout_.find(within, prefix).index] = true;
        }
    }
    [[nodiscard]] std::vector<std::vector<bool>> made() const { return made_; }

private:
    const cel::SlotLayout& layout_;
    std::vector<std::vector<bool>> made_;
};

}  // namespace

std::vector<std::vector<bool>> protected_slots(RuleKind kind, const cel::SlotLayout& layout) {
    ProtectedWalk walk{layout};
    for (const FactField& variable : variables_of(kind).fields) {
        walk.add(0, std::string{variable.name}, variable);
    }
    return walk.made();
}

}  // namespace sarhad::rules::backtest
