// The bytes of protocol 1. To make the file of a new message, run the tests once with
// SARHAD_GOLDEN_WRITE=1: it writes what is missing and never replaces a file. To change a file on
// purpose, delete it first, and raise the protocol number.
#include "samples.h"

#include "support/places.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace sarhad::wire {
namespace {

std::filesystem::path golden_path(const std::string& name) {
    return places::test_data("wire/v1/" + name + ".bin");
}

core::Bytes read_whole(const std::filesystem::path& path) {
    std::ifstream file{path, std::ios::binary};
    const std::string text{std::istreambuf_iterator<char>{file}, {}};
    return core::to_bytes(text);
}

void write_if_asked(const std::filesystem::path& path, const core::Bytes& bytes) {
    if (std::getenv("SARHAD_GOLDEN_WRITE") == nullptr || std::filesystem::exists(path)) {
        return;
    }
    std::ofstream{path, std::ios::binary} << core::as_text(bytes);
}

TEST(Golden, EveryMessageKeepsItsBytes) {
    for (const samples::Sample& sample : samples::all()) {
        const core::Bytes frame = encode_frame(sample.message, sample.lane, sample.stream);
        write_if_asked(golden_path(sample.name), frame);
        EXPECT_EQ(core::to_hex(frame), core::to_hex(read_whole(golden_path(sample.name))))
            << sample.name;
    }
}

TEST(Golden, EveryFileDecodesToItsMessage) {
    for (const samples::Sample& sample : samples::all()) {
        const core::Bytes bytes = read_whole(golden_path(sample.name));
        const auto frame = parse_frame(bytes, kControlLimits);
        ASSERT_TRUE(frame) << sample.name << frame.error().what;
        EXPECT_EQ(frame->header.lane, sample.lane) << sample.name;
        EXPECT_EQ(frame->header.stream, sample.stream) << sample.name;
        const auto message = decode_message(*frame);
        ASSERT_TRUE(message) << sample.name << message.error().what;
        EXPECT_EQ(*message, sample.message) << sample.name;
    }
}

TEST(Golden, NoFileIsWithoutAMessage) {
    std::size_t files = 0;
    for (const auto& entry : std::filesystem::directory_iterator{golden_path("x").parent_path()}) {
        files += entry.path().extension() == ".bin" ? 1U : 0U;
    }
    EXPECT_EQ(files, samples::all().size());
}

}  // namespace
}  // namespace sarhad::wire
