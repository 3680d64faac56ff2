#include "cargo_container.h"
#include "cargo_reader.h"
#include "goods_line.h"

#include "core/text.h"
#include "intake/cargo_values.h"

#include <algorithm>
#include <array>

namespace sarhad::intake {
namespace {

using facts::Declaration;

constexpr std::size_t kParties = facts::max_of(&Declaration::parties);
constexpr std::size_t kLines = facts::max_of(&Declaration::lines);
constexpr std::size_t kDocuments = facts::max_of(&Declaration::documents);
constexpr std::size_t kContainers = facts::max_of(&Declaration::containers);
constexpr std::size_t kDocumentBytes = 70;

/// Known, and not kept: duties, terms, authentication and indicators (docs/intake-cargo.md).
constexpr std::array<std::string_view, 24> kNotKept{
    "UNH", "UNT", "ALI", "APR", "AUT", "CNT", "CUX", "DMS", "ERP", "EQN", "FII", "GEI",
    "GIN", "GIR", "GIS", "HAN", "LIN", "PAT", "PCD", "TAX", "TCC", "TOD", "TPL", "TSR"};

class CusdecReader {
public:
    explicit CusdecReader(MessageDraft& draft, const Segment& at)
        : draft_{draft},
          voyage_{draft_},
          containers_{draft_, voyage_},
          declaration_{draft_.open_declaration(at)} {}

    void take(const Segment& segment) {
        if (take_start(segment) || (containers_.is_open() && take_container(segment)) ||
            (line_ != nullptr && take_line(segment)) || take_header(segment) ||
            std::find(kNotKept.begin(), kNotKept.end(), segment.tag()) != kNotKept.end()) {
            return;
        }
        draft_.unknown(segment);
    }

    void finish() {
        containers_.finish();
        for (facts::GoodsLine& line : declaration_.lines)
            settle_goods_line(line);
        if (declaration_ == Declaration{}) {
            draft_.message().declarations.clear();
        } else if (declaration_.number.empty()) {
            draft_.problem({}, "declaration-without-number", "BGM: the declaration has no number");
        }
        for (facts::Container& container : draft_.message().containers) {
            if (container.bill.empty()) container.bill = declaration_.bill;
        }
        voyage_.finish();
        draft_.finish();
    }

private:
    bool take_start(const Segment& segment) {
        switch (packed(segment.tag())) {
            case packed("BGM"):
                read_beginning(segment);
                return true;
            case packed("UNS"):
                // Behind the lines come totals: of the whole declaration again.
                containers_.close();
                line_ = nullptr;
                is_in_lines_ = segment.at(1) == "D";
                return true;
            case packed("CST"):
                read_status(segment);
                return true;
            case packed("EQD"):
                open_container(segment);
                return true;
            default:  // Not our enum.
                return false;
        }
    }

    void read_beginning(const Segment& bgm) {
        draft_.message().function = announced_cargo("declaration", bgm.at(3));
        draft_.once_code<&Declaration::number>(bgm, declaration_, bgm.at(2));
        if (declaration_.regime.empty()) {
            draft_.once_code<&Declaration::regime>(bgm, declaration_, bgm.at(1));
        }
    }

    /// Before the lines it tells the procedure of the whole; among them it starts a line.
    void read_status(const Segment& cst) {
        if (is_in_lines_ || core::is_ascii_digits(cst.at(1))) {
            containers_.close();
            line_ = &draft_.open_goods(cst, declaration_.lines, kLines);
            read_customs_status(draft_, cst, *line_);
            return;
        }
        std::string regime;
        for (std::size_t e = 1; e < cst.elements(); ++e) {
            if (cst.at(e).empty()) continue;
            if (!regime.empty()) regime += ' ';
            regime += cst.at(e);
        }
        if (regime.empty()) return;
        declaration_.regime.clear();
        draft_.once<&Declaration::regime>(cst, declaration_, regime);
    }

    void open_container(const Segment& eqd) {
        containers_.open(eqd);
        containers_.describe(eqd);
        draft_.add_text(
            eqd, declaration_.containers, kContainers, containers_.number(), "containers");
        if (line_ != nullptr && !containers_.number().empty()) {
            hold_goods(draft_, eqd, *line_, containers_.number());
        }
    }

    /// EQD stands alone or with its seals; other segments are the declaration's.
    bool take_container(const Segment& segment) {
        return segment.tag() == "SEL" && containers_.take(segment);
    }

    bool take_line(const Segment& segment) {
        if (segment.tag() == "SGP") {
            const auto number = read_container_number(segment.at(1));
            hold_goods(draft_,
                       segment,
                       *line_,
                       draft_.text(segment, number.text, facts::max_of(&facts::Container::number)));
            return true;
        }
        // What it does not take is kept with the declaration's: documents, parties, countries.
        return take_goods_line(draft_, segment, *line_);
    }

