// SPDX-License-Identifier: Apache-2.0
// Recorded steps with a recorder that stands in for a GPU: it keeps the work and carries it out when it is replayed, on the recorded batch.
#include <QtTest>

#include <numeric>
#include <stdexcept>

#include <torch/torch.h>

#include "core/engine/train/module_tensors.h"
#include "core/engine/train/train_step.h"
#include "tests/engine/support/replayed_work.h"
#include "tests/engine/support/tiny_model.h"

using namespace assay;
using namespace assay::test;

namespace {

/// A run of the tiny model, step by step.
struct Run {
  explicit Run(RecordWork record) {
    at::manual_seed(77);
    model = makeTinyModel();
    options = readTrainOptions(quickOptions());
    model->network().train();
    step.emplace(*model, DevicePlan{}, options, timing);
    if (record) step->recordWith(std::move(record));
    loader.emplace(model->trainingSource(), LoaderOptions{.batchSize = 8, .workers = 1, .seed = 5});
  }
  std::vector<double> take(int steps, int64_t microBatches) {
    std::vector<double> losses;
    for (int i = 0; i < steps; ++i) losses.push_back(step->run(*loader, microBatches, 1e-2).losses.front().second);
    return losses;
  }
  std::vector<void*> placesOfGradients() const {
    std::vector<void*> places;
    for (const NamedTensor& parameter : learningParameters(model->network())) places.push_back(parameter.tensor.grad().defined() ? parameter.tensor.grad().data_ptr() : nullptr);
    return places;
  }
  std::vector<at::Tensor> weights() const {
    std::vector<at::Tensor> all;
    for (const NamedTensor& named : stateTensors(model->network())) all.push_back(named.tensor.detach().clone());
    return all;
  }

  std::unique_ptr<ModelType> model;
  TrainOptions options;
  TimingMeter timing;
  std::optional<TrainStep> step;
  std::optional<BatchLoader> loader;
};

bool areEqual(const std::vector<at::Tensor>& a, const std::vector<at::Tensor>& b) {
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](const at::Tensor& x, const at::Tensor& y) { return at::equal(x, y); });
}

}  // namespace

class PassRecorderTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void recordedStepsAreTheOrdinaryOnes_data() {
    QTest::addColumn<int>("microBatches");
    QTest::newRow("one batch a step") << 1;
    QTest::newRow("two batches a step") << 2;
  }

  void recordedStepsAreTheOrdinaryOnes() {
    QFETCH(const int, microBatches);
    int recorded = 0;
    Run ordinary({});
    Run replayed([&](const std::function<void()>& work) {
      ++recorded;
      return std::make_unique<Replayed>(work);
    });
    at::manual_seed(79);   // dropout of both runs from one seed
    const std::vector<double> expected = ordinary.take(12, microBatches);
    at::manual_seed(79);
    const auto places = replayed.placesOfGradients();
    QCOMPARE(replayed.take(12, microBatches), expected);
    QCOMPARE(recorded, 1);
    QVERIFY(areEqual(replayed.weights(), ordinary.weights()));
    QVERIFY(!std::count(places.begin(), places.end(), nullptr));
    QVERIFY(replayed.placesOfGradients() == places);   // a recording writes to where they were
  }

  void aShorterGroupOfBatchesHasARecordingOfItsOwn() {
    int recorded = 0;
    const auto takeUneven = [](Run& run) {   // the mean over two batches, and over one
      at::manual_seed(80);
      std::vector<double> losses;
      for (int i = 0; i < 18; ++i) losses.push_back(run.take(1, i % 3 == 2 ? 1 : 2).front());
      return losses;
    };
    Run ordinary({});
    const std::vector<double> expected = takeUneven(ordinary);
    Run replayed([&](const std::function<void()>& work) {
      ++recorded;
      return std::make_unique<Replayed>(work);
    });
    QCOMPARE(takeUneven(replayed), expected);
    QCOMPARE(recorded, 2);
  }

  void aRecordingThatFailsLeavesOrdinarySteps() {
    int tried = 0;
    Run ordinary({});
    at::manual_seed(81);
    const std::vector<double> expected = ordinary.take(20, 1);
    Run failing([&](const std::function<void()>&) -> std::unique_ptr<RecordedWork> {
      ++tried;
      throw std::runtime_error("operation not permitted when stream is capturing");
    });
    at::manual_seed(81);
    QCOMPARE(failing.take(20, 1), expected);
    QCOMPARE(tried, 2);   // and then no more
    QVERIFY(areEqual(failing.weights(), ordinary.weights()));
  }

  void shapesThatComeOnceDoNotKeepOutTheOneThatReturns() {
    PassRecorder recorder(at::kCPU, [](const std::function<void()>& work) { return std::make_unique<Replayed>(work); });
    const auto model = makeTinyModel();
    const auto source = model->trainingSource();
    const auto passOver = [&](int64_t samples) {
      std::vector<int64_t> indices(static_cast<std::size_t>(samples));
      std::iota(indices.begin(), indices.end(), int64_t{0});
      recorder.run(source->makeBatch(indices, 1), "", [&](Batch& batch) { return model->loss(batch); });
    };
    for (int64_t samples = 9; samples < 20; ++samples) passOver(samples);   // eleven sizes, once each
    QCOMPARE(recorder.recordings(), int64_t{0});
    for (int i = 0; i < 6; ++i) passOver(8);
    QCOMPARE(recorder.recordings(), int64_t{1});
    QCOMPARE(recorder.replays(), int64_t{3});   // three rehearsals before
  }

  void aBadLossLeavesTheWeightsAndTheNextStepIsGood() {
    bool isBroken = false;
    at::manual_seed(77);
    const auto model = makeTinyModel({.isLossBroken = [&](int64_t) { return isBroken; }});
    TimingMeter timing;
    TrainStep step(*model, DevicePlan{}, readTrainOptions(quickOptions()), timing);
    step.recordWith([](const std::function<void()>& work) { return std::make_unique<Replayed>(work); });
    BatchLoader loader(model->trainingSource(), {.batchSize = 8, .workers = 1, .seed = 5});
    for (int i = 0; i < 6; ++i) QVERIFY(step.run(loader, 1, 1e-2).isApplied);
    const at::Tensor before = model->network().parameters().front().detach().clone();
    isBroken = true;
    QVERIFY(!step.run(loader, 1, 1e-2).isApplied);
    QVERIFY(at::equal(model->network().parameters().front(), before));
    isBroken = false;
    const StepOutcome good = step.run(loader, 1, 1e-2);
    QVERIFY(good.isApplied && std::isfinite(good.gradientNorm));   // nothing of the bad gradients is left
    QVERIFY(!at::equal(model->network().parameters().front(), before));
  }
};

QTEST_GUILESS_MAIN(PassRecorderTest)
#include "tst_pass_recorder.moc"
