// SPDX-License-Identifier: Apache-2.0
#include "plugins/knowledge_graph/row_kernels.h"

#include <algorithm>
#include <bit>
#include <cmath>

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__SANITIZE_THREAD__)
#define ASSAY_WIDE __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define ASSAY_WIDE
#endif

namespace assay::kg {
namespace {

/// exp within 2 units in the last place for x in [-87, 88]; smaller x give about 1e-38. Straight-line code, so that
/// the compiler vectorises the loops around it (Cephes' expf polynomial).
inline __attribute__((always_inline)) float quickExp(float x) {
  x = x < -87.0f ? -87.0f : x;
  const float n = std::floor(x * 1.44269504f + 0.5f);
  const float f = x - n * 0.693359375f + n * 2.12194440e-4f;
  float p = 1.9875691500e-4f;
  p = p * f + 1.3981999507e-3f;
  p = p * f + 8.3334519073e-3f;
  p = p * f + 4.1665795894e-2f;
  p = p * f + 1.6666665459e-1f;
  p = p * f + 5.0000001201e-1f;
  p = p * f * f + f + 1.0f;
  return p * std::bit_cast<float>((int32_t(n) + 127) << 23);
}

inline __attribute__((always_inline)) float toFloat(Half half) { return std::bit_cast<float>(uint32_t(half) << 16); }

/// Round to nearest even.
inline __attribute__((always_inline)) Half toHalf(float value) {
  const uint32_t bits = std::bit_cast<uint32_t>(value);
  return Half((bits + 0x7FFFu + ((bits >> 16) & 1u)) >> 16);
}

/// In lanes, because a maximum over NaN depends on the order, which the compiler therefore keeps.
ASSAY_WIDE float largest(const float* scores, int64_t count) {
  constexpr int64_t lanes = 64;
  float best[lanes];
  for (float& lane : best) lane = scores[0];
  int64_t i = 0;
  for (; i + lanes <= count; i += lanes)
    for (int64_t k = 0; k < lanes; ++k) best[k] = scores[i + k] > best[k] ? scores[i + k] : best[k];
  float result = scores[0];
  for (; i < count; ++i) result = scores[i] > result ? scores[i] : result;
  for (const float lane : best) result = lane > result ? lane : result;
  return result;
}

/// scores := exp(scores - top); returns their sum.
ASSAY_WIDE float exponentials(float* scores, int64_t count, float top) {
  float sum = 0;
  for (int64_t i = 0; i < count; ++i) {
    scores[i] = quickExp(scores[i] - top);
    sum += scores[i];
  }
  return sum;
}

ASSAY_WIDE void multiply(float* row, int64_t count, float factor) {
  for (int64_t i = 0; i < count; ++i) row[i] *= factor;
}

ASSAY_WIDE void widen(const Half* from, float* to, int64_t count) {
  for (int64_t i = 0; i < count; ++i) to[i] = toFloat(from[i]);
}

ASSAY_WIDE void narrow(const float* from, Half* to, int64_t count, float factor) {
  for (int64_t i = 0; i < count; ++i) to[i] = toHalf(from[i] * factor);
}

struct Exponentials {
  float sum = 0;
  double loss = 0;   ///< answers * log(sum of exp(scores)) - sum of the answers' scores
};

/// scores := exp(scores - largest)
Exponentials exponentiate(float* scores, int64_t count, std::span<const int64_t> answers) {
  const float top = largest(scores, count);
  double raw = 0;
  for (const int64_t answer : answers) raw += double(scores[answer]) - double(top);
  const float sum = exponentials(scores, count, top);
  return {sum, double(answers.size()) * std::log(double(sum)) - raw};
}

}  // namespace

double softmaxRow(float* scores, int64_t count, std::span<const int64_t> answers, float scale) {
  const Exponentials e = exponentiate(scores, count, answers);
  multiply(scores, count, scale * float(answers.size()) / e.sum);
  for (const int64_t answer : answers) scores[answer] -= scale;
  return e.loss;
}

double softmaxRow(Half* scores, int64_t count, std::span<const int64_t> answers, float scale, float* scratch) {
  widen(scores, scratch, count);
  const Exponentials e = exponentiate(scratch, count, answers);
  const float factor = scale * float(answers.size()) / e.sum;
  for (const int64_t answer : answers) scratch[answer] -= scale / factor;
  narrow(scratch, scores, count, factor);
  return e.loss;
}

ASSAY_WIDE RankCounts countRanks(const float* scores, int64_t count, float score) {
  int32_t notBelow = 0, equal = 0;   // 2^31 entities are the most there can be
  for (int64_t i = 0; i < count; ++i) {
    notBelow += !(scores[i] < score) ? 1 : 0;
    equal += scores[i] == score ? 1 : 0;
  }
  return {int64_t(notBelow) - equal, equal};
}

namespace {

ASSAY_WIDE void realProduct(float* out, const float* a, const float* b, int64_t count) {
  for (int64_t i = 0; i < count; ++i) out[i] = a[i] * b[i];
}

ASSAY_WIDE void complexProduct(float* out, const float* a, const float* b, int64_t pairs, float sign) {
  for (int64_t i = 0; i < pairs; ++i) {
    const float ar = a[2 * i], ai = sign * a[2 * i + 1], br = b[2 * i], bi = b[2 * i + 1];
    out[2 * i] = ar * br - ai * bi;
    out[2 * i + 1] = ar * bi + ai * br;
  }
}

// Left and right may be the same row (a self loop), so that nothing here may assume they are apart: each pass reads
// and writes one gradient only.
ASSAY_WIDE void addReal(float* to, const float* outer, const float* other, int64_t count) {
  for (int64_t i = 0; i < count; ++i) to[i] += outer[i] * other[i];
}

/// to += x y with the imaginary parts of both multiplied by their signs first.
ASSAY_WIDE void addComplex(float* to, const float* x, const float* y, int64_t pairs, float signX, float signY) {
  for (int64_t i = 0; i < pairs; ++i) {
    const float xr = x[2 * i], xi = signX * x[2 * i + 1], yr = y[2 * i], yi = signY * y[2 * i + 1];
    to[2 * i] += xr * yr - xi * yi;
    to[2 * i + 1] += xr * yi + xi * yr;
  }
}

}  // namespace

void productRow(float* out, const float* left, const float* right, int64_t count, Product kind) {
  if (kind == Product::Real) realProduct(out, left, right, count);
  else complexProduct(out, left, right, count / 2, kind == Product::Conjugate ? -1.0f : 1.0f);
}

void addProductGradients(const float* outer, const float* left, const float* right, float* leftGradient, float* rightGradient,
                         int64_t count, Product kind) {
  if (kind == Product::Real) {
    addReal(leftGradient, outer, right, count);
    addReal(rightGradient, outer, left, count);
  } else if (kind == Product::Complex) {   // of a b: conj(b) g and conj(a) g
    addComplex(leftGradient, outer, right, count / 2, 1, -1);
    addComplex(rightGradient, outer, left, count / 2, 1, -1);
  } else {                                 // of conj(a) b: b conj(g) and a g
    addComplex(leftGradient, outer, right, count / 2, -1, 1);
    addComplex(rightGradient, outer, left, count / 2, 1, 1);
  }
}

namespace {

ASSAY_WIDE float cubicComplex(const float* row, float* gradient, int64_t pairs, float weight) {
  float value = 0;
  for (int64_t i = 0; i < pairs; ++i) {
    const float re = row[2 * i], im = row[2 * i + 1];
    const float square = re * re + im * im, modulus = std::sqrt(square);
    value += square * modulus;
    gradient[2 * i] += 3 * weight * modulus * re;
    gradient[2 * i + 1] += 3 * weight * modulus * im;
  }
  return value;
}

ASSAY_WIDE float cubicReal(const float* row, float* gradient, int64_t count, float weight) {
  float value = 0;
  for (int64_t i = 0; i < count; ++i) {
    const float modulus = std::fabs(row[i]);
    value += modulus * modulus * modulus;
    gradient[i] += 3 * weight * modulus * row[i];
  }
  return value;
}

ASSAY_WIDE float squares(const float* row, float* gradient, int64_t count, float weight) {
  float value = 0;
  for (int64_t i = 0; i < count; ++i) {
    value += row[i] * row[i];
    gradient[i] += 2 * weight * row[i];
  }
  return value;
}

ASSAY_WIDE float jointComplex(const TripleRows<const float>& rows, const TripleRows<float>& gradients, int64_t pairs, float own, float product, float weight) {
  const float *const h = rows.head, *const r = rows.relation, *const t = rows.tail;
  float *const gh = gradients.head, *const gr = gradients.relation, *const gt = gradients.tail;
  float value = 0;
  for (int64_t i = 0; i < 2 * pairs; i += 2) {
    const float relation = r[i] * r[i] + r[i + 1] * r[i + 1];
    const float entities = h[i] * h[i] + h[i + 1] * h[i + 1] + t[i] * t[i] + t[i + 1] * t[i + 1];
    const float both = own + product * relation;
    value += both * entities;
    const float onEntities = 2 * weight * both, onRelation = 2 * weight * product * entities;
    gh[i] += onEntities * h[i];
    gh[i + 1] += onEntities * h[i + 1];
    gt[i] += onEntities * t[i];
    gt[i + 1] += onEntities * t[i + 1];
    gr[i] += onRelation * r[i];
    gr[i + 1] += onRelation * r[i + 1];
  }
  return value;
}

ASSAY_WIDE float jointReal(const TripleRows<const float>& rows, const TripleRows<float>& gradients, int64_t count, float own, float product, float weight) {
  const float *const h = rows.head, *const r = rows.relation, *const t = rows.tail;
  float *const gh = gradients.head, *const gr = gradients.relation, *const gt = gradients.tail;
  float value = 0;
  for (int64_t i = 0; i < count; ++i) {
    const float entities = h[i] * h[i] + t[i] * t[i], both = own + product * r[i] * r[i];
    value += both * entities;
    gh[i] += 2 * weight * both * h[i];
    gt[i] += 2 * weight * both * t[i];
    gr[i] += 2 * weight * product * entities * r[i];
  }
  return value;
}

}  // namespace

ASSAY_WIDE float modulusDistance(const float* left, const float* right, int64_t pairs) {
  float sum = 0;
  for (int64_t i = 0; i < pairs; ++i) {
    const float re = left[2 * i] - right[2 * i], im = left[2 * i + 1] - right[2 * i + 1];
    sum += std::sqrt(re * re + im * im + 1e-12f);
  }
  return sum;
}

ASSAY_WIDE void addModulusGradient(const float* left, const float* right, float* leftGradient, int64_t pairs, float factor) {
  for (int64_t i = 0; i < pairs; ++i) {
    const float re = left[2 * i] - right[2 * i], im = left[2 * i + 1] - right[2 * i + 1];
    const float share = factor / std::sqrt(re * re + im * im + 1e-12f);
    leftGradient[2 * i] += share * re;
    leftGradient[2 * i + 1] += share * im;
  }
}

double cubicRow(const float* row, float* gradient, int64_t count, bool isComplex, float weight) {
  const float value = isComplex ? cubicComplex(row, gradient, count / 2, weight) : cubicReal(row, gradient, count, weight);
  return double(weight) * double(value);
}

double jointRow(const TripleRows<const float>& rows, const TripleRows<float>& gradients, int64_t count, bool isComplex, float own, float product, float weight) {
  const float value = isComplex ? jointComplex(rows, gradients, count / 2, own, product, weight) : jointReal(rows, gradients, count, own, product, weight);
  return double(weight) * double(value);
}

double squareRow(const float* row, float* gradient, int64_t count, float weight) {
  return double(weight) * double(squares(row, gradient, count, weight));
}

}  // namespace assay::kg
