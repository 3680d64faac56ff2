#pragma once

#include "rules/engine/column.h"

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

namespace sarhad::rules::engine {

/// Rules of one block: a bit each.
inline constexpr std::uint32_t kBlockRules = 512;
/// A bit for each rule of a block.
struct alignas(64) RuleBits {
    std::array<std::uint64_t, kBlockRules / 64> words{};
    friend bool operator==(const RuleBits&, const RuleBits&) = default;
};

/// What one column says of the rules of one block: for each class of its values those that stay
/// possible.
struct Tile {
    std::uint32_t column{0};
    std::vector<std::uint16_t> row_of;  ///< By class; 0: rules without a clause alone.
    std::vector<RuleBits> rows;
};

/// A tile where a search reads it.
struct TileView {
    std::uint32_t column{0};
    const std::uint16_t* row_of{nullptr};
    const RuleBits* rows{nullptr};
};

/// What a search goes through: for each block its tiles, most excluding first.
struct SearchInput {
    std::span<const TileView> tiles;
    std::span<const std::uint32_t> ends;  ///< Of each block's tiles.
    std::span<const RuleBits> allowed;    ///< Of each block the rules that are asked at all.
    std::span<const ColumnFinding> findings;
};

/// Writes the places of the rules that no column excludes, rising, and gives how many they are.
/// `out`: as many as there are rules. All paths give the same.
struct SearchPath {
    std::size_t (*run)(const SearchInput& input, std::uint32_t* out);
    std::string_view name;
};
[[nodiscard]] std::size_t search_portable(const SearchInput& input, std::uint32_t* out);
/// All that are allowed, whatever the columns say: what the others are measured and tested against.
[[nodiscard]] std::size_t search_everything(const SearchInput& input, std::uint32_t* out);
/// The fastest that this machine has.
[[nodiscard]] SearchPath best_search();

/// Finds the rules of one kind of entity that may be anything but "no match" for a frame.
/// Immutable. Source of the method: Lakshman and Stiliadis 1998, bit vectors for packet
/// classification; here by blocks of rules, each with the columns that its own rules ask.
class Index final {
public:
    /// `places`: of each rule what must hold; null where there is none. They outlive the index.
    /// `before`: shares what is the same with it; may be null, and may end after this.
    Index(std::vector<const Necessary*> places, const Index* before);

    [[nodiscard]] std::size_t block_count() const { return ends_.size(); }
    /// Places in an order that puts rules with the same columns side by side.
    [[nodiscard]] static std::vector<std::uint32_t> order(std::span<const Necessary* const> rules);
    /// As the facts are; `found` and `seen` are used again.
    void find(const cel::SlotFacts& facts,
              SeenClasses& seen,
              std::vector<ColumnFinding>& found) const;
    [[nodiscard]] SearchInput input(std::span<const RuleBits> allowed,
                                    std::span<const ColumnFinding> findings) const {
        return {views_, ends_, allowed, findings};
    }
    /// Of tiles and columns, those shared with others among them.
    [[nodiscard]] std::size_t bytes() const;
    /// Tiles of this that `other` has too: for tests.
    [[nodiscard]] std::size_t shared_tiles(const Index& other) const;
    [[nodiscard]] std::size_t tile_count() const { return views_.size(); }

private:
    using Tiles = std::vector<std::shared_ptr<const Tile>>;
    void make_columns(const Index* before);
    void make_block(std::uint32_t block, const Index* before);
    [[nodiscard]] bool is_changed(std::uint32_t block, const Index& before) const;
    [[nodiscard]] std::shared_ptr<const Tile> make_tile(std::uint32_t block,
                                                        std::uint32_t column) const;

    std::vector<const Necessary*> places_;
    std::vector<std::shared_ptr<const Column>> columns_;  ///< Null: no rule has it any more.
    std::vector<Tiles> blocks_;
    std::vector<TileView> views_;
    std::vector<std::uint32_t> ends_;
};

}  // namespace sarhad::rules::engine
