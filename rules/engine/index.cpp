#include "rules/engine/index.h"

#include <algorithm>
#include <bit>
#include <map>
#include <numeric>
#include <utility>
#include <vector>

namespace sarhad::rules::engine {
namespace {

void set(RuleBits& bits, std::uint32_t number) {
    bits.words[number / 64] |= std::uint64_t{1} << (number % 64);
}

RuleBits either(const RuleBits& left, const RuleBits& right) {
    RuleBits both = left;
    for (std::size_t i = 0; i < both.words.size(); ++i) {
        both.words[i] |= right.words[i];
    }
    return both;
}

std::size_t count(const RuleBits& bits) {
    return std::accumulate(
        bits.words.begin(), bits.words.end(), std::size_t{0}, [](std::size_t sum, auto word) {
            return sum + static_cast<std::size_t>(std::popcount(word));
        });
}

const Clause* clause_of(const Necessary* rule, const ColumnId& column) {
    if (rule == nullptr) {
        return nullptr;
    }
    const auto at = std::find_if(rule->clauses.begin(),
                                 rule->clauses.end(),
                                 [&](const Clause& each) { return each.column == column; });
    return at == rule->clauses.end() ? nullptr : &*at;
}

/// A row for each class that some rule names.
void fill_members(Tile& tile, std::span<const RuleBits> named) {
    for (std::size_t each = 0; each < named.size(); ++each) {
        if (named[each] != RuleBits{}) {
            tile.row_of[each] = static_cast<std::uint16_t>(tile.rows.size());
            tile.rows.push_back(either(tile.rows[0], named[each]));
        }
    }
}

/// A row for each interval: of kBelow the rules whose last interval it is or comes before, of
/// kAbove those whose first it is or comes behind.
void fill_intervals(Tile& tile, std::span<const RuleBits> named, bool is_below) {
    RuleBits possible = tile.rows[0];
    for (std::size_t i = 0; i < named.size(); ++i) {
        const std::size_t each = is_below ? named.size() - 1 - i : i;
        if (named[each] != RuleBits{}) {
            possible = either(possible, named[each]);
            tile.rows.push_back(possible);
        }
        tile.row_of[each] = static_cast<std::uint16_t>(tile.rows.size() - 1);
    }
}

/// How much of the block its rows leave on the whole, in 1/512.
std::size_t weight(const Tile& tile) {
    const std::size_t sum = std::accumulate(
        tile.rows.begin(), tile.rows.end(), std::size_t{0}, [](std::size_t all, const auto& row) {
            return all + count(row);
        });
    return sum / tile.rows.size();
}

}  // namespace

Index::Index(std::vector<const Necessary*> places, const Index* before)
    : places_{std::move(places)} {
    make_columns(before);
    const auto blocks =
        static_cast<std::uint32_t>((places_.size() + kBlockRules - 1) / kBlockRules);
    blocks_.resize(blocks);
    for (std::uint32_t block = 0; block < blocks; ++block) {
        make_block(block, before);
        for (const auto& tile : blocks_[block]) {
            views_.push_back({tile->column, tile->row_of.data(), tile->rows.data()});
        }
        ends_.push_back(static_cast<std::uint32_t>(views_.size()));
    }
}

void Index::make_columns(const Index* before) {
    std::map<ColumnId, std::vector<const Clause*>> clauses;
    for (const Necessary* rule : places_) {
        if (rule != nullptr) {
            for (const Clause& clause : rule->clauses) {
                clauses[clause.column].push_back(&clause);
            }
        }
    }
    // Their numbers stay, so that tiles can be shared.
    if (before != nullptr) {
        columns_.resize(before->columns_.size());
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            const auto& old = before->columns_[i];
            const auto found = old == nullptr ? clauses.end() : clauses.find(old->id());
            if (found != clauses.end()) {
                auto made = std::make_shared<const Column>(found->first, found->second);
                columns_[i] = *made == *old ? old : made;
                clauses.erase(found);
            }
        }
    }
    for (const auto& [id, its] : clauses) {
        columns_.push_back(std::make_shared<const Column>(id, its));
    }
}

bool Index::is_changed(std::uint32_t block, const Index& before) const {
    const std::size_t first = std::size_t{block} * kBlockRules;
    for (std::size_t i = first; i < std::min(first + kBlockRules, places_.size()); ++i) {
        if (i >= before.places_.size() || before.places_[i] != places_[i]) {
            return true;
        }
    }
    return block >= before.blocks_.size();
}

