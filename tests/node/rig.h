#pragma once

#include "core/executor.h"
#include "core/posix_files.h"
#include "node/node.h"
#include "node/schema.h"
#include "store/database.h"
#include "watchlists/entry.h"
#include "watchlists/list_root.h"
#include "wire/keyring.h"

#include <chrono>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sarhad::node {

/// A time that only the test moves, and the timers that wait for it.
class TestTime final : public core::Clock, public core::Scheduler {
public:
    [[nodiscard]] core::WallTime wall() const override;
    [[nodiscard]] core::MonoTime mono() const override { return now_; }
    core::TimerId after(core::Duration delay, core::Task task) override;
    void cancel(core::TimerId timer) override;
    /// Runs the first timer due within `limit` of now; false where there is none.
    bool step(core::MonoTime limit);
    void clear() { timers_.clear(); }
    void jump(core::MonoTime to) { now_ = std::max(now_, to); }
    /// Somebody sets the clock on the wall.
    void step_wall(core::Duration by) { wall_step_ += by; }

private:
    core::Duration wall_step_{0};
    core::MonoTime now_{std::chrono::hours{1}};
    std::map<std::pair<core::MonoTime, std::uint64_t>, core::Task> timers_;
    std::uint64_t next_{1};
};

/// All lanes in one queue, in order.
class TestExecutor final : public core::Executor {
public:
    [[nodiscard]] bool post(core::Lane lane, core::Task task) override;
    bool run_one();
    void clear();
    /// How many tasks the lane was given.
    [[nodiscard]] std::size_t posted(core::Lane lane) const;
    /// The lane is full until it is told otherwise.
    void set_full(core::Lane lane, bool is_full) { full_[lane] = is_full; }
    /// The next task of the lane waits, as on a slow thread, until release().
    void hold_next(core::Lane lane) { holding_ = lane; }
    void release();

private:
    std::deque<core::Task> tasks_;
    std::map<core::Lane, bool> full_;
    std::map<core::Lane, std::size_t> posted_;
    std::optional<core::Lane> holding_;
    core::Task held_;
};

/// Keeps what the node sends.
class TestTransport final : public wire::NodeTransport {
public:
    void set_receiver(Receiver receiver) override { receiver_ = std::move(receiver); }
    void set_link_watcher(LinkWatcher watcher) override { watcher_ = std::move(watcher); }
    [[nodiscard]] core::Status send(wire::Channel channel, core::Bytes frame) override;
    void reconnect(wire::Channel /*channel*/) override {}
    void move_to(const wire::CentralPlace& place) override { moved_to_.push_back(place); }
    void become(wire::LinkState state);
    void receive(wire::Channel channel, core::ByteView frame) { receiver_(channel, frame); }
    /// The messages sent so far, decoded; clears them.
    [[nodiscard]] std::vector<wire::Message> take_sent();
    [[nodiscard]] const wire::Hello& last_hello() const { return last_hello_; }
    [[nodiscard]] const std::vector<wire::CentralPlace>& moved_to() const { return moved_to_; }

private:
    std::vector<wire::CentralPlace> moved_to_;
    Receiver receiver_;
    LinkWatcher watcher_;
    std::vector<core::Bytes> sent_;
    wire::Hello last_hello_;
};

/// A new folder under the system's temporary one, removed at the end.
class TestFolder {
public:
    TestFolder();
    ~TestFolder();
    TestFolder(const TestFolder&) = delete;
    TestFolder& operator=(const TestFolder&) = delete;
    [[nodiscard]] const std::string& path() const { return path_; }

private:
    std::string path_;
};

/// Central's and an agency's keys, and what they sign.
struct TestCentral {
    explicit TestCentral(core::Random& random);
    [[nodiscard]] wire::TrustStore trust() const;
    /// A delta as it would arrive: body, signatures, chain.
    [[nodiscard]] wire::Delta sign(const wire::DeltaBody& body) const;

    wire::SigningKey sequencer;
    wire::SigningKey alert;
    wire::SigningKey agency;
    wire::SigningKey deputy;  ///< The agency's second key: either signs, both take much away.
    wire::BoxKey seal;
    std::size_t bulk_threshold{0};            ///< Keys that take much away; 0: as many as ever.
    std::vector<std::string> other_agencies;  ///< With the same keys, as "wl/later".
};

inline constexpr std::string_view kTestList = "wl/test/persons";
inline constexpr core::StreamId kTestStream{100};

/// An invented listed person.
[[nodiscard]] watchlists::ListEntry listed_person(const std::string& id,
                                                  const std::string& name,
                                                  const std::string& document);
/// An upsert of that entry.
[[nodiscard]] wire::Op upsert_of(const watchlists::ListEntry& entry);
/// The root of exactly these upserts.
[[nodiscard]] wire::Hash256 root_of(const std::vector<wire::Op>& ops);
/// The deltas of a list's first edition, one op each, chained from `held`.
[[nodiscard]] std::vector<wire::DeltaBody> edition_deltas(const std::vector<wire::Op>& ops,
                                                          std::uint64_t edition,
                                                          const wire::Hash256& pre_root,
                                                          wire::StreamPosition held);
/// A passenger list of a flight with these travellers: surname, given name, passport. Told of again
/// on the same flight a traveller is the same passage, and is not screened once more.
struct Passenger {
    std::string surname;
    std::string given;
    std::string document;
};
[[nodiscard]] std::string paxlst(const std::string& reference,
                                 const std::vector<Passenger>& passengers,
                                 const std::string& flight = "QX612");
/// A flight of its own for each reference, so that each message is a passage of its own.
[[nodiscard]] std::string flight_of(std::string_view reference);

/// A node over a real database in a folder of its own. crash() and start() at will.
class Rig {
public:
    explicit Rig(int page_quota = 0);
    ~Rig();
    Rig(const Rig&) = delete;
    Rig& operator=(const Rig&) = delete;

    void start();
    /// The same where the disk may be damaged: why it did not start.
    [[nodiscard]] core::Status try_start();
    void crash();
    /// As on SIGTERM.
    void stop();
    /// Runs all that is due, then lets `span` pass.
    void pass(core::Duration span);
    void settle() { pass(core::Duration{0}); }
    void drop_file(const std::string& name, const std::string& content);
    [[nodiscard]] std::vector<std::string> names_in(const std::string& folder);
    /// Whether any file of the database holds these bytes.
    [[nodiscard]] bool database_holds(std::string_view text);
    /// Central's WELCOME: `down` are its heads, by default what the node says that it has.
    void bring_link_up(const std::vector<wire::StreamPosition>* down = nullptr);
    /// Delivers a list edition or an alert through the session.
    void deliver(const wire::DeltaBody& body);

    bool is_sodium_started = wire::sodium_start().has_value();  // Before any key.
    wire::OsRandom random;
    TestFolder folder;
    core::PosixFiles files;
    core::NullLog quiet;
    core::Log* log{&quiet};
    TestTime time;
    TestExecutor executor;
    TestTransport transport;
    TestCentral central;
    core::Bytes node_key;
    int page_quota_pages{0};
    core::NodeId id{3};
    core::PortId port{"PKXXA-1"};
    core::Duration spool_kept{0};
    core::Duration lists_checked_every{std::chrono::hours{24}};
    std::optional<wire::SignedDocument> root;  ///< None: central.trust() is all.
    std::unique_ptr<store::Database> database;
    std::unique_ptr<store::Reader> reader;
    std::unique_ptr<Node> node;
    std::vector<NodeEvent> events;
};

}  // namespace sarhad::node
