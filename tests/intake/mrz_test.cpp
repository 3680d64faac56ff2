#include "intake/mrz.h"

#include "paxlst_bodies.h"

#include "core/text.h"
#include "intake/messages.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace sarhad::intake {
namespace {

using facts::MessageStatus;
using facts::PartialDate;

/// The specimens of ICAO Doc 9303, whose people are invented.
constexpr const char* kPassport =
    "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\n"
    "L898902C36UTO7408122F1204159ZE184226B<<<<<10\n";
constexpr const char* kSmallCard =
    "I<UTOD231458907<<<<<<<<<<<<<<<\n"
    "7408122F1204159UTO<<<<<<<<<<<6\n"
    "ERIKSSON<<ANNA<MARIA<<<<<<<<<<\n";
constexpr const char* kLargeCard =
    "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\n"
    "D231458907UTO7408122F1204159<<<<<<<6\n";
constexpr const char* kVisaA =
    "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\n"
    "L8988901C4XXX4009078F96121096ZE184226B<<<<<<\n";
constexpr const char* kVisaB =
    "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\n"
    "L8988901C4XXX4009078F9612109<<<<<<<<\n";
/// Invented.
constexpr PartialDate kDay{2026, 3, 1};

/// ICAO Doc 9303 part 3, 4.9, written again: the oracle of what these tests make.
std::string check_of(const std::string& text) {
    int sum = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        const int value = c == '<' ? 0 : (c <= '9' ? c - '0' : c - 'A' + 10);
        const int weight = i % 3 == 0 ? 7 : (i % 3 == 1 ? 3 : 1);
        sum += value * weight;
    }
    return std::to_string(sum % 10);
}

std::string filled(std::string text, std::size_t width) {
    text.resize(width, '<');
    return text;
}

/// A passport whose check digits are right; what a test is about is changed.
struct Passport {
    std::string kind{"P<"};
    std::string issuer{"PAK"};
    std::string names{"DEHLVI<<GULNAR<BANO"};
    std::string number{"AB1234567"};
    std::string nationality{"PAK"};
    std::string birth{"900214"};
    std::string sex{"F"};
    std::string expiry{"310131"};
    std::string personal{"3520212345672"};

    [[nodiscard]] std::string text() const {
        const std::string first = filled(kind + issuer + names, 44);
        const std::string optional = filled(personal, 14);
        const std::string a = filled(number, 9) + check_of(filled(number, 9));
        const std::string b = birth + check_of(birth);
        const std::string c =
            expiry + check_of(expiry) + optional + (personal.empty() ? "<" : check_of(optional));
        return first + "\n" + a + filled(nationality, 3) + b + sex + c + check_of(a + b + c) + "\n";
    }
};

facts::Message read_one(const std::string& text, PartialDate on = kDay) {
    const auto messages = read_messages(core::as_bytes(text), on);
    SARHAD_CHECK(messages.size() == 1);
    return messages.front();
}

facts::Message read_one(const Passport& passport) {
    return read_one(passport.text());
}

std::string codes_of(const facts::Message& message) {
    std::string codes;
    for (const facts::Problem& problem : message.problems)
        codes += problem.code + ";";
    return codes;
}

/// "surname/first/middle number issuer nationality birth sex expiry".
std::string person_of(const facts::Message& message) {
    if (message.travellers.size() != 1) return "nobody";
    const facts::Traveller& one = message.travellers.front();
    const facts::TravelDocument& paper = one.documents.front();
    return core::cat(one.surname.reveal(),
                     "/",
                     one.first_name.reveal(),
                     "/",
                     one.middle_name.reveal(),
                     " ",
                     paper.kind,
                     " ",
                     paper.number.reveal(),
                     " ",
                     paper.issuer,
                     " ",
                     one.nationality,
                     " ",
                     facts::to_text(one.date_of_birth.reveal()),
                     " ",
                     facts::name_of(one.sex),
                     " ",
                     facts::to_text(paper.expires));
}

