// SPDX-License-Identifier: Apache-2.0
#include <QtTest>

#include <cmath>

#include <torch/torch.h>

#include "core/engine/losses/center_focal.h"
#include "core/engine/losses/giou.h"
#include "core/engine/losses/mask_loss.h"
#include "core/engine/losses/smoothed_cross_entropy.h"

using namespace assay;

namespace {

double focal(double logit, double heat, double weight = 1) {
  return centerFocalLoss(torch::tensor({logit}), torch::tensor({heat}), torch::tensor({weight})).item<double>();
}

double giou(const std::vector<double>& predicted, const std::vector<double>& truth) {
  return giouOfDistances(torch::tensor(predicted).view({1, 4}), torch::tensor(truth).view({1, 4})).item<double>();
}

void verifyNear(double actual, double expected) {
  QVERIFY2(std::abs(actual - expected) < 1e-5, qPrintable(QString("%1, expected %2").arg(actual).arg(expected)));
}

}  // namespace

class DetectionLossesTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  /// Undecided everywhere: log 2; two of four cells inside, one of them unknown: Dice (2 * .5 + 1) / (1.5 + 1 + 1).
  void maskLossIsEntropyAndDiceOfTheKnownPixels() {
    verifyNear(maskLoss(torch::zeros({1, 1, 2, 2}), torch::tensor({1.0, 0.0, 0.0, -1.0}).view({1, 1, 2, 2})).item<double>(), std::log(2.0) + 1 - 2.0 / 3.5);
  }
  void maskLossOfARightMapIsNothing() {
    verifyNear(maskLoss(torch::tensor({40.0, -40.0, 3.0}), torch::tensor({1.0, 0.0, -1.0})).item<double>(), 0);
    verifyNear(maskLoss(torch::tensor({2.0, 3.0}), torch::tensor({-1.0, -1.0})).item<double>(), 0);   // nothing is known
  }
  void focalOfAnUndecidedCentreIsAQuarterOfLogTwo() { verifyNear(focal(0, 1), 0.25 * std::log(2.0)); }
  void focalOfAnUndecidedBackgroundIsAQuarterOfLogTwo() { verifyNear(focal(0, 0), 0.25 * std::log(2.0)); }
  void focalSparesCellsBesideACentre() { verifyNear(focal(0, 0.5), 0.25 * std::log(2.0) / 16); }   // (1 - .5)^4
  void focalOfAConfidentCentreIsSmall() { verifyNear(focal(std::log(9.0), 1), 0.01 * -std::log(0.9)); }   // p = .9
  void focalLeavesOutCellsOfWeightZero() { verifyNear(focal(3, 0, 0), 0); }
  void focalOfAnExtremeLogitIsFinite() {
    QVERIFY(std::isfinite(focal(200, 0)));
    QVERIFY(std::isfinite(focal(-200, 1)));
  }

  void giouOfEqualBoxesIsZero() { verifyNear(giou({3, 1, 2, 5}, {3, 1, 2, 5}), 0); }
  // 2 x 2 inside 4 x 2 at the same left edge: IoU 4 / 8, the hull is the union.
  void giouOfABoxInsideAnother() { verifyNear(giou({1, 1, 1, 1}, {1, 1, 3, 1}), 0.5); }
  // 8 x 2 across 2 x 8: 4 common, union 28, hull 64.
  void giouOfACrossPaysForTheEmptyHull() {
    verifyNear(giou({4, 1, 4, 1}, {1, 4, 1, 4}), 1 - 4.0 / 28 + 36.0 / 64);
  }

  void crossEntropyOfEqualLogitsIsLogOfTheCount() {
    const auto loss = smoothedCrossEntropy(torch::zeros({1, 2}, torch::kDouble), torch::tensor({int64_t{0}}), 0.3);
    verifyNear(loss.item<double>(), std::log(2.0));
  }
  // Probabilities .75 and .25, smoothing .1: the truth weighs .95, the other .05.
  void smoothingGivesTheOtherClassItsShare() {
    const auto loss = smoothedCrossEntropy(torch::tensor({{std::log(3.0), 0.0}}), torch::tensor({int64_t{0}}), 0.1);
    verifyNear(loss.item<double>(), -0.95 * std::log(0.75) - 0.05 * std::log(0.25));
  }
  void everyLossHasAGradient() {
    const auto logits = torch::randn({4}, torch::requires_grad());
    centerFocalLoss(logits, torch::tensor({1.0f, 0.0f, 0.5f, 0.2f}), torch::ones({4})).backward();
    QVERIFY(logits.grad().abs().min().item<float>() > 0);
  }
};

QTEST_GUILESS_MAIN(DetectionLossesTest)
#include "tst_detection_losses.moc"
