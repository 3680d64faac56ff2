#include "core/check.h"
#include "core/text.h"
#include "facts/counted.h"
#include "intake/spool.h"
#include "node/node.h"
#include "node/schema.h"
#include "store/database.h"
#include "store/transaction.h"
#include "wire/msgpack.h"
#include "wire/record_seal.h"
#include "wire/streams.h"

#include <algorithm>
#include <array>
#include <map>

#include "sim/hosts.h"
#include "sim/inspect.h"
#include "sim/plants.h"
#include "sim/sim_transport.h"

namespace sarhad::sim {
namespace {

using core::Seq;
using core::StreamId;

StreamId stream_of(std::uint64_t number) {
    return StreamId{static_cast<std::uint16_t>(number)};
}

/// What a node's bundle says about whom to believe.
wire::TrustStore bundle_of(const WorldKeys& keys) {
    wire::RoleKeys sequencer = keys.sequencer_role();
    wire::RoleKeys alert{1, {keys.alert.public_key()}};
    if (is_planted(WorldPlant::kStrangerTrusted)) {
        sequencer.keys.push_back(keys.stranger.public_key());
        alert.keys.push_back(keys.stranger.public_key());
    }
    wire::TrustStore trust;
    SARHAD_CHECK(trust.set(wire::Role::sequencer({}), sequencer).has_value());
    SARHAD_CHECK(trust.set(wire::Role::alert(), alert).has_value());
    SARHAD_CHECK(trust.set(wire::Role::list("wl/sim"), keys.agency_role()).has_value());
    for (std::size_t i = 0; i < keys.nodes.size(); ++i) {
        const core::NodeId id{static_cast<std::uint32_t>(i + 1)};
        SARHAD_CHECK(
            trust.set(wire::Role::of_node(id), {1, {keys.nodes[i].public_key()}}).has_value());
    }
    return trust;
}

void read_records(Inspection& disk, NodeView& view) {
    using Row = Inspection::Row;
    const auto refused = static_cast<std::uint64_t>(facts::MessageStatus::kRefused);
    disk.query("SELECT digest, status, travellers FROM message", [&](const Row& row) {
        const wire::Hash256 digest = to_hash(row.bytes(0));
        if (row.number(1) == refused) {
            view.refused.insert(digest);
        } else {
            view.messages[digest] = row.number(2);
        }
    });
    disk.query(
        "SELECT c.id, c.reported, length(c.body), m.digest,"
        " EXISTS(SELECT 1 FROM erasure e WHERE e.id = c.id) FROM crossing c"
        " LEFT JOIN message m ON m.id = c.message",
        [&](const Row& row) {
            const CrossingId id = to_crossing_id(row.bytes(0));
            ++view.crossings[id];
            if (row.number(2) == 0 && row.number(4) == 0) {
                view.undecided.insert(id);
            }
            if (row.number(1) != 0) {
                view.reported.insert(id);
                ++view.reports_of[to_hash(row.bytes(3))];
            }
        });
    disk.query("SELECT id, acknowledged_at IS NOT NULL FROM alert", [&](const Row& row) {
        const CrossingId id = to_crossing_id(row.bytes(0));
        ++view.alerts[id];
        if (row.number(1) != 0) {
            view.acknowledged.insert(id);
        }
    });
}

void read_expected(Inspection& disk, NodeView& view) {
    using Row = Inspection::Row;
    disk.query("SELECT journey, version, cancelled, due, gone_at FROM expected",
               [&](const Row& row) {
                   ExpectedView& journey = view.expected[to_crossing_id(row.bytes(0))];
                   journey.version = row.number(1);
                   journey.is_cancelled = row.number(2) != 0;
                   journey.is_due = row.number(3) != 0;
                   journey.gone_at = static_cast<std::int64_t>(row.number(4));
               });
    disk.query(
        "SELECT m.journey, count(*), sum(c.reported) FROM message m JOIN crossing c"
        " ON c.message = m.id WHERE m.expected != 0 AND length(c.body) > 0 GROUP BY m.journey",
        [&](const Row& row) {
            const auto journey = view.expected.find(to_crossing_id(row.bytes(0)));
            if (journey != view.expected.end()) {
                journey->second.kept = row.number(1);
                journey->second.reported = row.number(2);
            }
        });
}

void read_counted(Inspection& disk, const wire::RecordSeal& seal, NodeView& view) {
    disk.query("SELECT person, body FROM counted", [&](const Inspection::Row& row) {
        const auto body = seal.open("counted", row.bytes(0), row.bytes(1));
        SARHAD_CHECK(body.has_value());
        const auto holder = wire::decode<facts::CountedHolder>(*body);
        SARHAD_CHECK(holder.has_value());
        std::map<std::string, std::string> ports;
        for (const facts::CountedPort& one : holder->ports) {
            for (const std::int32_t day : one.days) {
                ports[one.port] += core::cat(" ", day);
            }
        }
        std::string told;
        for (const auto& [port, days] : ports) {
            told += core::cat(port, days, ";");
        }
        view.counted.insert(told);
    });
}

void read_outbox(Inspection& disk, NodeView& view) {
    using Row = Inspection::Row;
    disk.query("SELECT stream, seq, hash FROM outbox ORDER BY stream, epoch, seq",
               [&](const Row& row) {
                   OutboxView& outbox = view.outbox[stream_of(row.number(0))];
                   outbox.tail = Seq{row.number(1)};
                   outbox.rows.push_back(outbox.tail);
                   outbox.chains[outbox.tail] = to_hash(row.bytes(2));
               });
    disk.query("SELECT stream, acked_seq FROM up_pos", [&](const Row& row) {
        OutboxView& outbox = view.outbox[stream_of(row.number(0))];
        outbox.acked = Seq{row.number(1)};
        outbox.tail = std::max(outbox.tail, outbox.acked);
    });
}

void read_replicated(Inspection& disk, NodeView& view) {
    using Row = Inspection::Row;
    disk.query("SELECT stream, epoch, seq, chain FROM down_pos", [&](const Row& row) {
        view.applied[stream_of(row.number(0))] =
            Mark{core::Epoch{static_cast<std::uint32_t>(row.number(1))},
                 Seq{row.number(2)},
                 to_hash(row.bytes(3))};
    });
    disk.query("SELECT stream, max(seq) FROM staged_delta GROUP BY stream", [&](const Row& row) {
        view.staged.insert_or_assign(stream_of(row.number(0)), Seq{row.number(1)});
    });
    std::map<std::uint64_t, std::string> names;
    disk.query("SELECT stream, name, edition, root FROM edition", [&](const Row& row) {
        names[row.number(0)] = row.text(1);
        ListView& list = view.lists[row.text(1)];
        list.edition = row.number(2);
        list.root = to_hash(row.bytes(3));
    });
    disk.query("SELECT stream, id, hash FROM list_entry", [&](const Row& row) {
        const auto name = names.find(row.number(0));
        view.lists[name == names.end() ? std::string{kListName} : name->second].rows[row.text(1)] =
            row.bytes(2);
    });
}

void read_trust(Inspection& disk, NodeView& view) {
    disk.query("SELECT body FROM trust ORDER BY place", [&](const Inspection::Row& row) {
        const auto document = wire::read_document(row.bytes(0));
        SARHAD_CHECK(document.has_value());
        view.trust.push_back(*document);
    });
}

}  // namespace

/// The daemon's own classes, in the order of its main().
struct NodeHost::Process {
    Process(const Machine& machine, OwnerId owner)
        : scheduler{machine.around.timeline, owner},
          executor{machine.around.timeline, machine.around.random, owner} {}

