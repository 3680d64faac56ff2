#include "script_units.h"
#include "segment_search.h"
#include "word_signature.h"

#include "watchlists/cross_script.h"

#include <algorithm>
#include <bit>
#include <string_view>

namespace sarhad::watchlists {
namespace {

// How a word was found, below its number.
constexpr unsigned kMarkBits = 8;
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
            return std::popcount(differ) <= kOneEditBits;
        case KeyOf::kSkeleton:
            return std::popcount(differ & ~kVowels) <= kOneEditBits;
        case KeyOf::kWhole:
        case KeyOf::kText:
        case KeyOf::kBegin:
            break;
    }
    return true;
}

/// Whether a word found in these ways may be like the other; similarity() decides.
bool may_be_alike(std::uint32_t marks, const NameToken& token, const ShapeWord& word) {
    if ((marks & (mark_of(KeyOf::kWhole) | mark_of(KeyOf::kSkeleton) | kBySound)) != 0) {
        return true;
    }
    const int most = (marks & kByTwoEdits) != 0 ? 2 : 1;
    const bool is_by_fold = (marks & (mark_of(KeyOf::kFold) | kByTwoEdits)) != 0;
    return (is_by_fold && edits_within_two(token.fold, word.fold) <= most) ||
           ((marks & mark_of(KeyOf::kText)) != 0 && edits_within_two(token.text, word.text) <= 1) ||
           ((marks & mark_of(KeyOf::kBegin)) != 0 &&
            (word.text.starts_with(token.text) || token.text.starts_with(word.text)));
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
    constexpr int kTwoEdits = 2;
    for (const std::uint32_t word : scratch_.places) {
        const std::uint64_t listed = segment_.signatures()[word];
        if (std::popcount(listed & ~wanted) > kTwoEdits ||
            std::popcount(wanted & ~listed) > kTwoEdits) {
            continue;
        }
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

void SegmentSearch::add_neighbours(const NameToken& token, std::vector<Neighbour>& near) const {
    std::vector<std::uint32_t>& numbers = scratch_.numbers;
    numbers.clear();
    find_by_keys(token);
    find_by_signature(token);
    find_by_sound(token);
    std::sort(numbers.begin(), numbers.end());
    std::size_t count = 0;
    for (const std::uint32_t number : numbers) {
        if (count > 0 && numbers[count - 1] >> kMarkBits == number >> kMarkBits) {
            numbers[count - 1] |= number;
        } else {
            numbers[count++] = number;
            segment_.prefetch_word_start(number >> kMarkBits);
        }
    }
    numbers.resize(count);
    for (const std::uint32_t number : numbers) {
        segment_.prefetch_word(number >> kMarkBits);
    }
    for (const std::uint32_t number : numbers) {
        const std::uint32_t word = number >> kMarkBits;
        if (!may_be_alike(number, token, segment_.shape_word(word))) {
            continue;
        }
        segment_.word(word, scratch_.token);
        if (const int like = similarity(token, scratch_.token); like > 0) {
            near.push_back(
                {word, like, segment_.posting_start(word), segment_.posting_start(word + 1), 0});
        }
    }
}

}  // namespace sarhad::watchlists
