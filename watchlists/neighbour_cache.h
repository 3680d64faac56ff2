#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace sarhad::watchlists {

/// A listed word that is like another, and how much.
struct NearWord {
    std::uint32_t word;  ///< Below 2^24.
    std::uint16_t similarity;
};

/// Words whose neighbours are kept, a power of two; a newer one takes the place of an older.
inline constexpr std::size_t kMaxCachedWords = 65'536;
/// Bytes of what is kept of them.
inline constexpr std::size_t kNeighbourCacheLimit = std::size_t{8} << 20U;

/// The neighbours of words looked for lately: the common ones come again with every third
/// traveller, and a rare one is dear to look for. It grows as it is used.
class NeighbourCache final {
public:
    /// Which neighbours: of the segment of that serial, of the word of that text.
    struct Key {
        std::uint64_t segment;
        std::string_view text;
        /// Beside a Latin name: all that similarity() reads follows from the two.
        bool is_beside_latin;
    };
    /// Gives the neighbours, false where they are not held.
    [[nodiscard]] bool find(const Key& key, std::vector<NearWord>& near) const;
    /// Holds them, where they are not too many.
    void keep(const Key& key, const std::vector<NearWord>& near);

private:
    /// Where an entry is: its key, the neighbours' number, the neighbours.
    struct Place {
        std::uint64_t hash{0};
        std::uint64_t at{0};  ///< Bytes written before it, + 1; 0 for none.
    };
    static constexpr std::size_t kWays = 2;  ///< Places that a word may take.
    static constexpr std::size_t kNearSize = 5;
    [[nodiscard]] static std::uint64_t hash_of(const Key& key);
    [[nodiscard]] bool is_held(const Place& place) const;
    [[nodiscard]] bool is_of(const Place& place, const Key& key) const;
    [[nodiscard]] std::uint64_t room_for(std::size_t size);
    [[nodiscard]] Place& place_for(std::uint64_t hash);
    void grow();

    std::vector<Place> places_;
    std::vector<std::uint8_t> ring_;
    std::uint64_t written_{0};  ///< Bytes ever; the ring's size from the last one back are there.
    std::size_t held_{0};
};

}  // namespace sarhad::watchlists
