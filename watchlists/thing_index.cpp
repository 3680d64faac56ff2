#include "thing_index.h"

#include "core/text.h"
#include "watchlists/org_similarity.h"

#include <algorithm>

namespace sarhad::watchlists {
namespace {

using core::Errc;
using core::Error;
using core::Status;

constexpr std::string_view kWhat = "index of things";
/// Bytes of one element, by section; 1 for texts and the like.
constexpr std::array<std::size_t, kThingSections> kElement{
    4, 1, sizeof(ThingWord), 1, 1, 4, 3, 4, 4, 2, 3, 1, 1, 3, 1, 4, 1, 1, 1};

Error corrupt(std::string_view why) {
    return Error{Errc::kCorrupt, core::cat(kWhat, ": ", why)};
}

/// The starts rise from 0 to `end`.
bool is_rising(const Column<std::uint32_t>& starts, std::size_t count, std::size_t end) {
    if (starts.size() != count + 1 || starts[0] != 0 || starts[count] != end) {
        return false;
    }
    bool is_good = true;
    for (std::size_t i = 0; i < count; ++i) {
        is_good = is_good && starts[i] <= starts[i + 1];
    }
    return is_good;
}

bool is_below(const Column24& numbers, std::size_t most) {
    bool is_good = true;
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        is_good = is_good && numbers[i] < most;
    }
    return is_good;
}

}  // namespace

SectionHead thing_head() {
    return {"SARHADTX", kWhat, kThingsVersion, kElement};
}

ThingFormHead ThingFormHead::of(std::uint32_t packed) {
    return {packed & 0x7FU,
            packed >> 8U & 0xFFU,
            packed >> 16U & 0xFFU,
            packed >> 24U & 7U,
            (packed >> 27U & 1U) != 0,
            packed >> 28U,
            (packed >> 7U & 1U) != 0};
}

std::uint32_t ThingFormHead::packed() const {
    return words | (is_part ? 1U << 7U : 0U) | joins << 8U | legal << 16U | initials << 24U |
           (is_marked ? 1U << 27U : 0U) | spelt << 28U;
}

bool is_acronym_word(const OrgWord& word) {
    return word.kind == OrgWordKind::kName && word.text.size() >= 3 && word.text.size() <= 8;
}

OrgWord as_word(const OrgJoin& join) {
    return {join.text, "", OrgWordKind::kStop, 0, false, false, 0};
}

std::vector<std::uint64_t> near_keys(const OrgWord& word) {
    return word.weight == 0 ? std::vector{key_hash('w', word.text)} : org_word_keys(word);
}

void ThingIndex::word(std::uint32_t number, OrgWord& into) const {
    const ThingWord stored = word_records_[number];
    into.text = texts_.text(stored.text);
    into.native = texts_.text(stored.native);
    into.kind = static_cast<OrgWordKind>(stored.kind);
    into.number = stored.number;
    into.is_bracketed = (stored.flags & ThingWord::kBracketed) != 0;
    into.is_roman = (stored.flags & ThingWord::kRoman) != 0;
    into.weight = stored.weight;
}

void ThingIndex::form(std::uint32_t number, OrgForm& into) const {
    std::size_t at = form_starts_[number];
    const ThingFormHead head = ThingFormHead::of(forms_[at++]);
    into.words.resize(head.words);
    into.whole.clear();
    into.total = 0;
    into.is_marked = head.is_marked;
    into.is_part = head.is_part;
    for (OrgWord& word : into.words) {
        this->word(forms_[at++], word);
        into.whole += word.text;
        into.total += word.weight;
    }
    into.joins.resize(head.joins);
    for (OrgJoin& join : into.joins) {
        join.text = texts_.text(word_records_[forms_[at]].text);
        join.mask = forms_[at + 1];
        at += 2;
    }
    into.forms.resize(head.legal);
    for (OrgLegalForm& legal : into.forms) {
        const std::uint32_t packed = forms_[at++];
        legal = {static_cast<std::uint16_t>(packed), static_cast<std::uint8_t>(packed >> 16U)};
    }
    into.initials.resize(head.initials);
    for (std::string& initials : into.initials) {
        initials = texts_.text(forms_[at++]);
    }
    into.spelt.resize(head.spelt);
    for (OrgSpelt& spelt : into.spelt) {
        spelt.text = texts_.text(forms_[at]);
        spelt.word = static_cast<std::uint8_t>(forms_[at + 1]);
        at += 2;
    }
}

std::optional<std::uint32_t> ThingIndex::thing_of_entry(std::uint32_t entry) const {
    std::uint32_t low = 0;
    std::uint32_t high = thing_count();
    while (low < high) {
        const std::uint32_t middle = low + (high - low) / 2;
        (entries_[middle] < entry ? low : high) = entries_[middle] < entry ? middle + 1 : middle;
    }
    return low < thing_count() && entries_[low] == entry ? std::optional{low} : std::nullopt;
}

