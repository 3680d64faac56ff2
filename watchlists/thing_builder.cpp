#include "thing_builder.h"

#include "listed_numbers.h"
#include "org_contraction.h"
#include "segment_builder.h"
#include "thing_evidence.h"

#include "core/check.h"
#include "core/text.h"
#include "watchlists/org_similarity.h"

#include <algorithm>
#include <numeric>

namespace sarhad::watchlists {

/// The sections while they are written.
class ThingBuilder::Writer final {
public:
    core::Bytes& operator[](ThingSection which) {
        return sections_[static_cast<std::size_t>(which)];
    }
    [[nodiscard]] core::Bytes finish(const std::array<std::uint32_t, kSectionCounts>& counts) {
        return write_sections(thing_head(), counts, sections_);
    }

private:
    std::array<core::Bytes, kThingSections> sections_;
};

std::vector<std::string> thing_texts(const ListedName& name) {
    std::vector<std::string> texts{name.text.reveal()};
    if (!name.original.reveal().empty()) {
        texts.push_back(name.original.reveal());
    }
    return texts;
}

OrgProfile profile_of(EntryKind kind) {
    return kind == EntryKind::kOrganisation ? OrgProfile::kOrganisation : OrgProfile::kVessel;
}

ReadThing read_thing(std::uint32_t place, const ListEntry& entry) {
    ReadThing thing;
    thing.place = place;
    thing.kind = entry.kind;
    thing.numbers = number_keys(entry);
    if (!is_named_thing(entry.kind)) {
        return thing;
    }
    for (std::size_t name = 0; name < entry.names.size(); ++name) {
        for (const std::string& text : thing_texts(entry.names[name])) {
            for (OrgForm& form : make_org_forms(text, profile_of(entry.kind))) {
                thing.forms.push_back({std::move(form), static_cast<std::uint16_t>(name)});
            }
        }
    }
    return thing;
}

core::Status ThingBuilder::check_room(const ReadThing& thing) const {
    std::size_t words = words_.size();
    for (const ReadThing::Form& one : thing.forms) {
        words += one.form.words.size() + one.form.joins.size();
    }
    const std::size_t forms = form_names_.size() + thing.forms.size();
    const std::size_t numbers = std::size_t{number_count_} + thing.numbers.keys.size();
    if (std::max(forms, words) >= kMaxSegmentParts || numbers >= UINT32_MAX ||
        forms_.size() >= UINT32_MAX / 2) {
        return core::Error{core::Errc::kExhausted,
                           core::cat("an index of more than ", kMaxSegmentParts, " parts")};
    }
    return {};
}

void ThingBuilder::add(const ReadThing& thing) {
    for (const std::uint64_t key : thing.numbers.keys) {
        numbers_.add(key, thing.place);
    }
    number_count_ += static_cast<std::uint32_t>(thing.numbers.keys.size());
    for (const std::string& paper : thing.numbers.listed_papers) {
        has_papers_ = true;
        SARHAD_CHECK(papers_.add(paper).has_value());  // A-Z and 0-9, fewer than kMaxSegmentParts.
    }
    if (thing.forms.empty()) {
        return;
    }
    things_.push_back({thing.place,
                       static_cast<std::uint32_t>(form_names_.size()),
                       static_cast<std::uint32_t>(thing.forms.size()),
                       thing.kind});
    for (const ReadThing::Form& one : thing.forms) {
        add_form(one.form, one.name);
    }
}

std::uint32_t ThingBuilder::add_word(const OrgWord& word) {
    ThingWord stored{texts_.intern(word.text).number,
                     texts_.intern(word.native).number,
                     word.number,
                     static_cast<std::uint16_t>(word.weight),
                     static_cast<std::uint8_t>(word.kind),
                     static_cast<std::uint8_t>((word.is_roman ? ThingWord::kRoman : 0) |
                                               (word.is_bracketed ? ThingWord::kBracketed : 0))};
    core::Bytes key;
    put_packed(key, stored);
    const TextPool::Interned held = word_keys_.intern(core::as_text(key));
    if (held.is_new) {
        words_.push_back(stored);
        for (const std::uint64_t one : near_keys(word)) {
            near_.add(one, held.number);
        }
        if (const auto sound = org_sound_key(word, false)) {
            near_.add(*sound, held.number);
        }
    }
    return held.number;
}

void ThingBuilder::add_form(const OrgForm& form, std::uint16_t name) {
    const auto number = static_cast<std::uint32_t>(form_names_.size());
    ThingFormHead head;
    head.words = static_cast<std::uint32_t>(form.words.size());
    head.joins = static_cast<std::uint32_t>(form.joins.size());
    head.legal = static_cast<std::uint32_t>(form.forms.size());
    head.initials = static_cast<std::uint32_t>(form.initials.size());
    head.is_marked = form.is_marked;
    head.is_part = form.is_part;
    head.spelt = static_cast<std::uint32_t>(form.spelt.size());
    SARHAD_CHECK(head.joins <= ThingFormHead::kMostJoins &&
                 head.legal <= ThingFormHead::kMostLegal &&
                 head.initials <= ThingFormHead::kMostInitials);
    form_starts_.push_back(static_cast<std::uint32_t>(forms_.size()));
    form_names_.push_back(name);
    forms_.push_back(head.packed());
    for (const OrgWord& word : form.words) {
        forms_.push_back(add_word(word));
        if (is_acronym_word(word)) {
            wholes_.add(org_whole_key('A', word.text), number);
        }
    }
    for (const OrgJoin& join : form.joins) {
        forms_.push_back(add_word(as_word(join)));
        forms_.push_back(join.mask);
    }
    for (const OrgLegalForm& legal : form.forms) {
        forms_.push_back(legal.exact | std::uint32_t{legal.generic} << 16U);
    }
    for (const std::string& initials : form.initials) {
        forms_.push_back(texts_.intern(initials).number);
        wholes_.add(org_whole_key('I', initials), number);
    }
    for (const OrgSpelt& spelt : form.spelt) {
        forms_.push_back(texts_.intern(spelt.text).number);
        forms_.push_back(spelt.word);
    }
    if (const std::string_view word = contraction_of(form); !word.empty()) {
        wholes_.add(org_whole_key('C', word.substr(0, kContractionStart)), number);
    }
    for (const std::string& start : contraction_starts(form)) {
        wholes_.add(org_whole_key('S', start), number);
    }
    wholes_.add(org_whole_key('W', form.whole), number);
}

void ThingBuilder::write_words(Writer& to) {
    texts_.write(to[ThingSection::kTextEnds], to[ThingSection::kTexts]);
    for (const ThingWord& word : words_) {
        put_packed(to[ThingSection::kWords], word);
    }
    near_.write(nullptr,
                static_cast<std::uint32_t>(words_.size()),
                to[ThingSection::kWordKeyStarts],
                to[ThingSection::kWordKeys]);
}

/// Things in the order of the segment; by number of the form as added the one it gets.
std::vector<std::uint32_t> ThingBuilder::write_things(const std::vector<std::uint32_t>& moved,
                                                      Writer& to) {
    std::sort(things_.begin(), things_.end(), [&](const Thing& a, const Thing& b) {
        return moved[a.place] < moved[b.place];
    });
    std::vector<std::uint32_t> form_moved(form_names_.size());
    form_starts_.push_back(static_cast<std::uint32_t>(forms_.size()));
    std::uint32_t form = 0;
    std::uint32_t start = 0;
    for (std::uint32_t thing = 0; thing < things_.size(); ++thing) {
        const Thing& one = things_[thing];
        put_u24(to[ThingSection::kEntries], moved[one.place]);
        to[ThingSection::kKinds].push_back(static_cast<std::uint8_t>(one.kind));
        put_packed(to[ThingSection::kThingForms], form);
        for (std::uint32_t i = one.first_form; i < one.first_form + one.forms; ++i, ++form) {
            form_moved[i] = form;
            put_packed(to[ThingSection::kFormStarts], start);
            put_packed(to[ThingSection::kFormNames], form_names_[i]);
            put_u24(to[ThingSection::kFormThings], thing);
            for (std::uint32_t at = form_starts_[i]; at < form_starts_[i + 1]; ++at, ++start) {
                put_packed(to[ThingSection::kForms], forms_[at]);
            }
        }
    }
    put_packed(to[ThingSection::kThingForms], form);
    put_packed(to[ThingSection::kFormStarts], start);
    return form_moved;
}

void ThingBuilder::write_postings(const std::vector<std::uint32_t>& form_moved, Writer& to) const {
    struct FormPosting {
        std::uint32_t word;
        std::uint32_t form;
        auto operator<=>(const FormPosting&) const = default;
    };
    std::vector<FormPosting> postings;
    for (std::uint32_t form = 0; form < form_names_.size(); ++form) {
        std::size_t at = form_starts_[form];
        const ThingFormHead head = ThingFormHead::of(forms_[at++]);
        for (std::uint32_t i = 0; i < head.words; ++i) {
            postings.push_back({forms_[at++], form_moved[form]});
        }
        for (std::uint32_t i = 0; i < head.joins; ++i, at += 2) {
            postings.push_back({forms_[at], form_moved[form]});
        }
    }
    std::sort(postings.begin(), postings.end());
    postings.erase(std::unique(postings.begin(), postings.end()), postings.end());
    std::size_t at = 0;
    for (std::uint32_t word = 0; word <= words_.size(); ++word) {
        put_packed(to[ThingSection::kPostingStarts], static_cast<std::uint32_t>(at));
        for (; at < postings.size() && postings[at].word == word; ++at) {
            put_u24(to[ThingSection::kPostings], postings[at].form);
        }
    }
}

core::Bytes ThingBuilder::finish(const std::vector<std::uint32_t>& moved) {
    Writer to;
    write_words(to);
    const std::vector<std::uint32_t> form_moved = write_things(moved, to);
    write_postings(form_moved, to);
    wholes_.write(&form_moved,
                  static_cast<std::uint32_t>(form_moved.size()),
                  to[ThingSection::kWholeStarts],
                  to[ThingSection::kWholes]);
    numbers_.write(&moved,
                   static_cast<std::uint32_t>(moved.size()),
                   to[ThingSection::kNumberStarts],
                   to[ThingSection::kNumbers]);
    if (has_papers_) {
        to[ThingSection::kPapers] = papers_.build();
    }
    core::Bytes bytes = to.finish({static_cast<std::uint32_t>(moved.size()),
                                   static_cast<std::uint32_t>(things_.size()),
                                   static_cast<std::uint32_t>(form_names_.size()),
                                   static_cast<std::uint32_t>(words_.size())});
    *this = ThingBuilder{};
    return bytes;
}

}  // namespace sarhad::watchlists
