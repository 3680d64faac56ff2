#include "intake/generate/generate.h"

#include "json_dump.h"

#include "core/text.h"
#include "intake/edifact.h"
#include "intake/messages.h"
#include "support/places.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

namespace sarhad::intake {
namespace {

using facts::MessageStatus;

/// What of GeneratedCounts a reader of the kind gives. A kind joins when its reader is here.
struct ReadKind {
    const char* word;
    bool has_bags;
    std::ptrdiff_t silent_most;  ///< Of 25 damaged messages: those whose format allows the damage.
};
constexpr ReadKind kReadKinds[] = {{"paxlst", true, 0},
                                   {"pnrgov", true, 25},
                                   {"pnrgov-xml", true, 25},
                                   {"itmatt", false, 25},
                                   {"cuscar", false, 25},
                                   {"baplie", false, 25},
                                   {"bsm", true, 25},
                                   {"mrz", false, 0},
                                   {"currency", false, 0}};

std::vector<facts::Message> read(const Generated& made) {
    return read_messages(core::as_bytes(made.bytes));
}

/// "travellers documents bags flights bookings bills containers goods declarations".
std::string told(const GeneratedCounts& counts, bool has_bags) {
    return core::cat(counts.travellers,
                     " ",
                     counts.documents,
                     " ",
                     has_bags ? counts.bags : 0,
                     " ",
                     counts.flights,
                     " ",
                     counts.bookings,
                     " ",
                     counts.bills,
                     " ",
                     counts.containers,
                     " ",
                     counts.goods_lines,
                     " ",
                     counts.declarations);
}

std::string told(const std::vector<facts::Message>& messages, bool has_bags) {
    GeneratedCounts counts;
    for (const facts::Message& message : messages) {
        counts.travellers += message.travellers.size();
        counts.flights += message.flights.size();
        counts.bookings += message.bookings.size();
        counts.bills += message.bills.size();
        counts.containers += message.containers.size();
        counts.declarations += message.cash_declarations.size();
        counts.bags += message.bags.size();
        for (const facts::Traveller& one : message.travellers) {
            counts.documents += one.documents.size();
            if (message.bags.empty()) counts.bags += one.bag_count;
        }
        for (const facts::Bill& bill : message.bills)
            counts.goods_lines += bill.goods.size();
    }
    return told(counts, has_bags);
}

/// Names that fill their field are told as perhaps cut: nothing is wrong with the document.
bool is_sound(const facts::Message& message) {
    return std::all_of(
        message.problems.begin(), message.problems.end(), [](const facts::Problem& problem) {
            return problem.code == "mrz-name-truncated";
        });
}

class ReadBack : public testing::TestWithParam<ReadKind> {};

TEST_P(ReadBack, WhatIsWrittenIsReadWhole) {
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        const Generated made = generate({.kind = GetParam().word, .seed = seed, .count = 25});
        const auto messages = read(made);
        ASSERT_EQ(messages.size(), made.counts.messages) << seed;
        for (const facts::Message& message : messages) {
            ASSERT_TRUE(is_sound(message)) << seed << ": " << message.problems[0].text;
        }
        ASSERT_EQ(told(messages, GetParam().has_bags), told(made.counts, GetParam().has_bags))
            << seed;
        EXPECT_EQ(made.counts.damaged, 0U);
    }
}

TEST_P(ReadBack, NobodyVanishesFromADamagedMessage) {
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        const Generated made =
            generate({.kind = GetParam().word, .seed = seed, .count = 25, .errors_permille = 1000});
        const auto messages = read(made);
        EXPECT_EQ(made.counts.damaged, 25U);
        ASSERT_EQ(messages.size(), made.counts.messages) << seed;
        ASSERT_EQ(told(messages, GetParam().has_bags), told(made.counts, GetParam().has_bags))
            << seed;
        const auto sound = std::count_if(messages.begin(), messages.end(), is_sound);
        EXPECT_LE(sound, GetParam().silent_most) << seed << ": what is wrong is told";
    }
}

INSTANTIATE_TEST_SUITE_P(Kinds, ReadBack, testing::ValuesIn(kReadKinds), [](const auto& named) {
    std::string word{named.param.word};
    std::replace(word.begin(), word.end(), '-', '_');
    return word;
});

class EachKind : public testing::TestWithParam<std::string> {};

/// SARHAD_WRITE_GOLDEN=1 writes the files anew: read the difference before committing it.
TEST_P(EachKind, GivesTheSameBytesOnEveryHost) {
    const Generated made =
        generate({.kind = GetParam(), .seed = 7, .count = 6, .errors_permille = 400});
    const std::string path = places::test_data(core::cat("generated/", GetParam(), ".txt"));
    if (std::getenv("SARHAD_WRITE_GOLDEN") != nullptr) {  // NOLINT(concurrency-mt-unsafe)
        std::ofstream{path} << made.bytes;
    }
    const core::Bytes expected = file_bytes(path);
    EXPECT_EQ(made.bytes, core::as_text(expected));
    const Generated other = generate({.kind = GetParam(), .seed = 8, .count = 6});
    EXPECT_NE(other.bytes, made.bytes);
}

TEST_P(EachKind, ErrorsAreAsManyAsAskedFor) {
    const Generated made =
        generate({.kind = GetParam(), .seed = 3, .count = 1000, .errors_permille = 250});
    EXPECT_EQ(made.counts.messages, 1000U);
    EXPECT_NEAR(static_cast<double>(made.counts.damaged), 250.0, 60.0);
}

/// Of kinds in EDIFACT: each sound message is whole by the rules of the envelope.
TEST_P(EachKind, AnInterchangeIsWellFormed) {
    const Generated made = generate({.kind = GetParam(), .seed = 11, .count = 5});
    std::size_t from = 0;
    while (const auto start = find_interchange(core::as_bytes(made.bytes), from)) {
        const auto tokens = tokenise(core::as_bytes(made.bytes), start->at, start->separators);
        ASSERT_TRUE(tokens);
        for (std::size_t i = 0; i < tokens->size(); ++i)
            ASSERT_EQ((*tokens)[i].fault(), SegmentFault::kNone);
        ASSERT_EQ((*tokens)[tokens->size() - 1].tag(), "UNZ");
        const Segment unt = (*tokens)[tokens->size() - 2];
        ASSERT_EQ(unt.tag(), "UNT");
        EXPECT_EQ(unt.at(1), std::to_string(tokens->size() - 2));
        from = tokens->end();
    }
}

INSTANTIATE_TEST_SUITE_P(Kinds,
                         EachKind,
                         testing::ValuesIn(generator_kinds()),
                         [](const auto& named) {
                             std::string word{named.param};
                             std::replace(word.begin(), word.end(), '-', '_');
                             return word;
                         });

}  // namespace
}  // namespace sarhad::intake
