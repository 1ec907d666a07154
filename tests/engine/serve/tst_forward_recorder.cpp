// SPDX-License-Identifier: Apache-2.0
#include <QtTest>

#include <stdexcept>

#include <torch/torch.h>

#include "core/engine/serve/forward_recorder.h"
#include "tests/engine/support/replayed_work.h"

using namespace assay;
using namespace assay::test;

namespace {

using Tensors = ForwardRecorder::Tensors;

/// Sum and product, and how often it was called.
struct Sums {
  int calls = 0;
  bool isRecorded = false;   ///< as a recording does it: what it writes, it writes to the same place each time
  Tensors places;
  at::Tensor weight = at::full({1}, 2.0f);
  ForwardRecorder::Forward forward() {
    return [this](const Tensors& in) {
      ++calls;
      Tensors said{weight * (in[0] + in[1]), in[0] * in[1]};
      if (!isRecorded) return said;
      if (places.empty()) places = said;
      for (std::size_t i = 0; i < said.size(); ++i) places[i].copy_(said[i]);
      return places;
    };
  }
};

Tensors inputsOf(float a, float b, int64_t size = 3) { return {at::full({size}, a), at::full({size}, b)}; }

bool isFull(const at::Tensor& tensor, double value) { return at::equal(tensor, at::full_like(tensor, value)); }

}  // namespace

class ForwardRecorderTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  /// Each answer is the caller's own: a later input changes none that was given before. Weights that change in their places are the new ones.
  void repeatedAnswersAreTheOrdinaryOnes() {
    int recorded = 0;
    Sums sums;
    ForwardRecorder recorder(at::kCPU, [&](const std::function<void()>& work) {
      ++recorded;
      sums.isRecorded = true;
      work();   // as a GPU's driver does it, once
      return std::make_unique<Replayed>(work);
    });
    std::vector<Tensors> answers;
    for (int i = 0; i < 8; ++i) answers.push_back(recorder.run("", inputsOf(float(i), 3), sums.forward()));
    for (int i = 0; i < 8; ++i) QVERIFY(isFull(answers[std::size_t(i)][0], 2.0 * (i + 3)) && isFull(answers[std::size_t(i)][1], 3.0 * i));
    QCOMPARE(recorded, 1);
    sums.weight.fill_(5);
    QVERIFY(isFull(recorder.run("", inputsOf(1, 1), sums.forward())[0], 10));
    const Tensors before = inputsOf(7, 8);
    recorder.run("", before, sums.forward());
    QVERIFY(isFull(before[0], 7));
  }

  void functionsAndShapesHaveRecordingsOfTheirOwn() {
    ForwardRecorder recorder(at::kCPU, [](const std::function<void()>& work) { return std::make_unique<Replayed>(work); });
    Sums one, other;
    other.weight.fill_(10);
    for (int i = 0; i < 6; ++i) {
      QVERIFY(isFull(recorder.run("one", inputsOf(1, 2), one.forward())[0], 6));
      QVERIFY(isFull(recorder.run("other", inputsOf(1, 2), other.forward())[0], 30));
      const Tensors longer = recorder.run("one", inputsOf(1, 2, 5), one.forward());
      QVERIFY(isFull(longer[0], 6) && longer[0].size(0) == 5);
    }
    QCOMPARE(recorder.recordings(), int64_t{3});
  }

  void withoutRecordingsEverythingRunsAsUsual() {
    Sums sums;
    ForwardRecorder plain(at::kCPU, {});
    for (int i = 0; i < 6; ++i) QVERIFY(isFull(plain.run("", inputsOf(1, 2), sums.forward())[0], 6));
    QCOMPARE(sums.calls, 6);
    int tried = 0;
    ForwardRecorder failing(at::kCPU, [&](const std::function<void()>&) -> std::unique_ptr<RecordedWork> {
      ++tried;
      throw std::runtime_error("operation not permitted when stream is capturing");
    });
    for (int i = 0; i < 20; ++i) QVERIFY(isFull(failing.run("", inputsOf(1, 2), sums.forward())[0], 6));
    QCOMPARE(tried, 2);
    QCOMPARE(failing.recordings(), int64_t{0});
  }

  /// Hundreds of shapes that came once do not keep out one that returns.
  void whatCameOnceIsForgotten() {
    RecordingBudget budget(at::kCPU, [](const std::function<void()>& work) { return std::make_unique<Replayed>(work); });
    for (int i = 0; i < 1000; ++i) QVERIFY(!budget.isDue("once " + std::to_string(i)));
    for (int i = 0; i < 3; ++i) QVERIFY(!budget.isDue("often"));
    QVERIFY(budget.isDue("often"));
  }

  void shapesOfManyKindsDoNotPileUp() {
    ForwardRecorder recorder(at::kCPU, [](const std::function<void()>& work) { return std::make_unique<Replayed>(work); });
    Sums sums;
    for (int round = 0; round < 6; ++round)
      for (int64_t size = 1; size < 10; ++size) QVERIFY(isFull(recorder.run("", inputsOf(1, 2, size), sums.forward())[0], 6));
    QCOMPARE(recorder.recordings(), int64_t{4});
  }
};

QTEST_GUILESS_MAIN(ForwardRecorderTest)
#include "tst_forward_recorder.moc"
