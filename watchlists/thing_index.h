#pragma once

#include "key_table.h"
#include "packed.h"
#include "section_file.h"
#include "text_pool.h"

#include "core/result.h"
#include "watchlists/document_set.h"
#include "watchlists/entry.h"
#include "watchlists/org_form.h"

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace sarhad::watchlists {

inline constexpr std::uint16_t kThingsVersion = 2;

/// The sections of an index of things, in their order. docs/storage.md has them byte by byte.
enum class ThingSection : std::uint32_t {
    kTextEnds,
    kTexts,
    kWords,
    kWordKeyStarts,
    kWordKeys,
    kPostingStarts,
    kPostings,
    kFormStarts,
    kForms,
    kFormNames,
    kFormThings,
    kWholeStarts,
    kWholes,
    kEntries,
    kKinds,
    kThingForms,
    kNumberStarts,
    kNumbers,
    kPapers,
};
inline constexpr std::size_t kThingSections = 19;
[[nodiscard]] SectionHead thing_head();

/// A word of a form as it is stored.
struct ThingWord {
    std::uint32_t text{0};    ///< In the texts.
    std::uint32_t native{0};  ///< In the texts; an empty one for most.
    std::uint32_t number{0};
    std::uint16_t weight{0};
    std::uint8_t kind{0};   ///< OrgWordKind.
    std::uint8_t flags{0};  ///< kRoman, kBracketed.
    static constexpr std::uint8_t kRoman = 1;
    static constexpr std::uint8_t kBracketed = 2;
};

/// What a form holds, as the first of its numbers says; then follow the words, of each join the
/// word and its mask, the legal forms, the texts of the initials, of each spelt word its text and
/// its scored word.
struct ThingFormHead {
    std::uint32_t words{0};
    std::uint32_t joins{0};
    std::uint32_t legal{0};
    std::uint32_t initials{0};
    bool is_marked{false};
    std::uint32_t spelt{0};
    bool is_part{false};
    static constexpr std::uint32_t kMostJoins = 255;
    static constexpr std::uint32_t kMostLegal = 255;
    static constexpr std::uint32_t kMostInitials = 7;
    [[nodiscard]] static ThingFormHead of(std::uint32_t packed);
    [[nodiscard]] std::uint32_t packed() const;
    [[nodiscard]] std::uint32_t size() const {
        return 1 + words + 2 * joins + legal + initials + 2 * spelt;
    }
};

/// How a segment's entries are found otherwise than by a person's name: forms of the names of
/// organisations, vessels and aircraft, and keys of everything that bears a number. Stands beside a
/// segment and speaks of its entries by their numbers there. Position-independent; immutable; any
/// thread may read.
class ThingIndex final {
public:
    /// Total: any bytes give an index of a segment with so many entries, or kCorrupt (kInvalid for
    /// another version), saying where. `owner` keeps the bytes.
    [[nodiscard]] static core::Result<std::shared_ptr<const ThingIndex>> open(
        core::ByteView bytes, std::shared_ptr<const void> owner, std::uint32_t entries);

    [[nodiscard]] core::ByteView bytes() const { return bytes_; }
    [[nodiscard]] std::uint32_t thing_count() const {
        return static_cast<std::uint32_t>(entries_.size());
    }
    [[nodiscard]] std::uint32_t form_count() const {
        return static_cast<std::uint32_t>(form_names_.size());
    }

    void word(std::uint32_t number, OrgWord& into) const;
    /// Keys of words (near_keys) to words, those of joins included.
    [[nodiscard]] const KeyTable& near() const { return near_; }
    /// Forms with that word or join: places in postings().
    [[nodiscard]] std::uint32_t posting_start(std::uint32_t word) const {
        return posting_starts_[word];
    }
    [[nodiscard]] const Column24& postings() const { return postings_; }
    /// Wholes, acronyms and initials to forms: org_whole_key().
    [[nodiscard]] const KeyTable& wholes() const { return wholes_; }
    void form(std::uint32_t number, OrgForm& into) const;
    /// Which of its entry's names it is of.
    [[nodiscard]] std::uint16_t name_of(std::uint32_t form) const { return form_names_[form]; }
    [[nodiscard]] std::uint32_t thing_of(std::uint32_t form) const { return form_things_[form]; }

    /// Things are entries with a form, in the order of the segment.
    [[nodiscard]] std::uint32_t entry_of(std::uint32_t thing) const { return entries_[thing]; }
    [[nodiscard]] EntryKind kind_of(std::uint32_t thing) const {
        return static_cast<EntryKind>(kinds_[thing]);
    }
    [[nodiscard]] std::optional<std::uint32_t> thing_of_entry(std::uint32_t entry) const;
    /// Forms from first_form(thing) to before first_form(thing + 1).
    [[nodiscard]] std::uint32_t first_form(std::uint32_t thing) const {
        return thing_forms_[thing];
    }

    /// Keys of numbers (listed_numbers.h) to entries of the segment.
    [[nodiscard]] const KeyTable& numbers() const { return numbers_; }
    /// Numbers of listed papers: what is not in it need not be looked for in numbers(). Null where
    /// no paper is listed.
    [[nodiscard]] const DocumentSet* papers() const { return papers_ ? &*papers_ : nullptr; }

private:
    ThingIndex() = default;
    void take(const SectionFile& file, std::uint32_t entries);
    [[nodiscard]] core::Status check_words() const;
    [[nodiscard]] core::Status check_forms() const;
    [[nodiscard]] bool is_sound_form(std::uint32_t form) const;
    [[nodiscard]] core::Status check_things(std::uint32_t entries) const;

    std::shared_ptr<const void> owner_;
    core::ByteView bytes_;
    std::uint32_t words_{0};
    TextView texts_;
    Column<ThingWord> word_records_;
    KeyTable near_;
    Column<std::uint32_t> posting_starts_;
    Column24 postings_;
    Column<std::uint32_t> form_starts_;
    Column<std::uint32_t> forms_;
    Column<std::uint16_t> form_names_;
    Column24 form_things_;
    KeyTable wholes_;
    Column24 entries_;
    Column<std::uint8_t> kinds_;
    Column<std::uint32_t> thing_forms_;
    KeyTable numbers_;
    std::optional<DocumentSet> papers_;
};

/// Key of a whole name as one word ('W'), of an acronym ('A'), of the initials of a name ('I'), of
/// the first letters of a contraction ('C') and of those that a name may lend ('S').
[[nodiscard]] inline std::uint64_t org_whole_key(char kind, std::string_view text) {
    return key_hash(kind, text);
}
/// A word that may be the letters of another name.
[[nodiscard]] bool is_acronym_word(const OrgWord& word);
/// A join where words are expected: without a weight, equal by its text alone.
[[nodiscard]] OrgWord as_word(const OrgJoin& join);
/// org_word_keys(), but of a join the key of its text alone: nothing else is looked for by it.
[[nodiscard]] std::vector<std::uint64_t> near_keys(const OrgWord& word);

}  // namespace sarhad::watchlists
