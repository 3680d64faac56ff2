// The power fails, or the device, at each operation while a node is erased: it ends all the same,
// never says that it has ended before, and what opens the rest goes first.
#include "core/text.h"
#include "node/eraser.h"

#include <gtest/gtest.h>

#include "sim/sim_disk.h"
#include "sim/sim_files.h"

namespace sarhad::sim {
namespace {

constexpr std::string_view kKey = "KEYBYTES-KEYBYTES-KEYBYTES-KEYBY";
constexpr std::string_view kName = "UNB+NAD+FL+++QORBANTEST:ZAMIR";

node::ErasePlan plan() {
    return {"/state/node.db.erase",
            {"/keys/link.key", "/keys/sign.key", "/keys/store.key", "/keys/keys.vault"},
            {"/spool/incoming", "/spool/refused"},
            {"/state/node.db.lists"},
            {"/state/node.db-wal", "/state/node.db", "/state/node.db.trust"}};
}

node::EraseRecord begun() {
    node::EraseRecord record;
    record.node = core::NodeId{3};
    record.begun = {5};
    record.rows = 12;
    return record;
}

/// A machine with keys, arrivals in the clear, lists and a database that only the keys open, and
/// the order to let go of all of it.
class Machine {
public:
    explicit Machine(std::uint64_t seed) : random_{seed} {
        for (const std::string_view key : {"link", "sign", "store"}) {
            put(core::cat("/keys/", key, ".key"), kKey);
        }
        for (const std::string_view place : {"/spool/incoming/a", "/spool/refused/b"}) {
            put(std::string{place}, kName);
        }
        put("/state/node.db.lists/1.segment", "sealed");
        put("/state/node.db", "sealed");
        put("/state/node.db-wal", "sealed");
        EXPECT_TRUE(node::write_erase_record(files_, plan().record, begun()));
    }
    void put(const std::string& path, std::string_view text) {
        EXPECT_TRUE(files_.replace(path, core::as_bytes(text), core::FileMode::kPrivate));
    }
    [[nodiscard]] bool run() {
        return node::erase(files_, plan(), begun(), core::WallTime{9}).has_value();
    }
    [[nodiscard]] bool note() {
        return node::write_erase_record(files_, plan().record, begun()).has_value();
    }
    void make_room() { node::make_room(files_, plan()); }
    [[nodiscard]] bool holds(std::string_view text) const {
        for (const auto& [name, bytes] : disk_.image().files) {
            if (core::as_text(bytes).find(text) != std::string_view::npos) {
                return true;
            }
        }
        return false;
    }
    [[nodiscard]] node::EraseRecord record() {
        const auto held = node::read_erase_record(files_, plan().record);
        EXPECT_TRUE(held && *held);
        return held && *held ? **held : node::EraseRecord{};
    }
    [[nodiscard]] SimDisk& disk() { return disk_; }

private:
    SimRandom random_;
    SimDisk disk_{random_};
    SimFiles files_{disk_};
};

std::uint64_t operations_of_a_run() {
    Machine machine{1};
    const std::uint64_t before = machine.disk().counters().operations;
    EXPECT_TRUE(machine.run());
    return machine.disk().counters().operations - before;
}

void expect_nothing_left(Machine& machine, std::uint64_t step) {
    EXPECT_EQ(machine.record().stage, wire::EraseStage::kErased) << step;
    EXPECT_EQ(machine.record().rows, 12U);
    for (const auto& [name, bytes] : machine.disk().image().files) {
        EXPECT_TRUE(name.starts_with(plan().record)) << step << ": " << name;
    }
    EXPECT_FALSE(machine.holds(kKey)) << step;
    EXPECT_FALSE(machine.holds(kName)) << step;
}

TEST(Erasing, APowerFailureAtAnyStepIsMadeGoodByTheNextStart) {
    const std::uint64_t steps = operations_of_a_run();
    ASSERT_GT(steps, 20U);
    for (std::uint64_t step = 1; step <= steps; ++step) {
        for (const PowerLoss loss :
             {PowerLoss::kProcessOnly, PowerLoss::kAllUnsynced, PowerLoss::kMixedSectors}) {
            Machine machine{step};
            machine.disk().power_off_after(step, loss);
            EXPECT_FALSE(machine.run()) << step;
            machine.disk().clear_faults();
            machine.disk().power_on();
            if (machine.record().stage == wire::EraseStage::kErased) {
                expect_nothing_left(machine, step);  // It said so: then it is so.
            }
            ASSERT_TRUE(machine.run()) << step;
            expect_nothing_left(machine, step);
        }
    }
}

TEST(Erasing, AFaultOfTheDeviceAtAnyStepHoldsUpNothingElseAndIsMadeGood) {
    const std::uint64_t steps = operations_of_a_run();
    std::uint64_t failed = 0;
    for (std::uint64_t step = 1; step <= steps; ++step) {
        Machine machine{step};
        machine.disk().fail_operation_after(step);
        failed += machine.run() ? 0U : 1U;
        machine.disk().clear_faults();
        if (machine.record().stage == wire::EraseStage::kErased) {
            expect_nothing_left(machine, step);  // What failed was the sync of its last word.
        }
        ASSERT_TRUE(machine.run()) << step;
        expect_nothing_left(machine, step);
    }
    // Carriers' files cannot always be overwritten: then they are only removed.
    EXPECT_GT(failed, steps / 2);
}

/// The power is gone for good in mid-way: what is left opens with nothing.
TEST(Erasing, NothingIsRemovedWhileAKeyThatOpensItStands) {
    const std::uint64_t steps = operations_of_a_run();
    for (std::uint64_t step = 1; step <= steps; ++step) {
        Machine machine{step};
        machine.disk().power_off_after(step, PowerLoss::kAllUnsynced);
        static_cast<void>(machine.run());
        if (!machine.disk().image().files.contains("/state/node.db")) {
            EXPECT_FALSE(machine.holds(kKey)) << step;
        }
    }
}

TEST(Erasing, AFullDiskHasRoomForTheFirstWordOnceTheIndexIsGone) {
    Machine machine{1};
    machine.put("/state/node.db.lists/2.segment", std::string(4096, 's'));
    machine.disk().set_capacity(machine.disk().used());
    EXPECT_FALSE(machine.note());
    machine.make_room();
    EXPECT_TRUE(machine.note());
    ASSERT_TRUE(machine.run()) << "and all of it goes on the full disk";
    expect_nothing_left(machine, 0);
}

TEST(Erasing, WhatIsNotThereHoldsUpNothing) {
    Machine machine{1};
    ASSERT_TRUE(machine.run());
    ASSERT_TRUE(machine.run());
    expect_nothing_left(machine, 0);
}

}  // namespace
}  // namespace sarhad::sim
