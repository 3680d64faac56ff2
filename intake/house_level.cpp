#include "house_level.h"

#include "core/text.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <unordered_set>

namespace sarhad::intake {
namespace {

using facts::Bill;
using facts::BillLevel;
using facts::PartyRole;

/// Starts of words by which forwarders call themselves.
constexpr std::array<std::string_view, 10> kForwarderWords{"FORWARDER",
                                                           "FORWARDING",
                                                           "LOGISTIC",
                                                           "FREIGHT",
                                                           "CONSOLIDAT",
                                                           "NVOCC",
                                                           "GROUPAGE",
                                                           "CARGO SERVICE",
                                                           "CARGO AGEN",
                                                           "SHIPPING AGEN"};
/// What stands in place of goods where the house bills tell of them.
constexpr std::array<std::string_view, 5> kConsolidationWords{"CONSOLIDATION",
                                                              "CONSOLIDATED",
                                                              "CONSOL CARGO",
                                                              "AS PER ATTACHED MANIFEST",
                                                              "FREIGHT OF ALL KINDS"};

bool is_letter(char c) {
    return c >= 'A' && c <= 'Z';
}

template <std::size_t N>
bool holds_one_of(std::string_view text, const std::array<std::string_view, N>& starts) {
    const std::string upper = core::ascii_upper(text);
    return std::any_of(starts.begin(), starts.end(), [&upper](std::string_view start) {
        for (std::size_t at = upper.find(start); at != std::string::npos;
             at = upper.find(start, at + 1)) {
            if (at == 0 || !is_letter(upper[at - 1])) return true;
        }
        return false;
    });
}

/// The same party as a forwarder of the bill, or one by its name.
bool is_forwarder(const facts::Party& party, const Bill& bill) {
    const std::string& name = party.name.reveal();
    const std::string& number = party.number.reveal();
    const bool is_same =
        std::any_of(bill.parties.begin(), bill.parties.end(), [&](const facts::Party& other) {
            return other.role == PartyRole::kForwarder &&
                   ((!name.empty() && other.name.reveal() == name) ||
                    (!number.empty() && other.number.reveal() == number));
        });
    return is_same || holds_one_of(name, kForwarderWords);
}

bool goes_to_a_forwarder(const Bill& bill) {
    return std::any_of(bill.parties.begin(), bill.parties.end(), [&](const facts::Party& party) {
        return (party.role == PartyRole::kConsignee || party.role == PartyRole::kNotify) &&
               is_forwarder(party, bill);
    });
}

bool says_consolidation(const Bill& bill) {
    return std::any_of(bill.goods.begin(), bill.goods.end(), [](const facts::GoodsLine& line) {
        return holds_one_of(line.description, kConsolidationWords);
    });
}

}  // namespace

void mark_missing_house_levels(std::vector<Bill>& bills) {
    std::unordered_set<std::string_view> masters;  // Never iterated.
    for (const Bill& bill : bills) {
        if (!bill.master.empty()) masters.insert(bill.master);
    }
    for (Bill& bill : bills) {
        if (bill.level == BillLevel::kHouse || bill.level == BillLevel::kStraight) continue;
        if (masters.contains(bill.number)) {
            bill.level = BillLevel::kMaster;
        } else if (bill.level == BillLevel::kMaster || goes_to_a_forwarder(bill) ||
                   says_consolidation(bill)) {
            bill.level = BillLevel::kMaster;
            bill.is_house_level_missing = true;
        }
    }
}

}  // namespace sarhad::intake
