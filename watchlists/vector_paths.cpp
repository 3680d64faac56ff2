// The vectorised paths and the choice among them. In a file of their own: a program that is to run
// the portable ones brings its own best_filter() and best_scan() (bench/portable_paths.cpp).

#include "posting_filter.h"
#include "word_signature.h"

#include <array>
#include <bit>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace sarhad::watchlists {

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

__attribute__((target("avx2"))) void scan_avx2(const Column<std::uint64_t>& signatures,
                                               std::uint32_t from,
                                               std::uint32_t to,
                                               std::uint64_t wanted,
                                               int most,
                                               std::vector<std::uint32_t>& kept) {
    const __m256i all = _mm256_set1_epi64x(static_cast<std::int64_t>(wanted));
    const __m256i low = _mm256_set1_epi8(0x0F);
    const __m256i zero = _mm256_setzero_si256();
    const __m256i above = _mm256_set1_epi64x(most + 1);
    const __m128i counts = _mm_setr_epi8(0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4);
    const __m256i bits_of = _mm256_broadcastsi128_si256(counts);
    std::uint32_t at = from;
    for (; at + 4 <= to; at += 4) {
        const auto* const place =
            reinterpret_cast<const __m256i*>(signatures.data() + std::size_t{at} * 8);
        const __m256i differ = _mm256_xor_si256(_mm256_loadu_si256(place), all);
        const __m256i first = _mm256_shuffle_epi8(bits_of, _mm256_and_si256(differ, low));
        const __m256i second =
            _mm256_shuffle_epi8(bits_of, _mm256_and_si256(_mm256_srli_epi16(differ, 4), low));
        const __m256i sums = _mm256_sad_epu8(_mm256_add_epi8(first, second), zero);
        const __m256i is_near = _mm256_cmpgt_epi64(above, sums);
        auto mask = static_cast<unsigned>(_mm256_movemask_pd(_mm256_castsi256_pd(is_near)));
        for (; mask != 0; mask &= mask - 1) {
            kept.push_back(at + static_cast<std::uint32_t>(__builtin_ctz(mask)));
        }
    }
    scan_portable(signatures, at, to, wanted, most, kept);
}

bool has_avx2() {
    static const bool kHasAvx2 = __builtin_cpu_supports("avx2") != 0;
    return kHasAvx2;
}

}  // namespace

FilterPath best_filter() {
    return has_avx2() ? FilterPath{&filter_avx2, "AVX2"} : FilterPath{&filter_portable, "portable"};
}

SignatureScan best_scan() {
    return has_avx2() ? &scan_avx2 : &scan_portable;
}
#else
FilterPath best_filter() {
    return {&filter_portable, "portable"};
}

SignatureScan best_scan() {
    return &scan_portable;
}
#endif

}  // namespace sarhad::watchlists
