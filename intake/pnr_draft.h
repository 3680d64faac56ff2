#pragma once

#include "message_draft.h"
#include "pnr_contacts.h"
#include "pnr_documents.h"
#include "pnr_names.h"

#include "facts/message.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace sarhad::intake {

inline constexpr std::size_t kBookings = facts::max_of(&facts::Message::bookings);
inline constexpr std::size_t kMessageBags = facts::max_of(&facts::Message::bags);

/// A traveller's place in the message, from 1; 0 is nobody.
using PersonPlace = std::uint16_t;

/// Somebody as a reservation names him.
struct PersonSent {
    std::string_view surname;
    std::string_view given;
    std::string_view band;       ///< A adult, C child, IN infant ...; "" where not sent.
    std::string_view reference;  ///< Within the booking.
};

/// The bookings of one message while they are read. Values go where they belong at once; what needs
/// all names of a booking (papers, infants, free texts) waits until the booking ends.
/// Texts given to it stay valid until finish().
class PnrDraft {
public:
    explicit PnrDraft(MessageDraft& draft) : draft_{draft} {}

    /// Where the values that follow stand.
    void at(const Segment& segment) { at_ = segment; }
    void problem(std::string code, std::string text) {
        draft_.problem(at_, std::move(code), std::move(text));
    }
    [[nodiscard]] MessageDraft& draft() { return draft_; }

    /// Ends the booking before it. Past kBookings the message is too large.
    void start_booking();
    [[nodiscard]] bool has_booking() const { return is_open_; }
    /// The booking that was started last; has_booking().
    [[nodiscard]] facts::Booking& booking() { return draft_.message.bookings.back(); }
    /// Ends the last booking.
    void finish();

    /// Somebody new; 0 where there is no room.
    PersonPlace add_person(const PersonSent& sent);
    /// Who bears this reference in the booking; 0 where nobody does.
    [[nodiscard]] PersonPlace find_person(std::string_view reference) const;
    /// The same by reference and name, else by name alone; somebody new where nobody fits.
    PersonPlace find_or_add(const PersonSent& sent);
    /// Named in the history, or as split off: a cancelled traveller unless the booking names him.
    void add_former_person(const PersonSent& sent) { former_.push_back({at_, sent}); }
    /// 0 < `place`.
    [[nodiscard]] facts::Traveller& person(PersonPlace place) {
        return draft_.message.travellers[place - 1U];
    }

    /// What an SSR says of a person whom only the whole booking tells.
    enum class PaperKind : std::uint8_t { kDocs, kVisa, kAddress, kInfant, kChild, kIdentity };
    /// `holder`: who stood before it; `reference`: whom it names itself.
    void add_paper(PaperKind kind,
                   std::string_view text,
                   PersonPlace holder,
                   std::string_view reference) {
        papers_.push_back({at_, kind, text, holder, reference});
    }

    void add_contact(facts::Contact contact);
    /// A contact where it is one; a remark, once the whole booking is known, where it may be kept.
    void add_free_text(std::string_view sent, PersonPlace person);
    /// A remark that is no contact, likewise.
    void add_remark(std::string text) { texts_.push_back({at_, std::move(text), false}); }
    /// The locator of a booking that this one was one with.
    void add_split(std::string_view locator);
    /// Each once.
    void add_flyer(std::string_view carrier, std::string_view number, PersonPlace person);
    void add_history(std::string segment, bool is_free_text);
    void add_seat(facts::Seat seat);
    /// Starts a leg: seats that follow are of it.
    void start_leg() { seat_of_.clear(); }
    /// Place in the booking's tickets, from 1, of the traveller's ticket of that number, new or
    /// known; 0 past the limit.
    std::size_t add_ticket(std::string_view number, PersonPlace traveller);

    /// As UTF-8, cut to `max` with a problem.
    [[nodiscard]] std::string text(std::string_view sent, std::size_t max);
    [[nodiscard]] core::Redacted<std::string> personal(std::string_view sent, std::size_t max) {
        return core::Redacted<std::string>{text(sent, max)};
    }
    void leave_out(std::string_view sort, std::uint32_t count = 1) {
        intake::leave_out(draft_.message, sort, count);
    }

    /// Room for one more; a problem says once a list and booking that there is none.
    template <class T>
    bool has_room(const std::vector<T>& list, std::size_t max) {
        if (list.size() < max) return true;
        if (!is_full_) {
            problem("too-many-values", "a booking has more of a sort than is kept: see limits.md");
        }
        is_full_ = true;
        return false;
    }

private:
    struct Known {
        PersonPlace place{};
        PnrName name;     ///< As the reservation has it.
        PersonSent sent;  ///< The same, as it was sent.
        bool has_docs{false};
        bool is_infant{false};
    };
    struct Paper {
        Segment at;
        PaperKind kind;
        std::string_view text;
        PersonPlace holder;
        std::string_view reference;
    };
    struct Former {
        Segment at;
        PersonSent sent;
    };
    struct FreeText {
        Segment at;
        std::string text;
        bool is_history;
    };

    void finish_booking();
    void settle_papers();
    void settle_former();
    void settle_texts();
    void settle_cancelled();
    void take_docs(const Paper& paper);
    void take_visa(const Paper& paper);
    void take_address(const Paper& paper);
    void take_infant(const Paper& paper);
    void take_child(const Paper& paper);
    void take_identity(const Paper& paper);
    [[nodiscard]] PersonPlace holder_of(const Paper& paper) const;
    [[nodiscard]] Known* find_by_name(const PnrName& name);
    [[nodiscard]] Known* known(PersonPlace place);
    [[nodiscard]] Known* docs_holder(const Paper& paper, const DocsText& docs, const PnrName& name);
    Known* add_known(const PnrName& name, std::string_view reference);
    void take_names(const PnrName& name, Known& holder);
    void add_document(const DocsText& docs, facts::Traveller& to);
    [[nodiscard]] static bool is_wrapped(const Paper& paper, std::string_view name);
    [[nodiscard]] bool is_name(std::string_view word);
    [[nodiscard]] facts::PartialDate date(std::string_view sent, bool is_past);

    MessageDraft& draft_;
    Segment at_{};
    bool is_open_{false};
    bool is_full_{false};
    std::vector<Known> people_{};                                  ///< Of the booking at hand.
    std::unordered_map<std::string, PersonPlace> by_reference_{};  // Never iterated.
    /// Index in people_.
    std::unordered_multimap<std::string, std::size_t> by_name_{};  // Never iterated.
    std::vector<Paper> papers_{};
    std::vector<Former> former_{};
    std::vector<FreeText> texts_{};
    std::unordered_set<std::string> contacts_{};              // Never iterated.
    std::unordered_map<std::string, std::size_t> tickets_{};  // Never iterated.
    /// On the leg at hand.
    std::unordered_map<PersonPlace, std::size_t> seat_of_{};  // Never iterated.
    std::unordered_set<std::string> name_words_{};            ///< Made when first asked for.
};

}  // namespace sarhad::intake
