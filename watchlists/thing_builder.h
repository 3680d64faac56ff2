#pragma once

#include "key_table.h"
#include "listed_numbers.h"
#include "text_pool.h"
#include "thing_index.h"

#include "watchlists/document_set.h"
#include "watchlists/entry.h"

#include <cstdint>
#include <string>
#include <vector>

namespace sarhad::watchlists {

/// What the index of things keeps of one entry.
struct ReadThing {
    struct Form {
        OrgForm form;
        std::uint16_t name{0};  ///< Of the entry.
    };
    std::uint32_t place{0};  ///< How many entries were added to the segment before it.
    EntryKind kind{EntryKind::kPerson};
    NumberKeys numbers;
    std::vector<Form> forms;
    /// As it is of most persons.
    [[nodiscard]] bool is_nothing() const {
        return forms.empty() && numbers.keys.empty() && numbers.listed_papers.empty();
    }
};
[[nodiscard]] ReadThing read_thing(std::uint32_t place, const ListEntry& entry);

/// Takes entries one by one and writes the index of things beside their segment. Thread: one.
class ThingBuilder final {
public:
    /// kExhausted where the entry has no room: numbers of its parts take three bytes.
    [[nodiscard]] core::Status check_room(const ReadThing& thing) const;
    /// After check_room().
    void add(const ReadThing& thing);
    /// The index's bytes; the builder is empty afterwards. `moved`: by place the number that the
    /// segment has given the entry.
    [[nodiscard]] core::Bytes finish(const std::vector<std::uint32_t>& moved);

private:
    struct Thing {
        std::uint32_t place;
        std::uint32_t first_form;
        std::uint32_t forms;
        EntryKind kind;
    };
    class Writer;

    void add_form(const OrgForm& form, std::uint16_t name);
    [[nodiscard]] std::uint32_t add_word(const OrgWord& word);
    void write_words(Writer& to);
    void write_postings(const std::vector<std::uint32_t>& form_moved, Writer& to) const;
    [[nodiscard]] std::vector<std::uint32_t> write_things(const std::vector<std::uint32_t>& moved,
                                                          Writer& to);

    std::vector<Thing> things_;
    std::vector<std::uint32_t> form_starts_;
    std::vector<std::uint32_t> forms_;
    std::vector<std::uint16_t> form_names_;
    TextPool texts_;
    TextPool word_keys_;  ///< Words with all that tells them apart.
    std::vector<ThingWord> words_;
    KeyTableBuilder near_;
    KeyTableBuilder wholes_;
    KeyTableBuilder numbers_;
    std::uint32_t number_count_{0};
    DocumentSetBuilder papers_;
    bool has_papers_{false};
};

/// The texts under which the names of an organisation or a craft are compared.
[[nodiscard]] std::vector<std::string> thing_texts(const ListedName& name);
[[nodiscard]] OrgProfile profile_of(EntryKind kind);

}  // namespace sarhad::watchlists
