// How the words of a segment under way are numbered and written.

#include "match_scratch.h"
#include "script_units.h"
#include "segment_writer.h"
#include "word_signature.h"

#include "core/check.h"
#include "watchlists/cross_script.h"
#include "watchlists/similarity.h"

#include <algorithm>

namespace sarhad::watchlists {
namespace {

constexpr std::uint32_t kNoGroup = ~std::uint32_t{0};

/// WordGroup::key of the fold; kNoGroup where it is in none.
std::uint32_t word_group(std::string_view fold) {
    return may_be_two_edits(fold) ? static_cast<unsigned char>(fold.front()) * 256U +
                                        static_cast<std::uint32_t>(fold.size())
                                  : kNoGroup;
}

std::uint32_t coarse_of(const NameToken& token) {
    if (token.is_beside_latin) {
        return Segment::kNotHeard;
    }
    return is_native(token.text) ? pack_coarse(coarse_of_native(token.text)) | Segment::kNativeBit
                                 : pack_coarse(coarse_of_latin(token.text));
}

}  // namespace

NameToken SegmentBuilder::token_of(std::uint32_t word) const {
    NameToken token;
    const std::uint32_t from = word == 0 ? 0 : fold_ends_[word - 1];
    token.text = word_texts_.text(word);
    token.is_beside_latin = token.text.back() == kBesideMark;
    if (token.is_beside_latin) {
        token.text.pop_back();
    }
    token.fold = folds_.substr(from, fold_ends_[word] - from);
    token.skeleton = skeleton_of(token.fold);
    token.group = groups_[word].group;
    token.related = groups_[word].related;
    return token;
}

/// Words in the order of their numbers in the segment: first those that may_be_two_edits(), by
/// group.
std::vector<std::uint32_t> SegmentBuilder::word_order() const {
    std::vector<std::pair<std::uint32_t, std::uint32_t>> by_group;
    for (std::uint32_t word = 0; word < word_texts_.size(); ++word) {
        const std::uint32_t from = word == 0 ? 0 : fold_ends_[word - 1];
        by_group.emplace_back(
            word_group(std::string_view{folds_}.substr(from, fold_ends_[word] - from)), word);
    }
    std::sort(by_group.begin(), by_group.end());
    std::vector<std::uint32_t> order;
    order.reserve(by_group.size());
    for (const auto& [group, word] : by_group) {
        order.push_back(word);
    }
    return order;
}

/// Gives words of names and fathers their numbers in that order.
void SegmentBuilder::move_words(const std::vector<std::uint32_t>& order) {
    std::vector<std::uint32_t> moved(order.size());
    for (std::uint32_t number = 0; number < order.size(); ++number) {
        moved[order[number]] = number;
    }
    for (std::vector<std::uint32_t>* words : {&name_words_, &father_words_}) {
        for (std::uint32_t& word : *words) {
            word = (word & ~std::uint32_t{0xFF'FFFFU}) | moved[word_number(word)];
        }
    }
}

void SegmentBuilder::write_words(const std::vector<std::uint32_t>& order, Writer& to) const {
    KeyTableBuilder keys;
    core::Bytes& records = to[Section::kWords];
    std::uint32_t last_group = kNoGroup;
    for (std::uint32_t number = 0; number < order.size(); ++number) {
        const std::uint32_t word = order[number];
        const NameToken token = token_of(word);
        const std::size_t start = records.size();
        put_packed(to[Section::kWeights], weights_[word]);
        to[Section::kWordSketches].push_back(word_sketch(token.fold));
        SARHAD_CHECK(token.text.size() <= Segment::kTextBits);
        records.push_back(static_cast<std::uint8_t>(
            token.text.size() | (token.is_beside_latin ? Segment::kBesideLatinBit : 0)));
        const bool has_groups = token.group != 0 || token.related != 0;
        records.push_back(
            static_cast<std::uint8_t>(token.fold.size() | (has_groups ? Segment::kGroupsBit : 0U)));
        if (has_groups) {
            put_packed(records, token.group);
            put_packed(records, token.related);
        }
        core::append(records, core::as_bytes(token.text));
        core::append(records, core::as_bytes(token.fold));
        WordStarts::put(to[Section::kWordStarts], number, start, records.size());
        for_each_key(token, [&](std::uint64_t key) { keys.add(key, number); });
        if (const std::uint32_t group = word_group(token.fold); group != kNoGroup) {
            if (group != last_group) {
                put_packed(to[Section::kWordGroups], group);
                put_packed(to[Section::kWordGroups], number);
                last_group = group;
            }
            put_packed(to[Section::kSignatures], fold_signature(token.fold));
        }
        put_packed(to[Section::kCoarse], coarse_of(token));
        if (is_native(token.text) && !token.is_beside_latin) {
            put_packed(to[Section::kNativeWords], number);
        }
    }
    keys.write(nullptr,
               static_cast<std::uint32_t>(order.size()),
               to[Section::kWordKeyStarts],
               to[Section::kWordKeys]);
}

}  // namespace sarhad::watchlists
