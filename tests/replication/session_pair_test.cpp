#include "session_rig.h"

#include "core/text.h"
#include "wire/hash.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <utility>

/// Two nodes and central over a network that loses, repeats and reorders, with stores that are slow
/// and sometimes fail, and restarts of every host. What is durable is checked at each commit.
namespace sarhad::replication {
namespace {

using core::Duration;
using core::Errc;
using core::MonoTime;
using core::Seq;
using core::StreamId;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::seconds;
using wire::Channel;

constexpr std::array<StreamId, 2> kUpStreams{wire::up::kCrossings, wire::up::kHits};
constexpr int kRowsEach = 10;
constexpr int kDeltasEach = 7;
constexpr seconds kFaults{100};
constexpr seconds kCalm{120};

/// How bad the world is, in permille.
struct Faults {
    std::uint64_t loss{0};
    std::uint64_t repeat{0};
    std::uint64_t store{0};
};

/// Events in the order of (time, arrival).
class Agenda {
public:
    void at(MonoTime when, std::function<void()> task) {
        tasks_.emplace(std::pair{when, ++count_}, std::move(task));
    }
    void run_until(MonoTime end) {
        while (!tasks_.empty() && tasks_.begin()->first.first <= end) {
            now_ = tasks_.begin()->first.first;
            const std::function<void()> task = std::move(tasks_.begin()->second);
            tasks_.erase(tasks_.begin());
            ++steps_;
            task();
        }
        now_ = end;
    }
    [[nodiscard]] MonoTime now() const { return now_; }
    [[nodiscard]] std::uint64_t steps() const { return steps_; }

private:
    std::map<std::pair<MonoTime, std::uint64_t>, std::function<void()>> tasks_;
    std::uint64_t count_{0};
    std::uint64_t steps_{0};
    MonoTime now_{kStart};
};

/// A store's one writer: jobs end in order, each after a while.
struct Store {
    MonoTime free_at{kStart};
    int boot{0};  ///< Jobs of an older boot are lost.
};

struct NodeHost {
    explicit NodeHost(core::NodeId node) : id{node} {}
    core::NodeId id;
    std::map<StreamId, Producer> outbox{{kUpStreams[0], Producer{kUpStreams[0]}},
                                        {kUpStreams[1], Producer{kUpStreams[1]}}};
    std::map<StreamId, Seq> acked{{kUpStreams[0], Seq{0}}, {kUpStreams[1], Seq{0}}};
    std::map<StreamId, wire::StreamPosition> applied;
    Store store;
    std::unique_ptr<NodeSession> session;
    int timer{0};
    int connection{0};  ///< Frames of an older bulk connection do not arrive.
    // Central's end.
    std::map<StreamId, wire::StreamPosition> held;
    std::map<StreamId, Seq> recorded;
    std::unique_ptr<CentralSession> central;
    int central_timer{0};
};

class World {
public:
    World(std::uint64_t seed, const Keys& keys)
        : seed_{seed},
          keys_{keys},
          random_{seed},
          list_{kList, keys.sequencer, wire::Domain::kDelta},
          alerts_{wire::kAlertStream, keys.alert, wire::Domain::kAlert} {}

    /// Faults, calm, an idle hour; empty, or what went wrong first.
    std::string run() {
        faults_ = {random_.below(250), random_.below(150), random_.below(3) * 60};
        is_store_sound_ = faults_.store == 0;
        for (NodeHost& node : nodes_) {
            boot_central(node);
            boot_node(node);
        }
        plan();
        agenda_.run_until(kStart + kFaults);
        faults_ = {};
        agenda_.run_until(kStart + kFaults + kCalm);
        check_converged();
        frames_ = 0;
        agenda_.run_until(kStart + kFaults + kCalm + hours{1});
        expect(frames_ <= 4 * nodes_.size() * 361, core::cat("idle frames: ", frames_));
        return failure_;
    }
    [[nodiscard]] const wire::Hash256& trace() const { return trace_; }

private:
    void expect(bool holds, std::string_view what) {
        if (!holds && failure_.empty()) {
            failure_ = core::cat("seed ", seed_, " step ", agenda_.steps(), ": ", what);
        }
    }
    void note(std::string_view what, std::uint64_t number) {
        const std::string line =
            core::cat(agenda_.now().since_start.count(), " ", what, " ", number);
        trace_ = wire::chain_hash(trace_, core::as_bytes(line));
    }
    Duration pause(std::uint64_t most_ms) {
        return milliseconds{1 + static_cast<std::int64_t>(random_.below(most_ms))};
    }
    MonoTime some_time() {
        return kStart +
               milliseconds{static_cast<std::int64_t>(random_.below(kFaults.count() * 1000))};
    }
    Publisher& publisher(StreamId stream) { return stream == kList ? list_ : alerts_; }

