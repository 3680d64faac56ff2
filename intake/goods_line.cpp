#include "goods_line.h"

#include "core/text.h"
#include "intake/cargo_values.h"

#include <utility>

namespace sarhad::intake {
namespace {

using facts::GoodsLine;

constexpr std::size_t kDangerous = facts::max_of(&GoodsLine::dangerous);
constexpr std::size_t kContainers = facts::max_of(&GoodsLine::containers);

void keep_hs(CargoDraft& draft, const Segment& at, GoodsLine& to, std::string_view sent) {
    std::string code = read_hs_code(sent);
    if (!code.empty()) {
        draft.keep_first(at, to.hs, std::move(code));
    } else if (!sent.empty()) {
        draft.problem(at, "bad-hs-code", "not six to twelve digits of a chapter 01 to 97");
    }
}

void read_packages(CargoDraft& draft,
                   const Segment& at,
                   std::string_view count,
                   std::string_view kind,
                   GoodsLine& to) {
    if (!count.empty()) {
        const auto packages = read_whole(count);
        if (packages) {
            draft.keep_first(at, to.packages, *packages);
        } else {
            draft.problem(at, "bad-quantity", "not a number of packages");
        }
    }
    if (to.package_kind.empty()) draft.once<&GoodsLine::package_kind>(at, to, kind);
}

void read_goods_measure(CargoDraft& draft, const Segment& mea, GoodsLine& to) {
    const Measure measure = read_measure(draft, mea);
    switch (measure.what) {
        case Measured::kGross:
        case Measured::kVerified:
            return draft.keep_first(mea, to.gross_grams, measure.amount);
        case Measured::kNet:
            return draft.keep_first(mea, to.net_grams, measure.amount);
        case Measured::kVolume:
            return draft.keep_first(mea, to.volume_litres, measure.amount);
        case Measured::kQuantity:
            if (to.unit.empty()) draft.once_code<&GoodsLine::unit>(mea, to, mea.at(3));
            return draft.keep_first(mea, to.quantity_thousandths, measure.amount);
        case Measured::kTare:
        case Measured::kNothing:
            return;
    }
}

void read_count(CargoDraft& draft, const Segment& qty, GoodsLine& to) {
    const auto amount = read_thousandths(qty.at(1, 1));
    if (!amount) return draft.problem(qty, "bad-quantity", "QTY: not a number in range");
    draft.keep_first(qty, to.quantity_thousandths, *amount);
    draft.once_code<&GoodsLine::unit>(qty, to, qty.at(1, 2));
}

/// PIA: only codes that are said to be of a tariff, or look like one where nothing is said.
void read_product(CargoDraft& draft, const Segment& pia, GoodsLine& to) {
    for (std::size_t e = 2; e < pia.elements(); ++e) {
        const std::string_view kind = pia.at(e, 1);
        if (kind == "HS" || kind == "CC") {
            keep_hs(draft, pia, to, pia.at(e));
        } else if (kind.empty() && to.hs.empty()) {
            to.hs = read_hs_code(pia.at(e));
        }
    }
}

void read_value(CargoDraft& draft, const Segment& moa, GoodsLine& to) {
    switch (packed(moa.at(1))) {
        case packed("38"):
        case packed("40"):
        case packed("43"):
        case packed("44"):
        case packed("66"):
        case packed("123"):
        case packed("203"):
            break;
        default:     // Not our enum.
            return;  // Duties, charges and the like.
    }
    const facts::Money read = read_amount(draft, moa);
    if (to.value == facts::Money{}) to.value = read;
}

void read_marks(CargoDraft& draft, const Segment& pci, GoodsLine& to) {
    read_text(draft, pci, 2, to.marks, facts::max_of(&GoodsLine::marks));
}

void read_item(CargoDraft& draft, const Segment& imd, GoodsLine& to) {
    std::string text;
    for (std::size_t c = 3; c < imd.components(3); ++c)
        text += core::cat(text.empty() ? "" : " ", imd.at(3, c));
    if (!text.empty() && to.description.empty()) {
        draft.once<&GoodsLine::description>(imd, to, text);
    }
}

void read_goods_text(CargoDraft& draft, const Segment& ftx, GoodsLine& to) {
    if (is_goods_text(ftx.at(1))) {
        read_text(draft, ftx, 4, to.description, facts::max_of(&GoodsLine::description));
    } else {
        draft.pass_text();
    }
}

/// The country of origin; any other place is the bill's.
bool read_origin(CargoDraft& draft, const Segment& loc, GoodsLine& to) {
    if (loc.at(1) != "27") return false;
    draft.once<&GoodsLine::origin>(loc, to, loc.at(2).empty() ? loc.at(2, 3) : loc.at(2));
    return true;
}

constexpr std::size_t kProcedureDigits = 7;

/// A code of seven digits beside a longer one is a procedure's (4000000), not of a tariff.
bool has_longer_code(const Segment& cst) {
    for (std::size_t e = 2; e < cst.elements(); ++e) {
        if (cst.at(e).size() > kProcedureDigits && !read_hs_code(cst.at(e)).empty()) return true;
    }
    return false;
}

}  // namespace

void read_goods_start(CargoDraft& draft, const Segment& gid, GoodsLine& to) {
    const auto number = core::parse_uint(gid.at(1));
    if (number && *number > 0 && *number <= UINT32_MAX) {
        to.number = static_cast<std::uint32_t>(*number);
    }
    read_packages(draft, gid, gid.at(2), gid.at(2, 1).empty() ? gid.at(2, 4) : gid.at(2, 1), to);
}

bool take_goods_line(CargoDraft& draft, const Segment& segment, GoodsLine& to) {
    switch (packed(segment.tag())) {
        case packed("FTX"):
            read_goods_text(draft, segment, to);
            return true;
        case packed("MEA"):
            read_goods_measure(draft, segment, to);
            return true;
        case packed("DGS"):
            read_dangerous(draft, segment, to.dangerous, kDangerous);
            return true;
        case packed("PCI"):
            read_marks(draft, segment, to);
            return true;
        case packed("PIA"):
            read_product(draft, segment, to);
            return true;
        case packed("CST"):
            read_customs_status(draft, segment, to);
            return true;
        case packed("IMD"):
            read_item(draft, segment, to);
            return true;
        case packed("PAC"):
            // Inner and intermediate packages (7075) of what is counted by its outer ones.
            if (to.packages > 0 && (segment.at(2) == "1" || segment.at(2) == "2")) return true;
            read_packages(draft,
                          segment,
                          segment.at(1),
                          segment.at(3).empty() ? segment.at(3, 3) : segment.at(3),
                          to);
            return true;
        case packed("QTY"):
            read_count(draft, segment, to);
            return true;
        case packed("MOA"):
            read_value(draft, segment, to);
            return true;
        case packed("LOC"):
            return read_origin(draft, segment, to);
        case packed("RFF"):
            if (segment.at(1) != "HS") return false;
            keep_hs(draft, segment, to, segment.at(1, 1));
            return true;
        default:  // Not our enum.
            return false;
    }
}

void read_customs_status(CargoDraft& draft, const Segment& cst, GoodsLine& to) {
    const bool has_longer = has_longer_code(cst);
    for (std::size_t e = 2; e < cst.elements(); ++e) {
        const std::string_view sent = cst.at(e);
        if (sent.empty()) continue;
        const std::string_view list = cst.at(e, 1);
        const bool is_commodity = list == "122" || list == "HS";
        if (!is_commodity && has_longer && sent.size() == kProcedureDigits) {
            if (to.procedure.empty()) draft.once_code<&GoodsLine::procedure>(cst, to, sent);
            continue;
        }
        std::string code = to.hs.empty() || is_commodity ? read_hs_code(sent) : std::string{};
        if (!code.empty()) {
            draft.keep_first(cst, to.hs, std::move(code));
        } else if (is_commodity) {
            keep_hs(draft, cst, to, sent);
        } else if (to.procedure.empty()) {
            draft.once_code<&GoodsLine::procedure>(cst, to, sent);
        }
    }
}

void hold_goods(CargoDraft& draft, const Segment& at, GoodsLine& to, const std::string& number) {
    draft.add_text(at, to.containers, kContainers, number, "containers-of-goods");
}

void settle_goods_line(GoodsLine& line) {
    if (line.hs.empty()) line.hs = find_hs_code(line.marks);
    if (line.hs.empty()) line.hs = find_hs_code(line.description);
}

}  // namespace sarhad::intake
