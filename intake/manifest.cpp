#include "bill_numbers.h"
#include "cargo_container.h"
#include "cargo_reader.h"
#include "goods_line.h"
#include "postal.h"

#include "core/text.h"
#include "intake/cargo_values.h"

#include <algorithm>
#include <array>
#include <unordered_set>
#include <utility>

namespace sarhad::intake {
namespace {

using facts::Bill;

constexpr std::size_t kParties = facts::max_of(&Bill::parties);
constexpr std::size_t kPlaces = facts::max_of(&Bill::places);
constexpr std::size_t kGoods = facts::max_of(&Bill::goods);
constexpr std::size_t kContainers = facts::max_of(&Bill::containers);
constexpr std::size_t kSeals = facts::max_of(&Bill::seals);

/// Known, and not kept (docs/intake-cargo.md).
constexpr std::array<std::string_view, 26> kNotKept{
    "UNH", "UNT", "UNS", "ATT", "AUT", "BII", "CPI", "CUX", "DIM", "EQN", "FII", "GDS", "GIN",
    "GOR", "HAN", "ICD", "PCD", "QVR", "RNG", "TAX", "TCC", "TMD", "TMP", "TOD", "TPL", "TSR"};

std::string_view word_of(std::string_view format) {
    if (format == "CUSREP") return "conveyance-report";
    if (format == "ITMATT") return "postal-items";
    return format == "IFCSUM" ? "consolidation" : "manifest";
}

class ManifestReader {
public:
    ManifestReader(MessageDraft& draft, bool has_consignments)
        : draft_{draft},
          voyage_{draft_},
          containers_{draft_, voyage_},
          numbers_{draft_},
          has_consignments_{has_consignments} {}

    void take(const Segment& segment) {
        if (!take_start(segment) && !(containers_.is_open() && containers_.take(segment)) &&
            !(goods_ != nullptr && take_goods_line(draft_, segment, *goods_)) &&
            !(bill_ != nullptr ? take_bill(segment) : take_header(segment)) && !pass(segment)) {
            draft_.unknown(segment);
        }
    }

    void finish() {
        close_bill();
        containers_.finish();
        voyage_.finish();
        numbers_.finish();
        draft_.finish();
        if (is_postal()) settle_items(draft_.message());
    }

private:
    /// Items of the post: each CNI is one.
    [[nodiscard]] bool is_postal() { return draft_.message().format == "ITMATT"; }

    /// What ends the group before it.
    bool take_start(const Segment& segment) {
        switch (packed(segment.tag())) {
            case packed("BGM"):
                read_beginning(segment);
                return true;
            case packed("CNI"):
                close_bill();
                numbers_.start(segment.at(2));
                open_bill(segment);
                return true;
            case packed("EQD"):
                open_container(segment);
                return true;
            case packed("GID"):
                start_goods(segment);
                return true;
            case packed("RFF"):
                return bill_ != nullptr && !containers_.is_open() && take_bill_reference(segment);
            case packed("CNT"):
                read_total(segment);
                return true;
            default:  // Not our enum.
                return false;
        }
    }

    void read_beginning(const Segment& bgm) {
        function_ = bgm.at(3);
        draft_.message().function = announced_cargo(word_of(draft_.message().format), function_);
        level_ = document_level(bgm.at(1));
        voyage_.set_number(bgm, bgm.at(2));
    }

    void open_bill(const Segment& at) {
        containers_.close();
        bill_ = &draft_.open_bill(at);
        at_ = at;
        bill_->level = is_postal() ? facts::BillLevel::kStraight : level_;
        bill_->is_cancelled = is_cancellation(function_);
        if (at.tag() == "CNI") {
            const auto line = core::parse_uint(at.at(1));
            if (line && *line <= UINT32_MAX) line_ = static_cast<std::uint32_t>(*line);
        }
        bill_->line = line_;
        pieces_ = 0;
        has_content_ = is_traffic_told_ = is_goods_implied_ = false;
        held_.clear();
    }