    void plan() {
        for (NodeHost& node : nodes_) {
            for (const StreamId stream : kUpStreams) {
                for (int i = 0; i < kRowsEach; ++i) {
                    agenda_.at(some_time(), [this, &node, stream] { append(node, stream); });
                }
            }
            for (std::uint64_t i = random_.below(3); i > 0; --i) {
                agenda_.at(some_time(), [this, &node] { boot_node(node); });
            }
            agenda_.at(some_time(), [this, &node] { break_link(node); });
        }
        for (const StreamId stream : {kList, wire::kAlertStream}) {
            for (int i = 0; i < kDeltasEach; ++i) {
                agenda_.at(some_time(), [this, stream] { publish(stream); });
            }
        }
        for (std::uint64_t i = random_.below(3); i > 0; --i) {
            agenda_.at(some_time(), [this] {
                for (NodeHost& node : nodes_) {
                    boot_central(node);
                }
            });
        }
    }

    void append(NodeHost& node, StreamId stream) {
        Producer& producer = node.outbox.at(stream);
        producer.append(1 + random_.below(9000), 1 + static_cast<std::uint32_t>(random_.below(3)));
        run(node, node.session->on_committed(stream, producer.tail(), agenda_.now()));
    }
    void publish(StreamId stream) {
        publisher(stream).publish(1 + random_.below(5000));
        for (NodeHost& node : nodes_) {
            run(node, node.central->on_published(publisher(stream).head(), agenda_.now()));
        }
    }
    void break_link(NodeHost& node) {
        node.session->on_link_down();
        agenda_.at(agenda_.now() + pause(20000), [this, &node] { link_up(node); });
    }
    void link_up(NodeHost& node) {
        ++node.connection;
        run(node, node.central->on_bulk_connected(agenda_.now()));
        run(node, node.session->on_bulk_up(kWall, agenda_.now()));
        run(node, node.session->on_link_up(kWall, agenda_.now()));
    }

    void boot_node(NodeHost& node) {
        note("boot", node.id.value());
        ++node.store.boot;
        node.store.free_at = agenda_.now();
        std::vector<wire::StreamPosition> applied;
        for (const auto& [stream, position] : node.applied) {
            applied.push_back(position);
        }
        std::vector<OutboxStream> outbox;
        for (const auto& [stream, producer] : node.outbox) {
            outbox.push_back(producer.position(node.acked.at(stream).value()));
        }
        const wire::SigningKey& key = node.id == kNode ? keys_.node : keys_.other_node;
        node.session = std::make_unique<NodeSession>(
            NodeIdentity{.node = node.id}, key, keys_.trust, applied, outbox, log_);
        link_up(node);
    }
    void boot_central(NodeHost& node) {
        note("central", node.id.value());
        ++central_store_.boot;
        central_store_.free_at = agenda_.now();
        std::vector<wire::StreamPosition> held;
        for (const auto& [stream, position] : node.held) {
            held.push_back(position);
        }
        node.central = std::make_unique<CentralSession>(
            node.id,
            keys_.trust,
            held,
            std::vector<wire::StreamPosition>{list_.head(), alerts_.head()},
            log_);
        arm_central(node);
        if (node.session != nullptr) {  // Its connections ended with central.
            break_link(node);
        }
    }

    void arm(NodeHost& node) {
        const MonoTime due = node.session->deadline();
        expect(node.session->state() != NodeSession::State::kLive ||
                   due - agenda_.now() <= seconds{10},
               "a live node sleeps past its ping");
        agenda_.at(std::max(due, agenda_.now() + milliseconds{1}),
                   [this, &node, mine = ++node.timer] {
                       if (mine == node.timer) {
                           run(node, node.session->on_timer(kWall, agenda_.now()));
                       }
                   });
    }
    void arm_central(NodeHost& node) {
        const int mine = ++node.central_timer;
        const auto due = node.central->deadline();
        if (due) {
            agenda_.at(std::max(*due, agenda_.now() + milliseconds{1}), [this, &node, mine] {
                if (mine == node.central_timer) {
                    run(node, node.central->on_timer(agenda_.now()));
                }
            });
        }
    }
    void run(NodeHost& node, const NodeSession::Effects& effects) {
        for (const NodeEffect& effect : effects) {
            std::visit([&](const auto& one) { perform(node, one); }, effect);
        }
        arm(node);
    }
    void run(NodeHost& node, const CentralSession::Effects& effects) {
        for (const CentralEffect& effect : effects) {
            std::visit([&](const auto& one) { perform_central(node, one); }, effect);
        }
        arm_central(node);
    }

