// SPDX-License-Identifier: Apache-2.0
#include <QtTest>

#include <fstream>

#include "core/job/local_launcher.h"
#include "tests/support/expect_error.h"

using namespace assay;
namespace fs = std::filesystem;

class LocalLauncherTest : public QObject {
  Q_OBJECT

  std::unique_ptr<QTemporaryDir> folder_;
  fs::path root_;

  RunDirectory freshRun() const {
    RunSpec spec;
    spec.id = {1};
    spec.project = spec.task = spec.plugin = "none";
    spec.pluginVersion = "1.0.0";
    spec.dataVersion = "abc";
    spec.dataRoot = spec.dataFile = root_;
    spec.options = commonSchema().resolve({});
    return RunDirectory::create(root_ / "runs/1", spec);
  }

  /// What the launcher finds as `assay`.
  void installProgram(const std::string& script) const {
    fs::create_directories(root_ / "bin");
    std::ofstream(root_ / "bin/assay") << "#!/bin/sh\n" << script << "\n";
    fs::permissions(root_ / "bin/assay", fs::perms::owner_all);
    qputenv("ASSAY_BIN", (root_ / "bin").c_str());
  }
  QByteArray path_ = qgetenv("PATH"), programs_ = qgetenv("ASSAY_BIN");

 private Q_SLOTS:
  void init() {
    folder_ = std::make_unique<QTemporaryDir>();
    root_ = folder_->path().toStdString();
  }
  void cleanup() {
    qputenv("PATH", path_);
    qputenv("ASSAY_BIN", programs_);
  }

  void aRunWhoseSupervisorDoesNotStartHasFailed() {
    installProgram("echo 'assay: the moon is missing' >&2; exit 6");
    const RunDirectory run = freshRun();
    const Error error = errorOf([&] { LocalLauncher().submit(run); });
    QCOMPARE(error.code(), Code::JobFailed);
    QVERIFY2(QString(error.what()).contains("the moon is missing"), error.what());
    QCOMPARE(run.status().state, RunState::Failed);
    QCOMPARE(run.status().errorMessage, error.message());
    QVERIFY(run.status().ended > 0);
  }

  void aRunWithoutAnyProgramHasFailedToo() {
    qputenv("PATH", root_.c_str());
    qputenv("ASSAY_BIN", root_.c_str());
    const RunDirectory run = freshRun();
    QCOMPARE(errorOf([&] { LocalLauncher().submit(run); }).code(), Code::Environment);
    QCOMPARE(run.status().state, RunState::Failed);
    QCOMPARE(run.status().errorCode, std::string("environment"));
  }
};

QTEST_GUILESS_MAIN(LocalLauncherTest)
#include "tst_local_launcher.moc"
