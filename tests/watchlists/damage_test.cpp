// What becomes of a list's file that is damaged on its way: every record is imported or refused
// with its place, or the file is refused; the entries of a refused file are used by nobody.

#include "support.h"

#include "support/places.h"
#include "watchlists/formats.h"
#include "watchlists/list_file.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>
#include <string>
#include <vector>

namespace sarhad::watchlists {
namespace {

using namespace testing;  // NOLINT(google-build-using-namespace): this folder's own support.

struct Sample {
    std::string_view format;
    std::string_view file;
};
constexpr std::array<Sample, 13> kSamples{{{"csl-csv", "csl.csv"},
                                           {"eu-csv", "eu.csv"},
                                           {"eu-xml", "eu.xml"},
                                           {"ftm", "entities.ftm.json"},
                                           {"ftm-delta", "entities.delta.json"},
                                           {"gtas-csv", "gtas.csv"},
                                           {"ofac-advanced-xml", "ofac-advanced.xml"},
                                           {"ofac-xml", "ofac.xml"},
                                           {"pk-proscribed-json", "proscribed.json"},
                                           {"sarhad-csv", "agency.csv"},
                                           {"senzing", "senzing.json"},
                                           {"uk-csv", "uk-conlist.csv"},
                                           {"uk-csv", "uk-sanctions-list.csv"}}};

struct Outcome {
    bool has_failed{false};
    std::string error;
    ImportReport report;
    std::vector<std::string> names;
};

std::string whole_file(const Sample& sample) {
    return read_whole(places::test_data("lists/formats/") + std::string{sample.file});
}

Outcome import(std::string_view format, std::string_view text) {
    Outcome outcome;
    const ImportSinks sinks{
        [&](const ListEntry& entry) {
            const auto read = read_entry(entry_bytes(entry));
            EXPECT_TRUE(read.has_value() && *read == entry) << format;
            outcome.names.push_back(entry.names.empty() ? "" : entry.names[0].text.reveal());
            return core::Status{};
        },
        [](const std::string& /*reference*/, const ListedDocument& /*number*/) {
            return core::Status{};
        },
        [](const std::string& /*reference*/) { return core::Result<bool>{true}; }};
    References references;
    auto report = find_format(format)->import(source(text), sinks, references);
    outcome.has_failed = !report;
    if (report) {
        outcome.report = *std::move(report);
        EXPECT_EQ(outcome.report.records_seen,
                  outcome.report.imported + outcome.report.refused_count);
        EXPECT_EQ(outcome.report.refused.size(), outcome.report.refused_count);
        for (const RefusedRecord& refused : outcome.report.refused) {
            EXPECT_FALSE(refused.place.empty());
            EXPECT_FALSE(refused.reason.empty());
        }
    } else {
        outcome.error = report.error().what;
        EXPECT_FALSE(outcome.error.empty());
    }
    return outcome;
}

bool is_csv(const Sample& sample) {
    return sample.format.ends_with("csv");
}

std::uint64_t told_of(const Outcome& outcome) {
    std::uint64_t side = 0;
    for (const auto& [word, count] : outcome.report.side_records) {
        side += count;
    }
    return outcome.report.records_seen + side;
}

TEST(DamagedList, CutWithinALineIsRefused) {
    for (const Sample& sample : kSamples) {
        const std::string whole = whole_file(sample);
        const std::size_t header = whole.find('\n', whole.find(is_csv(sample) ? "ame" : "{"));
        std::mt19937 random{1};
        for (int i = 0; i < 300; ++i) {
            const std::size_t at = header + 1 + random() % (whole.size() - header - 1);
            const bool is_at_end = whole.find_first_not_of("\r\n", at) == std::string::npos ||
                                   whole[at - 1] == '\n' || whole[at] == '\n' || whole[at] == '\r';
            const Outcome cut = import(sample.format, whole.substr(0, at));
            const std::size_t line = whole.rfind('\n', at - 1) + 1;
            const bool has_quotes = whole.substr(line, at - line).find('"') != std::string::npos;
            if (is_at_end || cut.has_failed || has_quotes) {
                continue;
            }
            // A CSV may end without a line end: all columns are there, the last one perhaps in
            // part.
            const char separator = sample.format == "eu-csv" ? ';' : ',';
            const auto in = [&](std::size_t from, std::size_t to) {
                return std::count(whole.begin() + static_cast<std::ptrdiff_t>(from),
                                  whole.begin() + static_cast<std::ptrdiff_t>(to),
                                  separator);
            };
            EXPECT_TRUE(is_csv(sample)) << sample.file << " cut at " << at;
            const std::size_t names = whole.rfind('\n', header - 1) + 1;
            EXPECT_GE(in(line, at), in(names, header)) << sample.file << " cut at " << at;
        }
    }
}

TEST(DamagedList, CutBetweenElementsOrObjectsIsRefusedWhereTheFormatTells) {
    for (const Sample& sample : kSamples) {
        const std::string whole = whole_file(sample);
        const bool is_xml = sample.format.ends_with("xml");
        const bool is_array = whole[whole.find_first_not_of(" \n")] == '[';
        const std::size_t last = whole.find_last_of(is_xml ? ">" : "]");
        for (std::size_t at = whole.find('\n'); at != std::string::npos && at < last;
             at = whole.find('\n', at + 1)) {
            const Outcome cut = import(sample.format, whole.substr(0, at + 1));
            if (is_xml || is_array) {
                EXPECT_TRUE(cut.has_failed) << sample.file << " cut at " << at;
            }
        }
    }
}

TEST(DamagedList, FlippedBitsNeverMakeItShorterInSilence) {
    for (const Sample& sample : kSamples) {
        const std::string whole = whole_file(sample);
        const Outcome before = import(sample.format, whole);
        ASSERT_FALSE(before.has_failed) << sample.file << ": " << before.error;
        std::mt19937 random{7};
        for (int i = 0; i < 1000; ++i) {
            std::string flipped = whole;
            const std::size_t at = random() % flipped.size();
            flipped[at] =
                static_cast<char>(static_cast<unsigned char>(flipped[at]) ^ (1U << (random() % 8)));
            const Outcome after = import(sample.format, flipped);
            if (after.has_failed) {
                continue;
            }
            // A line may have become two or two one, which the places and fields of the rest tell.
            const bool is_grouped = sample.format == "uk-csv" || sample.format == "eu-csv";
            const bool is_told = told_of(after) >= told_of(before) || is_grouped ||
                                 after.report.refused_count > before.report.refused_count ||
                                 (whole[at] == '\n' && is_csv(sample));
            EXPECT_TRUE(is_told) << sample.file << " at " << at << ": " << told_of(after) << " of "
                                 << told_of(before);
        }
    }
}

TEST(DamagedList, AQuoteTooManyCostsItsOwnLine) {
    const std::string rows =
        "reference,name,remarks\nA-1,\"Zor,x\nA-2,Bel,x\nA-3,\"Tar\",x\nA-4,Mun,\"two\nlines\"\n";
    const Outcome outcome = import("sarhad-csv", rows);
    ASSERT_FALSE(outcome.has_failed) << outcome.error;
    EXPECT_EQ(outcome.names, (std::vector<std::string>{"Bel", "Tar", "Mun"}));
    ASSERT_EQ(outcome.report.refused_count, 1U);
    EXPECT_EQ(outcome.report.refused[0].place, "line 2");
}

TEST(DamagedList, AQuoteThatNeverClosesCostsItsOwnLine) {
    std::string rows = "reference,name,remarks\nA-0,\"Zor,x\n";
    for (int i = 1; i <= 60'000; ++i) {
        rows += "A-" + std::to_string(i) + ",Belkhadim of the Invented,some remark of his\n";
    }
    const Outcome outcome = import("sarhad-csv", rows);
    ASSERT_FALSE(outcome.has_failed) << outcome.error;
    EXPECT_EQ(outcome.report.imported, 60'000U);
    EXPECT_EQ(outcome.report.refused.at(0).place, "line 2");
}

TEST(DamagedList, LinesThatCloseAnothersQuoteAreToldByTheirSpan) {
    const Outcome outcome =
        import("sarhad-csv", "reference,name,remarks\nA-1,\"Zor,x\nA-2,Bel,x\nA-3,Tar\",x\n");
    ASSERT_FALSE(outcome.has_failed) << outcome.error;
    EXPECT_EQ(outcome.report.imported + outcome.report.refused_count, 1U);
    EXPECT_TRUE(outcome.report.refused_count == 0 ||
                outcome.report.refused[0].place == "lines 2 to 4");
}

TEST(DamagedList, OtherEncodingsGiveTheSameOrANamedRefusal) {
    for (const Sample& sample : kSamples) {
        const std::string whole = whole_file(sample);
        const Outcome plain = import(sample.format, whole);
        const Outcome marked = import(sample.format, "\xEF\xBB\xBF" + whole);
        ASSERT_FALSE(marked.has_failed) << sample.file << ": " << marked.error;
        EXPECT_EQ(marked.names, plain.names) << sample.file;
        std::string dos;
        for (const char c : whole) {
            dos += c == '\n' && (dos.empty() || dos.back() != '\r') ? "\r\n" : std::string(1, c);
        }
        EXPECT_EQ(import(sample.format, dos).names, plain.names) << sample.file;
        std::string wide = "\xFF\xFE";
        for (const char c : whole) {
            wide += c;
            wide += '\0';
        }
        const Outcome utf16 = import(sample.format, wide);
        EXPECT_TRUE(utf16.has_failed || utf16.names == plain.names) << sample.file;
        if (is_csv(sample)) {
            EXPECT_NE(utf16.error.find("UTF-16"), std::string::npos) << utf16.error;
        }
    }
}

TEST(DamagedList, AnotherCodePageIsRefusedWithItsLineAndRemedy) {
    // Was read as cp1252 in silence: "محمد" of cp1256 became other letters.
    const Outcome outcome =
        import("sarhad-csv",
               "reference,name,remarks\nA-1,Zorvan,x\nA-2,\xE3\xCD\xE3\xCF,x\nA-3,Belkar,\xE3\n");
    ASSERT_FALSE(outcome.has_failed) << outcome.error;
    EXPECT_EQ(outcome.names, std::vector<std::string>{"Zorvan"});
    ASSERT_EQ(outcome.report.refused_count, 2U);
    EXPECT_EQ(outcome.report.refused[0].place, "line 3");
    EXPECT_EQ(outcome.report.refused[0].reason, "column name is not UTF-8: save the file as UTF-8");
    EXPECT_EQ(outcome.report.refused[1].place, "line 4");
    EXPECT_NE(outcome.report.refused[1].reason.find("column remarks"), std::string::npos);
    const Outcome json =
        import("pk-proscribed-json", "[{\"Name\":\"Zorvan\"},{\"Name\":\"\xE3\xCD\xE3\xCF\"}]");
    ASSERT_EQ(json.report.refused_count, 1U) << json.error;
    EXPECT_NE(json.report.refused[0].reason.find("save the file as UTF-8"), std::string::npos);
}

TEST(DamagedList, JsonInUtf16IsNamed) {
    for (const bool has_mark : {true, false}) {
        for (const bool is_little : {true, false}) {
            std::string wide = !has_mark ? "" : (is_little ? "\xFF\xFE" : "\xFE\xFF");
            for (const char c : std::string_view{"{\"id\":\"a\",\"schema\":\"Person\"}\n"}) {
                wide += is_little ? c : '\0';
                wide += is_little ? '\0' : c;
            }
            const Outcome outcome = import("ftm", wide);
            ASSERT_TRUE(outcome.has_failed);
            EXPECT_NE(outcome.error.find("it is UTF-16: save the file as UTF-8"), std::string::npos)
                << outcome.error;
        }
    }
}

TEST(DamagedList, AByteOfZeroCostsItsRecord) {
    using std::string_literals::operator""s;
    const Outcome csv = import("sarhad-csv", "reference,name\nA-1,Zo\0r\nA-2,Bel\n"s);
    EXPECT_EQ(csv.names, std::vector<std::string>{"Bel"});
    EXPECT_EQ(csv.report.refused.at(0).place, "line 2");
    EXPECT_TRUE(import("un-xml", "<CONSOLIDATED_LIST>\0</CONSOLIDATED_LIST>"s).has_failed);
}

TEST(DamagedList, AnotherRootIsNamed) {
    for (const std::string_view format : {"un-xml", "eu-xml", "ofac-xml", "ofac-advanced-xml"}) {
        const Outcome other = import(format, "<WHOLE><ENTITY Id=\"1\"/></WHOLE>");
        ASSERT_TRUE(other.has_failed) << format;
        EXPECT_NE(other.error.find("root is <WHOLE>"), std::string::npos) << other.error;
    }
}

TEST(DamagedList, ElementsOfAnotherNameAreCounted) {
    const Outcome outcome = import("un-xml",
                                   "<CONSOLIDATED_LIST><INDIVIDUALS><PERSON/><PERSON/>"
                                   "</INDIVIDUALS></CONSOLIDATED_LIST>");
    ASSERT_FALSE(outcome.has_failed) << outcome.error;
    EXPECT_EQ(outcome.report.side_records.at("PERSON"), 2U);
}

TEST(DamagedList, ASchemaThatFollowTheMoneyHasNotIsRefused) {
    const Outcome outcome = import("ftm", R"({"id":"a","schema":"Pesson","properties":{}})");
    EXPECT_EQ(outcome.report.refused.at(0).place, "line 1");
}

TEST(DamagedList, OverLongPartsAreRefusedByTheirPlace) {
    const std::string huge(2U << 20U, 'x');
    const Outcome csv = import("sarhad-csv", "reference,name\nA-1," + huge + "\nA-2,Bel\n");
    EXPECT_EQ(csv.names, std::vector<std::string>{"Bel"});
    EXPECT_EQ(csv.report.refused.at(0).place, "line 2");
    std::string many = "reference,name,aliases\nA-1,Zor,";
    for (int i = 0; i < 600; ++i) {
        many += "Alias" + std::to_string(i) + ";";
    }
    const Outcome aliases = import("sarhad-csv", many + "\nA-2,Bel,\n");
    EXPECT_EQ(aliases.names, std::vector<std::string>{"Bel"});
    const Outcome json = import(
        "senzing",
        R"({"RECORD_ID":"1","NAME_FULL":"Zor","DATA_SOURCE":")" + std::string(300, 'x') + "\"}");
    EXPECT_EQ(json.names, std::vector<std::string>{"Zor"});
}

TEST(OtherEditions, KeepUnknownColumnsInTheRemarksAndSaySo) {
    const std::string text =
        "Last Updated,01/01/2026\nUnique ID,Name 6,Name 1,Name type,Designation Type,D.O.B,"
        "Shoe size,OFSI Group ID\nTST0001,BELKHADIM,Zorvan,Primary Name,Individual,dd/mm/1971,44,"
        "9001\n";
    ListEntry taken;
    References references;
    const auto report = import_uk_csv(
        source(text),
        [&](ListEntry entry) {
            taken = std::move(entry);
            return core::Status{};
        },
        references);
    ASSERT_TRUE(report.has_value()) << report.error().what;
    EXPECT_EQ(taken.remarks.reveal(), "Shoe size: 44; OFSI Group ID: 9001");
    EXPECT_EQ(report->only_in_remarks.at("Shoe size"), 1U);
    EXPECT_EQ(to_text(taken.births.at(0).from.reveal()), "1971");
}

TEST(OtherEditions, CountRowsWithTooFewFields) {
    const Outcome outcome = import("sarhad-csv", "reference,name,remarks\nA-1,Zor\nA-2,Bel,x\n");
    EXPECT_EQ(outcome.report.imported, 2U);
    EXPECT_EQ(outcome.report.short_rows, 1U);
    ASSERT_EQ(outcome.report.warned_count, 1U);
    EXPECT_EQ(outcome.report.warned[0].place, "line 2");
    EXPECT_NE(outcome.report.warned[0].reason.find("2 fields, the header 3 columns"),
              std::string::npos);
}

TEST(ImportWarnings, TellOfANameThatCanNeverMatch) {
    const Outcome outcome = import(
        "sarhad-csv", "reference,kind,name,aliases\nA-1,person,Zor,...\nA-2,organisation,-!-,\n");
    EXPECT_EQ(outcome.report.imported, 2U);
    ASSERT_EQ(outcome.report.warned_count, 2U);
    EXPECT_EQ(outcome.report.warned[0].place, "line 2");
    EXPECT_NE(outcome.report.warned[0].reason.find("name 2 of 2 has no word"), std::string::npos);
    EXPECT_EQ(outcome.report.warned[1].place, "line 3");
}

TEST(ImportWarnings, TellOfNumbersWithAWrongCheckDigit) {
    const Outcome outcome = import("sarhad-csv",
                                   "reference,kind,name,imo,container\n"
                                   "V-1,vessel,Zorvan,9074729,\nV-2,vessel,Belkha,9074728,\n"
                                   "C-1,container,,,CSQU3054383\nC-2,container,,,CSQU3054384\n");
    EXPECT_EQ(outcome.report.imported, 4U);
    ASSERT_EQ(outcome.report.warned_count, 2U);
    EXPECT_EQ(outcome.report.warned[0].place, "line 3");
    EXPECT_NE(outcome.report.warned[0].reason.find("IMO number"), std::string::npos);
    EXPECT_EQ(outcome.report.warned[1].place, "line 5");
    EXPECT_NE(outcome.report.warned[1].reason.find("ISO 6346"), std::string::npos);
}

TEST(DamagedList, WhatCanNeverMatchIsAWarning) {
    const Outcome outcome = import("sarhad-csv",
                                   "reference,kind,name,cnic,passport,telephone,plate,imo,"
                                   "nationality,date_of_birth,listed_on\n"
                                   "A-1,,Zorvan Bel,123,,,,,,,\n"
                                   "A-2,,Zorvan Bel,,AB1,,,,,,\n"
                                   "A-3,,Zorvan Bel,,,12,,,,,\n"
                                   "A-4,vehicle,,,,,ABC,,,,\n"
                                   "A-5,vessel,Zorvan Star,,,,,9999999,,,\n"
                                   "A-6,,Zorvan Bel,,,,,,Ruritania,,\n"
                                   "A-7,,Zorvan Bel,,,,,,,2075,\n"
                                   "A-8,,Zorvan Bel,,,,,,,2021,2020-05-01\n"
                                   "A-9,,Zorvan Bel,17301-1234567-1,AB1234567,0300 1234567,"
                                   "LEB-1038,,Pakistan,1971-03-05,2020-05-01\n");
    ASSERT_FALSE(outcome.has_failed) << outcome.error;
    EXPECT_EQ(outcome.report.imported, 9U);
    const std::vector<std::string> wanted{"number 1 of 1, cnic, has not the form of one",
                                          "number 1 of 1, passport, has less than six characters",
                                          "number 1 of 1, telephone, has not the form of one",
                                          "number 1 of 1, plate, has not the form of one",
                                          "number 1 of 1, imo, is what is written where",
                                          "nationality 1 of 1 is no country's code",
                                          "date of birth 1 of 1 is in no year",
                                          "date of birth 1 of 1 is later than the listing"};
    ASSERT_EQ(outcome.report.warned_count, wanted.size());
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        const auto& warned = outcome.report.warned[i];
        EXPECT_EQ(warned.place, "line " + std::to_string(i + 2));
        EXPECT_TRUE(warned.reason.starts_with(wanted[i])) << warned.reason;
    }
}

TEST(References, TellMillionsApart) {
    References references;
    for (int i = 0; i < 200'000; ++i) {
        ASSERT_FALSE(references.contains("A-" + std::to_string(i)));
        references.insert("A-" + std::to_string(i));
    }
    EXPECT_TRUE(references.contains("A-0"));
    EXPECT_TRUE(references.contains("A-199999"));
    EXPECT_FALSE(references.contains("A-200000"));
    references.clear();
    EXPECT_FALSE(references.contains("A-0"));
}

}  // namespace
}  // namespace sarhad::watchlists
