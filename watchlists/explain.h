#pragma once

#include "spelt_name.h"

#include "facts/decision.h"
#include "watchlists/entry.h"
#include "watchlists/name_form.h"
#include "watchlists/subject.h"

#include <string>
#include <string_view>
#include <vector>

namespace sarhad::watchlists {

/// Says how the names of hits stand to each other. Made once a subject, for all its hits. Pure: the
/// same names give the same bytes on any host.
class Explainer final {
public:
    /// A name of the subject, and the same as it was read. Borrowed.
    struct ToldName {
        std::string_view text;
        const NameForm* form;
    };
    /// All that the subject tells, in order.
    explicit Explainer(const std::vector<ToldName>& told);

    /// One of matched_texts(), by its place there, as an index that keeps its words reads it.
    struct KnownText {
        std::size_t place{0};
        NameForm form;
    };
    /// Fills `words` and `why` of a hit whose `reasons` are there and that rests on `agreement`
    /// with `listed`. `known` spares the reading of that text.
    void explain(const ListedName& listed,
                 const Agreement& agreement,
                 const KnownText* known,
                 facts::Hit& hit);

private:
    struct Told {
        SpeltName spelt;
        const NameForm* form{nullptr};
    };
    [[nodiscard]] bool add_words(const std::string& text,
                                 const NameForm& form,
                                 const Agreement& agreement,
                                 facts::Hit& hit);

    std::vector<Told> told_;
};

/// What to ask a traveller of whom the name alone says too little: the first thing that the list
/// knows and the traveller has not told, as a reason without points; what the list remarks where
/// all else is told. The CNIC is asked of Pakistanis and of those whose nationality is not told.
[[nodiscard]] facts::Reason question_of(const Subject& subject, const ListEntry& entry);

/// The texts under which a listed name is matched: each alias in it, then the original script. In
/// the order in which an index numbers them.
[[nodiscard]] std::vector<std::string> matched_texts(const ListedName& name);

/// One line of English of a hit's words and reasons: "محمد and MUHAMMAD are one name; the father's
/// name differs; born the same year". At most kMaxWhy bytes, cut between clauses.
[[nodiscard]] std::string why_line(const facts::Hit& hit);
inline constexpr std::size_t kMaxWhy = 1024;

}  // namespace sarhad::watchlists
