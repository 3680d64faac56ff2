#include "paxlst_bodies.h"

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

/// A message in the charset that UNB calls `identifier`.
facts::Message message_in(const std::string& identifier, const std::string& surname) {
    const std::string text = core::cat("UNB+",
                                       identifier,
                                       ":4+QXAIR+PKNTC+260114:0630+1'UNH+1+PAXLST:D:05B'BGM+745'",
                                       kFlight,
                                       "NAD+FL+++",
                                       surname,
                                       ":GIVEN'CNT+42:1'UNT+10+1'UNZ+1+1'");
    return read_messages(core::as_bytes(text)).front();
}

TEST(Names, AreReadInTheCharsetThatTheInterchangeNames) {
    const auto surname = [](const char* identifier, const char* sent) {
        const auto message = message_in(identifier, sent);
        EXPECT_EQ(message.status, facts::MessageStatus::kOk) << identifier;
        return message.travellers.at(0).surname.reveal();
    };
    EXPECT_EQ(surname("UNOE", "\xB2\xD5\xE0\xD5\xD9"), "Верей");
    EXPECT_EQ(surname("UNOD", "Wi\xB6niewski"), "Wiśniewski");
    EXPECT_EQ(surname("UNOK",
                      "\xDD\xF0"
                      "dal"),
              "İğdal");
    EXPECT_EQ(surname("UNOC", "M\xFCller"), "Müller");
    EXPECT_EQ(surname("UNOE", "M\xC3\xBCller"), "Müller") << "UTF-8 is UTF-8 whatever UNB says";
}

TEST(Names, OfAnUnknownCharsetAreNamedAsAProblem) {
    EXPECT_TRUE(has_problem(message_in("UNOX", "M\xFCller"), "bad-charset"));
    EXPECT_TRUE(has_problem(message_in("UNOF", "M\xFFller"), "bad-charset"));
    EXPECT_FALSE(has_problem(message_in("UNOX", "MULLER"), "bad-charset"));
}

}  // namespace
}  // namespace sarhad::intake
