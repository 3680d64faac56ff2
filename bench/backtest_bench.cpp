// One rule over the stored frames of a year: `backtest_bench FRAMES FOLDER [--sealed]`. The frames
// are invented from a fixed seed; those that the folder has already are taken as they are.
#include "border_entities.h"
#include "random_rules.h"

#include "core/posix_files.h"
#include "core/text.h"
#include "rules/backtest/backtest.h"
#include "trial/frame_guard.h"
#include "wire/keyring.h"

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace sarhad::rules::backtest {
namespace {

using core::cat;
using engine::BorderEntities;
using frames::FrameMonth;
using frames::FrameNote;

constexpr std::int64_t kMicrosADay = 86'400'000'000;
constexpr std::uint16_t kYear = 2025;
constexpr std::uint16_t kMonths = 12;

const engine::RuleWorld& world() {
    static const engine::RuleWorld made;
    return made;
}

template <class T>
T must(core::Result<T> result) {
    if (!result) {
        std::printf("%s\n", result.error().what.c_str());
        std::exit(1);  // NOLINT(concurrency-mt-unsafe)
    }
    return *std::move(result);
}
void must(const core::Status& status) {
    if (!status) {
        std::printf("%s\n", status.error().what.c_str());
        std::exit(1);  // NOLINT(concurrency-mt-unsafe)
    }
}

std::int64_t first_of(std::uint16_t month) {
    return std::chrono::sys_days{std::chrono::year{kYear} / std::chrono::month{month} / 1}
        .time_since_epoch()
        .count();
}

/// A month's frames, block by block, and one inspection in fifty.
class MonthMaker final {
public:
    MonthMaker(std::uint16_t month, std::uint64_t frames, const frames::SectionGuard& guard)
        : month_{RuleKind::kTraveller, kYear, month},
          count_{frames},
          guard_{guard},
          entities_{layout(), RuleKind::kTraveller, 1'000U + month},
          values_{month},
          builder_{layout()} {}

    void write(core::Files& files, const std::string& folder) {
        const std::string name = name_of(month_);
        bool is_begun = false;
        must(files.write_parts(
            cat(folder, "/", name, ".new"),
            [&]() -> core::Result<core::Bytes> {
                if (!is_begun) {
                    is_begun = true;
                    return file_head(month_, layout(), guard_);
                }
                return done_ == count_ ? core::Bytes{} : block();
            },
            core::FileMode::kPrivate));
        must(files.replace(cat(folder, "/", name, ".labels"),
                           write_labels(name, labels_, guard_),
                           core::FileMode::kPrivate));
        must(files.rename(cat(folder, "/", name, ".new"), cat(folder, "/", name, ".frames")));
    }

private:
    static const cel::SlotLayout& layout() { return world().layouts.of(RuleKind::kTraveller); }

    core::Bytes block() {
        const std::int64_t first = first_of(month_.month) * kMicrosADay;
        const std::int64_t step = 28 * kMicrosADay / static_cast<std::int64_t>(count_);
        while (done_ < count_) {
            const std::int64_t at = first + static_cast<std::int64_t>(done_) * step;
            entities_.happen({at});
            // One in twenty has no booking data yet.
            const std::uint64_t arrived =
                values_.one_in(20) ? ~source_of(Feed::kPnr) : ~std::uint64_t{0};
            if (!next_) {
                next_ = entities_.next(arrived, 0);
            }
            if (!builder_.has_room(*next_)) {
                break;
            }
            add(at);
        }
        return builder_.finish(name_of(month_), number_++, guard_);
    }

    void add(std::int64_t at) {
        FrameNote note;
        const std::uint64_t entity = done_ << 8U | month_.month;
        const std::uint64_t person = values_.below(4'000'000);
        std::memcpy(note.entity.data(), &entity, sizeof entity);
        std::memcpy(note.person.data(), &person, sizeof person);
        if (values_.one_in(100)) {
            note.channel = facts::Channel::kYellow;
            note.hits = {cat("OLD-", 100 + values_.below(200))};
        }
        if (values_.one_in(50)) {
            labels_.push_back(
                {{number_, static_cast<std::uint16_t>(builder_.frames())},
                 {values_.one_in(4) ? frames::Selected::kRandom : frames::Selected::kRule,
                  values_.one_in(20) ? frames::Finding::kPositive : frames::Finding::kNegative,
                  static_cast<std::uint16_t>(values_.below(40))},
                 note.person,
                 at});
        }
        builder_.add(*next_, note);
        next_.reset();
        ++done_;
    }

    FrameMonth month_;
    std::uint64_t count_;
    const frames::SectionGuard& guard_;
    BorderEntities entities_;
    engine::BorderValues values_;
    frames::BlockBuilder builder_;
    std::optional<engine::Frame> next_;
    std::vector<frames::FrameLabel> labels_;
    std::uint64_t done_{0};
    std::uint32_t number_{0};
};

void make_frames(const std::string& folder,
                 std::uint64_t frames,
                 const frames::SectionGuard& guard) {
    core::PosixFiles files;
    must(files.make_folder(folder));
    if (!must(files.list(folder)).empty()) {
        return;
    }
    const auto begin = std::chrono::steady_clock::now();
    const auto every_second = [&](std::uint16_t first) {
        for (std::uint16_t month = first; month <= kMonths; month += 2) {
            MonthMaker{month, frames / kMonths + (month <= frames % kMonths ? 1 : 0), guard}.write(
                files, folder);
        }
    };
    std::thread other{[&] { every_second(2); }};
    every_second(1);
    other.join();
    std::printf("made in %.0f s\n",
                std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count());
}

/// Of all threads of this program: what others do meanwhile is not in it.
double seconds_used() {
    timespec now{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

struct Shape {
    std::string_view name;
    std::string_view condition;
};

void measure(const Shape& shape, const BacktestSource& source, std::size_t threads) {
    std::string issues;
    const auto rule = world().rule({}, shape.condition, &issues);
    if (rule == nullptr) {
        std::printf("%s\n", issues.c_str());
        std::exit(1);  // NOLINT(concurrency-mt-unsafe)
    }
    const Backtest test = must(Backtest::make({RuleKind::kTraveller, {rule}}, source));
    double seconds = 0;
    double used = 0;
    BacktestResult result;
    for (int round = 0; round < 2; ++round) {  // The first one warms the files.
        const auto begin = std::chrono::steady_clock::now();
        const double before = seconds_used();
        result = must(test.run(threads));
        used = seconds_used() - before;
        seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    }
    const RuleTally& tally = result.rules.at(0);
    std::printf(
        "%-34.*s %zu threads: %6.2f s (%.2f s of processor), %6.1f MB read, %llu hits of %llu, "
        "%llu unknown\n",
        static_cast<int>(shape.name.size()),
        shape.name.data(),
        threads,
        seconds,
        used,
        static_cast<double>(result.bytes_read) / 1e6,
        static_cast<unsigned long long>(tally.hits),
        static_cast<unsigned long long>(tally.frames),
        static_cast<unsigned long long>(tally.unknown));
}

void measure_all(const std::string& folder, const frames::SectionGuard& guard) {
    constexpr Shape kShapes[]{
        // NOLINT: a table.
        {"one agency", "booking.agency == 'AG100850'"},
        {"late cash one-way, no bags",
         "booking.payment_form == 'CA' && booking.one_way && booking.days_before_departure >= 0 "
         "&& booking.days_before_departure <= 3 && traveller.bags_checked == 0"},
        {"a range", "hist.avg_stay_hours_90d > 400.0 && hist.avg_stay_hours_90d < 420.0"},
        {"an agency of a set of 300, cash",
         "booking.agency in lists.agencies_watch && booking.payment_form == 'CA'"},
        {"some bag", "bags.exists(b, !b.with_owner && b.weight_kg > 20.0)"},
        {"some leg, and a nationality",
         "booking.legs.exists(l, l.to_country in lists.transit_of_concern) && "
         "traveller.nationality in ['XAA', 'XAB', 'XAC']"},
        {"nothing that a column tells",
         "hist.crossings_30d * 3 > hist.crossings_90d + 5 || booking.detour_ratio * 2.0 > 5.0"}};
    core::PosixFiles files;
    const engine::ReferenceLists lists =
        BorderEntities{world().layouts.of(RuleKind::kTraveller), RuleKind::kTraveller, 7}.lists();
    const auto begin = std::chrono::steady_clock::now();
    const auto held =
        must(frames::open_frames(files, folder, RuleKind::kTraveller, guard, world().layouts));
    std::uint64_t bytes = 0;
    std::uint64_t blocks = 0;
    for (const auto& of : held) {
        bytes += of.file.whole_bytes();
        blocks += of.file.blocks().size();
    }
    std::printf("%zu files of %.1f MB, %llu blocks; opened in %.2f s\n",
                held.size(),
                static_cast<double>(bytes) / 1e6,
                static_cast<unsigned long long>(blocks),
                std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count());
    for (const Shape& shape : kShapes) {
        for (const std::size_t threads : {1U, 2U}) {
            measure(shape, {files, guard, world().layouts, lists, held}, threads);
        }
    }
}

}  // namespace
}  // namespace sarhad::rules::backtest

int main(int argc, char** argv) {
    static_cast<void>(std::setvbuf(stdout, nullptr, _IOLBF, 0));
    using namespace sarhad;  // NOLINT(google-build-using-namespace): its own program.
    const bool is_sealed = argc == 4 && std::string_view{argv[3]} == "--sealed";
    const auto frames = core::parse_uint(argc > 1 ? argv[1] : "");
    if (!frames || *frames < 100 || argc < 3 || (argc > 3 && !is_sealed)) {
        std::printf("backtest_bench FRAMES FOLDER [--sealed]\n");
        return 2;
    }
    if (!wire::sodium_start()) {
        return 1;
    }
    wire::OsRandom random;
    wire::Secret key{32};  // Of invented people: the same in each run.
    std::fill(key.bytes().begin(), key.bytes().end(), std::uint8_t{7});
    const trial::CheckedFrames checked;
    const trial::SealedFrames sealed{std::move(key), random};
    const rules::frames::SectionGuard& guard =
        is_sealed ? static_cast<const rules::frames::SectionGuard&>(sealed) : checked;
    rules::backtest::make_frames(argv[2], *frames, guard);
    rules::backtest::measure_all(argv[2], guard);
    return 0;
}
