#include "asycuda_reader.h"

#include "core/text.h"

#include <algorithm>
#include <array>

namespace sarhad::intake {
namespace {

using facts::Declaration;
using facts::PartyRole;
using Element = XmlTree::Element;

class DeclarationReader {
public:
    explicit DeclarationReader(ManifestDraft& draft) : draft_{draft} {}

    void read(const Element& root) {
        facts::Message& message = draft_.message();
        message.format = "SAD";
        message.function = "declaration";
        const Line at = line_of(root);
        Declaration read;
        read_identification(root, read);
        read_parties(root, read);
        const Element general = root.find("General_information");
        read.export_country = text(general, "Export_country_code", 35);
        read.destination_country = text(general, "Destination_country_code", 35);
        const Element invoice = root.find("Gs_Invoice");
        read.total = draft_.money(
            at, invoice.text_of("Amount_foreign_currency"), invoice.text_of("Currency_code"));
        for (const Element& unit : root.all("Container"))
            read_container(unit, read);
        for (const Element& item : root.all("Item"))
            read_item(item, read);
        check_items(root, read);
        read_conveyance(root);
        const bool is_told = !read.number.empty() || !read.lines.empty() || !read.parties.empty();
        message.reference = read.number;
        if (is_told) message.declarations.push_back(std::move(read));
    }

private:
    [[nodiscard]] std::string text(const Element& of, std::string_view name, std::size_t max) {
        return draft_.draft().text(line_of(of), of.text_of(name), max);
    }

    void read_identification(const Element& root, Declaration& to) {
        const Element identification = root.find("Identification");
        const Line at = line_of(identification.exists() ? identification : root);
        to.office = text(identification, "Customs_clearance_office_code", 35);
        const Element type = identification.find("Type");
        to.regime = draft_.draft().text(at,
                                        core::cat(type.text_of("Type_of_declaration"),
                                                  type.text_of("Declaration_gen_procedure_code")),
                                        16);
        const Element registration = identification.find("Registration");
        const std::string_view serial = registration.text_of("Serial_number");
        to.number = draft_.number(at, core::cat(serial, registration.text_of("Number")));
        to.lodged = draft_.time(at, registration.text_of("Date")).date;
        if (to.number.empty()) {  // Not registered yet: the declarant's own number.
            const Element reference = root.find("Declarant").find("Reference");
            to.number = draft_.number(at, reference.text_of("Number"));
        }
        if (to.number.empty()) {
            draft_.draft().problem(at, "declaration-without-number", "no number: kept without");
        }
    }

    struct PartyName {
        PartyRole role;
        std::string_view name;
    };
    static constexpr std::array<PartyName, 3> kParties{{{PartyRole::kShipper, "Exporter"},
                                                        {PartyRole::kConsignee, "Consignee"},
                                                        {PartyRole::kDeclarant, "Declarant"}}};

    void read_parties(const Element& root, Declaration& to) {
        for (const auto& [role, name] : kParties) {
            const Element found = root.find(name);
            if (!found.exists()) continue;
            const Line at = line_of(found);
            facts::Party party;
            party.role = role;
            // The box of a name holds the address too, in further lines.
            const Element box = found.find(core::cat(name, "_name"));
            party.name =
                personal(draft_.draft(), at, box.first_line(), facts::max_of(&facts::Party::name));
            party.address = personal(draft_.draft(),
                                     at,
                                     core::trim(box.text().substr(box.first_line().size())),
                                     facts::max_of(&facts::Party::address));
            party.number = personal(draft_.draft(),
                                    at,
                                    found.text_of(core::cat(name, "_code")),
                                    facts::max_of(&facts::Party::number));
            draft_.add_party(at, to.parties, std::move(party));
        }
    }

    void read_container(const Element& segment, Declaration& to) {
        const Line at = line_of(segment);
        const auto place = draft_.container(at, segment.text_of("Container_identity"));
        if (!place) return;
        facts::Container& unit = draft_.message().containers[*place];
        unit.size_type = text(segment, "Container_type", 16);
        unit.gross_grams = draft_.grams(at, segment.text_of("Gross_weight"));
        std::vector<std::string>& all = to.containers;
        if (std::find(all.begin(), all.end(), unit.number) == all.end()) {
            draft_.draft().add(at, all, unit.number, facts::max_of(&Declaration::containers));
        }
    }

