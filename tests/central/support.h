#pragma once

#include "central/central.h"
#include "central/sqlite_store.h"
#include "core/clock.h"
#include "core/executor.h"
#include "core/log.h"
#include "core/posix_files.h"
#include "core/scheduler.h"
#include "replication/credit.h"
#include "replication/fragments.h"
#include "replication/frames.h"
#include "store/database.h"
#include "wire/keyring.h"
#include "wire/record_seal.h"
#include "wire/row_seal.h"
#include "wire/transport.h"

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace sarhad::central {

class ManualClock final : public core::Clock {
public:
    [[nodiscard]] core::WallTime wall() const override {
        return {1'795'392'000'000'000 + now_.count() / 1000};
    }
    [[nodiscard]] core::MonoTime mono() const override { return {now_}; }
    void advance(core::Duration by) { now_ += by; }

private:
    core::Duration now_{0};
};

/// Timers and lanes of one thread: run_all() does what is posted, pass() lets time go by.
class OneThread final : public core::Scheduler, public core::Executor {
public:
    explicit OneThread(ManualClock& clock) : clock_{clock} {}
    core::TimerId after(core::Duration delay, core::Task task) override;
    void cancel(core::TimerId timer) override;
    [[nodiscard]] bool post(core::Lane lane, core::Task task) override;
    void run_all();
    void pass(core::Duration time);

private:
    ManualClock& clock_;
    std::uint64_t next_timer_{1};
    std::map<std::pair<core::Duration, std::uint64_t>, core::Task> timers_;
    std::deque<core::Task> tasks_;
};

/// Keeps what central sends.
class KeptTransport final : public wire::CentralTransport {
public:
    struct Sent {
        core::NodeId node{0};
        wire::Channel channel{wire::Channel::kControl};
        core::Bytes frame;
    };
    void set_receiver(Receiver receiver) override { receiver_ = std::move(receiver); }
    [[nodiscard]] core::Status send(core::NodeId node,
                                    wire::Channel channel,
                                    core::Bytes frame) override;
    void forget(core::NodeId node) override {
        forgotten.push_back(node);
        heard_before_forgotten = !sent.empty() && sent.back().node == node;
    }

    void receive(core::NodeId node,
                 wire::Channel channel,
                 core::ByteView frame,
                 std::uint64_t connection = 7);

    std::vector<Sent> sent;
    std::vector<core::NodeId> forgotten;
    bool heard_before_forgotten{false};  ///< The last frame of all went to the node then forgotten.

private:
    Receiver receiver_;
};

/// A database file in a folder of its own, both gone afterwards.
class TempStore {
public:
    TempStore();
    TempStore(const TempStore&) = delete;
    TempStore& operator=(const TempStore&) = delete;
    ~TempStore();
    [[nodiscard]] CentralStore& store() { return *store_; }
    [[nodiscard]] store::Database& database() { return *database_; }
    void reopen();
    /// A backup of the database as it is now, and that put in its place. Call make() afterwards.
    void save();
    void restore();
    [[nodiscard]] const std::string& folder() const { return folder_; }

private:
    void close();

    std::string folder_;
    wire::OsRandom random_;
    wire::RecordSeal seal_;
    std::unique_ptr<store::Database> database_;
    std::unique_ptr<SqliteStore> store_;
};

/// A node's keys and its end of the wire, frame by frame.
class TestNode {
public:
    TestNode(const wire::PublicKey& central_seal, std::string port);
    [[nodiscard]] NewNode request() const;
    void welcome(core::NodeId id);

    [[nodiscard]] core::NodeId id() const { return id_; }
    [[nodiscard]] core::Bytes hello(std::vector<wire::StreamPosition> down = {},
                                    std::vector<wire::StreamPosition> up = {}) const;
    [[nodiscard]] facts::Crossing crossing(std::uint8_t number) const;
    [[nodiscard]] core::Bytes report_row(const facts::Crossing& crossing) const;
    /// Rows of a stream as one signed batch, after those of earlier calls.
    [[nodiscard]] core::Bytes batch(core::StreamId stream,
                                    const std::vector<core::Bytes>& rows,
                                    core::WallTime created = {5});
    [[nodiscard]] wire::UpBatch up_batch(core::StreamId stream,
                                         const std::vector<core::Bytes>& rows,
                                         core::WallTime created = {5});
    [[nodiscard]] core::Bytes signed_frame(const wire::UpBatch& batch) const;

private:
    wire::OsRandom random_;  // First: the keys are drawn from it.

public:
    wire::SigningKey sign;
    wire::BoxKey link;
    std::uint64_t root_version{0};  ///< Of its HELLO.

private:
    wire::PublicKey central_seal_;
    core::PortId port_;
    core::NodeId id_{0};
    std::unique_ptr<wire::RowSealer> sealer_;
    wire::KeySeed seed_;
    std::map<core::StreamId, wire::StreamPosition> tails_;
};

/// Keeps the line of each event.
class KeptLog final : public core::Log {
public:
    using core::Log::write;
    void write(const core::LogEvent& event, std::initializer_list<core::LogField> fields) override {
        lines_.push_back(core::to_line(event, fields));
    }
    /// Of the event with this id.
    [[nodiscard]] std::vector<std::string> lines_of(std::string_view id) const {
        std::vector<std::string> found;
        for (const std::string& line : lines_) {
            if (line.starts_with(id)) {
                found.push_back(line);
            }
        }
        return found;
    }

private:
    std::vector<std::string> lines_;
};

/// A Central on one thread, its store on a file, one agency "wl/demo".
class Rig {
public:
    Rig();
    ~Rig();

    void make();
    [[nodiscard]] std::unique_ptr<TestNode> add_node(std::string port);
    /// The newest frame of that type to the node; empty where none was sent.
    template <class T>
    [[nodiscard]] std::vector<T> sent_to(core::NodeId node) const {
        std::vector<T> found;
        replication::Fragments fragments;
        for (const KeptTransport::Sent& sent : transport.sent) {
            auto received = replication::from_frame(sent.channel, sent.frame);
            if (sent.node == node && received && received->lane != wire::Lane::kUrgent) {
                received = whole(fragments, *std::move(received));
            }
            if (sent.node == node && received && std::holds_alternative<T>(received->message)) {
                found.push_back(std::get<T>(received->message));
            }
        }
        return found;
    }
    /// A piece that completes a frame, as that frame; any other as it is.
    [[nodiscard]] static core::Result<replication::Received> whole(
        replication::Fragments& fragments, replication::Received received) {
        const auto* piece = std::get_if<wire::Fragment>(&received.message);
        const auto frame = piece == nullptr ? std::nullopt : *fragments.add(received.lane, *piece);
        if (!frame) {
            return received;
        }
        return replication::from_frame(wire::Channel::kBulk, *frame);
    }
    /// The port's line carries all that central has for it: reports follow until nothing more
    /// comes.
    void carry(core::NodeId node) {
        constexpr int kSilentMax = 8;
        std::uint32_t before = 0;
        for (int silent = 0; silent < kSilentMax; ++silent) {
            std::uint32_t mark = 0;
            for (const KeptTransport::Sent& sent : transport.sent) {
                if (sent.node == node && sent.channel == wire::Channel::kBulk) {
                    mark = replication::from_frame(sent.channel, sent.frame)->mark;
                }
            }
            silent = mark == before ? silent : 0;
            before = mark;
            const wire::Credit credit{mark, replication::GivenCredit::kGrantedMax, false};
            transport.receive(node, wire::Channel::kBulk, replication::to_frame(credit));
            thread.pass(std::chrono::milliseconds{20});
        }
    }
    template <class T>
    [[nodiscard]] std::vector<T> events() const {
        std::vector<T> found;
        for (const CentralEvent& event : seen) {
            if (const auto* one = std::get_if<T>(&event)) {
                found.push_back(*one);
            }
        }
        return found;
    }

    TempStore kept;
    ManualClock clock;
    OneThread thread{clock};
    KeptTransport transport;
    KeptLog log;
    wire::OsRandom random;
    core::PosixFiles files;
    std::unique_ptr<ErasureLog> erasures;
    core::Bytes seal_file;
    core::Bytes sequencer_file;
    core::Bytes alert_file;
    wire::PublicKey seal_public{};
    wire::SigningKey agency;
    wire::SigningKey deputy;        ///< The agency's second key: either signs, both take much away.
    std::size_t bulk_threshold{0};  ///< Keys that take much away, from the next make() on.
    std::vector<wire::SignedDocument> documents;  ///< Trust; none: make() goes without a root.
    core::Bytes tick_file;
    std::vector<NodeRow> allowed;
    std::vector<RevokedCaller> revoked;
    std::vector<CentralEvent> seen;
    std::unique_ptr<Central> central;
};

/// An invented list of `count` entries; the first `changed` of them as a later edition has them.
[[nodiscard]] core::Bytes demo_list(std::uint64_t edition, int first, int last, int changed = 0);
[[nodiscard]] std::vector<wire::Signature> signed_by(const wire::SigningKey& agency,
                                                     core::ByteView list_file);

}  // namespace sarhad::central
