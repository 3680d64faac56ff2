#pragma once

#include "rules/cel/arena.h"
#include "rules/engine/engine.h"
#include "rules/engine/fact_layout.h"

#include <memory>
#include <string>
#include <vector>

namespace sarhad::rules::engine {

/// The slow and obvious way: the facts of a frame as CEL's messages, the condition as an ordinary
/// program over them, each rule one after the other. What the engine is tested against.
class MessageOracle final {
public:
    MessageOracle(const FactSchema& schema, const FactLayouts& layouts, RuleKind kind);

    void add(const cel::Checked& checked);
    /// The facts that run() is asked about. Live as long as the frame and the lists.
    void take(const Frame& frame, const ReferenceLists& lists);
    [[nodiscard]] cel::Value run(std::size_t rule);

private:
    cel::Value field(const FactField& field,
                     const std::string& path,
                     std::uint32_t table,
                     std::uint32_t row);
    cel::Value record(const FactRecord& record,
                      const std::string& prefix,
                      std::uint32_t table,
                      std::uint32_t row);
    cel::Value list(const FactField& field, const std::string& path);
    cel::Value set(const FactField& field, const std::string& path);
    cel::Value slot(const cel::SlotField& field, std::size_t at, const cel::SlotTable& table);

    const FactSchema& schema_;
    const cel::SlotLayout& layout_;
    RuleKind kind_;
    std::vector<cel::Program> programs_;
    const Frame* frame_{nullptr};
    const ReferenceLists* lists_{nullptr};
    cel::Arena facts_{std::size_t{64} << 20U};
    cel::Arena arena_{std::size_t{16} << 20U};
    cel::Context context_{facts_, 1ULL << 40U, nullptr};
    std::vector<std::pair<std::string_view, cel::Value>> variables_;
};

}  // namespace sarhad::rules::engine
