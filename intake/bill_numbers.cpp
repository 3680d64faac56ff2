#include "bill_numbers.h"

#include "core/text.h"

#include <unordered_map>

namespace sarhad::intake {
namespace {

using facts::Bill;
using facts::BillLevel;

constexpr std::size_t kNumberBytes = facts::max_of(&Bill::number);
constexpr std::size_t kKindBytes = facts::max_of(&Bill::kind);
constexpr std::size_t kReferences = facts::max_of(&Bill::references);

}  // namespace

void BillNumbers::start(std::string_view consignment) {
    consignment_ = consignment;
    next_bill();
}

void BillNumbers::next_bill() {
    own_ = house_ = master_ = {};
    own_code_ = house_code_ = master_code_ = {};
}

bool BillNumbers::is_of_another(const Segment& rff, bool has_content) const {
    const std::string_view number = rff.at(1, 1);
    const Reference kind = reference_kind(rff.at(1));
    if (number.empty() || (kind != Reference::kBill && kind != Reference::kHouse)) return false;
    if (kind == Reference::kHouse && !house_.empty() && house_ != number) return true;
    const bool has_number = !own_.empty() || !house_.empty();
    return has_content && has_number && number != own_ && number != house_;
}

bool BillNumbers::take(const Segment& rff, Bill& bill) {
    const std::string_view number = rff.at(1, 1);
    const auto keep = [&](std::string_view& field, std::string_view& code) {
        if (field.empty()) {
            field = number;
            code = rff.at(1);
        } else if (field != number) {
            add_reference(rff, bill, rff.at(1), number);
            draft_.repeated(rff);
        }
        return true;
    };
    if (number.empty()) return true;
    switch (reference_kind(rff.at(1))) {
        case Reference::kBill:
            return keep(own_, own_code_);
        case Reference::kHouse:
            return keep(house_, house_code_);
        case Reference::kMaster:
            return keep(master_, master_code_);
        case Reference::kBooking:
        case Reference::kOther:
            break;
    }
    add_reference(rff, bill, rff.at(1), number);
    return false;
}

void BillNumbers::add_reference(const Segment& at,
                                Bill& bill,
                                std::string_view code,
                                std::string_view number) {
    if (number.empty()) return;
    draft_.add_text(at,
                    bill.references,
                    kReferences,
                    draft_.text(at, core::cat(code, " ", number), 64),
                    "references");
}

void BillNumbers::settle(const Segment& at, Bill& bill) {
    std::string_view number = consignment_;
    std::string_view master = master_;
    std::string_view code;
    if (!house_.empty()) {
        number = house_;
        code = house_code_;
        if (master.empty()) master = own_.empty() ? consignment_ : own_;
        bill.level = BillLevel::kHouse;
    } else if (!own_.empty()) {
        number = own_;
        code = own_code_;
        const std::vector<Bill>& bills = draft_.message().bills;
        const bool is_kept = !bills.empty() && &bills.back() == &bill;
        if (!consignment_.empty() && consignment_ != own_ && is_kept) {
            differing_.push_back({bills.size() - 1, consignment_, own_});
        }
    }
    if (number.empty() && !master.empty()) {
        number = master;
        code = master_code_;
        master = {};
        bill.level = BillLevel::kMaster;
    }
    bill.kind = draft_.code(at, code, kKindBytes);
    bill.number = draft_.code(at, number, kNumberBytes);
    bill.master = draft_.code(at, master, kNumberBytes);
    if (bill.master == bill.number) {
        const bool is_master = !bill.master.empty() && house_.empty();
        if (is_master) {
            bill.level = BillLevel::kMaster;
            if (code.empty()) bill.kind = draft_.code(at, master_code_, kKindBytes);
        }
        bill.master.clear();
    } else if (!bill.master.empty()) {
        bill.level = BillLevel::kHouse;
    }
    if (bill.number.empty()) {
        draft_.problem(at, "bill-without-number", "the consignment names no bill: it is kept");
    }
}

void BillNumbers::finish() {
    std::unordered_map<std::string_view, std::size_t> uses;  // Never iterated.
    for (const Pair& pair : differing_)
        ++uses[pair.own];
    for (const Pair& pair : differing_) {
        Bill& bill = draft_.message().bills[pair.bill];
        if (uses[pair.own] == 1 || !bill.master.empty()) {
            add_reference({}, bill, "CNI", pair.consignment);
            continue;
        }
        bill.master = std::move(bill.number);
        bill.number = draft_.code({}, pair.consignment, kNumberBytes);
        bill.level = BillLevel::kHouse;
    }
}

}  // namespace sarhad::intake
