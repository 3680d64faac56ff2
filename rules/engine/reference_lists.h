#pragma once

#include "rules/cel/slot_layout.h"

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace sarhad::rules::engine {

/// The pushed sets that rules ask with `in lists.x`, with the version that a decision records.
/// Immutable once handed on: a change is another value, which shares the sets that stayed.
class ReferenceLists final {
public:
    /// None of the layout's sets has arrived.
    explicit ReferenceLists(const cel::SlotLayout& layout, std::uint64_t version = 0)
        : held_(layout.sets().size()), sets_(layout.sets().size()), version_{version} {}

    /// `index`: of the layout's sets.
    void put(std::uint32_t index, std::shared_ptr<const cel::TextSet> set) {
        held_.at(index) = std::move(set);
        sets_.at(index) = held_.at(index).get();
    }
    /// By index; null where one has not arrived.
    [[nodiscard]] std::span<const cel::TextSet* const> sets() const { return sets_; }
    [[nodiscard]] std::uint64_t version() const { return version_; }

private:
    std::vector<std::shared_ptr<const cel::TextSet>> held_;
    std::vector<const cel::TextSet*> sets_;
    std::uint64_t version_;
};

}  // namespace sarhad::rules::engine
