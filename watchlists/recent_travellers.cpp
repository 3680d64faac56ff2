#include "watchlists/recent_travellers.h"

#include "evidence.h"
#include "explain.h"
#include "listed_numbers.h"
#include "match_scratch.h"
#include "segment_builder.h"
#include "segment_search.h"
#include "snapshot_part.h"
#include "thing_evidence.h"

#include "core/check.h"
#include "core/text.h"
#include "watchlists/identifiers.h"

#include <algorithm>

namespace sarhad::watchlists {

/// Travellers in a segment, with their numbers in its order.
struct RecentTravellers::Part {
    SnapshotPart part;
    std::vector<std::uint64_t> numbers;
    std::uint64_t most_number{0};
};

/// Travellers on their way into a segment, in the order in which they came.
struct RecentTravellers::Open {
    SegmentBuilder builder;
    std::vector<std::uint64_t> numbers;
};

RecentTravellers::RecentTravellers() : open_{std::make_unique<Open>()} {}
RecentTravellers::~RecentTravellers() = default;

core::Status RecentTravellers::add(std::uint64_t number, const Subject& subject) {
    if (size() >= kMaxRecentTravellers) {
        return core::Error{
            core::Errc::kExhausted,
            core::cat("more than ", kMaxRecentTravellers, " travellers to screen again")};
    }
    SARHAD_TRY_STATUS(open_->builder.add_traveller(open_->builder.list("travellers"), subject));
    open_->numbers.push_back(number);
    return {};
}

std::shared_ptr<const RecentTravellers::Part> RecentTravellers::sealed(Open& open) const {
    auto made = std::make_shared<Part>();
    std::vector<std::uint32_t> order;
    auto segment = Segment::open(open.builder.finish(&order));
    SARHAD_CHECK(segment.has_value());  // We have written it ourselves.
    made->part.segment = *std::move(segment);
    made->part.manifests = {0};
    for (const std::uint32_t place : order) {
        made->numbers.push_back(open.numbers[place]);
        made->most_number = std::max(made->most_number, open.numbers[place]);
    }
    open.numbers.clear();
    return made;
}

void RecentTravellers::seal() {
    if (open_->numbers.empty()) {
        return;
    }
    parts_.push_back(sealed(*open_));
    while (parts_.size() > 1 &&
           parts_[parts_.size() - 2]->numbers.size() < 2 * parts_.back()->numbers.size()) {
        merge_last_two();
    }
}

void RecentTravellers::merge_last_two() {
    Open merged;
    const std::uint32_t list = merged.builder.list("travellers");
    for (std::size_t at = parts_.size() - 2; at < parts_.size(); ++at) {
        const Part& from = *parts_[at];
        for (std::uint32_t entry = 0; entry < from.numbers.size(); ++entry) {
            if (from.numbers[entry] >= least_number_) {
                SARHAD_CHECK(
                    merged.builder.add_traveller(list, *from.part.segment, entry).has_value());
                merged.numbers.push_back(from.numbers[entry]);
            }
        }
    }
    parts_.resize(parts_.size() - 2);
    if (!merged.numbers.empty()) {
        parts_.push_back(sealed(merged));
    }
}

void RecentTravellers::forget_below(std::uint64_t number) {
    least_number_ = number;
    parts_.erase(std::remove_if(parts_.begin(),
                                parts_.end(),
                                [&](const auto& part) { return part->most_number < number; }),
                 parts_.end());
}

namespace {

/// Strongest first, then by number; at most `limit`.
std::vector<TravellerFind> ordered(std::vector<TravellerFind> finds, std::size_t limit) {
    std::sort(finds.begin(), finds.end(), [](const TravellerFind& a, const TravellerFind& b) {
        return std::pair{b.score, a.number} < std::pair{a.score, b.number};
    });
    finds.resize(std::min(finds.size(), limit));
    return finds;
}

}  // namespace

std::vector<TravellerFind> RecentTravellers::find_by_paper(const ListEntry& entry,
                                                           core::Permille least) const {
    std::vector<TravellerFind> finds;
    ListEntry record;
    Subject traveller;
    for (const auto& part : parts_) {
        const Segment& segment = *part->part.segment;
        std::vector<std::uint32_t> found;
        for (const ListedDocument& document : entry.documents) {
            for (const std::string& key : document_keys(document.number.reveal())) {
                segment.documents().find(document_key(key),
                                         [&](std::uint32_t one) { found.push_back(one); });
            }
        }
        std::sort(found.begin(), found.end());
        found.erase(std::unique(found.begin(), found.end()), found.end());
        for (const std::uint32_t one : found) {
            segment.entry(one, record);
            subject_of(record, traveller);
            const int score =
                score_thing(traveller, entry, nullptr, kNoName, Explain::kScoreOnly).score;
            if (score >= least.value() && part->numbers[one] >= least_number_) {
                finds.push_back({part->numbers[one], core::Permille{score}});
            }
        }
    }
    return finds;
}

std::vector<TravellerFind> RecentTravellers::find(const ListEntry& entry,
                                                  core::Permille least,
                                                  std::size_t limit,
                                                  MatchScratch& scratch) {
    seal();
    if (entry.kind == EntryKind::kDocument) {
        return ordered(find_by_paper(entry, least), limit);
    }
    if (entry.kind != EntryKind::kPerson) {
        return {};
    }
    MatchScratch::Parts& parts = *scratch.parts_;
    parts.father_forms.clear();
    for (const auto& father : entry.fathers) {
        parts.read_father(father.reveal());
    }
    parts.finds.clear(limit);
    parts.entry_number = MatchScratch::Parts::kNoEntry;
    const Subject seeker = seeker_of(entry);
    const bool is_latin = has_latin_name(entry);
    const std::vector<ListManifest> manifests(1);
    parts.shown.assign(1, least.value());
    for (const ListedName& name : entry.names) {
        for (const std::string& text : matched_texts(name)) {
            parts.queries.resize(1);
            parts.queries.front().form = make_form(listed_words(text, is_latin));
            if (parts.queries.front().form.words.empty()) {
                parts.queries.clear();
            }
            for (std::uint32_t number = 0; number < parts_.size(); ++number) {
                SegmentSearch search{parts_[number]->part, number, manifests, seeker, parts};
                search.look_for(entry, name);
                search.search();
            }
        }
    }
    std::vector<TravellerFind> finds;
    for (const Find& find : parts.finds.all()) {
        const std::uint64_t number = parts_[find.part]->numbers[find.entry];
        if (number >= least_number_) {
            finds.push_back({number, core::Permille{find.score}});
        }
    }
    return ordered(std::move(finds), limit);
}

std::uint64_t RecentTravellers::size() const {
    std::uint64_t count = open_->numbers.size();
    for (const auto& part : parts_) {
        count += part->numbers.size();
    }
    return count;
}

std::uint64_t RecentTravellers::bytes() const {
    std::uint64_t bytes = 0;
    for (const auto& part : parts_) {
        bytes += part->part.segment->bytes().size() + part->numbers.size() * sizeof(std::uint64_t);
    }
    return bytes;
}

}  // namespace sarhad::watchlists
