// SPDX-License-Identifier: Apache-2.0
// Whatever happens while a checkpoint is written, and to its files afterwards: what is loaded is whole, or it is the one before.
#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

#include <atomic>
#include <thread>

#include <torch/torch.h>

#include "core/base/random_seed.h"
#include "core/engine/train/checkpoint_writer.h"
#include "core/job/run_directory.h"

using namespace assay;

class CheckpointFaultsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void aCrashAtAnySystemCallLeavesAWholeGeneration() { everyCall("crash", 9); }
  void aFullDiskAtAnySystemCallLeavesAWholeGeneration() { everyCall("full", 3); }

  void noFlippedBitAndNoCutFileIsLoaded() {
    QTemporaryDir folder;
    QCOMPARE(victim(folder.path(), "crash", 1000000).first, 0);
    keepBoth(folder.path());
    const QString newest = folder.path() + "/checkpoints/00000002";
    Random random(3);
    for (const QString& name : QDir(newest).entryList(QDir::Files)) {
      QFile file(newest + "/" + name);
      QVERIFY(file.open(QIODevice::ReadOnly));
      const QByteArray whole = file.readAll();
      file.close();
      for (int trial = 0; trial < 60; ++trial) {
        QByteArray damaged = whole;
        const qsizetype at = qsizetype(random.below(damaged.size()));
        if (trial % 3 == 0) damaged.truncate(at);
        else damaged[at] = char(damaged[at] ^ (1 << random.below(8)));
        write(file, damaged);
        const auto loaded = RunDirectory(folder.path().toStdString()).lastCheckpoint();
        if (!loaded) QFAIL("no generation is left");
        if (loaded->filename() == "00000002") QCOMPARE(stepOf(*loaded), int64_t{2});   // a manifest with other spaces or an unused member says the same
        else QCOMPARE(stepOf(*loaded), int64_t{1});
        if (name != "manifest.json") QVERIFY2(loaded->filename() == "00000001", qPrintable(name));
      }
      write(file, whole);
      QCOMPARE(stepOf(*RunDirectory(folder.path().toStdString()).lastCheckpoint()), int64_t{2});
    }
  }

  void writingBesideGivesTheStateOfThatMoment() {
    QTemporaryDir folder;
    const std::filesystem::path checkpoints = std::filesystem::path(folder.path().toStdString()) / "checkpoints";
    const at::Tensor weights = at::full({200000}, 1.0);
    std::vector<int64_t> written;
    {
      CheckpointWriter writer(checkpoints, 3, [&](const std::filesystem::path&, const Json& trainer) { written.push_back(trainer["step"].get<int64_t>()); },
                              [](const Error& fault) { QFAIL(fault.what()); });
      for (int64_t step = 1; step <= 3; ++step) {
        CheckpointContent content;
        content.model = {{"weights", weights}};
        content.training = {{"random/cpu", at::zeros({4}, at::kByte)}};
        content.trainer = {{"plugin", "p"}, {"plugin_version", "1"}, {"step", step}};
        writer.start(content);
        weights.add_(1.0);   // training goes on at once
      }
    }
    QVERIFY(written == (std::vector<int64_t>{1, 2, 3}));
    for (int64_t step = 1; step <= 3; ++step) {
      const at::Tensor saved = Checkpoint(checkpoints / ("0000000" + std::to_string(step))).model().read("weights");
      QVERIFY(saved.eq(double(step)).all().item<bool>());
    }
  }

  void aFaultBesideIsReportedAndTheNextOneIsTried() {
    QTemporaryDir folder;
    const std::filesystem::path checkpoints = std::filesystem::path(folder.path().toStdString()) / "checkpoints";
    write(*std::make_unique<QFile>(QString::fromStdString(checkpoints.string())), "a file in the way");
    std::atomic<int> written = 0, failed = 0;
    CheckpointContent content;
    content.model = content.training = {{"weights", at::zeros({3})}};
    content.trainer = {{"plugin", "p"}, {"plugin_version", "1"}, {"step", 1}};
    CheckpointWriter writer(checkpoints, 3, [&](const auto&, const Json&) { ++written; }, [&](const Error&) { ++failed; });
    writer.start(content);
    QTRY_COMPARE(failed.load(), 1);
    QVERIFY(QFile::remove(QString::fromStdString(checkpoints.string())));
    writer.start(content);
    QTRY_COMPARE(written.load(), 1);
    QCOMPARE(failed.load(), 1);
  }

  void theIntervalFollowsFromTheCost() {
    QVERIFY(std::abs(checkpointInterval(0.05, 24 * 3600) - 92.95) < 0.01);   // sqrt(2 * .05 * 86400)
    QCOMPARE(checkpointInterval(0, 24 * 3600), 15.0);
    QCOMPARE(checkpointInterval(1000, 24 * 3600), 600.0);
  }

 private:
  static std::pair<int, QByteArray> victim(const QString& folder, const char* how, int at) {
    QProcess process;
    process.start(QCoreApplication::applicationDirPath() + "/checkpoint_victim", {folder + "/checkpoints", how, QString::number(at)});
    process.waitForFinished(30000);
    return {process.exitCode(), process.readAllStandardOutput()};
  }
  static int64_t stepOf(const std::filesystem::path& generation) {
    const Checkpoint checkpoint(generation);
    const auto step = checkpoint.trainer()["step"].get<int64_t>();
    const bool agrees = checkpoint.model().read("weights").eq(double(step)).all().item<bool>() && checkpoint.training().read("state/moments").eq(double(step)).all().item<bool>() &&
                        checkpoint.metadata()["step"] == step;
    return agrees ? step : -1;
  }
  static void write(QFile& file, const QByteArray& bytes) {
    QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
    QCOMPARE(file.write(bytes), qint64(bytes.size()));
    file.close();
  }
  /// The victim keeps one generation; here both are wanted.
  static void keepBoth(const QString& folder) {
    QTemporaryDir other;
    QCOMPARE(victim(other.path(), "crash", 1).first, 9);   // only the first one
    QCOMPARE(QProcess::execute("cp", {"-r", other.path() + "/checkpoints/00000001", folder + "/checkpoints/"}), 0);
  }
  static void everyCall(const char* how, int exitWhenHit) {
    int last = 0;
    for (int at = 1; at < 500; ++at) {
      QTemporaryDir folder;
      const auto [code, said] = victim(folder.path(), how, at);
      const auto loaded = RunDirectory(folder.path().toStdString()).lastCheckpoint();
      if (!loaded) QFAIL(qPrintable(QStringLiteral("no generation is left after call %1").arg(at)));
      const int64_t step = stepOf(*loaded);
      QVERIFY2(step == 1 || step == 2, qPrintable(QStringLiteral("after call %1: %2").arg(at).arg(loaded->c_str())));
      if (code == 0) {   // there were fewer calls, or what failed no longer mattered
        QCOMPARE(step, int64_t{2});
        if (at > said.trimmed().toInt()) {
          last = at;
          break;
        }
        continue;
      }
      QCOMPARE(code, exitWhenHit);
    }
    QVERIFY2(last > 20, qPrintable(QString::number(last)));   // the victim's calls were really seen
  }
};

QTEST_GUILESS_MAIN(CheckpointFaultsTest)
#include "tst_checkpoint_faults.moc"