void Index::make_block(std::uint32_t block, const Index* before) {
    std::vector<bool> is_used(columns_.size());
    std::map<ColumnId, std::uint32_t> numbers;
    for (std::uint32_t i = 0; i < columns_.size(); ++i) {
        if (columns_[i] != nullptr) {
            numbers[columns_[i]->id()] = i;
        }
    }
    const std::size_t first = std::size_t{block} * kBlockRules;
    for (std::size_t i = first; i < std::min(first + kBlockRules, places_.size()); ++i) {
        if (places_[i] != nullptr) {
            for (const Clause& clause : places_[i]->clauses) {
                is_used[numbers.at(clause.column)] = true;
            }
        }
    }
    const bool is_new = before == nullptr || is_changed(block, *before);
    std::vector<std::pair<std::size_t, std::shared_ptr<const Tile>>> weighed;
    for (std::uint32_t column = 0; column < columns_.size(); ++column) {
        if (!is_used[column]) {
            continue;
        }
        std::shared_ptr<const Tile> tile;
        if (!is_new && columns_[column] == before->columns_[column]) {
            const Tiles& tiles = before->blocks_[block];
            tile = *std::find_if(tiles.begin(), tiles.end(), [&](const auto& each) {
                return each->column == column;
            });
        } else {
            tile = make_tile(block, column);
        }
        const std::size_t leaves = weight(*tile);
        weighed.emplace_back(leaves, std::move(tile));
    }
    std::stable_sort(weighed.begin(), weighed.end(), [](const auto& left, const auto& right) {
        return left.first < right.first;
    });
    for (auto& [leaves, tile] : weighed) {
        blocks_[block].push_back(std::move(tile));
    }
}

std::shared_ptr<const Tile> Index::make_tile(std::uint32_t block, std::uint32_t column) const {
    auto tile = std::make_shared<Tile>();
    tile->column = column;
    const Column& of = *columns_[column];
    std::vector<RuleBits> named(of.class_count());
    RuleBits asked;
    const std::size_t first = std::size_t{block} * kBlockRules;
    const std::size_t size = std::min<std::size_t>(kBlockRules, places_.size() - first);
    for (std::uint32_t i = 0; i < size; ++i) {
        if (const Clause* clause = clause_of(places_[first + i], of.id())) {
            set(asked, i);
            for (const std::uint16_t each : of.classes_of(*clause)) {
                set(named[each], i);
            }
        }
    }
    RuleBits base;
    for (std::size_t i = 0; i < base.words.size(); ++i) {
        base.words[i] = ~asked.words[i];
    }
    tile->rows.push_back(base);
    tile->row_of.resize(named.size());
    if (of.id().family == Family::kMember) {
        fill_members(*tile, named);
    } else {
        fill_intervals(*tile, named, of.id().family == Family::kBelow);
    }
    return tile;
}

std::vector<std::uint32_t> Index::order(std::span<const Necessary* const> rules) {
    std::vector<std::uint32_t> made(rules.size());
    std::iota(made.begin(), made.end(), 0U);
    const auto columns_less = [&](const Necessary& left, const Necessary& right) {
        return std::lexicographical_compare(
            left.clauses.begin(),
            left.clauses.end(),
            right.clauses.begin(),
            right.clauses.end(),
            [](const Clause& a, const Clause& b) { return a.column < b.column; });
    };
    const auto first_less = [](const Necessary& left, const Necessary& right) {
        const auto names = [](const Clause& clause) {
            return clause.column.type != cel::SlotType::kBool && !clause.any.empty();
        };
        const auto a = std::find_if(left.clauses.begin(), left.clauses.end(), names);
        const auto b = std::find_if(right.clauses.begin(), right.clauses.end(), names);
        return a != left.clauses.end() && b != right.clauses.end() && a->any < b->any;
    };
    std::stable_sort(made.begin(), made.end(), [&](std::uint32_t a, std::uint32_t b) {
        const Necessary& left = *rules[a];
        const Necessary& right = *rules[b];
        if (columns_less(left, right) || columns_less(right, left)) {
            return columns_less(left, right);
        }
        return first_less(left, right);
    });
    return made;
}

void Index::find(const cel::SlotFacts& facts,
                 SeenClasses& seen,
                 std::vector<ColumnFinding>& found) const {
    found.resize(columns_.size());
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        if (columns_[i] != nullptr) {
            columns_[i]->find(facts, seen, found[i]);
        }
    }
}

std::size_t Index::bytes() const {
    std::size_t sum = views_.size() * sizeof(TileView) + ends_.size() * sizeof(std::uint32_t);
    for (const Tiles& tiles : blocks_) {
        for (const auto& tile : tiles) {
            sum += sizeof(Tile) + tile->rows.size() * sizeof(RuleBits) +
                   tile->row_of.size() * sizeof(std::uint16_t);
        }
    }
    for (const auto& column : columns_) {
        sum += column == nullptr ? 0 : column->bytes();
    }
    return sum;
}

std::size_t Index::shared_tiles(const Index& other) const {
    std::size_t shared = 0;
    for (std::size_t block = 0; block < std::min(blocks_.size(), other.blocks_.size()); ++block) {
        for (const auto& tile : blocks_[block]) {
            const Tiles& its = other.blocks_[block];
            shared += std::find(its.begin(), its.end(), tile) != its.end() ? 1U : 0U;
        }
    }
    return shared;
}

}  // namespace sarhad::rules::engine
