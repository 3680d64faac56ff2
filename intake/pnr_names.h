#pragma once

#include "facts/journey.h"

#include <string>
#include <string_view>

namespace sarhad::intake {

/// A person's name as a reservation holds it, without its titles.
struct PnrName {
    std::string surname;
    std::string first;
    std::string middle;
    std::string title;  ///< "MR", "MRS DR", "MR JR"; "" where none was sent.
};

/// Takes titles (MR MRS MS MISS MSTR DR PROF CHD INF ...) off a name, glued to its end as
/// reservations have them ("JOHNMR") or apart ("JOHN MR", "MR JOHN"), and JR or SR off its surname.
/// A given name that ends so by itself stays whole: AMR, SHAMS, BADR, NASIR, ALEXANDR, one whose
/// rest would be a letter or has no vowel, and one whose title would contradict `sex`. Where the
/// given name is nothing but a title ("MR"), the person has one name only.
[[nodiscard]] PnrName read_pnr_name(std::string_view surname,
                                    std::string_view given,
                                    facts::Sex sex);

/// How far two names are those of one person in one booking.
enum class NameLikeness : std::uint8_t {
    kDifferent,
    kSameSurname,  ///< And given names that are not alike: BILL and WILLIAM, or two of a family.
    kSame,  ///< Up to blanks, marks, order, and names or initials that one of them leaves out.
};
[[nodiscard]] NameLikeness likeness(const PnrName& a, const PnrName& b);

/// The letters and digits alone, in upper case: what two spellings of one name share.
[[nodiscard]] std::string name_letters(std::string_view name);

}  // namespace sarhad::intake
