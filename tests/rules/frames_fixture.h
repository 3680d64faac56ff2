#pragma once

#include "stored_frames.h"
#include "test_guard.h"

#include "core/check.h"
#include "core/posix_files.h"
#include "rules/frames/block_reader.h"
#include "rules/frames/frame_store.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace sarhad::rules::frames {

/// A folder of frames that is gone behind the test.
class Frames : public ::testing::Test {
protected:
    Frames() {
        std::string name = (std::filesystem::temp_directory_path() / "frames-XXXXXX").string();
        SARHAD_CHECK(mkdtemp(name.data()) != nullptr);
        folder = name;
    }
    ~Frames() override { std::filesystem::remove_all(folder); }
    Frames(const Frames&) = delete;
    Frames& operator=(const Frames&) = delete;

    static const cel::SlotLayout& layout(RuleKind kind = RuleKind::kTraveller) {
        return world().layouts.of(kind);
    }
    std::vector<LabelledFile> opened(RuleKind kind = RuleKind::kTraveller) {
        auto made = open_frames(files, folder, kind, guard, world().layouts);
        EXPECT_TRUE(made) << (made ? "" : made.error().what);
        return made ? *std::move(made) : std::vector<LabelledFile>{};
    }
    static void set(engine::FrameBuilder& builder,
                    std::string_view path,
                    const engine::Fact& fact) {
        ASSERT_TRUE(builder.set(layout().find(0, path).index, fact).has_value());
    }
    static engine::Frame traveller(std::int64_t at, std::string_view nationality) {
        engine::FrameBuilder builder{layout()};
        builder.begin(source_of(Feed::kApi) | source_of(Feed::kDcs));
        set(builder, "now", engine::Micros{at});
        set(builder, "port.code", std::string_view{"PKKHI"});
        set(builder, "traveller.nationality", nationality);
        set(builder, "traveller.doc.number", std::string_view{"N123456789"});
        const std::uint32_t bags = layout().find(0, "bags").index;
        EXPECT_TRUE(builder.add_row(bags).has_value());
        EXPECT_TRUE(builder.set_in(bags, layout().find(bags, "weight_kg").index, 23.5).has_value());
        return builder.finish();
    }
    core::Bytes bytes_of(const std::string& name) {
        std::ifstream held{folder + "/" + name, std::ios::binary};
        const std::string text{std::istreambuf_iterator<char>{held}, {}};
        return core::to_bytes(text);
    }
    void put(const std::string& name, core::ByteView bytes) {
        std::ofstream{folder + "/" + name, std::ios::binary | std::ios::trunc}
            << core::as_text(bytes);
    }
    /// Everything of every block is read; the first error.
    core::Status read_all(const LabelledFile& of) {
        BlockReader reader{files, guard, world().layouts};
        for (const BlockPlace& block : of.file.blocks()) {
            reader.begin(of.file, block);
            SARHAD_TRY([[maybe_unused]] const auto* ids, reader.entities());
            SARHAD_TRY([[maybe_unused]] const auto* persons, reader.persons());
            SARHAD_TRY([[maybe_unused]] const auto* days, reader.days());
            SARHAD_TRY([[maybe_unused]] const auto* channels, reader.channels());
            SARHAD_TRY([[maybe_unused]] const auto* hits, reader.hits());
            const auto& tables = layout(of.file.month().kind).tables();
            for (std::uint32_t t = 0; t < tables.size(); ++t) {
                if (t != 0) {
                    SARHAD_TRY([[maybe_unused]] const auto* rows, reader.rows(t));
                }
                for (std::uint32_t f = 0; f < tables[t].fields.size(); ++f) {
                    SARHAD_TRY([[maybe_unused]] const auto* column, reader.column(t, f));
                }
            }
        }
        return {};
    }

    core::PosixFiles files;
    TestGuard guard;
    std::string folder;
};

}  // namespace sarhad::rules::frames
