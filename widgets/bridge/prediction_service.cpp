// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/bridge/prediction_service.h"

#include <algorithm>
#include <utility>

#include <QLocalSocket>
#include <QProcess>
#include <QTemporaryDir>
#include <QTimer>

#include "core/base/paths.h"
#include "core/job/run_directory.h"
#include "widgets/bridge/message_text.h"
#include "widgets/bridge/text.h"

namespace assay {

namespace {

constexpr int stopWaitMs = 2000;
constexpr qint64 maxLine = 64 << 20;   // a model's answer is kilobytes; more is a fault

ModelAnswer failed(const QString& error) {
  ModelAnswer answer;
  answer.error = error;
  return answer;
}

std::vector<Detection> detectionsOf(const Json& output, const char* list) {
  std::vector<Detection> detections;
  if (!output.contains(list)) return detections;
  const std::string where = "the model's answer";
  for (const Json& entry : member<Json>(output, list, where)) {
    const Shape shape = shapeFromJson({{"box", member<Json>(entry, "box", where)}}, where);
    Detection says{member<std::string>(entry, "class", where), boundingBox(shape), member<double>(entry, "score", where)};
    if (entry.contains("mask")) says.mask = std::get<Mask>(shapeFromJson({{"mask", entry["mask"]}}, where));
    detections.push_back(std::move(says));
  }
  return detections;
}

}  // namespace

bool hasCheckpoint(const std::filesystem::path& runFolder) {
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator(RunDirectory(runFolder).checkpointsFolder(), ignored))
    if (!entry.path().filename().string().starts_with('.') && std::filesystem::exists(entry.path() / "manifest.json", ignored))
      return true;
  return false;
}

std::filesystem::path newestTrainedRun(const std::filesystem::path& projectFolder) {
  std::filesystem::path newest;
  qint64 highest = -1;
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator(projectFolder / "runs", ignored)) {
    bool isNumber = false;
    const qint64 number = fromPath(entry.path().filename()).toLongLong(&isNumber);
    if (!isNumber || number <= highest || !hasCheckpoint(entry.path())) continue;
    highest = number;
    newest = entry.path();
  }
  return newest;
}

PredictionService::PredictionService(RunFolder runFolder, QObject* parent) : QObject(parent), runFolder_(std::move(runFolder)) {}
PredictionService::~PredictionService() { shutDown(); }

void PredictionService::setState(State state) {
  if (state_ == state) return;
  state_ = state;
  Q_EMIT stateChanged();
}

int PredictionService::ask(const Json& input, QObject* context, Answered answered) {
  if (state_ == State::Ready && questions_.isEmpty() && serving_ != runFolder_()) shutDown();   // a newer run has come
  const int number = nextQuestion_++;
  const std::string line = toLine({{"id", number}, {"input", input}}) + '\n';
  questions_.insert(number, {QByteArray::fromStdString(line), context, std::move(answered), false});
  if (state_ == State::Ready) sendWaiting();
  else if (state_ != State::Starting) start();
  return number;
}

void PredictionService::start() {
  serving_ = runFolder_();
  if (serving_.empty()) return fail(tr("There is no trained model yet. Train one first."));
  folder_ = std::make_unique<QTemporaryDir>();
  process_ = new QProcess(this);
  connect(process_, &QProcess::readyReadStandardOutput, this, [this] {
    while (process_ && process_->canReadLine())
      if (process_->readLine().contains("\"ready\":true")) connectSocket();
  });
  connect(process_, &QProcess::errorOccurred, this, [this] {
    fail(tr("The prediction service could not be started: %1").arg(process_ ? process_->errorString() : QString()));
  });
  connect(process_, &QProcess::finished, this, [this] {
    const QStringList lines = QString::fromUtf8(process_->readAllStandardError()).trimmed().split('\n');
    fail(tr("The prediction service ended: %1").arg(lines.last()));
  });
  setState(State::Starting);
  try {
    process_->start(fromPath(siblingProgram("assay-worker")),
                    {"serve", "--run", fromPath(serving_), "--socket", folder_->filePath("model"), "--with-parent"});
  } catch (const Error& error) {
    fail(describe(error));
  }
}

void PredictionService::connectSocket() {
  socket_ = new QLocalSocket(this);
  connect(socket_, &QLocalSocket::connected, this, [this] {
    setState(State::Ready);
    sendWaiting();
  });
  connect(socket_, &QLocalSocket::readyRead, this, &PredictionService::readAnswers);
  connect(socket_, &QLocalSocket::errorOccurred, this, [this] {
    fail(tr("The connection to the prediction service was lost."));
  });
  socket_->connectToServer(folder_->filePath("model"));
}

void PredictionService::sendWaiting() {
  QList<int> numbers = questions_.keys();
  std::sort(numbers.begin(), numbers.end());
  for (const int number : numbers) {
    Question& question = questions_[number];
    if (question.isSent) continue;
    socket_->write(question.line);
    question.isSent = true;
  }
}

void PredictionService::readAnswers() {
  while (socket_ && socket_->canReadLine()) takeAnswer(socket_->readLine(maxLine));
}

void PredictionService::takeAnswer(const QByteArray& line) {
  int number = 0;
  ModelAnswer answer;
  try {
    const Json json = parseJson(std::string_view(line.constData(), static_cast<std::size_t>(line.size())),
                                "the prediction service");
    number = static_cast<int>(member<int64_t>(json, "id", "the prediction service"));
    if (json.contains("error")) {
      answer.error = translateMessage(member<std::string>(json["error"], "message", "the prediction service"));
    } else {
      answer.output = member<Json>(json, "output", "the prediction service");
      answer.detections = detectionsOf(answer.output, "boxes");
      answer.proposals = detectionsOf(answer.output, "proposals");
      if (answer.output.contains("threshold"))
        answer.threshold = member<double>(answer.output, "threshold", "the prediction service");
    }
  } catch (const Error& error) {
    answer = failed(describe(error));
  }
  const auto it = questions_.constFind(number);
  if (it == questions_.cend()) return;   // cancelled meanwhile
  const Question question = *it;
  questions_.erase(it);
  if (question.context) question.answered(answer);
}

void PredictionService::fail(const QString& error) {
  error_ = error;
  const auto waiting = std::exchange(questions_, {});
  shutDown();
  setState(State::Failed);
  for (const Question& question : waiting)
    if (question.context) question.answered(failed(error));
}

void PredictionService::shutDown() {
  if (socket_) {
    socket_->disconnect(this);
    socket_->abort();
    socket_->deleteLater();
    socket_ = nullptr;
  }
  if (process_) {
    // It leaves by itself when its stdin closes; nobody waits for it here.
    process_->disconnect(this);
    process_->setParent(nullptr);
    connect(process_, &QProcess::finished, process_, &QObject::deleteLater);
    QTimer::singleShot(stopWaitMs, process_, &QProcess::kill);
    process_->closeWriteChannel();
    process_->terminate();
    if (process_->state() == QProcess::NotRunning) process_->deleteLater();
    process_ = nullptr;
  }
  folder_.reset();
  serving_.clear();
  setState(State::Off);
}

}  // namespace assay
