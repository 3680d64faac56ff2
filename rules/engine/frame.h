#pragma once

#include "core/bytes.h"
#include "rules/cel/slot_layout.h"
#include "rules/engine/reference_lists.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sarhad::rules::engine {

/// The facts about one entity at one moment: each field of its layout in 8 bytes, absent, or
/// unknown until its feed arrives. Immutable. Rules read nothing else but the pushed sets.
class Frame final {
public:
    Frame(Frame&&) = default;
    Frame& operator=(Frame&&) = default;
    Frame(const Frame&) = delete;
    Frame& operator=(const Frame&) = delete;
    ~Frame() = default;

    /// For evaluate(); lives as long as this and `lists`.
    [[nodiscard]] cel::SlotFacts facts(const ReferenceLists& lists) const {
        return {tables_, text_.data(), lists.sets()};
    }
    [[nodiscard]] const std::vector<cel::SlotTable>& tables() const { return tables_; }
    /// The slot "now", microseconds since 1970; 0 where the layout or the frame has none.
    [[nodiscard]] std::int64_t now() const { return now_; }
    /// The slot "port.code"; "" likewise.
    [[nodiscard]] std::string_view port() const { return port_; }
    [[nodiscard]] const std::string& text() const { return text_; }

    /// Magic "SARHADFR", version and number of tables (u16), the layout's fingerprint (u64), of
    /// each table its rows (u32) and whether it is unknown (u8), the size of the text (u32); then
    /// of each table the slots (u64) and the states (u8), field by field; then the text.
    /// Little-endian. Same facts, same bytes.
    [[nodiscard]] core::Bytes to_bytes(const cel::SlotLayout& layout) const;
    /// kInvalid for another version or layout; kCorrupt for all that to_bytes() does not give.
    [[nodiscard]] static core::Result<Frame> parse(core::ByteView bytes,
                                                   const cel::SlotLayout& layout);

private:
    friend class FrameBuilder;
    friend class FrameReader;
    Frame() = default;
    /// Points tables_ at words_ and states_, whose rows are known; reads now and port.
    void tie(const cel::SlotLayout& layout);

    std::vector<cel::SlotTable> tables_;
    std::vector<std::uint64_t> words_;
    std::vector<cel::SlotState> states_;
    std::string text_;
    std::int64_t now_{0};
    std::string port_;
};

inline constexpr std::uint16_t kFrameVersion = 1;
/// The years 1 to 9999, which CEL's timestamps have, in microseconds since 1970.
inline constexpr std::int64_t kMomentFirst = -62'135'596'800'000'000;
inline constexpr std::int64_t kMomentLast = 253'402'300'799'999'999;
/// Bytes of a frame's text.
inline constexpr std::size_t kFrameTextMax = std::size_t{4} << 20U;
/// Slots of a frame, those of its lists' rows among them.
inline constexpr std::size_t kFrameSlotsMax = std::size_t{1} << 20U;

}  // namespace sarhad::rules::engine
