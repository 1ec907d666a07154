// SPDX-License-Identifier: GPL-3.0-or-later
// What a person can do with runs. Each command is asynchronous: preparing a dataset version or a
// process may take seconds, and the answer comes on the GUI thread.
#pragma once

#include <functional>
#include <memory>

#include <QHash>
#include <QObject>
#include <QString>

#include "core/base/option_schema.h"
#include "core/base/strong_id.h"

class QProcess;

namespace assay {

class ProjectSession;

class RunCommands : public QObject {
  Q_OBJECT

 public:
  using Started = std::function<void(RunId run, const QString& error)>;   ///< error empty: it runs
  using Finished = std::function<void(const QString& error)>;

  explicit RunCommands(ProjectSession& session);
  ~RunCommands() override;

  /// Freezes a dataset version, writes runs/<id> and starts it on the target; the session emits runsChanged(). Nothing is written when
  /// the target is not ready.
  void start(const OptionValues& overrides, const QString& target, Started done);
  /// Looks again after runs on other machines that nobody here looks after: this one was switched off meanwhile.
  void reattachAll();
  /// Asks the run to write a checkpoint and leave. Returns an error text, or nothing.
  QString stop(RunId run);
  /// Goes on from the last good checkpoint.
  void resume(RunId run, Finished done);
  /// The options of a run that differ from the defaults: what the Train page shows for "Clone".
  OptionValues optionsOf(RunId run) const;
  /// `assay eval` as a child process; its progress appears in the status bar, its results under
  /// runs/<id>/evaluations/<split>.
  void evaluate(RunId run, const QString& split, Finished done);
  bool isEvaluating(RunId run) const;
  /// `assay suggest` as a child process: what to label next, in <run>/suggestions.json. Nothing while one is under way.
  void suggest(RunId run, const QString& strategy, int count);
  bool isSuggesting() const { return isSuggesting_; }

 Q_SIGNALS:
  void evaluationStarted(assay::RunId run, const QString& split);
  void evaluationFinished(assay::RunId run, const QString& split, const QString& error);
  void suggestionFinished(assay::RunId run, const QString& error);

 private:
  /// A verb of `assay` on this project; `title` is its line in the status bar. `over` comes before anything else hears of the end. None when there is
  /// no such program: both were called.
  QProcess* startVerb(const QString& title, const QStringList& arguments, std::function<void()> over, Finished ended);

  ProjectSession& session_;
  QHash<qint64, QProcess*> evaluations_;
  QProcess* suggestion_ = nullptr;
  bool isSuggesting_ = false;
};

}  // namespace assay
