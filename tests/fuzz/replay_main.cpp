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

/// Runs every file of a folder once; a folder that is not there is an empty one. How many.
int replay_folder(const char* folder) {
    int count = 0;
    std::error_code absent;
    for (const std::filesystem::directory_entry& entry :
         std::filesystem::directory_iterator{folder, absent}) {
        std::ifstream file{entry.path(), std::ios::binary};
        static_cast<void>(std::fprintf(stderr, "%s\n", entry.path().filename().c_str()));
        replay({std::istreambuf_iterator<char>{file}, {}});
        ++count;
    }
    return count;
}

}  // namespace

/// Runs the empty input, and every file of the folders named.
int main(int argc, char** argv) {
    if (argc < 2) {
        static_cast<void>(std::fprintf(stderr, "usage: %s <corpus folder>...\n", argv[0]));
        return 64;
    }
    replay("");
    int count = 1;
    for (int i = 1; i < argc; ++i) {
        count += replay_folder(argv[i]);
    }
    std::printf("%d inputs\n", count);
    return 0;
}
