#include "manifest_csv.h"

#include "manifest_draft.h"
#include "manifest_sheet.h"
#include "postal.h"

#include "core/text.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string_view>

namespace sarhad::intake {
namespace {

using facts::Bill;
using facts::Declaration;
using facts::GoodsLine;
using facts::PartyRole;
using facts::PlaceRole;

constexpr std::size_t kColumnsAtLeast = 3;

facts::Traffic traffic_of(std::string_view word) {
    const std::string lower = core::ascii_lower(word);
    for (const auto& [traffic, name] : facts::EnumNames<facts::Traffic>::kNames) {
        if (name == lower) return traffic;
    }
    return facts::Traffic::kUnknown;
}

facts::Mode mode_of_word(std::string_view word) {
    const std::string lower = core::ascii_lower(word);
    for (const auto& [mode, name] : facts::EnumNames<facts::Mode>::kNames) {
        if (name == lower) return mode;
    }
    return mode_of(word);
}

class SheetReader {
public:
    SheetReader(ManifestSheet& sheet, ManifestDraft& draft) : sheet_{sheet}, draft_{draft} {}

    void run() {
        const bool is_declaration = sheet_.has(Column::kDeclaration);
        draft_.message().format = is_declaration ? "GD-CSV" : "MANIFEST-CSV";
        draft_.message().function = is_declaration ? "declaration" : "manifest";
        if (const std::size_t unknown = sheet_.unknown().size(); unknown > 0) {
            draft_.draft().problem(
                {{}, 1, 0},
                "unknown-column",
                core::cat(unknown,
                          " columns are not known here and not read, the first: ",
                          core::cut_utf8(to_utf8(sheet_.unknown().front()), 64)));
        }
        while (sheet_.next()) {
            at_ = sheet_.line();
            if (const std::string_view why = sheet_.refusal(); !why.empty()) {
                draft_.draft().problem(at_, "damaged-row", std::string{why});
            }
            if (is_declaration) {
                read_declaration_row();
            } else {
                read_bill_row();
            }
        }
    }

private:
    /// A field may hold line breaks: they are blanks.
    [[nodiscard]] std::string sent(Column column) const {
        return core::fold_blanks(sheet_.text(column));
    }
    [[nodiscard]] std::string text(Column column, std::size_t max) {
        return draft_.draft().text(at_, sent(column), max);
    }

    void read_bill_row() {
        const std::string number = draft_.number(at_, sent(Column::kBill));
        if (number.empty()) {
            draft_.draft().problem(at_, "bill-without-number", "the row names no bill: kept alone");
        }
        const auto known = number.empty() ? bills_.end() : bills_.find(number);
        if (known == bills_.end()) {
            if (draft_.draft().add_bill(at_) == nullptr) return;
            const std::size_t place = draft_.message().bills.size() - 1;
            if (!number.empty()) bills_.emplace(number, place);
            start_bill(draft_.message().bills[place], number);
            add_row(draft_.message().bills[place]);
        } else {
            add_row(draft_.message().bills[known->second]);
        }
        read_conveyance();
    }

    void start_bill(Bill& bill, const std::string& number) {
        bill.number = number;
        bill.master = draft_.number(at_, sent(Column::kMaster));
        if (bill.master == number) {
            bill.master.clear();  // Written so by some for a bill without houses.
        }
        if (!bill.master.empty()) bill.level = facts::BillLevel::kHouse;
        bill.traffic = traffic_of(sent(Column::kTraffic));
        bill.line = static_cast<std::uint32_t>(
            std::min<std::uint64_t>(draft_.count(at_, sent(Column::kLine)), UINT32_MAX));
        for (const PartyColumns& party : {kShipper, kConsignee, kNotify})
            add_party(bill.parties, party);
        draft_.add_place(at_, bill.places, PlaceRole::kOrigin, sent(Column::kOrigin));
        draft_.add_place(at_, bill.places, PlaceRole::kLoading, sent(Column::kLoading));
        draft_.add_place(at_, bill.places, PlaceRole::kDischarge, sent(Column::kUnloading));
        draft_.add_place(at_, bill.places, PlaceRole::kFinal, sent(Column::kFinal));
        bill.value = draft_.money(at_, sent(Column::kValue), sent(Column::kCurrency));
        bill.freight = draft_.money(at_, sent(Column::kPostage), sent(Column::kCurrency));
        read_category(bill);
        if (check_item_number(number) == ItemNumber::kWrongDigit) {
            draft_.draft().problem(
                at_, std::string{kBadItemNumber}, std::string{kBadItemNumberText});
        }
    }

    void read_category(Bill& bill) {
        const std::string category = sent(Column::kCategory);
        bill.customs_status = item_category(category);
        if (category.empty() || !bill.customs_status.empty()) return;
        bill.customs_status = text(Column::kCategory, facts::max_of(&Bill::customs_status));
        draft_.draft().problem(
            at_,
            "unknown-code",
            "the category is none of 11 sale of goods, 21 returned goods, 31 gift, 32 sample, 91 "
            "documents, 999 other: kept as sent");
    }

