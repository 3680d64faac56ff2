#include "rig.h"

#include "core/text.h"
#include "replication/credit.h"
#include "watchlists/list_file.h"
#include "wire/hash.h"
#include "wire/state_tree.h"
#include "wire/streams.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace sarhad::node {

core::WallTime TestTime::wall() const {
    return {1'795'000'000'000'000 +
            std::chrono::duration_cast<std::chrono::microseconds>(now_.since_start + wall_step_)
                .count()};
}

core::TimerId TestTime::after(core::Duration delay, core::Task task) {
    const std::uint64_t id = next_++;
    timers_.emplace(std::pair{now_ + std::max(delay, core::Duration{0}), id}, std::move(task));
    return core::TimerId{id};
}

void TestTime::cancel(core::TimerId timer) {
    std::erase_if(timers_, [&](const auto& held) {
        return held.first.second == static_cast<std::uint64_t>(timer);
    });
}

bool TestTime::step(core::MonoTime limit) {
    if (timers_.empty() || timers_.begin()->first.first > limit) {
        return false;
    }
    auto due = timers_.extract(timers_.begin());
    jump(due.key().first);
    due.mapped()();
    return true;
}

bool TestExecutor::post(core::Lane lane, core::Task task) {
    if (full_[lane]) {
        return false;
    }
    ++posted_[lane];
    if (holding_ == lane) {
        holding_.reset();
        held_ = std::move(task);
        return true;
    }
    tasks_.push_back(std::move(task));
    return true;
}

std::size_t TestExecutor::posted(core::Lane lane) const {
    const auto found = posted_.find(lane);
    return found == posted_.end() ? 0 : found->second;
}

void TestExecutor::release() {
    SARHAD_CHECK(held_ != nullptr);
    tasks_.push_back(std::exchange(held_, nullptr));
}

void TestExecutor::clear() {
    tasks_.clear();
    held_ = nullptr;
}

bool TestExecutor::run_one() {
    if (tasks_.empty()) {
        return false;
    }
    const core::Task task = std::move(tasks_.front());
    tasks_.pop_front();
    task();
    return true;
}

core::Status TestTransport::send(wire::Channel /*channel*/, core::Bytes frame) {
    if (const auto parsed = wire::parse_frame(frame, wire::kBulkLimits)) {
        const auto message = wire::decode_message(*parsed);
        if (const auto* hello = message ? std::get_if<wire::Hello>(&*message) : nullptr) {
            last_hello_ = *hello;
        }
    }
    sent_.push_back(std::move(frame));
    return {};
}

void TestTransport::become(wire::LinkState state) {
    watcher_(wire::Channel::kControl, state);
    watcher_(wire::Channel::kBulk, state);
}

std::vector<wire::Message> TestTransport::take_sent() {
    std::vector<wire::Message> messages;
    for (const core::Bytes& bytes : std::exchange(sent_, {})) {
        const auto frame = wire::parse_frame(bytes, wire::kControlLimits);
        SARHAD_CHECK(frame.has_value());
        auto message = wire::decode_message(*frame);
        SARHAD_CHECK(message.has_value());
        messages.push_back(*std::move(message));
    }
    return messages;
}

TestFolder::TestFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "sarhad-node-XXXXXX").string();
    SARHAD_CHECK(mkdtemp(name.data()) != nullptr);
    path_ = name;
}

TestFolder::~TestFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

TestCentral::TestCentral(core::Random& random)
    : sequencer{wire::SigningKey::generate(random)},
      alert{wire::SigningKey::generate(random)},
      agency{wire::SigningKey::generate(random)},
      deputy{wire::SigningKey::generate(random)},
      seal{wire::BoxKey::generate(random)} {}

wire::TrustStore TestCentral::trust() const {
    wire::TrustStore trust;
    EXPECT_TRUE(trust.set(wire::Role::sequencer({}), {1, {sequencer.public_key()}}));
    EXPECT_TRUE(trust.set(wire::Role::alert(), {1, {alert.public_key()}}));
    EXPECT_TRUE(trust.set(wire::Role::list("wl/test"),
                          {1, {agency.public_key(), deputy.public_key()}, bulk_threshold}));
    for (const std::string& name : other_agencies) {
        EXPECT_TRUE(
            trust.set(wire::Role::list(name), {1, {agency.public_key(), deputy.public_key()}}));
    }
    return trust;
}

