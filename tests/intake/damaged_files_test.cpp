#include "json_dump.h"
#include "shared_data.h"

#include "core/text.h"
#include "intake/journeys.h"
#include "intake/messages.h"
#include "support/places.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

namespace sarhad::intake {
namespace {

bool is_set(const char* name) {
    const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe)
    return value != nullptr && std::string_view{value} == "1";
}

/// Who and what the messages of a file tell of.
struct Told {
    std::size_t travellers{0};
    std::size_t bags{0};
    std::size_t bills{0};
    std::size_t containers{0};
    std::size_t declarations{0};
    std::size_t elsewhere{0};  ///< A line of a bag that was read as another one, or left out.
    bool has_problem_in_place{false};  ///< Somewhere; its place lies within the file.
    bool is_all_ok{true};
};

Told told_by(core::ByteView file) {
    Told told;
    const auto messages = read_messages(file);
    EXPECT_FALSE(messages.empty());
    for (const facts::Message& message : messages) {
        told.travellers += message.travellers.size();
        told.bags += message.bags.size();
        told.bills += message.bills.size();
        told.containers += message.containers.size();
        told.declarations += message.declarations.size();
        for (const facts::Bag& bag : message.bags) {
            told.elsewhere += bag.handling.size();
        }
        for (const facts::LeftOut& left : message.left_out) {
            told.elsewhere += lists_travellers(message) ? 0 : left.count;
        }
        told.is_all_ok = told.is_all_ok && message.status == facts::MessageStatus::kOk;
        if (message.status != facts::MessageStatus::kOk) {
            EXPECT_FALSE(message.problems.empty());
        }
        for (const facts::Problem& problem : message.problems) {
            EXPECT_FALSE(problem.code.empty());
            EXPECT_FALSE(problem.text.empty());
            EXPECT_LE(problem.offset, file.size());
            told.has_problem_in_place = true;
        }
    }
    return told;
}

bool is_fewer(const Told& now, const Told& before) {
    return now.travellers < before.travellers || now.bags < before.bags ||
           now.bills < before.bills || now.containers < before.containers ||
           now.declarations < before.declarations;
}

/// Less than before may only be told with a problem beside it. One letter makes another line of a
/// line about a bag, and nothing is wrong with the message then: what it said is still there, or
/// counted.
void expect_no_silent_loss(core::ByteView damaged, const Told& whole) {
    const Told now = told_by(damaged);
    EXPECT_TRUE(!is_fewer(now, whole) || (!now.is_all_ok && now.has_problem_in_place) ||
                now.elsewhere > whole.elsewhere);
}

/// Each supplied message file, damaged in each place: SARHAD_LONG=1 takes every byte of the large
/// ones too, of which else every 61st is taken.
class DamagedFiles : public SharedData {
protected:
    void SetUp() override {
        SharedData::SetUp();
        if (IsSkipped() || HasFatalFailure()) return;
        const std::string folder = places::shared_data() + "/messages";
        for (const auto& found : std::filesystem::recursive_directory_iterator{folder}) {
            const std::string extension = found.path().extension().string();
            if (extension == ".edi" || extension == ".txt") {
                files_.push_back(found.path().string());
            }
        }
        std::sort(files_.begin(), files_.end());
        ASSERT_GE(files_.size(), 40U);
    }

    static std::size_t step_of(const core::Bytes& file) {
        constexpr std::size_t kEveryByteUpTo = 32 * 1024;
        constexpr std::size_t kSparse = 61;
        return file.size() > kEveryByteUpTo && !is_set("SARHAD_LONG") ? kSparse : 1;
    }

    std::vector<std::string> files_{};
};

TEST_F(DamagedFiles, CutAtEveryByte) {
    for (const std::string& path : files_) {
        const core::Bytes file = file_bytes(path);
        const Told whole = told_by(file);
        const std::size_t step = step_of(file);
        for (std::size_t end = 0; end < file.size(); end += step) {
            expect_no_silent_loss(core::ByteView{file}.first(end), whole);
            ASSERT_FALSE(HasFailure()) << path << " cut at " << end;
        }
    }
}

TEST_F(DamagedFiles, EveryByteFlippedOnce) {
    for (const std::string& path : files_) {
        core::Bytes file = file_bytes(path);
        const Told whole = told_by(file);
        const std::size_t step = step_of(file);
        for (std::size_t at = 0; at < file.size(); at += step) {
            const auto kept = file[at];
            file[at] = static_cast<std::uint8_t>(kept ^ (1U << (at % 8)));
            expect_no_silent_loss(file, whole);
            ASSERT_FALSE(HasFailure()) << path << " flipped at " << at;
            file[at] = kept;
        }
    }
}

}  // namespace
}  // namespace sarhad::intake
