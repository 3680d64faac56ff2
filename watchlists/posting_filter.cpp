#include "posting_filter.h"

#include <array>
#include <bit>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace sarhad::watchlists {

std::uint32_t filter_portable(const Column24& postings,
                              std::uint32_t from,
                              std::uint32_t count,
                              const Column<std::uint8_t>& totals,
                              TotalRange range,
                              std::uint32_t* kept) {
    std::uint32_t size = 0;
    for (std::uint32_t at = from; at < from + count; ++at) {
        const std::uint32_t name = postings[at];
        kept[size] = name;  // Overwritten by the next one where it is not kept: no branch.
        size += range.has(totals[name]) ? 1U : 0U;
    }
    return size;
}

#if defined(__x86_64__)
namespace {

/// For each mask of 8 lanes the lanes that are kept, in front.
constexpr auto kLanes = [] {
    std::array<std::array<std::uint32_t, 8>, 256> lanes{};
    for (std::uint32_t mask = 0; mask < 256; ++mask) {
        std::uint32_t size = 0;
        for (std::uint32_t lane = 0; lane < 8; ++lane) {
            if (((mask >> lane) & 1U) != 0) {
                lanes[mask][size++] = lane;
            }
        }
    }
    return lanes;
}();

__attribute__((target("avx2"))) std::uint32_t filter_avx2(const Column24& postings,
                                                          std::uint32_t from,
                                                          std::uint32_t count,
                                                          const Column<std::uint8_t>& totals,
                                                          TotalRange range,
                                                          std::uint32_t* kept) {
    // Four numbers of three bytes in each half; what a load reads too much stays within the
    // section's margin (segment_layout.h).
    const __m256i spread = _mm256_setr_epi8(0,
                                            1,
                                            2,
                                            -1,
                                            3,
                                            4,
                                            5,
                                            -1,
                                            6,
                                            7,
                                            8,
                                            -1,
                                            9,
                                            10,
                                            11,
                                            -1,  //
                                            0,
                                            1,
                                            2,
                                            -1,
                                            3,
                                            4,
                                            5,
                                            -1,
                                            6,
                                            7,
                                            8,
                                            -1,
                                            9,
                                            10,
                                            11,
                                            -1);
    const __m256i low_byte = _mm256_set1_epi32(0xFF);
    const __m256i below = _mm256_set1_epi32(range.least - 1);
    const __m256i above = _mm256_set1_epi32(range.most + 1);
    const auto* const base = reinterpret_cast<const int*>(totals.data());
    std::uint32_t size = 0;
    std::uint32_t at = 0;
    for (; at + 8 <= count; at += 8) {
        const std::uint8_t* const bytes = postings.data() + std::size_t{from + at} * 3;
        const __m256i packed = _mm256_loadu2_m128i(reinterpret_cast<const __m128i*>(bytes + 12),
                                                   reinterpret_cast<const __m128i*>(bytes));
        const __m256i names = _mm256_shuffle_epi8(packed, spread);
        const __m256i values = _mm256_and_si256(_mm256_i32gather_epi32(base, names, 1), low_byte);
        const __m256i inside =
            _mm256_and_si256(_mm256_cmpgt_epi32(values, below), _mm256_cmpgt_epi32(above, values));
        const auto mask =
            static_cast<std::uint32_t>(_mm256_movemask_ps(_mm256_castsi256_ps(inside)));
        const __m256i order =
            _mm256_loadu_si256(reinterpret_cast<const __m256i*>(kLanes[mask].data()));
        _mm256_storeu_si256(reinterpret_cast<__m256i*>(kept + size),
                            _mm256_permutevar8x32_epi32(names, order));
        size += static_cast<std::uint32_t>(std::popcount(mask));
    }
    return size + filter_portable(postings, from + at, count - at, totals, range, kept + size);
}

}  // namespace

FilterPath best_filter() {
    static const bool kHasAvx2 = __builtin_cpu_supports("avx2") != 0;
    return kHasAvx2 ? FilterPath{&filter_avx2, "AVX2"} : FilterPath{&filter_portable, "portable"};
}
#else
FilterPath best_filter() {
    return {&filter_portable, "portable"};
}
#endif

}  // namespace sarhad::watchlists