wire::Delta TestCentral::sign(const wire::DeltaBody& body) const {
    wire::Delta delta;
    delta.body = wire::encode(body);
    const bool is_alert = body.stream == wire::down::kAlerts;
    delta.signatures.push_back(is_alert ? alert.sign(wire::Domain::kAlert, delta.body)
                                        : sequencer.sign(wire::Domain::kDelta, delta.body));
    if (body.ends_edition && !is_alert) {
        const wire::EditionStatement statement{body.name, body.edition, body.post_root};
        delta.edition_signatures.push_back(
            agency.sign(wire::Domain::kEdition, wire::encode(statement)));
    }
    return delta;
}

watchlists::ListEntry listed_person(const std::string& id,
                                    const std::string& name,
                                    const std::string& document) {
    watchlists::ListEntry entry;
    entry.id = id;
    entry.source = "TEST";
    watchlists::ListedName listed;
    listed.text = core::Redacted<std::string>{name};
    entry.names.push_back(std::move(listed));
    entry.documents.push_back({"Passport", core::Redacted<std::string>{document}, "XAA"});
    return entry;
}

wire::Op upsert_of(const watchlists::ListEntry& entry) {
    return {wire::OpKind::kUpsert, entry.id, watchlists::entry_bytes(entry)};
}

wire::Hash256 root_of(const std::vector<wire::Op>& ops) {
    watchlists::RowHashes rows;
    for (const wire::Op& op : ops) {
        rows[op.id] = wire::blake2b(op.body);
    }
    return wire::state_root(rows);
}

std::vector<wire::DeltaBody> edition_deltas(const std::vector<wire::Op>& ops,
                                            std::uint64_t edition,
                                            const wire::Hash256& pre_root,
                                            wire::StreamPosition held) {
    std::vector<wire::DeltaBody> deltas;
    for (std::size_t at = 0; at < ops.size(); ++at) {
        wire::DeltaBody body;
        body.stream = held.stream;
        body.name = kTestList;
        body.epoch = held.epoch;
        body.seq = core::next(held.seq);
        body.prev_chain = held.chain;
        body.pre_root = pre_root;
        body.post_root = root_of(ops);
        body.edition = edition;
        body.ends_edition = at + 1 == ops.size();
        body.ops = {ops[at]};
        held.seq = body.seq;
        held.chain = wire::chain_hash(held.chain, wire::encode(body));
        deltas.push_back(std::move(body));
    }
    return deltas;
}

std::string paxlst(const std::string& reference,
                   const std::vector<Passenger>& passengers,
                   const std::string& flight) {
    std::string text =
        core::cat("UNA:+.? 'UNB+UNOA:4+QXAIR:ZZ+PKNTC:ZZ+261123:0630+", reference, "++APIS'");
    std::string body = core::cat("UNH+QX0001+PAXLST:D:02B:UN:IATA+",
                                 reference,
                                 "'BGM+745'TDT+20+",
                                 flight,
                                 "'LOC+125+XXA'DTM+189:2611231015:201'"
                                 "LOC+87+XXB'DTM+232:2611231325:201'");
    for (const Passenger& one : passengers) {
        body +=
            core::cat("NAD+FL+++",
                      one.surname,
                      ":",
                      one.given,
                      "'ATT+2++M'DTM+329:800102'LOC+178+XXA'LOC+179+XXB'NAT+2+XAA'DOC+P:110:111+",
                      one.document,
                      "'LOC+91+XAA'");
    }
    body += core::cat("CNT+42:", passengers.size(), "'");
    const auto segments = static_cast<std::size_t>(std::count(body.begin(), body.end(), '\'')) + 1;
    return core::cat(text, body, "UNT+", segments, "+QX0001'UNZ+1+", reference, "'");
}

std::string flight_of(std::string_view reference) {
    unsigned number = 0;
    for (const char letter : reference)
        number = (number * 31 + static_cast<unsigned char>(letter)) % 9000;
    return core::cat("QX", 1000 + number);
}

