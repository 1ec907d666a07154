// SPDX-License-Identifier: Apache-2.0
// The real binary meets images and labels that cannot be used: each answer names what, which and what was expected, and nothing changes.
#include "tests/cli/cli_folder.h"

#include <QJsonArray>

#include "tests/support/test_files.h"

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

  void badLabelsStopTheImportUnlessTheyAreSkipped_data() {
    QTest::addColumn<QByteArray>("label");
    QTest::addColumn<QString>("says");
    QTest::newRow("outside") << QByteArray("0 1.5 0.5 0.1 0.1") << "lies outside";
    QTest::newRow("no area") << QByteArray("0 0.5 0.5 0 0.1") << "has no area";
    QTest::newRow("not a number") << QByteArray("0 nan 0.5 0.1 0.1") << "is not a label";
    QTest::newRow("unknown class") << QByteArray("7 0.5 0.5 0.1 0.1") << "class 7 is unknown";
    QTest::newRow("another format") << QByteArray("<annotation/>") << "is not a label";
    QTest::newRow("no text") << QByteArray("\0\1\2\3", 4) << "binary file";
  }
  void badLabelsStopTheImportUnlessTheyAreSkipped() {
    QFETCH(QByteArray, label);
    QFETCH(QString, says);
    const QString project = freshBoards(), source = yoloSet();
    write(source + "/labels/a.txt", "0 0.5 0.5 0.2 0.2\n" + label + "\n");
    const CliResult strict = runAssay({"import", project, source, "--format", "yolo", "--copy", "--json"});
    QCOMPARE(strict.exitCode, 3);
    QVERIFY2(strict.errorText().contains("labels/a.txt") && strict.errorText().contains(says) &&
                 strict.errorText().contains("--skip-bad"), qPrintable(strict.errorText()));
    QVERIFY(!QFile::exists(project + "/images"));
    QCOMPARE(runAssay({"snapshot", project, "--json"}).json["items"].toInt(), 0);
    const CliResult skipped = runAssay({"import", project, source, "--format", "yolo", "--skip-bad", "--json"});
    QVERIFY2(skipped.exitCode == 0, qPrintable(skipped.err));
    QCOMPARE(skipped.json["items"].toInt(), 1);
    QCOMPARE(skipped.json["problems"].toArray().size(), 1);
  }

  void aBoxOverTheEdgeIsClippedAndCounted() {
    const QString source = yoloSet();
    write(source + "/labels/a.txt", "0 0.99 0.5 0.1 0.2\n");
    const CliResult result = runAssay({"import", freshBoards(), source, "--format", "yolo", "--json"});
    QVERIFY2(result.exitCode == 0, qPrintable(result.err));
    QVERIFY2(result.err.contains("is clipped") && result.err.contains("1 warning"), qPrintable(result.err));
  }

  void everyFaultIsListedBeforeNothingIsImported() {
    const QString source = yoloSet();
    write(source + "/labels/a.txt", "9 .5 .5 .1 .1\n0 2 2 .1 .1\nnonsense\n");
    const CliResult result = runAssay({"import", freshBoards(), source, "--format", "yolo", "--json"});
    QCOMPARE(result.exitCode, 3);
    for (const char* place : {"a.txt:1", "a.txt:2", "a.txt:3"}) QVERIFY2(result.err.contains(place), qPrintable(result.err));
    QVERIFY2(result.errorText().contains("3 errors"), qPrintable(result.errorText()));
  }

  void aDamagedImageAmongGoodOnesStopsTheImport() {
    const QString source = path("photos"), project = freshBoards();
    for (const char* name : {"a", "b"}) write(source + "/" + name + ".png", somePng(name[0]));
    QByteArray damaged = somePng('c');
    damaged[damaged.size() / 2] = char(damaged[damaged.size() / 2] ^ 1);
    write(source + "/c.png", damaged);
    write(source + "/copy of a.png", somePng('a'));
    const CliResult strict = runAssay({"import", project, source, "--format", "images", "--json"});
    QCOMPARE(strict.exitCode, 3);
    QVERIFY2(strict.errorText().contains("c.png") && strict.errorText().contains("checksum"), qPrintable(strict.errorText()));
    const CliResult skipped = runAssay({"import", project, source, "--format", "images", "--skip-bad", "--json"});
    QVERIFY2(skipped.exitCode == 0, qPrintable(skipped.err));
    QCOMPARE(skipped.json["items"].toInt(), 2);
    QVERIFY2(skipped.err.contains("copy of a.png") && skipped.err.contains("the same image"), qPrintable(skipped.err));
    QCOMPARE(runAssay({"import", project, source, "--format", "images", "--split", "tset", "--json"}).exitCode, 2);
  }

  void aFormatThatHoldsNothingOfTheProjectWritesNothing() {
    const CliResult result = runAssay({"export", freshTable(), path("as_yolo"), "--format", "yolo", "--json"});
    QCOMPARE(result.exitCode, 3);
    QVERIFY2(result.errorText().contains("yolo") && result.errorText().contains("table"), qPrintable(result.errorText()));
    QVERIFY(!QFile::exists(path("as_yolo")));
  }

 private:
  static QByteArray somePng(int seed) {
    return QByteArray::fromStdString(assay::encodePng(assay::noiseImage(40, 30, 1, uint64_t(seed))));
  }
  /// images/a.png and one class; the labels are still to be written.
  QString yoloSet() {
    const QString folder = fresh("yolo");
    write(folder + "/classes.txt", "open\n");
    write(folder + "/images/a.png", somePng(7));
    return folder;
  }
};

QTEST_GUILESS_MAIN(CliBadImagesTest)
#include "tst_cli_bad_images.moc"
