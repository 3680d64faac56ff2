// What the centre counts of persons and tells every port, against a slow recount of what ports told
// it: late, in any order, over restarts, erasures and what is told anew.
#include "counts_fixture.h"

#include "facts/known_pair.h"
#include "screening/counted_cash.h"
#include "store/transaction.h"

#include <algorithm>
#include <random>
#include <set>

namespace sarhad::central {
namespace {

using core::Seq;
using facts::CountedHolder;
using facts::SubjectKey;

TEST_F(Counts, NothingIsToldBeforeAnythingIsCounted) {
    pass();
    EXPECT_TRUE(deltas().empty());
}

TEST_F(Counts, PortsDocumentsAndLooksAreTold) {
    const auto first = crossing(0, 1, 10, {kHers, kVisa});
    tell(0, first);
    inspect(0, first, facts::Finding::kNegative);
    tell(1, crossing(1, 2, 3, {kHers, kOther}));
    pass();
    core::WallTime as_of;
    const Told held = told(&as_of);
    ASSERT_EQ(held.size(), 3U);
    const CountedHolder& hers = held.at(kHers);
    ASSERT_EQ(hers.ports.size(), 2U);
    EXPECT_EQ(hers.ports[0], (facts::CountedPort{"PKXXB-1", {today() - 3}}));
    EXPECT_EQ(hers.ports[1], (facts::CountedPort{"PKXXA-1", {today() - 10}}));
    ASSERT_EQ(hers.documents.size(), 1U) << "a visa is none";
    EXPECT_EQ(hers.documents[0], (facts::CountedDocument{kOther, {today() - 3}}));
    ASSERT_EQ(hers.inspections.size(), 1U);
    EXPECT_FALSE(hers.inspections[0].has_finding);
    EXPECT_FALSE(hers.is_visa);
    EXPECT_TRUE(held.at(kVisa).is_visa);
    EXPECT_GT(as_of.micros, rig.clock.wall().micros - 120'000'000);
}

TEST_F(Counts, WhatHasNotChangedIsNotToldAgainAndTheTimeIs) {
    tell(0, crossing(0, 1, 10, {kHers}));
    pass();
    const std::size_t before = deltas().size();
    pass();
    EXPECT_EQ(deltas().size(), before);
    rig.thread.pass(kCountsAsOfEvery);
    core::WallTime as_of;
    EXPECT_EQ(told(&as_of).size(), 1U);
    EXPECT_EQ(deltas().size(), before + 1);
    EXPECT_GT(as_of.micros, rig.clock.wall().micros - 3'600'000'000);
}

TEST_F(Counts, RowsOfAVersionBeforeAreCountedAsTheyStand) {
    const facts::Crossing young = crossing(0, 1, 10, {kHers});
    const facts::Crossing old = crossing(0, 2, 400, {kOther});
    const std::string path = rig.kept.folder() + "/older.db";
    wire::RecordSeal seal{wire::Secret{32}, rig.random};
    {
        auto database = *store::Database::open({.path = path}, migrations().first(21));
        SqliteStore store{*database, seal};
        ASSERT_TRUE(store.provision_node(nodes[0]->request(), {1}));
        RowBatch batch{.node = core::NodeId{1},
                       .prev = {},
                       .position = {wire::up::kCrossings, core::Epoch{1}, Seq{3}, {1}},
                       .rows = {},
                       .alerts = {},
                       .acknowledgements = {},
                       .pairs = {},
                       .inspections = {},
                       .not_travelling = {},
                       .at = {2}};
        std::uint64_t seq = 0;
        for (const core::Bytes& body :
             {wire::encode(young), core::Bytes{0xC1}, wire::encode(old)}) {
            OpenedRow row;
            row.seq = Seq{++seq};
            row.id = {static_cast<std::uint8_t>(seq)};
            row.body = body;
            batch.rows.push_back(row);
        }
        ASSERT_TRUE(store.append_rows(batch));
    }
    auto database = *store::Database::open({.path = path}, migrations());
    SqliteStore store{*database, seal};
    EXPECT_TRUE(*store.count_rows(today(), 2));
    EXPECT_TRUE(*store.count_rows(today(), 2));
    EXPECT_FALSE(*store.count_rows(today(), 2));
    const auto due = *store.counts_due(today(), 10);
    ASSERT_EQ(due.size(), 1U) << "the other is of no window any more, and one is no crossing";
    EXPECT_EQ(due[0].document, kHers);
    EXPECT_EQ(due[0].ports[0].days, std::vector<std::int32_t>{today() - 10});
}

TEST_F(Counts, AnInspectionThatCameBeforeItsCrossingCounts) {
    const auto one = crossing(0, 1, 10, {kHers});
    inspect(0, one, facts::Finding::kPositive);
    tell(0, one);
    pass();
    ASSERT_EQ(told().at(kHers).inspections.size(), 1U);
    EXPECT_TRUE(told().at(kHers).inspections[0].has_finding);
    inspect(1, one, facts::Finding::kNegative);  // Of another node's crossing nobody has a say.
    pass();
    EXPECT_EQ(told().at(kHers).inspections.size(), 1U);
}

TEST_F(Counts, WhoIsErasedIsInNoDeltaAnyMoreAndOthersOfItStay) {
    const auto hers = crossing(0, 1, 10, {kHers});
    tell(0, hers);
    tell(0, crossing(0, 2, 9, {kOther}));
    pass();
    erase(hers);
    rig.thread.pass(std::chrono::seconds{30});  // It does not wait for the next half hour.
    const Told held = told();
    EXPECT_EQ(held.size(), 1U);
    EXPECT_TRUE(held.contains(kOther));
    std::size_t of_hers = 0;
    std::size_t erased = 0;
    for (const wire::DeltaBody& body : deltas()) {
        erased += body.erased_chain != wire::Hash256{} ? 1U : 0U;
        for (const wire::Op& op : body.ops) {
            const auto counts = wire::decode<facts::CentralCounts>(op.body);
            for (const CountedHolder& one : counts->holders) {
                of_hers += one.document == kHers && !one.is_empty() ? 1U : 0U;
            }
        }
    }
    EXPECT_EQ(of_hers, 0U);
    EXPECT_EQ(erased, 1U);
    EXPECT_EQ(count("SELECT count(*) FROM counted"), 1);
}

TEST_F(Counts, WhatWasToldLongAgoIsToldAnewWhereItHoldsAndGoes) {
    tell(0, crossing(0, 1, 0, {kHers}));
    tell(0, crossing(0, 2, 0, {kOther}));
    pass();
    const std::int32_t later = today() + kCountsKeptDays + 1;
    auto transaction = *store::Transaction::begin(rig.kept.database());
    auto move = *rig.kept.database().prepare("UPDATE counted SET day = ?1 WHERE document = ?2");
    move.bind_all(std::int64_t{later - 5}, core::ByteView{kHers});
    ASSERT_TRUE(move.run());
    ASSERT_TRUE(std::move(transaction).commit());
    const core::WallTime then{later * kMicrosADay};
    const wire::SigningKey key = *wire::SigningKey::parse(rig.sequencer_file);
    CountsMaker maker{rig.kept.store(), key};
    for (int steps = 0; steps < 50 && maker.step(then, true)->has_more; ++steps) {
    }
    const Told held = told();
    EXPECT_EQ(held.size(), 1U);
    EXPECT_EQ(held.at(kHers).ports[0].days, std::vector<std::int32_t>{later - 5});
    EXPECT_EQ(count("SELECT count(*) FROM counted"), 1);
    EXPECT_NE(deltas().front().erased_chain, wire::Hash256{});
}

TEST_F(Counts, ManyHoldersAreToldInDeltasThatFitAndTheLastSaysWhen) {
    constexpr std::size_t kHolders = 1'300;
    std::vector<core::Bytes> rows;
    for (std::size_t i = 0; i < kHolders; ++i) {
        SubjectKey key{1, static_cast<std::uint8_t>(i / 256), static_cast<std::uint8_t>(i % 256)};
        facts::Crossing one = crossing(0, 1, 3, {key});
        one.id[1] = static_cast<std::uint8_t>(i / 256);
        one.id[2] = static_cast<std::uint8_t>(i % 256);
        rows.push_back(wire::encode(one));
        if (rows.size() == 100) {
            send(0, wire::up::kCrossings, rows);
            rows.clear();
        }
    }
    pass();
    EXPECT_EQ(told().size(), kHolders);
    const auto all = deltas();
    EXPECT_GE(all.size(), 3U);
    for (std::size_t i = 0; i < all.size(); ++i) {
        const auto counts = *wire::decode<facts::CentralCounts>(all[i].ops[0].body);
        EXPECT_LE(all[i].ops[0].body.size(), kCountsBytesMax + 64);
        EXPECT_EQ(counts.as_of.micros != 0, i + 1 == all.size());
    }
}

/// What the rows of a round say, and what must be told of it.
struct Row {
    std::size_t node{0};
    facts::Crossing crossing;
    std::vector<SubjectKey> documents;
    bool is_out{false};
    std::optional<facts::Finding> finding{};
};

Told recount(const std::vector<Row>& rows, const std::vector<std::string>& ports) {
    std::map<SubjectKey, std::map<std::string, std::set<std::int32_t, std::greater<>>>> days;
    std::map<SubjectKey, std::map<SubjectKey, std::set<std::int32_t, std::greater<>>>> others;
    std::map<SubjectKey, std::set<std::pair<std::uint8_t, bool>>> looks;
    Told told;
    for (const Row& row : rows) {
        if (row.is_out) {
            continue;
        }
        const auto day = static_cast<std::int32_t>(row.crossing.screened_at.micros / kMicrosADay);
        const auto cash = screening::counted_cash(row.crossing, day);
        for (const SubjectKey& document : row.documents) {
            if (cash) {
                told[document].cash.push_back(*cash);
            }
            told[document].document = document;
            told[document].is_visa = document == kVisa;
            days[document][ports[row.node]].insert(day);
            for (const SubjectKey& other : row.documents) {
                if (other != document && other != kVisa) {
                    others[document][other].insert(day);
                }
            }
            if (row.finding) {
                facts::CountedInspection look;
                std::copy_n(row.crossing.id.begin(), look.crossing.size(), look.crossing.begin());
                look.at = row.crossing.screened_at.micros / 60'000'000 + 1;
                look.has_finding = *row.finding == facts::Finding::kPositive;
                told[document].inspections.push_back(look);
            }
        }
    }
    const auto newest = [](const auto& all) {
        std::vector<std::int32_t> four(all.begin(), all.end());
        four.resize(std::min<std::size_t>(four.size(), facts::kCountedDaysMax));
        return four;
    };
    for (auto& [document, holder] : told) {
        for (const auto& [port, seen] : days[document]) {
            holder.ports.push_back({port, newest(seen)});
        }
        for (const auto& [other, seen] : others[document]) {
            holder.documents.push_back({other, newest(seen)});
        }
    }
    return told;
}

/// In one order.
Told sorted(Told told) {
    for (auto& [document, holder] : told) {
        std::sort(holder.ports.begin(), holder.ports.end(), [](const auto& a, const auto& b) {
            return a.port < b.port;
        });
        std::sort(holder.documents.begin(),
                  holder.documents.end(),
                  [](const auto& a, const auto& b) { return a.document < b.document; });
        std::sort(holder.inspections.begin(),
                  holder.inspections.end(),
                  [](const auto& a, const auto& b) { return a.crossing < b.crossing; });
        std::sort(holder.cash.begin(), holder.cash.end(), [](const auto& a, const auto& b) {
            return a.passage < b.passage;
        });
    }
    return told;
}

TEST_F(Counts, WhateverHappensTheStreamTellsWhatASlowRecountTells) {
    std::mt19937_64 random{34};
    const auto below = [&](std::uint64_t limit) { return random() % limit; };
    const std::vector<SubjectKey> people{kHers, kOther, kVisa, {0xB1}, {0xB2}};
    std::vector<Row> rows;
    std::uint8_t number = 0;
    for (int round = 0; round < 60; ++round) {
        const std::uint64_t dice = below(10);
        if (dice < 6 || rows.empty()) {
            Row row;
            row.node = below(nodes.size());
            for (const SubjectKey& document : people) {
                if (below(3) == 0) {
                    row.documents.push_back(document);
                }
            }
            row.crossing =
                crossing(row.node, ++number, static_cast<std::int32_t>(below(300)), row.documents);
            if (below(3) == 0) {
                row.crossing = with_cash(row.crossing, static_cast<std::int64_t>(below(900)));
            }
            tell(row.node, row.crossing);
            rows.push_back(std::move(row));
        } else if (dice == 6) {
            Row& row = rows[below(rows.size())];
            row.finding = below(2) == 0 ? facts::Finding::kPositive : facts::Finding::kNegative;
            inspect(row.node, row.crossing, *row.finding);
        } else if (dice == 7) {
            Row& row = rows[below(rows.size())];
            row.is_out = true;
            leave_out(row.node, row.crossing);
        } else if (dice == 8) {
            const std::size_t at = below(rows.size());
            erase(rows[at].crossing);
            rows.erase(rows.begin() + static_cast<std::ptrdiff_t>(at));
        } else {
            restart();
        }
        if (below(4) == 0) {
            pass();
            ASSERT_EQ(sorted(told()), sorted(recount(rows, {"PKXXA-1", "PKXXB-1", "PKXXC-1"})))
                << "round " << round;
        }
    }
    EXPECT_EQ(count("SELECT count(*) FROM count_delta WHERE is_due"), 0);
}

}  // namespace
}  // namespace sarhad::central
