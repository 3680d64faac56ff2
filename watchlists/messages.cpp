#include "messages.h"

#include <array>

namespace sarhad::watchlists {
namespace {

struct Message {
    std::string_view begins;  ///< The English text, or what of it stands before a number.
    std::string_view id;
};

/// The longer of two texts that begin alike comes first.
constexpr std::array<Message, 38> kMessages{{
    {"name: ", "name.words-agree"},
    {"the traveller has ", "name.traveller-has-more"},
    {"the list has ", "name.list-has-more"},
    {"both born on 1 January of the same year", "birth.same-default-day"},
    {"born on the same day", "birth.same-day"},
    {"born the same year, day and month the other way round", "birth.swapped"},
    {"born the same year, one date being 1 January", "birth.default-day-of-year"},
    {"born the same year, one digit of the day differs", "birth.one-digit"},
    {"born the same year, on another day", "birth.other-day"},
    {"born the same year, in another month", "birth.other-month"},
    {"born the same year", "birth.same-year"},
    {"born in the same month", "birth.same-month"},
    {"born within the listed years", "birth.in-range"},
    {"listed as about that year, differs by ", "birth.about"},
    {"listed as about that year", "birth.about-that-year"},
    {"the same year in another century, as its two digits read", "birth.century-of-year"},
    {"the same date in another century, as two digits of a year read", "birth.century"},
    {"year of birth differs by ", "birth.years-off"},
    {"sex differs from the list's", "sex.differs"},
    {"the listed nationality", "nationality.same"},
    {"another nationality", "nationality.differs"},
    {"the father's name agrees", "father.agrees"},
    {"the father's name is like the listed one", "father.is-like"},
    {"the father's name differs", "father.differs"},
    {"the place of birth agrees", "place.agrees"},
    {"the identity number is of the listed district", "district.same"},
    {"the identity number is of the listed province", "district.same-province"},
    {"the identity number is of another district", "district.differs"},
    {"the source doubts this name and nothing confirms it", "name.weak"},
    {"another identity number than the listed one", "document.other-cnic"},
    {"the same document number", "document.same"},
    {"a document number that a scanner may read as the listed one", "document.confusable"},
    {"a listed document used under another name", "document.used-by-another"},
    {"a document number that a scanner may read as a listed one, under another name",
     "document.confusable-of-another"},
    {"another number of its own: another craft", "limit.other-number"},
    {"no number confirms the name", "limit.no-number"},
    {"the score ends at 1000", "limit.most"},
    {"the score begins at 0", "limit.least"},
}};

}  // namespace

std::string_view message_id(std::string_view text) {
    for (const Message& message : kMessages) {
        if (text.starts_with(message.begins)) {
            return message.id;
        }
    }
    return text.ends_with(" of each differ") ? "name.words-differ" : std::string_view{};
}

}  // namespace sarhad::watchlists
