// SPDX-License-Identifier: GPL-3.0-or-later
// A resident `assay-worker serve` process for one run, asked over a Unix socket. It starts with the first question and ends
// with this object.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <vector>

#include <QByteArray>
#include <QHash>
#include <QObject>
#include <QPointer>
#include <QString>

#include "core/base/json.h"
#include "core/labels/annotation.h"

class QLocalSocket;
class QProcess;
class QTemporaryDir;

namespace assay {

struct ModelAnswer {
  std::vector<Detection> detections;   ///< every box above the model's floor, any order
  std::vector<Detection> proposals;    ///< places where nothing of that is sure and somebody should look all the same
  double threshold = 0.5;              ///< the model's operating point: draw boxes at or above it
  Json output;                         ///< the whole answer, for tasks without boxes
  QString error;                       ///< empty when the model answered
};

/// By its name alone: a checkpoint gets it once it is whole. RunDirectory::lastCheckpoint() hashes every byte, which the GUI
/// thread has no time for; the worker that loads the checkpoint does it.
bool hasCheckpoint(const std::filesystem::path& runFolder);

/// The folder of a project's newest run that has a checkpoint; empty: there is none.
std::filesystem::path newestTrainedRun(const std::filesystem::path& projectFolder);

class PredictionService : public QObject {
  Q_OBJECT

 public:
  enum class State { Off, Starting, Ready, Failed };
  using Answered = std::function<void(const ModelAnswer&)>;
  /// The folder of the run that is to answer; empty: there is none.
  using RunFolder = std::function<std::filesystem::path()>;

  explicit PredictionService(RunFolder runFolder, QObject* parent = nullptr);
  ~PredictionService() override;

  State state() const { return state_; }
  const QString& error() const { return error_; }

  /// A question in the model's own form. `answered` runs on the GUI thread, once, unless `context` is gone by then. Returns a
  /// number for cancel(). When another run is to answer now, the service starts anew.
  int ask(const Json& input, QObject* context, Answered answered);
  void cancel(int question) { questions_.remove(question); }
  int waiting() const { return static_cast<int>(questions_.size()); }
  void shutDown();

 Q_SIGNALS:
  void stateChanged();

 protected:
  const std::filesystem::path& serving() const { return serving_; }

 private:
  struct Question {
    QByteArray line;
    QPointer<QObject> context;
    Answered answered;
    bool isSent = false;
  };
  void start();
  void connectSocket();
  void sendWaiting();
  void readAnswers();
  void takeAnswer(const QByteArray& line);
  void fail(const QString& error);
  void setState(State state);

  RunFolder runFolder_;
  std::filesystem::path serving_;
  State state_ = State::Off;
  QString error_;
  std::unique_ptr<QTemporaryDir> folder_;   ///< holds the socket, readable by this user alone
  QProcess* process_ = nullptr;
  QLocalSocket* socket_ = nullptr;
  QHash<int, Question> questions_;
  int nextQuestion_ = 1;
};

}  // namespace assay