Rig::Rig(int page_quota) : central{random}, page_quota_pages{page_quota} {
    node_key = wire::SigningKey::generate(random).to_file();
    std::filesystem::create_directories(folder.path() + "/spool/incoming");
}

Rig::~Rig() {
    crash();
}

void Rig::start() {
    const core::Status started = try_start();
    ASSERT_TRUE(started) << started.error().what;
}

core::Status Rig::try_start() {
    SARHAD_TRY(
        database,
        store::Database::open({.path = folder.path() + "/node.db", .page_quota = page_quota_pages},
                              migrations()));
    NodeKeys keys{*wire::SigningKey::parse(node_key), central.seal.public_key(), central.trust()};
    keys.root = root;
    std::fill(keys.store_key.bytes().begin(), keys.store_key.bytes().end(), std::uint8_t{7});
    std::fill(keys.subject_key.bytes().begin(), keys.subject_key.bytes().end(), std::uint8_t{9});
    NodeSettings settings;
    settings.id = id;
    settings.port = port;
    settings.spool_kept = spool_kept;
    settings.lists_checked_every = lists_checked_every;
    settings.spool_folder = folder.path() + "/spool";
    settings.lists_folder = folder.path() + "/lists";
    settings.trust_versions_file = folder.path() + "/node.db.trust";
    settings.ledger_folder = folder.path() + "/ledger";
    settings.erase.record = folder.path() + "/node.db.erase";
    settings.erase.plain = {folder.path() + "/spool/incoming", folder.path() + "/spool/refused"};
    SARHAD_TRY(reader, store::Reader::open(folder.path() + "/node.db"));
    SARHAD_TRY(
        node,
        Node::make({time, time, executor, random, files, transport, *log, *database, reader.get()},
                   settings,
                   std::move(keys)));
    node->set_observer([this](const NodeEvent& event) { events.push_back(event); });
    node->start();
    return {};
}

void Rig::crash() {
    if (node) {
        node->stop();
    }
    executor.clear();
    time.clear();
    node.reset();
    reader.reset();
    database.reset();
}

void Rig::stop() {
    node->stop();
    executor.clear();
    node->release_files();
    crash();
}

void Rig::pass(core::Duration span) {
    const core::MonoTime until = time.mono() + span;
    while (executor.run_one() || time.step(until)) {
    }
    time.jump(until);
}

void Rig::drop_file(const std::string& name, const std::string& content) {
    std::ofstream{folder.path() + "/spool/incoming/" + name} << content;
}

std::vector<std::string> Rig::names_in(const std::string& name) {
    auto names = files.list(folder.path() + "/spool/" + name);
    return names ? *names : std::vector<std::string>{};
}

bool Rig::database_holds(std::string_view text) {
    for (const auto& entry : std::filesystem::directory_iterator{folder.path()}) {
        if (!entry.is_regular_file()) {
            continue;
        }
        std::ifstream file{entry.path(), std::ios::binary};
        const std::string content{std::istreambuf_iterator<char>{file}, {}};
        if (content.find(text) != std::string::npos) {
            return true;
        }
    }
    return false;
}

void Rig::bring_link_up(const std::vector<wire::StreamPosition>* down) {
    transport.become(wire::LinkState::kUp);
    settle();
    wire::Welcome welcome;
    welcome.proto = wire::kProtocol;
    welcome.wall = time.wall();
    welcome.greeting = transport.last_hello().greeting;
    welcome.down = down != nullptr ? *down : transport.last_hello().down;
    transport.receive(wire::Channel::kControl,
                      wire::encode_frame(welcome, wire::Lane::kUrgent, core::StreamId{0}));
    const wire::Credit credit{0, replication::GivenCredit::kGrantedMax, false};
    transport.receive(wire::Channel::kBulk,
                      wire::encode_frame(credit, wire::Lane::kUrgent, core::StreamId{0}));
    settle();
}

void Rig::deliver(const wire::DeltaBody& body) {
    const bool is_alert = body.stream == wire::down::kAlerts;
    transport.receive(
        wire::Channel::kControl,
        wire::encode_frame(
            central.sign(body), is_alert ? wire::Lane::kUrgent : wire::Lane::kDelta, body.stream));
    settle();
}

}  // namespace sarhad::node
