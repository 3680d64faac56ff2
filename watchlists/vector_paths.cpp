// The vectorised paths and the choice among them. In a file of their own: a program that is to run
// the portable ones brings its own best_scan() (bench/portable_paths.cpp).

#include "word_signature.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace sarhad::watchlists {

#if defined(__x86_64__)
namespace {

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
            const std::uint32_t near = at + static_cast<std::uint32_t>(__builtin_ctz(mask));
            const std::uint64_t bits = signatures[near] ^ wanted;
            if (has_bits_at_most(bits & wanted, kTwoEdits) &&
                has_bits_at_most(bits & ~wanted, kTwoEdits)) {
                kept.push_back(near);
            }
        }
    }
    scan_portable(signatures, at, to, wanted, most, kept);
}

bool has_avx2() {
    static const bool kHasAvx2 = __builtin_cpu_supports("avx2") != 0;
    return kHasAvx2;
}

}  // namespace

ScanPath best_scan() {
    return has_avx2() ? ScanPath{&scan_avx2, "AVX2"} : ScanPath{&scan_portable, "portable"};
}
#else
ScanPath best_scan() {
    return {&scan_portable, "portable"};
}
#endif

}  // namespace sarhad::watchlists