void ThingIndex::take(const SectionFile& file, std::uint32_t entries) {
    const auto view = [&](ThingSection which) {
        return file.sections[static_cast<std::size_t>(which)];
    };
    const auto u32 = [&](ThingSection which) { return Column<std::uint32_t>{view(which)}; };
    texts_ = {u32(ThingSection::kTextEnds), view(ThingSection::kTexts)};
    word_records_ = Column<ThingWord>{view(ThingSection::kWords)};
    words_ = static_cast<std::uint32_t>(word_records_.size());
    near_ = {view(ThingSection::kWordKeyStarts), view(ThingSection::kWordKeys), words_};
    posting_starts_ = u32(ThingSection::kPostingStarts);
    postings_ = Column24{view(ThingSection::kPostings)};
    form_starts_ = u32(ThingSection::kFormStarts);
    forms_ = u32(ThingSection::kForms);
    form_names_ = Column<std::uint16_t>{view(ThingSection::kFormNames)};
    form_things_ = Column24{view(ThingSection::kFormThings)};
    wholes_ = {view(ThingSection::kWholeStarts), view(ThingSection::kWholes), form_count()};
    entries_ = Column24{view(ThingSection::kEntries)};
    kinds_ = Column<std::uint8_t>{view(ThingSection::kKinds)};
    thing_forms_ = u32(ThingSection::kThingForms);
    numbers_ = {view(ThingSection::kNumberStarts), view(ThingSection::kNumbers), entries};
}

Status ThingIndex::check_words() const {
    bool is_good = texts_.is_sound() && near_.is_sound() &&
                   is_rising(posting_starts_, words_, postings_.size()) &&
                   is_below(postings_, form_count());
    for (std::uint32_t i = 0; i < words_ && is_good; ++i) {
        const ThingWord word = word_records_[i];
        is_good = word.text < texts_.size() && word.native < texts_.size() &&
                  !texts_.text(word.text).empty() &&
                  word.kind <= static_cast<std::uint8_t>(OrgWordKind::kStop) &&
                  word.weight <= kOrgNameWeight;
    }
    return is_good ? Status{} : Status{corrupt("its words do not fit together")};
}

/// All that reading it and comparing it relies on.
bool ThingIndex::is_sound_form(std::uint32_t form) const {
    std::size_t at = form_starts_[form];
    const std::size_t end = form_starts_[form + 1];
    if (at == end) {
        return false;
    }
    const ThingFormHead head = ThingFormHead::of(forms_[at++]);
    if (head.words == 0 || head.words > kMaxOrgWords || head.size() != end - at + 1) {
        return false;
    }
    bool is_good = true;
    for (std::uint32_t i = 0; i < head.words && is_good; ++i, ++at) {
        is_good = forms_[at] < words_ && word_records_[forms_[at]].weight != 0;
    }
    for (std::uint32_t i = 0; i < head.joins && is_good; ++i, at += 2) {
        is_good = forms_[at] < words_ && (forms_[at + 1] >> head.words) == 0;
    }
    at += head.legal;
    for (std::uint32_t i = 0; i < head.initials && is_good; ++i, ++at) {
        is_good = forms_[at] < texts_.size();
    }
    for (std::uint32_t i = 0; i < head.spelt && is_good; ++i, at += 2) {
        is_good = forms_[at] < texts_.size() && !texts_.text(forms_[at]).empty() &&
                  (forms_[at + 1] < head.words || forms_[at + 1] == kNoOrgWord);
    }
    return is_good && head.spelt <= kMaxSpelt;
}

Status ThingIndex::check_forms() const {
    bool is_good = is_rising(form_starts_, form_count(), forms_.size()) &&
                   form_things_.size() == form_count() && is_below(form_things_, thing_count()) &&
                   wholes_.is_sound();
    for (std::uint32_t i = 0; i < form_count() && is_good; ++i) {
        is_good = is_sound_form(i);
    }
    return is_good ? Status{} : Status{corrupt("its forms do not fit together")};
}

Status ThingIndex::check_things(std::uint32_t entries) const {
    bool is_good = kinds_.size() == thing_count() && numbers_.is_sound() &&
                   is_rising(thing_forms_, thing_count(), form_count());
    for (std::uint32_t i = 0; i < thing_count() && is_good; ++i) {
        is_good = entries_[i] < entries && (i == 0 || entries_[i - 1] < entries_[i]) &&
                  kinds_[i] <= static_cast<std::uint8_t>(EntryKind::kTelephone);
    }
    return is_good ? Status{} : Status{corrupt("its entries do not fit together")};
}

core::Result<std::shared_ptr<const ThingIndex>> ThingIndex::open(core::ByteView bytes,
                                                                 std::shared_ptr<const void> owner,
                                                                 std::uint32_t entries) {
    SARHAD_TRY(const SectionFile file, read_sections(thing_head(), bytes));
    const std::shared_ptr<ThingIndex> index{new ThingIndex};  // Its constructor is private.
    index->bytes_ = bytes;
    index->take(file, entries);
    const std::array<std::uint32_t, kSectionCounts> counts{
        entries, index->thing_count(), index->form_count(), index->words_};
    if (file.counts != counts) {
        return corrupt("its counts are not those of its segment");
    }
    SARHAD_TRY_STATUS(index->check_words());
    SARHAD_TRY_STATUS(index->check_forms());
    SARHAD_TRY_STATUS(index->check_things(entries));
    const core::ByteView papers = file.sections[static_cast<std::size_t>(ThingSection::kPapers)];
    if (!papers.empty()) {
        SARHAD_TRY(index->papers_, DocumentSet::open(papers));
    }
    index->owner_ = std::move(owner);
    return std::shared_ptr<const ThingIndex>{index};
}

}  // namespace sarhad::watchlists