    void add_row(Bill& bill) {
        GoodsLine goods = read_goods(bill.goods.size() + 1);
        // A list of items has each content's value in its row; a manifest its bill's in all of
        // them.
        if (sheet_.has(Column::kCategory)) {
            goods.value = draft_.money(at_, sent(Column::kValue), sent(Column::kCurrency));
            const bool is_further = !bill.goods.empty();
            if (is_further && goods.value.currency == bill.value.currency) {
                bill.value.thousandths += goods.value.thousandths;
            }
        }
        for (const std::string& unit : goods.containers) {
            if (std::find(bill.containers.begin(), bill.containers.end(), unit) ==
                bill.containers.end()) {
                draft_.draft().add(at_, bill.containers, unit, facts::max_of(&Bill::containers));
            }
        }
        bill.packages += goods.packages;
        bill.gross_grams += goods.gross_grams;
        bill.volume_litres += goods.volume_litres;
        draft_.draft().add(at_, bill.goods, std::move(goods), facts::max_of(&Bill::goods));
    }

    struct PartyColumns {
        PartyRole role;
        Column name;
        std::optional<Column> address;
        std::optional<Column> number;
        std::optional<Column> country;
        std::optional<Column> contact;
    };
    static constexpr PartyColumns kShipper{PartyRole::kShipper,
                                           Column::kShipper,
                                           Column::kShipperAddress,
                                           std::nullopt,
                                           Column::kShipperCountry,
                                           Column::kShipperContact};
    static constexpr PartyColumns kConsignee{PartyRole::kConsignee,
                                             Column::kConsignee,
                                             Column::kConsigneeAddress,
                                             Column::kConsigneeNumber,
                                             Column::kConsigneeCountry,
                                             Column::kConsigneeContact};
    static constexpr PartyColumns kNotify{PartyRole::kNotify,
                                          Column::kNotify,
                                          Column::kNotifyAddress,
                                          std::nullopt,
                                          std::nullopt,
                                          std::nullopt};
    static constexpr PartyColumns kDeclarant{PartyRole::kDeclarant,
                                             Column::kDeclarant,
                                             std::nullopt,
                                             Column::kDeclarantNumber,
                                             std::nullopt,
                                             std::nullopt};

    void add_party(std::vector<facts::Party>& to, const PartyColumns& columns) {
        const auto part = [&](std::optional<Column> column, std::size_t max) {
            return personal(draft_.draft(), at_, column ? sent(*column) : std::string{}, max);
        };
        facts::Party party;
        party.role = columns.role;
        party.name = part(columns.name, facts::max_of(&facts::Party::name));
        party.address = part(columns.address, facts::max_of(&facts::Party::address));
        party.number = part(columns.number, facts::max_of(&facts::Party::number));
        party.contact = part(columns.contact, facts::max_of(&facts::Party::contact));
        if (columns.country) {
            party.country = text(*columns.country, facts::max_of(&facts::Party::country));
        }
        draft_.add_party(at_, to, std::move(party));
    }

    [[nodiscard]] GoodsLine read_goods(std::size_t number) {
        GoodsLine goods;
        goods.number = static_cast<std::uint32_t>(number);
        goods.description = text(Column::kGoods, facts::max_of(&GoodsLine::description));
        goods.hs = draft_.hs(at_, sent(Column::kHs));
        goods.packages = draft_.count(at_, sent(Column::kPackages));
        goods.package_kind = text(Column::kPackageKind, facts::max_of(&GoodsLine::package_kind));
        goods.gross_grams = draft_.grams(at_, sent(Column::kGrossKilograms));
        goods.net_grams = draft_.grams(at_, sent(Column::kNetKilograms));
        goods.volume_litres = draft_.litres(at_, sent(Column::kVolume));
        goods.quantity_thousandths = draft_.thousandths(at_, sent(Column::kQuantity));
        goods.unit = text(Column::kUnit, facts::max_of(&GoodsLine::unit));
        goods.marks = text(Column::kMarks, facts::max_of(&GoodsLine::marks));
        goods.origin = text(Column::kOriginCountry, facts::max_of(&GoodsLine::origin));
        goods.procedure = text(Column::kProcedure, facts::max_of(&GoodsLine::procedure));
        const std::string un_number = text(Column::kUnNumber, 8);
        const std::string hazard = text(Column::kHazard, 16);
        if (!un_number.empty() || !hazard.empty()) {
            goods.dangerous.push_back({un_number, hazard, {}});
        }
        read_containers(goods);
        return goods;
    }