    /// Runs `job` when the store comes to it, unless the host restarts before.
    void commit(Store& store, std::function<void()> job) {
        store.free_at = std::max(store.free_at, agenda_.now()) + pause(300);
        agenda_.at(store.free_at, [&store, boot = store.boot, job = std::move(job)] {
            if (boot == store.boot) {
                job();
            }
        });
    }
    void deliver(std::function<void()> arrive) {
        ++frames_;
        if (random_.happens(faults_.loss)) {
            return;
        }
        agenda_.at(agenda_.now() + pause(200), arrive);
        if (random_.happens(faults_.repeat)) {
            agenda_.at(agenda_.now() + pause(4000), arrive);
        }
    }

    void perform(NodeHost& node, const SendFrame& sent) {
        expect(sent.frame.size() <= wire::kBulkLimits.frame.bytes, "a frame over its limit");
        note("up", sent.frame.size());
        deliver([this, &node, sent, connection = node.connection] {
            if (sent.channel == Channel::kControl || connection == node.connection) {
                run(node, node.central->on_frame(sent.channel, sent.frame, kWall, agenda_.now()));
            }
        });
    }
    void perform(NodeHost& node, const LoadRows& load) {
        commit(node.store, [this, &node, load] {
            const bool fails = random_.happens(faults_.store);
            const auto rows = fails ? std::vector<store::OutboxRow>{}
                                    : node.outbox.at(load.stream).load(load.request);
            run(node, node.session->on_rows(load.stream, rows, seeds_of(rows), agenda_.now()));
        });
    }
    void perform(NodeHost& node, const ApplyDelta& apply) {
        commit(node.store, [this, &node, apply] { apply_delta(node, apply); });
    }
    void apply_delta(NodeHost& node, const ApplyDelta& apply) {
        const StreamId stream = apply.body.stream;
        if (random_.happens(faults_.store)) {
            run(node, node.session->on_apply_failed(stream, Errc::kUnavailable, agenda_.now()));
            return;
        }
        const Publisher& source = publisher(stream);
        auto& position = node.applied.emplace(stream, source.at(0)).first->second;
        if (apply.body.seq != next(position.seq)) {
            expect(!is_store_sound_, "a delta applied out of order");
            run(node, node.session->on_apply_failed(stream, Errc::kConflict, agenda_.now()));
            return;
        }
        position = {stream, apply.body.epoch, apply.body.seq, apply.chain};
        expect(position == source.at(position.seq.value()), "another delta than was published");
        note("applied", position.seq.value());
        run(node, node.session->on_applied(position, wire::Hash256{}, agenda_.now()));
    }
    void perform(NodeHost& node, const MarkAcked& mark) {
        const auto held = node.held.find(mark.stream);
        expect(held != node.held.end() && mark.upto <= held->second.seq,
               "acknowledged and not stored");
        expect(mark.chain == node.outbox.at(mark.stream).at(mark.upto.value()).chain,
               "acknowledged with another chain");
        commit(node.store, [&node, mark] {
            Seq& acked = node.acked.at(mark.stream);
            acked = std::max(acked, mark.upto);
        });
    }
    void perform(NodeHost& node, const RewindOutbox& rewind) {
        // A WELCOME of an older session, come late: harmless, and only where frames are repeated.
        note("rewind", rewind.to.value());
        commit(node.store, [&node, rewind] { node.acked.at(rewind.stream) = rewind.to; });
    }
    void perform(NodeHost& node, const ResetLink& /*reset*/) { note("reset", node.id.value()); }
    void perform(NodeHost& /*node*/, const Quarantine& quarantine) {
        expect(false, core::cat("quarantine: ", quarantine.reason));
    }
    template <class Repair>
    void perform(NodeHost& /*node*/, const Repair& /*effect*/) {
        expect(false, "no list diverges here");
    }

