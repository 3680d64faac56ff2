#include "replication/frames.h"

#include "core/bytes.h"
#include "wire/frame.h"
#include "wire/streams.h"

#include <gtest/gtest.h>

#include <string>

namespace sarhad::replication {
namespace {

constexpr core::StreamId kList{100};

/// Whether the frame of these bytes went packed.
bool is_packed(core::StreamId stream, const std::string& delta) {
    const core::Bytes frame = to_delta_frame(stream, core::as_bytes(delta));
    const auto parsed = wire::parse_frame(frame, wire::FrameLimits{});
    EXPECT_TRUE(parsed);
    return parsed && (parsed->header.flags & wire::frame_flags::kZstd) != 0;
}

std::string text(std::size_t lines) {
    std::string all;
    for (std::size_t line = 0; line < lines; ++line) {
        all += "an entry of a list, and what is known of it " + std::to_string(line) + "; ";
    }
    return all;
}

TEST(DeltaFrames, GoPackedWhereThatIsShorter) {
    EXPECT_TRUE(is_packed(kList, text(100)));
    EXPECT_LT(to_delta_frame(kList, core::as_bytes(text(100))).size() * 4, text(100).size());
    EXPECT_FALSE(is_packed(kList, text(1))) << "too small to gain";
    EXPECT_FALSE(is_packed(wire::kAlertStream, text(100))) << "an alert is never held up";
}

}  // namespace
}  // namespace sarhad::replication
