// How fast messages are read, one core: MB/s cut into segments, and into facts. Each supplied file
// of a kind ($SARHAD_SHARED_DATA, default ../shared/data), and all of the kind one after another;
// short files say more about a message's own cost than about bytes. usage: intake_bench [FILE...]:
// the files named, instead of the supplied ones.

#include "core/bytes.h"
#include "core/text.h"
#include "intake/edifact.h"
#include "intake/messages.h"

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace sarhad;  // NOLINT(google-build-using-namespace): a program of its own.
namespace fs = std::filesystem;

/// Each measurement reads so many bytes at least.
constexpr std::size_t kBytesRead = std::size_t{256} * 1024 * 1024;

struct Work {
    std::string name;
    std::vector<core::Bytes> files;
};

core::Bytes content_of(const fs::path& path) {
    std::ifstream in{path, std::ios::binary};
    const std::string text{std::istreambuf_iterator<char>{in}, {}};
    return core::to_bytes(core::as_bytes(text));
}

std::size_t cut(core::ByteView file) {
    std::size_t segments = 0;
    std::size_t from = 0;
    while (const auto start = intake::find_interchange(file, from)) {
        const auto tokens = intake::tokenise(file, start->at, start->separators);
        if (!tokens) break;
        segments += tokens->size();
        from = tokens->end();
    }
    return segments;
}

std::size_t read(core::ByteView file) {
    std::size_t facts = 0;
    for (const facts::Message& message : intake::read_messages(file)) {
        facts += message.travellers.size() + message.bookings.size() + message.bills.size() +
                 message.containers.size();
    }
    return facts;
}

/// MB (10^6 bytes) a second of the processor's time, and what `once` counted in one round.
struct Rate {
    double megabytes{0};
    std::size_t counted{0};
};

template <class Once>
Rate rate_of(const Work& work, const Once& once) {
    std::size_t bytes = 0;
    Rate rate;
    const std::clock_t start = std::clock();
    while (bytes < kBytesRead) {
        rate.counted = 0;
        for (const core::Bytes& file : work.files) {
            rate.counted += once(file);
            bytes += file.size();
        }
    }
    const double seconds = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
    rate.megabytes = static_cast<double>(bytes) / 1e6 / seconds;
    return rate;
}

void measure(const Work& work) {
    std::size_t bytes = 0;
    for (const core::Bytes& file : work.files) {
        bytes += file.size();
    }
    if (bytes == 0) return;
    const Rate segments = rate_of(work, cut);
    const Rate facts = rate_of(work, read);
    std::printf("%-28s %3zu files %9zu bytes %7zu segments %6.0f MB/s | %6zu facts %6.0f MB/s\n",
                work.name.c_str(),
                work.files.size(),
                bytes,
                segments.counted,
                segments.megabytes,
                facts.counted,
                facts.megabytes);
}

/// Files whose path has one of the words in it.
Work supplied(const fs::path& folder, std::string name, const std::vector<std::string>& words) {
    Work work{std::move(name), {}};
    std::vector<fs::path> paths;
    for (const auto& found : fs::recursive_directory_iterator{folder}) {
        const std::string path = found.path().string();
        const std::string extension = found.path().extension().string();
        const bool is_message = extension == ".edi" || extension == ".txt";
        if (is_message && std::any_of(words.begin(), words.end(), [&](const std::string& word) {
                return path.find(word) != std::string::npos;
            })) {
            paths.push_back(found.path());
        }
    }
    std::sort(paths.begin(), paths.end());
    for (const fs::path& path : paths) {
        work.files.push_back(content_of(path));
    }
    return work;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc > 1) {
        for (int i = 1; i < argc; ++i) {
            measure({fs::path{argv[i]}.filename().string(), {content_of(argv[i])}});
        }
        return 0;
    }
    const char* told = std::getenv("SARHAD_SHARED_DATA");  // NOLINT(concurrency-mt-unsafe)
    const fs::path folder = fs::path{told == nullptr ? "../shared/data" : told} / "messages";
    if (!fs::exists(folder)) {
        std::puts("intake_bench: skipped: no supplied messages; set SARHAD_SHARED_DATA");
        return 0;
    }
    measure(supplied(folder, "PAXLST", {"apis-messages", "inline/Paxlst", "tamr", "/paxlst/"}));
    measure(supplied(folder, "PNRGOV", {"pnr-messages"}));
    measure(supplied(folder, "CUSCAR", {"/cuscar/"}));
    measure(supplied(folder, "BAPLIE", {"/baplie/"}));
    return 0;
}
