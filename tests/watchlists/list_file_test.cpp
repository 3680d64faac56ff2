#include "watchlists/list_file.h"

#include "support.h"

#include "core/text.h"
#include "support/places.h"

#include <gtest/gtest.h>
#include <sys/mman.h>

#include <algorithm>
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
    std::ifstream golden{places::test_data("lists/v1/two_entries.list"), std::ios::binary};
    const std::string bytes{std::istreambuf_iterator<char>{golden}, {}};
    EXPECT_EQ(core::to_hex(file()), core::to_hex(core::as_bytes(bytes)));
    const auto read = read_list(core::as_bytes(bytes), &test_hash);
    ASSERT_TRUE(read.has_value());
    EXPECT_EQ(read->manifest.thresholds,
              (Thresholds{core::Permille{600}, core::Permille{700}, core::Permille{850}}));
}

/// Each is refused with the reason that its reader is told, and gives nothing.
class GoldenList : public ::testing::Test {
protected:
    static core::Error refusal(core::ByteView bytes) {
        const auto read = read_list(bytes, &test_hash);
        EXPECT_FALSE(read.has_value());
        return read.has_value() ? core::Error{core::Errc::kUnavailable, "taken"} : read.error();
    }
    /// With this in place of the bytes at `at`, and the hashes right again: what a faulty writer,
    /// or a wicked one, would give.
    core::Bytes patched(std::size_t at, const core::Bytes& bytes) const {
        core::Bytes file = golden;
        std::copy(bytes.begin(), bytes.end(), file.begin() + static_cast<std::ptrdiff_t>(at));
        const facts::Hash256 hash = test_hash(core::ByteView{file}.first(file.size() - 32));
        std::copy(hash.begin(), hash.end(), file.end() - 32);
        return file;
    }

    core::Bytes golden = [] {
        std::ifstream file{places::test_data("lists/v1/two_entries.list"), std::ios::binary};
        const std::string bytes{std::istreambuf_iterator<char>{file}, {}};
        return core::to_bytes(std::string_view{bytes});
    }();
};

TEST_F(GoldenList, EveryFlippedBitIsRefusedWithAReason) {
    ASSERT_GT(golden.size(), 100U);
    for (std::size_t bit = 0; bit < golden.size() * 8; ++bit) {
        core::Bytes changed = golden;
        changed[bit / 8] = static_cast<std::uint8_t>(changed[bit / 8] ^ (1U << (bit % 8)));
        const core::Error error = refusal(changed);
        EXPECT_EQ(error.what.find("list file"), 0U) << bit << error.what;
        EXPECT_TRUE(error.code == core::Errc::kCorrupt || error.code == core::Errc::kInvalid);
    }
}

TEST_F(GoldenList, EveryCutIsRefusedWithAReason) {
    for (std::size_t size = 0; size < golden.size(); ++size) {
        const core::Error error = refusal(core::ByteView{golden}.first(size));
        EXPECT_EQ(error.what.find("list file"), 0U) << size << error.what;
        EXPECT_EQ(error.code, core::Errc::kCorrupt);
    }
    core::Bytes longer = golden;
    longer.push_back(0);
    EXPECT_EQ(refusal(longer).code, core::Errc::kCorrupt);
}

TEST_F(GoldenList, AnotherVersionIsRefusedAndBothAreNamed) {
    const std::size_t at = 8;  // Behind the magic.
    ASSERT_EQ(core::get_u16(core::ByteView{golden}.subspan(at)), kListFileVersion);
    for (const unsigned version : {0U, 2U, 0x0100U, 0xffffU}) {
        core::Bytes number;
        core::put_u16(number, static_cast<std::uint16_t>(version));
        const core::Error error = refusal(patched(at, number));
        EXPECT_EQ(error.code, core::Errc::kInvalid);
        EXPECT_EQ(
            error.what,
            core::cat(
                "list file of version ", version, ", this software reads ", kListFileVersion));
    }
}

TEST_F(GoldenList, HugeNumbersInItAreRefusedAndAllocateNothing) {
    const std::size_t head_at = 10;
    const std::size_t count_at =
        head_at + 4 + core::get_u32(core::ByteView{golden}.subspan(head_at));
    ASSERT_EQ(core::get_u64(core::ByteView{golden}.subspan(count_at)), 2U);
    for (const std::uint32_t size : {std::uint32_t{0xffffffffU}, std::uint32_t{1U << 20U}}) {
        core::Bytes number;
        core::put_u32(number, size);
        EXPECT_EQ(refusal(patched(head_at, number)).what,
                  "list file: a part passes its limit or the end");
        EXPECT_EQ(refusal(patched(count_at + 8, number)).code, core::Errc::kCorrupt);
    }
    core::Bytes count;
    core::put_u64(count, 0xffffffffffffffffU);
    EXPECT_EQ(refusal(patched(count_at, count)).what, "list file: cut off");
}

TEST_F(GoldenList, AFilePastTheLimitIsRefusedUnread) {
    // Address space only: not a page of it is touched.
    const std::size_t size = kMaxListFile + 1;
    void* const pages =
        ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    ASSERT_NE(pages, MAP_FAILED);
    EXPECT_EQ(refusal({static_cast<const std::uint8_t*>(pages), size}).code, core::Errc::kCorrupt);
    EXPECT_EQ(::munmap(pages, size), 0);
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
