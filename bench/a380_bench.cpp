// An A380 from file to decisions: a list and the bookings of 500 invented travellers come into the
// spool of a port with a million listed names and a thousand rules, and are on record, decided,
// with their rows for central, on the disk. The port's own intake, screener and store, its threads,
// a real fsync. `./dev bench a380`; a380_bench FOLDER [RUNS] [TRAVELLERS] [NAMES] [RULES].
#include "border_entities.h"
#include "border_rules.h"
#include "invented_people.h"

#include "core/check.h"
#include "core/posix_files.h"
#include "core/system_clock.h"
#include "core/text.h"
#include "daemon/asio_loop.h"
#include "daemon/metrics.h"
#include "daemon/threads.h"
#include "intake/generate/flight.h"
#include "node/intake_pump.h"
#include "node/lanes.h"
#include "node/schema.h"
#include "node/screener.h"
#include "node/stores.h"
#include "rules/live/live_rules.h"
#include "rules/pack.h"
#include "screening/known_pairs.h"
#include "wire/hash.h"
#include "wire/keyring.h"

#include <fcntl.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

namespace sarhad::bench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::uint64_t kSeed = 20261127;
constexpr int kMatchThreads = 2;

struct Sizes {
    int runs{40};
    std::size_t travellers{500};
    std::uint64_t names{1'000'000};
    std::size_t rules{1'000};
};

double millis_since(Clock::time_point from) {
    return std::chrono::duration<double, std::milli>(Clock::now() - from).count();
}

double at_share(std::vector<double> all, double share) {
    std::sort(all.begin(), all.end());
    return all.empty() ? 0
                       : all[static_cast<std::size_t>(share * static_cast<double>(all.size() - 1))];
}

/// What the disk needs for 4 KiB to be durable.
double fsync_p50_micros(const std::string& folder) {
    const std::string path = folder + "/fsync";
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    SARHAD_CHECK(file >= 0);
    const core::Bytes block(4096, 1);
    std::vector<double> micros;
    for (int round = 0; round < 200; ++round) {
        const auto from = Clock::now();
        SARHAD_CHECK(::write(file, block.data(), block.size()) == 4096 && ::fdatasync(file) == 0);
        micros.push_back(millis_since(from) * 1000);
    }
    ::close(file);
    std::filesystem::remove(path);
    return at_share(micros, 0.5);
}

std::shared_ptr<const watchlists::ListSnapshot> lists_of(std::uint64_t names) {
    InventedPeople people{kSeed};
    watchlists::ListManifest manifest;
    manifest.name = "wl/bench/invented";
    manifest.edition = 1;
    watchlists::ListSnapshotBuilder builder;
    SARHAD_CHECK(builder.begin_list(manifest).has_value());
    for (std::uint64_t number = 0; number < names; ++number) {
        SARHAD_CHECK(builder.add_entry(people.entry(number)).has_value());
    }
    return builder.build(wire::blake2b);
}

std::shared_ptr<const rules::LiveRules> rules_of(std::size_t count) {
    using rules::LiveRules, rules::Rule, rules::RuleChannel, rules::RuleKind, rules::RuleMode,
        rules::RulePack;
    namespace engine = rules::engine;
    const auto pack_hash = RulePack::empty(wire::blake2b).hash();
    const auto none = LiveRules::none(pack_hash);
    LiveRules::Authored authored;
    for (const auto& written : engine::border_pack({{RuleKind::kTraveller, count}}, 1)) {
        auto rule = std::make_shared<Rule>();
        rule->id = written.terms.id;
        rule->kind = written.terms.kind;
        rule->title = "A rule of the bench";
        rule->mode =
            written.terms.mode == engine::RuleMode::kLive ? RuleMode::kLive : RuleMode::kShadow;
        rule->score = static_cast<std::uint8_t>(written.terms.score);
        rule->channel = written.terms.channel == facts::Channel::kRed ? RuleChannel::kRed
                                                                      : RuleChannel::kYellow;
        rule->ports = written.terms.ports;
        if (rule->ports.empty()) rule->ports = {"*"};
        rule->condition.text = written.condition;
        authored.push_back(std::move(rule));
    }
    engine::BorderEntities entities{
        none->layouts().of(RuleKind::kTraveller), RuleKind::kTraveller, 7};
    const auto made = LiveRules::make(authored, {pack_hash, 1, 1}, entities.lists());
    if (!made) std::cerr << made.error().what << '\n';
    SARHAD_CHECK(made.has_value());
    return *made;
}

/// A port's intake over a database of its own.
class Port {
public:
    Port(const std::string& folder,
         std::shared_ptr<const watchlists::ListSnapshot> lists,
         std::shared_ptr<const rules::LiveRules> rules)
        : folder_{folder}, lists_{std::move(lists)}, rules_{std::move(rules)} {
        settings_.id = core::NodeId{1};
        settings_.port = core::PortId{"PKKHI-1"};
        settings_.port_kind = "AIR";
        settings_.spool_folder = folder + "/spool";
        settings_.scan_every = std::chrono::milliseconds{10};
        std::filesystem::create_directories(settings_.spool_folder + "/incoming");
        SARHAD_CHECK(opened_.has_value());
        database_ = *std::move(opened_);
        auto stores = node::NodeStores::open(
            *database_, seal_, list_keys_, keys_.trust, clock_, threads_, log_);
        SARHAD_CHECK(stores.has_value());
        stores_ = *std::move(stores);
        lanes_.emplace(threads_, inbox_, stores_->queue, [] {});
        screener_.emplace(node::ScreenerParts{settings_,
                                              keys_,
                                              seal_,
                                              sealer_,
                                              lists_,
                                              pairs_,
                                              rules_,
                                              held_,
                                              *database_,
                                              log_,
                                              threads_});
        pump_.emplace(
            parts(),
            settings_,
            *screener_,
            *stores_,
            *lanes_,
            node::IntakeListeners{[this](const node::ScreenedMessage& message, node::Recorded) {
                                      decided_ += message.travellers.size();
                                      ++messages_;
                                      if (messages_ == 2) loop_.stop();
                                  },
                                  [](const node::Tails&) {},
                                  [] {
                                      return screening::DataAge{screening::TrustAge::kFresh, {}};
                                  },
                                  [this] { return clock_.wall(); },
                                  raw_seal_});
        pump_->start();
        loop_.run_for(std::chrono::milliseconds{200});
    }
    ~Port() {
        pump_->stop();
        threads_.stop();
    }

