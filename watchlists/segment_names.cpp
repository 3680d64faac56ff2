// How names and fathers of entries come into a segment under way.

#include "explain.h"
#include "findings.h"
#include "match_scratch.h"
#include "script_units.h"
#include "segment_builder.h"
#include "text_forms.h"
#include "word_spelling.h"

#include <algorithm>

namespace sarhad::watchlists {
namespace {

/// Leaves out of a text what its words spell.
void keep_spelling(const std::vector<NameToken>& words, core::Redacted<std::string>& text) {
    if (const std::string_view spelling = spelling_of(words, text.reveal()); !spelling.empty()) {
        text = core::Redacted<std::string>{std::string{spelling}};
    }
}

}  // namespace

bool has_latin_name(const ListEntry& entry) {
    return std::any_of(entry.names.begin(), entry.names.end(), [](const ListedName& name) {
        return has_latin(name.text.reveal());
    });
}

std::vector<NameToken> listed_words(const std::string& text, bool has_latin_name) {
    std::vector<NameToken> words = normalise(text);
    for (NameToken& word : words) {
        word.is_beside_latin = has_latin_name && is_native(word.text);
    }
    return words;
}

/// Of texts that their words spell that alone is kept.
void SegmentBuilder::add_names(ListEntry& entry) {
    const bool is_latin = has_latin_name(entry);
    for (ListedName& name : entry.names) {
        std::uint8_t head = 0;
        const std::vector<std::string> texts = matched_texts(name);
        for (const std::string& text : texts) {
            const std::vector<NameToken> words = listed_words(text, is_latin);
            add_name(words, head);
            if (head == 0) {
                keep_spelling(words, name.text);
            }
            head = Segment::kFurtherBit;
        }
    }
}

void SegmentBuilder::add_name(const std::vector<NameToken>& tokens, std::uint8_t head) {
    const auto number = static_cast<std::uint32_t>(names_.size());
    Name name{static_cast<std::uint32_t>(name_words_.size()),
              static_cast<std::uint8_t>(head | tokens.size()),
              0};
    for (const NameToken& token : tokens) {
        name_words_.push_back(add_word(token));
    }
    const NameForm form = make_form_without_words(tokens);
    name.total = static_cast<std::uint8_t>(std::min(form.shape.total / Segment::kTotalUnit, 255));
    for (const JoinedPair& pair : form.pairs) {
        joins_.add(key_hash('J', pair.fold), number);
    }
    for (const std::string& whole : form.wholes) {
        joins_.add(key_hash('J', whole), number);
    }
    names_.push_back(name);
}

/// One father is kept as words, for his name is compared for most of those who may be a hit.
void SegmentBuilder::add_father(ListEntry& entry, Entry& to) {
    to.first_father_word = static_cast<std::uint32_t>(father_words_.size());
    if (entry.fathers.size() != 1) {
        to.father_head = Segment::kFatherInRecordBit;
        return;
    }
    if (is_no_name(entry.fathers.front().reveal())) {
        to.father_head = Segment::kNoFatherBit;
        return;
    }
    const std::vector<NameToken> tokens = normalise(entry.fathers.front().reveal());
    const NameForm form = make_form_without_words(tokens);
    if (form.pairs.size() + form.wholes.size() > tokens.size()) {
        to.father_head = Segment::kFatherInRecordBit;
        return;
    }
    to.father_head = static_cast<std::uint8_t>(tokens.size());
    for (const NameToken& token : tokens) {
        father_words_.push_back(add_word(token));
    }
    // In whatever order: they are only asked whether one is among them.
    for (const JoinedPair& pair : form.pairs) {
        father_joins_.push_back(join_byte(pair.fold));
    }
    for (const std::string& whole : form.wholes) {
        father_joins_.push_back(join_byte(whole));
    }
    father_joins_.resize(father_words_.size());
    keep_spelling(tokens, entry.fathers.front());
}

/// The word as it is stored.
std::uint32_t SegmentBuilder::add_word(const NameToken& token) {
    // The same word beside a Latin name and without one are two.
    const TextPool::Interned word = token.is_beside_latin
                                        ? word_texts_.intern(token.text + kBesideMark)
                                        : word_texts_.intern(token.text);
    if (word.is_new) {
        folds_ += token.fold;
        fold_ends_.push_back(static_cast<std::uint32_t>(folds_.size()));
        groups_.push_back({token.group, token.related});
        NameToken plain = token;
        plain.kind = TokenClass::kPlain;
        weights_.push_back(static_cast<std::uint16_t>(word_weight(plain)));
    }
    return stored_word(word.number, token);
}

}  // namespace sarhad::watchlists