    SimScheduler scheduler;
    SimExecutor executor;
    std::unique_ptr<store::Database> database;
    std::unique_ptr<store::Reader> reader;
    std::unique_ptr<SimNodeTransport> transport;
    std::unique_ptr<node::Node> node;
};

NodeHost::NodeHost(const Surroundings& around,
                   core::NodeId id,
                   const WorldKeys& keys,
                   MachineIndex machine)
    : id_{id},
      keys_{keys},
      index_{machine},
      machine_{around, core::cat("node", id.value(), machine == 0 ? "" : "-clone")} {}

NodeHost::~NodeHost() {
    machine_.disk.power_off(PowerLoss::kProcessOnly);
}

core::Status NodeHost::start(OwnerId owner) {
    Machine& here = machine_;
    process_ = std::make_unique<Process>(here, owner);
    SARHAD_TRY(process_->database,
               store::Database::open({.path = std::string{kDatabase},
                                      .vfs = here.vfs.name(),
                                      .on_device_failed = [&here] { end_process(here); }},
                                     node::migrations()));
    SARHAD_TRY(process_->reader, store::Reader::open(std::string{kDatabase}, here.vfs.name()));
    process_->transport = std::make_unique<SimNodeTransport>(
        here.around.network, id_, here.disk, here.around.random, index_);
    const node::NodeParts parts{here.clock,
                                process_->scheduler,
                                process_->executor,
                                here.around.random,
                                here.files,
                                *process_->transport,
                                here.log,
                                *process_->database,
                                process_->reader.get()};
    node::NodeSettings settings;
    settings.id = id_;
    settings.port = core::PortId{core::cat("PKXX", std::string(1, 'A'), "-", id_.value())};
    settings.spool_folder = kSpool;
    settings.lists_folder = "/lists";
    settings.trust_versions_file = "node.db.trust";
    settings.scan_every = here.around.site.scan_every;
    settings.lists_checked_every = here.around.site.lists_checked_every;
    settings.bulk_credit = here.around.bulk_credit;
    settings.snapshot_from = core::Seq{2};  // Lists here have few deltas.
    SARHAD_TRY(process_->node,
               node::Node::make(parts,
                                settings,
                                {.sign = copy_of(keys_.nodes[id_.value() - 1]),
                                 .central_seal = keys_.seal.public_key(),
                                 .trust = bundle_of(keys_),
                                 .store_key = secret_of(keys_.store),
                                 .subject_key = secret_of(keys_.subject),
                                 .root = keys_.root_of(id_)}));
    process_->node->start();
    return {};
}

void NodeHost::end() {
    process_.reset();
}

void NodeHost::acknowledge_one(const std::function<void(const CrossingId&)>& answered) {
    node::Node* node = process_->node.get();
    node->alerts(
        std::nullopt,
        node::kPageMax,
        [node, answered](const core::Result<std::vector<node::AlertItem>>& alerts) {
            if (!alerts) {
                return;
            }
            const auto open = std::find_if(alerts->begin(), alerts->end(), [](const auto& item) {
                return !item.acknowledgement.has_value();
            });
            if (open == alerts->end()) {
                return;
            }
            const CrossingId id = open->alert.id;
            node->acknowledge_alert(
                id, "officer-1", [id, answered](const core::Result<node::Acknowledged>& recorded) {
                    if (recorded) {
                        answered(id);
                    }
                });
        });
}

void NodeHost::look(const std::function<void(std::uint64_t)>& answered) {
    process_->node->crossings(
        {}, 1, [answered](const core::Result<std::vector<node::CrossingItem>>& page) {
            if (page) {  // The disk may have failed it.
                answered(page->empty() ? 0 : static_cast<std::uint64_t>(page->back().number));
            }
        });
}

bool NodeHost::rot(SimRandom& random) {
    // Of those whom not every edition lists: who looks for the others must find them.
    static constexpr std::array<store::Sql, 4> kRots{
        store::Sql{"UPDATE list_entry SET hash = zeroblob(32) WHERE rowid = (SELECT rowid FROM"
                   " list_entry WHERE id LIKE 'SIM-B%' ORDER BY id LIMIT 1 OFFSET ?1)"},
        store::Sql{"UPDATE list_entry SET body = x'00' WHERE rowid = (SELECT rowid FROM"
                   " list_entry WHERE id LIKE 'SIM-B%' ORDER BY id LIMIT 1 OFFSET ?1)"},
        store::Sql{"DELETE FROM list_entry WHERE rowid = (SELECT rowid FROM"
                   " list_entry WHERE id LIKE 'SIM-B%' ORDER BY id LIMIT 1 OFFSET ?1)"},
        store::Sql{"INSERT OR IGNORE INTO list_entry(stream, id, hash, body, bucket)"
                   " SELECT stream, 'SIM-ROT', hash, body, bucket FROM list_entry"
                   " WHERE id LIKE 'SIM-B%' ORDER BY id LIMIT 1 OFFSET ?1"}};
    const auto run = [&]() -> core::Status {
        SARHAD_TRY(store::Transaction transaction, store::Transaction::begin(*process_->database));
        {
            SARHAD_TRY(store::Statement statement,
                       process_->database->prepare(kRots.at(random.below(kRots.size()))));
            statement.bind_all(static_cast<std::int64_t>(random.below(100)));
            SARHAD_TRY_STATUS(statement.run());
        }
        return std::move(transaction).commit();
    };
    return run().has_value();
}

const NodeView& NodeHost::view() const {
    const std::uint64_t version = machine_.disk.durable_version();
    if (seen_at_ != version) {
        seen_ = read_disk();
        seen_at_ = version;
    }
    read_shown(seen_);
    return seen_;
}

NodeView NodeHost::read_disk() const {
    Inspection disk{machine_.disk, std::string{kDatabase}};
    NodeView view;
    view.node = id_;
    read_records(disk, view);
    read_expected(disk, view);
    read_counted(disk, wire::RecordSeal{secret_of(keys_.store), machine_.around.random}, view);
    read_outbox(disk, view);
    read_replicated(disk, view);
    read_trust(disk, view);
    for (const char* folder : {"/incoming", "/working", "/refused"}) {
        for (const std::string& name : disk.names_in(core::cat(kSpool, folder))) {
            view.spool_files.emplace(intake::sent_name(name));
        }
    }
    return view;
}

/// As the officer is shown it.
void NodeHost::read_shown(NodeView& view) const {
    view.stopped_up.clear();
    view.stopped_down.clear();
    view.is_fresh.reset();
    view.as_of.reset();
    view.diverged.clear();
    if (process_ == nullptr) {
        return;
    }
    const node::NodeStatus status = process_->node->status();
    for (const auto& [key, why] : status.uplink.quarantines) {
        const bool is_up = key.first == replication::Direction::kUp;
        (is_up ? view.stopped_up : view.stopped_down).insert(key.second);
    }
    if (status.trust) {
        view.is_fresh = status.trust->age.state == replication::Freshness::kFresh;
        view.as_of = status.trust->age.as_of;
    }
    for (const auto& [stream, why] : status.uplink.diverged) {
        view.diverged.insert(stream);
    }
}

}  // namespace sarhad::sim
