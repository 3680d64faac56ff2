// How fast rows become durable in the outbox, sealed and chained, beside bare SQLite inserting rows
// of the same size into the same table; both in turn, in one run. Prints one JSON object.
// usage: outbox_bench [folder] [rounds]

#include "bare_outbox.h"

#include "core/check.h"
#include "core/mutex.h"
#include "core/system_clock.h"
#include "core/text.h"
#include "store/database.h"
#include "store/group_commit.h"
#include "store/outbox.h"
#include "wire/hash.h"
#include "wire/keyring.h"
#include "wire/row_seal.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <condition_variable>
#include <cstdio>
#include <deque>
#include <filesystem>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace sarhad::bench {
namespace {

constexpr std::size_t kPlainBytes = 512;
constexpr std::size_t kSealedBytes = kPlainBytes + 40;  // Nonce and tag.
constexpr core::StreamId kStream{1};

constexpr int kOutboxVersion = 1;
constexpr store::Repeat kProductRepeat = store::Repeat::kRepeatable;

/// A row sealed on its way to the store thread, and the seed of its key epoch, as node/ has it.
struct Sealed {
    store::SealedRow row;
    wire::KeySeed seed;
};
/// Rows of one commit.
using Batch = std::vector<Sealed>;

/// A bounded queue from the sealing worker to the store thread.
class Pipe {
public:
    void put(Batch batch) {
        std::unique_lock lock{mutex_};
        room_.wait(lock, [this] { return batches_.size() < kBatchesMax; });
        batches_.push_back(std::move(batch));
        lock.unlock();
        filled_.notify_one();
    }
    Batch take() {
        std::unique_lock lock{mutex_};
        filled_.wait(lock, [this] { return !batches_.empty(); });
        Batch batch = std::move(batches_.front());
        batches_.pop_front();
        lock.unlock();
        room_.notify_one();
        return batch;
    }

private:
    static constexpr std::size_t kBatchesMax = 64;
    std::mutex mutex_;
    std::condition_variable room_;
    std::condition_variable filled_;
    std::deque<Batch> batches_;
};

double seconds_since(core::MonoTime start, const core::Clock& clock) {
    return std::chrono::duration<double>(clock.mono() - start).count();
}

/// Median of 4 KiB append + fdatasync, in microseconds.
double fsync_p50_us(const std::filesystem::path& folder, const core::Clock& clock) {
    const std::string path = folder / "fsync";
    const int file = ::open(path.c_str(), O_CREAT | O_WRONLY | O_TRUNC | O_CLOEXEC, 0600);
    SARHAD_CHECK(file >= 0);
    const std::array<char, 4096> page{};
    std::vector<double> times;
    for (int i = 0; i < 500; ++i) {
        const core::MonoTime start = clock.mono();
        SARHAD_CHECK(::write(file, page.data(), page.size()) == 4096);
        SARHAD_CHECK(::fdatasync(file) == 0);
        times.push_back(seconds_since(start, clock) * 1e6);
    }
    ::close(file);
    std::nth_element(times.begin(), times.begin() + 250, times.end());
    return times[250];
}

/// Rows a second of bare SQLite.
double bare_rate(const std::string& path,
                 std::uint64_t batch,
                 std::uint64_t rows,
                 const core::Clock& clock) {
    BareOutbox bare{path};
    const core::Bytes sealed(kSealedBytes, 7);
    const core::MonoTime start = clock.mono();
    for (std::uint64_t done = 0; done < rows; done += batch) {
        bare.insert(batch, sealed);
    }
    return static_cast<double>(rows) / seconds_since(start, clock);
}

void seal_all(Pipe& pipe, std::uint64_t batch, std::uint64_t rows) {
    wire::OsRandom random;
    const wire::BoxKey central = wire::BoxKey::generate(random);
    wire::RowSealer sealer{core::NodeId{1}, central.public_key(), 1, random};
    const core::Bytes plain(kPlainBytes, 7);
    wire::KeySeed seed;
    for (std::uint64_t done = 0; done < rows; done += batch) {
        Batch sealed;
        sealed.reserve(batch);
        for (std::uint64_t row = 0; row < batch; ++row) {
            core::Result<wire::SealedOut> out = sealer.seal(kStream, plain);
            SARHAD_CHECK(out.has_value());
            if (out->new_seed) {
                seed = *std::move(out->new_seed);
            }
            sealed.push_back({{.stream = kStream,
                               .lane = 2,
                               .key_epoch = out->key_epoch,
                               .key_index = out->key_index,
                               .sealed = std::move(out->sealed),
                               .digest = out->digest,
                               .created = {1}},
                              seed});
        }
        pipe.put(std::move(sealed));
    }
}

/// As node::append_row().
core::Status append_row(store::Transaction& transaction,
                        store::Outbox& outbox,
                        const Sealed& sealed) {
    if (!outbox.has_seed(sealed.seed.key_epoch)) {
        SARHAD_TRY_STATUS(outbox.put_seed(transaction,
                                          sealed.seed.key_epoch,
                                          sealed.seed.sealed_seed,
                                          wire::blake2b(sealed.seed.sealed_seed)));
    }
    core::Result<store::OutboxPosition> position = outbox.append(transaction, sealed.row);
    if (!position) {
        return std::move(position).error();
    }
    return {};
}

core::Result<std::unique_ptr<store::Database>> open_outbox_database(const std::string& path) {
    const std::array migrations{store::Migration{kOutboxVersion, "outbox", store::kOutboxSchema}};
    return store::Database::open({.path = path}, migrations);
}

/// Rows a second of the product's way: sealed on a worker, then a job each, hashed and committed on
/// this thread through the commit queue, which makes its groups of the `batch` rows that wait.
double outbox_rate(const std::string& path,
                   std::uint64_t batch,
                   std::uint64_t rows,
                   const core::Clock& clock) {
    auto database = open_outbox_database(path);
    SARHAD_CHECK(database.has_value());
    auto outbox = store::Outbox::open(**database, &wire::chain_hash);
    SARHAD_CHECK(outbox.has_value());
    core::NullLog log;
    store::CommitQueue queue{**database, clock, log};
    Pipe pipe;
    const core::MonoTime start = clock.mono();
    std::thread worker{[&] { seal_all(pipe, batch, rows); }};
    std::uint64_t durable = 0;
    for (std::uint64_t done = 0; done < rows; done += batch) {
        const Batch sealed = pipe.take();
        for (const Sealed& one : sealed) {
            const core::Status taken = queue.submit(
                {.work =
                     [&](store::Transaction& transaction) {
                         return append_row(transaction, **outbox, one);
                     },
                 .done = [&](const core::Status& status) { durable += status ? 1U : 0U; },
                 .repeat = kProductRepeat});
            SARHAD_CHECK(taken.has_value());
        }
        while (queue.run_once()) {
        }
    }
    const double rate = static_cast<double>(rows) / seconds_since(start, clock);
    worker.join();
    SARHAD_CHECK(durable == rows);
    return rate;
}

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

void measure(const std::filesystem::path& folder,
             std::uint64_t batch,
             int rounds,
             const core::Clock& clock) {
    const std::uint64_t rows = batch == 1 ? 4000 : (batch < 100 ? 64000 : 160000) / batch * batch;
    std::vector<double> bare;
    std::vector<double> ours;
    std::vector<double> ratios;
    for (int round = 0; round < rounds; ++round) {
        const std::string name = std::to_string(batch) + "-" + std::to_string(round);
        bare.push_back(bare_rate(folder / ("bare-" + name), batch, rows, clock));
        ours.push_back(outbox_rate(folder / ("outbox-" + name), batch, rows, clock));
        ratios.push_back(ours.back() / bare.back());
    }
    std::printf(
        "%s\n  {\"batch\": %llu, \"rows\": %llu, \"bare_rows_per_s\": %.0f, "
        "\"outbox_rows_per_s\": %.0f, \"ratio_median\": %.3f, \"ratio_min\": %.3f, "
        "\"ratio_max\": %.3f}",
        batch == 1 ? "" : ",",
        static_cast<unsigned long long>(batch),
        static_cast<unsigned long long>(rows),
        median(bare),
        median(ours),
        median(ratios),
        *std::min_element(ratios.begin(), ratios.end()),
        *std::max_element(ratios.begin(), ratios.end()));
    SARHAD_CHECK(std::fflush(stdout) == 0);
}

}  // namespace
}  // namespace sarhad::bench

int main(int argc, char** argv) {
    namespace core = sarhad::core;
    namespace wire = sarhad::wire;
    namespace bench = sarhad::bench;
    SARHAD_CHECK(wire::sodium_start().has_value());
    const core::SystemClock clock;
    const std::filesystem::path folder =
        std::filesystem::path{argc > 1 ? argv[1] : "."} / "outbox-bench";
    const core::Result<std::uint64_t> asked = core::parse_uint(argc > 2 ? argv[2] : "7");
    SARHAD_CHECK(asked.has_value() && *asked >= 1 && *asked <= 100);
    const int rounds = static_cast<int>(*asked);
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    std::printf("{\"fsync_p50_us\": %.0f, \"row_bytes\": 512, \"rounds\": %d, \"rates\": [",
                bench::fsync_p50_us(folder, clock),
                rounds);
    for (const std::uint64_t batch : {1U, 16U, 64U, 256U, 1000U}) {
        bench::measure(folder, batch, rounds, clock);
    }
    std::printf("\n]}\n");
    std::filesystem::remove_all(folder);
}