    bool take_header(const Segment& segment) {
        switch (packed(segment.tag())) {
            case packed("LOC"):
                read_location(segment);
                return true;
            case packed("DTM"):
                read_date_of(segment);
                return true;
            case packed("NAD"):
                party_ = &read_party(draft_, segment, declaration_.parties, kParties);
                return true;
            case packed("CTA"):
            case packed("COM"):
                if (party_ != nullptr) read_contact(draft_, segment, *party_);
                return true;
            case packed("RFF"):
                read_reference(segment);
                return true;
            case packed("DOC"):
                add_document(segment, segment.at(1), segment.at(2));
                return true;
            case packed("MOA"):
                read_total(segment);
                return true;
            case packed("TDT"):
                voyage_.start(segment);
                return true;
            case packed("SEL"):
                voyage_.add_seal(segment);
                return true;
            case packed("FTX"):
                draft_.pass_text();
                return true;
            case packed("MEA"):
                read_mass(segment);
                return true;
            case packed("PAC"):
            case packed("PCI"):
            case packed("QTY"):
                return true;  // Of the whole: the lines tell them.
            default:          // Not our enum.
                return false;
        }
    }

    void read_location(const Segment& loc) {
        switch (packed(loc.at(1))) {
            case packed("35"):
            case packed("113"):
                return set_country<&Declaration::export_country>(loc);
            case packed("28"):
            case packed("36"):
                return set_country<&Declaration::destination_country>(loc);
            default:  // Not our enum.
                break;
        }
        const PlaceMeaning meaning = place_of_conveyance(loc.at(1));
        if (meaning.role == facts::PlaceRole::kCustomsOffice) {
            if (declaration_.office.empty()) {
                draft_.once_code<&Declaration::office>(loc, declaration_, loc.at(2));
            }
        } else if (line_ == nullptr) {
            voyage_.add_place(loc);
        }
    }

    template <auto Member>
    void set_country(const Segment& loc) {
        if ((declaration_.*Member).empty()) {
            draft_.once<Member>(loc, declaration_, loc.at(2).empty() ? loc.at(2, 3) : loc.at(2));
        }
    }

    void read_date_of(const Segment& dtm) {
        const bool is_lodging = dtm.at(1) == "137" || dtm.at(1) == "148";
        if (!is_lodging) {
            if (line_ == nullptr) static_cast<void>(voyage_.set_time(dtm));
        } else if (!declaration_.lodged.is_known()) {
            declaration_.lodged = read_time(draft_, dtm).date;
        }
    }

    void read_reference(const Segment& rff) {
        const Reference kind = reference_kind(rff.at(1));
        const bool is_bill =
            kind == Reference::kBill || kind == Reference::kHouse || kind == Reference::kMaster;
        if (is_bill && declaration_.bill.empty()) {
            draft_.once_code<&Declaration::bill>(rff, declaration_, rff.at(1, 1));
        } else if (!is_bill ||
                   declaration_.bill != draft_.code(rff, rff.at(1, 1), kDocumentBytes)) {
            add_document(rff, rff.at(1), rff.at(1, 1));
        }
    }

    void add_document(const Segment& at, std::string_view code, std::string_view number) {
        if (number.empty()) return;
        draft_.add_text(at,
                        declaration_.documents,
                        kDocuments,
                        draft_.text(at, core::cat(code, " ", number), kDocumentBytes),
                        "documents");
    }

    /// Of the whole: the lines may tell none.
    void read_mass(const Segment& mea) {
        const Measure measure = read_measure(draft_, mea);
        if (measure.what == Measured::kGross) {
            draft_.keep_first(mea, declaration_.gross_grams, measure.amount);
        }
    }

    void read_total(const Segment& moa) {
        switch (packed(moa.at(1))) {
            case packed("39"):
            case packed("77"):
            case packed("86"):
            case packed("128"):
                break;
            default:     // Not our enum.
                return;  // Duties, freight, insurance and the like.
        }
        const facts::Money read = read_amount(draft_, moa);
        if (declaration_.total == facts::Money{}) declaration_.total = read;
    }

    CargoDraft draft_;
    CargoVoyage voyage_;
    CargoContainers containers_;
    Declaration& declaration_;         ///< The only one of the message.
    facts::GoodsLine* line_{nullptr};  ///< Valid until the next one.
    facts::Party* party_{nullptr};     ///< For CTA and COM.
    bool is_in_lines_{false};
};

}  // namespace

void read_cusdec(const Tokens& tokens, const MessageFrame& frame, MessageDraft& draft) {
    CusdecReader reader{draft, tokens[frame.first]};
    for (std::size_t i = frame.first; i < frame.last; ++i) {
        reader.take(tokens[i]);
    }
    reader.finish();
}

}  // namespace sarhad::intake
