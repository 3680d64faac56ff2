// What a state tree costs and saves: a list of invented people published, applied, changed by a
// delta of 1,000 rows, counted, damaged in one row and repaired by its difference, with central's
// store and a node's store and the bytes of all frames. usage: repair_bench FOLDER [ENTRIES]
// (500,000 without); FOLDER is made anew.

#include "invented_people.h"

#include "central/publisher.h"
#include "central/sqlite_store.h"
#include "core/check.h"
#include "core/text.h"
#include "node/list_check.h"
#include "node/lists_store.h"
#include "node/schema.h"
#include "replication/frames.h"
#include "replication/node_repair.h"
#include "store/transaction.h"
#include "watchlists/list_file.h"
#include "wire/keyring.h"

#include <chrono>
#include <filesystem>
#include <iostream>
#include <string>
#include <utility>
#include <vector>

namespace sarhad::bench {
namespace {

constexpr std::uint64_t kSeed = 20261126;
constexpr std::uint64_t kChanged = 1000;
constexpr core::StreamId kStream{100};

class Stopwatch {
public:
    [[nodiscard]] std::string told() const {
        const auto passed =
            std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begun_);
        return core::cat(static_cast<std::int64_t>(passed.count() * 10) / 10, " ms");
    }

private:
    std::chrono::steady_clock::time_point begun_{std::chrono::steady_clock::now()};
};

template <class T>
T sure(core::Result<T> result) {
    if (!result) {
        std::cerr << result.error().what << '\n';
    }
    SARHAD_CHECK(result.has_value());
    return *std::move(result);
}

void sure(const core::Status& status) {
    if (!status) {
        std::cerr << status.error().what << '\n';
    }
    SARHAD_CHECK(status.has_value());
}

wire::RecordSeal seal_of(core::Random& random) {
    wire::Secret key{wire::RecordSeal::kKeySize};
    random.fill(key.bytes());
    return wire::RecordSeal{std::move(key), random};
}

/// Central, its agency and a node, over two databases.
class Bench {
public:
    Bench(const std::string& folder, std::uint64_t entries) : entries_{entries} {
        sure(trust_.set(wire::Role::list("wl/bench"), {1, {agency_.public_key()}}));
        sure(trust_.set(wire::Role::sequencer({}), {1, {sequencer_.public_key()}}));
        central_file_ =
            sure(store::Database::open({.path = folder + "/central.db"}, central::migrations()));
        node_file_ = sure(store::Database::open({.path = folder + "/node.db"}, node::migrations()));
        central_.emplace(*central_file_, seal_);
        positions_.emplace(*node_file_);
        lists_.emplace(*node_file_, *positions_, seal_, list_keys_, trust_);
        edition_.statement.name = "wl/bench/invented";
        edition_.manifest.name = edition_.statement.name;
        for (std::uint64_t number = 0; number < entries; ++number) {
            const watchlists::ListEntry entry = people_.entry(number);
            edition_.rows.emplace(entry.id, watchlists::entry_bytes(entry));
        }
    }

    void run() {
        publish();
        for (std::uint64_t number = 0; number < kChanged; ++number) {
            watchlists::ListEntry entry = people_.entry(number * (entries_ / kChanged));
            entry.remarks = core::Redacted<std::string>{"changed"};
            edition_.rows[entry.id] = watchlists::entry_bytes(entry);
        }
        publish();
        count();
        repair();
    }

private:
    void publish() {
        ++edition_.manifest.edition;
        edition_.statement.edition = edition_.manifest.edition;
        edition_.rows[std::string{watchlists::kManifestId}] = wire::encode(edition_.manifest);
        const Stopwatch hashing;
        edition_.statement.post_root = wire::state_root(central::hashes_of(edition_.rows));
        std::cout << "edition " << edition_.manifest.edition
                  << ": all bodies hashed and their root " << hashing.told();
        edition_.signatures = {
            agency_.sign(wire::Domain::kEdition, wire::encode(edition_.statement))};
        const auto heads = sure(central_->published_heads());
        const auto head = sure(central::head_for(heads, edition_.statement.name));
        const auto made = sure(central::make_edition(
            edition_, head, sure(central_->list_rows(kStream)), trust_, sequencer_, {}));
        const Stopwatch publishing;
        sure(central_->publish_edition(made));
        std::cout << ", stored at central " << publishing.told();
        const Stopwatch applying;
        for (const central::NewDelta& delta : made.deltas) {
            apply(delta);
        }
        std::cout << ", " << made.deltas.size() << " deltas applied at the node " << applying.told()
                  << '\n';
    }
    void apply(const central::NewDelta& made) {
        const auto delta = sure(wire::decode<wire::Delta>(made.delta));
        const auto body =
            sure(wire::decode_delta(sure(trust_.open_delta(delta, wire::Role::sequencer({})))));
        auto transaction = sure(store::Transaction::begin(*node_file_));
        sure(lists_->apply(body,
                           delta.edition_signatures,
                           made.position.chain,
                           {1},
                           node::PositionCommit::kTogether));
        sure(std::move(transaction).commit());
    }

