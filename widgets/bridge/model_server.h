// SPDX-License-Identifier: GPL-3.0-or-later
// "What would the model say?": the prediction service of the open project.
#pragma once

#include <QObject>

#include "core/base/strong_id.h"
#include "widgets/bridge/prediction_service.h"

namespace assay {

class ProjectSession;

class ModelServer : public PredictionService {
  Q_OBJECT

 public:
  explicit ModelServer(ProjectSession& session);

  /// The run that is asked: the one set, else the newest with a good checkpoint; 0 when there is none.
  RunId run() const;
  void setRun(RunId run);
  bool isAvailable() const { return static_cast<bool>(run()); }

  using PredictionService::ask;
  /// Absolute paths; `reference` may be empty.
  int ask(const QString& image, const QString& reference, QObject* context, Answered answered);

 private:
  std::filesystem::path folderOf(RunId run) const;

  ProjectSession& session_;
  RunId chosen_;
};

}  // namespace assay
