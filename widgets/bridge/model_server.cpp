// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/bridge/model_server.h"

#include "core/store/run_table.h"
#include "widgets/bridge/project_session.h"

namespace assay {

ModelServer::ModelServer(ProjectSession& session) : PredictionService([this] { return folderOf(run()); }), session_(session) {}

std::filesystem::path ModelServer::folderOf(RunId run) const {
  return run ? session_.project().runsFolder() / std::to_string(run.value) : std::filesystem::path();
}

RunId ModelServer::run() const {
  if (chosen_) return chosen_;
  for (const RunRow& row : listRuns(session_.database()))
    if (hasCheckpoint(folderOf(row.id))) return row.id;
  return {};
}

void ModelServer::setRun(RunId run) {
  chosen_ = run;
  if (state() != State::Off && serving() != folderOf(this->run())) shutDown();
}

int ModelServer::ask(const QString& image, const QString& reference, QObject* context, Answered answered) {
  Json input = {{"image", image.toStdString()}};
  if (!reference.isEmpty()) input["reference"] = reference.toStdString();
  return PredictionService::ask(input, context, std::move(answered));
}

}  // namespace assay