    /// Several stand in one field with ';' or a blank between them.
    void read_containers(GoodsLine& goods) {
        std::string field = sent(Column::kContainer);
        std::replace_if(
            field.begin(),
            field.end(),
            [](char c) { return c == ',' || c == '/' || c == ' '; },
            ';');
        for (const std::string_view number : core::split(field, ';')) {
            const auto place = draft_.container(at_, number);
            if (!place) continue;
            facts::Container& unit = draft_.message().containers[*place];
            draft_.draft().add(
                at_, goods.containers, unit.number, facts::max_of(&GoodsLine::containers));
            if (unit.size_type.empty()) unit.size_type = text(Column::kSizeType, 16);
            if (unit.seals.empty()) add_seals(unit.seals);
        }
    }

    void add_seals(std::vector<std::string>& to) {
        const std::string field = text(Column::kSeals, 512);
        for (const std::string_view seal : core::split(field, ';')) {
            if (core::trim(seal).empty()) continue;
            draft_.draft().add(at_,
                               to,
                               draft_.draft().text(at_, core::trim(seal), 35),
                               facts::max_of(&facts::Container::seals));
        }
    }

    /// Rows name it again and again: each that is another is kept once.
    void read_conveyance() {
        facts::Conveyance one;
        one.voyage = text(Column::kVoyage, facts::max_of(&facts::Conveyance::voyage));
        one.name = text(Column::kVesselName, facts::max_of(&facts::Conveyance::name));
        one.number = text(Column::kVesselNumber, facts::max_of(&facts::Conveyance::number));
        if (one.voyage.empty() && one.name.empty() && one.number.empty()) return;
        one.mode = mode_of_word(sent(Column::kMode));
        const std::string key = core::cat(one.voyage, "/", one.name, "/", one.number);
        if (!conveyances_.emplace(key, true).second) return;
        facts::Place call;
        call.role = PlaceRole::kCall;
        call.code = draft_.number(at_, sent(Column::kUnloading));
        call.arrives = draft_.time(at_, sent(Column::kArrives));
        if (!call.code.empty() || call.arrives.is_known()) one.places.push_back(std::move(call));
        facts::Place before;
        before.role = PlaceRole::kPrevious;
        before.code = draft_.number(at_, sent(Column::kLoading));
        before.departs = draft_.time(at_, sent(Column::kDeparts));
        if (before.departs.is_known()) one.places.push_back(std::move(before));
        draft_.draft().add(at_,
                           draft_.message().conveyances,
                           std::move(one),
                           facts::max_of(&facts::Message::conveyances));
    }

    void read_declaration_row() {
        const std::string number = draft_.number(at_, sent(Column::kDeclaration));
        if (number.empty()) {
            draft_.draft().problem(
                at_, "declaration-without-number", "the row names no declaration: kept alone");
        }
        std::vector<Declaration>& all = draft_.message().declarations;
        const auto known = number.empty() ? declarations_.end() : declarations_.find(number);
        std::size_t place = all.size();
        if (known != declarations_.end()) {
            place = known->second;
        } else {
            if (!draft_.draft().add(
                    at_, all, Declaration{}, facts::max_of(&facts::Message::declarations))) {
                return;
            }
            if (!number.empty()) declarations_.emplace(number, place);
            start_declaration(all[place], number);
        }
        Declaration& to = all[place];
        GoodsLine goods = read_goods(to.lines.size() + 1);
        goods.value = draft_.money(at_, sent(Column::kValue), sent(Column::kCurrency));
        for (const std::string& unit : goods.containers) {
            if (std::find(to.containers.begin(), to.containers.end(), unit) ==
                to.containers.end()) {
                draft_.draft().add(
                    at_, to.containers, unit, facts::max_of(&Declaration::containers));
            }
        }
        draft_.draft().add(at_, to.lines, std::move(goods), facts::max_of(&Declaration::lines));
    }

    void start_declaration(Declaration& to, const std::string& number) {
        to.number = number;
        to.regime = text(Column::kRegime, facts::max_of(&Declaration::regime));
        to.office = text(Column::kOffice, facts::max_of(&Declaration::office));
        to.lodged = draft_.time(at_, sent(Column::kIssued)).date;
        to.bill = draft_.number(at_, sent(Column::kBill));
        for (const PartyColumns& party : {kShipper, kConsignee, kDeclarant})
            add_party(to.parties, party);
    }

    ManifestSheet& sheet_;
    ManifestDraft& draft_;
    Line at_{};
    std::map<std::string, std::size_t> bills_{};
    std::map<std::string, std::size_t> declarations_{};
    std::map<std::string, bool> conveyances_{};
};

}  // namespace

bool is_manifest_csv(core::ByteView file) {
    return known_columns(file) >= kColumnsAtLeast;
}

std::vector<facts::Message> read_manifest_csv(core::ByteView file) {
    ManifestSheet sheet{file};
    if (const core::Status header = sheet.read_header(); !header) {
        return {refused_file("bad-header", 0, header.error().what)};
    }
    LineRoom room;
    ManifestDraft draft{room, {{}, 1, 0}};
    SheetReader{sheet, draft}.run();
    settle_items(draft.message());
    return {std::move(draft).finish()};
}

}  // namespace sarhad::intake
