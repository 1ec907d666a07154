// SPDX-License-Identifier: Apache-2.0
// Pieces of HTML and SVG. Private to the report.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/report/series.h"

namespace assay {

/// Text from outside, fit for content and attributes.
std::string escapeHtml(std::string_view text);
std::string base64(std::string_view bytes);
/// Four significant digits; "–" for what is no number.
std::string figure(double value);
/// "97.4 %"
std::string percent(double share);

/// Cells are escaped here. The first row is the head; columns after the first are right-aligned.
std::string htmlTable(const std::vector<std::vector<std::string>>& rows);

enum class PlotMark { Lines, Points };
struct PlotFrame {
  std::string title, xLabel, yLabel;
  bool unitSquare = false;   ///< both axes from 0 to 1
};
/// An inline SVG with axes, grid and, for several series, a legend; colours come from the page's style.
std::string svgPlot(const PlotFrame& frame, const std::vector<Series>& series, PlotMark mark);

}  // namespace assay
