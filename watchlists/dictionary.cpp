#include "dictionary.h"

#include "similarity.h"

#include "core/text.h"

#include <algorithm>
#include <bit>
#include <map>

namespace sarhad::watchlists {
namespace {

constexpr std::uint16_t kMuhammadGroup = 1;
constexpr std::size_t kInternBuckets = 1U << 16U;
constexpr int kWeightSimilarity = 720;  ///< A spelling this near lends its weight.

/// What words share a frequency: a variant group, else a fold.
std::string frequency_key(const NameToken& token) {
    return token.group != 0 ? core::cat("#", token.group) : token.fold;
}

template <class Take>
void for_each_deletion(std::string_view text, const Take& take) {
    std::string shorter;
    for (std::size_t i = 0; i < text.size(); ++i) {
        shorter.assign(text.substr(0, i));
        shorter.append(text.substr(i + 1));
        take(shorter);
    }
}

/// Every key under which a word like `token` may be found. Two words within one edit share one of
/// the texts that arise by at most one deletion, so equal keys miss none.
template <class Take>
void for_each_key(const NameToken& token, const Take& take) {
    take(key_hash('T', token.text));
    take(key_hash('F', token.fold));
    if (token.group != 0) {
        take(key_hash('G', core::cat(token.group)));
    }
    if (token.fold.size() >= kMinEditedFold) {
        take(key_hash('D', token.fold));
        for_each_deletion(token.fold, [&](const std::string& text) { take(key_hash('D', text)); });
    }
    if (token.skeleton.size() >= kMinSkeleton) {
        take(key_hash('K', token.skeleton));
    }
    if (token.skeleton.size() >= kMinEditedSkeleton) {
        take(key_hash('L', token.skeleton));
        for_each_deletion(token.skeleton,
                          [&](const std::string& text) { take(key_hash('L', text)); });
    }
}

}  // namespace

Weight log2_x256(std::uint64_t value) {
    if (value <= 1) {
        return 0;
    }
    const int whole = static_cast<int>(std::bit_width(value)) - 1;
    // 1.31 fixed point in [1, 2); each squaring gives one more bit of the logarithm.
    std::uint64_t mantissa = whole >= 31 ? value >> (whole - 31) : value << (31 - whole);
    Weight fraction = 0;
    for (int bit = 0; bit < 8; ++bit) {
        mantissa = (mantissa * mantissa) >> 31U;
        fraction <<= 1;
        if (mantissa >= (std::uint64_t{1} << 32U)) {
            mantissa >>= 1U;
            fraction |= 1;
        }
    }
    return whole * 256 + fraction;
}

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
    counts_.push_back(0);
    return number;
}

void TokenDictionary::count(std::uint32_t token) {
    ++counts_[token];
}

Weight TokenDictionary::capped(const NameToken& token, Weight weight) const {
    weight = std::clamp(weight, kMinWeight, kMaxWeight);
    if (token.group == kMuhammadGroup) {
        weight = std::min(weight, kMuhammadWeight);
    }
    return token.kind == TokenClass::kTitle ? std::min(weight, kTitleWeight) : weight;
}

void TokenDictionary::freeze(std::uint64_t names) {
    std::map<std::string, std::uint64_t> totals;
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
        totals[frequency_key(tokens_[i])] += counts_[i];
    }
    const Weight most = log2_x256(std::max(names, kLeastNames));
    for (std::uint32_t i = 0; i < tokens_.size(); ++i) {
        const std::uint64_t total = totals[frequency_key(tokens_[i])];
        weights_.push_back(capped(tokens_[i], most - log2_x256(total)));
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

Weight TokenDictionary::weight_of(const NameToken& token,
                                  const std::vector<Neighbour>& neighbours) const {
    Weight least = kMaxWeight;
    const std::string key = frequency_key(token);
    for (const Neighbour& near : neighbours) {
        if (frequency_key(tokens_[near.token]) == key) {
            return capped(token, weights_[near.token]);
        }
        if (near.similarity >= kWeightSimilarity) {
            least = std::min(least, weights_[near.token]);
        }
    }
    return capped(token, least);
}

std::size_t TokenDictionary::size_bytes() const {
    std::size_t bytes = keys_.size_bytes() + weights_.size() * sizeof(Weight) +
                        counts_.size() * sizeof(std::uint32_t) + tokens_.size() * sizeof(NameToken);
    for (const NameToken& token : tokens_) {
        bytes += token.text.size() + token.fold.size() + token.skeleton.size();
    }
    return bytes;
}

}  // namespace sarhad::watchlists
