// SPDX-License-Identifier: Apache-2.0
// What tests of other machines share: the same small job everywhere, and what became of it.
#pragma once

#include <QCryptographicHash>
#include <QJsonArray>
#include <csignal>

#include "tests/cli/cli_folder.h"
#include "tests/cli/server_process.h"

class RemoteTest : protected CliFolder {
 protected:
  static QStringList train(const QString& project, const QStringList& where, int steps) {
    QStringList line{"train", project, "--json"};
    for (const QString& setting : {QStringLiteral("trainer.max_minutes=0"), QStringLiteral("trainer.max_epochs=0"), QStringLiteral("trainer.max_steps=%1").arg(steps),
                                   QStringLiteral("trainer.evaluate_every=0"), QStringLiteral("device.threads=1"), QStringLiteral("device.precision=fp32"),
                                   QStringLiteral("trainer.checkpoint_minutes=0.01")})
      line << "--set" << setting;
    return line + where;
  }
  /// Those whose command line has the word and names this test's folder.
  QList<qint64> processes(const QByteArray& word) const {
    QList<qint64> found;
    for (const QString& name : QDir("/proc").entryList(QDir::Dirs)) {
      const QByteArray line = contentOf("/proc/" + name + "/cmdline");
      if (name.toLongLong() > 1 && line.contains(word) && line.contains(path("").toUtf8())) found << name.toLongLong();
    }
    return found;
  }
  /// Kills the `assay VERB` of this test's runs; how many there were.
  int endAll(const QByteArray& verb) const {
    const QList<qint64> found = processes('\0' + verb + '\0');
    for (const qint64 pid : found) kill(pid_t(pid), SIGKILL);
    return int(found.size());
  }
  static QString runFolder(const QString& project, int run) { return project + "/runs/" + QString::number(run); }
  static QList<QJsonObject> eventsOf(const QString& project, int run, const QString& kind = {}) {
    QList<QJsonObject> found;
    for (const QByteArray& text : contentOf(runFolder(project, run) + "/events.jsonl").split('\n')) {
      const QJsonObject event = QJsonDocument::fromJson(text).object();
      if (!event.isEmpty() && (kind.isEmpty() || event["kind"].toString() == kind)) found << event;
    }
    return found;
  }
  static QJsonObject stateOf(const QString& project, int run) { return QJsonDocument::fromJson(contentOf(runFolder(project, run) + "/state.json")).object(); }
  static QByteArray weightsOf(const QString& project, int run) {
    const QString checkpoints = runFolder(project, run) + "/checkpoints";
    const QStringList generations = QDir(checkpoints).entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name);
    if (generations.isEmpty()) return {};
    return QCryptographicHash::hash(contentOf(checkpoints + "/" + generations.last() + "/model.safetensors"), QCryptographicHash::Sha256).toHex();
  }
};
