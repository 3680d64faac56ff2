#include "messages.h"

#include "core/text.h"

#include <gtest/gtest.h>

#include <string>

namespace sarhad::intake {
namespace {

/// A message of one traveller whose NAD and what follows it are `sent`.
facts::Message message_of(const std::string& sent) {
    return read_body(core::cat(kFlight, sent, "DOC+P+N1'CNT+42:1'"));
}

/// "surname|first|middle|full" of the one traveller there.
std::string name_of(const std::string& sent) {
    const auto message = message_of(sent);
    SARHAD_CHECK(message.travellers.size() == 1);
    const facts::Traveller& one = message.travellers.front();
    return core::cat(one.surname.reveal(),
                     "|",
                     one.first_name.reveal(),
                     "|",
                     one.middle_name.reveal(),
                     "|",
                     one.full_name.reveal());
}

TEST(Names, AMisplacedNameKeepsItsGivenNames) {
    EXPECT_EQ(name_of("NAD+FL++DOE:JOHN'"), "|||DOE JOHN");
    EXPECT_TRUE(has_problem(message_of("NAD+FL++DOE:JOHN'"), "name-misplaced"));
}

TEST(Names, TheCodeOfANamesFormatIsNoMiddleName) {
    EXPECT_EQ(name_of("NAD+FL+++DOE:JOHN:LEE:::1'"), "DOE|JOHN|LEE|");
    EXPECT_EQ(name_of("NAD+FL+++DOE:JOHN:LEE:ANN:MAY:SMITH'"), "DOE|JOHN|LEE ANN MAY SMITH|");
}

TEST(Names, AnUnreleasedApostropheDoesNotCutAName) {
    EXPECT_EQ(name_of("NAD+FL+++O'BRIEN:JOHN+S'"), "O'BRIEN|JOHN||");
    EXPECT_EQ(name_of("NAD+FL+++O'DEA:JOHN:LEE'"), "O'DEA|JOHN|LEE|");
    EXPECT_EQ(name_of("NAD+FL+++D'SOUZA'"), "D'SOUZA|||");
    EXPECT_EQ(name_of("NAD+FL+++DOE:D'ARCY'"), "DOE|D'ARCY||");
    const auto message = message_of("NAD+FL+++O'BRIEN:JOHN+S'");
    EXPECT_TRUE(has_problem(message, "damaged-segment"));
    EXPECT_FALSE(has_problem(message, "unknown-segment"));
    EXPECT_EQ(message.travellers.at(0).documents.size(), 1U);
}

TEST(Names, AnUnknownSegmentAfterANameIsNotJoinedToIt) {
    EXPECT_EQ(name_of("NAD+FL+++SUKARNO'ZZZ+1'"), "SUKARNO|||");
    EXPECT_EQ(name_of("NAD+FL+++DOE:JOHN'ATTX+2++M'"), "DOE|JOHN||");
    EXPECT_EQ(name_of("NAD+FL+++DOE'ATT+2++M'BRIEN:JOHN'"), "DOE|||");
}

}  // namespace
}  // namespace sarhad::intake
