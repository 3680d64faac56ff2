#include "watchlists/list_file.h"

#include "support.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

namespace sarhad::watchlists {
namespace {

using namespace testing;  // NOLINT(google-build-using-namespace): this folder's own support.

std::vector<ListEntry> entries() {
    ListEntry entry = person("A-1", "Zorvan Belkhadim", "1971-03-09");
    entry.names.push_back(listed("Zor", NameQuality::kWeak));
    entry.documents.push_back({"Passport", secret("X1234567"), "Ruritania"});
    entry.nationalities = {"Ruritania"};
    entry.birth_places.push_back(secret("Strelsau"));
    entry.remarks = secret("About him.");
    return {entry, person("A-2", "Lumi Aaltovirta")};
}

core::Bytes file() {
    ListManifest manifest;
    manifest.name = "wl/test/one";
    manifest.source = "TEST";
    manifest.edition = 41;
    auto bytes = write_list(manifest, entries(), &test_hash);
    SARHAD_CHECK(bytes.has_value());
    return *bytes;
}

TEST(ListFile, ComesBackWhole) {
    const auto read = read_list(file(), &test_hash);
    ASSERT_TRUE(read.has_value());
    EXPECT_EQ(read->entries, entries());
    EXPECT_EQ(read->manifest.edition, 41U);
    EXPECT_EQ(read->manifest.hash, hash_of(entries(), &test_hash));
}

TEST(ListFile, SameListGivesTheSameBytes) {
    EXPECT_EQ(file(), file());
}

TEST(ListFile, EveryChangedByteIsNoticed) {
    const core::Bytes whole = file();
    for (std::size_t i = 0; i < whole.size(); ++i) {
        core::Bytes changed = whole;
        changed[i] ^= 0x20U;
        EXPECT_FALSE(read_list(changed, &test_hash).has_value()) << i;
    }
}

TEST(ListFile, EveryCutIsNoticed) {
    const core::Bytes whole = file();
    for (std::size_t size = 0; size < whole.size(); ++size) {
        EXPECT_FALSE(read_list(core::ByteView{whole}.first(size), &test_hash).has_value());
    }
}

TEST(ListFile, EntryBytesNeverChange) {
    EXPECT_EQ(core::to_hex(entry_bytes(person("A", "Zo"))),
              "6d0000000301740000000141037400000004544553540461000000016d0000000101"
              "74000000025a6f");
}

TEST(ListFile, ThresholdsOfZeroAreWritten) {
    // Found by codec_fuzz: a zero in place of a default other than zero was left out, so that the
    // default came back.
    ListManifest manifest;
    const auto with_defaults = write_list(manifest, entries(), &test_hash);
    manifest.thresholds = {core::Permille{0}, core::Permille{0}, core::Permille{0}};
    EXPECT_NE(*write_list(manifest, entries(), &test_hash), *with_defaults);
}

/// A list that no index takes in stopped every list of every port once it was signed and applied.
TEST(ListFile, RefusesThresholdsThatNoIndexTakesIn) {
    const auto read_with = [](Thresholds levels) {
        ListManifest manifest;
        manifest.name = "wl/test/one";
        manifest.thresholds = levels;
        return read_list(*write_list(manifest, entries(), &test_hash), &test_hash);
    };
    const auto levels = [](int ask, int review, int hold) {
        return Thresholds{core::Permille{ask}, core::Permille{review}, core::Permille{hold}};
    };
    EXPECT_TRUE(read_with(levels(400, 400, 1000)).has_value());
    for (const Thresholds& bad :
         {levels(399, 700, 850), levels(0, 0, 0), levels(800, 700, 850), levels(600, 900, 850)}) {
        const auto read = read_with(bad);
        ASSERT_FALSE(read.has_value());
        EXPECT_EQ(read.error().code, core::Errc::kCorrupt);
        EXPECT_NE(read.error().what.find("thresholds must rise"), std::string::npos);
    }
}

/// The defaults are part of the format: thresholds left out are these for ever.
TEST(ListFile, FileBytesNeverChange) {
    std::ifstream golden{SARHAD_TEST_DATA "/lists/v1/two_entries.list", std::ios::binary};
    const std::string bytes{std::istreambuf_iterator<char>{golden}, {}};
    EXPECT_EQ(core::to_hex(file()), core::to_hex(core::as_bytes(bytes)));
    const auto read = read_list(core::as_bytes(bytes), &test_hash);
    ASSERT_TRUE(read.has_value());
    EXPECT_EQ(read->manifest.thresholds,
              (Thresholds{core::Permille{600}, core::Permille{700}, core::Permille{850}}));
}

TEST(ListFile, RefusesToWriteAnEntryWithoutAName) {
    ListEntry entry = person("A", "Zo");
    entry.names.clear();
    EXPECT_FALSE(write_list({}, std::vector{entry}, &test_hash).has_value());
}

TEST(ListFile, ReadsNoEntryFromNonsense) {
    EXPECT_FALSE(read_entry(core::as_bytes("m\xff\xff\xff\xff")).has_value());
    EXPECT_FALSE(read_entry(core::as_bytes("")).has_value());
}

}  // namespace
}  // namespace sarhad::watchlists
