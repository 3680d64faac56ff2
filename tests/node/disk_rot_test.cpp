// A disk that rots, or whose owner flips bits in it: whatever bit it is, the node never answers
// another thing in silence.
#include "node_fixture.h"

#include "core/text.h"

#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace sarhad::node {
namespace {

namespace fs = std::filesystem;

/// Whether anybody was told that something is wrong.
class HeardLog final : public core::Log {
public:
    using Log::write;
    void write(const core::LogEvent& event,
               std::initializer_list<core::LogField> /*fields*/) override {
        is_told = is_told || event.level <= core::LogLevel::kWarn;
    }
    bool is_told{false};
};

/// What officers see of a crossing; the rest is the moment's own.
struct Answer {
    facts::Traveller traveller;
    std::vector<facts::Hit> hits;
    friend bool operator==(const Answer&, const Answer&) = default;
};

/// A file's bytes, and where they lie.
struct Kept {
    std::string path;
    std::string bytes;
};

std::size_t flips() {
    // NOLINTNEXTLINE(concurrency-mt-unsafe): before any thread.
    const char* wanted = std::getenv("SARHAD_ROT_FLIPS");
    return wanted == nullptr ? 300 : std::strtoull(wanted, nullptr, 10);
}

class DiskRot : public NodeTest {
protected:
    DiskRot() { rig_.log = &log_; }

    /// A list in force and kept as an index, two crossings of before, and the node gone.
    void keep() {
        rig_.start();
        rig_.bring_link_up();
        publish(ops_);
        rig_.pass(kMoment);
        rig_.crash();
        rig_.start();
        rig_.pass(kMoment);
        screen("BEFORE", "QX612");
        before_ = answers();
        ASSERT_EQ(before_.size(), 3U);
        ASSERT_EQ(before_[0].hits.size(), 1U);
        ASSERT_TRUE(before_[1].hits.empty());
        rig_.stop();
        rig_.crash();
        for (const auto& entry : fs::recursive_directory_iterator{rig_.folder.path()}) {
            if (entry.is_regular_file() && entry.path().extension() != ".ballast") {
                std::ifstream file{entry.path(), std::ios::binary};
                kept_.push_back(
                    {entry.path().string(), {std::istreambuf_iterator<char>{file}, {}}});
            }
        }
    }

    void screen(const std::string& reference, const std::string& flight) {
        rig_.drop_file(reference + ".edi",
                       paxlst(reference,
                              {{"QORBANTEST", "ZAMIR", "XT7654321"},
                               {"NOBODYSON", "ANNA", "XT0000001"},
                               {"EXAMPLOV", "BOLAT", "XT1112223"}},
                              flight));
        rig_.pass(kMoment);
    }

    /// Those of every crossing, in order; none where they cannot be read, which is told.
    std::vector<Answer> answers() {
        std::vector<Answer> found;
        rig_.node->crossings(
            std::nullopt, kPageMax, [&](core::Result<std::vector<CrossingItem>> page) {
                is_refused_ = !page;
                for (const CrossingItem& item :
                     page ? *std::move(page) : std::vector<CrossingItem>{}) {
                    found.push_back({item.crossing.traveller, item.crossing.decision.hits});
                }
            });
        rig_.settle();
        return found;
    }

    void put_back() {
        fs::remove_all(rig_.folder.path() + "/spool");
        fs::remove_all(rig_.folder.path() + "/lists");
        for (const char* name : {"/node.db-wal", "/node.db-shm"}) {
            fs::remove(rig_.folder.path() + name);
        }
        fs::create_directories(rig_.folder.path() + "/spool/incoming");
        fs::create_directories(rig_.folder.path() + "/lists");
        for (const Kept& file : kept_) {
            std::ofstream{file.path, std::ios::binary | std::ios::trunc} << file.bytes;
        }
    }

    /// One bit of one file, every bit of all of them as likely.
    std::string flip(core::Random& random) {
        std::size_t total = 0;
        for (const Kept& file : kept_) {
            total += file.bytes.size();
        }
        std::array<std::uint8_t, 8> drawn{};
        random.fill(drawn);
        std::uint64_t at = 0;
        for (const std::uint8_t byte : drawn) {
            at = at << 8U | byte;
        }
        const unsigned bit = at % 8;
        at = at / 8 % total;
        for (const Kept& file : kept_) {
            if (at < file.bytes.size()) {
                std::fstream open{file.path, std::ios::binary | std::ios::in | std::ios::out};
                open.seekp(static_cast<std::streamoff>(at));
                open.put(static_cast<char>(file.bytes[at] ^ static_cast<char>(1U << bit)));
                return core::cat(
                    fs::path{file.path}.filename().string(), " byte ", at, " bit ", bit);
            }
            at -= file.bytes.size();
        }
        return {};
    }

    /// Nobody is told anything, and an answer is another one.
    bool is_silently_wrong() {
        log_.is_told = false;
        is_refused_ = false;
        if (!rig_.try_start()) {
            return false;
        }
        rig_.pass(kMoment);
        rig_.bring_link_up();
        screen("AFTER", "QX613");
        const std::vector<Answer> now = answers();
        std::vector<Answer> wanted = before_;
        wanted.insert(wanted.end(), before_.begin(), before_.end());
        const NodeStatus status = rig_.node->status();
        const bool is_told = log_.is_told || is_refused_ || status.lists.empty() ||
                             !status.uplink.diverged.empty() ||
                             !status.uplink.quarantines.empty() || status.intake.files_refused > 0;
        return now != wanted && !is_told;
    }

    HeardLog log_;
    std::vector<Answer> before_;
    std::vector<Kept> kept_;
    bool is_refused_{false};
};

TEST_F(DiskRot, NoBitThatFlipsIsAWrongAnswerInSilence) {
    keep();
    std::size_t changed = 0;
    for (std::size_t tried = 0; tried < flips(); ++tried) {
        put_back();
        const std::string where = flip(rig_.random);
        EXPECT_FALSE(is_silently_wrong()) << where;
        changed += log_.is_told ? 1 : 0;
        rig_.crash();
    }
    RecordProperty("told", static_cast<int>(changed));
    EXPECT_GT(changed, 0U);  // Else nothing was flipped.
}

}  // namespace
}  // namespace sarhad::node