    void close_bill() {
        if (bill_ == nullptr) return;
        numbers_.settle(at_, *bill_);
        if (check_item_number(bill_->number) == ItemNumber::kWrongDigit && is_postal()) {
            draft_.problem(at_, std::string{kBadItemNumber}, std::string{kBadItemNumberText});
        }
        if (!is_traffic_told_) bill_->traffic = traffic_;
        std::uint64_t packages = 0;
        std::uint64_t grams = 0;
        std::uint64_t litres = 0;
        for (facts::GoodsLine& line : bill_->goods) {
            settle_goods_line(line);
            packages += line.packages;
            grams += line.gross_grams;
            litres += line.volume_litres;
        }
        if (bill_->packages == 0) bill_->packages = packages == 0 ? pieces_ : packages;
        if (bill_->gross_grams == 0) bill_->gross_grams = grams;
        if (bill_->volume_litres == 0) bill_->volume_litres = litres;
        bill_ = nullptr;
        goods_ = nullptr;
        party_ = nullptr;
    }

    /// RFF starts a further bill of the consignment where the one at hand is told of already.
    bool take_bill_reference(const Segment& rff) {
        if (rff.at(1) == "HS") return false;
        if (numbers_.is_of_another(rff, has_content_)) {
            close_bill();
            numbers_.next_bill();
            open_bill(rff);
        }
        // Numbers stand in a row: what is told between them parts the bills.
        if (numbers_.take(rff, *bill_)) has_content_ = false;
        return true;
    }

    void open_container(const Segment& eqd) {
        containers_.open(eqd);
        containers_.describe(eqd);
        party_ = nullptr;
        if (bill_ != nullptr) {
            has_content_ = true;
            hold(eqd, containers_.number());
        }
    }

    /// A container of the bill's goods, named once.
    void hold(const Segment& at, const std::string& number) {
        if (number.empty() || !held_.insert(number).second) return;
        draft_.add(at, bill_->containers, kContainers, "containers-of-a-bill") = number;
    }

    void start_goods(const Segment& gid) {
        containers_.close();
        if (bill_ == nullptr) {
            draft_.problem(gid, "misplaced-segment", "goods of no bill: a bill is taken for them");
            numbers_.start({});
            open_bill(gid);
        }
        party_ = nullptr;
        has_content_ = true;
        if (is_same_goods(gid)) return;
        if (!is_goods_implied_) goods_ = &draft_.open_goods(gid, bill_->goods, kGoods);
        is_goods_implied_ = false;
        read_goods_start(draft_, gid, *goods_);
    }

    /// Some send GID of the same item before each of its segments: nothing was told of it yet.
    [[nodiscard]] bool is_same_goods(const Segment& gid) const {
        if (goods_ == nullptr || is_goods_implied_ || gid.elements() > 2) return false;
        facts::GoodsLine untold;
        untold.number = goods_->number;
        const auto number = core::parse_uint(gid.at(1));
        return number && *number == goods_->number && *goods_ == untold;
    }

    /// Goods told of before any GID.
    facts::GoodsLine& implied_goods() {
        if (goods_ == nullptr) {
            goods_ = &draft_.open_goods({}, bill_->goods, kGoods);
            is_goods_implied_ = true;
        }
        return *goods_;
    }

    void read_total(const Segment& cnt) {
        const std::string_view code = cnt.at(1);
        if (code == "16") {
            containers_.add_total(cnt);
        } else if (bill_ != nullptr && (goods_ == nullptr || is_goods_implied_)) {
            read_bill_total(cnt, code);
        }
    }

    void read_bill_total(const Segment& cnt, std::string_view code) {
        const bool is_weight = code == "7";
        const std::string_view unit = cnt.at(1, 2).empty() ? "KGM" : cnt.at(1, 2);
        const auto amount = is_weight ? read_grams(cnt.at(1, 1), unit) : read_whole(cnt.at(1, 1));
        if (!amount) {
            draft_.problem(cnt, "bad-quantity", "CNT: not a number in a known unit");
        } else if (is_weight) {
            draft_.keep_first(cnt, bill_->gross_grams, *amount);
        } else if (code == "11") {
            draft_.keep_first(cnt, bill_->packages, *amount);
        } else if (code == "8") {
            pieces_ = *amount;
        }
    }

