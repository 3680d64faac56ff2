#pragma once

#include "core/result.h"
#include "rules/author/document.h"
#include "rules/cel/program.h"
#include "rules/schema/fact_schema.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sarhad::rules {

/// The facts of one entity, as its rules' programs take them. Its values live in the arena that
/// read() was given. A feed has arrived when one of its fields is given, be it null, or when it is
/// named in `feeds`; a field that is not given is then absent, else unknown. A reference set is
/// known when it is given. Records are always there; what they hold may not be.
class FactFrame final {
public:
    /// From a table: variables of `kind`, and `feeds`: a list of names, or a table of name to the
    /// moment of its arrival. `now`: seconds since 1970, where the table has none. kInvalid or
    /// kExhausted as "line:column: path: what"; a value longer than its maximum is one.
    [[nodiscard]] static core::Result<FactFrame> read(const Document& document,
                                                      const FactSchema& schema,
                                                      RuleKind kind,
                                                      std::int64_t now,
                                                      cel::Arena& arena);

    /// One for each of the program's variables.
    [[nodiscard]] std::vector<cel::Value> values_for(const cel::Program& program) const;
    /// Of exactly this name; unset() for none.
    [[nodiscard]] cel::Value variable(std::string_view name) const;
    /// The sources that have arrived.
    [[nodiscard]] std::uint64_t known() const { return known_; }
    /// Seconds from a feed's arrival to the event; nothing where nobody told.
    [[nodiscard]] std::optional<std::int64_t> age_seconds(Feed feed) const;

private:
    friend class FrameReader;
    friend class SlotFactReader;  ///< rules/live/frame_facts.cpp

    const FactRecord* variables_{nullptr};
    std::vector<cel::Value> values_;  ///< Beside variables_->fields.
    std::uint64_t known_{0};
    std::int64_t now_{0};
    std::array<std::optional<std::int64_t>, kFeedCount> arrived_{};
};

/// Memory that the largest facts need: 200 lines, 15 full reference sets.
inline constexpr std::size_t kFactBytesMax = 16U << 20U;

}  // namespace sarhad::rules
