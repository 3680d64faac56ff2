#include "node/part_shelf.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace sarhad::node {
namespace {

intake::SpoolFile file(const std::string& name, std::size_t bytes = 10) {
    intake::SpoolFile made;
    made.name = name;
    made.content.resize(bytes);
    return made;
}

/// "1", "2F" of message `whole`.
std::vector<intake::WaitingPart> part(std::uint64_t number,
                                      bool is_final = false,
                                      const std::string& whole = "A") {
    return {{whole, number, is_final}};
}

std::string names_of(const std::vector<PartBundle>& bundles) {
    std::string names;
    for (const PartBundle& bundle : bundles) {
        for (const intake::SpoolFile& one : bundle.files)
            names += one.name + " ";
        names += bundle.is_whole ? "whole;" : "late;";
    }
    return names;
}

constexpr core::MonoTime kStart{std::chrono::hours{1}};

TEST(PartShelf, ReleasesAllFilesOfAMessageOnceItsLastPartIsThere) {
    PartShelf shelf;
    EXPECT_EQ(names_of(shelf.add(file("two"), part(2), kStart)), "");
    EXPECT_EQ(names_of(shelf.add(file("other"), part(1, false, "B"), kStart)), "");
    EXPECT_EQ(names_of(shelf.add(file("three"), part(3, true), kStart)), "");
    EXPECT_EQ(names_of(shelf.add(file("one"), part(1), kStart)), "two three one whole;");
    EXPECT_EQ(shelf.size(), 1U);
}

TEST(PartShelf, ReleasesWhatIsThereWhenTheFirstHasWaitedLongEnough) {
    PartShelf shelf;
    static_cast<void>(shelf.add(file("one"), part(1), kStart));
    static_cast<void>(shelf.add(file("three"), part(3, true), kStart + kPartsWait / 2));
    static_cast<void>(shelf.add(file("b"), part(1, false, "B"), kStart + kPartsWait / 2));
    ASSERT_EQ(shelf.due(), kStart + kPartsWait);
    EXPECT_EQ(names_of(shelf.overdue(kStart + (kPartsWait - core::Duration{1}))), "");
    EXPECT_EQ(names_of(shelf.overdue(kStart + kPartsWait)), "one three late;");
    EXPECT_EQ(shelf.due(), kStart + kPartsWait / 2 + kPartsWait);
}

TEST(PartShelf, TheOldestMakesRoomForMoreFilesThanMayWait) {
    PartShelf shelf;
    for (std::size_t i = 0; i < kPartFilesWaitMax; ++i) {
        const std::string name = std::to_string(i);
        EXPECT_EQ(names_of(shelf.add(file(name), part(1, false, name), kStart)), "");
    }
    EXPECT_EQ(names_of(shelf.add(file("more"), part(1, false, "more"), kStart)), "0 late;");
    EXPECT_EQ(shelf.size(), kPartFilesWaitMax);
}

TEST(PartShelf, AFileLargerThanAllThatMayWaitDoesNotWait) {
    PartShelf shelf;
    static_cast<void>(shelf.add(file("small"), part(1, false, "S"), kStart));
    const auto leaving =
        shelf.add(file("large", kPartFilesWaitBytes.bytes + 1), part(1, false, "L"), kStart);
    EXPECT_EQ(names_of(leaving), "small late;large late;");
    EXPECT_FALSE(shelf.due());
}

TEST(PartShelf, AFileOfSeveralMessagesLeavesWithTheFirstThatIsWhole) {
    PartShelf shelf;
    static_cast<void>(shelf.add(file("both"), {{"A", 1, false}, {"B", 1, false}}, kStart));
    EXPECT_EQ(names_of(shelf.add(file("a"), part(2, true), kStart)), "both a whole;");
    EXPECT_EQ(shelf.size(), 0U);
}

}  // namespace
}  // namespace sarhad::node
