// SPDX-License-Identifier: Apache-2.0
// A picture in tiles and as a whole: the same boxes.
#include <QtTest>

#include <torch/torch.h>

#include "core/base/random_seed.h"
#include "plugins/detector/box_finder.h"

using namespace assay;
using namespace assay::detector;

namespace {

Image noise(int width, int height, uint64_t seed) {
  Image image(width, height, 1);
  Random random(seed);
  for (std::size_t i = 0; i < image.byteCount(); ++i) image.data()[i] = uint8_t(random.below(256));
  return image;
}

bool isAmong(const ScoredBox& wanted, const std::vector<ScoredBox>& boxes) {
  return std::any_of(boxes.begin(), boxes.end(), [&](const ScoredBox& box) {
    return std::abs(box.score - wanted.score) < 1e-4 && std::abs(box.box.x1 - wanted.box.x1) < 0.02 && std::abs(box.box.y1 - wanted.box.y1) < 0.02 &&
           std::abs(box.box.x2 - wanted.box.x2) < 0.02 && std::abs(box.box.y2 - wanted.box.y2) < 0.02;
  });
}

}  // namespace

class BoxFinderTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  /// Half of the overlap is more than the network sees around a cell, so no seam shows either.
  void tilesFindWhatTheWholeImageShows() {
    DetectorOptions options;
    options.width = 16;
    options.scoreFloor = 1e-4;
    options.maximumBoxes = 4000;
    options.nmsIou = 0.99;   // what two tiles show is one box
    const std::unique_ptr<DetectorNetwork> network = makePairNetwork(options, 2);
    {
      const at::NoGradGuard noGradients;   // starting weights hardly tell one place from another
      for (const auto& parameter : network->module().named_parameters())
        if (parameter.key() == "head.out.weight") parameter.value().mul_(20);
    }
    network->module().eval();
    const PairImages picture{noise(717, 603, 1), noise(717, 603, 2)};
    options.tile = 4096;
    const std::vector<ScoredBox> whole = BoxFinder(options, *network).find(picture, {});
    QVERIFY2(whole.size() > 20, qPrintable(QString::number(whole.size())));
    options.tile = 400;
    options.tileOverlap = 200;
    const std::vector<ScoredBox> tiled = BoxFinder(options, *network).find(picture, {});
    for (const ScoredBox& box : whole) QVERIFY2(isAmong(box, tiled), qPrintable(QString("%1, %2 to %3, %4").arg(box.box.x1).arg(box.box.y1).arg(box.box.x2).arg(box.box.y2)));
    QCOMPARE(tiled.size(), whole.size());
  }
};

QTEST_GUILESS_MAIN(BoxFinderTest)
#include "tst_box_finder.moc"
