// SPDX-License-Identifier: GPL-3.0-or-later
// Frames a second of the Graph page's canvas while a layout of 500 nodes finds its places: moves and painting together.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <random>
#include <string>
#include <vector>

#include <QApplication>
#include <QCommandLineParser>
#include <QImage>

#include "core/base/json.h"
#include "widgets/graph/graph_view.h"
#include "widgets/theme/theme.h"

using namespace assay;

namespace {

constexpr double targetFrames = 60;
constexpr int movesAFrame = 3;   // as GraphView makes

/// Each new node knows an old one, mostly a well-known one, and every other node a second: hubs as real graphs have.
void grow(GraphDrawing& drawing, int nodes) {
  std::mt19937 random(1);
  std::vector<int32_t> ends{0};
  drawing.add({0, QStringLiteral("主轴 0"), 0, 1});
  for (int32_t entity = 1; entity < nodes; ++entity) {
    const int32_t known = ends[random() % ends.size()];
    drawing.add({entity, QStringLiteral("部件 part %1").arg(entity), int(entity % 6), 3}, drawing.nodeOf(known));
    drawing.addFact({known, 0, entity}, QStringLiteral("part of"));
    if (entity % 2 == 0) drawing.addFact({int32_t(random() % std::size_t(entity)), 1, entity}, QStringLiteral("fails like"));
    ends.insert(ends.end(), {known, entity});
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM") && qEnvironmentVariableIsEmpty("DISPLAY")) qputenv("QT_QPA_PLATFORM", "offscreen");
  QApplication application(argc, argv);
  QCommandLineParser parser;
  parser.addOption({"nodes", "How many.", "N", "500"});
  parser.addOption({"frames", "How many.", "N", "300"});
  parser.addHelpOption();
  parser.process(application);
  Theme::instance().apply(Theme::Mode::Dark);
  GraphView view;
  view.resize(1200, 800);
  view.show();
  view.change([&](GraphDrawing& drawing) { grow(drawing, parser.value("nodes").toInt()); });
  QImage canvas(view.size(), QImage::Format_RGB32);
  using Clock = std::chrono::steady_clock;
  std::vector<double> milliseconds;
  for (int frame = 0; frame < parser.value("frames").toInt(); ++frame) {
    const auto start = Clock::now();
    view.change([](GraphDrawing& drawing) {
      for (int move = 0; move < movesAFrame; ++move) drawing.layout().step();
      drawing.layout().warm(0.5);   // it never comes to rest here
    });
    view.render(&canvas);
    milliseconds.push_back(std::chrono::duration<double, std::milli>(Clock::now() - start).count());
  }
  std::sort(milliseconds.begin(), milliseconds.end());
  const double median = milliseconds[milliseconds.size() / 2], slow = milliseconds[milliseconds.size() * 99 / 100];
  const auto rounded = [](double value) { return std::round(value * 100) / 100; };
  const Json line = {{"value", std::round(1000 / slow)}, {"unit", "frames/s at the 99th percentile"},
                     {"target", targetFrames}, {"holds", 1000 / slow >= targetFrames}, {"median_ms", rounded(median)}, {"p99_ms", rounded(slow)},
                     {"nodes", view.drawing().nodes().size()}, {"links", view.drawing().links().size()}};
  std::puts(toLine(line).c_str());
  return 0;
}