    /// Milliseconds from the rename of the first file to the commit of the last.
    double take(const intake::FlightMessages& flight) {
        decided_ = 0;
        messages_ = 0;
        write("a.part", flight.paxlst);
        write("b.part", flight.pnrgov);
        // A file that is renamed in the tick of the kernel's clock in which it was written looks
        // like one that is being written: the port would wait for it to stand still (kStillFor).
        loop_.run_for(std::chrono::milliseconds{20});
        const auto from = Clock::now();
        for (const char* name : {"a", "b"}) {
            const std::string path = core::cat(settings_.spool_folder, "/incoming/", name);
            std::filesystem::rename(path + ".part", core::cat(path, ++files_, ".edi"));
        }
        SARHAD_CHECK(loop_.run_for(std::chrono::seconds{60}));
        const double millis = millis_since(from);
        loop_.run_for(std::chrono::milliseconds{50});  // The files are moved away.
        return millis;
    }
    [[nodiscard]] std::size_t decided() const { return decided_; }

private:
    /// The store key as the node seals with it.
    class Raw final : public intake::RawSeal {
    public:
        explicit Raw(const wire::RecordSeal& seal) : seal_{seal} {}
        [[nodiscard]] core::Bytes seal(core::ByteView place, core::ByteView plain) const override {
            return seal_.seal("raw", place, plain);
        }
        [[nodiscard]] core::Result<core::Bytes> open(core::ByteView place,
                                                     core::ByteView sealed) const override {
            return seal_.open("raw", place, sealed);
        }

    private:
        const wire::RecordSeal& seal_;
    };
    /// Nobody is told: the link is no part of what is measured.
    class Silence final : public wire::NodeTransport {
    public:
        void set_receiver(Receiver /*receiver*/) override {}
        void set_link_watcher(LinkWatcher /*watcher*/) override {}
        [[nodiscard]] core::Status send(wire::Channel /*channel*/, core::Bytes /*frame*/) override {
            return {};
        }
        void reconnect(wire::Channel /*channel*/) override {}
        void move_to(const wire::CentralPlace& /*place*/) override {}
    };

