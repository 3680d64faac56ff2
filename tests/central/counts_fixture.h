#pragma once

#include "support.h"

#include "central/counts_maker.h"
#include "wire/msgpack.h"
#include "wire/streams.h"

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <vector>

namespace sarhad::central {

using Told = std::map<facts::SubjectKey, facts::CountedHolder>;

inline constexpr std::int64_t kMicrosADay = 86'400'000'000;
inline constexpr facts::SubjectKey kHers{0xA1};
inline constexpr facts::SubjectKey kOther{0xA2};
inline constexpr facts::SubjectKey kVisa{0xA3};

/// A centre with three ports that tell it of crossings, and what a port has that takes the whole
/// stream of counters.
class Counts : public ::testing::Test {
protected:
    Counts() {
        for (const char* port : {"PKXXA-1", "PKXXB-1", "PKXXC-1"}) {
            nodes.push_back(rig.add_node(port));
        }
        greet();
    }
    void greet() {
        for (const auto& node : nodes) {
            rig.transport.receive(node->id(), wire::Channel::kControl, node->hello());
        }
        rig.thread.run_all();
    }
    void restart() {
        rig.central->stop();
        rig.thread.run_all();  // What it writes at its end needs it.
        rig.make();
        greet();
    }
    [[nodiscard]] std::int32_t today() const {
        return static_cast<std::int32_t>(rig.clock.wall().micros / kMicrosADay);
    }
    /// `ago` days ago, with these documents; one that is kVisa is a visa.
    facts::Crossing crossing(std::size_t node,
                             std::uint8_t number,
                             std::int32_t ago,
                             const std::vector<facts::SubjectKey>& documents) {
        facts::Crossing made = nodes[node]->crossing(number);
        made.screened_at = {rig.clock.wall().micros - ago * kMicrosADay};
        for (const facts::SubjectKey& document : documents) {
            made.subject_keys.push_back(document);
            made.traveller.documents.push_back(
                {document == kVisa ? "V" : "P", core::Redacted<std::string>{"XT1"}, "XAA", {}, {}});
        }
        return made;
    }
    static facts::Crossing with_cash(facts::Crossing crossing, std::int64_t cents) {
        crossing.cash.emplace();
        crossing.cash->direction = facts::Direction::kOut;
        facts::CashLine& line = crossing.cash->lines.emplace_back();
        line.instrument = facts::Instrument::kCash;
        line.amount.currency = "USD";
        line.usd_cents = cents;
        return crossing;
    }
    void send(std::size_t node, core::StreamId stream, const std::vector<core::Bytes>& rows) {
        const core::Bytes frame = nodes[node]->batch(stream, rows);
        for (const wire::Channel channel : {wire::Channel::kControl, wire::Channel::kBulk}) {
            rig.transport.receive(nodes[node]->id(), channel, frame);
        }
        rig.thread.run_all();
    }
    void tell(std::size_t node, const facts::Crossing& one) {
        send(node, wire::up::kCrossings, {wire::encode(one)});
    }
    void inspect(std::size_t node, const facts::Crossing& one, facts::Finding finding) {
        facts::Inspection said;
        said.crossing = one.id;
        said.node = nodes[node]->id();
        said.at = {one.screened_at.micros + 60'000'000};
        said.finding = finding;
        said.officer = "desk.1";
        facts::DeskRecord record;
        record.inspections = {said};
        send(node, wire::up::kDesk, {wire::encode(record)});
    }
    void leave_out(std::size_t node, const facts::Crossing& one) {
        facts::DeskRecord record;
        record.not_travelling = {one.id};
        send(node, wire::up::kDesk, {wire::encode(record)});
    }
    void erase(const facts::Crossing& one) {
        ErasureRow asked;
        asked.crossing = one.id;
        asked.policy = "order/114";
        asked.why = "the court ordered it";
        asked.asker = {"desk.1", 1001};
        std::int64_t number = 0;
        rig.central->ask_erasure(asked, [&](const core::Result<ErasureRow>& row) {
            ASSERT_TRUE(row) << row.error().what;
            number = row->number;
        });
        rig.thread.run_all();
        rig.central->approve_erasure(
            number, Speaker{"desk.2", 1002}, [](const core::Result<ErasureRow>& row) {
                ASSERT_TRUE(row) << row.error().what;
            });
        rig.thread.run_all();
    }
    /// Until ports are told. Nodes that said nothing meanwhile come again.
    void pass() {
        rig.thread.pass(kCountsToldEvery + std::chrono::minutes{1});
        greet();
    }

    std::vector<wire::DeltaBody> deltas() {
        std::vector<wire::DeltaBody> bodies;
        const auto all = rig.kept.store().deltas_after(
            wire::down::kCounters, {core::Seq{0}, 10'000, std::uint64_t{1} << 30U});
        for (const auto& one : *all) {
            const auto tree = wire::unpack(wire::decode<wire::Delta>(one.delta)->body);
            bodies.push_back(*facts::from_value<wire::DeltaBody>(*tree));
        }
        return bodies;
    }
    /// What a port has that takes the whole stream now; the time it is as of.
    Told told(core::WallTime* as_of = nullptr) {
        Told holders;
        wire::Hash256 chain{};
        for (const wire::DeltaBody& body : deltas()) {
            EXPECT_EQ(body.prev_chain, chain) << body.seq.value();
            chain = body.erased_chain != wire::Hash256{}
                        ? body.erased_chain
                        : wire::chain_hash(body.prev_chain, wire::encode(body));
            for (const wire::Op& op : body.ops) {
                const auto counts = wire::decode<facts::CentralCounts>(op.body);
                EXPECT_TRUE(counts);
                for (const facts::CountedHolder& holder : counts->holders) {
                    holders.erase(holder.document);
                    if (!holder.is_empty()) {
                        holders.emplace(holder.document, holder);
                    }
                }
                if (as_of != nullptr && counts->as_of.micros != 0) {
                    *as_of = counts->as_of;
                }
            }
        }
        return holders;
    }
    std::int64_t count(store::Sql sql) {
        auto statement = rig.kept.database().prepare(sql);
        return statement->query_int64()->value_or(-1);
    }

    Rig rig;
    std::vector<std::unique_ptr<TestNode>> nodes;
};

}  // namespace sarhad::central