    bool take_bill(const Segment& segment) {
        has_content_ = true;
        switch (packed(segment.tag())) {
            case packed("LOC"):
                static_cast<void>(read_place(
                    draft_, segment, place_of_goods(segment.at(1)), bill_->places, kPlaces));
                return true;
            case packed("NAD"):
                party_ = &read_party(draft_, segment, bill_->parties, kParties);
                return true;
            case packed("CTA"):
            case packed("COM"):
                if (party_ != nullptr) read_contact(draft_, segment, *party_);
                return true;
            case packed("TDT"):
                voyage_.add_side(segment);
                return true;
            case packed("MEA"):
                read_bill_measure(segment);
                return true;
            case packed("GIS"):
            case packed("GEI"):
                if (!is_postal() || !read_category(segment)) read_traffic(segment);
                return true;
            case packed("SEL"):
                read_seal(draft_, segment, bill_->seals, kSeals);
                return true;
            case packed("SGP"):
                read_placement(segment);
                return true;
            default:  // Not our enum.
                return take_bill_amount(segment);
        }
    }

    bool take_bill_amount(const Segment& segment) {
        switch (packed(segment.tag())) {
            case packed("MOA"):
                read_bill_amount(segment);
                return true;
            case packed("CPI"):
                bill_->is_freight_prepaid = segment.at(3) == "P" || segment.at(2) == "P";
                return true;
            case packed("TOD"):
                if (segment.at(2) == "PP") bill_->is_freight_prepaid = true;
                return true;
            case packed("DOC"):
                if (bill_->level == facts::BillLevel::kUnknown) {
                    bill_->level = document_level(segment.at(1));
                }
                return true;
            case packed("DTM"):
                return true;  // Of documents and orders.
            case packed("FTX"):
                if (!is_goods_text(segment.at(1))) {
                    draft_.pass_text();
                    return true;
                }
                return take_goods_line(draft_, segment, implied_goods());
            case packed("DGS"):
            case packed("PCI"):
            case packed("PIA"):
            case packed("CST"):
            case packed("IMD"):
            case packed("PAC"):
            case packed("QTY"):
            case packed("RFF"):
                return take_goods_line(draft_, segment, implied_goods());
            default:  // Not our enum.
                return false;
        }
    }

    void read_bill_measure(const Segment& mea) {
        const Measure measure = read_measure(draft_, mea);
        if (measure.what == Measured::kGross) {
            draft_.keep_first(mea, bill_->gross_grams, measure.amount);
        } else if (measure.what == Measured::kVolume) {
            draft_.keep_first(mea, bill_->volume_litres, measure.amount);
        }
    }

    void read_traffic(const Segment& indicator) {
        const bool is_old = indicator.tag() == "GIS";
        const facts::Traffic told = traffic(indicator.at(is_old ? 1 : 2));
        if (told == facts::Traffic::kUnknown) return;  // Of the many other indicators.
        if (bill_ == nullptr) {
            traffic_ = told;
        } else if (is_traffic_told_ && bill_->traffic != told) {
            draft_.repeated(indicator);
        } else {
            bill_->traffic = told;
            is_traffic_told_ = true;
        }
    }

    /// What the sender of an item says that it is. False where the indicator tells something else.
    bool read_category(const Segment& indicator) {
        const std::string word = item_category(indicator.at(indicator.tag() == "GIS" ? 1 : 2));
        if (word.empty()) return false;
        draft_.keep_first(indicator, bill_->customs_status, word);
        return true;
    }

    void read_bill_amount(const Segment& moa) {
        const bool is_freight = moa.at(1) == "64" || moa.at(1) == "23";
        const bool is_value = moa.at(1) == "40" || moa.at(1) == "43" || moa.at(1) == "44" ||
                              moa.at(1) == "45" || moa.at(1) == "39" || moa.at(1) == "38";
        if (!is_freight && !is_value) return;
        facts::Money& money = is_freight ? bill_->freight : bill_->value;
        const facts::Money read = read_amount(draft_, moa);
        if (money == facts::Money{}) {
            money = read;
        } else if (money != read) {
            draft_.repeated(moa);
        }
    }

    void read_placement(const Segment& sgp) {
        const std::string number =
            read_container_number(draft_.text(sgp, sgp.at(1), kContainerBytes)).text;
        if (number.empty()) return;
        hold(sgp, number);
        if (goods_ != nullptr) hold_goods(draft_, sgp, *goods_, number);
    }

