#include "daemon/exit_code.h"

#include <gtest/gtest.h>

namespace sarhad::daemon {
namespace {

TEST(ExitCode, SaysWhatTheCallerCanDo) {
    EXPECT_EQ(to_int(exit_code_of(core::Errc::kInvalid)), 65);
    EXPECT_EQ(to_int(exit_code_of(core::Errc::kCorrupt)), 65);
    EXPECT_EQ(to_int(exit_code_of(core::Errc::kNotFound)), 1);
    EXPECT_EQ(to_int(exit_code_of(core::Errc::kConflict)), 1);
    EXPECT_EQ(to_int(exit_code_of(core::Errc::kExhausted)), 75);
    EXPECT_EQ(to_int(exit_code_of(core::Errc::kUnauthenticated)), 77);
    EXPECT_EQ(to_int(exit_code_of(core::Errc::kUnavailable)), 69);
}

TEST(ExitCode, OfAStartThatItsOwnFilesPreventKeepsSystemdFromTryingAgain) {
    for (const core::Errc code :
         {core::Errc::kInvalid, core::Errc::kNotFound, core::Errc::kUnauthenticated}) {
        EXPECT_EQ(exit_code_of_start(code), ExitCode::kConfig);
    }
    EXPECT_EQ(exit_code_of_start(core::Errc::kUnavailable), ExitCode::kUnreachable);
    EXPECT_EQ(exit_code_of_start(core::Errc::kExhausted), ExitCode::kTryAgain);
}

TEST(ExitCode, KeepsTheDocumentedNumbers) {
    EXPECT_EQ(to_int(ExitCode::kOk), 0);
    EXPECT_EQ(to_int(ExitCode::kFailed), 1);
    EXPECT_EQ(to_int(ExitCode::kPartlyDone), 2);
    EXPECT_EQ(to_int(ExitCode::kUsage), 64);
    EXPECT_EQ(to_int(ExitCode::kInternal), 70);
    EXPECT_EQ(to_int(ExitCode::kConfig), 78);
}

}  // namespace
}  // namespace sarhad::daemon
