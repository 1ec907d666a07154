// SPDX-License-Identifier: Apache-2.0
#include <QTemporaryDir>
#include <QtTest>

#include <torch/torch.h>

#include "core/base/error.h"
#include "core/engine/train/checkpoint.h"
#include "core/engine/train/evaluator.h"
#include "core/engine/train/trainer.h"
#include "tests/engine/support/tiny_model.h"

using namespace assay;
using namespace assay::test;

namespace {

OptionValues with(const std::string& key, OptionValue value) {
  OptionValues options;
  options.set(key, std::move(value));
  return options;
}

std::vector<Event> eventsOf(const RunDirectory& run, const std::string& kind) {
  std::vector<Event> found;
  for (Event& event : EventReader(run.eventsFile()).poll())
    if (event.kind == kind) found.push_back(std::move(event));
  return found;
}

}  // namespace

class TrainerTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() {
    folder_ = std::make_unique<QTemporaryDir>();
    QVERIFY(folder_->isValid());
  }

  void aRunEndsAtItsEpochsAndIsDone() {
    const RunDirectory run = make("run");
    QVERIFY(trainTiny(run) == RunState::Done);
    const Checkpoint checkpoint(*run.lastCheckpoint());
    QCOMPARE(checkpoint.trainer()["step"].get<int64_t>(), 32);   // 64 samples / 8 = 8 steps, 4 epochs
    QCOMPARE(checkpoint.trainer()["epoch"].get<int64_t>(), 4);
    QCOMPARE(checkpoint.metadata()["tiny"].get<bool>(), true);
    QCOMPARE(eventsOf(run, "evaluation").size(), std::size_t{4});   // after epochs 1, 2, 3 and at the end
    QVERIFY(!eventsOf(run, "step").empty());
    QVERIFY(!eventsOf(run, "timing").empty());
  }

  void theSameSeedGivesTheSameBits() {
    QVERIFY(trainTiny(make("a")) == RunState::Done);
    QVERIFY(trainTiny(make("b")) == RunState::Done);
    QVERIFY(!checkpointBytes(dir("a")).empty());
    QVERIFY(checkpointBytes(dir("a")) == checkpointBytes(dir("b")));
  }

  void anotherSeedGivesOtherBits() {
    trainTiny(make("a"));
    trainTiny(makeRun(path("b"), {}, 1));
    QVERIFY(checkpointBytes(dir("a")) != checkpointBytes(dir("b")));
  }

  void theNumberOfLoaderThreadsChangesNothing() {
    trainTiny(make("a", with("data.workers", int64_t{1})));
    trainTiny(make("b", with("data.workers", int64_t{5})));
    QVERIFY(checkpointBytes(dir("a")) == checkpointBytes(dir("b")));
  }

  void aRunThatIsStoppedAndResumedEqualsAnUninterruptedOne_data() {
    QTest::addColumn<int>("stopAt");
    QTest::addColumn<QString>("optimizer");
    QTest::addColumn<double>("emaDecay");
    QTest::addColumn<int>("accumulate");
    QTest::newRow("mid-epoch, AdamW, average") << 11 << "adamw" << 0.9 << 1;
    QTest::newRow("end of an epoch") << 15 << "adamw" << 0.9 << 1;
    QTest::newRow("first step") << 0 << "adamw" << 0.9 << 1;
    QTest::newRow("SGD without average") << 19 << "sgd" << 0.0 << 1;
    QTest::newRow("Adagrad") << 12 << "adagrad" << 0.0 << 1;
    QTest::newRow("accumulation that does not divide the epoch") << 10 << "adamw" << 0.9 << 3;
  }
  void aRunThatIsStoppedAndResumedEqualsAnUninterruptedOne() {
    QFETCH(int, stopAt);
    QFETCH(QString, optimizer);
    QFETCH(double, emaDecay);
    QFETCH(int, accumulate);
    OptionValues options = with("trainer.optimizer", optimizer.toStdString());
    options.set("trainer.ema_decay", emaDecay);
    options.set("trainer.accumulate", int64_t(accumulate));
    QVERIFY(trainTiny(make("whole", options)) == RunState::Done);
    const RunDirectory broken = make("broken", options);
    const CancelToken cancel;
    TinyOptions tiny;
    tiny.onLoss = [&](int64_t call) {
      if (call == stopAt) cancel.request();
    };
    QVERIFY(trainTiny(broken, tiny, cancel) == RunState::Stopped);
    QVERIFY(checkpointBytes(broken) != checkpointBytes(dir("whole")));
    QVERIFY(trainTiny(broken) == RunState::Done);
    QVERIFY(checkpointBytes(broken) == checkpointBytes(dir("whole")));
  }

  void aFaultLosesNothingBeforeTheLastCheckpoint() {
    OptionValues options = with("trainer.checkpoint_minutes", 1e-9);   // after every step
    QVERIFY(trainTiny(make("whole", options)) == RunState::Done);
    const RunDirectory broken = make("broken", options);
    TinyOptions tiny;
    tiny.onLoss = [](int64_t call) {
      if (call == 13) throw std::runtime_error("a fault in the plugin");
    };
    QVERIFY_EXCEPTION_THROWN(trainTiny(broken, tiny), std::runtime_error);
    QCOMPARE(Checkpoint(*broken.lastCheckpoint()).trainer()["step"].get<int64_t>(), 13);
    QVERIFY(trainTiny(broken) == RunState::Done);
    QVERIFY(checkpointBytes(broken) == checkpointBytes(dir("whole")));
  }

  void aStopFileLeavesACheckpoint() {
    const RunDirectory run = make("run");
    run.requestStop();
    QVERIFY(trainTiny(run) == RunState::Stopped);
    QVERIFY(run.lastCheckpoint().has_value());
  }

  void aStopWhileJudgingIsSeen() {
    const RunDirectory run = make("run");
    const CancelToken cancel;
    TinyOptions tiny;
    tiny.onEvaluate = [&] {
      cancel.request();
      cancel.check();
    };
    QVERIFY(trainTiny(run, tiny, cancel) == RunState::Stopped);
    QVERIFY(trainTiny(run) == RunState::Done);
    QVERIFY(trainTiny(make("whole")) == RunState::Done);
    QVERIFY(checkpointBytes(run) == checkpointBytes(dir("whole")));
  }

  void judgingMoreOftenDoesNotChangeWhatIsLearnt() {
    trainTiny(make("often", with("trainer.evaluate_every", int64_t{1})));
    trainTiny(make("never", with("trainer.evaluate_every", int64_t{0})));
    QVERIFY(checkpointBytes(dir("often")) == checkpointBytes(dir("never")));
  }

  void aLossThatIsNotFiniteIsSkippedAndCounted() {
    const RunDirectory run = make("run");
    TinyOptions tiny;
    tiny.isLossBroken = [](int64_t call) { return call == 3 || call == 4; };
    QVERIFY(trainTiny(run, tiny) == RunState::Done);
    QCOMPARE(Checkpoint(*run.lastCheckpoint()).trainer()["skipped"].get<int64_t>(), 2);
    const SafetensorsFile model = Checkpoint(*run.lastCheckpoint()).model();
    for (const std::string& name : model.names())
      QVERIFY2(at::isfinite(model.read(name)).all().item<bool>(), name.c_str());
  }

  void tenBadLossesInARowEndTheRunNamingTheStep() {
    const RunDirectory run = make("run");
    TinyOptions tiny;
    tiny.isLossBroken = [](int64_t call) { return call >= 5; };
    try {
      trainTiny(run, tiny);
      QFAIL("the run should have failed");
    } catch (const Error& fault) {
      QVERIFY(fault.code() == Code::JobFailed);
      QVERIFY2(fault.message().find("step 15") != std::string::npos, fault.what());
      QVERIFY2(fault.message().find("loss nan") != std::string::npos, fault.what());
    }
  }

  void anotherPluginsCheckpointIsRefused() {
    const RunDirectory run = make("run");
    QVERIFY(trainTiny(run) == RunState::Done);
    RunSpec spec = run.spec();
    spec.plugin = "other";
    writeRunSpec(spec, run.specFile());
    expectBadInput(run, {}, "plugin `tiny`");
  }

  void otherShapesAreRefusedNamingTheFirstTensor() {
    const RunDirectory run = make("run");
    QVERIFY(trainTiny(run) == RunState::Done);
    TinyOptions wider;
    wider.inputs = 5;
    expectBadInput(run, wider, "tensor `first.weight` has shape [8, 4] in the checkpoint and [8, 5] in the model");
  }

  void aCheckpointCutShortIsPassedOver() {
    const RunDirectory run = make("run", with("trainer.checkpoint_minutes", 1e-9));
    QVERIFY(trainTiny(run) == RunState::Done);
    const auto newest = *run.lastCheckpoint();
    std::filesystem::resize_file(newest / "model.safetensors", 100);
    QVERIFY(run.lastCheckpoint().has_value());
    QVERIFY(*run.lastCheckpoint() != newest);
    QVERIFY(trainTiny(run) == RunState::Done);
  }

  void onlyTheNewestCheckpointsAreKept() {
    OptionValues options = with("trainer.checkpoint_minutes", 1e-9);
    options.set("trainer.keep_checkpoints", int64_t{3});
    const RunDirectory run = make("run", options);
    QVERIFY(trainTiny(run) == RunState::Done);
    int count = 0;
    for (const auto& entry : std::filesystem::directory_iterator(run.checkpointsFolder())) {
      QVERIFY(entry.is_directory());
      ++count;
    }
    QCOMPARE(count, 3);
  }

  void aRunWithoutAnyLimitIsRefused() {
    const RunDirectory run = make("run", with("trainer.max_epochs", int64_t{0}));
    try {
      trainTiny(run);
      QFAIL("a run without an end should be refused");
    } catch (const Error& fault) {
      QVERIFY(fault.code() == Code::BadOption);
    }
  }

  void evaluationsTakeATenthOfALongTraining() {
    QVERIFY(isEvaluationAffordable(59, 40));     // at first everybody looks
    QVERIFY(!isEvaluationAffordable(61, 40));
    QVERIFY(isEvaluationAffordable(401, 40));    // until they are a tenth again
    QVERIFY(isEvaluationAffordable(3600, 0));
    QVERIFY(!isEvaluationAffordable(3600, 361));
  }

 private:
  std::filesystem::path path(const std::string& name) const { return folder_->path().toStdString() + "/" + name; }
  RunDirectory dir(const std::string& name) const { return RunDirectory(path(name)); }
  RunDirectory make(const std::string& name, const OptionValues& changes = {}) const { return makeRun(path(name), changes); }

  void expectBadInput(const RunDirectory& run, const TinyOptions& tiny, const std::string& words) {
    try {
      trainTiny(run, tiny);
      QFAIL("the checkpoint should be refused");
    } catch (const Error& fault) {
      QVERIFY(fault.code() == Code::BadInput);
      QVERIFY2(fault.message().find(words) != std::string::npos, fault.what());
    }
  }

  std::unique_ptr<QTemporaryDir> folder_;
};

QTEST_GUILESS_MAIN(TrainerTest)
#include "tst_trainer.moc"
