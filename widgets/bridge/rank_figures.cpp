// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/bridge/rank_figures.h"

#include <algorithm>
#include <cctype>

#include <QFile>

#include "core/base/error.h"
#include "core/base/json.h"
#include "widgets/bridge/text.h"

namespace assay {

namespace {

namespace fs = std::filesystem;

constexpr qint64 tail = 32 * 1024;   // bytes: some hundred events

void take(const Json& event, RankFigures& figures, double& waited, double& all) {
  figures.lastEvent = std::max(figures.lastEvent, numberOf(event, "time"));
  const std::string kind = event.value("kind", "");
  const Json values = event.value("values", Json::object());
  if (kind == "step") {
    figures.loss = numberOf(values, "loss");
    figures.samplesPerSecond = numberOf(values, "samples_per_second");
  } else if (kind == "memory") {
    figures.memoryBytes = numberOf(values, "rss") + numberOf(values, "device");
  } else if (kind == "timing" && values.is_object()) {
    waited += numberOf(values, "communicate");
    for (const auto& [phase, seconds] : values.items())
      if (phase != "evaluate" && seconds.is_number()) all += seconds.get<double>();
  }
}

RankFigures figuresOf(int rank, const fs::path& events) {
  RankFigures figures;
  figures.rank = rank;
  QFile file(fromPath(events));
  if (!file.open(QIODevice::ReadOnly)) return figures;
  file.seek(std::max<qint64>(0, file.size() - tail));
  double waited = 0, all = 0;
  for (const QByteArray& line : file.readAll().split('\n')) {
    try {
      take(parseJson(std::string_view(line.constData(), std::size_t(line.size())), "events.jsonl"), figures, waited, all);
    } catch (const std::exception&) {   // the first line is cut, and the last may still be written
    }
  }
  if (all > 0) figures.communicationShare = waited / all;
  return figures;
}

}  // namespace

std::vector<RankFigures> readRankFigures(const fs::path& run) {
  std::vector<RankFigures> ranks;
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(run / "ranks", none)) {
    const std::string name = entry.path().filename().string();
    if (!name.empty() && name.size() < 7 && std::all_of(name.begin(), name.end(), [](unsigned char c) { return std::isdigit(c) != 0; }))
      ranks.push_back(figuresOf(std::stoi(name), entry.path() / "events.jsonl"));
  }
  if (ranks.empty()) return ranks;
  ranks.push_back(figuresOf(0, run / "events.jsonl"));
  std::sort(ranks.begin(), ranks.end(), [](const RankFigures& a, const RankFigures& b) { return a.rank < b.rank; });
  return ranks;
}

}  // namespace assay
