#include "neighbour_cache.h"

#include "watchlists/key_hash.h"

#include <algorithm>
#include <cstring>

namespace sarhad::watchlists {
namespace {

constexpr std::size_t kFirstPlaces = 1'024;
constexpr std::size_t kFirstBytes = std::size_t{64} << 10U;
constexpr unsigned kLikeBits = 10;  ///< Of a similarity, 0 to 1000, below the word's number.

/// What stands before an entry's text and neighbours.
struct Head {
    std::uint64_t segment;
    std::uint32_t near;
    std::uint16_t text;
    std::uint16_t is_beside_latin;
};

}  // namespace

std::uint64_t NeighbourCache::hash_of(const Key& key) {
    const std::uint64_t kind = key.segment * 2 + (key.is_beside_latin ? 1U : 0U);
    return key_hash('C', key.text) ^ (kind * 0x9E37'79B9'7F4A'7C15U);
}

bool NeighbourCache::is_held(const Place& place) const {
    return place.at != 0 && place.at - 1 + ring_.size() >= written_;
}

bool NeighbourCache::is_of(const Place& place, const Key& key) const {
    const std::uint8_t* const entry = ring_.data() + (place.at - 1) % ring_.size();
    Head head{};
    std::memcpy(&head, entry, sizeof(head));
    return head.segment == key.segment && head.text == key.text.size() &&
           (head.is_beside_latin != 0) == key.is_beside_latin &&
           std::memcmp(entry + sizeof(head), key.text.data(), key.text.size()) == 0;
}

bool NeighbourCache::find(const Key& key, std::vector<NearWord>& near) const {
    if (places_.empty()) {
        return false;
    }
    const std::uint64_t hash = hash_of(key);
    const std::size_t first = hash % (places_.size() / kWays) * kWays;
    for (std::size_t way = first; way < first + kWays; ++way) {
        const Place& place = places_[way];
        if (place.hash != hash || !is_held(place) || !is_of(place, key)) {
            continue;
        }
        const std::uint8_t* from = ring_.data() + (place.at - 1) % ring_.size();
        Head head{};
        std::memcpy(&head, from, sizeof(head));
        from += sizeof(head) + head.text;
        near.resize(head.near);
        for (NearWord& one : near) {
            std::uint64_t packed = 0;
            std::memcpy(&packed, from, kNearSize);
            one = {static_cast<std::uint32_t>(packed >> kLikeBits),
                   static_cast<std::uint16_t>(packed & ((1U << kLikeBits) - 1U))};
            from += kNearSize;
        }
        return true;
    }
    return false;
}

/// Where in the ring so many bytes may be written, which may end what is older.
std::uint64_t NeighbourCache::room_for(std::size_t size) {
    while (written_ + size > ring_.size() && ring_.size() < kNeighbourCacheLimit) {
        ring_.resize(std::max(kFirstBytes, 2 * ring_.size()));  // Not gone round yet.
    }
    if (written_ % ring_.size() + size > ring_.size()) {
        written_ += ring_.size() - written_ % ring_.size();
    }
    return written_;
}

/// One that is free, or the older one.
NeighbourCache::Place& NeighbourCache::place_for(std::uint64_t hash) {
    const std::size_t first = hash % (places_.size() / kWays) * kWays;
    Place& one = places_[first];
    Place& other = places_[first + 1];
    return other.at < one.at ? other : one;
}

void NeighbourCache::grow() {
    std::vector<Place> before(std::max(kFirstPlaces, 2 * places_.size()));
    before.swap(places_);
    held_ = 0;
    for (const Place& place : before) {
        if (is_held(place)) {
            place_for(place.hash) = place;
            ++held_;
        }
    }
}

void NeighbourCache::keep(const Key& key, const std::vector<NearWord>& near) {
    const Head head{key.segment,
                    static_cast<std::uint32_t>(near.size()),
                    static_cast<std::uint16_t>(key.text.size()),
                    static_cast<std::uint16_t>(key.is_beside_latin ? 1 : 0)};
    const std::size_t size = sizeof(head) + key.text.size() + near.size() * kNearSize;
    if (size > kNeighbourCacheLimit / 16) {
        return;
    }
    if (2 * held_ >= places_.size() && places_.size() < kMaxCachedWords) {
        grow();
    }
    const std::uint64_t at = room_for(size);
    std::uint8_t* to = ring_.data() + at % ring_.size();
    std::memcpy(to, &head, sizeof(head));
    std::memcpy(to + sizeof(head), key.text.data(), key.text.size());
    to += sizeof(head) + key.text.size();
    for (const NearWord& one : near) {
        const std::uint64_t packed = std::uint64_t{one.word} << kLikeBits | one.similarity;
        std::memcpy(to, &packed, kNearSize);
        to += kNearSize;
    }
    written_ = at + size;
    const std::uint64_t hash = hash_of(key);
    place_for(hash) = {hash, at + 1};
    ++held_;
}

}  // namespace sarhad::watchlists
