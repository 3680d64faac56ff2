#include "watchlists/person_csv.h"

#include "support.h"

#include <gtest/gtest.h>

namespace sarhad::watchlists {
namespace {

using namespace testing;  // NOLINT(google-build-using-namespace): this folder's own support.

/// The row after the header, or the error.
core::Result<PersonRow> first_row(std::string_view text) {
    const ByteSource bytes = source(text);
    PersonCsvReader reader{bytes};
    PersonRow row;
    SARHAD_TRY(const bool has_row, reader.next(row));
    if (!has_row) {
        return core::Error{core::Errc::kNotFound, "end"};
    }
    return row;
}

TEST(PersonCsv, TakesColumnsInAnyOrderAndQuotes) {
    const auto row = first_row(
        "nationality,date_of_birth,full_name\r\nRuritania,1971-03,\"Zor \"\"Z\"\", Bel\"\r\n");
    ASSERT_TRUE(row.has_value());
    EXPECT_EQ(row->line, 2U);
    EXPECT_EQ(row->traveller.full_name.reveal(), "Zor \"Z\", Bel");
    EXPECT_EQ(to_text(row->traveller.date_of_birth.reveal()), "1971-03");
    EXPECT_EQ(row->traveller.nationality, "Ruritania");
}

TEST(PersonCsv, EmptyFieldsAreUnknown) {
    const auto row = first_row("full_name,gender,date_of_birth\nZor,,\n");
    ASSERT_TRUE(row.has_value());
    EXPECT_FALSE(row->traveller.date_of_birth.reveal().is_known());
    EXPECT_EQ(row->traveller.sex, facts::Sex::kUnknown);
}

TEST(PersonCsv, ADateThatCannotBeReadCostsTheRowNoMore) {
    for (const std::string_view date : {"1971-02-30", "1974/1976", "71-03-12"}) {
        const auto row =
            first_row(core::cat("full_name,date_of_birth,document_number\nZor,", date, ",XT1\n"));
        ASSERT_TRUE(row) << date;
        EXPECT_FALSE(row->traveller.date_of_birth.reveal().is_known()) << date;
        EXPECT_EQ(row->traveller.documents.size(), 1U);
        ASSERT_EQ(row->unread.size(), 1U);
        EXPECT_EQ(row->unread[0].substr(0, 29), "line 2, column date_of_birth:");
    }
}

TEST(PersonCsv, ADateIsReadAsPeopleWriteIt) {
    for (const std::string_view date : {"1975-03-12", "12/03/1975", "12.03.1975", "12 Mar 1975"}) {
        const auto row = first_row(core::cat("full_name,date_of_birth\nZor,", date, "\n"));
        ASSERT_TRUE(row);
        EXPECT_EQ(to_text(row->traveller.date_of_birth.reveal()), "1975-03-12") << date;
        EXPECT_TRUE(row->unread.empty());
    }
}

TEST(PersonCsv, AFieldThatIsTooLongIsLeftOut) {
    const auto row = first_row(
        core::cat("full_name,document_number,gender\nZor,", std::string(36, '7'), ",martian\n"));
    ASSERT_TRUE(row);
    EXPECT_TRUE(row->traveller.documents.empty());
    EXPECT_EQ(row->traveller.sex, facts::Sex::kUnknown);
    EXPECT_EQ(row->unread.size(), 2U);
}

TEST(PersonCsv, ShortRowNamesTheFirstMissingColumn) {
    const auto row = first_row("full_name,gender,nationality\nZor\n");
    ASSERT_FALSE(row.has_value());
    EXPECT_EQ(row.error().what.substr(0, 22), "line 2, column gender:");
}

TEST(PersonCsv, ASchemaTellsWhatTheNumbersAre) {
    const auto vessel =
        first_row("schema,full_name,identifier,flag\nVessel,Zorvan Star,IMO 9074729,Panama\n");
    ASSERT_TRUE(vessel.has_value());
    const Subject ship = vessel->subject();
    EXPECT_EQ(ship.kind, EntryKind::kVessel);
    ASSERT_EQ(ship.numbers.size(), 1U);
    EXPECT_EQ(ship.numbers[0].kind, NumberKind::kImo);
    EXPECT_EQ(ship.flag, "Panama");
    const auto car = first_row("registration,schema\nLEB-1038,vehicle\n");
    ASSERT_TRUE(car.has_value());
    EXPECT_EQ(car->subject().numbers.at(0).kind, NumberKind::kPlate);
    const auto paper =
        first_row("schema,document_number,document_issuer\nDocument,AB1234567,PAK\n");
    ASSERT_TRUE(paper.has_value());
    EXPECT_EQ(paper->subject().issuers, (std::vector<std::string>{"PAK"}));
    const auto wrong = first_row("full_name,schema\nZorvan,Ship\n");
    ASSERT_FALSE(wrong.has_value());
    EXPECT_EQ(wrong.error().what.substr(0, 22), "line 2, column schema:");
}

/// It was a number that no entry of a person is looked for by.
TEST(PersonCsv, APersonsIdentifierIsAPaper) {
    const auto person = first_row("full_name,identifier\nZorvan,XT1000001\n");
    ASSERT_TRUE(person.has_value());
    ASSERT_EQ(person->subject().documents.size(), 1U);
    EXPECT_EQ(person->subject().documents[0].reveal(), "XT1000001");
    EXPECT_TRUE(person->subject().numbers.empty());
    const auto either = first_row("schema,full_name,identifier\nLegalEntity,Zorvan,XT1000001\n");
    ASSERT_TRUE(either.has_value());
    EXPECT_EQ(either->subject().documents.size(), 1U);
    EXPECT_EQ(either->subject().numbers.size(), 1U);
}

TEST(PersonCsv, AMistypedNationalityIsToldAsAWrongGenderIs) {
    const auto unread = [](std::string_view nationality) {
        const auto row = first_row(core::cat("full_name,nationality\nZor,", nationality, "\n"));
        return row ? row->unread.size() : 99U;
    };
    EXPECT_EQ(unread("Pakistann"), 1U);
    EXPECT_EQ(unread("PAK"), 0U);
    EXPECT_EQ(unread(""), 0U);
    EXPECT_EQ(unread("XXA"), 0U) << "stateless, as papers write it";
    EXPECT_EQ(unread("unknown"), 0U);
}

/// The header of a file moved the cursor of who read the refusal.
TEST(PersonCsv, ControlsOfAHeaderReachNoTerminal) {
    const auto told = first_row("full_name,\x1b[31mshoe\nZor,44\n");
    ASSERT_FALSE(told.has_value());
    EXPECT_EQ(told.error().what.find('\x1b'), std::string::npos);
    const auto ends = first_row("full_name,gender\rZor,male\rBel,male\r");
    ASSERT_FALSE(ends.has_value());
    EXPECT_NE(ends.error().what.find("LF"), std::string::npos) << ends.error().what;
}

TEST(PersonCsv, ARowWithoutASchemaIsAPersons) {
    const auto row = first_row("full_name,telephone\nZorvan Trading LLC,0300-1234567\n");
    ASSERT_TRUE(row.has_value());
    EXPECT_EQ(row->subject().kind, EntryKind::kPerson);
    EXPECT_EQ(row->subject().numbers.at(0).kind, NumberKind::kTelephone);
}

TEST(PersonCsv, RefusesAHeaderWithoutNamesOrWithUnknownColumns) {
    EXPECT_FALSE(first_row("gender\nmale\n").has_value());
    EXPECT_FALSE(first_row("full_name,shoe_size\nZor,44\n").has_value());
    EXPECT_FALSE(first_row("").has_value());
}

TEST(PersonCsv, AWrongHeaderSaysWhichColumnAndWhatInstead) {
    using namespace std::string_view_literals;
    const auto why = [](std::string_view text) {
        return std::string{first_row(text).error().what};
    };
    EXPECT_NE(why("full_name,date_of_brith\n").find("'date_of_brith', is it 'date_of_birth'?"),
              std::string::npos);
    EXPECT_NE(why("full_name,shoe_size\n").find("'shoe_size': leave it out; the columns are full_"),
              std::string::npos);
    EXPECT_NE(why("full_name,Full_Name\n").find("full_name is there twice"), std::string::npos);
    EXPECT_NE(why("\xFF\xFE"
                  "f\0u\0"sv)
                  .find("save it as UTF-8"),
              std::string::npos);
    EXPECT_NE(why("full_name;gender\n").find("set the columns apart by commas"), std::string::npos);
}

TEST(PersonCsv, AColumnOfOtherSoftwareIsToldByOurName) {
    // "leave it out" was the advice for the only column that held the names.
    const auto why = [](const std::string& column) {
        return std::string{first_row("full_name," + column + "\n").error().what};
    };
    EXPECT_NE(why("Name").find("is it 'full_name'?"), std::string::npos) << why("Name");
    EXPECT_NE(why("dob").find("is it 'date_of_birth'?"), std::string::npos);
    EXPECT_NE(why("Passport Number").find("is it 'document_number'?"), std::string::npos);
    EXPECT_NE(why("surname").find("is it 'last_name'?"), std::string::npos);
}

TEST(PersonCsv, RefusesTextThatIsNotUtf8) {
    EXPECT_FALSE(first_row("full_name\nZ\xF6r\n").has_value());
}

TEST(PersonCsv, AStrayQuoteCostsItsOwnRowAlone) {
    // It once took every row up to the next quote with it, without a word.
    const std::string text = "full_name,gender\n\"Zor,m\nBel,f\n\"Tar\"x,m\nMun,f\n";
    const ByteSource bytes = source(text);
    PersonCsvReader reader{bytes};
    PersonRow row;
    EXPECT_FALSE(reader.next(row));
    ASSERT_TRUE(*reader.next(row));
    EXPECT_EQ(row.traveller.full_name.reveal(), "Bel");
    EXPECT_FALSE(reader.next(row));
    ASSERT_TRUE(*reader.next(row));
    EXPECT_EQ(row.traveller.full_name.reveal(), "Mun");
    EXPECT_EQ(row.line, 5U);
    EXPECT_FALSE(*reader.next(row));
}

TEST(PersonCsv, RefusesAQuoteThatNeverCloses) {
    EXPECT_FALSE(first_row("full_name\n\"Zor\n").has_value());
}

}  // namespace
}  // namespace sarhad::watchlists
