// SPDX-License-Identifier: Apache-2.0
// The real worker, called as a supervisor calls it.
#pragma once

#include <filesystem>

#include <QProcess>
#include <QString>
#include <QStringList>

#include "core/base/atomic_file.h"
#include "core/base/json.h"
#include "core/job/run_directory.h"
#include "core/job/run_spec.h"
#include "core/labels/snapshot.h"
#include "core/plugin/manifest.h"

namespace assay {

inline std::filesystem::path binFolder() { return qEnvironmentVariable("ASSAY_BIN").toStdString(); }

/// `folder`/run, of the detector on this data, whose paths count from `folder`.
inline void createRun(const std::filesystem::path& folder, const Snapshot& data, const OptionValues& overrides) {
  const PluginManifest manifest = readManifest(binFolder() / "../plugins/detector/plugin.yaml");
  RunSpec spec;
  spec.id = RunId{1};
  spec.project = "test";
  spec.task = "detection";
  spec.plugin = manifest.id;
  spec.pluginVersion = manifest.version;
  spec.dataVersion = writeSnapshot(data, folder / "versions");
  spec.dataFile = folder / "versions" / (spec.dataVersion + ".jsonl");
  spec.dataRoot = folder;
  spec.options = runSchema(manifest).resolve(overrides);
  RunDirectory::create(folder / "run", spec);
}

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

/// Trains the run and judges it on the test part; what went wrong, or empty.
inline QByteArray trainAndJudge(const QString& run) {
  for (const QStringList& verb : {QStringList{"train", "--run", run}, QStringList{"evaluate", "--run", run, "--split", "test"}})
    if (const Answer answer = worker(verb); answer.exitCode != 0) return verb.front().toUtf8() + ": " + answer.err;
  return {};
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
