// SPDX-License-Identifier: GPL-3.0-or-later
// "What would the model say?": a resident `assay-worker serve` process for one run, asked over a Unix
// socket. It starts with the first question and ends with this object.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include <QByteArray>
#include <QHash>
#include <QObject>
#include <QPointer>
#include <QString>

#include "core/base/json.h"
#include "core/base/strong_id.h"
#include "core/labels/annotation.h"

class QLocalSocket;
class QProcess;
class QTemporaryDir;

namespace assay {

class ProjectSession;

struct ModelAnswer {
  std::vector<Detection> detections;   ///< every box above the model's floor, any order
  double threshold = 0.5;              ///< the model's operating point: draw boxes at or above it
  Json output;                         ///< the whole answer, for tasks without boxes
  QString error;                       ///< empty when the model answered
};

class ModelServer : public QObject {
  Q_OBJECT

 public:
  enum class State { Off, Starting, Ready, Failed };
  using Answered = std::function<void(const ModelAnswer&)>;

  explicit ModelServer(ProjectSession& session);
  ~ModelServer() override;

  /// The run that is asked: the one set, else the newest with a good checkpoint; 0 when there is none.
  RunId run() const;
  void setRun(RunId run);
  bool isAvailable() const { return static_cast<bool>(run()); }
  State state() const { return state_; }
  const QString& error() const { return error_; }

  /// Absolute paths; `reference` may be empty. `answered` runs on the GUI thread, once, unless
  /// `context` is gone by then. Returns a number for cancel().
  int ask(const QString& image, const QString& reference, QObject* context, Answered answered);
  /// A question in the model's own form, for tasks without pictures.
  int ask(const Json& input, QObject* context, Answered answered);
  void cancel(int question) { questions_.remove(question); }
  int waiting() const { return static_cast<int>(questions_.size()); }
  void shutDown();

 Q_SIGNALS:
  void stateChanged();

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

  ProjectSession& session_;
  RunId chosen_;
  RunId serving_;
  State state_ = State::Off;
  QString error_;
  std::unique_ptr<QTemporaryDir> folder_;   ///< holds the socket, readable by this user alone
  QProcess* process_ = nullptr;
  QLocalSocket* socket_ = nullptr;
  QHash<int, Question> questions_;
  int nextQuestion_ = 1;
};

}  // namespace assay