TEST(Mrz, ReadsTheSpecimenOfEachShape) {
    struct Specimen {
        const char* text;
        const char* version;
        const char* function;
        const char* person;
    };
    const std::array<Specimen, 5> specimens{{
        {kPassport,
         "TD3",
         "passport",
         "ERIKSSON/ANNA/MARIA P L898902C3 UTO UTO 1974-08-12 female 2012-04-15"},
        {kSmallCard,
         "TD1",
         "identity-card",
         "ERIKSSON/ANNA/MARIA I D23145890 UTO UTO 1974-08-12 female 2012-04-15"},
        {kLargeCard,
         "TD2",
         "identity-card",
         "ERIKSSON/ANNA/MARIA I D23145890 UTO UTO 1974-08-12 female 2012-04-15"},
        {kVisaA,
         "MRV-A",
         "visa",
         "ERIKSSON/ANNA/MARIA V L8988901C UTO XX"
         "X 1940-09-07 female 1996-12-10"},
        {kVisaB,
         "MRV-B",
         "visa",
         "ERIKSSON/ANNA/MARIA V L8988901C UTO XX"
         "X 1940-09-07 female 1996-12-10"},
    }};
    for (const Specimen& specimen : specimens) {
        const auto message = read_one(specimen.text);
        EXPECT_EQ(message.format, "MRZ");
        EXPECT_EQ(message.version, specimen.version);
        EXPECT_EQ(message.function, specimen.function);
        EXPECT_EQ(person_of(message), specimen.person);
        EXPECT_FALSE(has_problem(message, "mrz-check-digit")) << specimen.version;
        EXPECT_FALSE(has_problem(message, "mrz-composite")) << specimen.version;
        EXPECT_TRUE(has_problem(message, "mrz-specimen"));
        EXPECT_TRUE(has_problem(message, "mrz-expired"));
    }
}

TEST(Mrz, AGoodPassportHasNoProblemAndItsCnicIsTheNationalId) {
    const auto message = read_one(Passport{});
    EXPECT_EQ(codes_of(message), "");
    EXPECT_EQ(message.status, MessageStatus::kOk);
    EXPECT_EQ(person_of(message),
              "DEHLVI/GULNAR/BANO P AB1234567 PAK PAK 1990-02-14 female 2031-01-31");
    EXPECT_EQ(message.travellers[0].national_id.reveal(), "3520212345672");
}

TEST(Mrz, BlanksCaseAndLineBreaksAreTheScannersOwn) {
    const std::string good = Passport{}.text();
    const std::string expected = person_of(read_one(good));
    std::string joined = good;
    std::erase(joined, '\n');
    std::string spaced;
    for (const char c : good)
        spaced += c == '\n' ? std::string{"\r\n"} : std::string{c, ' '};
    std::string quoted = good;
    for (std::size_t at = quoted.find("<<"); at != std::string::npos; at = quoted.find("<<", at))
        quoted.replace(at, 2, "\xC2\xAB");
    std::string trimmed = good;
    while (trimmed.find("<\n") != std::string::npos)
        trimmed.erase(trimmed.find("<\n"), 1);
    for (const std::string& sent : {joined,
                                    spaced,
                                    quoted,
                                    core::ascii_lower(good),
                                    trimmed,
                                    "\xEF\xBB\xBF" + good,
                                    "\n\n  " + good}) {
        const auto message = read_one(sent);
        EXPECT_EQ(person_of(message), expected);
        EXPECT_EQ(codes_of(message), "");
    }
}

TEST(Mrz, ThreeLinesInOneAreSplit) {
    std::string joined = kSmallCard;
    std::erase(joined, '\n');
    EXPECT_EQ(person_of(read_one(joined)), person_of(read_one(kSmallCard)));
    joined = kLargeCard;
    std::erase(joined, '\n');
    EXPECT_EQ(read_one(joined).version, "TD2");
}

TEST(Mrz, ALookAlikeIsPutRightOnlyWhereTheCheckDigitAgrees) {
    std::string text = Passport{}.text();
    const std::size_t birth = text.find("900214");
    text[birth + 1] = 'O';
    text[birth + 3] = 'Z';
    auto message = read_one(text);
    EXPECT_EQ(person_of(message), person_of(read_one(Passport{})));
    EXPECT_EQ(codes_of(message), "mrz-corrected;");
    EXPECT_EQ(message.status, MessageStatus::kPartial);
    EXPECT_EQ(message.problems[0].offset, birth);
    EXPECT_EQ(message.problems[0].segment, 2U);

    text[birth] = '7';
    message = read_one(text);
    EXPECT_FALSE(message.travellers[0].date_of_birth.reveal().is_known());
    EXPECT_EQ(codes_of(message), "mrz-check-digit;mrz-date;mrz-composite;");
}

