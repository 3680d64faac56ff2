#include "dictionary.h"

#include "core/text.h"
#include "watchlists/similarity.h"

#include <algorithm>

namespace sarhad::watchlists {
namespace {

constexpr std::size_t kInternBuckets = 1U << 16U;

}  // namespace

std::uint32_t TokenDictionary::intern(const NameToken& token) {
    if (buckets_.empty()) {
        buckets_.resize(kInternBuckets);
    }
    auto& bucket = buckets_[key_hash('T', token.text) % kInternBuckets];
    for (const std::uint32_t number : bucket) {
        if (tokens_[number].text == token.text) {
            return number;
        }
    }
    const auto number = static_cast<std::uint32_t>(tokens_.size());
    bucket.push_back(number);
    tokens_.push_back(token);
    tokens_.back().kind = TokenClass::kPlain;
    weights_.push_back(word_weight(tokens_.back()));
    return number;
}

void TokenDictionary::freeze() {
    for (std::uint32_t i = 0; i < tokens_.size(); ++i) {
        add_keys(i);
    }
    keys_.freeze();
    buckets_ = {};
}

void TokenDictionary::add_keys(std::uint32_t number) {
    for_each_key(tokens_[number], [&](std::uint64_t hash) { keys_.add(hash, number); });
}

std::vector<Neighbour> TokenDictionary::neighbours(const NameToken& token) const {
    std::vector<std::uint32_t> numbers;
    for_each_key(token, [&](std::uint64_t hash) {
        keys_.find(hash, [&](std::uint32_t number) { numbers.push_back(number); });
    });
    std::sort(numbers.begin(), numbers.end());
    numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
    std::vector<Neighbour> found;
    for (const std::uint32_t number : numbers) {
        if (const int near = similarity(token, tokens_[number]); near > 0) {
            found.push_back({number, near});
        }
    }
    return found;
}

std::vector<Neighbour> TokenDictionary::all_neighbours(const NameToken& token) const {
    std::vector<Neighbour> found;
    for (std::uint32_t number = 0; number < tokens_.size(); ++number) {
        if (const int near = similarity(token, tokens_[number]); near > 0) {
            found.push_back({number, near});
        }
    }
    return found;
}

std::size_t TokenDictionary::size_bytes() const {
    std::size_t bytes = keys_.size_bytes() + tokens_.size() * (sizeof(NameToken) + sizeof(Weight));
    for (const NameToken& token : tokens_) {
        bytes += token.text.size() + token.fold.size() + token.skeleton.size();
    }
    return bytes;
}

}  // namespace sarhad::watchlists
