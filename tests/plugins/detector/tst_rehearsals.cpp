// SPDX-License-Identifier: Apache-2.0
// Trainings that come before the run's own, through the real worker.
#include <set>

#include <QTemporaryDir>
#include <QtTest>

#include "core/job/event_log.h"
#include "core/project/sample_boards.h"
#include "tests/plugins/detector/worker_program.h"

using namespace assay;
namespace fs = std::filesystem;

namespace {

OptionValues shortTraining() {
  OptionValues values;
  values.set("trainer.max_minutes", 0.0);
  values.set("trainer.max_steps", int64_t{30});
  values.set("trainer.evaluate_every", int64_t{0});
  values.set("trainer.ema_decay", 0.9);
  values.set("model.width", int64_t{8});
  values.set("device.precision", std::string("fp32"));
  values.set("device.threads", int64_t{1});
  return values;
}

/// Twelve boards, the last three to be judged; only the first `labelled` of the others have labels.
Snapshot boards(const fs::path& folder, int labelled) {
  Snapshot data{"detection", {"open", "short", "mousebite", "spur", "copper", "pin-hole"}, generateBoards(folder / "images", 12, 3, {})};
  for (std::size_t i = 0; i < data.items.size(); ++i) {
    data.items[i].split = i < 9 ? Split::Train : Split::Test;
    data.items[i].status = int(i) < labelled || i >= 9 ? LabelStatus::Labelled : LabelStatus::Withheld;
  }
  return data;
}

QString pathOf(const fs::path& path) { return QString::fromStdString(path.string()); }

QStringList progressTexts(const fs::path& run) {
  QStringList texts;
  EventReader reader(run / "events.jsonl");
  for (const Event& event : reader.poll())
    if (event.kind == "progress") texts << QString::fromStdString(event.body.value("text", ""));
  return texts;
}

}  // namespace

class RehearsalsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void everyLabelledImageJudgesByCrossValidation() {
    QTemporaryDir dir;
    const fs::path folder = dir.path().toStdString(), run = folder / "run";
    OptionValues options = shortTraining();
    options.set("model.folds", int64_t{3});
    const Snapshot data = boards(folder, 9);
    createRun(folder, data, options);
    const Answer trained = worker({"train", "--run", pathOf(run)});
    QVERIFY2(trained.exitCode == 0, trained.err);

    const Json boxes = readJson(run / "artifacts/boxes.json");
    QCOMPARE(boxes["images"].size(), std::size_t{9});
    std::set<std::string> judged;
    for (const Json& image : boxes["images"]) judged.insert(image["image"].get<std::string>());
    QCOMPARE(judged.size(), std::size_t{9});
    for (int fold = 1; fold <= 3; ++fold) {
      const fs::path own = run / "rehearsals" / ("fold-" + std::to_string(fold));
      QCOMPARE(readJson(own / "told.json")["told"]["boxes"]["images"].size(), std::size_t{3});
      QVERIFY(!fs::exists(own / "checkpoints"));   // it was made for its answer
      QVERIFY(fs::exists(own / "events.jsonl"));
    }
    QVERIFY2(progressTexts(run).filter("fold-2 (2 of 3").size() > 0, qPrintable(progressTexts(run).join("; ")));