    void read_item(const Element& item, Declaration& to) {
        const Line at = line_of(item);
        facts::GoodsLine line;
        line.number = static_cast<std::uint32_t>(to.lines.size() + 1);
        line.description =
            text(item, "Description_of_goods", facts::max_of(&facts::GoodsLine::description));
        if (const auto told = item.text_of("Commercial_Description"); !told.empty()) {
            line.description = draft_.draft().text(
                at,
                core::cat(line.description, line.description.empty() ? "" : " ", told),
                facts::max_of(&facts::GoodsLine::description));
        }
        const Element tariff = item.find("HScode");
        line.hs = draft_.hs(
            at, core::cat(tariff.text_of("Commodity_code"), tariff.text_of("Precision_1")));
        const Element packages = item.find("Packages");
        // Items that share a package have parts of it.
        line.packages =
            (draft_.thousandths(at, packages.text_of("Number_of_packages")) + 500) / 1'000;
        line.package_kind = text(packages, "Kind_of_packages_code", 16);
        line.marks = text(packages, "Marks1_of_packages", facts::max_of(&facts::GoodsLine::marks));
        line.gross_grams = draft_.grams(at, item.text_of("Gross_weight_itm"));
        line.net_grams = draft_.grams(at, item.text_of("Net_weight_itm"));
        line.origin = text(item, "Country_of_origin_code", 35);
        line.procedure = draft_.draft().text(at,
                                             core::cat(item.text_of("Extended_customs_procedure"),
                                                       item.text_of("National_customs_procedure")),
                                             16);
        read_unit(item, line);
        const Element invoice = item.find("Item_Invoice");
        line.value = draft_.money(
            at, invoice.text_of("Amount_foreign_currency"), invoice.text_of("Currency_code"));
        if (to.bill.empty()) to.bill = draft_.number(at, item.text_of("Summary_declaration"));
        for (const Element& paper : item.all("Attached_documents"))
            read_document(paper, to);
        draft_.draft().add(at, to.lines, std::move(line), facts::max_of(&Declaration::lines));
    }

    /// ASYCUDA writes the names of the supplementary unit with three p.
    void read_unit(const Element& item, facts::GoodsLine& line) {
        const Element unit = item.find("Supplementary_unit");
        for (const std::string_view start : {"Suppplementary", "Supplementary"}) {
            const std::string_view code = unit.text_of(core::cat(start, "_unit_code"));
            if (code.empty() || !line.unit.empty()) continue;
            line.unit = draft_.draft().text(line_of(unit), code, 8);
            const std::string_view quantity = unit.text_of(core::cat(start, "_unit_quantity"));
            line.quantity_thousandths = draft_.thousandths(line_of(unit), quantity);
        }
    }

    void read_document(const Element& paper, Declaration& to) {
        const Line at = line_of(paper);
        const std::string told =
            core::fold_blanks(core::cat(paper.text_of("Attached_document_code"),
                                        " ",
                                        paper.text_of("Attached_document_reference")));
        if (told.empty()) return;
        draft_.draft().add(at,
                           to.documents,
                           draft_.draft().text(at, told, 70),
                           facts::max_of(&Declaration::documents));
    }

    void read_conveyance(const Element& root) {
        const Element border = root.find("Border_information");
        if (!border.exists()) return;
        facts::Conveyance conveyance;
        conveyance.mode = mode_of(border.text_of("Mode"));
        conveyance.name = text(border, "Identity", 70);
        conveyance.flag = text(border, "Nationality", 35);
        if (conveyance.name.empty()) return;
        draft_.add_place(line_of(border),
                         conveyance.places,
                         facts::PlaceRole::kLoading,
                         root.find("Place_of_loading").text_of("Code"));
        draft_.message().conveyances.push_back(std::move(conveyance));
    }

    void check_items(const Element& root, const Declaration& read) {
        const Element numbers = root.find("Nbers");
        const std::string_view sent = numbers.text_of("Total_number_of_items");
        if (sent.empty()) return;
        const std::uint64_t stated = draft_.count(line_of(numbers), sent);
        if (stated != read.lines.size()) {
            draft_.draft().problem(
                line_of(numbers),
                "count-mismatch",
                core::cat(
                    "the declaration states ", stated, " items and holds ", read.lines.size()));
        }
    }

    ManifestDraft& draft_;
};

}  // namespace

void read_asycuda_declaration(const XmlTree::Element& root, ManifestDraft& draft) {
    DeclarationReader{draft}.read(root);
}

}  // namespace sarhad::intake
