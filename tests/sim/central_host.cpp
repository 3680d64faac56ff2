#include "central/central.h"
#include "central/sqlite_store.h"
#include "core/check.h"
#include "core/text.h"
#include "facts/alert.h"
#include "facts/counted.h"
#include "store/database.h"
#include "wire/hash.h"
#include "wire/msgpack.h"
#include "wire/record_seal.h"
#include "wire/streams.h"

#include <algorithm>
#include <map>
#include <utility>

#include "sim/hosts.h"
#include "sim/inspect.h"
#include "sim/sim_transport.h"

namespace sarhad::sim {
namespace {

using core::NodeId;
using core::Seq;
using core::StreamId;

NodeId node_of(std::uint64_t number) {
    return NodeId{static_cast<std::uint32_t>(number)};
}
StreamId stream_of(std::uint64_t number) {
    return StreamId{static_cast<std::uint16_t>(number)};
}
core::Epoch epoch_of(std::uint64_t number) {
    return core::Epoch{static_cast<std::uint32_t>(number)};
}

central::CentralSettings settings() {
    central::CentralSettings settings;
    for (std::size_t i = 0; i < kPortCodes.size(); ++i) {
        settings.port_codes[core::cat("PKXXA-", i + 1)] = {kPortCodes.at(i).begin(),
                                                           kPortCodes.at(i).end()};
    }
    settings.expected_piece = kExpectedPiece;
    settings.counts_every = std::chrono::seconds{30};
    return settings;
}

void read_told(Inspection& disk, CentralView& view) {
    using Row = Inspection::Row;
    disk.query("SELECT journey, version, gone_at, about FROM expected", [&](const Row& row) {
        const auto about = wire::decode<central::ExpectedRow>(row.bytes(3));
        SARHAD_CHECK(about.has_value());
        ToldView& told = view.told[to_crossing_id(row.bytes(0))];
        told.version = row.number(1);
        told.gone_at = static_cast<std::int64_t>(row.number(2));
        told.digest = about->digest;
        told.is_cancelled = about->is_cancelled;
    });
    disk.query("SELECT journey, node, version FROM expected_sent", [&](const Row& row) {
        view.told[to_crossing_id(row.bytes(0))].sent[node_of(row.number(1))] = row.number(2);
    });
}

void read_counted(Inspection& disk, CentralView& view) {
    using Row = Inspection::Row;
    bool is_due = false;
    disk.query("SELECT document FROM count_due LIMIT 1", [&](const Row&) { is_due = true; });
    if (is_due) {
        return;
    }
    std::map<core::Bytes, std::map<std::string, std::vector<std::uint64_t>>> holders;
    disk.query(
        "SELECT DISTINCT c.document, n.port, c.day FROM counted c JOIN node n"
        " ON n.id = c.node WHERE NOT EXISTS(SELECT 1 FROM not_travelling t"
        "  WHERE t.crossing = c.crossing AND t.node = c.node) ORDER BY c.day DESC",
        [&](const Row& row) {
            auto& days = holders[row.bytes(0)][row.text(1)];
            if (days.size() < facts::kCountedDaysMax) {
                days.push_back(row.number(2));
            }
        });
    view.counted.emplace();
    for (const auto& [document, ports] : holders) {
        std::string told;
        for (const auto& [port, days] : ports) {
            told += port;
            for (const std::uint64_t day : days) {
                told += core::cat(" ", day);
            }
            told += ";";
        }
        view.counted->insert(told);
    }
}

}  // namespace

struct CentralHost::Process {
    Process(const Machine& machine, const WorldKeys& keys, OwnerId owner)
        : scheduler{machine.around.timeline, owner},
          executor{machine.around.timeline, machine.around.random, owner},
          seal{secret_of(keys.store), machine.around.random} {}

