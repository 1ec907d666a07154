// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/bridge/project_session.h"

#include <algorithm>
#include <utility>

#include "core/store/database.h"
#include "core/store/item_table.h"
#include "core/store/journal.h"
#include "core/store/project_lock.h"
#include "widgets/bridge/message_text.h"
#include "widgets/bridge/model_server.h"
#include "widgets/bridge/run_commands.h"
#include "widgets/bridge/runs_watch.h"
#include "widgets/bridge/task_runner.h"
#include "widgets/bridge/text.h"

namespace assay {

ProjectSession::ProjectSession() {
  // The first of all that listen: who hears of a change sees the new number.
  connect(this, &ProjectSession::itemsChanged, this, [this] { ++revision_; });
  connect(this, &ProjectSession::labelsChanged, this, [this] {
    ++revision_;
    areCountsCurrent_ = false;
  });
}

ProjectSession::~ProjectSession() {
  model_.reset();
  runs_.reset();
  tasks_.reset();
}

std::unique_ptr<ProjectSession> ProjectSession::open(const QString& folder) {
  std::unique_ptr<ProjectSession> session(new ProjectSession);
  session->project_ = loadProject(toPath(folder));
  const Project& project = session->project_;
  session->lock_ = ProjectLock::tryAcquire(project.root);
  if (!session->lock_) {
    session->readOnly_ = true;
    const std::string holder = ProjectLock::holder(project.root);
    session->readOnlyReason_ = holder.empty() ? tr("its folder cannot be written")
                                              : tr("another program is editing this project (%1)").arg(translateMessage(holder));
  }
  const OpenMode mode = session->readOnly_ ? OpenMode::ReadOnly : OpenMode::ReadWrite;
  session->database_ = std::make_unique<Database>(project.databaseFile(), mode);
  session->connectTasks();
  session->runs_ = std::make_unique<RunCommands>(*session);
  session->model_ = std::make_unique<ModelServer>(*session);
  session->watch_ = std::make_unique<RunsWatch>(project.runsFolder());
  connect(session->watch_.get(), &RunsWatch::changed, session.get(), &ProjectSession::runsChanged);
  session->take({listItems(*session->database_, With::ItemsOnly), {}});   // the counts when a page wants them
  session->areCountsCurrent_ = false;
  return session;
}

void ProjectSession::requireWritable() const {
  if (readOnly_) throw Error(Code::ReadOnly, readOnlyReason_.toStdString(), project_.root.string());
}

void ProjectSession::setProject(const Project& project) {
  requireWritable();
  saveProject(project);
  const bool sameButOptions = project.classes == project_.classes && project.task == project_.task && project.plugin == project_.plugin;
  if (!sameButOptions) ++revision_;
  project_ = project;
  Q_EMIT projectChanged();
}

int ProjectSession::classColour(const std::string& className) const {
  for (const ClassDef& definition : project_.classes)
    if (definition.name == className) return definition.colour;
  // A class that only a model or an old run knows: after the project's own colours, by name.
  int colour = 0;
  for (const ClassDef& definition : project_.classes) colour = std::max(colour, definition.colour + 1);
  return colour + static_cast<int>(std::hash<std::string>{}(className) % 8);
}

ProjectSession::Listing ProjectSession::list(Database& database) {
  return {listItems(database, With::ItemsOnly), assay::classCounts(database)};
}

void ProjectSession::take(Listing listing) {
  items_ = std::move(listing.items);
  counts_ = std::move(listing.counts);
  areCountsCurrent_ = true;
  itemRow_.clear();
  itemRow_.reserve(static_cast<int>(items_.size()));
  for (std::size_t row = 0; row < items_.size(); ++row)
    itemRow_.insert(items_[row].id.value, static_cast<int>(row));
}

const std::vector<ClassCount>& ProjectSession::classCounts() {
  if (!std::exchange(areCountsCurrent_, true)) counts_ = assay::classCounts(*database_);
  return counts_;
}

const Item* ProjectSession::item(ItemId id) const {
  const auto row = itemRow_.constFind(id.value);
  return row == itemRow_.cend() ? nullptr : &items_[static_cast<std::size_t>(*row)];
}

int ProjectSession::labelledCount() const {
  return static_cast<int>(std::count_if(items_.begin(), items_.end(),
                                        [](const Item& item) { return item.status == LabelStatus::Labelled; }));
}

QString ProjectSession::absolutePath(const std::string& itemPath) const {
  return fromPath(project_.root / toPath(fromUtf8(itemPath)));   // an absolute right side replaces the left
}

std::vector<Annotation> ProjectSession::annotations(ItemId item) const { return annotationsOf(*database_, item); }

AnnotationId ProjectSession::addAnnotation(ItemId item, const Annotation& annotation) {
  requireWritable();
  const Edit edit = applyEdit(*database_, {0, item, AnnotationChange{std::nullopt, annotation}});
  Q_EMIT labelsChanged(item);
  return std::get<AnnotationChange>(edit.change).after->id;
}

void ProjectSession::changeAnnotation(ItemId item, const Annotation& after) {
  requireWritable();
  const std::vector<Annotation> present = annotations(item);
  const auto before = std::find_if(present.begin(), present.end(), [&](const Annotation& a) { return a.id == after.id; });
  require(before != present.end(), "the label to change is not there any more", fromItem(item), Code::NotFound);
  if (*before == after) return;
  applyEdit(*database_, {0, item, AnnotationChange{*before, after}});
  Q_EMIT labelsChanged(item);
}

void ProjectSession::removeAnnotation(ItemId item, AnnotationId annotation) {
  requireWritable();
  for (const Annotation& present : annotations(item)) {
    if (present.id != annotation) continue;
    applyEdit(*database_, {0, item, AnnotationChange{present, std::nullopt}});
    Q_EMIT labelsChanged(item);
    return;
  }
}

void ProjectSession::setStatus(ItemId id, LabelStatus status) {
  requireWritable();
  const Item* present = item(id);
  if (!present || present->status == status) return;
  show(applyEdit(*database_, {0, id, StatusChange{present->status, status}}));
}

bool ProjectSession::canUndo() const { return !readOnly_ && assay::canUndo(*database_); }
bool ProjectSession::canRedo() const { return !readOnly_ && assay::canRedo(*database_); }

ItemId ProjectSession::undo() {
  requireWritable();
  const std::optional<Edit> edit = assay::undo(*database_);
  return edit ? show(*edit) : ItemId{};
}

ItemId ProjectSession::redo() {
  requireWritable();
  const std::optional<Edit> edit = assay::redo(*database_);
  return edit ? show(*edit) : ItemId{};
}

/// Brings the cached row of the edited item up to date and tells the pages.
ItemId ProjectSession::show(const Edit& edit) {
  const auto row = itemRow_.constFind(edit.item.value);
  if (row != itemRow_.cend())
    if (const std::optional<Item> stored = findItem(*database_, edit.item))
      items_[static_cast<std::size_t>(*row)].status = stored->status;
  Q_EMIT labelsChanged(edit.item);
  return edit.item;
}

void ProjectSession::connectTasks() {
  tasks_ = std::make_unique<TaskRunner>();
  connect(tasks_.get(), &TaskRunner::started, this, &ProjectSession::backgroundStarted);
  connect(tasks_.get(), &TaskRunner::progress, this, &ProjectSession::backgroundProgress);
  connect(tasks_.get(), &TaskRunner::finished, this, &ProjectSession::backgroundFinished);
}

void ProjectSession::runInBackground(const QString& title, std::function<void(Database&, const Progress&)> work,
                                     std::function<void(const QString& error)> done) {
  const OpenMode mode = readOnly_ ? OpenMode::ReadOnly : OpenMode::ReadWrite;
  tasks_->run(title, [work = std::move(work), file = project_.databaseFile(), mode](const Progress& progress) {
    Database database(file, mode);
    work(database, progress);
  }, std::move(done));
}

void ProjectSession::changeInBackground(const QString& title, std::function<void(Database&, const Progress&)> work,
                                        std::function<void(const QString& error)> done) {
  auto listing = std::make_shared<Listing>();
  runInBackground(
      title,
      [work = std::move(work), listing](Database& database, const Progress& progress) {
        work(database, progress);
        *listing = list(database);
      },
      [this, listing, before = revision_, done = std::move(done)](const QString& error) {
        const bool isCurrent = before == revision_;   // no label was edited here since it was read
        done(error);
        if (!error.isEmpty()) return;
        take(isCurrent ? std::move(*listing) : list(*database_));
        Q_EMIT itemsChanged();
      });
}

void ProjectSession::cancelBackground(int job) { tasks_->cancel(job); }

}  // namespace assay
