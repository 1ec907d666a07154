// SPDX-License-Identifier: Apache-2.0
// The inner loops over one row of scores: compiled for AVX-512, AVX2 and plain x86-64, chosen when the library
// is loaded. No torch.
#pragma once

#include <cstdint>
#include <span>

namespace assay::kg {

/// bfloat16 as its bits: the upper half of a float.
using Half = uint16_t;

/// In place, from scores to the gradient of answers.size() * log(sum of exp(scores)) - sum of answers' scores,
/// times `scale`. Returns that loss without the scale.
double softmaxRow(float* scores, int64_t count, std::span<const int64_t> answers, float scale);
/// The same with bfloat16 in memory; sums in float. `scratch` holds `count` floats.
double softmaxRow(Half* scores, int64_t count, std::span<const int64_t> answers, float scale, float* scratch);

struct RankCounts {
  int64_t above = 0, equal = 0;
};
/// How many of the scores are above `score`, how many equal to it (itself included). NaN counts as above.
RankCounts countRanks(const float* scores, int64_t count, float score);

/// How two rows become one, number by number: reals, complex numbers (re, im side by side), or those with the left
/// ones conjugated.
enum class Product { Real, Complex, Conjugate };

void productRow(float* out, const float* left, const float* right, int64_t count, Product kind);
/// Adds to `leftGradient` and `rightGradient` what a gradient `outer` of the product means for its factors.
void addProductGradients(const float* outer, const float* left, const float* right, float* leftGradient, float* rightGradient,
                         int64_t count, Product kind);

/// Sum over `pairs` complex numbers of |left - right|, each kept off zero by 1e-6.
float modulusDistance(const float* left, const float* right, int64_t pairs);
/// Adds `factor` times the distance's gradient for `left`; for `right` it is the same with the other sign.
void addModulusGradient(const float* left, const float* right, float* leftGradient, int64_t pairs, float factor);

/// One row of a penalty, weighted by `weight`: adds its gradient to `gradient`, returns its value.
/// N3: sum of |z|^3 over complex numbers (re, im side by side) or, with isComplex false, over reals.
double cubicRow(const float* row, float* gradient, int64_t count, bool isComplex, float weight);
/// Sum of squares.
double squareRow(const float* row, float* gradient, int64_t count, float weight);

/// The three rows of a triple, or their gradients.
template <class Number>
struct TripleRows {
  Number *head, *relation, *tail;
};
/// DURA of a triple (loss_options.h): weight times own (|h|^2 + |t|^2) + product |r|^2 (|h|^2 + |t|^2), moduli of complex numbers
/// or of reals; adds its gradient.
double jointRow(const TripleRows<const float>& rows, const TripleRows<float>& gradients, int64_t count, bool isComplex, float own, float product, float weight);

}  // namespace assay::kg
