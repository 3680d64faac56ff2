#include "intake/edifact.h"

#include "core/text.h"

#include <gtest/gtest.h>

#include <array>
#include <random>
#include <set>
#include <string>
#include <vector>

namespace sarhad::intake {
namespace {

/// Keeps the bytes that the tokens look into.
struct Read {
    explicit Read(std::string sent, Separators separators = {})
        : text{std::move(sent)}, tokens{*tokenise(core::as_bytes(text), 0, separators)} {}
    std::string text;
    Tokens tokens;
};

TEST(Tokenise, TakesAReleasedReleaseCharacterForOneCharacter) {
    const Read pair{
        "IFT+3+A ??"
        "?+B?"
        "?'UNZ'"};
    EXPECT_EQ(pair.tokens[0].at(2), "A ?+B?");
    const Read before_element{
        "IFT+3+A?"
        "?+B'"};
    EXPECT_EQ(before_element.tokens[0].at(2), "A?");
    EXPECT_EQ(before_element.tokens[0].at(3), "B");
}

TEST(Tokenise, TakesReleasedSeparatorsLiterally) {
    const Read read{"NAD+FL+++O?'MARREL:A?:B:C?+D'"};
    EXPECT_EQ(read.tokens[0].at(4), "O'MARREL");
    EXPECT_EQ(read.tokens[0].at(4, 1), "A:B");
    EXPECT_EQ(read.tokens[0].at(4, 2), "C+D");
}

TEST(Tokenise, NamesADanglingReleaseCharacter) {
    const Read read{"BGM+745'DTM+1?"};
    ASSERT_EQ(read.tokens.size(), 2U);
    EXPECT_EQ(read.tokens[1].fault(), SegmentFault::kDanglingRelease);
    EXPECT_EQ(read.tokens[1].at(1), "1");
}

TEST(Tokenise, NamesAnUnterminatedSegment) {
    const Read read{"BGM+745'DTM+1"};
    EXPECT_EQ(read.tokens[1].fault(), SegmentFault::kUnterminated);
}

TEST(Tokenise, JoinsWrappedLinesWithoutABlank) {
    const Read read{"NAD+FL+++TESTSURNA\r\nMEONE:TEST'\r\n"};
    ASSERT_EQ(read.tokens.size(), 1U);
    EXPECT_EQ(read.tokens[0].at(4), "TESTSURNAMEONE");
}

TEST(Tokenise, TrimsBlanksAtBothEndsOfATextAndKeepsCase) {
    const Read read{" UNG + Paxlst : a b '"};
    EXPECT_EQ(read.tokens[0].tag(), "UNG");
    EXPECT_EQ(read.tokens[0].at(1), "Paxlst");
    EXPECT_EQ(read.tokens[0].at(1, 1), "a b");
}

TEST(Tokenise, KeepsTheOffsetOfEachSegment) {
    const Read read{"BGM+745'\r\n  TDT+20'"};
    EXPECT_EQ(read.tokens[0].offset(), 0U);
    EXPECT_EQ(read.tokens[1].offset(), 12U);
    EXPECT_EQ(read.tokens[1].number(), 2U);
}

TEST(Tokenise, StopsAfterTheEndOfTheInterchange) {
    const Read read{"UNZ+1+7'SIGNED OFF'"};
    EXPECT_EQ(read.tokens.size(), 1U);
    EXPECT_EQ(read.tokens.end(), 8U);
}

TEST(Tokenise, LeavesOutElementsPastTheLimit) {
    const Read read{"BGM" + std::string(200, '+') + "'TDT+20'"};
    EXPECT_EQ(read.tokens[0].elements(), kElements);
    EXPECT_EQ(read.tokens[0].fault(), SegmentFault::kTooManyElements);
    EXPECT_EQ(read.tokens[1].at(1), "20");
}

TEST(Tokenise, LeavesOutComponentsPastTheLimit) {
    const Read read{"BGM+" + std::string(200, ':') + "+X'TDT+20'"};
    EXPECT_EQ(read.tokens[0].components(1), kComponents);
    EXPECT_EQ(read.tokens[0].fault(), SegmentFault::kTooManyComponents);
    EXPECT_EQ(read.tokens[0].at(2), "X");
    EXPECT_EQ(read.tokens[1].at(1), "20");
}

TEST(Tokenise, CutsALongText) {
    const Read read{"FTX+" + std::string(5000, 'A') + "'"};
    EXPECT_EQ(read.tokens[0].at(1).size(), kComponentBytes);
    EXPECT_EQ(read.tokens[0].fault(), SegmentFault::kComponentTooLong);
}

TEST(Tokenise, RefusesMoreSegmentsThanTheLimit) {
    std::string text;
    for (std::size_t i = 0; i < kSegments + 2; ++i)
        text += "A'";
    const auto tokens = tokenise(core::as_bytes(text), 0, {});
    ASSERT_FALSE(tokens);
    EXPECT_EQ(tokens.error().code, core::Errc::kExhausted);
}

TEST(Tokenise, RefusesMoreTextsThanTheLimit) {
    std::string text;
    const std::string separators = std::string(kElements - 1, '+') + "'";
    while (text.size() < kTexts + separators.size())
        text += separators;
    const auto tokens = tokenise(core::as_bytes(text), 0, {});
    ASSERT_FALSE(tokens);
    EXPECT_EQ(tokens.error().code, core::Errc::kExhausted);
    EXPECT_NE(tokens.error().what.find("texts"), std::string::npos);
}

TEST(Tokenise, RefusesALargerFileThanTheLimit) {
    const std::string text(kMessageBytes.bytes + 1, 'A');
    EXPECT_FALSE(tokenise(core::as_bytes(text), 0, {}));
}

/// Tells of everything that a reader can see of the tokens.
std::string dump_of(const core::Result<Tokens>& tokens) {
    if (!tokens) return tokens.error().what;
    std::string dump = core::cat(tokens->end());
    for (std::size_t i = 0; i < tokens->size(); ++i) {
        const Segment segment = (*tokens)[i];
        dump += core::cat("\n", segment.number(), "@", segment.offset(), " ");
        dump += fault_word(segment.fault());
        for (std::size_t e = 0; e < segment.elements(); ++e) {
            dump += "|";
            for (std::size_t c = 0; c < segment.components(e); ++c)
                dump += core::cat(segment.at(e, c), ";");
        }
    }
    return dump;
}

std::string drawn_text(std::mt19937_64& random) {
    static const std::array<std::string, 24> pieces{
        "UNB+", "UNZ+", "UNA:+.? '", "UNH", "NAD+", "TESTSURNAME", "A",     " ",
        "  ",   "\t",   "\r\n",      "\n",  "?",    "??",          "?'",    "?+",
        ":",    "+",    "'",         "''",  "::::", "++++++",      "Z\x03", "\xC3\xA9"};
    std::string text;
    const std::size_t count = random() % 120;
    for (std::size_t i = 0; i < count; ++i) {
        const std::string& piece = pieces[random() % pieces.size()];
        const std::size_t repeats = random() % 40 == 0 ? random() % 3'000 : 1;
        for (std::size_t r = 0; r < repeats; ++r)
            text += piece;
    }
    return text;
}

TEST(Tokenise, GivesWhatReadingEachByteGives) {
    std::mt19937_64 random{7};
    const std::array<Separators, 3> written{
        Separators{}, Separators{':', '+', ' ', '\''}, Separators{'\x1F', '\x1D', ' ', '\x1C'}};
    std::set<SegmentFault> faults;
    for (int round = 0; round < 8'000; ++round) {
        const std::string text = drawn_text(random);
        const core::ByteView bytes = core::as_bytes(text);
        const std::size_t from = text.empty() ? 0 : random() % 3 % text.size();
        for (const Separators& separators : written) {
            const auto quick = tokenise(bytes, from, separators);
            ASSERT_EQ(dump_of(quick), dump_of(tokenise_bytewise(bytes, from, separators)))
                << "round " << round;
            for (std::size_t i = 0; quick && i < quick->size(); ++i)
                faults.insert((*quick)[i].fault());
        }
    }
    EXPECT_EQ(faults.size(), 7U) << "each kind of fault was drawn";
}

TEST(FindInterchange, PassesOverTypeBLines) {
    const std::string text = "\x01QU NTCISBXX\r\n.QXOPSXX 020630\r\n\x02UNB+UNOA:4'";
    const auto start = find_interchange(core::as_bytes(text), 0);
    ASSERT_TRUE(start);
    EXPECT_EQ(text.substr(start->at, 4), "UNB+");
    EXPECT_EQ(start->separators, Separators{});
}

TEST(FindInterchange, TakesTheSeparatorsOfTheServiceString) {
    const auto start = find_interchange(core::as_bytes("UNA*|.\\ ~\r\n UNB|UNOA*4~"), 0);
    ASSERT_TRUE(start);
    EXPECT_EQ(start->separators, (Separators{'*', '|', '\\', '~'}));
}

TEST(FindInterchange, TakesDefaultsForADamagedServiceString) {
    const auto start = find_interchange(core::as_bytes("UNA:+\\*'\nUNB+UNOA:4'"), 0);
    ASSERT_TRUE(start);
    EXPECT_TRUE(start->is_service_string_bad);
    EXPECT_EQ(start->separators, Separators{});
}

TEST(FindInterchange, KnowsTheInformationSeparators) {
    const auto start = find_interchange(core::as_bytes("UNB\x1DUNOB\x1F\x31\x1C"), 0);
    ASSERT_TRUE(start);
    EXPECT_EQ(start->separators.element, '\x1D');
}

TEST(FindInterchange, FallsBackToABareMessage) {
    const auto start = find_interchange(core::as_bytes("UNH+1+PAXLST'"), 0);
    ASSERT_TRUE(start);
    EXPECT_FALSE(start->has_interchange_header);
}

TEST(JoinSegments, GivesWhatTokenisesToTheSame) {
    const Read read{
        "NAD+FL+++O?'MARREL:A?:B?"
        "?'X'+Y''  'Z:::+'"};
    const Read again{join_segments(read.tokens, {})};
    EXPECT_EQ(join_segments(again.tokens, {}), again.text);
    EXPECT_EQ(again.tokens.size(), read.tokens.size());
}

}  // namespace
}  // namespace sarhad::intake
