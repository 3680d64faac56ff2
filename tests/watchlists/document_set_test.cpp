#include "watchlists/document_set.h"

#include "support/places.h"
#include "watchlists/document_code.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>
#include <random>
#include <set>
#include <string>

namespace sarhad::watchlists {
namespace {

core::Bytes built(const std::vector<std::string>& numbers) {
    DocumentSetBuilder builder;
    for (const std::string& number : numbers) {
        SARHAD_CHECK(builder.add(number).has_value());
    }
    return builder.build();
}

std::string random_number(std::mt19937_64& random, std::size_t alphabet) {
    constexpr std::string_view kAll = "01OI8B5SQLZ2G6ACDEFHJKMNPRTUVWXY3479";
    std::string text;
    const std::size_t size = 1 + random() % 14;
    for (std::size_t i = 0; i < size; ++i) {
        text.push_back(kAll[random() % alphabet]);
    }
    return text;
}

TEST(DocumentSet, SaysWhatAStdSetSays) {
    std::mt19937_64 random{5};
    for (const std::size_t count : {0U, 1U, 50U, 20'000U}) {
        std::vector<std::string> numbers;
        for (std::size_t i = 0; i < count; ++i) {
            numbers.push_back(random_number(random, i % 2 == 0 ? 8 : 36));
        }
        const core::Bytes bytes = built(numbers);
        const auto set = DocumentSet::open(bytes);
        ASSERT_TRUE(set.has_value());
        const std::set<std::string> exact{numbers.begin(), numbers.end()};
        std::set<std::string> folds;
        for (const std::string& number : numbers) {
            folds.insert(ocr_fold(number));
        }
        int wrongly_equal = 0;
        for (int i = 0; i < 30'000; ++i) {
            const bool is_taken = count != 0 && random() % 2 == 0;
            const std::string text =
                is_taken ? numbers[random() % count] : random_number(random, 8);
            const DocumentMatch match = set->find(text);
            ASSERT_EQ(match == DocumentMatch::kNone, folds.count(ocr_fold(text)) == 0) << text;
            if (exact.count(text) != 0) {
                ASSERT_EQ(match, DocumentMatch::kEqual) << text;
            }
            wrongly_equal +=
                static_cast<int>(match == DocumentMatch::kEqual && exact.count(text) == 0);
        }
        EXPECT_LT(wrongly_equal, 60);  // 12 bits of tag: 1 of 4,096 for each listed variant.
    }
}

TEST(DocumentSet, TellsAMisreadNumberFromAnEqualOne) {
    const core::Bytes bytes = built({"AB1234508", "3520284592716"});
    const auto set = DocumentSet::open(bytes);
    ASSERT_TRUE(set.has_value());
    EXPECT_EQ(set->find("AB1234508"), DocumentMatch::kEqual);
    EXPECT_EQ(set->find("A81234S0B"), DocumentMatch::kMisread);
    EXPECT_EQ(set->find("AB1234507"), DocumentMatch::kNone);
    EXPECT_EQ(set->find("352O284592716"), DocumentMatch::kMisread);
    EXPECT_EQ(set->find("ab1234508"), DocumentMatch::kNone);
    EXPECT_EQ(set->find(""), DocumentMatch::kNone);
}

TEST(DocumentSet, IsTheSameWhateverTheOrderOfItsNumbers) {
    EXPECT_EQ(built({"B2", "A1", "A1", "C3"}), built({"C3", "A1", "B2"}));
    EXPECT_EQ(built({"O1", "01", "OI"}), built({"OI", "O1", "01", "O1"}));
}

TEST(DocumentSet, RefusesANumberThatIsNotNormalised) {
    DocumentSetBuilder builder;
    EXPECT_EQ(builder.add("ab-1").error().code, core::Errc::kInvalid);
    EXPECT_EQ(builder.add("").error().code, core::Errc::kInvalid);
}

TEST(DocumentSet, RefusesBytesThatWereCutOrChanged) {
    const core::Bytes bytes = built({"AB1234508", "CD7654321", "X1"});
    for (std::size_t size = 0; size < bytes.size(); size += size < 64 ? 1 : 997) {
        const auto set = DocumentSet::open(core::ByteView{bytes}.first(size));
        ASSERT_FALSE(set.has_value()) << size;
        ASSERT_EQ(set.error().code, core::Errc::kCorrupt);
    }
    for (std::size_t at = 0; at < bytes.size(); at += at < 64 ? 1 : 499) {
        core::Bytes changed = bytes;
        changed[at] ^= 0x10U;
        ASSERT_FALSE(DocumentSet::open(changed).has_value()) << at;
    }
}

/// SARHAD_GOLDEN_WRITE=1 writes the file where it is missing; a change of it is a new version.
TEST(DocumentSet, WritesTheBytesThatItAlwaysWrote) {
    const std::string path = places::test_data("lists/document_set_1.bin");
    const core::Bytes bytes = built({"AB1234508", "3520284592716", "LEA417", "A8I234508"});
    const char* write = std::getenv("SARHAD_GOLDEN_WRITE");  // NOLINT(concurrency-mt-unsafe)
    if (write != nullptr && !std::ifstream{path}.good()) {
        std::ofstream{path, std::ios::binary} << core::as_text(bytes);
    }
    std::ifstream file{path, std::ios::binary};
    const std::string golden{std::istreambuf_iterator<char>{file}, {}};
    EXPECT_TRUE(core::as_text(bytes) == golden);
}

TEST(DocumentSet, ReadsBytesAtAnyAddress) {
    const core::Bytes bytes = built({"AB1234508"});
    core::Bytes shifted(1, 0);
    core::append(shifted, bytes);
    const auto set = DocumentSet::open(core::ByteView{shifted}.subspan(1));
    ASSERT_TRUE(set.has_value());
    EXPECT_EQ(set->find("AB1234508"), DocumentMatch::kEqual);
}

TEST(DocumentCode, DiffersForShortTextsAndForDigits) {
    std::mt19937_64 random{9};
    std::map<std::uint64_t, std::string> seen;
    for (int i = 0; i < 200'000; ++i) {
        std::string text = random_number(random, 36).substr(0, kExactCharacters);
        if (i % 3 == 0) {
            text = std::to_string(random() % 1'000'000'000'000'000'000U);
        }
        ASSERT_TRUE(is_exact_code(text)) << text;
        const auto [at, is_new] = seen.emplace(document_code(text), text);
        ASSERT_TRUE(is_new || at->second == text) << text << ' ' << at->second;
    }
}

TEST(DocumentCode, DiffersAtTheEndsOfEachLength) {
    std::set<std::uint64_t> codes;
    std::size_t texts = 0;
    for (std::size_t size = 1; size <= kExactDigits; ++size) {
        for (const char c : {'0', '9', 'A', 'Z'}) {
            const std::string text(size, c);
            if (is_exact_code(text)) {
                codes.insert(document_code(text));
                ++texts;
            }
        }
    }
    EXPECT_EQ(codes.size(), texts);
}

}  // namespace
}  // namespace sarhad::watchlists
