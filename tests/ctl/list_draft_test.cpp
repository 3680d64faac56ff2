#include "ctl/list_draft.h"

#include "commands_fixture.h"

#include "ctl/spill.h"

namespace sarhad::ctl {
namespace {

/// Invented; so long that a few thousand of them are more than is held.
watchlists::ListEntry long_entry(std::size_t number) {
    watchlists::ListEntry entry;
    entry.id = core::cat("L-", number);
    watchlists::ListedName name;
    name.text = core::Redacted<std::string>{core::cat("Tarven Oskel ", number)};
    entry.names.push_back(name);
    entry.remarks = core::Redacted<std::string>{
        std::string(watchlists::kMaxListedRemarks, static_cast<char>('a' + number % 26))};
    return entry;
}

class Drafts : public Commands {
protected:
    watchlists::ListManifest manifest() const {
        watchlists::ListManifest told;
        told.name = "wl/demo/list";
        told.source = "DEMO";
        told.thresholds = watchlists::Thresholds::shipped();
        told.profile.action = facts::ListAction::kInform;
        return told;
    }
    std::vector<std::string> names() { return *files_.list(folder_); }
    /// More bytes than are held, by a half.
    static constexpr std::size_t kMany = Spill::kHeldMax * 3 / 2 / watchlists::kMaxListedRemarks;
};

TEST_F(Drafts, AListThatIsNotHeldHasTheBytesOfOneThatIs) {
    ListDraft draft{manifest(), files_, path("x.list")};
    std::vector<watchlists::ListEntry> entries;
    for (std::size_t i = 0; i < kMany; ++i) {
        entries.push_back(long_entry(i));
        ASSERT_TRUE(draft.add(entries.back()));
        entries.back().source = "DEMO";
    }
    EXPECT_EQ(names(), std::vector<std::string>{"x.list.draft-1"});
    ASSERT_TRUE(draft.write());
    const auto whole = watchlists::write_list(manifest(), entries, &wire::blake2b);
    ASSERT_TRUE(whole);
    EXPECT_EQ(*files_.read(path("x.list"), core::mebibytes(64)), *whole);
}

TEST_F(Drafts, EveryEntryIsChangedWhereverAPieceEnds) {
    ListDraft draft{manifest(), files_, path("x.list")};
    for (std::size_t i = 0; i < kMany; ++i) {
        ASSERT_TRUE(draft.add(long_entry(i)));
    }
    std::size_t at = 0;
    ASSERT_TRUE(draft.change_all([&](watchlists::ListEntry& entry) {
        EXPECT_EQ(entry.id, core::cat("L-", at++));
        entry.id += "-changed";
    }));
    ASSERT_TRUE(draft.write());
    const auto list =
        watchlists::read_list(*files_.read(path("x.list"), core::mebibytes(64)), &wire::blake2b);
    ASSERT_TRUE(list);
    ASSERT_EQ(list->entries.size(), kMany);
    EXPECT_EQ(list->entries.back().id, core::cat("L-", kMany - 1, "-changed"));
}

TEST_F(Drafts, LeaveNothingBesideTheList) {
    {
        ListDraft draft{manifest(), files_, path("x.list")};
        for (std::size_t i = 0; i < kMany; ++i) {
            ASSERT_TRUE(draft.add(long_entry(i)));
        }
        ASSERT_TRUE(draft.write());
    }
    EXPECT_EQ(names(), std::vector<std::string>{"x.list"});
}

TEST_F(Drafts, WriteNothingOverWhatIsNoFile) {
    ASSERT_TRUE(files_.make_folder(path("x.list")));
    ListDraft draft{manifest(), files_, path("x.list")};
    ASSERT_TRUE(draft.add(long_entry(1)));
    const core::Status written = draft.write();
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().code, core::Errc::kConflict);
    EXPECT_THAT(written.error().what, HasSubstr("x.list: cannot be written"));
    EXPECT_TRUE(names().empty());
}

TEST_F(Drafts, ASpillOfAKilledProgramIsReplaced) {
    const std::string left = file("x.spill", "what was left");
    Spill spill{files_, left};
    const core::Bytes block(Spill::kHeldMax, 7);
    ASSERT_TRUE(spill.add(block));
    ASSERT_TRUE(spill.add(core::as_bytes("end")));
    EXPECT_EQ(*spill.part(0), block);
    EXPECT_EQ(*spill.part(Spill::kHeldMax), core::to_bytes(std::string_view{"end"}));
    EXPECT_TRUE(spill.part(spill.size())->empty());
    ASSERT_TRUE(files_.replace(left, core::as_bytes("cut"), core::FileMode::kPrivate));
    EXPECT_EQ(spill.part(0).error().code, core::Errc::kUnavailable);
}

}  // namespace
}  // namespace sarhad::ctl
