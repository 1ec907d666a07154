// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/bridge/run_commands.h"

#include <algorithm>
#include <filesystem>
#include <memory>

#include <QDir>
#include <QPointer>
#include <QProcess>

#include "core/base/json.h"
#include "core/base/paths.h"
#include "core/job/remote_job.h"
#include "core/job/start_run.h"
#include "core/plugin/catalogue.h"
#include "core/project/make_launcher.h"
#include "core/store/database.h"
#include "widgets/bridge/message_text.h"
#include "widgets/bridge/project_session.h"
#include "widgets/bridge/task_runner.h"
#include "widgets/bridge/text.h"

namespace assay {

namespace {

PluginManifest manifestOf(const Project& project) {
  const PluginCatalogue catalogue = PluginCatalogue::scan();
  return project.plugin.empty() ? catalogue.byTask(project.task) : catalogue.byId(project.plugin);
}

RunDirectory directoryOf(const ProjectSession& session, RunId run) {
  return RunDirectory(session.project().runsFolder() / std::to_string(run.value));
}

/// The message of {"error":{...}}, which programs of ours print as their last line; else what they logged last.
QString errorOf(const QByteArray& output, const QByteArray& log) {
  const QByteArray line = output.trimmed().split('\n').last();
  try {
    const Json json = parseJson(std::string_view(line.constData(), static_cast<std::size_t>(line.size())), "assay eval");
    return translateMessage(member<std::string>(member<Json>(json, "error", "assay eval"), "message", "assay eval"));
  } catch (const Error&) {
    return QString::fromUtf8(log).trimmed().section('\n', -1);   // it died before it could say why
  }
}

void requireReady(const Problems& problems) {
  for (const Problem& problem : problems)
    if (problem.severity == Severity::Error) throw Error(Code::Environment, problem.message, problem.where);
}

}  // namespace

RunCommands::RunCommands(ProjectSession& session) : session_(session) {}

RunCommands::~RunCommands() {
  // SIGTERM and not SIGKILL: the program passes it on to its worker, which would go on alone otherwise.
  QList<QProcess*> children = evaluations_.values() << suggestion_;
  children.removeAll(nullptr);
  for (QProcess* process : std::as_const(children)) {
    process->disconnect(this);
    process->terminate();
  }
  for (QProcess* process : std::as_const(children))
    if (!process->waitForFinished(1000)) process->kill();
}

void RunCommands::start(const OptionValues& overrides, const QString& target, Started done) {
  auto created = std::make_shared<RunId>();
  session_.runInBackground(
      tr("Preparing the run"),
      [project = session_.project(), overrides, name = target.toStdString(), created](Database& database, const Progress& progress) {
        const PluginManifest manifest = manifestOf(project);
        const std::unique_ptr<Launcher> launcher = makeLauncher(findTarget(name, project.targets), project, database, progress);
        requireReady(launcher->preflight(resolveRun(project, manifest, overrides, {})));
        const RunDirectory run = createRun(project, database, manifest, overrides);
        *created = run.spec().id;
        launcher->submit(run);
      },
      [this, created, done = std::move(done)](const QString& error) {
        if (*created) Q_EMIT session_.runsChanged();   // also when it could not be launched: the run is there
        done(*created, error);
      });
}

void RunCommands::reattachAll() {
  const QDir runs(fromPath(session_.project().runsFolder()));
  const QStringList folders = runs.entryList(QDir::Dirs | QDir::NoDotAndDotDot);
  if (std::none_of(folders.begin(), folders.end(), [&](const QString& run) { return QFile::exists(runs.filePath(run + "/launch.json")); })) return;
  session_.runInBackground(
      tr("Looking for runs on other machines"),
      [folder = session_.project().runsFolder()](Database&, const Progress&) {
        std::error_code none;
        for (const auto& entry : std::filesystem::directory_iterator(folder, none)) {
          try {
            reattach(RunDirectory(entry.path()));
          } catch (const Error&) {   // a damaged one: its row in the table says so
          }
        }
      },
      [](const QString&) {});
}

QString RunCommands::stop(RunId run) {
  try {
    directoryOf(session_, run).requestStop();
    return {};
  } catch (const Error& error) {
    return describe(error);
  }
}

void RunCommands::resume(RunId run, Finished done) {
  session_.runInBackground(
      tr("Resuming run %1").arg(run.value),
      [directory = directoryOf(session_, run), project = session_.project()](Database& database, const Progress& progress) {
        requireResumable(directory);
        directory.clearStop();
        makeLauncher(targetOfRun(directory), project, database, progress)->submit(directory);
      },
      [this, done = std::move(done)](const QString& error) {
        Q_EMIT session_.runsChanged();
        done(error);
      });
}

OptionValues RunCommands::optionsOf(RunId run) const {
  const RunSpec spec = directoryOf(session_, run).spec();
  const OptionSchema schema = runSchema(manifestOf(session_.project()));
  OptionValues differing;
  for (const auto& [key, value] : spec.options) {
    const Option* option = schema.find(key);
    if (option && toText(option->fallback) != toText(value)) differing.set(key, value);
  }
  return differing;
}

bool RunCommands::isEvaluating(RunId run) const { return evaluations_.contains(run.value); }

QProcess* RunCommands::startVerb(const QString& title, const QStringList& arguments, std::function<void()> over, Finished ended) {
  QString program;
  try {
    program = fromPath(siblingProgram("assay"));
  } catch (const Error& error) {
    over();
    ended(describe(error));
    return nullptr;
  }
  auto* process = new QProcess(this);
  const QPointer<QProcess> alive(process);
  const int task = session_.tasks().begin(title, [alive] {
    if (alive) alive->terminate();   // SIGTERM: the program passes it on and leaves with exit code 5
  });
  const auto end = [this, process, task, over = std::move(over), ended = std::move(ended)](int exitCode) {
    const QString error = exitCode == 0   ? QString()
                          : exitCode == 5 ? TaskRunner::tr("Stopped on request.")
                          : process->error() == QProcess::FailedToStart
                              ? process->errorString()
                              : errorOf(process->readAllStandardOutput(), process->readAllStandardError());
    over();
    process->deleteLater();
    session_.tasks().end(task, error);
    ended(error);
  };
  connect(process, &QProcess::finished, this, end);
  connect(process, &QProcess::errorOccurred, this, [end](QProcess::ProcessError error) {
    if (error == QProcess::FailedToStart) end(-1);
  });
  process->start(program, QStringList(arguments) << "--json");
  return process;
}

void RunCommands::evaluate(RunId run, const QString& split, Finished done) {
  if (isEvaluating(run)) return done(tr("Run %1 is being evaluated already.").arg(run.value));
  evaluations_.insert(run.value, nullptr);
  Q_EMIT evaluationStarted(run, split);
  QProcess* process = startVerb(
      tr("Evaluating run %1").arg(run.value), {"eval", fromPath(session_.project().root), "--run", QString::number(run.value), "--split", split},
      [this, run] { evaluations_.remove(run.value); },
      [this, run, split, done = std::move(done)](const QString& error) {
        Q_EMIT session_.runsChanged();
        Q_EMIT evaluationFinished(run, split, error);
        if (done) done(error);
      });
  if (isEvaluating(run)) evaluations_.insert(run.value, process);   // not when it could not even be started
}

void RunCommands::suggest(RunId run, const QString& strategy, int count) {
  if (isSuggesting()) return;
  isSuggesting_ = true;
  QProcess* process = startVerb(
      tr("Looking for what to label next"),
      {"suggest", fromPath(session_.project().root), "--run", QString::number(run.value), "--strategy", strategy, "--count", QString::number(count)},
      [this] {
        isSuggesting_ = false;
        suggestion_ = nullptr;
      },
      [this, run](const QString& error) { Q_EMIT suggestionFinished(run, error); });
  if (isSuggesting_) suggestion_ = process;
}

}  // namespace assay