TEST(Mrz, ALookAlikeInTheCheckDigitOrTheCnicIsToldToo) {
    Passport passport;
    passport.number = "AB1234566";  // Its check digit is 0.
    std::string text = passport.text();
    const std::size_t check = text.find("AB1234566") + 9;
    ASSERT_EQ(text[check], '0');
    text[check] = 'O';
    EXPECT_EQ(codes_of(read_one(text)), "mrz-corrected;");
    text = Passport{}.text();
    text.replace(text.find("3520212345672"), 13, "3SZ0Z1Z345672");
    EXPECT_EQ(codes_of(read_one(text)), "mrz-corrected;");
    EXPECT_EQ(read_one(text).travellers[0].national_id.reveal(), "3520212345672");
}

TEST(Mrz, EachCheckDigitIsToldByTheNameOfItsField) {
    const std::string good = Passport{}.text();
    const std::size_t second = good.find('\n') + 1;
    struct Damage {
        std::size_t at;
        const char* field;
    };
    for (const Damage& damage : {Damage{2, "document number"},
                                 Damage{18, "date of birth"},
                                 Damage{26, "date of expiry"},
                                 Damage{30, "personal number"}}) {
        std::string text = good;
        char& digit = text[second + damage.at];
        digit = digit == '9' ? '0' : static_cast<char>(digit + 1);
        const auto message = read_one(text);
        ASSERT_TRUE(has_problem(message, "mrz-check-digit")) << damage.field;
        EXPECT_TRUE(has_problem(message, "mrz-composite")) << damage.field;
        EXPECT_TRUE(message.problems[0].text.starts_with(damage.field));
        EXPECT_EQ(message.travellers.size(), 1U);
    }
    std::string text = good;
    char& last = text[second + 43];
    last = last == '9' ? '0' : static_cast<char>(last + 1);
    EXPECT_EQ(codes_of(read_one(text)), "mrz-composite;");
}

TEST(Mrz, APakistaniNumberIsTwoLettersAndSevenDigits) {
    std::string text = Passport{}.text();
    text.replace(text.find("AB1234567"), 9, "A8I234S67");
    const auto message = read_one(text);
    EXPECT_EQ(message.travellers[0].documents[0].number.reveal(), "AB1234567");
    EXPECT_EQ(codes_of(message), "mrz-corrected;");
}

TEST(Mrz, ALongNumberGoesOnInTheOptionalData) {
    const std::string number = "D23145890735";
    const std::string first =
        filled("I<UTO" + number.substr(0, 9) + "<" + number.substr(9) + check_of(number), 30);
    const std::string second = "7408122F3204153UTO<<<<<<<<<<<";
    const std::string composed =
        first.substr(5) + second.substr(0, 7) + second.substr(8, 7) + second.substr(18);
    const std::string text =
        first + "\n" + second + check_of(composed) + "\n" + filled("ERIKSSON<<ANNA", 30) + "\n";
    auto message = read_one(text);
    EXPECT_EQ(message.travellers[0].documents[0].number.reveal(), number);
    EXPECT_FALSE(has_problem(message, "mrz-check-digit"));
    EXPECT_FALSE(has_problem(message, "mrz-composite"));

    std::string damaged = text;
    damaged[16] = '9';
    EXPECT_TRUE(has_problem(read_one(damaged), "mrz-check-digit"));
    EXPECT_TRUE(has_problem(read_one(damaged), "mrz-composite"));
}

TEST(Mrz, YearsAreReadByTheDayOfTheScan) {
    Passport passport;
    passport.birth = "260228";
    passport.expiry = "300101";
    EXPECT_TRUE(person_of(read_one(passport)).ends_with("2026-02-28 female 2030-01-01"));
    EXPECT_TRUE(person_of(read_one(passport.text(), {2026, 2, 27}))
                    .ends_with("1926-02-28 female 2030-01-01"));
    EXPECT_TRUE(has_problem(read_one(passport.text(), {2030, 1, 2}), "mrz-expired"));
    EXPECT_FALSE(has_problem(read_one(passport.text(), {2030, 1, 1}), "mrz-expired"));
    EXPECT_FALSE(has_problem(read_one(passport.text(), {}), "mrz-expired"));
}

