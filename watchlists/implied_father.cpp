#include "implied_father.h"

#include "explain.h"
#include "findings.h"

#include "watchlists/normalise.h"

#include <algorithm>
#include <array>

namespace sarhad::watchlists {
namespace {

constexpr std::size_t kLeastWords = 2;  ///< Of a name that counts as a whole one.

bool is_told(const Subject& subject) {
    return subject.kind != EntryKind::kPerson || !is_no_name(subject.father_name.reveal());
}

/// Whether the words may be two names; bin and S/O tell by themselves who is who.
bool may_be_two(const std::vector<NameToken>& words) {
    return scored_words(words).size() >= 2 * kLeastWords &&
           std::all_of(
               words.begin(), words.end(), [](const NameToken& word) { return word.chain == 0; });
}

/// Whether any of the names that are looked at is such that `is_so(its words)`.
template <class IsSo>
bool has_name(const Subject& subject, const IsSo& is_so) {
    const std::size_t count = std::min(subject.names.size(), kMaxSubjectNames);
    return std::any_of(subject.names.begin(),
                       subject.names.begin() + static_cast<std::ptrdiff_t>(count),
                       [&](const auto& name) { return is_so(normalise(name.reveal())); });
}

/// The best weight in which the listed name's texts agree with `self`.
Weight matched_by(const NameForm& self, const ListedName& name) {
    Weight most = 0;
    for (const std::string& text : matched_texts(name)) {
        most = std::max(most, agree(self, make_form(normalise(text))).matched);
    }
    return most;
}

/// `words` up to one of their scored ones are the listed name, what follows a listed father.
bool is_parted(const std::vector<NameToken>& words,
               const ListEntry& entry,
               const ListedName& name,
               Weight matched) {
    const std::vector<std::size_t> scored = scored_words(words);
    for (std::size_t at = kLeastWords; at + kLeastWords <= scored.size(); ++at) {
        const auto middle = words.begin() + static_cast<std::ptrdiff_t>(scored[at]);
        const std::array<NameForm, 1> father{
            make_form(std::vector<NameToken>{middle, words.end()})};
        if (father_share(father, entry.fathers) >= kFatherAgrees &&
            matched_by(make_form(std::vector<NameToken>{words.begin(), middle}), name) >= matched) {
            return true;
        }
    }
    return false;
}

}  // namespace

bool may_imply_father(const Subject& subject) {
    return !is_told(subject) && has_name(subject, may_be_two);
}

bool implies_listed_father(const std::vector<NameToken>& told,
                           const ListEntry& entry,
                           const ListedName& name,
                           const Agreement& agreement) {
    const auto more = static_cast<std::size_t>(std::max(agreement.words_a, agreement.words_b));
    const bool may_be = agreement.conflicts == 0 && more >= 2 * kLeastWords &&
                        more >= static_cast<std::size_t>(agreement.words) + kLeastWords;
    return may_be && !entry.fathers.empty() && may_be_two(told) &&
           is_parted(told, entry, name, agreement.matched);
}

bool implies_listed_father(const Subject& subject,
                           const ListEntry& entry,
                           const ListedName& name,
                           const Agreement& agreement) {
    const bool may_be = !entry.fathers.empty() && agreement.conflicts == 0 && !is_told(subject);
    return may_be && has_name(subject, [&](const std::vector<NameToken>& told) {
               return implies_listed_father(told, entry, name, agreement);
           });
}

}  // namespace sarhad::watchlists
