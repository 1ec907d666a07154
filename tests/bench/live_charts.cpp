// SPDX-License-Identifier: GPL-3.0-or-later
// Twenty live series at 10 Hz: the largest gap between two turns of the event loop, and what memory grew by.
#include <chrono>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <string>
#include <vector>

#include <QApplication>
#include <QCommandLineParser>
#include <QGridLayout>
#include <QTimer>
#include <QWidget>

#include <unistd.h>

#include "core/base/json.h"
#include "widgets/charts/chart_group.h"
#include "widgets/charts/chart_panel.h"
#include "widgets/charts/live_chart.h"
#include "widgets/theme/theme.h"

using namespace assay;

namespace {

constexpr int charts = 4, seriesPerChart = 5, feedMs = 100, probeMs = 1;
constexpr double targetMs = 50;
constexpr int settleSeconds = 5;   // glyphs, first layout and allocator arenas are not growth

double residentMegabytes() {
  std::ifstream file("/proc/self/statm");
  double all = 0, resident = 0;
  file >> all >> resident;
  return resident * double(sysconf(_SC_PAGESIZE)) / (1 << 20);
}

std::string cpuName() {
  std::ifstream file("/proc/cpuinfo");
  for (std::string line; std::getline(file, line);)
    if (line.starts_with("model name")) return line.substr(line.find(':') + 2);
  return "unknown";
}

}  // namespace

int main(int argc, char** argv) {
  if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM") && qEnvironmentVariableIsEmpty("DISPLAY")) qputenv("QT_QPA_PLATFORM", "offscreen");
  QApplication application(argc, argv);
  QCommandLineParser parser;
  parser.addOption({"seconds", "How long.", "N", "600"});
  parser.addOption({"history", "Points that each series has at the start.", "N", "0"});
  parser.addHelpOption();
  parser.process(application);
  const int seconds = std::max(settleSeconds + 1, parser.value("seconds").toInt());

  Theme::instance().apply(Theme::Mode::Dark);
  QWidget window;
  window.resize(1440, 900);
  QGridLayout grid(&window);
  ChartGroup group;
  std::vector<ChartPanel*> panels;
  for (int i = 0; i < charts; ++i) {
    auto* panel = new ChartPanel(QStringLiteral("chart %1").arg(i));
    panel->chart().setSmoothing(0.9);
    for (int s = 0; s < seriesPerChart; ++s) panel->chart().addSeries({.name = QStringLiteral("series %1").arg(s), .colour = s});
    group.add(&panel->chart());
    grid.addWidget(panel, i / 2, i % 2);
    panels.push_back(panel);
  }
  window.show();

  using Clock = std::chrono::steady_clock;
  const auto start = Clock::now();
  const auto elapsed = [&] { return std::chrono::duration<double>(Clock::now() - start).count(); };
  double step = 0, largest = 0, before = 0;
  const auto feedOnce = [&] {
    ++step;
    for (int i = 0; i < charts; ++i)
      for (int s = 0; s < seriesPerChart; ++s)
        panels[std::size_t(i)]->chart().append(s, {step, std::exp(-step / 2000) * (s + 1) + 0.2 * std::sin(step * (s + 3) * 1.7)});
  };
  for (int i = parser.value("history").toInt(); i > 0; --i) feedOnce();
  QTimer feed;
  feed.setTimerType(Qt::PreciseTimer);
  QObject::connect(&feed, &QTimer::timeout, feedOnce);
  feed.start(feedMs);
  auto last = Clock::now();
  QTimer probe;
  probe.setTimerType(Qt::PreciseTimer);
  QObject::connect(&probe, &QTimer::timeout, [&] {
    const auto now = Clock::now();
    const double gap = std::chrono::duration<double, std::milli>(now - last).count() - probeMs;
    last = now;
    if (elapsed() < settleSeconds) return;
    if (before == 0) before = residentMegabytes();
    largest = std::max(largest, gap);
    if (elapsed() >= seconds) application.quit();
  });
  probe.start(probeMs);
  application.exec();

  const Json line = {{"bench", "live_charts"}, {"cpu", cpuName()}, {"value", std::round(largest * 10) / 10}, {"unit", "ms"},
                     {"target", targetMs}, {"holds", largest <= targetMs}, {"seconds", seconds}, {"series", charts * seriesPerChart},
                     {"rss_growth_mb", std::round((residentMegabytes() - before) * 10) / 10}};
  std::puts(toLine(line).c_str());
  return 0;
}
