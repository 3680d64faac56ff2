#pragma once

#include "facts/decision.h"
#include "watchlists/entry.h"
#include "watchlists/name_form.h"
#include "watchlists/subject.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sarhad::watchlists {

/// Says how the names of hits stand to each other. Made once a subject, for all its hits. Pure: the
/// same names give the same bytes on any host.
class Explainer final {
public:
    /// `subject` outlives it.
    explicit Explainer(const Subject& subject) : subject_{subject} {}

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
    /// A name with its blank-separated words, as spelt and in small letters ("" for other scripts).
    struct Read {
        std::string text;
        std::vector<std::string_view> words;  ///< Of `text`.
        std::vector<std::string> small;
    };
    struct Told {
        std::unique_ptr<const Read> read;
        NameForm form;
    };
    [[nodiscard]] static std::unique_ptr<const Read> read(const std::string& text);
    [[nodiscard]] static std::string spelt(const std::string& words, const Read& read);
    void read_names();
    [[nodiscard]] bool add_words(const std::string& text,
                                 const NameForm& form,
                                 const Agreement& agreement,
                                 facts::Hit& hit) const;

    const Subject& subject_;
    std::vector<Told> told_;
    bool is_read_{false};
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