    const Answer evaluated = worker({"evaluate", "--run", pathOf(run), "--split", "test"});
    QVERIFY2(evaluated.exitCode == 0, evaluated.err);
    const Json result = readJson(run / "evaluations/test/result.json");
    QVERIFY(result["disclosures"].dump().find("3 models") != std::string::npos);
    const Answer valid = worker({"evaluate", "--run", pathOf(run), "--split", "valid"});
    QVERIFY2(valid.exitCode != 0 && (valid.err + valid.out).contains("judged by the folds"), valid.err + valid.out);
    QCOMPARE(readJson(run / "evaluations/test/artifacts/boxes.json")["threshold"], boxes["threshold"]);
  }

  void aFoldThatWasFinishedIsNotMadeAgain() {
    QTemporaryDir dir;
    const fs::path folder = dir.path().toStdString(), run = folder / "run";
    OptionValues options = shortTraining();
    options.set("model.folds", int64_t{2});
    createRun(folder, boards(folder, 9), options);
    QVERIFY(worker({"train", "--run", pathOf(run)}).exitCode == 0);
    const fs::path first = run / "rehearsals/fold-1/told.json";
    const auto written = fs::last_write_time(first);
    fs::remove_all(run / "artifacts");
    fs::remove_all(run / "checkpoints");             // a crash in the run's own training
    fs::remove_all(run / "rehearsals/fold-2");       // and before that in the second fold: its folder holds no spec
    fs::create_directories(run / "rehearsals/fold-2/checkpoints");
    for (const char* rest : {"spec.yaml", "state.json", "events.jsonl"}) fs::remove(run / "rehearsals/fold-1" / rest);   // as it comes out of a bundle
    const Answer again = worker({"train", "--run", pathOf(run)});
    QVERIFY2(again.exitCode == 0, again.err);
    QVERIFY(fs::last_write_time(first) == written);
    QVERIFY(fs::exists(run / "rehearsals/fold-2/told.json"));
    QCOMPARE(readJson(run / "artifacts/boxes.json")["images"].size(), std::size_t{9});
  }

  /// No event of a step is written, and still the run shows life and hears that it should stop.
  void aRunIsStoppedWithinARehearsalAndGoesOn() {
    QTemporaryDir dir;
    const fs::path folder = dir.path().toStdString(), run = folder / "run", first = run / "rehearsals/fold-1";
    OptionValues options = shortTraining();
    options.set("model.folds", int64_t{2});
    options.set("trainer.max_steps", int64_t{500});   // seconds, beside the quarter of one after which a stop is seen
    options.set("trainer.evaluate_every", int64_t{1});
    options.set("trainer.events_per_second", 0.0);
    createRun(folder, boards(folder, 9), options);
    QProcess process;
    process.start(pathOf(binFolder() / "assay-worker"), {"train", "--run", pathOf(run)});
    QTRY_VERIFY_WITH_TIMEOUT(fs::exists(first / "events.jsonl") && QString::fromStdString(readFile(first / "events.jsonl")).contains("evaluation"), 60000);
    RunDirectory(run).requestStop();
    QVERIFY(process.waitForFinished(60000));
    QVERIFY2(RunDirectory(run).status().state == RunState::Stopped, process.readAllStandardError());
    QVERIFY(RunDirectory(run).status().trainedSeconds > 0);
    QVERIFY(!fs::exists(first / "told.json"));
    QVERIFY(RunDirectory(first).hasCheckpoints());
    QVERIFY(progressTexts(run).filter("fold-1").size() > 0);
    RunDirectory(run).clearStop();
    const Answer again = worker({"train", "--run", pathOf(run)});
    QVERIFY2(again.exitCode == 0, again.err);
    QCOMPARE(readJson(run / "artifacts/boxes.json")["images"].size(), std::size_t{9});
  }

  void aTeacherLabelsWhatNobodyDidAndTheReportSaysSo() {
    QTemporaryDir dir;
    const fs::path folder = dir.path().toStdString(), run = folder / "run";
    OptionValues options = shortTraining();
    options.set("model.self_training", true);
    createRun(folder, boards(folder, 3), options);
    const QByteArray fault = trainAndJudge(pathOf(run));
    QVERIFY2(fault.isEmpty(), fault);
    const Json told = readJson(run / "rehearsals/teacher/told.json")["told"];
    QCOMPARE(told["boxes"]["images"].size(), std::size_t{6});   // withheld from training: at most twice as many as are labelled
    QVERIFY(!fs::exists(run / "rehearsals/teacher/checkpoints"));
    const std::string said = readJson(run / "evaluations/test/result.json")["disclosures"].dump();
    QVERIFY2(said.find("learned from 6 that nobody labelled") != std::string::npos, said.c_str());
  }

  void whatCannotBeDealtIsRefused_data() {
    QTest::addColumn<int>("folds");
    QTest::addColumn<int>("fold");
    QTest::addColumn<QString>("expected");
    QTest::newRow("one part") << 1 << 0 << "2 parts or more";
    QTest::newRow("too few images") << 5 << 0 << "of 9 labelled training images no 5 parts";
    QTest::newRow("no defect to judge by") << 3 << -1 << "only one labelled training image or none";
    QTest::newRow("no such part") << 3 << 4 << "no part 4 of 3";
  }
  void whatCannotBeDealtIsRefused() {
    QFETCH(int, folds);
    QFETCH(int, fold);
    QFETCH(QString, expected);
    QTemporaryDir dir;
    const fs::path folder = dir.path().toStdString();
    OptionValues options = shortTraining();
    options.set("model.folds", int64_t(folds));
    Snapshot data = boards(folder, 9);
    if (fold < 0)   // all are clean
      for (Item& item : data.items) item.annotations.clear();
    options.set("model.fold", int64_t(std::max(fold, 0)));
    createRun(folder, data, options);
    const Answer answer = worker({"train", "--run", pathOf(folder / "run")});
    QVERIFY(answer.exitCode != 0);
    QVERIFY2(answer.err.contains(expected.toUtf8()) || answer.out.contains(expected.toUtf8()), answer.err + answer.out);
  }
};

QTEST_GUILESS_MAIN(RehearsalsTest)
#include "tst_rehearsals.moc"
