#include "fixture.h"

#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>

namespace sarhad::store::testing {
namespace {

TEST(WriterGuard, RefusesASecondWriterInTheProcess) {
    const TemporaryFolder folder;
    const auto first = value_of(Database::open({.path = folder.file("a.db")}, {}));
    expect_error(Database::open({.path = folder.file("a.db")}, {}), core::Errc::kUnavailable);
}

TEST(WriterGuard, KnowsTheFileByAnyPathToIt) {
    const TemporaryFolder folder;
    std::filesystem::create_directory(folder.file("real"));
    std::filesystem::create_symlink(folder.file("real"), folder.file("link"));
    const auto first = value_of(Database::open({.path = folder.file("real/a.db")}, {}));
    expect_error(Database::open({.path = folder.file("link/a.db")}, {}), core::Errc::kUnavailable);
    expect_error(Database::open({.path = folder.file("real/../real/a.db")}, {}),
                 core::Errc::kUnavailable);
}

TEST(WriterGuard, IsFreeAgainOnceTheWriterCloses) {
    const TemporaryFolder folder;
    value_of(Database::open({.path = folder.file("a.db")}, {}));
    EXPECT_TRUE(Database::open({.path = folder.file("a.db")}, {}).has_value());
}

TEST(WriterGuard, IsNotTakenByAnOpenThatFails) {
    const TemporaryFolder folder;
    expect_error(Database::open({.path = folder.file("a.db"), .vfs = "none-such"}, {}),
                 core::Errc::kInvalid);
    expect_error(Database::open({.path = folder.file("a.db"), .vfs = "none-such"}, {}),
                 core::Errc::kInvalid);
}

/// 0 where opening is refused for another process's sake, 1 otherwise.
int try_to_open(const std::string& path) {
    const auto refused = Database::open({.path = path}, {});
    const bool is_right = !refused && refused.error().code == core::Errc::kUnavailable &&
                          refused.error().what.find("another process") != std::string::npos;
    return is_right ? 0 : 1;
}

TEST(WriterGuard, RefusesASecondWriterInAnotherProcess) {
    const TemporaryFolder folder;
    std::array<int, 2> go{};
    ASSERT_EQ(::pipe(go.data()), 0);
    // Before this process opens the file, so that the child knows of it only by the lock.
    const pid_t child = ::fork();
    if (child == 0) {
        char byte = 0;
        const bool told = ::read(go[0], &byte, 1) == 1;
        ::_exit(told ? try_to_open(folder.file("a.db")) : 2);
    }
    const auto writer = value_of(Database::open({.path = folder.file("a.db")}, {}));
    ASSERT_EQ(::write(go[1], "g", 1), 1);
    int status = -1;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    EXPECT_TRUE(WIFEXITED(status));
    EXPECT_EQ(WEXITSTATUS(status), 0);
    ::close(go[0]);
    ::close(go[1]);
}

}  // namespace
}  // namespace sarhad::store::testing
