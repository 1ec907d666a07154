// SPDX-License-Identifier: Apache-2.0
// Images on a slow file server (a throttled folder, mounted through FUSE): they are read once, whatever is trained and judged afterwards.
#include "tests/cli/cli_folder.h"

#include <QJsonArray>
#include <QStandardPaths>

namespace {

/// Mounted as long as it lives.
class SlowFolder {
 public:
  SlowFolder(const QString& backing, const QString& place, int bytesPerSecond, const QString& log) : place_(place), log_(log) {
    mount_.setProcessChannelMode(QProcess::MergedChannels);
    mount_.start(qEnvironmentVariable("ASSAY_BIN") + "/tests/slow_folder", {backing, place, QString::number(bytesPerSecond), log});
    const auto isThere = [&] { return !QDir(place).entryList(QDir::Files).isEmpty(); };
    QTest::qWaitFor([&] { return isThere() || mount_.state() == QProcess::NotRunning; }, 10000);
    isMounted_ = isThere();
  }
  ~SlowFolder() {
    QProcess::execute("fusermount3", {"-u", "-z", place_});
    if (mount_.state() != QProcess::NotRunning && !mount_.waitForFinished(5000)) mount_.kill();
    mount_.waitForFinished(1000);
  }
  bool isMounted() const { return isMounted_; }
  QString words() { return QString::fromUtf8(mount_.readAll()); }

  struct Read {
    double time = 0;
    qint64 bytes = 0;
    QString path;
  };
  QList<Read> reads() const {
    QList<Read> all;
    for (const QByteArray& line : CliFolder::contentOf(log_).split('\n')) {
      const QList<QByteArray> words = line.split(' ');
      if (words.size() == 3) all.append({words[0].toDouble(), words[1].toLongLong(), QString::fromUtf8(words[2])});
    }
    return all;
  }

 private:
  QString place_, log_;
  QProcess mount_;
  bool isMounted_ = false;
};

}  // namespace

class CliSlowStorageTest : public QObject, private CliFolder {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() {
    if (!QFile::exists("/dev/fuse") || QStandardPaths::findExecutable("fusermount3").isEmpty()) QSKIP("nothing can be mounted here: /dev/fuse or fusermount3 is missing");
  }

  void imagesAreReadOnce_data() {
    QTest::addColumn<int>("ranks");
    QTest::newRow("one rank") << 1;
    QTest::newRow("two ranks") << 2;
  }
  void imagesAreReadOnce() {
    QFETCH(int, ranks);
    const QString folder = fresh("boards"), backing = fresh("server"), log = fresh("reads") + ".log";
    QCOMPARE(runAssay({"sample", "boards", folder, "--count", "20"}).exitCode, 0);
    QVERIFY(QDir().rename(folder + "/images", backing) && QDir().mkpath(folder + "/images"));
    SlowFolder slow(backing, folder + "/images", 1'000'000, log);
    if (!slow.isMounted()) QSKIP(qPrintable("nothing can be mounted here: " + slow.words()));
    qputenv("ASSAY_HOME", fresh("home").toUtf8());   // with an empty cache
    const CliResult result = runAssay({"train", folder, "--nproc", QString::number(ranks), "--json", "--set", "trainer.max_minutes=0", "--set", "trainer.max_epochs=3", "--set", "trainer.batch_size=8",
                                       "--set", "trainer.evaluate_every=1", "--set", "device.threads=1", "--set", "device.precision=fp32"});
    QVERIFY2(result.exitCode == 0, qPrintable(result.err));
    QList<double> judged;
    for (const QByteArray& line : contentOf(folder + "/runs/1/events.jsonl").split('\n')) {
      const QJsonObject event = QJsonDocument::fromJson(line).object();
      if (event["kind"].toString() == "evaluation") judged << event["time"].toDouble();
    }
    QCOMPARE(judged.size(), qsizetype(3));
    QVERIFY(!slow.reads().isEmpty());
    for (const auto& read : slow.reads()) QVERIFY2(read.time < judged.first(), qPrintable(read.path + " was read after the first epoch"));
    // Once for the content hash and once for the cache, by the ranks together; on each rank up to 16 pictures twice, for levels and polarity.
    QHash<QString, qint64> bytes;
    for (const auto& read : slow.reads()) bytes[read.path] += read.bytes;
    qint64 all = 0, stored = 0;
    for (auto it = bytes.begin(); it != bytes.end(); ++it) {
      all += it.value();
      stored += QFileInfo(backing + it.key()).size();
    }
    QVERIFY2(all <= (3 + 3 * ranks) * stored, qPrintable(QStringLiteral("%1 of %2 bytes").arg(all).arg(stored)));
  }
};

QTEST_GUILESS_MAIN(CliSlowStorageTest)
#include "tst_cli_slow_storage.moc"
