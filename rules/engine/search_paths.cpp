// The search through an index, portable and vectorised, and the choice between them.

#include "rules/engine/index.h"

#include <bit>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace sarhad::rules::engine {
namespace {

constexpr std::size_t kWords = kBlockRules / 64;

std::size_t write_places(const std::uint64_t* words, std::size_t block, std::uint32_t* out) {
    std::size_t count = 0;
    for (std::size_t i = 0; i < kWords; ++i) {
        for (std::uint64_t bits = words[i]; bits != 0; bits &= bits - 1) {
            out[count++] = static_cast<std::uint32_t>(
                block * kBlockRules + i * 64 + static_cast<unsigned>(std::countr_zero(bits)));
        }
    }
    return count;
}

/// The row of a finding with one class or none.
const RuleBits& only_row(const TileView& tile, const ColumnFinding& found) {
    return tile.rows[found.classes.empty() ? 0 : tile.row_of[found.classes[0]]];
}

bool keep(RuleBits& left, const TileView& tile, const ColumnFinding& found) {
    RuleBits possible = only_row(tile, found);
    for (std::size_t i = 1; i < found.classes.size(); ++i) {
        if (const std::uint16_t row = tile.row_of[found.classes[i]]; row != 0) {
            for (std::size_t w = 0; w < kWords; ++w) {
                possible.words[w] |= tile.rows[row].words[w];
            }
        }
    }
    std::uint64_t any = 0;
    for (std::size_t w = 0; w < kWords; ++w) {
        left.words[w] &= possible.words[w];
        any |= left.words[w];
    }
    return any != 0;
}

}  // namespace

std::size_t search_portable(const SearchInput& input, std::uint32_t* out) {
    std::size_t count = 0;
    std::size_t tile = 0;
    for (std::size_t block = 0; block < input.ends.size(); ++block) {
        RuleBits left = input.allowed[block];
        bool is_any = left != RuleBits{};
        for (; tile < input.ends[block] && is_any; ++tile) {
            const ColumnFinding& found = input.findings[input.tiles[tile].column];
            is_any = found.is_open || keep(left, input.tiles[tile], found);
        }
        tile = input.ends[block];
        count += is_any ? write_places(left.words.data(), block, out + count) : 0;
    }
    return count;
}

std::size_t search_everything(const SearchInput& input, std::uint32_t* out) {
    std::size_t count = 0;
    for (std::size_t block = 0; block < input.ends.size(); ++block) {
        count += write_places(input.allowed[block].words.data(), block, out + count);
    }
    return count;
}

#if defined(__x86_64__)
namespace {

__attribute__((target("avx2"))) std::size_t search_avx2(const SearchInput& input,
                                                        std::uint32_t* out) {
    std::size_t count = 0;
    std::size_t at = 0;
    const auto load = [](const RuleBits& bits) { return reinterpret_cast<const __m256i*>(&bits); };
    for (std::size_t block = 0; block < input.ends.size(); ++block) {
        __m256i low = _mm256_load_si256(load(input.allowed[block]));
        __m256i high = _mm256_load_si256(load(input.allowed[block]) + 1);
        __m256i any = _mm256_or_si256(low, high);
        for (; at < input.ends[block] && _mm256_testz_si256(any, any) == 0; ++at) {
            const TileView& tile = input.tiles[at];
            const ColumnFinding& found = input.findings[tile.column];
            if (found.is_open) {
                continue;
            }
            const __m256i* row = load(only_row(tile, found));
            __m256i possible_low = _mm256_load_si256(row);
            __m256i possible_high = _mm256_load_si256(row + 1);
            for (std::size_t i = 1; i < found.classes.size(); ++i) {
                if (const std::uint16_t number = tile.row_of[found.classes[i]]; number != 0) {
                    row = load(tile.rows[number]);
                    possible_low = _mm256_or_si256(possible_low, _mm256_load_si256(row));
                    possible_high = _mm256_or_si256(possible_high, _mm256_load_si256(row + 1));
                }
            }
            low = _mm256_and_si256(low, possible_low);
            high = _mm256_and_si256(high, possible_high);
            any = _mm256_or_si256(low, high);
        }
        at = input.ends[block];
        if (_mm256_testz_si256(any, any) == 0) {
            RuleBits left;
            _mm256_store_si256(reinterpret_cast<__m256i*>(&left), low);
            _mm256_store_si256(reinterpret_cast<__m256i*>(&left) + 1, high);
            count += write_places(left.words.data(), block, out + count);
        }
    }
    return count;
}

}  // namespace

SearchPath best_search() {
    static const bool kHasAvx2 = __builtin_cpu_supports("avx2") != 0;
    return kHasAvx2 ? SearchPath{&search_avx2, "AVX2"} : SearchPath{&search_portable, "portable"};
}
#else
SearchPath best_search() {
    return {&search_portable, "portable"};
}
#endif

}  // namespace sarhad::rules::engine
