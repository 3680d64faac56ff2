#include "ctl/canonical_list.h"

#include "commands_fixture.h"

#include <algorithm>

namespace sarhad::ctl {
namespace {

watchlists::ListEntry invented(std::size_t number, std::size_t bytes) {
    watchlists::ListEntry entry;
    entry.id = core::cat("L-", number);
    watchlists::ListedName name;
    name.text = core::Redacted<std::string>{core::cat("Tarven Oskel ", number)};
    entry.names.push_back(name);
    entry.remarks = core::Redacted<std::string>{std::string(bytes, 'a')};
    return entry;
}

class CanonicalLists : public Commands {
protected:
    watchlists::ListManifest manifest() const {
        watchlists::ListManifest told;
        told.name = "wl/demo/list";
        told.source = "DEMO";
        told.edition = 3;
        told.thresholds = watchlists::Thresholds::shipped();
        return told;
    }
    static core::Bytes all_of(const CanonicalList& list) {
        core::Bytes all;
        while (all.size() < list.size()) {
            core::append(all, *list.part(all.size(), 100'000));
        }
        return all;
    }
};

TEST_F(CanonicalLists, EntriesInAnyOrderAreOneFile) {
    constexpr std::size_t kMany = 300;
    CanonicalList up{files_, path("x.list")};
    CanonicalList down{files_, path("y.list")};
    for (std::size_t i = 0; i < kMany; ++i) {
        ASSERT_TRUE(up.add(invented(i, 10)));
        ASSERT_TRUE(down.add(invented(kMany - 1 - i, 10)));
    }
    ASSERT_TRUE(up.finish(manifest()));
    ASSERT_TRUE(down.finish(manifest()));
    EXPECT_EQ(all_of(up), all_of(down));
    EXPECT_EQ(up.hash(), down.hash());
    EXPECT_EQ(*up.root(), *down.root());
    EXPECT_TRUE(files_.list(folder_)->empty()) << "little needs no file";
}

TEST_F(CanonicalLists, ManyRunsAreMergedIntoTheFileThatIsReadBackWhole) {
    constexpr std::size_t kLong = watchlists::kMaxListedRemarks;
    constexpr std::size_t kMany = Spill::kHeldMax * 5 / 2 / kLong;  // Three runs.
    CanonicalList list{files_, path("x.list")};
    for (std::size_t i = 0; i < kMany; ++i) {
        ASSERT_TRUE(list.add(invented(i, kLong)));
    }
    ASSERT_TRUE(list.finish(manifest()));
    const auto read = watchlists::read_list(all_of(list), &wire::blake2b);
    ASSERT_TRUE(read) << read.error().what;
    EXPECT_EQ(read->entries.size(), kMany);
    EXPECT_TRUE(std::is_sorted(
        read->entries.begin(), read->entries.end(), [](const auto& left, const auto& right) {
            return editions::place_of(left.id) < editions::place_of(right.id);
        }));
    EXPECT_TRUE(list.root());
}

TEST_F(CanonicalLists, AnEntryThatIsThereTwiceIsNamed) {
    CanonicalList list{files_, path("x.list")};
    ASSERT_TRUE(list.add(invented(1, 10)));
    ASSERT_TRUE(list.add(invented(2, 10)));
    ASSERT_TRUE(list.add(invented(1, 20)));
    const auto refused = list.finish(manifest());
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().what, "entry L-1 is there twice");
}

}  // namespace
}  // namespace sarhad::ctl