    SimScheduler scheduler;
    SimExecutor executor;
    wire::RecordSeal seal;
    std::unique_ptr<store::Database> database;
    std::unique_ptr<store::Reader> reader;
    std::unique_ptr<central::SqlitePages> pages;
    std::unique_ptr<central::SqliteStore> store;
    std::unique_ptr<SimCentralTransport> transport;
    std::unique_ptr<central::Central> central;
};

CentralHost::CentralHost(const Surroundings& around, const WorldKeys& keys, std::size_t nodes)
    : keys_{keys}, nodes_{nodes}, machine_{around, "central"} {}

CentralHost::~CentralHost() {
    machine_.disk.power_off(PowerLoss::kProcessOnly);
}

/// The ports are added once, before central's first start.
core::Status CentralHost::provision() {
    SARHAD_TRY(const std::vector<central::NodeRow> known, process_->store->nodes());
    for (std::size_t i = known.size(); i < nodes_; ++i) {
        central::NewNode node;
        node.port = core::PortId{core::cat("PKXXA-", i + 1)};
        node.sign = keys_.nodes[i].public_key().bytes();
        node.link = wire::blake2b(node.sign);
        SARHAD_TRY(const central::NodeRow row,
                   process_->store->provision_node(node, machine_.clock.wall()));
        SARHAD_CHECK(row.id == node_of(i + 1));
    }
    return {};
}

core::Status CentralHost::start(OwnerId owner) {
    Machine& here = machine_;
    process_ = std::make_unique<Process>(here, keys_, owner);
    SARHAD_TRY(process_->database,
               store::Database::open({.path = std::string{kDatabase},
                                      .vfs = here.vfs.name(),
                                      .on_device_failed = [&here] { end_process(here); }},
                                     central::migrations()));
    SARHAD_TRY(process_->reader, store::Reader::open(std::string{kDatabase}, here.vfs.name()));
    process_->pages = std::make_unique<central::SqlitePages>(store::QuerySource{*process_->reader},
                                                             process_->seal);
    process_->store = std::make_unique<central::SqliteStore>(*process_->database, process_->seal);
    SARHAD_TRY_STATUS(provision());
    process_->transport =
        std::make_unique<SimCentralTransport>(here.around.network, here.disk, here.around.random);
    const central::CentralParts parts{here.clock,
                                      process_->scheduler,
                                      process_->executor,
                                      here.around.random,
                                      *process_->transport,
                                      here.log,
                                      *process_->store,
                                      {},
                                      process_->pages.get()};
    central::CentralKeys keys{.seal = {},
                              .sequencer = copy_of(keys_.signing_sequencer()),
                              .alert = copy_of(keys_.alert),
                              .agencies = {},
                              .trust = {}};
    keys.seal.push_back(*wire::BoxKey::parse(keys_.seal.to_file(wire::KeyKind::kSealSecret),
                                             wire::KeyKind::kSealSecret));
    SARHAD_TRY_STATUS(keys.agencies.set(wire::Role::list("wl/sim"), keys_.agency_role()));
    SARHAD_TRY(const std::vector<wire::SignedDocument> kept, process_->store->kept_trust());
    SARHAD_TRY(keys.trust,
               central::TrustIssuer::make(keys_.documents(),
                                          kept,
                                          {copy_of(keys_.tick),
                                           copy_of(keys_.signing_sequencer()),
                                           keys_.alert.public_key().bytes(),
                                           {keys_.seal.public_key()}},
                                          std::chrono::seconds{60},
                                          {here.clock.wall(), here.clock.mono()}));
    SARHAD_TRY(process_->central, central::Central::make(parts, settings(), std::move(keys)));
    process_->central->start();
    return {};
}

void CentralHost::end() {
    process_.reset();
}

/// An edition on its way to central in pieces, as `sarhadctl list publish` sends it.
struct CentralHost::Sending {
    core::Bytes file;
    central::UploadId id{};
    std::string list;
    std::uint64_t edition{0};
    std::vector<wire::Signature> signatures;
    std::function<void(core::Status)> answered;
};

core::Status CentralHost::renew_trust() {
    return process_->central->set_trust_documents(keys_.documents());
}

void CentralHost::publish(const Edition& edition,
                          const wire::SigningKey& agency,
                          std::function<void(core::Status)> answered) {
    wire::EditionStatement statement;
    statement.name = edition.name;
    statement.edition = edition.number;
    const core::Bytes root = slow_state_root(rows_of(edition));
    statement.post_root = to_hash(root);
    const std::vector<wire::Signature> signatures{
        agency.sign(wire::Domain::kEdition, wire::encode(statement))};
    if (edition.number % 2 != 0) {
        process_->central->publish(
            list_file_of(edition),
            signatures,
            {},  // Its lists keep their size.
            [answered = std::move(answered)](const core::Result<central::StreamHead>& head) {
                answered(head ? core::Status{} : core::Status{head.error()});
            });
        return;
    }
    auto sending = std::make_shared<Sending>();
    sending->file = list_file_of(edition);
    std::copy(sending->file.end() - static_cast<std::ptrdiff_t>(sending->id.size()),
              sending->file.end(),
              sending->id.begin());
    sending->list = edition.name;
    sending->edition = edition.number;
    sending->signatures = signatures;
    sending->answered = std::move(answered);
    process_->central->publications().begin(
        sending->id,
        sending->file.size(),
        [this, sending](const core::Result<central::Upload>& one) { send_next(sending, one); });
}

void CentralHost::send_next(const std::shared_ptr<Sending>& sending,
                            const core::Result<central::Upload>& upload) {
    if (!upload) {
        sending->answered(upload.error());
        return;
    }
    central::Publications& publications = process_->central->publications();
    if (upload->received == upload->size) {
        publications.publish(
            sending->id,
            sending->signatures,
            {},
            [this, sending](const core::Result<central::UploadStanding>& standing) {
                hear(sending, standing);
            });
        return;
    }
    const core::ByteView rest = core::ByteView{sending->file}.subspan(upload->received);
    publications.add(
        sending->id,
        upload->received,
        core::to_bytes(rest.first(std::min(rest.size(), central::kUploadPiece))),
        [this, sending](const core::Result<central::Upload>& one) { send_next(sending, one); });
}

void CentralHost::hear(const std::shared_ptr<Sending>& sending,
                       const core::Result<central::UploadStanding>& standing) {
    if (standing && !standing->published) {
        process_->central->publications().standing(
            sending->id, [this, sending](const core::Result<central::UploadStanding>& next) {
                hear(sending, next);
            });
        return;
    }
    const auto& heads = process_->central->heads();
    const bool is_there = std::any_of(heads.begin(), heads.end(), [&](const auto& head) {
        return head.name == sending->list && head.edition >= sending->edition;
    });
    const bool has_failed = !standing && !is_there;
    // A conflict with anything but that edition is worth another try.
    sending->answered(
        has_failed ? core::Status{core::Error{core::Errc::kUnavailable, standing.error().what}}
                   : core::Status{});
}

void CentralHost::revoke(NodeId node, std::function<void(core::Status)> answered) {
    process_->central->revoke_node(
        node, [answered = std::move(answered)](const core::Result<central::NodeRow>& revoked) {
            answered(revoked ? core::Status{} : core::Status{revoked.error()});
        });
}

void CentralHost::announce(core::Bytes file, std::function<void(const Told&)> answered) {
    process_->central->take_expected(
        std::move(file),
        [answered =
             std::move(answered)](const core::Result<std::vector<central::TakenMessage>>& taken) {
            if (taken) {
                answered(taken->front().row.version);
            } else {
                answered(taken.error());
            }
        });
}

void CentralHost::cancel(const JourneyId& journey, std::function<void(const Told&)> answered) {
    process_->central->cancel_expected(
        journey,
        {},
        [answered = std::move(answered)](const core::Result<central::ExpectedRow>& cancelled) {
            answered(cancelled ? Told{cancelled->version} : Told{cancelled.error()});
        });
}

void CentralHost::look(const std::function<void(std::uint64_t)>& answered) {
    process_->central->alerts(
        Seq{0}, 1, [answered](const core::Result<std::vector<central::AlertRow>>& page) {
            if (page) {
                answered(page->empty() ? 0 : page->front().seq.value());
            }
        });
}

/// As the operator is shown it: a stop that the disk refused to keep counts.
void CentralHost::read_stopped(CentralView& view) const {
    view.stopped_up.clear();
    view.stopped_down.clear();
    if (process_ == nullptr) {
        return;
    }
    for (const central::NodeReport& report : process_->central->fleet().nodes) {
        for (const central::QuarantineRow& row : report.quarantines) {
            const bool is_up = row.direction == replication::Direction::kUp;
            (is_up ? view.stopped_up : view.stopped_down).emplace(row.node, row.stream);
        }
    }
}

const CentralView& CentralHost::view() const {
    const std::uint64_t version = machine_.disk.durable_version();
    if (seen_at_ != version) {
        seen_ = read_disk();
        seen_at_ = version;
    }
    read_stopped(seen_);
    return seen_;
}

CentralView CentralHost::read_disk() const {
    using Row = Inspection::Row;
    Inspection disk{machine_.disk, std::string{kDatabase}};
    CentralView view;
    disk.query("SELECT node, stream, epoch, seq, chain FROM held_pos", [&](const Row& row) {
        view.held[{node_of(row.number(0)), stream_of(row.number(1))}] =
            Mark{epoch_of(row.number(2)), Seq{row.number(3)}, to_hash(row.bytes(4))};
    });
    disk.query("SELECT node, stream, seq, id FROM up_row ORDER BY node, stream, epoch, seq",
               [&](const Row& row) {
                   const NodeId node = node_of(row.number(0));
                   const StreamId stream = stream_of(row.number(1));
                   view.rows[{node, stream}].push_back(Seq{row.number(2)});
                   if (stream == wire::up::kCrossings) {
                       ++view.crossings[node][to_crossing_id(row.bytes(3))];
                   }
               });
    disk.query("SELECT id FROM alert",
               [&](const Row& row) { ++view.alerts[to_crossing_id(row.bytes(0))]; });
    disk.query("SELECT alert, node FROM acknowledgement", [&](const Row& row) {
        view.acknowledged.emplace(to_crossing_id(row.bytes(0)), node_of(row.number(1)));
    });
    disk.query("SELECT node FROM quarantine WHERE is_up AND stream = 0",
               [&](const Row& row) { view.cloned.insert(node_of(row.number(0))); });
    disk.query(
        // What stands behind a list's head is an edition in the making, which no node is sent.
        "SELECT d.stream, d.epoch, d.seq, d.chain FROM delta d JOIN published p"
        " ON p.stream = d.stream WHERE d.seq <= p.seq ORDER BY d.stream, d.epoch, d.seq",
        [&](const Row& row) {
            const Mark mark{epoch_of(row.number(1)), Seq{row.number(2)}, to_hash(row.bytes(3))};
            view.heads[stream_of(row.number(0))] = mark;
            view.chains[stream_of(row.number(0))].emplace(mark.seq, mark.chain);
        });
    read_told(disk, view);
    read_counted(disk, view);
    return view;
}

}  // namespace sarhad::sim
