// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace assay::kg {

/// What an answer is compared with: every entity, a sample that the batch shares, or that sample weighted by how
/// hard each of its entities is (Sun et al. 2019).
enum class Negatives { All, Shared, SelfAdversarial };
enum class Regulariser { None, N3, L2, Dura };

/// DURA (Zhang, Cai, Wang 2020, equation 9) of a triple: 0.5 (|h|^2 + |t|^2) + 1.5 (|h r|^2 + |r t|^2), products number by number.
/// The two factors are those of the authors' code.
inline constexpr float duraOwn = 0.5f, duraProduct = 1.5f;

struct LossOptions {
  Negatives negatives = Negatives::All;
  Regulariser regulariser = Regulariser::N3;
  double regularisation = 0;      ///< weight of the penalty; rows count as often as a batch uses them
  double relationWeight = 0;      ///< of predicting the relation (Chen et al. 2021); 0: not predicted
  double margin = 0;              ///< scorers that measure distances
  double temperature = 1;         ///< of SelfAdversarial
};

}  // namespace assay::kg
