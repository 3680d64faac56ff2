#include "support.h"

#include "core/check.h"
#include "replication/up_batch.h"
#include "support/trust_office.h"
#include "wire/msgpack.h"
#include "wire/streams.h"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>

namespace sarhad::central {
namespace {

const bool kSodium = [] {
    SARHAD_CHECK(wire::sodium_start().has_value());
    return true;
}();

wire::Secret store_key() {
    wire::Secret key{wire::RecordSeal::kKeySize};
    std::fill(key.bytes().begin(), key.bytes().end(), std::uint8_t{9});
    return key;
}

std::string temp_folder() {
    std::string path = (std::filesystem::temp_directory_path() / "sarhad-central-XXXXXX").string();
    SARHAD_CHECK(mkdtemp(path.data()) != nullptr);
    return path;
}

}  // namespace

core::TimerId OneThread::after(core::Duration delay, core::Task task) {
    const std::uint64_t id = next_timer_++;
    timers_.emplace(std::pair{clock_.mono().since_start + delay, id}, std::move(task));
    return core::TimerId{id};
}

void OneThread::cancel(core::TimerId timer) {
    for (auto at = timers_.begin(); at != timers_.end(); ++at) {
        if (core::TimerId{at->first.second} == timer) {
            timers_.erase(at);
            return;
        }
    }
}

bool OneThread::post(core::Lane /*lane*/, core::Task task) {
    tasks_.push_back(std::move(task));
    return true;
}

void OneThread::run_all() {
    while (!tasks_.empty()) {
        const core::Task task = std::move(tasks_.front());
        tasks_.pop_front();
        task();
    }
}

void OneThread::pass(core::Duration time) {
    const core::Duration end = clock_.mono().since_start + time;
    run_all();
    while (!timers_.empty() && timers_.begin()->first.first <= end) {
        const core::Duration due = timers_.begin()->first.first;
        const core::Task task = std::move(timers_.begin()->second);
        timers_.erase(timers_.begin());
        clock_.advance(std::max(due - clock_.mono().since_start, core::Duration{0}));
        task();
        run_all();
    }
    clock_.advance(end - clock_.mono().since_start);
}

core::Status KeptTransport::send(core::NodeId node, wire::Channel channel, core::Bytes frame) {
    sent.push_back({node, channel, std::move(frame)});
    return {};
}

void KeptTransport::receive(core::NodeId node,
                            wire::Channel channel,
                            core::ByteView frame,
                            std::uint64_t connection) {
    receiver_({wire::PeerId{connection}, node, channel}, frame);
}

TempStore::TempStore() : folder_{temp_folder()}, seal_{store_key(), random_} {
    reopen();
}

TempStore::~TempStore() {
    close();
    std::filesystem::remove_all(folder_);
}

void TempStore::close() {
    store_.reset();
    database_.reset();
}

void TempStore::save() {
    close();
    std::filesystem::copy_file(folder_ + "/central.db", folder_ + "/backup.db");
    reopen();
}

void TempStore::restore() {
    close();
    std::filesystem::copy_file(folder_ + "/backup.db",
                               folder_ + "/central.db",
                               std::filesystem::copy_options::overwrite_existing);
    reopen();
}

void TempStore::reopen() {
    close();
    auto opened = store::Database::open({folder_ + "/central.db"}, migrations());
    SARHAD_CHECK(opened.has_value());
    database_ = *std::move(opened);
    store_ = std::make_unique<SqliteStore>(*database_, seal_);
}

TestNode::TestNode(const wire::PublicKey& central_seal, std::string port)
    : sign{wire::SigningKey::generate(random_)},
      link{wire::BoxKey::generate(random_)},
      central_seal_{central_seal},
      port_{std::move(port)} {}

NewNode TestNode::request() const {
    return {port_, link.public_key(), sign.public_key().bytes()};
}

void TestNode::welcome(core::NodeId id) {
    id_ = id;
    sealer_ = std::make_unique<wire::RowSealer>(id, central_seal_, 1, random_);
}

core::Bytes TestNode::hello(std::vector<wire::StreamPosition> down,
                            std::vector<wire::StreamPosition> up) const {
    wire::Hello hello;
    hello.node = id_;
    hello.proto_min = wire::kProtocol;
    hello.proto_max = wire::kProtocol;
    hello.down = std::move(down);
    hello.up = std::move(up);
    hello.root_version = root_version;
    return replication::to_frame(hello);
}

facts::Crossing TestNode::crossing(std::uint8_t number) const {
    facts::Crossing crossing;
    crossing.id.fill(number);
    crossing.id[0] = static_cast<std::uint8_t>(id_.value());
    crossing.node = id_;
    crossing.port = port_;
    crossing.screened_at = {1'795'392'000'000'000};
    crossing.traveller.surname = facts::Redacted<std::string>{"MERIKANTO"};
    return crossing;
}

core::Bytes TestNode::report_row(const facts::Crossing& crossing) const {
    return wire::encode(wire::sign_report(sign, id_, wire::encode(crossing)));
}

wire::UpBatch TestNode::up_batch(core::StreamId stream,
                                 const std::vector<core::Bytes>& rows,
                                 core::WallTime created) {
    auto& tail =
        tails_.try_emplace(stream, wire::StreamPosition{stream, core::Epoch{1}, core::Seq{0}, {}})
            .first->second;
    wire::UpBatch batch;
    batch.stream = stream;
    batch.epoch = core::Epoch{1};
    batch.prev = tail.chain;
    for (const core::Bytes& row : rows) {
        tail.seq = core::next(tail.seq);
        auto sealed = sealer_->seal(stream, row);
        SARHAD_CHECK(sealed.has_value());
        if (sealed->new_seed) {
            seed_ = *sealed->new_seed;
        }
        batch.rows.push_back(
            {tail.seq, sealed->key_epoch, sealed->key_index, created, sealed->sealed});
    }
    batch.seeds.push_back(seed_);
    tail.chain = replication::chain_of(batch, core::Seq{0})->last;
    return batch;
}

core::Bytes TestNode::signed_frame(const wire::UpBatch& batch) const {
    wire::SignedUpBatch sealed;
    sealed.body = wire::encode(batch);
    sealed.signature = sign.sign(wire::Domain::kUpBatch, sealed.body);
    return replication::to_frame(sealed, batch.stream);
}

core::Bytes TestNode::batch(core::StreamId stream,
                            const std::vector<core::Bytes>& rows,
                            core::WallTime created) {
    return signed_frame(up_batch(stream, rows, created));
}

Rig::Rig()
    : agency{wire::SigningKey::generate(random)}, deputy{wire::SigningKey::generate(random)} {
    const wire::BoxKey seal = wire::BoxKey::generate(random);
    seal_public = seal.public_key();
    seal_file = seal.to_file(wire::KeyKind::kSealSecret);
    sequencer_file = wire::SigningKey::generate(random).to_file();
    alert_file = wire::SigningKey::generate(random).to_file();
    make();
}

Rig::~Rig() {
    central.reset();
}

void Rig::make() {
    central.reset();
    kept.reopen();
    auto opened = ErasureLog::open(files, kept.folder() + "/central.db.erased");
    SARHAD_CHECK(opened.has_value());
    erasures = *std::move(opened);
    CentralKeys keys{
        {}, *wire::SigningKey::parse(sequencer_file), *wire::SigningKey::parse(alert_file), {}};
    keys.seal.push_back(*wire::BoxKey::parse(seal_file, wire::KeyKind::kSealSecret));
    const wire::RoleKeys own{1, {agency.public_key(), deputy.public_key()}, bulk_threshold};
    SARHAD_CHECK(keys.agencies.set(wire::Role::list("wl/demo"), own).has_value());
    if (!documents.empty()) {
        auto issuer = TrustIssuer::make(documents,
                                        *kept.store().kept_trust(),
                                        {*wire::SigningKey::parse(tick_file),
                                         *wire::SigningKey::parse(sequencer_file),
                                         keys.alert.public_key().bytes(),
                                         replication::TrustOffice::seals()},
                                        std::chrono::seconds{60},
                                        {clock.wall(), clock.mono()});
        SARHAD_CHECK(issuer.has_value());
        keys.trust = *std::move(issuer);
    }
    const CentralParts parts{
        clock,
        thread,
        thread,
        random,
        transport,
        log,
        kept.store(),
        [this](const std::vector<NodeRow>& nodes, const std::vector<RevokedCaller>& out) {
            allowed = nodes;
            revoked = out;
        },
        nullptr,
        erasures.get()};
    auto made = Central::make(parts, {}, std::move(keys));
    SARHAD_CHECK(made.has_value());
    central = *std::move(made);
    central->set_observer([this](const CentralEvent& event) { seen.push_back(event); });
    central->start();
}

std::unique_ptr<TestNode> Rig::add_node(std::string port) {
    auto node = std::make_unique<TestNode>(seal_public, std::move(port));
    central->provision_node(node->request(), [&](const core::Result<NodeRow>& row) {
        SARHAD_CHECK(row.has_value());
        node->welcome(row->id);
    });
    thread.run_all();
    return node;
}

core::Bytes demo_list(std::uint64_t edition, int first, int last, int changed) {
    watchlists::ListManifest manifest;
    manifest.name = "wl/demo/persons";
    manifest.source = "DEMO";
    manifest.edition = edition;
    std::vector<watchlists::ListEntry> entries;
    for (int i = first; i <= last; ++i) {
        watchlists::ListEntry entry;
        entry.id = core::cat("D", i);
        entry.source = "DEMO";
        watchlists::ListedName name;
        name.text = core::Redacted<std::string>{core::cat("Invented Name ", i)};
        entry.names.push_back(name);
        entry.remarks =
            core::Redacted<std::string>{std::string(400, i < first + changed ? 'y' : 'x')};
        entries.push_back(std::move(entry));
    }
    auto written = watchlists::write_list(manifest, entries, &wire::blake2b);
    SARHAD_CHECK(written.has_value());
    return *std::move(written);
}

std::vector<wire::Signature> signed_by(const wire::SigningKey& agency, core::ByteView list_file) {
    const auto edition = read_submission(list_file, {});
    SARHAD_CHECK(edition.has_value());
    return {agency.sign(wire::Domain::kEdition, wire::encode(edition->statement))};
}

}  // namespace sarhad::central
