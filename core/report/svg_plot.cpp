// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <cstdio>

#include "core/report/html_text.h"

namespace assay {

namespace {

constexpr double width = 520, height = 320, left = 56, right = 12, top = 30, bottom = 44;   // pixels
constexpr int wantedTicks = 5, colours = 6;
constexpr std::size_t drawnPoints = 600;

struct Axis {
  double low = 0, high = 1;
  std::vector<double> ticks;
};

/// Ticks at 1, 2 or 5 times a power of ten.
Axis axisOf(double low, double high) {
  if (!(low < high)) low -= 0.5, high += 0.5;
  const double raw = (high - low) / wantedTicks, power = std::pow(10, std::floor(std::log10(raw)));
  const double share = raw / power, step = power * (share < 1.5 ? 1 : share < 3.5 ? 2 : share < 7.5 ? 5 : 10);
  Axis axis{low, high, {}};
  for (double tick = std::ceil(low / step) * step; tick <= high + step * 1e-9; tick += step)
    axis.ticks.push_back(std::abs(tick) < step * 1e-9 ? 0 : tick);
  return axis;
}

Axis axisOver(const std::vector<Series>& all, std::vector<double> Series::*values, bool unit) {
  if (unit) return axisOf(0, 1);
  double low = INFINITY, high = -INFINITY;
  for (const Series& series : all)
    for (const double value : series.*values)
      if (std::isfinite(value)) low = std::min(low, value), high = std::max(high, value);
  return low <= high ? axisOf(low, high) : axisOf(0, 1);
}

struct Frame {
  Axis x, y;
  double px(double value) const { return left + (value - x.low) / (x.high - x.low) * (width - left - right); }
  double py(double value) const { return height - bottom - (value - y.low) / (y.high - y.low) * (height - top - bottom); }
};

std::string print(const char* format, double a, double b, double c = 0, double d = 0) {
  char text[160];
  std::snprintf(text, sizeof text, format, a, b, c, d);
  return text;
}

std::string text(double x, double y, const char* anchor, const std::string& content) {
  return print("<text x=\"%.1f\" y=\"%.1f\"", x, y) + " text-anchor=\"" + anchor + "\">" + escapeHtml(content) + "</text>\n";
}

std::string grid(const Frame& frame) {
  std::string svg;
  for (const double tick : frame.x.ticks)
    svg += print("<line class=\"grid\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>\n", frame.px(tick), top, frame.px(tick), height - bottom) +
           text(frame.px(tick), height - bottom + 16, "middle", figure(tick));
  for (const double tick : frame.y.ticks)
    svg += print("<line class=\"grid\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>\n", left, frame.py(tick), width - right, frame.py(tick)) +
           text(left - 6, frame.py(tick) + 4, "end", figure(tick));
  return svg;
}

std::string marks(const Frame& frame, const Series& whole, std::size_t number, PlotMark mark) {
  const Series series = mark == PlotMark::Lines ? thinned(whole, drawnPoints) : whole;
  const std::string colour = "s" + std::to_string(number % colours);
  std::string points, circles;
  for (std::size_t i = 0; i < series.x.size() && i < series.y.size(); ++i) {
    if (!std::isfinite(series.x[i]) || !std::isfinite(series.y[i])) continue;
    const double x = frame.px(series.x[i]), y = frame.py(series.y[i]);
    points += print("%.1f,%.1f ", x, y);
    circles += print("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"2\"/>", x, y);
  }
  return mark == PlotMark::Lines ? "<polyline class=\"" + colour + "\" points=\"" + points + "\"/>\n"
                                 : "<g class=\"" + colour + "\">" + circles + "</g>\n";
}

}  // namespace

std::string svgPlot(const PlotFrame& plot, const std::vector<Series>& series, PlotMark mark) {
  const Frame frame{axisOver(series, &Series::x, plot.unitSquare), axisOver(series, &Series::y, plot.unitSquare)};
  std::string svg = print("<svg class=\"plot\" viewBox=\"0 0 %.0f %.0f\" role=\"img\">\n", width, height);
  svg += text(left, 18, "start", plot.title) + grid(frame);
  svg += text((left + width - right) / 2, height - 8, "middle", plot.xLabel) + text(left - 48, top - 2, "start", series.size() > 1 ? "" : plot.yLabel);
  for (std::size_t i = 0; i < series.size(); ++i) svg += marks(frame, series[i], i, mark);
  if (series.size() > 1)
    for (std::size_t i = 0; i < series.size(); ++i)
      svg += print("<rect class=\"s%.0f\" x=\"%.1f\" y=\"%.1f\" width=\"10\" height=\"3\"/>", double(i % colours), width - 150, top + 8 + 16 * double(i)) +
             text(width - 134, top + 13 + 16 * double(i), "start", series[i].name);
  return svg + "</svg>\n";
}

}  // namespace assay