TEST(Mrz, AnUnknownPartOfABirthIsAFiller) {
    Passport passport;
    passport.birth = "66<<<<";
    EXPECT_EQ(facts::to_text(read_one(passport).travellers[0].date_of_birth.reveal()), "1966");
    EXPECT_EQ(codes_of(read_one(passport)), "");
    passport.birth = "6608<<";
    EXPECT_EQ(facts::to_text(read_one(passport).travellers[0].date_of_birth.reveal()), "1966-08");
    passport.birth = "<<<<<<";
    EXPECT_EQ(codes_of(read_one(passport)), "");
    passport.birth = "901301";
    EXPECT_EQ(codes_of(read_one(passport)), "mrz-date;");
}

TEST(Mrz, NamesInEveryForm) {
    struct Name {
        const char* sent;
        const char* read;
        const char* codes;
    };
    const std::array<Name, 7> names{{
        {"GULBANO", "GULBANO//", ""},
        {"AL<ZAHRANI<<NOORA<BINT<FAHAD", "AL ZAHRANI/NOORA/BINT FAHAD", ""},
        {"VAN<DER<MUELLEN<<JO", "VAN DER MUELLEN/JO/", ""},
        {"NILAVADHANANANDA<<CHAYAPA<DEJTHAMRONG<KR",
         "NILAVADHANANANDA/CHAYAPA/DEJTHAMRONG K",
         "mrz-name-truncated;"},
        {"DEHLVI<<GULNAR<<<<<<<<<K<<C", "DEHLVI/GULNAR/", "mrz-name-noise;"},
        {"DEHLV1<<GULNAR", "DEHLVI/GULNAR/", "mrz-name-corrected;"},
        {"<<GULNAR", "GULNAR//", ""},
    }};
    for (const Name& name : names) {
        Passport passport;
        passport.names = std::string{name.sent}.substr(0, 39);
        const auto message = read_one(passport);
        EXPECT_TRUE(person_of(message).starts_with(std::string{name.read} + " P"))
            << person_of(message);
        EXPECT_EQ(codes_of(message), name.codes) << name.sent;
    }
}

TEST(Mrz, SpecialCodesOfIcaoAreKnown) {
    for (const char* code : {"UNO",
                             "UNA",
                             "UNK",
                             "XXA",
                             "XXB",
                             "XXC",
                             "XX"
                             "X",
                             "XOM",
                             "XPO",
                             "RKS",
                             "GBD",
                             "EUE",
                             "XCE",
                             "AFG",
                             "PSE"}) {
        Passport passport;
        passport.issuer = code;
        passport.nationality = code;
        passport.personal = "";
        const auto message = read_one(passport);
        EXPECT_EQ(codes_of(message), "") << code;
        EXPECT_EQ(message.travellers[0].nationality, code);
        EXPECT_EQ(message.travellers[0].documents[0].issuer, code);
    }
    Passport german;
    german.issuer = "D<<";
    german.nationality = "D";
    EXPECT_EQ(read_one(german).travellers[0].nationality, "DEU");
    Passport odd;
    odd.issuer = "QQQ";
    EXPECT_EQ(codes_of(read_one(odd)), "mrz-country;");
    odd.issuer = "0MN";
    EXPECT_EQ(read_one(odd).travellers[0].documents[0].issuer, "OMN");
    EXPECT_EQ(codes_of(read_one(odd)), "mrz-corrected;");
}

TEST(Mrz, KindAndSexAndCnicAreJudged) {
    Passport passport;
    passport.kind = "X<";
    EXPECT_EQ(codes_of(read_one(passport)), "mrz-kind;");
    passport = {};
    passport.sex = "X";
    EXPECT_EQ(read_one(passport).travellers[0].sex, facts::Sex::kOther);
    passport.sex = "<";
    EXPECT_EQ(codes_of(read_one(passport)), "");
    passport.sex = "Q";
    EXPECT_EQ(codes_of(read_one(passport)), "mrz-sex;");
    passport.sex = "M";
    EXPECT_EQ(codes_of(read_one(passport)), "mrz-cnic;");
    passport = {};
    passport.personal = "9520212345672";
    EXPECT_EQ(codes_of(read_one(passport)), "mrz-cnic;");
    passport.personal = "";
    EXPECT_EQ(codes_of(read_one(passport)), "");
    EXPECT_EQ(read_one(passport).travellers[0].national_id.reveal(), "");
}

