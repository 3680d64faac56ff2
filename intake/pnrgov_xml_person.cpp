#include "pnrgov_xml_segments.h"

#include "core/text.h"

#include <algorithm>
#include <utility>

namespace sarhad::intake {
namespace {

using Element = XmlTree::Element;

constexpr std::size_t kSeatDigits = 3;

/// Between the slashes of a paper's text: a slash of its own would shift what follows.
std::string field(std::string_view text) {
    std::string plain{text};
    std::replace(plain.begin(), plain.end(), '/', ' ');
    return plain;
}

std::string slashed(std::initializer_list<std::string> fields) {
    std::string text;
    for (const std::string& one : fields)
        text += "/" + one;
    while (!text.empty() && text.back() == '/')
        text.pop_back();
    return text;
}

/// "15A", "015A"; anything longer is none, or several.
bool is_seat(std::string_view text) {
    std::size_t digits = 0;
    while (digits < text.size() && text[digits] >= '0' && text[digits] <= '9')
        ++digits;
    return digits > 0 && digits <= kSeatDigits && text.size() == digits + 1 &&
           ((text[digits] >= 'A' && text[digits] <= 'Z') ||
            (text[digits] >= 'a' && text[digits] <= 'z'));
}

/// The seats of a text that holds nothing else; empty otherwise.
std::vector<std::string_view> seats_in(std::string_view text) {
    std::vector<std::string_view> seats;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find_first_of(" ,"), text.size());
        const std::string_view word = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (word.empty()) continue;
        if (!is_seat(word)) return {};
        seats.push_back(word);
    }
    return seats;
}

std::string_view band_of(const Element& passenger) {
    for (const Element& fare : passenger.all("FareInfo")) {
        if (!fare.attribute("PTC_Code").empty()) return fare.attribute("PTC_Code");
    }
    return {};
}

std::string docs_text(const Element& docs) {
    return slashed({field(docs.attribute("TravelDocType")),
                    field(docs.attribute("IssuingLoc")),
                    field(docs.attribute("TravelDocNbr")),
                    field(docs.attribute("PaxNationality")),
                    field(paper_date(docs.attribute("DateOfBirth"))),
                    field(docs.attribute("Gender")),
                    field(paper_date(docs.attribute("ExpiryDate"))),
                    field(docs.attribute("Surname")),
                    field(docs.attribute("FirstGivenName")),
                    field(docs.attribute("SecondGivenName"))});
}

std::string visa_text(const Element& doco) {
    // Its first field has no slash before it.
    const std::string text = slashed({field(doco.attribute("BirthLocation")),
                                      field(doco.attribute("TravelDocType")),
                                      field(doco.attribute("TravelDocNbr")),
                                      field(doco.attribute("PlaceOfIssue")),
                                      field(paper_date(doco.attribute("DateOfIssue"))),
                                      field(doco.attribute("CountryState"))});
    return text.empty() ? text : text.substr(1);
}

std::string address_text(const Element& doca) {
    return slashed({field(doca.attribute("AddressType")),
                    field(doca.attribute("Country")),
                    field(doca.attribute("Address")),
                    field(doca.attribute("CityName")),
                    field(doca.attribute("StateProvCounty")),
                    field(doca.attribute("PostalCode"))});
}

}  // namespace

void PnrgovXmlSegments::put_person(const Element& passenger, NotesByTraveller& notes) {
    const std::string_view reference = passenger.attribute("RPH");
    put_name(passenger, band_of(passenger), reference);
    const std::vector<Element> parts = known_in(passenger,
                                                {"GivenName",
                                                 "MiddleName",
                                                 "SurnamePrefix",
                                                 "Surname",
                                                 "NameTitle",
                                                 "CustLoyalty",
                                                 "OSI",
                                                 "ExcessBaggage",
                                                 "FareInfo",
                                                 "SSR",
                                                 "ContactInfo",
                                                 "TicketDocument",
                                                 "DOC_SSR"});
    for (const Element& one : parts) {
        if (one.name() != "CustLoyalty") continue;
        start("FTI", one);
        list_.add({one.attribute("ProgramID").empty() ? one.attribute("VendorCode")
                                                      : one.attribute("ProgramID"),
                   one.attribute("MembershipID")});
    }
    if (const std::string_view id = passenger.attribute("PaxID"); !id.empty()) {
        start("REF", passenger);
        list_.add({"", id});
    }
    if (const auto own = notes.find(reference); own != notes.end()) {
        for (const Element& osi : own->second)
            put_note(osi);
        notes.erase(own);  // A second bearer of the reference has them no more.
    }
    for (const Element& one : parts) {
        if (one.name() == "OSI") put_note(one);
        if (one.name() == "ExcessBaggage") put_excess(one);
        if (one.name() == "SSR") put_service(one);
        if (one.name() == "DOC_SSR") put_paper(one);
        if (one.name() == "ContactInfo") put_contact(one, reference);
    }
    for (const Element& one : parts) {
        if (one.name() == "TicketDocument") put_ticket(one);
    }
}

