// A port without a link and its twin with one, over three days: on journeys that were announced
// before, both find the same.
#include "expected_port.h"
#include "node_fixture.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace sarhad::node {
namespace {

constexpr int kFlights = 12;
constexpr int kTravellers = 6;  ///< On each; of the flights that have one, the first is listed.

std::string surname_of(int number) {
    std::string name = "FILLER";
    for (int rest = number + 1; rest > 0; rest /= 26) {
        name += static_cast<char>('A' + rest % 26);
    }
    return name;
}

/// The carrier's list of a flight: every third one has somebody listed aboard.
std::string message(const std::string& reference, int flight, bool is_reversed) {
    std::vector<Passenger> aboard;
    for (int at = 0; at < kTravellers; ++at) {
        const int number = flight * kTravellers + at;
        aboard.push_back({surname_of(number), "ALBAR", core::cat("XT", 2'000'000 + number)});
    }
    if (flight % 3 == 0) {
        aboard.front() = flight % 2 == 0 ? Passenger{"QORBANTEST", "ZAMIR", "XT7654321"}
                                         : Passenger{"EXAMPLOV", "BOLAT", "XT1112223"};
    }
    if (is_reversed) {
        std::reverse(aboard.begin(), aboard.end());
    }
    std::string text = paxlst(core::cat(reference, flight), aboard);
    const std::string day = core::cat("2611", 20 + flight % 3);
    for (std::size_t at = text.find(":261123"); at != std::string::npos;
         at = text.find(":261123", at + 1)) {
        text.replace(at, 7, core::cat(":", day));
    }
    const std::string number = core::cat("QX", 700 + flight);
    text.replace(text.find("TDT+20+QX612") + 7, 5, number);
    return text;
}

/// A hit on a traveller of a flight, without what differs from machine to machine.
using Found = std::multiset<std::string>;

class Twin : public NodeTest {
protected:
    void begin(Rig& rig, ExpectedPort& port) {
        rig.start();
        rig.bring_link_up();
        for (const wire::DeltaBody& delta : edition_deltas(
                 ops_, 1, {}, {kTestStream, core::Epoch{1}, core::Seq{0}, wire::Hash256{}})) {
            rig.deliver(delta);
        }
        rig.pass(kMoment);
        for (int flight = 0; flight < kFlights; ++flight) {
            port.tell(port.ops_of(port.journey(message("A", flight, false))));
        }
    }
    /// Three days in steps: each day its flights come, by the port's own spool too, in another
    /// envelope and order.
    static void live(Rig& rig, bool has_link) {
        for (int day = 0; day < 3; ++day) {
            rig.time.jump(rig.time.mono() + std::chrono::hours{24});
            if (has_link) {
                rig.pass(std::chrono::seconds{1});
                rig.transport.become(wire::LinkState::kDown);
                rig.bring_link_up();
            }
            for (int flight = day; flight < kFlights; flight += 3) {
                rig.drop_file(core::cat("f", flight, ".edi"), message("B", flight, true));
            }
            rig.pass(std::chrono::seconds{2});
        }
    }
    static Found found_at(Rig& rig) {
        Found found;
        for (const CrossingItem& item : crossings_of(rig)) {
            for (const facts::Hit& hit : item.crossing.decision.hits) {
                found.insert(core::cat(item.crossing.flights.front().number,
                                       " ",
                                       item.crossing.traveller.surname.reveal(),
                                       " ",
                                       hit.entry,
                                       " ",
                                       facts::name_of(hit.tier),
                                       " ",
                                       hit.score.value()));
            }
        }
        return found;
    }

    Rig other_;
    ExpectedPort cut_{rig_};
    ExpectedPort linked_{other_};
};

TEST_F(Twin, APortThatIsCutFor72HoursFindsWhatItsTwinFinds) {
    begin(rig_, cut_);
    begin(other_, linked_);
    rig_.transport.become(wire::LinkState::kDown);
    live(rig_, false);
    live(other_, true);
    const Found found = found_at(rig_);
    EXPECT_EQ(found, found_at(other_));
    EXPECT_EQ(found.size(), 4U) << "one on every third flight, none twice";
    EXPECT_EQ(crossings_of(rig_).size(), std::size_t{kFlights * kTravellers});
    EXPECT_EQ(rig_.node->status().records.hits, 4U);
    EXPECT_EQ(rig_.node->status().intake.files_done, std::uint64_t{kFlights});
    EXPECT_EQ(cut_.held().size(), std::size_t{kFlights});
}

/// The spool is one way, central the other: where no carrier's file reaches the port, it has all.
TEST_F(Twin, APortThatIsCutAndGetsNoFileHasThemAll) {
    begin(rig_, cut_);
    rig_.transport.become(wire::LinkState::kDown);
    rig_.time.jump(rig_.time.mono() + std::chrono::hours{72});
    rig_.pass(std::chrono::seconds{2});
    EXPECT_EQ(found_at(rig_).size(), 4U);
    EXPECT_EQ(crossings_of(rig_).size(), std::size_t{kFlights * kTravellers});
}

}  // namespace
}  // namespace sarhad::node
