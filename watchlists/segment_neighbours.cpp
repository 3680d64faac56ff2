#include "script_units.h"
#include "segment_search.h"
#include "sought_word.h"
#include "word_signature.h"

#include "watchlists/cross_script.h"

#include <algorithm>
#include <bit>
#include <string_view>

namespace sarhad::watchlists {
namespace {

// How a word was found, below its number.
constexpr unsigned kMarkBits = 8;
constexpr std::uint32_t kMarks = (1U << kMarkBits) - 1U;
constexpr std::uint32_t mark_of(KeyOf of) {
    return 1U << static_cast<unsigned>(of);
}
constexpr std::uint32_t kByTwoEdits = 1U << 5U;
constexpr std::uint32_t kBySound = 1U << 6U;
constexpr std::uint32_t marked(std::uint32_t word, std::uint32_t mark) {
    return word << kMarkBits | mark;
}

/// Classes of a signature that hold vowels: a skeleton has none.
constexpr std::uint64_t kVowels = [] {
    std::uint64_t vowels = 0;
    for (const char c : std::string_view{"aeiouy"}) {
        vowels |= std::uint64_t{0x1'0000'0001U} << (static_cast<unsigned char>(c) & 31U);
    }
    return vowels;
}();

/// Whether a word found by such a key may be near, by what differs in the signatures of the folds:
/// these are quicker to read than the words.
bool may_be_near(KeyOf of, std::uint64_t differ) {
    constexpr int kOneEditBits = 2;
    switch (of) {
        case KeyOf::kFold:
            return has_bits_at_most(differ, kOneEditBits);
        case KeyOf::kSkeleton:
            return has_bits_at_most(differ & ~kVowels, kOneEditBits);
        case KeyOf::kWhole:
        case KeyOf::kText:
        case KeyOf::kBegin:
            break;
    }
    return true;
}

/// Nothing but two edits of the fold speaks for the two: then the texts must be as near.
bool may_be_two_edits_off(const SoughtWord& sought, const WordView& word) {
    const std::string_view text = sought.word().text;
    return is_native(text) || is_native(word.text) ||
           (std::max(text.size(), word.text.size()) >= kMinTwoEditsText &&
            sought.text_edits(word) <= 2);
}

/// Whether a word found in these ways may be like the other; likeness() decides.
bool may_be_alike(std::uint32_t marks, const SoughtWord& sought, const WordView& word) {
    if ((marks & (mark_of(KeyOf::kWhole) | mark_of(KeyOf::kSkeleton) | kBySound)) != 0) {
        return true;
    }
    if (marks == kByTwoEdits) {
        return sought.fold_edits(word) <= 2 && may_be_two_edits_off(sought, word);
    }
    const std::string_view text = sought.word().text;
    const int most = (marks & kByTwoEdits) != 0 ? 2 : 1;
    const bool is_by_fold = (marks & (mark_of(KeyOf::kFold) | kByTwoEdits)) != 0;
    return ((marks & mark_of(KeyOf::kText)) != 0 && sought.text_edits(word) <= 1) ||
           ((marks & mark_of(KeyOf::kBegin)) != 0 &&
            (word.text.starts_with(text) || text.starts_with(word.text))) ||
           (is_by_fold && sought.fold_edits(word) <= most);
}

}  // namespace

/// Words that share a key. Each step asks the memory for what the next one reads.
void SegmentSearch::find_by_keys(const NameToken& token) const {
    const KeyTable& table = segment_.word_keys();
    scratch_.keys.clear();
    for_each_sought_key(token, [&](std::uint64_t hash, KeyOf of) {
        scratch_.keys.push_back({hash, of});
        table.prefetch_start(hash);
    });
    for (const SoughtKey& key : scratch_.keys) {
        table.prefetch_slots(key.hash);
    }
    const auto& signatures = segment_.signatures();
    const std::uint64_t wanted = fold_signature(token.fold);
    for (const SoughtKey& key : scratch_.keys) {
        table.find(key.hash, [&](std::uint32_t word) {
            if (word >= signatures.size() || may_be_near(key.of, signatures[word] ^ wanted)) {
                scratch_.numbers.push_back(marked(word, mark_of(key.of)));
            }
        });
    }
}

/// Words whose folds begin alike and may be two edits away, by their signatures.
void SegmentSearch::find_by_signature(const NameToken& token) const {
    if (!may_be_two_edits(token.fold)) {
        return;
    }
    const std::uint64_t wanted = fold_signature(token.fold);
    static const SignatureScan kScan = best_scan().scan;
    scratch_.places.clear();
    for (std::size_t size = token.fold.size() - 2; size <= token.fold.size() + 2; ++size) {
        const NameRange group = segment_.group(token.fold.front(), size);
        const auto apart =
            static_cast<int>(std::max(size, token.fold.size()) - std::min(size, token.fold.size()));
        kScan(segment_.signatures(),
              group.first,
              group.last,
              wanted,
              kTwoEditBits - apart,
              scratch_.places);
    }
    for (const std::uint32_t word : scratch_.places) {
        scratch_.numbers.push_back(marked(word, kByTwoEdits));
    }
}

/// Words of the other kind of letters whose coarse consonants are near.
void SegmentSearch::find_by_sound(const NameToken& token) const {
    if (token.is_beside_latin) {
        return;
    }
    const bool is_sought_native = is_native(token.text);
    const auto& words = segment_.coarse();
    if (!is_sought_native) {
        const auto& natives = segment_.native_words();
        const Coarse sought = natives.size() == 0 ? Coarse{} : coarse_of_latin(token.text);
        for (std::size_t i = 0; i < natives.size(); ++i) {
            if (are_near(sought, unpack_coarse(words[natives[i]] & ~Segment::kNativeBit))) {
                scratch_.numbers.push_back(marked(natives[i], kBySound));
            }
        }
        return;
    }
    const Coarse sought = coarse_of_native(token.text);
    for (std::uint32_t word = 0; word < words.size(); ++word) {
        if ((words[word] & Segment::kNativeBit) == 0 &&
            are_near(sought, unpack_coarse(words[word]))) {
            scratch_.numbers.push_back(marked(word, kBySound));
        }
    }
}

/// What was found in several ways comes to stand once, with the marks of all. In no order.
void SegmentSearch::unite_found() const {
    constexpr std::uint32_t kFree = 0;
    std::vector<std::uint32_t>& numbers = scratch_.numbers;
    std::vector<std::uint32_t>& slots = scratch_.slots;  // Places in `numbers`, + 1.
    const std::size_t size = std::bit_ceil(2 * numbers.size() + 2);
    slots.assign(size, kFree);
    std::uint32_t count = 0;
    for (const std::uint32_t number : numbers) {
        const std::uint32_t word = number >> kMarkBits;
        std::size_t at = (word * 0x9E37'79B1U >> 8U) & (size - 1);
        while (slots[at] != kFree && numbers[slots[at] - 1] >> kMarkBits != word) {
            at = (at + 1) & (size - 1);
        }
        if (slots[at] == kFree) {
            segment_.prefetch_word_start(word);
            numbers[count] = number;
            slots[at] = ++count;
        } else {
            numbers[slots[at] - 1] |= number;
        }
    }
    numbers.resize(count);
}

/// The neighbours of the word, by number.
void SegmentSearch::look_for_neighbours(const NameToken& token, std::vector<NearWord>& near) const {
    std::vector<std::uint32_t>& numbers = scratch_.numbers;
    numbers.clear();
    near.clear();
    find_by_keys(token);
    find_by_signature(token);
    find_by_sound(token);
    unite_found();
    for (const std::uint32_t number : numbers) {
        segment_.prefetch_word(number >> kMarkBits);
    }
    const SoughtWord sought{token};
    for (const std::uint32_t number : numbers) {
        const std::uint32_t word = number >> kMarkBits;
        WordView listed = segment_.word_view(word);
        if (!may_be_alike(number & kMarks, sought, listed)) {
            continue;
        }
        listed.skeleton = skeleton_of(listed.fold, scratch_.skeleton);
        if (const int like = likeness(sought, listed).value; like > 0) {
            near.push_back({word, static_cast<std::uint16_t>(like)});
        }
    }
    std::sort(near.begin(), near.end(), [](const NearWord& a, const NearWord& b) {
        return a.word < b.word;
    });
}

/// The neighbours of one of the query's words, from those held or as they are found.
void SegmentSearch::find_neighbours(const NameToken& token, std::vector<NearWord>& near) const {
    const NeighbourCache::Key key{segment_.serial(), token.text, token.is_beside_latin};
    if (!scratch_.cache.find(key, near)) {
        look_for_neighbours(token, near);
        scratch_.cache.keep(key, near);
    }
    for (const NearWord& one : near) {
        segment_.prefetch_numbers(one.word);
    }
}

void SegmentSearch::find_neighbours(QueryName& query, NearTable& table) {
    const std::size_t words = query.form.words.size();
    std::size_t count = 0;
    for (std::size_t word = 0; word < words; ++word) {
        find_neighbours(query.form.words[word], scratch_.near[word]);
        count += scratch_.near[word].size();
    }
    table.clear(count);
    for (std::size_t word = 0; word < words; ++word) {
        std::vector<Neighbour>& near = query.near[word];
        near.clear();
        query.postings[word] = 0;
        for (const NearWord& one : scratch_.near[word]) {
            const Weight weight = std::min(query.form.shape.weights[word],
                                           segment_.weight(one.word, TokenClass::kPlain));
            const Weight gain = one.similarity * weight / 1000;
            const std::uint32_t first = segment_.posting_start(one.word);
            const std::uint32_t last = segment_.posting_start(one.word + 1);
            near.push_back({one.word, one.similarity, first, last, gain});
            query.postings[word] += last - first;
            table.set(one.word, word, one.similarity, gain);
        }
    }
}

}  // namespace sarhad::watchlists
