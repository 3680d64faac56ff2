// The power fails at each step while a list index is written: the old one or the new one is there.
#include "node/kept_lists.h"

#include "core/text.h"
#include "wire/hash.h"
#include "wire/keyring.h"

#include <gtest/gtest.h>

#include "sim/sim_disk.h"
#include "sim/sim_files.h"

namespace sarhad::sim {
namespace {

node::BuiltLists edition(std::uint64_t number) {
    watchlists::ListManifest manifest;
    manifest.name = "wl/sim/persons";
    manifest.edition = number;
    std::vector<watchlists::ListEntry> entries;
    for (std::size_t i = 0; i < 300 + number; ++i) {
        watchlists::ListEntry entry;
        entry.id = core::cat("T.", i);
        watchlists::ListedName name;
        name.text =
            core::Redacted<std::string>{core::cat("INVENTED PERSON", std::string(i % 7, 'A'))};
        entry.names.push_back(std::move(name));
        entries.push_back(std::move(entry));
    }
    watchlists::ListSnapshotBuilder builder;
    EXPECT_TRUE(builder.add_list(manifest, std::move(entries)));
    node::ListState state;
    state.stream = core::StreamId{100};
    state.name = manifest.name;
    state.edition = number;
    return {builder.build(wire::blake2b), {state}, {}};
}

TEST(KeptLists, APowerFailureLeavesTheOldOrTheNewOne) {
    ASSERT_TRUE(wire::sodium_start());
    const node::BuiltLists old_one = edition(1);
    const node::BuiltLists new_one = edition(2);
    const wire::Secret key{32};
    core::NullLog log;
    std::size_t olds = 0;
    std::size_t news = 0;
    for (std::uint64_t step = 1; step <= 40; ++step) {
        for (const PowerLoss loss : {PowerLoss::kAllUnsynced, PowerLoss::kMixedSectors}) {
            SimRandom random{step};
            SimDisk disk{random};
            SimFiles files{disk};
            node::KeptLists kept{files, random, log, key, "/lists"};
            ASSERT_TRUE(kept.write(old_one));
            disk.power_off_after(step, loss);
            const bool is_written = kept.write(new_one).has_value();
            if (disk.is_on()) {
                disk.power_off(loss);
            }
            disk.clear_faults();
            disk.power_on();
            const auto opened = kept.open(new_one.lists);
            ASSERT_TRUE(opened) << step;
            const std::uint64_t held = opened->lists.at(0).edition;
            EXPECT_TRUE(held == 2 || !is_written) << step;
            (held == 1 ? olds : news) += 1;
            ASSERT_TRUE(kept.write(new_one));  // What was left stands in nobody's way.
            ASSERT_TRUE(kept.open(new_one.lists));
            EXPECT_EQ(disk.names_in("/lists").size(), 1U);
        }
    }
    EXPECT_GT(olds, 0U);
    EXPECT_GT(news, 0U);
}

}  // namespace
}  // namespace sarhad::sim
