#include "watchlists/segment.h"

#include "invented.h"
#include "support.h"

#include "support/places.h"
#include "watchlists/matcher.h"
#include "watchlists/posting_filter.h"
#include "watchlists/segment_builder.h"
#include "watchlists/segment_layout.h"
#include "watchlists/similarity.h"
#include "watchlists/word_signature.h"

#include <gtest/gtest.h>

#include <bit>
#include <filesystem>
#include <fstream>

namespace sarhad::watchlists {
namespace {

using namespace testing;  // NOLINT(google-build-using-namespace): this folder's own support.

std::vector<ListEntry> two_persons() {
    ListEntry one = person("A-1", "Zorvan bin Belkhadim", "1971-03-09");
    one.names.push_back(listed("Zorvan the 2nd", NameQuality::kWeak));
    one.names[0].original = secret("محمد طارق زورفان");
    one.documents.push_back({"Passport", secret("X-123 4567 0001"), "Ruritania"});
    one.fathers.push_back(secret("Tarel Belkhadim"));
    one.sex = facts::Sex::kMale;
    ListEntry ship = person("A-3", "Zorvania");
    ship.kind = EntryKind::kVessel;
    return {one, person("A-2", "Tarel Mundosi"), ship};
}

core::Bytes bytes_of(const std::vector<ListEntry>& entries) {
    SegmentBuilder builder;
    const std::uint32_t list = builder.list("wl/test/one");
    for (const ListEntry& entry : entries) {
        SARHAD_CHECK(builder.add(list, entry).has_value());
    }
    return builder.finish();
}

core::Result<std::shared_ptr<const ListSnapshot>> opened(core::Bytes bytes) {
    ListManifest manifest;
    manifest.name = "wl/test/one";
    manifest.source = "TEST";
    manifest.edition = 1;
    const auto kept = std::make_shared<const core::Bytes>(std::move(bytes));
    return ListSnapshot::from_segment(*kept, kept, {manifest}, &test_hash);
}

TEST(Segment, OpensWhereverItStands) {
    const core::Bytes bytes = bytes_of(two_persons());
    core::Bytes moved(bytes.size() + 1);
    std::copy(bytes.begin(), bytes.end(), moved.begin() + 1);
    const auto segment = Segment::open(core::ByteView{moved}.subspan(1), nullptr);
    ASSERT_TRUE(segment.has_value());
    ListEntry entry;
    std::vector<std::string> ids;
    for (std::uint32_t i = 0; i < (*segment)->entry_count(); ++i) {
        (*segment)->entry(i, entry);
        ids.push_back(entry.id);
    }
    EXPECT_EQ(ids, (std::vector<std::string>{"A-2", "A-1", "A-3"}));
}

TEST(Segment, GivesTheSnapshotThatGaveIt) {
    Invented invented{5};
    std::vector<ListEntry> entries;
    for (int i = 0; i < 200; ++i) {
        entries.push_back(person(std::to_string(i), invented.name(), invented.birth()));
        adorn(entries.back(), invented);
    }
    const auto lists = snapshot(entries);
    const auto again = opened(*lists->segment_bytes());
    ASSERT_TRUE(again.has_value());
    EXPECT_EQ((*again)->hash(), lists->hash());
    for (int i = 0; i < 100; ++i) {
        const Subject who = subject(invented.name(), invented.birth());
        EXPECT_EQ((*again)->match(who, 20), lists->match(who, 20));
    }
}

TEST(Segment, KeepsWhatAHitShowsAndNoRemarks) {
    std::vector<ListEntry> entries = two_persons();
    entries[0].remarks = secret("seen at the pass");
    const auto segment = Segment::open(bytes_of(entries));
    ASSERT_TRUE(segment.has_value());
    ListEntry kept;
    (*segment)->entry(1, kept);
    entries[0].remarks = {};
    EXPECT_EQ(kept, entries[0]);
    std::vector<std::uint32_t> found;
    (*segment)->find_id(0, "A-3", [&](std::uint32_t entry) { found.push_back(entry); });
    EXPECT_EQ(found, (std::vector<std::uint32_t>{2}));
}

TEST(Segment, GivesBackTextsThatItsWordsSpell) {
    for (const std::string_view text : {"Zorvan Belkhadim",
                                        "ZORVAN BELKHADIM",
                                        "zorvan belkhadim",
                                        "Zorvan  Belkhadim",
                                        "\x01",
                                        "Zorvan alias Tarel Mundosi",
                                        "محمد طارق",
                                        "Abdul Karim",
                                        "X-17 Zorvan 2"}) {
        ListEntry entry = person("INV-17", std::string{text}, "1971-03-09");
        entry.names.push_back(listed("TAREL"));
        entry.names[1].original = secret(std::string{text});
        entry.fathers.push_back(secret(std::string{text}));
        entry.births.push_back(
            {entry.births[0].from, core::Redacted<facts::PartialDate>{}, DatePrecision::kExact});
        entry.documents.push_back({"Passport", secret("K0012"), ""});
        const auto segment = Segment::open(bytes_of({entry}));
        ASSERT_TRUE(segment.has_value());
        ListEntry kept;
        (*segment)->entry(0, kept);
        EXPECT_EQ(kept, entry) << text;
    }
}

/// The format is little-endian and its sums are of this version: a change is a new version.
TEST(Segment, BytesNeverChange) {
    const std::string path = places::test_data("lists/v4/two_persons.segment");
    const core::Bytes bytes = bytes_of(two_persons());
    if (std::getenv("SARHAD_GOLDEN_WRITE") != nullptr &&  // NOLINT(concurrency-mt-unsafe)
        !std::filesystem::exists(path)) {
        std::ofstream{path, std::ios::binary} << core::as_text(bytes);
    }
    EXPECT_EQ(core::to_hex(bytes), core::to_hex(core::as_bytes(read_whole(path))));
}

TEST(Segment, RefusesEveryFlippedBit) {
    const core::Bytes bytes = bytes_of(two_persons());
    std::size_t refused = 0;
    std::size_t padding = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        core::Bytes broken = bytes;
        broken[i] = static_cast<std::uint8_t>(broken[i] ^ (1U << (i % 8)));
        const auto segment = Segment::open(std::move(broken));
        refused += segment.has_value() ? 0U : 1U;
        padding += segment.has_value() ? 1U : 0U;
        // Between the sections nothing is read.
        EXPECT_TRUE(!segment.has_value() || bytes[i] == 0) << i;
    }
    EXPECT_GT(refused, 1'000U);
    EXPECT_LT(padding, kSections * 2 * kSectionAlign);
}

TEST(Segment, RefusesAFileCutShort) {
    const core::Bytes bytes = bytes_of(two_persons());
    for (std::size_t size = 0; size < bytes.size(); size += 7) {
        const auto segment = Segment::open(core::ByteView{bytes}.first(size), nullptr);
        ASSERT_FALSE(segment.has_value());
        EXPECT_EQ(segment.error().code, core::Errc::kCorrupt);
    }
}

TEST(Segment, RefusesAnotherVersionByName) {
    for (const std::size_t at : {kVersionAt, kNormaliseAt, kScoringAt}) {
        core::Bytes bytes = bytes_of(two_persons());
        bytes[at] += 1;
        const auto segment = Segment::open(std::move(bytes));
        ASSERT_FALSE(segment.has_value());
        EXPECT_EQ(segment.error().code, core::Errc::kInvalid);
    }
}

TEST(Segment, RefusesOtherListsThanItsManifests) {
    const core::Bytes bytes = *snapshot(two_persons())->segment_bytes();
    ListManifest other;
    other.name = "wl/test/another";
    EXPECT_EQ(ListSnapshot::from_segment(bytes, nullptr, {other}, &test_hash).error().code,
              core::Errc::kConflict);
}

TEST(Segment, IsKeptOnlyWhereItIsOne) {
    const auto lists = snapshot(two_persons());
    const auto changed =
        lists->changed(lists->manifests()[0], {{"A-9", person("A-9", "Lumi Aalto")}}, &test_hash);
    ASSERT_TRUE(changed.has_value());
    EXPECT_EQ((*changed)->segment_bytes().error().code, core::Errc::kInvalid);
    EXPECT_TRUE((*changed)->merged(&test_hash)->segment_bytes().has_value());
}

TEST(WordSignature, TellsTwoEditsInFourBitsAtMost) {
    Invented invented{4};
    for (int i = 0; i < 20'000; ++i) {
        const std::string a = fold_of(invented.word() + invented.word());
        const std::string b = fold_of(invented.damaged(invented.damaged(a)));
        const auto apart =
            static_cast<int>(std::max(a.size(), b.size()) - std::min(a.size(), b.size()));
        if (edits_within_two(a, b) <= 2) {
            EXPECT_LE(std::popcount(fold_signature(a) ^ fold_signature(b)), kTwoEditBits - apart)
                << a << " " << b;
        }
    }
}

TEST(WordSignature, BothPathsKeepTheSame) {
    Invented invented{6};
    core::Bytes bytes;
    for (int i = 0; i < 500; ++i) {
        put_packed(bytes, fold_signature(fold_of(invented.word())));
    }
    bytes.resize(bytes.size() + 64);
    const Column<std::uint64_t> signatures{core::ByteView{bytes}.first(4'000)};
    for (int i = 0; i < 500; ++i) {
        const auto from = static_cast<std::uint32_t>(invented.below(400));
        const auto to = from + static_cast<std::uint32_t>(invented.below(100));
        const std::uint64_t wanted = fold_signature(fold_of(invented.word()));
        const auto most = static_cast<int>(invented.below(kTwoEditBits + 1));
        std::vector<std::uint32_t> a;
        std::vector<std::uint32_t> b;
        scan_portable(signatures, from, to, wanted, most, a);
        best_scan().scan(signatures, from, to, wanted, most, b);
        EXPECT_EQ(a, b);
    }
}

/// `names`: of the segment, which decides how wide its postings are.
void expect_kept(std::uint32_t names, Invented& invented) {
    std::array<std::int32_t, 40> gain_of_word{};  // By number; most words are like none.
    const auto told = [](std::size_t word) {
        return ToldWord{static_cast<std::uint32_t>(word * 977), static_cast<std::uint8_t>(word)};
    };
    PostingBounds bounds;
    bounds.clear_gains(5000);
    for (std::size_t word = 1; word < gain_of_word.size(); ++word) {
        gain_of_word[word] =
            invented.below(3) == 0 ? static_cast<std::int32_t>(invented.below(2000)) : 0;
        bounds.add(told(word), gain_of_word[word]);
    }
    std::array<std::int32_t, 256> needs{};
    for (std::int32_t& need : needs) {
        need = static_cast<std::int32_t>(invented.below(4000));
    }
    bounds.set_needs(needs);
    core::Bytes bytes(std::size_t{kFilterBlock} * PostingColumn::size_of(names));
    std::vector<bool> is_enough;
    std::vector<std::uint8_t> totals;
    const std::uint32_t first = names - kFilterBlock;
    const auto gain = static_cast<std::int32_t>(invented.below(2000));
    for (std::uint32_t at = 0; at < kFilterBlock; ++at) {
        std::vector<ToldWord> others;
        std::int32_t sum = gain;
        for (std::uint64_t left = invented.below(5); left > 0; --left) {
            const std::uint64_t word = 1 + invented.below(39);
            others.push_back(told(word));
            sum += gain_of_word[word];
        }
        totals.push_back(static_cast<std::uint8_t>(invented.below(256)));
        PostingColumn::put(Posting::make(first + at, totals.back(), others), at, names, bytes);
        is_enough.push_back(sum >= needs[totals.back()]);
    }
    bytes.resize(bytes.size() + 8);
    const PostingColumn column{
        core::ByteView{bytes}.first(std::size_t{kFilterBlock} * PostingColumn::size_of(names)),
        names};
    ASSERT_EQ(column.size(), kFilterBlock);
    KeptPostings kept{};
    const std::uint32_t size = filter_postings(column, 0, kFilterBlock, gain, bounds, kept);
    std::vector<bool> is_kept(kFilterBlock, false);
    for (std::uint32_t i = 0; i < size; ++i) {
        ASSERT_GE(kept[i].name, first);
        is_kept[kept[i].name - first] = true;
        EXPECT_LE(kept[i].total, totals[kept[i].name - first]);
    }
    for (std::uint32_t at = 0; at < kFilterBlock; ++at) {
        EXPECT_EQ(column.name(at), first + at);
        EXPECT_TRUE(is_kept[at] || !is_enough[at]);
    }
    EXPECT_LT(size, kFilterBlock);
}

TEST(PostingFilter, KeepsEveryNameWhoseWordsGiveWhatItNeeds) {
    Invented invented{3};
    for (const std::uint32_t names :
         {300U, 100'000U, 131'071U, 131'072U, 1'000'000U, 5'000'000U, 16'777'215U}) {
        for (int round = 0; round < 50; ++round) {
            expect_kept(names, invented);
        }
    }
}

TEST(StoredWords, AreTheSameInThreeBytesAndInFour) {
    Invented invented{4};
    for (const std::uint32_t words : {1U << 18U, (1U << 18U) + 1}) {
        core::Bytes bytes;
        std::vector<std::uint32_t> put;
        for (int i = 0; i < 500; ++i) {
            NameToken token;
            token.kind = static_cast<TokenClass>(invented.below(4));
            token.chain = static_cast<std::uint8_t>(invented.below(Segment::kMaxChain + 1));
            put.push_back(
                stored_word(static_cast<std::uint32_t>(invented.below(1U << 18U)), token));
            StoredWords::put(bytes, put.back(), words);
        }
        const std::size_t size = bytes.size();
        EXPECT_EQ(size, 500 * StoredWords::size_of(words));
        bytes.resize(size + 1);
        const StoredWords stored{core::ByteView{bytes}.first(size), words};
        ASSERT_EQ(stored.size(), put.size());
        for (std::size_t i = 0; i < put.size(); ++i) {
            EXPECT_EQ(stored[i], put[i]);
        }
    }
}

}  // namespace
}  // namespace sarhad::watchlists