    bool take_header(const Segment& segment) {
        switch (packed(segment.tag())) {
            case packed("RFF"):
                if (!note_carried_bill(segment) && !open_referred_bill(segment)) {
                    voyage_.add_reference(segment);
                }
                return true;
            case packed("GIS"):
            case packed("GEI"):
                read_traffic(segment);
                return true;
            case packed("FTX"):
                draft_.pass_text();
                return true;
            case packed("DOC"):
                document_ = segment.at(1);
                return true;
            case packed("MEA"):
            case packed("MOA"):
            case packed("QTY"):
                return true;  // Of the ship and of the voyage: not kept.
            default:          // Not our enum.
                return voyage_.take(segment);
        }
    }

    /// CUSREP has no consignments: it names the bills that are carried, each behind its document.
    bool note_carried_bill(const Segment& rff) {
        const Reference kind = reference_kind(rff.at(1));
        const bool is_bill = kind == Reference::kBill || kind == Reference::kHouse;
        if (draft_.message().format != "CUSREP" || !is_bill || rff.at(1, 1).empty()) return false;
        Bill& bill = draft_.open_bill(rff);
        bill.number = draft_.code(rff, rff.at(1, 1), facts::max_of(&Bill::number));
        bill.kind = draft_.code(rff, rff.at(1), facts::max_of(&Bill::kind));
        bill.level =
            kind == Reference::kHouse ? facts::BillLevel::kHouse : document_level(document_);
        bill.is_cancelled = is_cancellation(function_);
        document_ = {};
        return true;
    }

    /// Manifests of old directories (2:912) have no CNI: the number of a bill starts it.
    bool open_referred_bill(const Segment& rff) {
        const Reference kind = reference_kind(rff.at(1));
        const bool is_bill = kind == Reference::kBill || kind == Reference::kHouse;
        if (has_consignments_ || !is_bill || rff.at(1, 1).empty()) return false;
        numbers_.start({});
        open_bill(rff);
        return take_bill_reference(rff);
    }

    static bool pass(const Segment& segment) {
        return std::find(kNotKept.begin(), kNotKept.end(), segment.tag()) != kNotKept.end();
    }

    static constexpr std::size_t kContainerBytes = facts::max_of(&facts::Container::number);

    CargoDraft draft_;
    CargoVoyage voyage_;
    CargoContainers containers_;
    BillNumbers numbers_;
    Bill* bill_{nullptr};               ///< Valid until the next one is opened.
    facts::GoodsLine* goods_{nullptr};  ///< Of the bill.
    facts::Party* party_{nullptr};      ///< Of the bill, for CTA and COM.
    Segment at_{};                      ///< Where the bill starts.
    std::string_view function_{};
    std::string_view document_{};  ///< DOC 1001 at the head, for the number behind it.
    facts::BillLevel level_{facts::BillLevel::kUnknown};  ///< By the message's own document.
    facts::Traffic traffic_{facts::Traffic::kUnknown};    ///< Of bills that tell none.
    std::uint32_t line_{0};                               ///< Of the consignment.
    std::uint64_t pieces_{0};                             ///< CNT+8.
    std::unordered_set<std::string> held_{};  ///< The bill's containers. Never iterated.
    bool has_consignments_;                   ///< CNI starts them.
    bool has_content_{false};                 ///< More than numbers was told of the bill.
    bool is_traffic_told_{false};
    bool is_goods_implied_{false};
};

}  // namespace

std::string announced_cargo(std::string_view word, std::string_view function) {
    switch (packed(function)) {
        case packed("1"):
        case packed("3"):
            return core::cat(word, "-cancelled");
        case packed("2"):
        case packed("4"):
        case packed("5"):
        case packed("20"):
            return core::cat(word, "-changed");
        default:  // Not our enum.
            return std::string{word};
    }
}

bool is_cancellation(std::string_view function) {
    return function == "1" || function == "3";
}

void read_manifest(const Tokens& tokens, const MessageFrame& frame, MessageDraft& draft) {
    bool has_consignments = draft.message.format == "CUSREP";
    for (std::size_t i = frame.first; i < frame.last && !has_consignments; ++i)
        has_consignments = tokens[i].tag() == "CNI";
    ManifestReader reader{draft, has_consignments};
    for (std::size_t i = frame.first; i < frame.last; ++i) {
        reader.take(tokens[i]);
    }
    reader.finish();
}

}  // namespace sarhad::intake
