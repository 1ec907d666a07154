// SPDX-License-Identifier: GPL-3.0-or-later
// The real binary on a machine without a screen.
#include <QImage>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

namespace {

struct Answer {
  int exitCode = -1;
  QString out, err;
};

Answer run(const QString& program, const QStringList& arguments) {
  QProcess process;
  QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
  for (const char* name : {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}) environment.remove(name);
  process.setProcessEnvironment(environment);
  process.start(qEnvironmentVariable("ASSAY_BIN") + '/' + program, arguments);
  if (!process.waitForFinished(120000)) {
    process.kill();
    process.waitForFinished();
    return {-1, {}, process.errorString()};
  }
  return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -2, QString::fromUtf8(process.readAllStandardOutput()), QString::fromUtf8(process.readAllStandardError())};
}

}  // namespace

class WorkbenchProgramTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void helpAndVersionNeedNoScreen() {
    const Answer help = run("assay-workbench", {"--help"});
    QVERIFY2(help.exitCode == 0, qPrintable(help.err));
    for (const char* option : {"--page", "--grab", "--theme", "--language"}) QVERIFY2(help.out.contains(option), option);
    const Answer version = run("assay-workbench", {"--version"});
    QVERIFY2(version.exitCode == 0 && version.out.startsWith("assay-workbench "), qPrintable(version.err));
  }

  void aPictureOfAPageNeedsNone() {
    const QTemporaryDir folder;
    const Answer made = run("assay", {"sample", "boards", folder.filePath("boards"), "--count", "3", "--seed", "1"});
    QVERIFY2(made.exitCode == 0, qPrintable(made.err));
    const Answer grabbed = run("assay-workbench", {folder.filePath("boards"), "--page", "label", "--size", "900x600", "--grab", folder.filePath("page.png")});
    QVERIFY2(grabbed.exitCode == 0, qPrintable(grabbed.err));
    QCOMPARE(QImage(folder.filePath("page.png")).size(), QSize(900, 600));
  }

  void aWrongWordIsNamed() {
    const Answer answer = run("assay-workbench", {"--grab", "x.png", "--theme", "purple"});
    QCOMPARE(answer.exitCode, 2);
    QVERIFY2(answer.err.contains("purple"), qPrintable(answer.err));
  }
};

QTEST_GUILESS_MAIN(WorkbenchProgramTest)
#include "tst_workbench_program.moc"
