// SPDX-License-Identifier: Apache-2.0
#include <QtTest>

#include <torch/torch.h>

#include "core/engine/layers/conv_norm.h"
#include "plugins/detector/normal_memories.h"

using namespace assay;
using namespace assay::detector;

namespace {

/// An image of `tiles` tiles that all look like scene `scene`: features that lie far from those of other scenes.
NormalImage imageOf(int scene, int tiles, uint64_t seed) {
  NormalImage image{100 * tiles, 100, {}};
  at::Generator random = seededGenerator(seed);
  for (int t = 0; t < tiles; ++t) {
    NormalPicture picture;
    for (const int64_t side : normalSides) {
      const int64_t points = PatchFeatures::points(side);
      at::Tensor rows = at::randn({points * points, PatchFeatures::width(side)}, random);
      rows.select(1, scene) += 60;
      picture.rows.push_back(rows);
      picture.grids.push_back({points, points});
    }
    image.tiles.push_back(std::move(picture));
  }
  return image;
}

double peakOf(const ImageDistances& image) { return image.tiles.front().back().max().item<double>(); }

}  // namespace

class NormalScoresTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  /// Three images of two tiles of one place. Beside the other images' tiles they stand at -2.449 and -1.225, -.261 and 1.828, .596 twice.
  void anImageIsAsStrangeAsItsStrangestTile() {
    std::vector<Distances> tiles;
    for (const float distance : {1.0f, 2.0f, 2.0f, 4.0f, 3.0f, 3.0f}) tiles.push_back({at::full({1, 1}, distance)});
    const NormalScores scores(tiles, {0, 0, 1, 1, 2, 2});
    QCOMPARE(scores.count(), int64_t{3});
    const std::vector<double> heldOut = scores.toJson()["held_out"].get<std::vector<double>>();
    QVERIFY(std::abs((heldOut[0] - heldOut[2]) / (heldOut[1] - heldOut[2]) - (-1.22474 - 0.59604) / (1.82783 - 0.59604)) < 1e-3);
    const double mean = (heldOut[0] + heldOut[1] + heldOut[2]) / 3;
    QVERIFY(std::abs(scores.standing(mean)) < 1e-9);
  }

  /// Ten images of five scenes, two of each side by side, and each scene in a part of its own: nobody is judged by a memory that knows his scene, but a stranger who
  /// lies among others.
  void neighboursDoNotVouchForAnImage() {
    constexpr int scenes = 5;
    std::vector<CleanImage> images;
    for (int i = 0; i < 2 * scenes; ++i) images.push_back({imageOf(i / 2, i == 3 ? 2 : 1, uint64_t(i) + 1), {}});
    int looked = 0;
    images[3].look = [&] {
      ++looked;
      return imageOf(1, 2, 4);   // all of it
    };
    images[3].remembered.tiles.pop_back();
    const std::vector<Stranger> strangers{{0, [] { return imageOf(2, 1, 50); }}, {9, [] { return imageOf(0, 1, 51); }}, {5, [] { return imageOf(2, 1, 52); }}};
    const CrossJudgement judged = crossJudgement(images, strangers, 40 << 20, {});
    QCOMPARE(judged.images.size(), images.size());
    QCOMPARE(judged.images[3].tiles.size(), std::size_t{2});
    QCOMPARE(judged.images[3].width, 200);
    QCOMPARE(looked, 1);
    QCOMPARE(judged.scores.count(), int64_t(images.size()));
    const double known = std::max(peakOf(judged.strangers[0]), peakOf(judged.strangers[1]));
    QVERIFY2(peakOf(judged.strangers[2]) > 1.5 * known, qPrintable(QString("%1 %2").arg(peakOf(judged.strangers[2])).arg(known)));
    for (const ImageDistances& image : judged.images) QVERIFY2(peakOf(image) > 1.5 * known, qPrintable(QString("%1 %2").arg(peakOf(image)).arg(known)));
  }

  void someRowsOfAPictureAreKept() {
    const NormalPicture whole = imageOf(0, 1, 7).tiles.front(), some = thinned(whole, 20, 3), again = thinned(whole, 20, 3), other = thinned(whole, 20, 4);
    QCOMPARE(some.rows.front().size(0), whole.rows.front().size(0));   // 4
    QCOMPARE(some.rows.back().size(0), int64_t{20});
    QVERIFY(at::equal(some.rows.back(), again.rows.back()) && !at::equal(some.rows.back(), other.rows.back()));
  }

  /// Two views of each tile: an image's strangest tile is looked for view by view, and the first view counts as the image.
  void viewsAreNotMixedUp() {
    std::vector<Distances> views;
    for (const float distance : {1.0f, 9.0f, 2.0f, 1.0f, 1.5f, 1.0f, 1.2f, 1.0f, 1.1f, 1.0f, 1.0f, 1.3f}) views.push_back({at::full({1, 1}, distance)});
    const std::vector<double> heldOut = NormalScores(views, {0, 0, 1, 1, 2, 2}).toJson()["held_out"].get<std::vector<double>>();
    QCOMPARE(heldOut.size(), std::size_t{3});
    QVERIFY(heldOut[0] > heldOut[1] && heldOut[1] > heldOut[2]);   // of 2, 1.5 and 1.1; a 9 among them would stand far above
    QVERIFY2(heldOut[0] < 3, qPrintable(QString::number(heldOut[0])));
  }

  void imagesOfOneTileStandForThemselves() {
    std::vector<Distances> pictures;
    for (const float distance : {1.0f, 1.5f, 2.0f, 4.0f}) pictures.push_back({at::full({1, 1}, distance)});
    const NormalScores scores(pictures, {0, 1, 2, 3});
    QCOMPARE(scores.count(), int64_t{4});
    const std::vector<double> heldOut = scores.toJson()["held_out"].get<std::vector<double>>();
    QVERIFY(std::is_sorted(heldOut.begin(), heldOut.end()));
    QVERIFY(scores.imageScore({at::full({1, 1}, 8.0f)}) > scores.imageScore({at::full({1, 1}, 4.0f)}));
  }
};

QTEST_GUILESS_MAIN(NormalScoresTest)
#include "tst_normal_scores.moc"
