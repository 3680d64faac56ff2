#include "explain.h"

#include "alias_text.h"
#include "cnic.h"
#include "name_rows.h"

#include "core/text.h"
#include "watchlists/normalise.h"

#include <algorithm>
#include <array>
#include <optional>

namespace sarhad::watchlists {
namespace {

using facts::NameWords;

constexpr std::size_t kMaxRun = 3;          ///< Words that are read as one: X ud Din.
constexpr std::size_t kMaxWordClauses = 3;  ///< Words of which the line speaks; the rest is alike.

bool is_ascii(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return (c & 0x80) == 0; });
}

/// Whether a piece of a text, particles aside, is read as just that word.
bool reads_as(const std::string& piece, const std::string& word) {
    std::vector<NameToken> read = normalise(piece);
    std::erase_if(read, [](const NameToken& token) { return token.kind == TokenClass::kParticle; });
    return read.size() == 1 && read.front().text == word;
}

/// The words of `text` that are read as `word` ("Abdul Rahman" is one), as they are spelt there;
/// else `word` itself.
std::string spelt(const std::string& word, std::string_view text) {
    const std::vector<std::string_view> raw = core::split(text, ' ');
    for (const std::string_view one : raw) {
        if (is_ascii(one) && core::ascii_lower(one) == word) {
            return std::string{one};
        }
    }
    for (std::size_t first = 0; first < raw.size(); ++first) {
        std::string piece;
        for (std::size_t last = first; last < std::min(raw.size(), first + kMaxRun); ++last) {
            piece += core::cat(piece.empty() ? "" : " ", raw[last]);
            if (reads_as(piece, word)) {
                return piece;
            }
        }
    }
    return word;
}

/// Each of the blank-separated words, as it is spelt in `text`.
std::string all_spelt(const std::string& words, std::string_view text) {
    std::string line;
    if (words.empty()) {
        return line;
    }
    for (const std::string_view word : core::split(words, ' ')) {
        line += (line.empty() ? "" : " ") + spelt(std::string{word}, text);
    }
    return line;
}

void add_words(const NameForm& told_form,
               std::string_view told,
               const NameForm& listed_form,
               std::string_view listed,
               facts::Hit& hit) {
    for (const NameRow& row : name_rows(told_form, listed_form, align(told_form, listed_form))) {
        hit.words.push_back({core::Redacted<std::string>{all_spelt(row.a, told)},
                             core::Redacted<std::string>{all_spelt(row.b, listed)},
                             std::string{to_text(row.relation)},
                             row.bits});
    }
}

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

std::string without_article(const std::string& text) {
    return text.starts_with("the ") ? text.substr(4) : text;
}

bool is_of_name(const facts::Reason& reason) {
    return reason.kind == "name-token" || reason.kind == "name-conflict" ||
           reason.kind == "name-extra";
}

std::vector<std::string> clauses_of(const facts::Hit& hit) {
    std::vector<std::string> clauses;
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
    for (const facts::Reason& reason : hit.reasons) {
        if (!is_of_name(reason) && reason.kind != "limit") {
            clauses.push_back(without_article(reason.text.reveal()));
        }
    }
    return clauses;
}

}  // namespace

std::optional<facts::Reason> question_of(const Subject& subject, const ListEntry& entry) {
    const bool lists_cnic = std::any_of(
        entry.documents.begin(), entry.documents.end(), [](const ListedDocument& document) {
            return read_cnic(normalise_document(document.number.reveal())).has_value();
        });
    const bool tells_cnic =
        std::any_of(subject.documents.begin(), subject.documents.end(), [](const auto& number) {
            return read_cnic(normalise_document(number.reveal())).has_value();
        });
    const auto ask = [](std::string_view message, std::string_view text) {
        return facts::Reason{
            "question", core::Redacted<std::string>{std::string{text}}, 0, std::string{message}};
    };
    if ((lists_cnic || !entry.districts.empty()) && !tells_cnic) {
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
    return std::nullopt;
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
    for (const std::string& clause : clauses_of(hit)) {
        if (line.size() + 2 + clause.size() > kMaxWhy) {
            break;
        }
        line += (line.empty() ? "" : "; ") + clause;
    }
    return line;
}

void Explainer::read_names() {
    is_read_ = true;
    for (std::size_t i = 0; i < std::min(subject_.names.size(), kMaxSubjectNames); ++i) {
        const std::string& text = subject_.names[i].reveal();
        told_.push_back({text, make_form(normalise(text))});
    }
}

void Explainer::explain(const ListedName& listed, const Agreement& agreement, facts::Hit& hit) {
    if (!is_read_) {
        read_names();
    }
    for (const std::string& text : matched_texts(listed)) {
        const NameForm form = make_form(normalise(text));
        const auto same = [&](const Told& told) { return agree(told.form, form) == agreement; };
        const auto told = std::find_if(told_.begin(), told_.end(), same);
        if (told != told_.end()) {
            add_words(told->form, told->text, form, text, hit);
            break;
        }
    }
    hit.why = core::Redacted<std::string>{why_line(hit)};
}

}  // namespace sarhad::watchlists