TEST(Mrz, SeveralDocumentsInAFileAreAMessageEach) {
    const std::string good = Passport{}.text();
    const std::string apart = good + "\n" + kSmallCard + "\n\n" + kVisaA;
    const std::string together = good + kSmallCard + kLargeCard + kVisaB;
    std::string versions;
    for (const auto& message : read_messages(core::as_bytes(apart), kDay))
        versions += message.version + " ";
    EXPECT_EQ(versions, "TD3 TD1 MRV-A ");
    versions.clear();
    for (const auto& message : read_messages(core::as_bytes(together), kDay))
        versions += message.version + " ";
    EXPECT_EQ(versions, "TD3 TD1 TD2 MRV-B ");
}

TEST(Mrz, ALostOrDoubledFillerIsFitted) {
    const std::string good = Passport{.personal = ""}.text();
    const std::string expected = person_of(read_one(good));
    const std::size_t run = good.rfind("<<<<");
    for (const std::string& text :
         {std::string{good}.erase(run, 2), std::string{good}.insert(run, "<<<")}) {
        const auto message = read_one(text);
        EXPECT_EQ(person_of(message), expected);
        EXPECT_EQ(codes_of(message), "mrz-line-length;");
    }
}

TEST(Mrz, ACutDocumentGivesWhatIsThere) {
    const auto message = read_one("P<PAKDEHLVI<<GULNAR<BANO<<<<<<<<<<<<<<<<<<<<");
    EXPECT_TRUE(person_of(message).starts_with("DEHLVI/GULNAR/BANO P  PAK"));
    EXPECT_EQ(codes_of(message), "mrz-line-missing;");
    const auto card = read_one("I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F12");
    EXPECT_EQ(card.travellers[0].documents[0].number.reveal(), "D23145890");
    EXPECT_TRUE(has_problem(card, "mrz-line-missing"));
    EXPECT_TRUE(has_problem(card, "mrz-line-cut"));
    const auto nothing = read_one("I<UTO<<<<<<<<<<<<<<<<<<<<<<<<<\n");
    EXPECT_EQ(nothing.status, MessageStatus::kRefused);
    EXPECT_EQ(nothing.problems[0].code, "nothing-usable");
}

TEST(Mrz, NoCutAndNoFlippedByteLosesAnybodyInSilence) {
    const std::string whole = Passport{}.text() + "\n" + kSmallCard + "\n" + kVisaB;
    for (std::size_t at = 0; at < whole.size(); ++at) {
        std::vector<std::string> damaged{whole.substr(0, at)};
        for (const char c : std::string{"X<0\n '\xC3"}) {
            damaged.push_back(whole);
            damaged.back()[at] = c;
        }
        for (const std::string& text : damaged) {
            const auto messages = read_messages(core::as_bytes(text), kDay);
            ASSERT_FALSE(messages.empty());
            std::size_t people = 0;
            for (const auto& message : messages) {
                ASSERT_TRUE(message.status == MessageStatus::kOk || !message.problems.empty());
                for (const auto& problem : message.problems)
                    ASSERT_LE(problem.offset, text.size());
                people += message.travellers.size();
            }
            const bool is_refused = messages.back().status == MessageStatus::kRefused;
            const bool is_flipped = text.size() == whole.size();
            ASSERT_TRUE(!is_flipped || people >= 3 || is_refused) << at;
        }
    }
}

TEST(Mrz, OtherFilesAreNoMachineReadableZone) {
    for (const char* text : {"",
                             "UNB+UNOA:4+A+B+260114:0630+1'",
                             "<?xml version='1.0'?><a><b/></a>",
                             "BSM\n.V/1LKHI\n",
                             "{\"names\":\"A<<B\",\"x\":[1,2,3],\"y\":\":::\"}"}) {
        EXPECT_FALSE(looks_like_mrz(core::as_bytes(std::string{text}))) << text;
    }
}

TEST(Mrz, AThousandDocumentsAndNoMore) {
    std::string text;
    for (int i = 0; i < 1002; ++i)
        text += Passport{}.text() + "\n";
    const auto messages = read_messages(core::as_bytes(text), kDay);
    ASSERT_EQ(messages.size(), 1001U);
    EXPECT_EQ(messages.back().status, MessageStatus::kRefused);
    EXPECT_EQ(messages.back().problems[0].code, "too-many-messages");
}

}  // namespace
}  // namespace sarhad::intake
