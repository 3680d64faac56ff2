// How entries that another thread has read come into a segment under way.

#include "segment_builder.h"
#include "stored_word.h"

#include "core/check.h"
#include "core/text.h"

#include <algorithm>

namespace sarhad::watchlists {

SegmentBuilder SegmentBuilder::batch() const {
    SegmentBuilder batch;
    batch.is_batch_ = true;
    batch.lists_ = lists_;
    for (SegmentList& list : batch.lists_) {
        list.entries = 0;
        list.sum = {};
    }
    return batch;
}

core::Status SegmentBuilder::take(const SegmentBuilder& batch) {
    SARHAD_CHECK(batch.is_batch_ && !is_batch_ && batch.lists_.size() == lists_.size());
    const std::size_t most = std::max({entries_.size() + batch.entries_.size(),
                                       names_.size() + batch.names_.size(),
                                       std::size_t{word_texts_.size()} + batch.word_texts_.size()});
    // A number of a word takes five bytes at most.
    const std::size_t records =
        records_.size() + batch.records_.size() + 5 * batch.open_words_.size();
    if (most >= kMaxSegmentParts || records >= kMaxSegmentRecords) {
        return core::Error{core::Errc::kExhausted,
                           core::cat("a segment of more than ", kMaxSegmentParts, " parts")};
    }
    for (std::size_t list = 0; list < lists_.size(); ++list) {
        lists_[list].entries += batch.lists_[list].entries;
        lists_[list].sum = plus(lists_[list].sum, batch.lists_[list].sum);
    }
    take_records(batch);
    take_names(batch);
    return {};
}

/// The number here of each of the batch's words.
std::vector<std::uint32_t> SegmentBuilder::take_words(const SegmentBuilder& batch) {
    std::vector<std::uint32_t> numbers(batch.word_texts_.size());
    std::uint32_t from = 0;
    for (std::uint32_t word = 0; word < numbers.size(); ++word) {
        const TextPool::Interned held = word_texts_.intern(batch.word_texts_.text(word));
        const std::uint32_t end = batch.fold_ends_[word];
        numbers[word] = held.number;
        if (held.is_new) {
            folds_.append(batch.folds_, from, end - from);
            fold_ends_.push_back(static_cast<std::uint32_t>(folds_.size()));
            groups_.push_back(batch.groups_[word]);
            weights_.push_back(batch.weights_[word]);
        }
        from = end;
    }
    return numbers;
}

/// Names, fathers, and the keys that lead to them; entries_ has the batch's already.
void SegmentBuilder::take_names(const SegmentBuilder& batch) {
    const std::vector<std::uint32_t> numbers = take_words(batch);
    const auto take_stored = [&](const std::vector<std::uint32_t>& from,
                                 std::vector<std::uint32_t>& to) {
        for (const std::uint32_t word : from) {
            to.push_back((word & ~std::uint32_t{0xFF'FFFFU}) | numbers[word_number(word)]);
        }
    };
    joins_.take(batch.joins_, static_cast<std::uint32_t>(names_.size()));
    documents_.take(batch.documents_,
                    static_cast<std::uint32_t>(entries_.size() - batch.entries_.size()));
    for (Name name : batch.names_) {
        name.first_word += static_cast<std::uint32_t>(name_words_.size());
        names_.push_back(name);
    }
    take_stored(batch.name_words_, name_words_);
    take_stored(batch.father_words_, father_words_);
    core::append(father_joins_, batch.father_joins_);
}

/// Entries with their records, in which the numbers of words come to stand.
void SegmentBuilder::take_records(const SegmentBuilder& batch) {
    std::vector<std::uint32_t> numbers(batch.texts_.size());
    for (std::uint32_t text = 0; text < numbers.size(); ++text) {
        numbers[text] = texts_.intern(batch.texts_.text(text)).number;
    }
    RecordWriter to{records_, &texts_};
    auto open = batch.open_words_.begin();
    for (std::size_t i = 0; i < batch.entries_.size(); ++i) {
        Entry one = batch.entries_[i];
        std::size_t from = one.record;
        const std::size_t end = from + batch.record(static_cast<std::uint32_t>(i)).size();
        one.record = static_cast<std::uint32_t>(records_.size());
        one.first_name += static_cast<std::uint32_t>(names_.size());
        one.first_father_word += static_cast<std::uint32_t>(father_words_.size());
        entries_.push_back(one);
        // A record ends in the end of its fields, never in a word.
        for (; open != batch.open_words_.end() && open->at < end; ++open) {
            core::append(records_, core::ByteView{batch.records_}.subspan(from, open->at - from));
            to.pooled(numbers[open->word], open->kind);
            from = open->at;
        }
        core::append(records_, core::ByteView{batch.records_}.subspan(from, end - from));
    }
}

}  // namespace sarhad::watchlists
