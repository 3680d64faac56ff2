#include "json_dump.h"
#include "pnr_messages.h"

#include "core/text.h"
#include "intake/messages.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sarhad::intake {
namespace {

std::vector<facts::Message> read(const std::string& text) {
    return read_messages(core::as_bytes(text));
}

std::string itmatt(std::string_view items) {
    return core::cat("UNB+UNOC:3+AEA+PKA+260114:0630+1'UNH+1+ITMATT:1:0:UP'BGM+785+D1+9'",
                     items,
                     "UNT+1+1'UNZ+1+1'");
}

TEST(Postal, AnItemHasItsPartiesItsContentsAndItsCategory) {
    const auto messages = read_messages(sample("itmatt_m33.edi"));
    ASSERT_EQ(messages.size(), 1U);
    const facts::Message& message = messages[0];
    EXPECT_EQ(message.function, "postal-items");
    ASSERT_EQ(message.bills.size(), 2U);
    const facts::Bill& item = message.bills[0];
    EXPECT_EQ(item.number, "EE123456785AE");
    EXPECT_EQ(item.customs_status, "gift");
    EXPECT_EQ(item.level, facts::BillLevel::kStraight);
    EXPECT_EQ(item.gross_grams, 2'400U);
    ASSERT_EQ(item.parties.size(), 2U);
    EXPECT_EQ(item.parties[0].role, facts::PartyRole::kShipper);
    EXPECT_EQ(item.parties[0].country, "AE");
    EXPECT_EQ(item.parties[1].role, facts::PartyRole::kConsignee);
    ASSERT_EQ(item.goods.size(), 2U);
    EXPECT_EQ(item.goods[1].hs, "851713");
    EXPECT_EQ(item.goods[1].value.thousandths, 40'000'000);
    EXPECT_EQ(message.bills[1].customs_status, "documents");
    ASSERT_EQ(message.conveyances.size(), 1U);
    EXPECT_EQ(message.conveyances[0].mode, facts::Mode::kPost);
}

TEST(Postal, AWrongCheckDigitIsToldWhereTheItemStands) {
    const auto problems = problems_of(read(itmatt("CNI+1+EE123456784AE'GID+1'FTX+AAA+++X'"))[0]);
    EXPECT_NE(problems.find("bad-item-number;"), std::string::npos);
    const facts::Message right = read(itmatt("CNI+1+EE123456785AE'GID+1'FTX+AAA+++X'"))[0];
    EXPECT_EQ(problems_of(right).find("bad-item-number"), std::string::npos);
    const facts::Message message = read_messages(sample("itmatt_m33.edi"))[0];
    ASSERT_EQ(problems_of(message), "bad-item-number;");
    const core::Bytes file = sample("itmatt_m33.edi");
    EXPECT_EQ(core::as_text(file).substr(message.problems[0].offset, 5), "CNI+2");
}

TEST(Postal, EachCategoryHasItsWord) {
    const std::vector<std::pair<std::string, std::string>> all{{"11", "sale-of-goods"},
                                                               {"21", "returned-goods"},
                                                               {"31", "gift"},
                                                               {"32", "sample"},
                                                               {"91", "documents"},
                                                               {"999", "other"}};
    for (const auto& [code, word] : all) {
        const auto message = read(itmatt(core::cat("CNI+1+X1'GEI+3+", code, "'GID+1'")))[0];
        EXPECT_EQ(message.bills.at(0).customs_status, word) << code;
    }
    const auto lists = read("itemid,category,sender\nA1,Returned Goods,X\nA2,SALE OF GOODS,Y\n");
    EXPECT_EQ(lists[0].bills.at(0).customs_status, "returned-goods");
    EXPECT_EQ(lists[0].bills.at(1).customs_status, "sale-of-goods");
}

TEST(Postal, AListOfItemsKeepsEachContentsValueAndAddsThemUp) {
    const facts::Message message = read_messages(sample("parcels.csv")).at(0);
    ASSERT_EQ(message.bills.size(), 3U);
    const facts::Bill& item = message.bills[0];
    ASSERT_EQ(item.goods.size(), 2U);
    EXPECT_EQ(item.goods[0].value.thousandths, 210'500);
    EXPECT_EQ(item.value.thousandths, 610'500);
    EXPECT_EQ(item.gross_grams, 1'200U);
    EXPECT_EQ(item.parties.at(1).contact.reveal(), "923001234567");
    EXPECT_EQ(message.bills[2].customs_status, "a present") << "kept as sent";
    EXPECT_EQ(problems_of(message), "bad-item-number;unknown-code;");
    EXPECT_EQ(message.problems[0].segment, 4U) << "the line";
    EXPECT_EQ(message.conveyances.at(0).mode, facts::Mode::kPost);
}

TEST(Postal, AnExpressListWithItsModeKeepsIt) {
    const auto message =
        read(
            "trackingnumber,sender,receiver,contents,weight,value,currency,mode,flight\n"
            "9988776655,A,B,SHOES,1.5,40,USD,air,QX612\n")
            .at(0);
    EXPECT_EQ(message.status, facts::MessageStatus::kOk) << problems_of(message);
    EXPECT_EQ(message.bills.at(0).number, "9988776655");
    EXPECT_EQ(message.conveyances.at(0).mode, facts::Mode::kAir);
    EXPECT_EQ(message.conveyances.at(0).voyage, "QX612");
}

TEST(Postal, ItemsInJsonHaveTheirCategoryToo) {
    const auto message =
        read(R"({"Declaration":{"ID":"D1","Consignment":[{"TransactionNatureCode":"31",)"
             R"("TransportContractDocument":{"ID":"EE123456785AE"},"Consignor":{"Name":"A"}}]}})")
            .at(0);
    EXPECT_EQ(message.bills.at(0).customs_status, "gift");
    EXPECT_EQ(message.conveyances.at(0).mode, facts::Mode::kPost);
    EXPECT_EQ(message.status, facts::MessageStatus::kOk) << problems_of(message);
}

/// Cut at every byte and with every byte flipped: no item is lost without a problem.
TEST(Postal, CutOrDamagedAnywhereItIsReadOrShown) {
    for (const std::string name : {"itmatt_m33.edi", "parcels.csv"}) {
        const core::Bytes whole = sample(name);
        const std::size_t items = read_messages(whole).at(0).bills.size();
        const std::size_t told = read_messages(whole).at(0).problems.size();
        const auto check = [&](core::ByteView damaged, std::size_t at) {
            const auto messages = read_messages(damaged);
            ASSERT_FALSE(messages.empty());
            std::size_t found = 0;
            std::size_t problems = 0;
            for (const facts::Message& message : messages) {
                found += message.bills.size();
                problems += message.problems.size();
                for (const facts::Problem& problem : message.problems)
                    ASSERT_LE(problem.offset, damaged.size()) << name << " " << at;
            }
            ASSERT_TRUE(found >= items || problems > 0) << name << " " << at << " " << told;
        };
        // A list without its last rows is a shorter list: nothing in it says how many there are.
        for (std::size_t at = 0; at < whole.size(); ++at) {
            if (name == "parcels.csv")
                static_cast<void>(read_messages(core::ByteView{whole}.first(at)));
            if (name != "parcels.csv") check(core::ByteView{whole}.first(at), at);
        }
        core::Bytes damaged = whole;
        for (std::size_t at = 0; at < whole.size(); ++at) {
            damaged[at] = static_cast<std::uint8_t>(whole[at] ^ (1U << (at % 8)));
            check(damaged, at);
            damaged[at] = whole[at];
        }
    }
}

}  // namespace
}  // namespace sarhad::intake
