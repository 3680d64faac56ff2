#pragma once

#include "message_draft.h"
#include "segment_list.h"
#include "xml_tree.h"

#include <initializer_list>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sarhad::intake {

/// The OSI of a booking that name a traveller, by his RPH.
using NotesByTraveller = std::map<std::string_view, std::vector<XmlTree::Element>>;

/// The segments that say what an IATA_PNRGOV_NotifRQ says, while they are put together.
class PnrgovXmlSegments {
public:
    /// `draft` takes the problems of elements that are not known here.
    explicit PnrgovXmlSegments(MessageDraft& draft) : draft_{draft} {}
    /// All of the message, UNH first. The tree outlives the Tokens.
    [[nodiscard]] Tokens run(const XmlTree::Element& request) &&;

private:
    using Element = XmlTree::Element;
    using Names = std::initializer_list<std::string_view>;

    void start(std::string_view tag, const Element& of) {
        list_.start(tag, of.number(), of.offset());
    }
    void problem(const Element& at, std::string code, std::string text) {
        draft_.problem({std::move(code), at.number(), at.offset(), std::move(text)});
    }
    /// The elements of `parent` that have these names, those in unknown elements too; every other
    /// one is a problem.
    [[nodiscard]] std::vector<Element> known_in(const Element& parent, Names names);
    void collect(const Element& parent, Names names, std::vector<Element>& found);

    // pnrgov_xml_booking.cpp
    void put_header(const Element& request);
    void put_booking(const Element& pnr);
    void put_locator(const Element& id, const Element* pnr);
    void put_office(const Element& pos);
    void put_contact(const Element& contact, std::string_view reference);
    void put_other_travel(const Element& travel);
    void put_history(const Element& history);
    void put_history_item(const Element& item);
    void put_seat(const Element& seat);
    void put_history_text(const Element& history);
    void put_remark(const Element& at, std::string text);

    // pnrgov_xml_person.cpp
    void put_person(const Element& passenger, NotesByTraveller& notes);
    void put_name(const Element& name, std::string_view band, std::string_view reference);
    void put_service(const Element& ssr);
    void put_paper(const Element& ssr);
    void put_note(const Element& osi);
    void put_ticket(const Element& ticket);
    void put_payment(const Element& payment);
    void put_excess(const Element& bag);

    // pnrgov_xml_flight.cpp
    void put_prime_flight(const Element& leg);
    void put_flight(const Element& flight);
    void put_leg(const Element& flight);
    void put_check_in(const Element& boarding);
    void put_bags(const std::vector<Element>& bags);
    void put_times(const Element& flight,
                   std::string_view carrier,
                   std::string_view operating,
                   std::string_view number);

    MessageDraft& draft_;
    SegmentList list_{};
};

/// "2026-01-15T10:15:00+05:00" as segments have a date and a time: "15012026", "1015"; the zone is
/// left, the time is the place's own. What is no such date is given as it stands. "" where there is
/// none.
struct XmlTime {
    std::string date;
    std::string time;
};
[[nodiscard]] XmlTime read_xml_time(std::string_view text);
/// "1984-08-14" as papers have it, "14AUG1984"; any other text as it stands.
[[nodiscard]] std::string paper_date(std::string_view text);

}  // namespace sarhad::intake
