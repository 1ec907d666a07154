// SPDX-License-Identifier: Apache-2.0
// How unlike clean images each place is, from the memory's scores to what the network sees.
#include <QtTest>

#include <torch/torch.h>

#include "core/base/random_seed.h"
#include "plugins/detector/anomaly_map.h"
#include "plugins/detector/detector_network.h"
#include "plugins/detector/neighbour_order.h"
#include "plugins/detector/single_source.h"

using namespace assay;
using namespace assay::detector;

namespace {

constexpr int side = 128, width = 160, height = 96, cells = 40;
constexpr Box defect{40, 48, 72, 64};
constexpr uint8_t strange = 200;

Item numbered(int number) {
  Item item;
  item.path = "tile_" + std::to_string(number) + ".png";
  return item;
}

Image filled(int columns, int rows, int value) {
  Image image(columns, rows, 1);
  std::fill_n(image.data(), image.byteCount(), uint8_t(value));
  return image;
}

/// Bright where the defect is: in the picture, and in its map, which is square.
Image withDefect(int columns, int rows, int around, int inside) {
  Image image = filled(columns, rows, around);
  const double perX = double(columns) / width, perY = double(rows) / height;
  for (int y = int(defect.y1 * perY); y < int(std::ceil(defect.y2 * perY)); ++y)
    for (int x = int(defect.x1 * perX); x < int(defect.x2 * perX); ++x) image.row(y)[x] = uint8_t(inside);
  return image;
}

DetectorOptions withChannel() {
  DetectorOptions options;
  options.mode = Mode::Single;
  options.backbone = "plain";
  options.crop = side;
  options.cleanMemory = options.anomalyChannel = true;
  options.photometric = 0;
  options.dropout = 0;
  return options;
}

}  // namespace

class AnomalyChannelTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void deviationsBecomeGreys() {
    const Image grey = greyOfPlaces(at::tensor({0.0f, 1.0f, -2.0f, 100.0f, -100.0f, 0.5f}).view({2, 3}));
    QCOMPARE(grey.width(), 3);
    QCOMPARE(grey.height(), 2);
    const int wanted[] = {64, 80, 32, 255, 0, 72};
    for (int i = 0; i < 6; ++i) QCOMPARE(int(grey.data()[i]), wanted[i]);
    float channel[12] = {};
    writeAnomalyChannel(grey, 2, channel);
    QCOMPARE(channel[0], 0.0f);
    QCOMPARE(channel[2], 0.25f);   // one deviation
    QCOMPARE(channel[1], 0.0f);    // another channel's
  }

  void whereNothingIsKnownItIsAsUsual() {
    const Image map = anomalyOf(Image(), 5, 3);
    QCOMPARE(map.width(), 5);
    QVERIFY(std::all_of(map.data(), map.data() + map.byteCount(), [](uint8_t v) { return v == usualAnomaly; }));
  }

  void aStrangerIsJudgedWithTheNeighbourBeforeIt() {
    const Item three = numbered(3), ten = numbered(10), forty = numbered(40), first = numbered(1), twelve = numbered(12), last = numbered(99);
    const std::vector<const Item*> remembered{&three, &ten, &forty}, others{&last, &ten, &twelve, &first};
    const NeighbourOrder order(remembered, others);
    QVERIFY(order.isRemembered(&ten) && !order.isRemembered(&twelve));
    QVERIFY(order.strangers() == (std::vector<const Item*>{&last, &twelve, &first}));
    QCOMPARE(order.placeOf(&twelve), std::size_t{1});
    QCOMPARE(order.neighbourOf(&ten), std::size_t{1});
    QCOMPARE(order.neighbourOf(&twelve), std::size_t{1});
    QCOMPARE(order.neighbourOf(&first), std::size_t{0});
    QCOMPARE(order.neighbourOf(&last), std::size_t{2});
  }

  /// Turned, scaled and moved: the map shows the defect where the picture does, and where it was pasted.
  void aCropsMapLiesUnderItsPicture() {
    const Image picture = withDefect(width, height, 60, 220), clean = filled(width, height, 60), map = withDefect(cells, cells, usualAnomaly, strange), nothing = filled(cells, cells, usualAnomaly);
    auto set = std::make_shared<TrainingSet>();
    set->pictures.resize(2);
    set->pictures[0].test = viewOf(picture);
    set->pictures[0].anomaly = viewOf(map);
    set->pictures[0].truths = {{0, defect}};
    set->pictures[1].test = viewOf(clean);
    set->pictures[1].anomaly = viewOf(nothing);
    DetectorOptions options = withChannel();
    options.synthetic = 1;
    const SingleSource source(set, options, 1, {{.stride = 8}});
    Random random(5);
    int seen = 0;
    for (int i = 0; i < 60; ++i) {
      const CropSingle crop = source.makeCrop(std::size_t(i % 2), random);
      QCOMPARE(crop.anomaly.width(), side);
      const int usualHere = *std::min_element(crop.anomaly.data(), crop.anomaly.data() + crop.anomaly.byteCount());   // moved as a whole, by chance
      for (const Truth& truth : crop.truths) {
        const Point centre = centreOf(truth.box);
        if (centre.x < 4 || centre.y < 4 || centre.x > side - 4 || centre.y > side - 4) continue;
        ++seen;
        QVERIFY(crop.picture.row(int(centre.y))[int(centre.x)] > 180);
        QVERIFY2(crop.anomaly.row(int(centre.y))[int(centre.x)] > usualHere + 90, qPrintable(QString::number(crop.anomaly.row(int(centre.y))[int(centre.x)])));
      }
      for (int y = 0; y < side; ++y)
        for (int x = 0; x < side; ++x) {
          const bool isNear = std::any_of(crop.truths.begin(), crop.truths.end(), [&](const Truth& truth) {
            return x > truth.box.x1 - 8 && x < truth.box.x2 + 8 && y > truth.box.y1 - 8 && y < truth.box.y2 + 8;
          });
          QVERIFY(isNear || crop.anomaly.row(y)[x] <= usualHere + 2);
        }
    }
    QVERIFY2(seen > 40, qPrintable(QString::number(seen)));
  }

  /// The network begins as the one without the map, and learns from it.
  void theNetworkBeginsWithoutAndLearns() {
    const DetectorOptions options = withChannel();
    const auto network = makeSingleNetwork(options, 1);
    network->module().eval();
    const at::Tensor colours = at::rand({1, 3, 64, 64}, at::make_generator<at::CPUGeneratorImpl>(7));
    const auto heatOf = [&](double anomaly) {
      const at::NoGradGuard noGradients;
      return network->forward(at::cat({colours, at::full({1, 1, 64, 64}, anomaly)}, 1)).front();
    };
    QVERIFY(at::equal(heatOf(0), heatOf(3)));

    network->module().train();
    torch::optim::SGD optimizer(network->module().parameters(), 0.1);
    at::Tensor input = at::cat({colours, at::ones({1, 1, 64, 64})}, 1);
    for (int step = 0; step < 3; ++step) {
      optimizer.zero_grad();
      network->forward(input).front().select(1, 0).mean().neg().backward();
      optimizer.step();
    }
    network->module().eval();
    QVERIFY(heatOf(3).isfinite().all().item<bool>());
    QVERIFY(!at::allclose(heatOf(0), heatOf(3)));
  }
};

QTEST_GUILESS_MAIN(AnomalyChannelTest)
#include "tst_anomaly_channel.moc"