/// Given and middle names are one, with titles behind, as a reservation has them.
void PnrgovXmlSegments::put_name(const Element& name,
                                 std::string_view band,
                                 std::string_view reference) {
    std::string surname{name.child("SurnamePrefix").text()};
    if (!surname.empty()) surname += ' ';
    surname += name.child("Surname").text();
    std::string given{name.child("GivenName").text()};
    for (const std::string_view part : {"MiddleName", "NameTitle"}) {
        for (const Element& one : name.children()) {
            if (one.name() != part || one.text().empty()) continue;
            if (!given.empty()) given += ' ';
            given += one.text();
        }
    }
    start("TIF", name);
    list_.add(list_.keep(std::move(surname)));
    list_.add({list_.keep(std::move(given)), band, reference});
}

void PnrgovXmlSegments::put_service(const Element& ssr) {
    const std::string_view code =
        ssr.attribute("SSRCode").empty() ? ssr.attribute("SSR_Code") : ssr.attribute("SSRCode");
    const std::string_view reference = ssr.attribute("RPH");
    const std::string_view text =
        ssr.child("Text").exists() ? ssr.child("Text").text() : ssr.child("TEXT").text();
    const std::vector<std::string_view> seats =
        code == "SEAT" || code.starts_with("NSS") || code.starts_with("SMS")
            ? seats_in(text)
            : std::vector<std::string_view>{};
    start("SSR", ssr);
    list_.add({code,
               ssr.attribute("Status"),
               ssr.attribute("ServiceQuantity"),
               ssr.child("Airline").attribute("Code"),
               "",
               "",
               ssr.attribute("BoardPoint"),
               ssr.attribute("OffPoint"),
               seats.empty() ? text : std::string_view{}});
    for (const std::string_view seat : seats)
        list_.add({seat, "", reference});
    if (seats.empty() && !reference.empty()) list_.add({"", "", reference});
}

void PnrgovXmlSegments::put_paper(const Element& ssr) {
    const Element flight = ssr.child("FlightInfo");
    for (const Element& paper : known_in(ssr, {"FlightInfo", "PaxInfo", "DOCS", "DOCO", "DOCA"})) {
        const std::string_view code = paper.name();
        if (code == "FlightInfo" || code == "PaxInfo") continue;
        std::string text = code == "DOCS"   ? docs_text(paper)
                           : code == "DOCO" ? visa_text(paper)
                                            : address_text(paper);
        start("SSR", paper);
        list_.add({code,
                   ssr.attribute("Status"),
                   ssr.attribute("ServiceQuantity"),
                   flight.attribute("Code"),
                   "",
                   "",
                   flight.attribute("BoardingPoint"),
                   flight.attribute("DePlaningPoint"),
                   list_.keep(std::move(text))});
        if (!ssr.attribute("RPH").empty()) list_.add({"", "", ssr.attribute("RPH")});
    }
}

void PnrgovXmlSegments::put_note(const Element& osi) {
    start("IFT", osi);
    list_.add({"4", "28", "", osi.child("Airline").attribute("Code")});
    list_.add(osi.child("Text").text());
}

void PnrgovXmlSegments::put_ticket(const Element& ticket) {
    start("TKT", ticket);
    list_.add({ticket.attribute("TicketDocumentNbr"), ticket.attribute("Type")});
    const std::vector<Element> parts =
        known_in(ticket, {"TotalFare", "PricingInfo", "Taxes", "PaymentInfo"});
    for (const Element& one : parts) {
        if (one.name() != "TotalFare") continue;
        start("MON", one);
        list_.add({"T", one.attribute("Amount"), one.attribute("CurrencyCode")});
    }
    const XmlTime issued = read_xml_time(ticket.attribute("DateOfIssue"));
    if (!issued.date.empty()) {
        start("DAT", ticket);
        list_.add({"710", list_.keep(issued.date), list_.keep(issued.time)});
    }
    for (const Element& one : parts) {
        if (one.name() == "PaymentInfo") put_payment(one);
    }
}

void PnrgovXmlSegments::put_payment(const Element& payment) {
    start("FOP", payment);
    list_.add({payment.attribute("PaymentType"),
               "",
               payment.attribute("PaymentAmount"),
               payment.attribute("VendorCode"),
               payment.attribute("AccountNbr"),
               payment.attribute("ExpiryDate")});
    const auto put_payer = [&](const Element& at, std::string_view payer) {
        if (payer.empty()) return;
        start("IFT", at);
        list_.add({"4", "43"});
        list_.add(payer);
    };
    put_payer(payment, payment.attribute("CardHolderName"));
    for (const Element& sponsor : known_in(payment, {"Sponsor"}))
        put_payer(sponsor, sponsor.text());
}

/// Kept as a remark: "EBD+PKR:4000.00+2::N".
void PnrgovXmlSegments::put_excess(const Element& bag) {
    start("EBD", bag);
    list_.add({bag.attribute("CurrencyCode"), bag.attribute("Amount")});
    const std::string_view unit = bag.attribute("UnitOfMeasureCode");
    list_.add({bag.attribute("UnitOfMeasureQuantity"),
               "",
               unit.empty() ? bag.attribute("UnitOfMeasure") : unit});
    list_.add({bag.attribute("IssuerCode"),
               bag.attribute("SerialNumber"),
               bag.attribute("SequenceCount"),
               bag.attribute("BagDestination")});
}

}  // namespace sarhad::intake
