// SPDX-License-Identifier: Apache-2.0
// The real worker, called as a supervisor calls it.
#pragma once

#include <filesystem>

#include <QProcess>
#include <QString>
#include <QStringList>

#include "core/base/atomic_file.h"
#include "core/base/json.h"

namespace assay {

inline std::filesystem::path binFolder() { return qEnvironmentVariable("ASSAY_BIN").toStdString(); }

struct Answer {
  int exitCode = -1;
  QByteArray out, err;
};

inline Answer worker(const QStringList& arguments) {
  QProcess process;
  process.start(QString::fromStdString((binFolder() / "assay-worker").string()), arguments);
  process.waitForFinished(540000);
  return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
}

/// The worker's answer about one input, as text: a refusal is no JSON of outputs.
inline std::string predictedText(const QString& run, const std::filesystem::path& folder, const Json& input) {
  writeFileAtomically(folder / "inputs.json", toLine(Json{{"inputs", Json::array({input})}}));
  worker({"predict", "--run", run, "--inputs", QString::fromStdString((folder / "inputs.json").string()), "--out",
          QString::fromStdString((folder / "out.json").string())});
  return readFile(folder / "out.json");
}

inline Json predict(const QString& run, const std::filesystem::path& folder, const Json& input) {
  return parseJson(predictedText(run, folder, input), "out")["outputs"][0];
}

}  // namespace assay
