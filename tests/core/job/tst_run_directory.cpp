// SPDX-License-Identifier: Apache-2.0
#include <QtTest>

#include <filesystem>
#include <fstream>
#include <unistd.h>

#include "core/base/atomic_file.h"
#include "core/base/sha256.h"
#include "core/job/option_file.h"
#include "core/job/process_info.h"
#include "core/job/run_directory.h"

using namespace assay;
namespace fs = std::filesystem;

class RunDirectoryTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() {
    folder_ = std::make_unique<QTemporaryDir>();
    root_ = folder_->path().toStdString();
    fs::create_directories(root_ / "p/runs");
  }

  void aSpecReadsBackAsItWasWritten() {
    const RunSpec spec = exampleSpec();
    const RunSpec back = RunDirectory::create(root_ / "p/runs/3", spec).spec();
    QCOMPARE(back.id.value, 3);
    QCOMPARE(back.dataVersion, spec.dataVersion);
    QCOMPARE(back.dataFile, fs::weakly_canonical(spec.dataFile));
    QVERIFY(back.options == spec.options);
    QCOMPARE(back.options.text("model.name"), std::string("12"));   // text that looks like a number stays text
  }

  void aMovedProjectStillFindsItsData() {
    RunDirectory::create(root_ / "p/runs/3", exampleSpec());
    fs::rename(root_ / "p", root_ / "moved");
    const RunSpec spec = RunDirectory(root_ / "moved/runs/3").spec();
    QCOMPARE(spec.dataFile, fs::weakly_canonical(root_ / "moved/versions/abc.jsonl"));
    QCOMPARE(spec.dataRoot, fs::weakly_canonical(root_ / "moved"));
  }

  void aRunWhoseProcessIsGoneIsLost() {
    const RunDirectory run = RunDirectory::create(root_ / "p/runs/3", exampleSpec());
    RunStatus status;
    status.state = RunState::Running;
    status.pid = getpid();
    status.host = hostName();
    run.setStatus(status);
    QCOMPARE(run.status().state, RunState::Running);
    // The same pid with another start time is another process: pids are reused.
    Json json = readJson(run.stateFile());
    json["pid_start"] = json["pid_start"].get<int64_t>() - 1;
    writeFileAtomically(run.stateFile(), toLine(json));
    QCOMPARE(run.status().state, RunState::Lost);
    status.pid = 999999999;
    run.setStatus(status);
    QCOMPARE(run.status().state, RunState::Lost);
  }

  void theNewestWholeCheckpointIsTaken() {
    const RunDirectory run = RunDirectory::create(root_ / "p/runs/3", exampleSpec());
    QVERIFY(!run.lastCheckpoint());
    checkpoint(run, "00000001");
    checkpoint(run, "00000002");
    QCOMPARE(run.lastCheckpoint()->filename().string(), std::string("00000002"));
    std::ofstream(run.checkpointsFolder() / "00000002/model.safetensors") << "weighty";   // same size, other bytes
    QCOMPARE(run.lastCheckpoint()->filename().string(), std::string("00000001"));
    fs::resize_file(run.checkpointsFolder() / "00000001/model.safetensors", 3);
    QVERIFY(!run.lastCheckpoint());
  }

  void aCheckpointWithoutManifestIsUnfinished() {
    const RunDirectory run = RunDirectory::create(root_ / "p/runs/3", exampleSpec());
    checkpoint(run, "00000001");
    fs::create_directories(run.checkpointsFolder() / "00000002");
    std::ofstream(run.checkpointsFolder() / "00000002/model.safetensors") << "half";
    QCOMPARE(run.lastCheckpoint()->filename().string(), std::string("00000001"));
  }

  void aDamagedStateNamesTheFile() {
    const RunDirectory run = RunDirectory::create(root_ / "p/runs/3", exampleSpec());
    std::ofstream(run.stateFile()) << "{\"state\":\"runn";
    try {
      run.status();
      QFAIL("it was accepted");
    } catch (const Error& error) {
      QVERIFY2(QString(error.what()).contains("state.json"), error.what());
    }
  }

  void anExistingFolderIsNotOverwritten() {
    RunDirectory::create(root_ / "p/runs/3", exampleSpec());
    QVERIFY_EXCEPTION_THROWN(RunDirectory::create(root_ / "p/runs/3", exampleSpec()), Error);
  }

  void theCommonSchemaHasAWordForEveryOption() {
    for (const Option& option : commonSchema().options()) {
      QVERIFY2(!option.label.empty(), option.key.c_str());
      QVERIFY2(option.help.ends_with("."), option.key.c_str());
    }
  }

  void aPluginsDefaultsComeBeforeOurs() {
    PluginManifest manifest;
    manifest.id = "demo";
    manifest.defaults.set("trainer.max_minutes", int64_t{2});
    QCOMPARE(std::get<double>(runSchema(manifest).find("trainer.max_minutes")->fallback), 2.0);
    Project project;
    project.options.set("seed", int64_t{5});
    OptionValues overrides;
    overrides.set("trainer.max_epochs", int64_t{7});
    const RunSpec spec = resolveRun(project, manifest, overrides, "abc");
    QCOMPARE(spec.options.integer("seed"), 5);
    QCOMPARE(spec.options.integer("trainer.max_epochs"), 7);
    QCOMPARE(spec.options.size(), commonSchema().options().size());
  }

  void aListWhereTextIsMeantIsItsEntries() {
    OptionSchema schema;
    schema.text("model.anchor_scales", "");
    std::ofstream(root_ / "c.yaml") << "model:\n  anchor_scales: [4, 8, 16]\n";
    QCOMPARE(readOptionFile(root_ / "c.yaml", schema).text("model.anchor_scales"), std::string("4, 8, 16"));
    std::ofstream(root_ / "d.yaml") << "trainer:\n  max_minutes: [4, 8]\n";
    QVERIFY_THROWS_EXCEPTION(Error, readOptionFile(root_ / "d.yaml", commonSchema()));
  }

  void anUnknownKeyInAnOptionFileNamesTheNearest() {
    std::ofstream(root_ / "c.yaml") << "trainer:\n  max_minute: 3\n";
    try {
      readOptionFile(root_ / "c.yaml", commonSchema());
      QFAIL("it was accepted");
    } catch (const Error& error) {
      QVERIFY2(QString(error.what()).contains("trainer.max_minutes"), error.what());
      QVERIFY2(QString(error.what()).contains("c.yaml"), error.what());
    }
  }

 private:
  RunSpec exampleSpec() const {
    RunSpec spec;
    spec.id = {3};
    spec.project = "boards";
    spec.task = "detection";
    spec.plugin = "detector";
    spec.pluginVersion = "1.0.0";
    spec.dataVersion = "abc";
    spec.dataFile = root_ / "p/versions/abc.jsonl";
    spec.dataRoot = root_ / "p";
    spec.options = commonSchema().resolve({});
    spec.options.set("model.name", std::string("12"));
    return spec;
  }
  void checkpoint(const RunDirectory& run, const std::string& name) const {
    const fs::path folder = run.checkpointsFolder() / name;
    fs::create_directories(folder);
    std::ofstream(folder / "model.safetensors") << "weights";
    std::ofstream(folder / "manifest.json") << toLine({{"files", {{"model.safetensors", {{"sha256", sha256Hex("weights")}, {"bytes", 7}}}}}});
  }
  std::unique_ptr<QTemporaryDir> folder_;
  fs::path root_;
};

QTEST_GUILESS_MAIN(RunDirectoryTest)
#include "tst_run_directory.moc"
