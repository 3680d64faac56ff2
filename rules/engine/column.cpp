#include "rules/engine/column.h"

#include <algorithm>
#include <bit>
#include <map>

namespace sarhad::rules::engine {
namespace {

using cel::SlotFacts;
using cel::SlotState;
using cel::SlotTable;
using cel::SlotText;
using Kind = Alternative::Kind;

/// Of the classes of a kMember column, those that values without one of their own share.
constexpr std::size_t kSharedClasses = 1024;
constexpr std::size_t kOwnClasses = kClassesMax - kSharedClasses;

/// Each class once.
class Seen final {
public:
    Seen(SeenClasses& bits, ColumnFinding& found) : bits_{bits}, found_{found} {}
    Seen(const Seen&) = delete;
    Seen& operator=(const Seen&) = delete;
    ~Seen() {
        for (const std::uint16_t each : found_.classes) {
            bits_[each / 64] = 0;
        }
    }
    void add(std::uint16_t found) {
        if (found == kNoClass || (bits_[found / 64] >> (found % 64) & 1U) != 0) {
            return;
        }
        bits_[found / 64] |= std::uint64_t{1} << (found % 64);
        found_.classes.push_back(found);
    }

private:
    SeenClasses& bits_;
    ColumnFinding& found_;
};

}  // namespace

void Column::Keys::fill(const std::vector<std::pair<std::uint64_t, std::uint16_t>>& entries) {
    places.assign(std::bit_ceil(entries.size() * 2 + 2), {0, kNoClass});
    for (const auto& [key, found] : entries) {
        std::size_t at = cel::slot_hash(key) >> 32U & (places.size() - 1);
        while (places[at].second != kNoClass) {
            at = (at + 1) & (places.size() - 1);
        }
        places[at] = {key, found};
    }
}

std::uint16_t Column::Keys::find(std::uint64_t key) const {
    const std::size_t mask = places.size() - 1;
    for (std::size_t at = cel::slot_hash(key) >> 32U & mask;; at = (at + 1) & mask) {
        const auto& place = places[at];
        if (place.second == kNoClass || place.first == key) {
            return place.second;
        }
    }
}

Column::Column(const ColumnId& id, std::span<const Clause* const> clauses) : id_{id} {
    id.family == Family::kMember ? make_members(clauses) : make_bounds(clauses);
}

void Column::make_members(std::span<const Clause* const> clauses) {
    std::map<Alternative, std::size_t> uses;
    for (const Clause* clause : clauses) {
        for (const Alternative& each : clause->any) {
            ++uses[each];
        }
    }
    std::vector<std::pair<Alternative, std::size_t>> ranked{uses.begin(), uses.end()};
    const bool is_tight = ranked.size() > kClassesMax;
    if (is_tight) {
        // What is not a word has few values, and each of them is asked with a cost of its own.
        std::stable_sort(ranked.begin(), ranked.end(), [](const auto& left, const auto& right) {
            const bool left_is_word = left.first.kind == Kind::kWord;
            const bool right_is_word = right.first.kind == Kind::kWord;
            return left_is_word != right_is_word ? right_is_word : left.second > right.second;
        });
    }
    std::vector<std::pair<std::uint64_t, std::uint16_t>> words;
    std::map<std::size_t, std::vector<std::pair<std::uint64_t, std::uint16_t>>> prefixes;
    for (std::size_t i = 0; i < ranked.size(); ++i) {
        const Alternative& named = ranked[i].first;
        const std::uint64_t key = named.kind == Kind::kPrefix ? text_key(named.prefix) : named.word;
        const auto found = static_cast<std::uint16_t>(
            !is_tight || i < kOwnClasses
                ? i
                : kOwnClasses + (cel::slot_hash(key) >> 40U) % kSharedClasses);
        named_.emplace_back(named, found);
        switch (named.kind) {
            case Kind::kWord:
                words.emplace_back(key, found);
                break;
            case Kind::kPrefix:
                prefixes[named.prefix.size()].emplace_back(key, found);
                break;
            case Kind::kSet:
                sets_.emplace_back(static_cast<std::uint32_t>(named.word), found);
                break;
            case Kind::kPresent:
                present_ = found;
                break;
            case Kind::kAbsent:
                absent_ = found;
                break;
        }
    }
    classes_ = is_tight ? kClassesMax : ranked.size();
    std::sort(named_.begin(), named_.end());
    words_.fill(words);
    for (const auto& [size, entries] : prefixes) {
        prefixes_.push_back({size, {}});
        prefixes_.back().keys.fill(entries);
    }
}

void Column::make_bounds(std::span<const Clause* const> clauses) {
    std::vector<std::uint64_t> all;
    all.reserve(clauses.size());
    for (const Clause* clause : clauses) {
        all.push_back(clause->bound);
    }
    std::sort(all.begin(), all.end());
    all.erase(std::unique(all.begin(), all.end()), all.end());
    constexpr std::size_t kBounds = kIntervalsMax - 1;
    classes_ = std::min(all.size(), kBounds) + 1;
    if (all.size() <= kBounds) {
        bounds_ = std::move(all);
        return;
    }
    // Evenly among them, the widest of all included: what lies between is taken for the wider.
    for (std::size_t i = 0; i < kBounds; ++i) {
        bounds_.push_back(all[i * (all.size() - 1) / (kBounds - 1)]);
    }
}

std::uint16_t Column::class_of(const Alternative& alternative) const {
    const auto at = std::lower_bound(
        named_.begin(), named_.end(), alternative, [](const auto& named, const auto& wanted) {
            return named.first < wanted;
        });
    SARHAD_CHECK(at != named_.end() && at->first == alternative);
    return at->second;
}

std::vector<std::uint16_t> Column::classes_of(const Clause& clause) const {
    std::vector<std::uint16_t> made;
    switch (id_.family) {
        case Family::kMember:
            for (const Alternative& each : clause.any) {
                made.push_back(class_of(each));
            }
            std::sort(made.begin(), made.end());
            made.erase(std::unique(made.begin(), made.end()), made.end());
            break;
        case Family::kBelow:
            // Interval k has k bounds that are not greater than its values.
            made.push_back(static_cast<std::uint16_t>(
                std::lower_bound(bounds_.begin(), bounds_.end(), clause.bound) - bounds_.begin()));
            break;
        case Family::kAbove:
            // Interval k has k bounds that are less than its values.
            made.push_back(static_cast<std::uint16_t>(
                std::upper_bound(bounds_.begin(), bounds_.end(), clause.bound) - bounds_.begin()));
            break;
    }
    return made;
}

void Column::find(const SlotFacts& facts, SeenClasses& bits, ColumnFinding& found) const {
    found.is_open = false;
    found.classes.clear();
    id_.family == Family::kMember ? find_members(facts, bits, found) : find_interval(facts, found);
}

void Column::find_members(const SlotFacts& facts, SeenClasses& bits, ColumnFinding& found) const {
    const SlotTable& table = facts.tables[id_.table];
    const std::size_t first = table.place(id_.field, 0);
    found.is_open = table.is_unknown;
    for (const auto& [set, unused] : sets_) {
        found.is_open = found.is_open || facts.sets[set] == nullptr;
    }
    Seen seen{bits, found};
    for (std::uint32_t row = 0; row < table.rows && !found.is_open; ++row) {
        const std::uint64_t word = table.words[first + row];
        const SlotState state = table.states[first + row];
        found.is_open = state == SlotState::kUnknown;
        seen.add(words_.find(member_key(id_.type, word, facts.text)));
        seen.add(state == SlotState::kValue ? present_ : absent_);
        for (const auto& [set, its_class] : sets_) {
            seen.add(facts.sets[set]->contains(word, facts.text) ? its_class : kNoClass);
        }
        if (!prefixes_.empty() && !found.is_open) {
            const std::string_view text = SlotText::read(table.words[first + row], facts.text);
            for (const Prefixes& each : prefixes_) {
                seen.add(text.size() < each.size
                             ? kNoClass
                             : each.keys.find(text_key(text.substr(0, each.size))));
            }
        }
    }
}

void Column::find_interval(const SlotFacts& facts, ColumnFinding& found) const {
    const SlotTable& table = facts.tables[id_.table];
    const bool is_below = id_.family == Family::kBelow;
    if (table.is_unknown) {
        found.is_open = true;
        return;
    }
    // Only the least value may be below a bound where none else is, and the greatest above it.
    bool is_any = id_.field == cel::kRowCount;
    std::uint64_t best = is_any ? order_key(cel::SlotType::kInt, table.rows) : 0;
    const std::size_t first = is_any ? 0 : table.place(id_.field, 0);
    for (std::uint32_t row = 0; id_.field != cel::kRowCount && row < table.rows; ++row) {
        if (table.states[first + row] == SlotState::kUnknown) {
            found.is_open = true;
            return;
        }
        const std::uint64_t word = table.words[first + row];
        if (is_ordered(id_.type, word)) {
            const std::uint64_t key = order_key(id_.type, word);
            best = !is_any ? key : is_below ? std::min(best, key) : std::max(best, key);
            is_any = true;
        }
    }
    if (!is_any) {
        // Nothing is below or above anything: as what is past all bounds.
        found.classes.push_back(is_below ? static_cast<std::uint16_t>(bounds_.size())
                                         : std::uint16_t{0});
        return;
    }
    const auto at = is_below ? std::upper_bound(bounds_.begin(), bounds_.end(), best)
                             : std::lower_bound(bounds_.begin(), bounds_.end(), best);
    found.classes.push_back(static_cast<std::uint16_t>(at - bounds_.begin()));
}

std::size_t Column::bytes() const {
    constexpr std::size_t kPlace = sizeof(std::pair<std::uint64_t, std::uint16_t>);
    std::size_t sum = sizeof(Column) + bounds_.size() * sizeof(std::uint64_t) +
                      words_.places.size() * kPlace +
                      named_.size() * sizeof(std::pair<Alternative, std::uint16_t>);
    for (const Prefixes& each : prefixes_) {
        sum += sizeof(Prefixes) + each.keys.places.size() * kPlace;
    }
    return sum;
}

bool operator==(const Column& left, const Column& right) {
    return left.id_ == right.id_ && left.named_ == right.named_ && left.bounds_ == right.bounds_;
}

}  // namespace sarhad::rules::engine
