#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <system_error>
#include <vector>

/// The fuzz target, in its own file. Aborts where an input breaks one of its claims.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

void replay(const std::string& bytes) {
    const std::vector<std::uint8_t> exact{bytes.begin(), bytes.end()};  // ASan sees its very end.
    LLVMFuzzerTestOneInput(exact.data(), exact.size());
}

}  // namespace

/// Runs every file of the folder named once, and the empty input; a folder that is not there is an
/// empty one.
int main(int argc, char** argv) {
    if (argc != 2) {
        static_cast<void>(std::fprintf(stderr, "usage: %s <corpus folder>\n", argv[0]));
        return 64;
    }
    replay("");
    int count = 1;
    std::error_code absent;
    for (const std::filesystem::directory_entry& entry :
         std::filesystem::directory_iterator{argv[1], absent}) {
        std::ifstream file{entry.path(), std::ios::binary};
        static_cast<void>(std::fprintf(stderr, "%s\n", entry.path().filename().c_str()));
        replay({std::istreambuf_iterator<char>{file}, {}});
        ++count;
    }
    std::printf("%d inputs\n", count);
    return 0;
}