    node::NodeParts parts() {
        return {clock_, loop_, threads_, random_, disk_, transport_, log_, *database_, nullptr};
    }
    void write(const std::string& name, const std::string& text) const {
        std::ofstream file{core::cat(settings_.spool_folder, "/incoming/", name), std::ios::binary};
        file << text;
    }

    std::string folder_;
    core::SystemClock clock_;
    core::PosixFiles disk_;
    wire::OsRandom random_;
    core::NullLog log_;
    daemon::Metrics metrics_;
    daemon::AsioLoop loop_{clock_, log_, metrics_};
    daemon::Threads threads_{loop_, clock_, metrics_, kMatchThreads};
    daemon::LoopInbox inbox_{threads_};
    Silence transport_;
    node::NodeSettings settings_;
    wire::BoxKey central_{wire::BoxKey::generate(random_)};
    node::NodeKeys keys_{wire::SigningKey::generate(random_), central_.public_key(), {}};
    wire::RecordSeal seal_{wire::Secret{32}, random_};
    Raw raw_seal_{seal_};
    node::ListKeys list_keys_;
    node::OutboxSealer sealer_{core::NodeId{1}, central_.public_key(), 1, random_};
    core::Published<watchlists::ListSnapshot> lists_;
    core::Published<screening::KnownPairs> pairs_{
        std::make_shared<const screening::KnownPairs>(wire::blake2b)};
    core::Published<rules::LiveRules> rules_;
    core::Published<screening::HeldRules> held_{std::make_shared<const screening::HeldRules>()};
    core::Result<std::unique_ptr<store::Database>> opened_{
        store::Database::open({.path = folder_ + "/node.db"}, node::migrations())};
    std::unique_ptr<store::Database> database_;
    std::unique_ptr<node::NodeStores> stores_;
    std::optional<node::Lanes> lanes_;
    std::optional<node::Screener> screener_;
    std::optional<node::IntakePump> pump_;
    std::size_t decided_{0};
    std::size_t messages_{0};
    std::uint64_t files_{0};
};

void run(const std::string& folder, const Sizes& sizes) {
    std::filesystem::create_directories(folder);
    utsname machine{};
    ::uname(&machine);
    std::printf("%s %s, %ld processors, fsync p50 %.0f us\n",
                machine.sysname,
                machine.machine,
                ::sysconf(_SC_NPROCESSORS_ONLN),
                fsync_p50_micros(folder));
    auto lists = lists_of(sizes.names);
    auto rules = rules_of(sizes.rules);
    std::printf("%llu listed people, %zu rules in force\n",
                static_cast<unsigned long long>(sizes.names),
                rules->size());
    Port port{folder, std::move(lists), std::move(rules)};
    std::vector<double> millis;
    for (int run = 0; run <= sizes.runs; ++run) {
        const auto flight =
            intake::generate_flight(kSeed + static_cast<std::uint64_t>(run), sizes.travellers);
        const double took = port.take(flight);
        SARHAD_CHECK(port.decided() == 2 * sizes.travellers);
        if (run > 0) millis.push_back(took);  // The first finds nothing in any cache.
    }
    std::printf(
        "%zu travellers in a list and %zu in bookings, file to decisions on the disk: "
        "p50 %.1f ms, p99 %.1f ms, least %.1f, most %.1f (%d runs)\n",
        sizes.travellers,
        sizes.travellers,
        at_share(millis, 0.5),
        at_share(millis, 0.99),
        at_share(millis, 0),
        at_share(millis, 1),
        sizes.runs);
}

}  // namespace
}  // namespace sarhad::bench

int main(int argc, char** argv) {
    if (argc < 2) {
        std::cerr << "usage: a380_bench FOLDER [RUNS] [TRAVELLERS] [NAMES] [RULES]\n";
        return 64;
    }
    SARHAD_CHECK(sarhad::wire::sodium_start().has_value());
    sarhad::bench::Sizes sizes;
    if (argc > 2) sizes.runs = std::stoi(argv[2]);
    if (argc > 3) sizes.travellers = std::stoul(argv[3]);
    if (argc > 4) sizes.names = std::stoull(argv[4]);
    if (argc > 5) sizes.rules = std::stoul(argv[5]);
    const std::string folder = std::string{argv[1]} + "/a380-bench";
    std::filesystem::remove_all(folder);
    sarhad::bench::run(folder, sizes);
    std::filesystem::remove_all(folder);
    return 0;
}
