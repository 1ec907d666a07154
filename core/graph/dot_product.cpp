// SPDX-License-Identifier: Apache-2.0
#include "core/graph/dot_product.h"

#if defined(__x86_64__)
#include <immintrin.h>
#define ASSAY_AVX2 __attribute__((target("avx2,fma")))
#define ASSAY_AVX512 __attribute__((target("avx512f,avx2,fma")))
#endif

namespace assay {

float plainDotProduct(const float* a, const float* b, std::size_t count) {
  float lanes[dotBlock] = {};
  for (std::size_t i = 0; i < count; i += dotBlock)
    for (std::size_t lane = 0; lane < dotBlock; ++lane) lanes[lane] += a[i + lane] * b[i + lane];
  float sum = 0;
  for (const float lane : lanes) sum += lane;
  return sum;
}

namespace {

float plainDistance(const void* a, const void* b, const void* count) {
  return 1 - plainDotProduct(static_cast<const float*>(a), static_cast<const float*>(b), *static_cast<const std::size_t*>(count));
}

}  // namespace

#if defined(__x86_64__)

namespace {

ASSAY_AVX2 inline float sumOf(__m256 x) {
  __m128 half = _mm_add_ps(_mm256_castps256_ps128(x), _mm256_extractf128_ps(x, 1));
  half = _mm_add_ps(half, _mm_movehl_ps(half, half));
  return _mm_cvtss_f32(_mm_add_ss(half, _mm_shuffle_ps(half, half, 1)));
}

ASSAY_AVX2 inline float dotAvx2(const float* a, const float* b, std::size_t count) {
  __m256 x0 = _mm256_setzero_ps(), x1 = x0, x2 = x0, x3 = x0;
  std::size_t i = 0;
  for (; i + 32 <= count; i += 32) {
    x0 = _mm256_fmadd_ps(_mm256_loadu_ps(a + i), _mm256_loadu_ps(b + i), x0);
    x1 = _mm256_fmadd_ps(_mm256_loadu_ps(a + i + 8), _mm256_loadu_ps(b + i + 8), x1);
    x2 = _mm256_fmadd_ps(_mm256_loadu_ps(a + i + 16), _mm256_loadu_ps(b + i + 16), x2);
    x3 = _mm256_fmadd_ps(_mm256_loadu_ps(a + i + 24), _mm256_loadu_ps(b + i + 24), x3);
  }
  if (i < count) {
    x0 = _mm256_fmadd_ps(_mm256_loadu_ps(a + i), _mm256_loadu_ps(b + i), x0);
    x1 = _mm256_fmadd_ps(_mm256_loadu_ps(a + i + 8), _mm256_loadu_ps(b + i + 8), x1);
  }
  return sumOf(_mm256_add_ps(_mm256_add_ps(x0, x1), _mm256_add_ps(x2, x3)));
}

ASSAY_AVX512 inline float dotAvx512(const float* a, const float* b, std::size_t count) {
  __m512 x0 = _mm512_setzero_ps(), x1 = x0;
  std::size_t i = 0;
  for (; i + 32 <= count; i += 32) {
    x0 = _mm512_fmadd_ps(_mm512_loadu_ps(a + i), _mm512_loadu_ps(b + i), x0);
    x1 = _mm512_fmadd_ps(_mm512_loadu_ps(a + i + 16), _mm512_loadu_ps(b + i + 16), x1);
  }
  if (i < count) x0 = _mm512_fmadd_ps(_mm512_loadu_ps(a + i), _mm512_loadu_ps(b + i), x0);
  alignas(64) float lanes[dotBlock];   // the compiler warns of its own _mm512_reduce_add_ps
  _mm512_store_ps(lanes, _mm512_add_ps(x0, x1));
  return sumOf(_mm256_add_ps(_mm256_load_ps(lanes), _mm256_load_ps(lanes + 8)));
}

ASSAY_AVX2 float distanceAvx2(const void* a, const void* b, const void* count) {
  return 1 - dotAvx2(static_cast<const float*>(a), static_cast<const float*>(b), *static_cast<const std::size_t*>(count));
}

ASSAY_AVX512 float distanceAvx512(const void* a, const void* b, const void* count) {
  return 1 - dotAvx512(static_cast<const float*>(a), static_cast<const float*>(b), *static_cast<const std::size_t*>(count));
}

bool hasAvx512() { return __builtin_cpu_supports("avx512f"); }
bool hasAvx2() { return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"); }

}  // namespace

DotProduct bestDotProduct() { return hasAvx512() ? dotAvx512 : hasAvx2() ? dotAvx2 : plainDotProduct; }
DotDistance bestDotDistance() { return hasAvx512() ? distanceAvx512 : hasAvx2() ? distanceAvx2 : plainDistance; }

#else

DotProduct bestDotProduct() { return plainDotProduct; }
DotDistance bestDotDistance() { return plainDistance; }

#endif

}  // namespace assay
