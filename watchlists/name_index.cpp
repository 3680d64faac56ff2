#include "name_index.h"

#include "alias_text.h"

#include <algorithm>

namespace sarhad::watchlists {

NameIndex::NameIndex(std::vector<OneList> lists) {
    for (OneList& list : lists) {
        least_shown_ = std::min(least_shown_, list.manifest.thresholds.shown().value());
        manifests_.push_back(std::move(list.manifest));
        lists_.push_back(std::move(list.entries));
    }
    for (std::uint32_t list = 0; list < lists_.size(); ++list) {
        for (const ListEntry& entry : lists_[list]) {
            entries_.push_back({&entry, list});
        }
    }
    names_of_entry_.resize(entries_.size());
    for (std::uint32_t entry = 0; entry < entries_.size(); ++entry) {
        if (entries_[entry].entry->kind == EntryKind::kPerson) {
            add_names(entry);
        }
    }
    dictionary_.freeze();
    add_postings();
    add_join_keys();
    add_document_keys();
}

void NameIndex::add_names(std::uint32_t entry) {
    const std::vector<ListedName>& listed = entries_[entry].entry->names;
    for (std::size_t i = 0; i < listed.size(); ++i) {
        // "LAST, First" is indexed in the order that people write names in.
        const bool has_parts = !listed[i].family.reveal().empty();
        const std::string text = has_parts
                                     ? listed[i].given.reveal() + " " + listed[i].family.reveal()
                                     : listed[i].text.reveal();
        for (const std::string& part : alias_parts(text)) {
            add_name(entry, i, part);
        }
        if (!listed[i].original.reveal().empty()) {
            add_name(entry, i, listed[i].original.reveal());
        }
    }
}

void NameIndex::add_name(std::uint32_t entry, std::size_t in_entry, const std::string& text) {
    const std::vector<NameToken> tokens = normalise(text);
    if (tokens.empty()) {
        return;
    }
    names_of_entry_[entry].push_back(static_cast<std::uint32_t>(names_.size()));
    names_.push_back({static_cast<std::uint32_t>(words_.size()),
                      entry,
                      static_cast<std::uint16_t>(in_entry),
                      static_cast<std::uint8_t>(tokens.size())});
    for (const NameToken& token : tokens) {
        words_.push_back(dictionary_.intern(token));
        tags_.push_back({token.kind, token.chain});
    }
    shapes_.push_back(make_shape(tokens));
}

NameForm NameIndex::form_of(std::uint32_t name) const {
    const NameRecord& record = names_[name];
    std::vector<NameToken> tokens;
    for (std::uint32_t i = record.first; i < record.first + record.count; ++i) {
        tokens.push_back(dictionary_.token(words_[i]));
        tokens.back().kind = tags_[i].kind;
        tokens.back().chain = tags_[i].chain;
    }
    return make_form(tokens);
}

void NameIndex::add_postings() {
    posting_starts_.assign(dictionary_.size() + 1, 0);
    std::vector<std::pair<std::uint32_t, std::uint32_t>> pairs;
    for (std::uint32_t name = 0; name < names_.size(); ++name) {
        const NameRecord& record = names_[name];
        std::size_t scored = 0;
        for (std::uint32_t i = record.first; i < record.first + record.count; ++i) {
            const bool counts =
                tags_[i].kind == TokenClass::kPlain || tags_[i].kind == TokenClass::kTitle;
            if (counts && scored++ < kMaxScored) {
                pairs.emplace_back(words_[i], name);
            }
        }
    }
    std::sort(pairs.begin(), pairs.end());
    pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
    for (const auto& [word, name] : pairs) {
        ++posting_starts_[word + 1];
        postings_.push_back(name);
    }
    for (std::size_t i = 1; i < posting_starts_.size(); ++i) {
        posting_starts_[i] += posting_starts_[i - 1];
    }
}

void NameIndex::add_join_keys() {
    for (std::uint32_t name = 0; name < names_.size(); ++name) {
        const NameForm form = form_of(name);
        for (const JoinedPair& pair : form.pairs) {
            joins_.add(key_hash('P', pair.fold), name);
        }
        for (const std::string& whole : form.wholes) {
            joins_.add(key_hash('W', whole), name);
        }
    }
    joins_.freeze();
}

void NameIndex::add_document_keys() {
    for (std::uint32_t entry = 0; entry < entries_.size(); ++entry) {
        if (names_of_entry_[entry].empty()) {
            continue;
        }
        for (const ListedDocument& document : entries_[entry].entry->documents) {
            for (const std::string& key : document_keys(document.number.reveal())) {
                documents_.add(key_hash('N', confusable_number(key)), entry);
            }
        }
    }
    documents_.freeze();
}

SnapshotSize NameIndex::size() const {
    SnapshotSize size;
    size.entries = entries_.size();
    for (const auto& names : names_of_entry_) {
        size.persons += names.empty() ? 0U : 1U;
    }
    size.names = names_.size();
    size.words = dictionary_.size();
    size.index_bytes = dictionary_.size_bytes() + joins_.size_bytes() + documents_.size_bytes() +
                       names_.size() * (sizeof(NameRecord) + sizeof(NameShape)) +
                       words_.size() * (sizeof(std::uint32_t) + sizeof(WordTag)) +
                       (postings_.size() + posting_starts_.size()) * sizeof(std::uint32_t) +
                       names_of_entry_.size() * sizeof(std::vector<std::uint32_t>);
    return size;
}

}  // namespace sarhad::watchlists
