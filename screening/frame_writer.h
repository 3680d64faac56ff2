#pragma once

#include "core/clock.h"
#include "core/ids.h"
#include "core/result.h"
#include "facts/decision.h"
#include "rules/engine/frame_builder.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace sarhad::screening {

/// Writes facts into a frame by the paths under which rules name them. A path that the table of
/// facts has not is a bug (checked); what the table cannot hold (a longer text, a list that is
/// full) stays as it was: absent, or unknown.
class FrameWriter {
public:
    using Fact = rules::engine::Fact;

protected:
    explicit FrameWriter(const rules::cel::SlotLayout& layout)
        : layout_{layout}, builder_{layout} {}

    void set(std::string_view path, const Fact& fact);
    void set_in(std::uint32_t table, std::string_view path, const Fact& fact);
    void set_unknown(std::string_view path);
    void set_unknown_in(std::uint32_t table, std::string_view path);
    /// False where the list is full.
    bool add_row(std::uint32_t table) { return builder_.add_row(table).has_value(); }
    [[nodiscard]] std::uint32_t table(std::string_view path) const;
    /// Capitals and digits, else nothing: a name in the field of a code is no code.
    void code(std::string_view path, std::string_view text);
    void code_in(std::uint32_t table, std::string_view path, std::string_view text);
    /// `now`, and where the event happens.
    void set_place(core::WallTime now, const core::PortId& port, std::string_view kind);
    /// Those that count().
    void set_hits(const std::vector<facts::Hit>& hits);

    [[nodiscard]] rules::engine::FrameBuilder& builder() { return builder_; }

private:
    static void take(const core::Status& status);

    const rules::cel::SlotLayout& layout_;
    rules::engine::FrameBuilder builder_;
};

/// True for capitals and digits alone; also of an empty text.
[[nodiscard]] bool is_code(std::string_view text);

inline constexpr std::size_t kLocodeSize = 5;
inline constexpr std::size_t kCountrySize = 2;

}  // namespace sarhad::screening
