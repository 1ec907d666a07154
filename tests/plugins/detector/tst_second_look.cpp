// SPDX-License-Identifier: Apache-2.0
#include <QtTest>

#include <cmath>

#include <ATen/autocast_mode.h>
#include <torch/torch.h>

#include "plugins/detector/detection_batch.h"
#include "plugins/detector/second_look.h"

using namespace assay;
using namespace assay::detector;

namespace {

constexpr int stride = 8;
constexpr int64_t places = 16;

at::Generator generator(uint64_t seed) { return at::make_generator<at::CPUGeneratorImpl>(seed); }

at::Tensor noise(at::IntArrayRef shape, uint64_t seed) { return at::rand(shape, generator(seed)); }

at::Tensor boxesOf(std::vector<float> edges) { return at::tensor(edges).view({-1, 4}); }

/// Sure of one place for each edge.
EdgeView sureOf(std::initializer_list<int64_t> sure) {
  EdgeView view{at::full({1, 4, places}, -50.0f), at::zeros({1})};
  int64_t edge = 0;
  for (const int64_t place : sure) view.places[0][edge++][place] = 50;
  return view;
}

/// Features [1,4,40,40] in which a rectangle of px is brighter, in one channel of noise.
at::Tensor rectangle(int x1, int y1, int x2, int y2, uint64_t seed) {
  at::Tensor features = 0.3 * noise({1, 4, 40, 40}, seed);
  features[0][0].narrow(0, y1 / stride, (y2 - y1) / stride).narrow(1, x1 / stride, (x2 - x1) / stride).add_(1);
  return features;
}

double overlapOf(const Box& a, const Box& b) { return intersectionOverUnion(a, b); }

}  // namespace

class SecondLookTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  // 64 x 32 px from (32, 32). Lines of 128 px from 0 and of 64 px from 16, in 32 places of 4 and 2 px; place 8 ends where the box does, its middle lies half a place within.
  void edgesMoveToTheMiddleOfAPlace() {
    const at::Tensor box = boxesOf({32, 32, 96, 64});
    QVERIFY(at::allclose(EdgeFinder::moved(sureOf({8, 8, 8, 8}), box), boxesOf({34, 33, 94, 63})));
    QVERIFY(at::allclose(EdgeFinder::moved(sureOf({0, 15, 0, 15}), box), boxesOf({2, 47, 126, 49})));   // half of a side, outwards along x, inwards along y
    EdgeView torn = sureOf({4, 8, 8, 8});
    torn.places[0][0][12] = 50;   // as sure of place 12: their mean
    QVERIFY(at::allclose(EdgeFinder::moved(torn, box), boxesOf({34, 33, 94, 63})));
  }

  // Nothing known: every place has a sixteenth, the mean lies at the box's own edge, and quality is a coin's throw.
  void theLossOfKnowingNothing() {
    const EdgeView view{at::zeros({2, 4, places}), at::zeros({2})};
    const at::Tensor box = boxesOf({32, 32, 96, 64, 32, 32, 96, 64});
    const EdgeLoss loss = EdgeFinder::loss(view, {box, box, at::ones({2}), at::tensor({1.0f, 0.0f})});
    QVERIFY(std::abs(loss.edges.item<double>() - std::log(16.0)) < 1e-5);       // the generalised overlap is whole, the second box does not count
    QVERIFY(std::abs(loss.quality.item<double>() - 2 * std::log(2.0)) < 1e-5);
  }

  // 64 px wide, half of it beside the truth: the overlap is a third, and the quality that is best says so.
  void qualityIsTheOverlapThatIsReached() {
    const EdgeLooks looks{boxesOf({32, 32, 96, 64}), boxesOf({64, 32, 128, 64}), at::ones({1}), at::zeros({1})};
    const auto lossAt = [&](double quality) {
      EdgeView view{at::zeros({1, 4, places}), at::full({1}, std::log(quality / (1 - quality)))};
      return EdgeFinder::loss(view, looks).quality.item<double>();
    };
    QVERIFY(lossAt(1 / 3.0) < lossAt(0.3) && lossAt(1 / 3.0) < lossAt(0.37));
    QVERIFY(std::abs(lossAt(1 / 3.0) - (std::log(3.0) - 2 / 3.0 * std::log(2.0))) < 1e-5);   // entropy of a third
  }

  void eachPictureSpeaksOfItsOwnBoxes() {
    const torch::NoGradGuard noGradients;
    const EdgeFinder finder(4, stride, generator(1));
    const at::Tensor features = noise({2, 4, 20, 30}, 2), boxes = boxesOf({10, 20, 90, 70, 40, 5, 60, 50, 100, 30, 220, 140, 30, 60, 60, 150}).view({2, 2, 4});
    const EdgeView together = finder.look(features, boxes);
    for (int64_t i = 0; i < 4; ++i) {
      const EdgeView alone = finder.look(features.narrow(0, i / 2, 1), boxes[i / 2][i % 2].view({1, 1, 4}));
      QVERIFY(at::allclose(alone.places[0], together.places[i], 1e-4, 1e-5));
      QVERIFY(at::allclose(alone.quality[0], together.quality[i], 1e-4, 1e-5));
    }
  }

  /// The same filters serve all four edges: what is mirrored or turned says the same of other edges.
  void edgesAreSeenAlikeFromEverySide() {
    const torch::NoGradGuard noGradients;
    const EdgeFinder finder(4, stride, generator(1));
    const at::Tensor features = noise({1, 4, 20, 20}, 3);
    const EdgeView seen = finder.look(features, boxesOf({20, 40, 100, 70}).unsqueeze(0));
    const auto sameAs = [&](const EdgeView& other, std::array<int64_t, 4> edges) {
      for (int64_t i = 0; i < 4; ++i)
        if (!at::allclose(seen.places[0][i], other.places[0][edges[std::size_t(i)]], 1e-4, 1e-5)) return false;
      return at::allclose(seen.quality, other.quality, 1e-4, 1e-5);
    };
    QVERIFY(sameAs(finder.look(features.flip(3), boxesOf({60, 40, 140, 70}).unsqueeze(0)), {2, 1, 0, 3}));
    QVERIFY(sameAs(finder.look(features.flip(2), boxesOf({20, 90, 100, 120}).unsqueeze(0)), {0, 3, 2, 1}));
    QVERIFY(sameAs(finder.look(features.transpose(2, 3), boxesOf({40, 20, 70, 100}).unsqueeze(0)), {1, 0, 3, 2}));
    QVERIFY(!sameAs(finder.look(features, boxesOf({28, 40, 108, 70}).unsqueeze(0)), {0, 1, 2, 3}));
  }

  void aBoxBeyondThePictureIsSeenInNumbers() {
    const torch::NoGradGuard noGradients;
    const EdgeFinder finder(4, stride, generator(1));
    const at::Tensor boxes = boxesOf({-500, -500, -400, -400, 150, 150, 150, 150, -100, -100, 900, 900});
    const EdgeView seen = finder.look(noise({1, 4, 20, 20}, 3), boxes.unsqueeze(0));
    QVERIFY(EdgeFinder::moved(seen, boxes).isfinite().all().item<bool>() && seen.quality.isfinite().all().item<bool>());
  }

  /// Rectangles that are brighter than their noise: after some steps, a box that is off is moved onto one, and one that fits is told from one that does not.
  void edgesAndQualityAreLearned() {
    const EdgeFinder finder(4, stride, generator(1));
    torch::optim::Adam optimizer(finder.module()->parameters(), 0.003);
    Random random(4);
    const auto drawn = [&] {
      const int x = int(random.between(4, 12)) * stride, y = int(random.between(4, 12)) * stride;
      return Box{double(x), double(y), double(x + int(random.between(8, 20)) * stride), double(y + int(random.between(8, 20)) * stride)};
    };
    const auto mapOf = [&](const Box& b) { return rectangle(int(b.x1), int(b.y1), int(b.x2), int(b.y2), random.next() % 1000000); };
    for (int step = 0; step < 150; ++step) {
      std::vector<at::Tensor> maps;
      LookList looks;
      for (int64_t picture = 0; picture < 4; ++picture) {
        const Box box = drawn();
        maps.push_back(mapOf(box));
        looks.add(std::vector<Truth>{{0, box}}, 320, 320, random);
      }
      const EdgeLooks all = looks.looks();
      const EdgeLoss loss = EdgeFinder::loss(finder.look(at::cat(maps), all.boxes), all);
      optimizer.zero_grad();
      (loss.edges / looks.nearCount() + loss.quality / looks.count()).backward();
      optimizer.step();
    }
    double before = 0, after = 0, fitting = 0, beside = 0;
    constexpr int rounds = 20;
    for (int i = 0; i < rounds; ++i) {
      const Box truth = drawn();
      const Box off{truth.x1 + 0.2 * truth.width(), truth.y1 - 0.15 * truth.height(), truth.x2 + 0.1 * truth.width(), truth.y2 - 0.25 * truth.height()};
      const SeenView view{mapOf(truth), {}, 320, 320};
      std::vector<ScoredBox> boxes{{off, 0, 1}, {truth, 0, 1}, {shifted(truth, 0.8 * truth.width(), 0.8 * truth.height()), 0, 1}};
      before += overlapOf(off, truth);
      lookAgain(boxes, finder, {view});
      after += overlapOf(boxes[0].box, truth);
      fitting += double(boxes[1].score);
      beside += double(boxes[2].score);
    }
    const auto told = [&](double a, double b) { return QString("%1 %2").arg(a / rounds).arg(b / rounds).toUtf8(); };
    QVERIFY2(after > before + 0.1 * rounds, told(before, after));       // half of the way: .57 to .72 or more
    QVERIFY2(fitting > beside + 0.3 * rounds, told(fitting, beside));
  }

  void mirroredViewsSayTheSame() {
    const EdgeFinder finder(4, stride, generator(1));
    const at::Tensor features = noise({1, 4, 20, 30}, 3);
    const std::vector<ScoredBox> boxes{{{20, 40, 100, 70}, 0, 0.8f}, {{130, 10, 200, 150}, 0, 0.4f}};
    std::vector<ScoredBox> once = boxes, often = boxes;
    lookAgain(once, finder, {{features, {}, 240, 160}});
    std::vector<SeenView> views;
    for (const std::vector<int64_t>& mirrored : {std::vector<int64_t>{}, {3}, {2}, {2, 3}}) views.push_back({features.flip(mirrored), mirrored, 240, 160});
    lookAgain(often, finder, views);
    for (std::size_t i = 0; i < boxes.size(); ++i) {
      const Box &a = once[i].box, &b = often[i].box;
      QVERIFY(std::abs(a.x1 - b.x1) + std::abs(a.y1 - b.y1) + std::abs(a.x2 - b.x2) + std::abs(a.y2 - b.y2) < 1e-2);
      QVERIFY(std::abs(once[i].score - often[i].score) < 1e-4f);
      const float fit = once[i].score * once[i].score / boxes[i].score;   // the score is the geometric mean of both
      QVERIFY(fit > 0.3f && fit < 0.7f);                                  // of a finder that has learned nothing
      QVERIFY(overlapOf(a, boxes[i].box) < 1 && overlapOf(a, boxes[i].box) > 0.5);   // moved, half of the way at most
    }
    std::vector<ScoredBox> none;
    lookAgain(none, finder, views);
    QVERIFY(none.empty());
  }

  /// Of a defect that is cut, what can be seen; of those of which too little can be seen or nobody knows the class, nothing is learned, not even that they are none.
  void looksAreAboutDefectsAndElsewhere() {
    const std::vector<Truth> truths{{1, {20, 30, 60, 90}}, {0, {-30, 40, 20, 80}}, {0, {90, 90, 200, 200}}, {unknownClass, {0, 0, 100, 25}}};
    LookList list;
    Random random(3);
    list.add(truths, 100, 100, random);
    list.add({}, 100, 100, random);
    QCOMPARE(list.pictures(), int64_t{2});
    const EdgeLooks looks = list.looks();
    QVERIFY(looks.boxes.dim() == 3 && looks.boxes.size(0) == 2 && looks.boxes.size(1) == LookList::perPicture);
    QCOMPARE(list.nearCount(), 16.0);
    QVERIFY(at::equal(looks.edgeWeights[0].narrow(0, 0, 16), at::ones({16})));
    int first = 0, second = 0;
    for (int64_t i = 0; i < 16; ++i) {
      first += at::equal(looks.truths[0][i], at::tensor({20.0f, 30.0f, 60.0f, 90.0f}));
      second += at::equal(looks.truths[0][i], at::tensor({0.0f, 40.0f, 20.0f, 80.0f}));
    }
    QVERIFY2(first == 8 && second == 8, qPrintable(QString("%1 %2").arg(first).arg(second)));
    QVERIFY(at::equal(looks.weights[1], at::cat({at::zeros({24}), at::ones({4})})));   // a clean picture: four places that are no defect
    QVERIFY(looks.truths[1].lt(0).all().item<bool>());
    QVERIFY((looks.boxes.select(2, 2) - looks.boxes.select(2, 0)).gt(0).all().item<bool>());
    QVERIFY(!at::equal(looks.boxes[0][0], looks.boxes[0][2]));
  }

  void placesOfUnknownKindSayNothing() {
    LookList list;
    Random random(3);
    for (int i = 0; i < 50; ++i) list.add(std::vector<Truth>{{unknownClass, {-1000, -1000, 1000, 1000}}}, 100, 100, random);
    QCOMPARE(list.count(), 0.0);
    QCOMPARE(list.nearCount(), 0.0);
  }

  /// Beside a defect lies another: who misses the first by far and meets the second is told of the second.
  void aFarLookIsAtWhateverIsNearest() {
    const Box left{10, 10, 30, 90}, right{32, 10, 52, 90};
    LookList list;
    Random random(3);
    for (int i = 0; i < 50; ++i) list.add(std::vector<Truth>{{0, left}, {0, right}}, 100, 100, random);
    const EdgeLooks looks = list.looks();
    const auto boxAt = [](const at::Tensor& boxes, int64_t picture, int64_t look) {
      const at::Tensor b = boxes[picture][look];
      return Box{b[0].item<double>(), b[1].item<double>(), b[2].item<double>(), b[3].item<double>()};
    };
    for (int64_t picture = 0; picture < 50; ++picture)
      for (int64_t look = 16; look < LookList::perPicture; ++look) {
        const Box box = boxAt(looks.boxes, picture, look), told = boxAt(looks.truths, picture, look);
        QVERIFY(overlapOf(box, told) + 1e-6 >= std::max(overlapOf(box, left), overlapOf(box, right)));
      }
  }

  /// A crack of 3 px is looked at, too.
  void thinDefectsAreLearned() {
    LookList list;
    Random random(3);
    list.add(std::vector<Truth>{{0, {50, 10, 53, 90}}}, 100, 100, random);
    QCOMPARE(list.nearCount(), 16.0);
    const EdgeView nothingKnown{at::zeros({1, 4, places}), at::zeros({1})};
    const at::Tensor crack = boxesOf({50, 10, 53, 90});
    QVERIFY(at::allclose(EdgeFinder::moved(nothingKnown, crack), crack, 1e-4));   // who knows nothing leaves it as it is
  }

  /// The divisors of a batch count the looks; two ranks with a picture each have what one with both has.
  void aBatchCountsItsLooks() {
    const std::vector<Truth> truths{{1, {20, 30, 60, 90}}};
    const std::vector<LevelSpec> levels{{.stride = 8}};
    const auto batchOf = [&](std::vector<std::vector<Truth>> pictures, uint64_t firstSeed) {
      DetectionBatch batch;
      batch.images = emptyImages(int64_t(pictures.size()), 3, 96, 96);
      LookList list;
      for (std::size_t i = 0; i < pictures.size(); ++i) {
        Random random(firstSeed + i);
        list.add(pictures[i], 96, 96, random);
      }
      fillTargets(batch, pictures, levels, list);
      return batch;
    };
    const DetectionBatch both = batchOf({truths, {}}, 3), one = batchOf({truths}, 3), other = batchOf(std::vector<std::vector<Truth>>(1), 4);
    QVERIFY(at::equal(both.divisors.narrow(0, 2, 2), at::tensor({16.0f, float(both.allLooks)})));
    QCOMPARE(both.allLooks, one.allLooks + other.allLooks);
    QVERIFY(at::equal(both.looks.boxes, at::cat({one.looks.boxes, other.looks.boxes})));
    const EdgeFinder finder(4, stride, generator(1));
    const at::Tensor features = noise({2, 4, 12, 12}, 3);
    const auto lossOf = [&](const at::Tensor& maps, const DetectionBatch& batch) { return EdgeFinder::loss(finder.look(maps, batch.looks.boxes), batch.looks); };
    const EdgeLoss whole = lossOf(features, both), first = lossOf(features.narrow(0, 0, 1), one), second = lossOf(features.narrow(0, 1, 1), other);
    QVERIFY(at::allclose(whole.edges, first.edges + second.edges, 1e-4) && at::allclose(whole.quality, first.quality + second.quality, 1e-4));

    DetectionBatch without;
    without.images = emptyImages(1, 3, 96, 96);
    fillTargets(without, std::vector<std::vector<Truth>>{truths}, levels);
    QVERIFY(!without.looks.boxes.defined());
    QCOMPARE(without.divisors[3].item<float>(), 1.0f);
  }

  /// Half precision elsewhere changes nothing here.
  void aSecondLookIsInFullPrecision() {
    const torch::NoGradGuard noGradients;
    const EdgeFinder finder(4, stride, generator(1));
    const at::Tensor features = noise({1, 4, 20, 20}, 3).to(at::kBFloat16), boxes = boxesOf({20, 40, 100, 70}).unsqueeze(0);
    const EdgeView plain = finder.look(features.to(at::kFloat), boxes);
    at::autocast::set_autocast_enabled(at::kCPU, true);
    at::autocast::set_autocast_dtype(at::kCPU, at::kBFloat16);
    const EdgeView seen = finder.look(features, boxes);
    at::autocast::set_autocast_enabled(at::kCPU, false);
    QVERIFY(at::equal(seen.places, plain.places) && at::equal(seen.quality, plain.quality));
  }
};

QTEST_GUILESS_MAIN(SecondLookTest)
#include "tst_second_look.moc"
