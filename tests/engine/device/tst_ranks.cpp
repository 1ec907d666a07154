// SPDX-License-Identifier: Apache-2.0
// Several real processes, each one rank, against one process that does the same work.
#include <QProcess>
#include <unistd.h>
#include <QTemporaryDir>
#include <QtTest>

#include "core/engine/data/safetensors.h"
#include "core/engine/losses/mask_loss.h"
#include "core/job/rank_processes.h"
#include "tests/engine/support/rank_scenarios.h"

using namespace assay;
using namespace assay::test;

class RanksTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() {
    folder_ = std::make_unique<QTemporaryDir>();
    files_.clear();
    exits_.clear();
  }

  void everybodyHearsTheSame() {
    play("collectives", 3);
    if (QTest::currentTestFailed()) return;
    for (int r = 0; r < 3; ++r) {
      QCOMPARE(number(r, "sum"), 6.0);   // 1 + 2 + 3
      QCOMPARE(number(r, "greatest"), 2.0);
      QCOMPARE(number(r, "said"), 1.0);
      QCOMPARE(number(r, "lengths"), 12.0);   // "", "x", "xx": digits 0, 1, 2
      QCOMPARE(number(r, "mean"), 1.0);
      QVERIFY(tensor(r, "turned").equal(at::arange(6, at::kFloat).view({2, 3}).t()));
    }
  }

  void aSumIsTheSameByEveryWay_data() {
    QTest::addColumn<QString>("kind");
    QTest::addColumn<int>("ranks");
    QTest::addColumn<int>("hosts");
    QTest::newRow("flat, 2 ranks") << "flat" << 2 << 1;
    QTest::newRow("flat, 4 ranks") << "flat" << 4 << 2;
    QTest::newRow("hierarchical, 2 x 2") << "hierarchical" << 4 << 2;
    QTest::newRow("hierarchical, 1 x 3") << "hierarchical" << 3 << 1;
    QTest::newRow("chosen, 2 x 2") << "auto" << 4 << 2;
  }
  void aSumIsTheSameByEveryWay() {
    QFETCH(QString, kind);
    QFETCH(int, ranks);
    QFETCH(int, hosts);
    play(kind, ranks, hosts);
    if (QTest::currentTestFailed()) return;
    const double factor = double(ranks * (ranks + 1)) / 2;
    for (int r = 0; r < ranks; ++r) {
      QCOMPARE(number(r, "ranks"), double(ranks));
      QCOMPARE(number(r, "is_hierarchical"), number(0, "is_hierarchical"));
      for (const int64_t count : {1, 7, 1000, 3000001})
        QVERIFY(tensor(r, "sum-" + std::to_string(count)).equal(rankNumbers(0, count) * factor));
    }
  }

  void gradientsAreThoseOfTheWholeBatch_data() {
    QTest::addColumn<QString>("compression");
    QTest::addColumn<int>("ranks");
    QTest::addColumn<double>("tolerance");
    QTest::newRow("as they are, 2 ranks") << "none" << 2 << 1e-6;
    QTest::newRow("as they are, 4 ranks") << "none" << 4 << 1e-6;
    QTest::newRow("bf16") << "bf16" << 2 << 2e-2;
    QTest::newRow("fp16") << "fp16" << 2 << 2e-3;
  }
  void gradientsAreThoseOfTheWholeBatch() {
    QFETCH(QString, compression);
    QFETCH(int, ranks);
    QFETCH(double, tolerance);
    play("gradients-" + compression, ranks);
    if (QTest::currentTestFailed()) return;
    const int64_t numbers = 4 * 5 + 5 + 4 + 1 + 5 + 1, bytes = compression == "none" ? 4 : 2;
    QCOMPARE(number(0, "bytes"), double(2 * numbers * bytes) * 2 * (ranks - 1) / ranks);   // two steps
    for (int64_t step = 0; step < 2; ++step) {
      TwoLayers net;
      const auto [x, y] = batchOf(step);
      at::mse_loss(net.forward(x, true), y).backward();
      for (const auto& item : net.named_parameters()) {
        const std::string name = std::to_string(step) + "/" + item.key();
        QVERIFY2(at::allclose(tensor(0, name), item.value().grad(), tolerance, tolerance), name.c_str());
        for (int r = 1; r < ranks; ++r) QVERIFY2(tensor(r, name).equal(tensor(0, name)), name.c_str());   // bit for bit
      }
    }
  }

  void aParameterThatOneRankDoesNotUseStillGetsTheOthersGradient() {
    play("gradients-unused", 2);
    if (QTest::currentTestFailed()) return;
    for (int64_t step = 0; step < 2; ++step) {
      TwoLayers net;
      const auto [x0, y0] = batchOf(step, 0, 2);
      const auto [x1, y1] = batchOf(step, 1, 2);
      ((at::mse_loss(net.forward(x0, true), y0) + at::mse_loss(net.forward(x1, step != 0), y1)) / 2).backward();
      for (const auto& item : net.named_parameters()) {
        const std::string name = std::to_string(step) + "/" + item.key();
        for (int r = 0; r < 2; ++r) QVERIFY2(at::allclose(tensor(r, name), item.value().grad(), 1e-6, 1e-6), name.c_str());
      }
    }
  }

  void gradientsOfSeveralBatchesAreAddedUpFirst() {
    play("accumulated", 2);
    if (QTest::currentTestFailed()) return;
    TwoLayers net;
    for (int64_t step = 0; step < 2; ++step) {
      const auto [x, y] = batchOf(step);
      at::mse_loss(net.forward(x, true), y).backward();
    }
    for (const auto& item : net.named_parameters())
      for (int r = 0; r < 2; ++r) QVERIFY2(at::allclose(tensor(r, item.key()), item.value().grad(), 1e-6, 1e-6), item.key().c_str());
  }

  void rowSparseGradientsStayRows() {
    play("rows", 2);
    if (QTest::currentTestFailed()) return;
    at::Tensor expected = at::zeros({10, 2});
    expected[3] = (2 * 1 + 1 * 2) / 2.0;   // twice with 1 on rank 0, once with 2 on rank 1, the mean of both
    expected[1] = 0.5;
    expected[7] = 1.0;
    for (int r = 0; r < 2; ++r) {
      QCOMPARE(number(r, "is_sparse"), 1.0);
      QVERIFY(tensor(r, "gradient").equal(expected));
    }
  }

  void batchNormSeesTheWholeBatch() {
    play("norm", 2);
    if (QTest::currentTestFailed()) return;
    torch::nn::BatchNorm2d layer(torch::nn::BatchNorm2dOptions(3));
    fillNorm(*layer);
    const at::Tensor x = normInput().set_requires_grad(true);
    const at::Tensor y = layer->forward(x);
    (y.pow(3) * normWeights(3)).sum().backward();
    const auto both = [&](const std::string& name) { return at::cat({tensor(0, name), tensor(1, name)}); };
    QVERIFY(at::allclose(both("y"), y, 1e-5, 1e-5));
    QVERIFY(at::allclose(both("gradient"), x.grad(), 1e-4, 1e-4));
    for (int r = 0; r < 2; ++r) {
      QVERIFY(at::allclose(tensor(r, "gain"), layer->weight.grad(), 1e-4, 1e-4));
      QVERIFY(at::allclose(tensor(r, "mean"), layer->running_mean, 1e-5, 1e-6));
      QVERIFY(at::allclose(tensor(r, "variance"), layer->running_var, 1e-5, 1e-6));
    }
  }

  void maskLossSeesTheWholeBatch() {
    play("masks", 2);
    if (QTest::currentTestFailed()) return;
    const auto [logits, target] = maskNumbers();
    const at::Tensor x = logits.clone().set_requires_grad(true);
    const at::Tensor loss = maskLoss(x, target);
    loss.backward();
    QVERIFY(at::allclose(at::cat({tensor(0, "gradient"), tensor(1, "gradient")}), x.grad(), 1e-4, 1e-7));
    QVERIFY(std::abs(number(0, "mean") - loss.item<double>()) < 1e-5);
  }

  void whatPowerSgdLeavesOutItMakesUpFor() {
    play("power_sgd", 2);
    if (QTest::currentTestFailed()) return;
    const at::Tensor mean = (matrixOf(0) + matrixOf(1)) / 2;
    QVERIFY(tensor(0, "total").equal(tensor(1, "total")));
    QCOMPARE(number(0, "is_bad"), 1.0);
    QVERIFY(at::allclose(tensor(0, "bias"), at::full({40}, 0.5)));
    // 59 good steps with the same gradients: the sum of what arrived differs from the sum of the gradients by what is still
    // owed, which does not grow with the steps.
    const double owed = (tensor(0, "total") / 59 - mean).norm().item<double>() / mean.norm().item<double>();
    QVERIFY2(owed < 0.1, qPrintable(QString::number(owed)));
    const double perStep = (40 + 30) * 2 + 40;   // two thin matrices and the bias
    QCOMPARE(number(0, "bytes"), (60 * perStep - 30 * 2) * 4);   // the bad step ends after its first message; a ring of two sends each number once
  }

  void aStepWithoutGradientDoesNotEndPowerSgd() {
    play("power_sgd-nothing", 2);
    if (QTest::currentTestFailed()) return;
    const at::Tensor mean = (matrixOf(0) + matrixOf(1)) / 2 * 1e-6;
    const double owed = (tensor(0, "total") / 59 - mean).norm().item<double>() / mean.norm().item<double>();
    QVERIFY2(owed < 0.1, qPrintable(QString::number(owed)));
  }

  void aLostRankIsNoticed() {
    play("lost", 2, 1, false);
    if (QTest::currentTestFailed()) return;
    QCOMPARE(exits_[0], 75);
    QCOMPARE(exits_[1], 9);
  }

 private:
  void play(const QString& scenario, int ranks, int hosts = 1, bool mustSucceed = true) {
    const MeetingPort meeting(PortOn::Loopback);
    const int listener = dup(meeting.descriptor());   // the ranks inherit this one
    std::vector<std::unique_ptr<QProcess>> processes;
    for (int r = 0; r < ranks; ++r) {
      files_.push_back(folder_->filePath(QString::number(r) + ".safetensors").toStdString());
      processes.push_back(std::make_unique<QProcess>());
      processes.back()->setProcessChannelMode(QProcess::MergedChannels);
      processes.back()->start(QCoreApplication::applicationDirPath() + "/rank_scenarios",
                              {scenario, QString::number(r), QString::number(ranks), QString::number(hosts), QString::number(meeting.number()), QString::fromStdString(files_.back()),
                               QString::number(r == 0 ? listener : -1)});
    }
    close(listener);
    for (auto& process : processes) {
      const bool isOver = process->state() == QProcess::NotRunning || process->waitForFinished(60000);
      const QByteArray said = process->readAll();
      exits_.push_back(process->exitCode());
      QVERIFY2(isOver && (process->exitCode() == 0 || !mustSucceed), said);
    }
  }
  at::Tensor tensor(int rank, const std::string& name) const { return SafetensorsFile(files_[std::size_t(rank)]).read(name); }
  double number(int rank, const std::string& name) const { return tensor(rank, name).reshape({-1})[0].item<double>(); }

  std::unique_ptr<QTemporaryDir> folder_;
  std::vector<std::string> files_;
  std::vector<int> exits_;
};

QTEST_GUILESS_MAIN(RanksTest)
#include "tst_ranks.moc"