    void perform_central(NodeHost& node, const SendFrame& sent) {
        note("down", sent.frame.size());
        deliver([this, &node, sent, connection = node.connection] {
            if (sent.channel == Channel::kControl || connection == node.connection) {
                run(node, node.session->on_frame(sent.channel, sent.frame, kWall, agenda_.now()));
            }
        });
    }
    void perform_central(NodeHost& node, const LoadRows& load) {
        commit(central_store_, [this, &node, load] {
            const bool fails = random_.happens(faults_.store);
            const auto deltas =
                fails ? std::vector<PublishedDelta>{} : publisher(load.stream).load(load.request);
            run(node, node.central->on_deltas(load.stream, deltas, agenda_.now()));
        });
    }
    void perform_central(NodeHost& node, const StoreRows& rows) {
        commit(central_store_, [this, &node, rows] { store_rows(node, rows); });
    }
    void store_rows(NodeHost& node, const StoreRows& rows) {
        const StreamId stream = rows.batch.stream;
        if (random_.happens(faults_.store)) {
            run(node, node.central->on_store_failed(stream, Errc::kUnavailable));
            return;
        }
        const Producer& source = node.outbox.at(stream);
        auto& held = node.held.emplace(stream, source.at(0)).first->second;
        if (rows.batch.rows.front().seq != next(held.seq)) {
            expect(!is_store_sound_, "rows stored out of order");
            run(node, node.central->on_store_failed(stream, Errc::kConflict));
            return;
        }
        for (const wire::UpRow& row : rows.batch.rows) {
            expect(row.sealed == source.rows().at(row.seq.value() - 1).sealed, "another row");
        }
        held = rows.position;
        expect(held == source.at(held.seq.value()), "another chain than the outbox has");
        note("stored", held.seq.value());
        run(node, node.central->on_stored(held, agenda_.now()));
    }
    void perform_central(NodeHost& node, const RecordApplied& record) {
        const StreamId stream = record.position.stream;
        const auto applied = node.applied.find(stream);
        expect(applied != node.applied.end() && record.position.seq <= applied->second.seq,
               "recorded and not applied");
        Seq& recorded = node.recorded.emplace(stream, Seq{0}).first->second;
        recorded = std::max(recorded, record.position.seq);
    }
    void perform_central(NodeHost& /*node*/, const Quarantine& quarantine) {
        expect(false, core::cat("central's quarantine: ", quarantine.reason));
    }
    template <class Repair>
    void perform_central(NodeHost& /*node*/, const Repair& /*effect*/) {
        expect(false, "no list is repaired here");
    }
    /// No list is to be had whole here: the node takes the deltas.
    void perform_central(NodeHost& node, const AnswerManifest& asked) {
        commit(central_store_, [this, &node, asked] {
            run(node,
                node.central->on_manifest({asked.ask.stream, asked.ask.number, {}}, agenda_.now()));
        });
    }
    void perform_central(NodeHost& /*node*/, const Resumed& resumed) {
        expect(false, core::cat("resumed and never stopped: ", resumed.stream.value()));
    }

    void check_converged() {
        for (NodeHost& node : nodes_) {
            for (const StreamId stream : kUpStreams) {
                const wire::StreamPosition tail = node.outbox.at(stream).at(kRowsEach);
                expect(node.held[stream] == tail, core::cat("rows missing: ", stream.value()));
                expect(node.acked.at(stream) == tail.seq, "rows not acknowledged");
            }
            for (const StreamId stream : {kList, wire::kAlertStream}) {
                expect(node.applied[stream] == publisher(stream).head(), "deltas missing");
                const auto recorded = node.recorded.find(stream);
                expect(recorded != node.recorded.end() && recorded->second == Seq{kDeltasEach},
                       "central does not know what was applied");
            }
        }
    }

    std::uint64_t seed_;
    const Keys& keys_;
    core::NullLog log_;
    SeededRandom random_;
    Faults faults_;
    bool is_store_sound_{true};
    Agenda agenda_;
    Publisher list_;
    Publisher alerts_;
    std::array<NodeHost, 2> nodes_{NodeHost{kNode}, NodeHost{kOtherNode}};
    Store central_store_;
    std::uint64_t frames_{0};
    std::string failure_;
    wire::Hash256 trace_{};
};

TEST(SessionPair, ConvergesWithEachRowAndDeltaOnceAndInOrder) {
    const Keys keys = make_keys();
    for (std::uint64_t seed = 1; seed <= 200; ++seed) {
        World world{seed, keys};
        ASSERT_EQ(world.run(), "");
        World again{seed, keys};
        ASSERT_EQ(again.run(), "");
        ASSERT_EQ(world.trace(), again.trace()) << "seed " << seed << " is not deterministic";
    }
}

}  // namespace
}  // namespace sarhad::replication
