#include "explain.h"

#include "alias_text.h"
#include "cnic.h"
#include "listed_numbers.h"
#include "name_rows.h"
#include "text_forms.h"

#include "core/text.h"
#include "watchlists/countries.h"
#include "watchlists/normalise.h"

#include <algorithm>
#include <array>

namespace sarhad::watchlists {
namespace {

using facts::NameWords;

constexpr std::size_t kUsualWhy = 128;      ///< Bytes of the line: room is made at once.
constexpr std::size_t kMaxWordClauses = 3;  ///< Words of which the line speaks; the rest is alike.

/// What is said of two words whose relation is that; %: the words.
struct Phrase {
    std::string_view relation;
    std::string_view text;
};
constexpr std::array<Phrase, 9> kPhrases{{
    {"variant", " are one name"},
    {"sound", " sound alike"},
    {"reading", " are one word in two spellings"},
    {"nickname", " are forms of one name"},
    {"edit", " differ by a letter or two"},
    {"consonants", " have the same consonants"},
    {"joined", " are the same, written together or apart"},
    {"initial", " agree by an initial"},
    {"conflict", " are different names"},
}};

/// "" for words that are alike and need no word.
std::string clause_of(const NameWords& words) {
    const std::string& told = words.told.reveal();
    const std::string& listed = words.listed.reveal();
    if (words.relation == "extra") {
        return told.empty() ? core::cat("only the list has ", listed)
                            : core::cat("only the traveller has ", told);
    }
    if (words.relation == "cut") {
        return core::cat(told, " and ", listed, " agree as far as a full field goes");
    }
    for (const Phrase& phrase : kPhrases) {
        if (words.relation == phrase.relation) {
            return core::cat(told, " and ", listed, phrase.text);
        }
    }
    const bool is_other_script = is_ascii(told) != is_ascii(listed);
    return is_other_script ? core::cat(told, " and ", listed, " are one name") : std::string{};
}

std::string_view without_article(std::string_view text) {
    return text.starts_with("the ") ? text.substr(4) : text;
}

bool is_of_name(const facts::Reason& reason) {
    return reason.kind == "name-token" || reason.kind == "name-conflict" ||
           reason.kind == "name-extra";
}

/// What is said of the words, what is alike first.
std::vector<std::string> word_clauses(const facts::Hit& hit) {
    std::vector<std::string> clauses;
    clauses.reserve(hit.words.size() + 1);
    std::size_t alike = 0;
    for (const NameWords& words : hit.words) {
        std::string clause = clause_of(words);
        if (clause.empty()) {
            ++alike;
        } else if (clauses.size() < kMaxWordClauses || words.relation == "conflict" ||
                   words.relation == "extra") {
            clauses.push_back(std::move(clause));
        }
    }
    if (alike > 0) {
        const bool is_whole = alike == hit.words.size();
        clauses.insert(clauses.begin(),
                       is_whole ? std::string{"the same name"}
                                : core::cat("the same ", alike, alike == 1 ? " word" : " words"));
    }
    return clauses;
}

/// Adds a clause, where there is room for it.
bool add_clause(std::string_view told, std::string& line) {
    const std::string clause = without_controls(told);
    if (line.size() + 2 + clause.size() > kMaxWhy) {
        return false;
    }
    line += line.empty() ? "" : "; ";
    line += clause;
    return true;
}

}  // namespace

facts::Reason question_of(const Subject& subject, const ListEntry& entry) {
    const bool lists_cnic = std::any_of(
        entry.documents.begin(), entry.documents.end(), [](const ListedDocument& document) {
            return read_cnic(normalise_document(document.number.reveal())).has_value();
        });
    const bool tells_cnic =
        std::any_of(subject.documents.begin(), subject.documents.end(), [](const auto& number) {
            return read_cnic(normalise_document(number.reveal())).has_value();
        });
    constexpr CountryCode kPakistan = 'P' * 256 + 'K';
    const auto ask = [](std::string_view message, std::string_view text) {
        return facts::Reason{
            "question", core::Redacted<std::string>{std::string{text}}, 0, std::string{message}};
    };
    if (paper_relation(subject, entry) == IdentifierRelation::kMisread) {
        return ask("ask.document-again", "read the document number again, character by character");
    }
    // Nobody but a Pakistani has one; where no nationality is told, all may.
    const CountryCode nation = country_of(subject.nationality);
    const bool may_have_cnic = nation == 0 || nation == kPakistan;
    if ((lists_cnic || !entry.districts.empty()) && may_have_cnic && !tells_cnic) {
        return ask("ask.cnic", "ask for the CNIC");
    }
    if (!entry.fathers.empty() && subject.father_name.reveal().empty()) {
        return ask("ask.father", "ask for the father's name");
    }
    if (!entry.births.empty() && !subject.date_of_birth.reveal().is_full()) {
        return ask("ask.birth", "ask for the date of birth");
    }
    if (!entry.birth_places.empty() && subject.place_of_birth.reveal().empty()) {
        return ask("ask.birth-place", "ask for the place of birth");
    }
    if (!entry.documents.empty() && subject.documents.empty()) {
        return ask("ask.document", "ask for a document");
    }
    return ask("ask.remarks", "ask by what the list remarks, else for a second document");
}

std::vector<std::string> matched_texts(const ListedName& name) {
    // "LAST, First" is matched in the order that people write names in.
    std::vector<std::string> texts = alias_parts(
        name.family.reveal().empty() ? name.text.reveal()
                                     : core::cat(name.given.reveal(), " ", name.family.reveal()));
    if (!name.original.reveal().empty()) {
        texts.push_back(name.original.reveal());
    }
    return texts;
}

std::string why_line(const facts::Hit& hit) {
    std::string line;
    line.reserve(kUsualWhy);
    for (const std::string& clause : word_clauses(hit)) {
        if (!add_clause(clause, line)) {
            return line;
        }
    }
    for (const facts::Reason& reason : hit.reasons) {
        const bool is_said = !is_of_name(reason) && reason.kind != "limit";
        if (is_said && !add_clause(without_article(reason.text.reveal()), line)) {
            return line;
        }
    }
    return line;
}

Explainer::Explainer(const std::vector<ToldName>& told) {
    for (const ToldName& name : told) {
        told_.push_back({SpeltName{name.text}, name.form});
    }
}

/// Fills `words` where the agreement is that of a told name with this text.
bool Explainer::add_words(const std::string& text,
                          const NameForm& form,
                          const Agreement& agreement,
                          facts::Hit& hit) {
    for (Told& told : told_) {
        const Alignment alignment = align(*told.form, form);
        if (alignment.agreement == agreement) {
            SpeltName listed{text};
            const std::vector<NameRow> rows = name_rows(*told.form, form, alignment);
            hit.words.reserve(rows.size());
            for (const NameRow& row : rows) {
                hit.words.push_back({core::Redacted<std::string>{told.spelt.spell(row.a)},
                                     core::Redacted<std::string>{listed.spell(row.b)},
                                     std::string{to_text(row.relation)},
                                     row.bits});
            }
            return true;
        }
    }
    return false;
}

void Explainer::explain(const ListedName& listed,
                        const Agreement& agreement,
                        const KnownText* known,
                        facts::Hit& hit) {
    const std::vector<std::string> texts = matched_texts(listed);
    for (std::size_t i = 0; i < texts.size(); ++i) {
        const bool is_known = known != nullptr && known->place == i;
        if (add_words(texts[i],
                      is_known ? known->form : make_form(normalise(texts[i])),
                      agreement,
                      hit)) {
            break;
        }
    }
    hit.why = core::Redacted<std::string>{why_line(hit)};
}

}  // namespace sarhad::watchlists