    void count() {
        const store::QuerySource source{*node_file_};
        const Stopwatch flat;
        sure(node::flat_root(source, kStream));
        std::cout << "root over all rows, as before there were trees: " << flat.told() << '\n';
        const Stopwatch hashes;
        SARHAD_CHECK(sure(replication::count_rows(source, node::tree_sql().all, kStream)).root() ==
                     edition_.statement.post_root);
        std::cout << "all rows counted by their hashes (at a start): " << hashes.told() << '\n';
        const Stopwatch bodies;
        SARHAD_CHECK(sure(node::read_as_it_is(source, kStream, seal_)).damaged == 0);
        std::cout << "all rows opened and hashed (daily): " << bodies.told() << '\n';
    }

    void repair() {
        {
            auto transaction = sure(store::Transaction::begin(*node_file_));
            auto rot = sure(node_file_->prepare(
                "UPDATE list_entry SET body = x'00' WHERE rowid = (SELECT max(rowid) / 2"
                " FROM list_entry)"));
            sure(rot.run());
            sure(std::move(transaction).commit());
        }
        const Stopwatch whole;
        replication::NodeRepair::Effects effects;
        repair_.want(kStream);
        repair_.on_live(effects, {});
        while (!effects.empty()) {
            replication::NodeRepair::Effects next;
            for (const replication::NodeEffect& effect : effects) {
                std::visit([&](const auto& one) { perform(one, next); }, effect);
            }
            effects = std::move(next);
        }
        SARHAD_CHECK(!repair_.is_wanted(kStream));
        std::cout << "one damaged row found and repaired: " << asks_ << " questions, " << up_
                  << " bytes up, " << down_ << " bytes down, frames and all; " << whole.told()
                  << '\n';
    }
    template <class Other>
    void perform(const Other& /*effect*/, replication::NodeRepair::Effects& /*next*/) {
        SARHAD_CHECK(false);
    }
    void perform(const replication::CountList& ask, replication::NodeRepair::Effects& next) {
        repair_.on_counted(next,
                           ask.stream,
                           node::read_as_it_is(store::QuerySource{*node_file_}, ask.stream, seal_),
                           {});
    }
    void perform(const replication::ReadBuckets& ask, replication::NodeRepair::Effects& next) {
        repair_.on_rows_read(next,
                             ask.stream,
                             node::read_rows_as_they_are(
                                 store::QuerySource{*node_file_}, ask.stream, ask.buckets, seal_),
                             {});
    }
    void perform(const replication::SendFrame& sent, replication::NodeRepair::Effects& next) {
        ++asks_;
        up_ += sent.frame.size();
        const auto asked = sure(replication::from_frame(sent.channel, sent.frame));
        const core::Bytes answer =
            replication::to_frame(sure(central_->recon(std::get<wire::ReconAsk>(asked.message))));
        down_ += answer.size();
        const auto told = sure(replication::from_frame(wire::Channel::kBulk, answer));
        repair_.on_tell(next, std::get<wire::ReconTell>(told.message), {});
    }
    void perform(const replication::PutRepaired& put, replication::NodeRepair::Effects& next) {
        auto transaction = sure(store::Transaction::begin(*node_file_));
        const auto state = sure(lists_->repair(put, {1}));
        sure(std::move(transaction).commit());
        SARHAD_CHECK(state.root == edition_.statement.post_root);
        repair_.on_put(next, put.stream, {}, {});
    }

    std::uint64_t entries_;
    wire::OsRandom random_;
    InventedPeople people_{kSeed};
    wire::SigningKey agency_ = wire::SigningKey::generate(random_);
    wire::SigningKey sequencer_ = wire::SigningKey::generate(random_);
    wire::TrustStore trust_;
    wire::RecordSeal seal_ = seal_of(random_);
    node::ListKeys list_keys_;
    std::unique_ptr<store::Database> central_file_;
    std::unique_ptr<store::Database> node_file_;
    std::optional<central::SqliteStore> central_;
    std::optional<node::PositionsStore> positions_;
    std::optional<node::ListsStore> lists_;
    central::SubmittedEdition edition_;
    core::NullLog log_;
    replication::NodeRepair repair_{trust_, log_};
    std::size_t asks_{0};
    std::size_t up_{0};
    std::size_t down_{0};
};

}  // namespace
}  // namespace sarhad::bench

int main(int argc, char** argv) {
    if (argc < 2) {
        std::cerr << "usage: repair_bench FOLDER [ENTRIES]\n";
        return 64;
    }
    SARHAD_CHECK(sarhad::wire::sodium_start().has_value());
    const std::string folder = argv[1];
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    constexpr std::uint64_t kEntries = 500'000;
    sarhad::bench::Bench{folder, argc > 2 ? std::stoull(argv[2]) : kEntries}.run();
    return 0;
}
