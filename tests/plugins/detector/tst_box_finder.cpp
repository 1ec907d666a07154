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

  /// The second look's weights are set by hand: it sees every edge in one place of 16, and every box as good as it is told.
  void singleImagesAreLookedAtTwice() {
    DetectorOptions options;
    options.mode = Mode::Single;
    options.backbone = "plain";
    options.scoreFloor = 1e-4;
    options.nmsIou = 0.999;
    options.views = 4;
    const std::unique_ptr<DetectorNetwork> network = makeSingleNetwork(options, 2);
    network->module().eval();
    auto weights = network->module().named_parameters();
    const PairImages picture{noise(96, 64, 1)};
    const auto foundBy = [&](std::initializer_list<int64_t> places, double quality) {
      const at::NoGradGuard noGradients;
      weights["edges.verdict"].zero_();
      weights["edges.verdict_bias"].fill_(std::log(quality / (1 - quality)));
      weights["edges.usual"].zero_();
      for (const int64_t place : places) weights["edges.usual"][place] = 1000;
      return BoxFinder(options, *network).find(picture, {});
    };
    const std::vector<ScoredBox> plain = foundBy({7, 8}, 0.5);   // between them lies the edge as it is
    const std::vector<ScoredBox> narrow = foundBy({12}, 0.5), doubtful = foundBy({7, 8}, 0.125);
    QVERIFY(plain.size() > 5);
    QCOMPARE(narrow.size(), plain.size());
    QCOMPARE(doubtful.size(), plain.size());
    int whole = 0;
    for (std::size_t i = 0; i < plain.size(); ++i) {
      const Box& box = plain[i].box;
      if (box.x1 > 0 && box.x2 < 96) {   // not cut by the picture
        ++whole;
        QVERIFY(std::abs(narrow[i].box.width() - (1 - 2 * 0.5 * 4.5 / 16) * box.width()) < 0.05);   // half of the way to the middle of place 12, at both edges
      }
      QVERIFY(std::abs(doubtful[i].score - plain[i].score / 2) < 1e-5f);                                   // the root of a quarter
    }
    QVERIFY(whole > 5);
  }
};

QTEST_GUILESS_MAIN(BoxFinderTest)
#include "tst_box_finder.moc"
