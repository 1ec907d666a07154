// SPDX-License-Identifier: GPL-3.0-or-later
// The open project, as the pages see it. Lives on the GUI thread; whatever may take long runs on a
// worker thread and answers by signal. The store itself is core's.
#pragma once

#include <functional>
#include <memory>

#include <QHash>
#include <QObject>
#include <QString>
#include <QStringList>

#include "core/base/progress.h"
#include "core/labels/edit.h"
#include "core/labels/item.h"
#include "core/project/project.h"
#include "core/store/item_table.h"

namespace assay {

class Database;
class ModelServer;
class ProjectLock;
class RunCommands;
class RunsWatch;
class TaskRunner;

class ProjectSession : public QObject {
  Q_OBJECT

 public:
  /// Opens the project. A second workbench on it opens read-only: isReadOnly() is then true and says so.
  static std::unique_ptr<ProjectSession> open(const QString& folder);
  ~ProjectSession() override;

  const Project& project() const { return project_; }
  /// Saves project.yaml and emits projectChanged().
  void setProject(const Project& project);
  bool isReadOnly() const { return readOnly_; }
  /// Why it is read-only, as a sentence; empty when it is not.
  const QString& readOnlyReason() const { return readOnlyReason_; }
  /// The GUI thread's connection; worker threads open their own.
  Database& database() { return *database_; }
  /// Colour index of a class; stable.
  int classColour(const std::string& className) const;
  /// Start, stop, resume, clone and evaluate runs.
  RunCommands& runs() { return *runs_; }
  /// Predictions while labelling.
  ModelServer& model() { return *model_; }

  /// All items without annotations, id order; cached and refreshed after itemsChanged().
  const std::vector<Item>& items() const { return items_; }
  const Item* item(ItemId id) const;
  QString absolutePath(const std::string& itemPath) const;

  // Labels. Each is journalled to SQLite before it returns, and can be undone without limit.
  std::vector<Annotation> annotations(ItemId item) const;
  AnnotationId addAnnotation(ItemId item, const Annotation& annotation);
  void changeAnnotation(ItemId item, const Annotation& after);
  void removeAnnotation(ItemId item, AnnotationId annotation);
  void setStatus(ItemId item, LabelStatus status);
  bool canUndo() const;
  bool canRedo() const;
  /// Returns the item that changed, so that the page can show it.
  ItemId undo();
  ItemId redo();

  int labelledCount() const;
  /// Counts the changes of items, labels, classes and task: what was found out about one number holds until the next.
  /// Options do not count.
  quint64 revision() const { return revision_; }
  /// How many labels of each class each item has; kept until a label changes.
  const std::vector<ClassCount>& classCounts();

  /// Runs `work` on a worker thread with its own database connection; shown in the status bar with
  /// a cancel button. `done` runs on the GUI thread with the error text, empty when it went well.
  void runInBackground(const QString& title, std::function<void(Database&, const Progress&)> work,
                       std::function<void(const QString& error)> done);
  /// The same for work that changes items or labels outside the calls above (imports, splits): it also reads the lists
  /// anew, so that the GUI thread needs only take them. itemsChanged() follows `done` when it went well.
  void changeInBackground(const QString& title, std::function<void(Database&, const Progress&)> work,
                          std::function<void(const QString& error)> done);
  /// The jobs behind runInBackground(), for work that is not a thread of ours (child processes).
  TaskRunner& tasks() { return *tasks_; }

 Q_SIGNALS:
  void projectChanged();
  void itemsChanged();                       ///< items were added, removed, or changed split
  void labelsChanged(assay::ItemId item);    ///< annotations or status of one item
  void runsChanged();                        ///< a run was created, here or by another program, or its state changed
  void backgroundStarted(int job, const QString& title);
  void backgroundProgress(int job, qint64 done, qint64 total, const QString& what);
  void backgroundFinished(int job, const QString& error);

 public Q_SLOTS:
  void cancelBackground(int job);

 private:
  /// What is kept of the store for every page.
  struct Listing {
    std::vector<Item> items;
    std::vector<ClassCount> counts;
  };

  ProjectSession();
  static Listing list(Database& database);
  void take(Listing listing);
  void requireWritable() const;
  void connectTasks();
  ItemId show(const Edit& edit);
  Project project_;
  bool readOnly_ = false;
  QString readOnlyReason_;
  quint64 revision_ = 0;
  std::unique_ptr<ProjectLock> lock_;
  std::unique_ptr<Database> database_;
  std::vector<Item> items_;
  std::vector<ClassCount> counts_;
  bool areCountsCurrent_ = false;
  QHash<qint64, int> itemRow_;
  std::unique_ptr<TaskRunner> tasks_;
  std::unique_ptr<RunCommands> runs_;
  std::unique_ptr<RunsWatch> watch_;
  std::unique_ptr<ModelServer> model_;
};

}  // namespace assay
