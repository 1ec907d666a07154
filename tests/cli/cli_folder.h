// SPDX-License-Identifier: Apache-2.0
// A temporary folder with small projects, made by the real binary, for tests that damage them.
#pragma once

#include <QDir>
#include <QFile>

#include "tests/cli/cli_program.h"

class CliFolder {
 public:
  QString path(const QString& name) const { return folder_.filePath(name); }

  void write(const QString& file, const QByteArray& bytes) const {
    QDir().mkpath(QFileInfo(file).path());
    QFile out(file);
    QVERIFY(out.open(QIODevice::WriteOnly | QIODevice::Truncate));
    QCOMPARE(out.write(bytes), qint64(bytes.size()));
  }
  static QByteArray contentOf(const QString& file) {
    QFile in(file);
    return in.open(QIODevice::ReadOnly) ? in.readAll() : QByteArray("cannot be read");
  }

  /// A table project of its own. Without side files, so that assay.db is all there is.
  QString freshTable() {
    const QString folder = fresh("table");
    runAssay({"sample", "table", folder, "--count", "60"});
    for (const char* side : {"-wal", "-shm"}) QFile::remove(folder + "/assay.db" + side);
    return folder;
  }
  /// The same after one epoch of training.
  QString trainedTable() {
    const QString folder = freshTable();
    runAssay({"train", folder, "--set", "trainer.max_epochs=1", "--set", "trainer.max_minutes=0", "--set",
              "device.threads=1"});
    return folder;
  }
  /// A detection project without items.
  QString freshBoards() {
    const QString folder = fresh("boards");
    runAssay({"new", folder, "--task", "detection"});
    return folder;
  }
  /// A name that is not taken.
  QString fresh(const QString& name) { return path(name + "_" + QString::number(++count_)); }

 private:
  QTemporaryDir folder_;
  int count_ = 0;
};
