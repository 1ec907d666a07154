// SPDX-License-Identifier: Apache-2.0
#include <QtTest>

#include <cmath>

#include <torch/torch.h>

#include "plugins/detector/box_finder.h"
#include "plugins/detector/operating_point.h"
#include "plugins/detector/peaks.h"
#include "plugins/detector/suppression.h"
#include "plugins/detector/target_grid.h"
#include "plugins/detector/tile_merge.h"
#include "plugins/detector/view_disagreement.h"

using namespace assay;
using namespace assay::detector;

namespace {

const LevelSpec stride8{.stride = 8};

TargetGrid gridOf(const std::vector<Truth>& truths, int size = 48) {
  return makeTargetGrid(truthsOfLevel(truths, size, size, stride8), size, size, stride8);
}

/// One output map with every logit at `background`.
struct Map {
  int classes, width, height;
  std::vector<float> values;
  Map(int c, int w, int h, float background) : classes(c), width(w), height(h), values(std::size_t((c + 5) * w * h), 0) {
    std::fill_n(values.begin(), w * h, background);
  }
  float& at(int channel, int x, int y) { return values[std::size_t((channel * height + y) * width + x)]; }
};

}  // namespace

class TargetsAndBoxesTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  // Centre (28, 20): cell (3, 2), whose centre is (28, 20).
  void aBoxIsAssignedToTheCellOfItsCentre() {
    const TargetGrid grid = gridOf({{4, {20, 8, 36, 32}}});
    QCOMPARE(grid.width, 6);
    QCOMPARE(grid.centres, 1);
    const std::size_t cell = 2 * 6 + 3;
    QCOMPARE(grid.heat[cell], 1.0f);
    QCOMPARE(grid.classes[cell], int64_t{4});
    QCOMPARE(grid.regressionWeight[cell], 1.0f);
    const float sides[4] = {8, 12, 8, 12};
    for (std::size_t k = 0; k < 4; ++k) QCOMPARE(grid.distances[k * 36 + cell], sides[k]);
  }

  // Side 16 * 24: sqrt(384) / 48 < .7, so sigma is .7 and the neighbour's heat exp(-1 / .98).
  void neighboursAreWarmAndWeighHalf() {
    const TargetGrid grid = gridOf({{4, {20, 8, 36, 32}}});
    const std::size_t beside = 2 * 6 + 2;
    QVERIFY(std::abs(grid.heat[beside] - std::exp(-1 / 0.98)) < 1e-6);
    QCOMPARE(grid.regressionWeight[beside], 0.0f);   // its centre (20, 20) is on the edge, not inside
    const std::size_t below = 3 * 6 + 3;             // centre (28, 28), inside
    QCOMPARE(grid.regressionWeight[below], 0.5f);
    QCOMPARE(grid.distances[1 * 36 + below], 20.0f);
    QCOMPARE(grid.distances[3 * 36 + below], 4.0f);
  }

  void aLargeBoxKeepsItsNeighboursBelowOne() {
    const TargetGrid grid = gridOf({{0, {0, 0, 400, 400}}}, 400);   // sigma 400 / 48 = 8.3 cells
    const auto ones = std::count(grid.heat.begin(), grid.heat.end(), 1.0f);
    QCOMPARE(ones, std::ptrdiff_t{1});
    QCOMPARE(*std::max_element(grid.heat.begin(), grid.heat.begin() + 25 * 50), 0.95f);
  }

  // 180 x 24 around (104, 100) at stride 8: deviations .54 * 180 / 48 = 2.025 cells and .7, the least.
  void aLongBoxTeachesCellsAlongIt() {
    const std::vector<Truth> truths{{2, {14, 88, 194, 112}}};
    const TargetGrid grid = makeTargetGrid(truthsOfLevel(truths, 208, 208, {.stride = 8, .reach = Reach::Wide}), 208, 208, {.stride = 8, .reach = Reach::Wide});
    const auto cell = [](int x, int y) { return std::size_t(y * 26 + x); };
    const int x = 13, y = 12;   // the centre's cell: (104, 100) / 8 - .5 = (12.5, 12), rounded
    QCOMPARE(grid.heat[cell(x, y)], 1.0f);
    QVERIFY(std::abs(grid.heat[cell(x + 3, y)] - std::exp(-9 / (2 * 2.025 * 2.025))) < 1e-5);
    QVERIFY(std::abs(grid.regressionWeight[cell(x + 3, y)] - std::exp(-9 / (2 * 2.025 * 2.025))) < 1e-5);
    QCOMPARE(grid.regressionWeight[cell(x + 1, y)], float(std::exp(-1 / (2 * 2.025 * 2.025))));
    QCOMPARE(grid.regressionWeight[cell(x + 5, y)], 0.0f);      // exp(-25 / 8.2) = .047
    QCOMPARE(grid.regressionWeight[cell(x, y + 2)], 0.0f);      // outside the box
    QCOMPARE(grid.classes[cell(x + 3, y)], int64_t{2});
    QCOMPARE(grid.distances[0 * 676 + cell(x + 3, y)], float((x + 3.5) * 8 - 14));
  }

  void aBoxWhoseCentreIsOutsideIsNeitherDefectNorBackground() {
    const TargetGrid grid = gridOf({{0, {-20, 8, 12, 24}}});
    QCOMPARE(grid.centres, 0);
    QCOMPARE(grid.heatWeight[1 * 6 + 0], 0.0f);
    QCOMPARE(grid.heatWeight[1 * 6 + 3], 1.0f);
  }

  void levelsShareBoxesBySize() {
    const std::vector<Truth> truths{{0, {0, 0, 20, 20}}, {0, {0, 0, 60, 60}}};
    const LevelSpec small{.stride = 8, .minimumSize = 0, .maximumSize = 48}, large{.stride = 16, .minimumSize = 48};
    QCOMPARE(truthsOfLevel(truths, 64, 64, small).whole.size(), std::size_t{1});
    QCOMPARE(truthsOfLevel(truths, 64, 64, large).whole[0].box.x2, 60.0);
  }

  void aPeakBecomesItsBox() {
    Map map(2, 5, 4, -10);
    map.at(0, 3, 1) = 0;                       // objectness .5
    map.at(2, 3, 1) = std::log(3.0f);          // class 1 with probability .75
    map.at(3, 3, 1) = std::log(0.5f);          // left: 16 * .5 = 8 px
    map.at(6, 3, 1) = 9;                       // bottom: clamped to 16 * exp(2.2)
    const auto boxes = decodePeaks(map.values.data(), 2, 5, 4, 8, {});
    QCOMPARE(boxes.size(), std::size_t{1});
    QCOMPARE(boxes[0].classIndex, 1);
    QVERIFY(std::abs(boxes[0].score - 0.375f) < 1e-6f);
    QVERIFY(std::abs(boxes[0].box.x1 - 20) < 1e-4);     // cell centre (28, 12)
    QVERIFY(std::abs(boxes[0].box.y1 + 4) < 1e-4);
    QVERIFY(std::abs(boxes[0].box.x2 - 44) < 1e-4);
    QVERIFY(std::abs(boxes[0].box.y2 - (12 + 16 * std::exp(2.2))) < 1e-3);
  }

  void onlyTheLargestOfNeighboursIsAPeakAndTheBestAreKept() {
    Map map(1, 8, 3, -10);
    map.at(0, 1, 1) = 2;
    map.at(0, 2, 1) = 1;     // beside a larger one
    map.at(0, 5, 1) = 3;
    QCOMPARE(decodePeaks(map.values.data(), 1, 8, 3, 8, {}).size(), std::size_t{2});
    const auto best = decodePeaks(map.values.data(), 1, 8, 3, 8, {.floor = 0.01, .maximum = 1});
    QCOMPARE(best.size(), std::size_t{1});
    QCOMPARE(best[0].box.x1, 44.0 - 16);
  }

  // The peak at cell (1, 1) says 16 px each way around (12, 12); its right neighbour, sure to a half of it, 16 px around (20, 12): overlap .6.
  void cellsBesideAPeakVoteOnItsBox() {
    Map map(1, 4, 3, -30);
    map.at(0, 1, 1) = 30;
    map.at(0, 2, 1) = 0;
    const Box alone = decodePeaks(map.values.data(), 1, 4, 3, 8, {.votes = false})[0].box, voted = decodePeaks(map.values.data(), 1, 4, 3, 8, {})[0].box;
    QCOMPARE(alone.x1, -4.0);
    QVERIFY(std::abs(voted.x1 - (-4 + 8 * 0.5 / 1.5)) < 1e-6 && std::abs(voted.x2 - (28 + 8 * 0.5 / 1.5)) < 1e-6);
    QVERIFY(std::abs(voted.y1 + 4) < 1e-6);
    for (int k = 0; k < 4; ++k) map.at(2 + k, 2, 1) = -1;   // a much smaller box: another defect's
    QVERIFY(std::abs(decodePeaks(map.values.data(), 1, 4, 3, 8, {})[0].box.x1 + 4) < 1e-6);
  }

  // Two classes, 4 x 2 cells: what is said of the left cell of the mirrored picture belongs to the right one, left and right changed.
  void whatAMirrorImageSaysComesBack() {
    at::Tensor map = at::zeros({1, 7, 2, 4});
    map[0][0][1][0] = 5;
    map[0][3][1][0] = 1;   // left
    map[0][4][1][0] = 2;   // top
    map[0][5][1][0] = 3;   // right
    map[0][6][1][0] = 4;   // bottom
    const auto value = [](const at::Tensor& t, int64_t channel, int64_t y, int64_t x) { return t[0][channel][y][x].item<double>(); };
    const at::Tensor sideways = mirroredBack(map, {3});
    QCOMPARE(value(sideways, 0, 1, 3), 5.0);
    QCOMPARE(value(sideways, 3, 1, 3), 3.0);
    QCOMPARE(value(sideways, 5, 1, 3), 1.0);
    QCOMPARE(value(sideways, 4, 1, 3), 2.0);
    const at::Tensor both = mirroredBack(map, {2, 3});
    QCOMPARE(value(both, 4, 0, 3), 4.0);
    QCOMPARE(value(both, 3, 0, 3), 3.0);
    QVERIFY(at::equal(mirroredBack(both, {2, 3}), map));
    QVERIFY(at::equal(mirroredBack(at::tensor({1.0, 2.0}).view({1, 1, 1, 2}), {3}), at::tensor({2.0, 1.0}).view({1, 1, 1, 2})));   // a mask has no sides
  }

  // A pair of scores .9 and .7 differs by .2, a box of .4 and one of .3 stand alone, one of .04 does not count.
  void viewsDisagreeByWhatTheyDoNotShare() {
    const std::vector<Detection> a{{"x", {0, 0, 10, 10}, 0.9}, {"x", {50, 0, 60, 10}, 0.4}, {"x", {80, 0, 90, 10}, 0.04}};
    const std::vector<Detection> b{{"y", {1, 0, 11, 10}, 0.7}, {"x", {0, 50, 10, 60}, 0.3}};
    QVERIFY(std::abs(viewDisagreement(a, b) - 0.9) < 1e-12);
    QVERIFY(std::abs(viewDisagreement(b, a) - 0.9) < 1e-12);
    QCOMPARE(viewDisagreement(a, a), 0.0);
    QVERIFY(mirroredBack(std::vector<Detection>{{"x", {10, 5, 30, 9}, 1}}, 100)[0].box == (Box{70, 5, 90, 9}));
    Image picture(3, 1, 1);
    for (int x = 0; x < 3; ++x) picture.row(0)[x] = uint8_t(x);
    QCOMPARE(mirrored(picture).row(0)[0], uint8_t{2});
  }

  void notANumberIsNoPeak() {
    Map map(1, 3, 3, std::nanf(""));
    QVERIFY(decodePeaks(map.values.data(), 1, 3, 3, 8, {}).empty());
  }

  // 10 x 10 boxes 3 px apart: IoU 70 / 130 = .54; 6 px apart: 40 / 160 = .25.
  void ofOverlappingBoxesTheBetterStaysWhateverTheClass() {
    const auto kept = suppressOverlaps({{{3, 0, 13, 10}, 1, 0.6f}, {{0, 0, 10, 10}, 0, 0.9f}, {{9, 0, 19, 10}, 1, 0.5f}}, 0.45);
    QCOMPARE(kept.size(), std::size_t{2});
    QCOMPARE(kept[0].score, 0.9f);
    QCOMPARE(kept[1].score, 0.5f);
  }

  void aDefectInTwoTilesIsReportedOnce() {
    const std::vector<TileRect> tiles{{0, 0, 100, 100}, {80, 0, 100, 100}};
    const std::vector<std::vector<ScoredBox>> boxes{{{{84, 40, 100, 52}, 0, 0.8f}}, {{{3, 40, 23, 52}, 0, 0.7f}}};
    // The first tile sees it cut, with its centre 8 px from the inner edge, under half the overlap of 20.
    const auto merged = mergeTiles(tiles, boxes, 180, 100, 20, 0.45);
    QCOMPARE(merged.size(), std::size_t{1});
    QCOMPARE(merged[0].box.x1, 83.0);
    QCOMPARE(merged[0].box.x2, 103.0);
  }

  void aMaskMovesWithItsTile() {
    const std::vector<TileRect> tiles{{0, 0, 100, 100}, {80, 0, 100, 100}};
    std::vector<std::vector<ScoredBox>> boxes{{}, {{{40, 40, 44, 42}, 0, 0.7f}}};
    boxes[1][0].mask = MaskPatch{40, 40, 2, 1, {-1, 1}};
    const auto merged = mergeTiles(tiles, boxes, 180, 100, 20, 0.45);
    QVERIFY(maskOf(*merged.at(0).mask, merged[0].box, 1) == (Mask{122, 40, 2, 2, {0, 4}}));
  }

  void boxesAreClippedToTheImage() {
    const std::vector<TileRect> tiles{{0, 0, 50, 40}};
    const std::vector<std::vector<ScoredBox>> boxes{{{{-5, 30, 10, 60}, 0, 0.8f}}};
    const auto merged = mergeTiles(tiles, boxes, 50, 40, 0, 0.45);
    QVERIFY(merged.at(0).box == (Box{0, 30, 10, 40}));
  }

  // Four defects, three found at .9, .6 and .3, a false box at .5.
  void theThresholdIsTheHighestThatReachesTheTarget() {
    DetectionResult result;
    result.classes = {"a"};
    ImageResult image;
    for (int i = 0; i < 4; ++i) image.truths.push_back({"a", {i * 50.0, 0, i * 50.0 + 20, 20}});
    const double scores[3] = {0.9, 0.6, 0.3};
    for (int i = 0; i < 3; ++i) image.detections.push_back({"a", {i * 50.0, 0, i * 50.0 + 20, 20}, scores[i]});
    image.detections.push_back({"a", {300, 300, 320, 320}, 0.5});
    result.images = {image};
    const OperatingPoint half = chooseOperatingPoint(result, 0.5);
    QCOMPARE(half.threshold, 0.6);
    QVERIFY(half.reached);
    QVERIFY(std::abs(half.low - 0.0676) < 1e-3 && std::abs(half.high - 0.9324) < 1e-3);   // Clopper and Pearson of 2 / 4
    const OperatingPoint all = chooseOperatingPoint(result, 0.99);
    QCOMPARE(all.threshold, 0.3);       // best recall with at most one false box an image
    QVERIFY(!all.reached);
    QCOMPARE(all.found, int64_t{3});
    QCOMPARE(all.falseBoxes, int64_t{1});
    QVERIFY(OperatingPoint::fromJson(all.toJson(), "x").threshold == all.threshold);
    QCOMPARE(all.statement(), std::string("finds only 3 of 4 held-out defects (19.4 to 99.4 % with 95 % certainty; 99.0 % were asked for), with 1.00 false boxes an image (0.03 to 5.57) in 1 images"));
    OperatingPoint madeUp = half;
    madeUp.madeUp = true;
    QCOMPARE(madeUp.statement(), std::string("finds 2 of 4 made-up defects (6.8 to 93.2 % with 95 % certainty; 50.0 % were asked for), because none was labelled: nothing is known of real ones"));
    QVERIFY(chooseOperatingPoint({}, 0.99).statement().starts_with("no labelled defect"));
    QVERIFY(OperatingPoint().statement().starts_with("not chosen"));
    Json old = all.toJson();
    old.erase("chosen");
    QCOMPARE(OperatingPoint::fromJson(old, "x").statement(), all.statement());
  }

  // As above: .9 true, .6 true, .5 false, .3 true, in one image.
  void falseBoxesAreLimited() {
    DetectionResult result;
    result.classes = {"a"};
    ImageResult image;
    for (int i = 0; i < 3; ++i) image.truths.push_back({"a", {i * 50.0, 0, i * 50.0 + 20, 20}});
    const double scores[3] = {0.9, 0.6, 0.3};
    for (int i = 0; i < 3; ++i) image.detections.push_back({"a", {i * 50.0, 0, i * 50.0 + 20, 20}, scores[i]});
    image.detections.push_back({"a", {300, 300, 320, 320}, 0.5});
    result.images = {image};
    const OperatingPoint strict = chooseOperatingPoint(result, 0.99, 0.5);
    QCOMPARE(strict.threshold, 0.6);   // all three would cost a false box
    QVERIFY(!strict.reached);
    QCOMPARE(strict.falseBoxes, int64_t{0});
    QVERIFY(std::abs(strict.falseHigh - 3.6889) < 1e-3);   // none in one image: Garwood's upper limit
    QCOMPARE(chooseOperatingPoint(result, 0.99, 1).threshold, 0.3);
    image.detections = {{"a", {300, 300, 320, 320}, 0.95}};
    result.images = {image};
    QCOMPARE(chooseOperatingPoint(result, 0.99, 0.5).threshold, 1.0);   // nothing can be shown
  }

  void aPlaceOfUnknownClassIsLeftOut() {
    const TargetGrid grid = makeTargetGrid(truthsOfLevel(std::vector<Truth>{{unknownClass, {16, 16, 32, 32}}}, 64, 64, stride8), 64, 64, stride8);
    QCOMPARE(grid.centres, 0);
    QCOMPARE(grid.heatWeight[2 * 8 + 2], 0.0f);   // the cell at (20, 20)
    QCOMPARE(grid.heatWeight[0], 1.0f);
    QCOMPARE(*std::max_element(grid.heat.begin(), grid.heat.end()), 0.0f);
  }

  void cleanImagesAloneRaiseTheThresholdToTheFalseBoxesThatAreAllowed() {
    DetectionResult result;
    result.images.resize(2);
    for (const double score : {0.9, 0.6}) result.images[0].detections.push_back({"dent", {0, 0, 9, 9}, score});
    for (const double score : {0.8, 0.3}) result.images[1].detections.push_back({"dent", {0, 0, 9, 9}, score});
    const OperatingPoint one = chooseOperatingPoint(result, 0.99, 1);   // two false boxes in two images: not the one of .6
    QVERIFY(one.threshold > 0.6 && one.threshold < 0.6001);
    QCOMPARE(one.falseBoxes, int64_t{2});
    QVERIFY(one.falseHigh > 1 && one.falseLow < 1);
    QCOMPARE(chooseOperatingPoint(result, 0.99, 2).threshold, 0.5);
    QCOMPARE(chooseOperatingPoint(result, 0.99, 2).falseBoxes, int64_t{3});
    QCOMPARE(chooseOperatingPoint(result, 0.99).threshold, 0.5);        // no limit: nothing is known
  }

  void withoutLabelsTheThresholdIsAHalf() { QCOMPARE(chooseOperatingPoint({}, 0.99).threshold, 0.5); }
};

QTEST_GUILESS_MAIN(TargetsAndBoxesTest)
#include "tst_targets_and_boxes.moc"
