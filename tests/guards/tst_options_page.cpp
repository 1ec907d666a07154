// SPDX-License-Identifier: Apache-2.0
// resources/docs/options.md is generated from the declarations; this fails when a declaration changed and the page did not.
#include <QtTest>

#include <QFile>
#include <QProcess>

class OptionsPageTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void theOptionsPageIsWhatTheProgramGenerates() {
    QProcess assay;
    assay.start(qEnvironmentVariable("ASSAY_BIN") + "/assay", {"options", "--markdown"});
    QVERIFY(assay.waitForFinished());
    QCOMPARE(assay.exitCode(), 0);
    QFile page(qEnvironmentVariable("ASSAY_SOURCE") + "/resources/docs/options.md");
    QVERIFY2(page.open(QIODevice::ReadOnly), "resources/docs/options.md is missing");
    QVERIFY2(page.readAll() == assay.readAllStandardOutput(),
             "run `assay options --markdown > resources/docs/options.md`: an option changed");
  }
};

QTEST_APPLESS_MAIN(OptionsPageTest)
#include "tst_options_page.moc"
