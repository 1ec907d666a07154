// SPDX-License-Identifier: Apache-2.0
// The real binary meets images and labels that cannot be used: each answer names what, which and what was expected, and nothing changes.
#include "tests/cli/cli_folder.h"

#include <QJsonArray>

class CliBadImagesTest : public QObject, private CliFolder {
  Q_OBJECT

 private Q_SLOTS:
  void theErrorOfAnUnreadableSetNamesItsFirstImage_data() {
    QTest::addColumn<QByteArray>("image");
    QTest::addColumn<QString>("says");
    QTest::newRow("empty") << QByteArray() << "empty";
    QTest::newRow("text") << QByteArray("a text of some length, and not an image\n") << "text file";
    QTest::newRow("document") << QByteArray("%PDF-1.4\n%%EOF\n") << "PDF";
    QTest::newRow("cut header") << QByteArray::fromHex("89504e470d0a1a0a0000000d49484452") << "broken.png";
    QTest::newRow("100000 x 100000") << QByteArray::fromHex("89504e470d0a1a0a0000000d49484452000186a0000186a008000000007a7b0a3f") << "broken.png";
  }
  void theErrorOfAnUnreadableSetNamesItsFirstImage() {
    QFETCH(QByteArray, image);
    QFETCH(QString, says);
    const QString project = path("detection"), source = path("yolo");
    QDir(project).removeRecursively();
    QCOMPARE(runAssay({"new", project, "--task", "detection"}).exitCode, 0);
    write(source + "/classes.txt", "open\n");
    write(source + "/images/broken.png", image);
    const CliResult result = runAssay({"import", project, source, "--format", "yolo", "--copy", "--json"});
    QCOMPARE(result.exitCode, 3);
    QCOMPARE(result.errorCode(), QString("bad_input"));
    QVERIFY2(result.errorText().contains("broken.png") && result.errorText().contains(says), qPrintable(result.errorText()));
    QVERIFY(!QFile::exists(project + "/images"));
  }

  void aFormatThatHoldsNothingOfTheProjectWritesNothing() {
    const CliResult result = runAssay({"export", freshTable(), path("as_yolo"), "--format", "yolo", "--json"});
    QCOMPARE(result.exitCode, 3);
    QVERIFY2(result.errorText().contains("yolo") && result.errorText().contains("table"), qPrintable(result.errorText()));
    QVERIFY(!QFile::exists(path("as_yolo")));
  }
};

QTEST_GUILESS_MAIN(CliBadImagesTest)
#include "tst_cli_bad_images.moc"
