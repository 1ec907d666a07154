// SPDX-License-Identifier: Apache-2.0
#include "core/report/html_report.h"

#include <cmath>

#include "core/report/html_detection.h"
#include "core/report/html_text.h"

namespace assay {

namespace {

constexpr const char* style = R"(
:root { color-scheme: light dark; --ink: #1d2433; --paper: #ffffff; --line: #d8dde6; --faint: #5b6577;
  --c0: #2f6fed; --c1: #d9822b; --c2: #1a936f; --c3: #b5179e; --c4: #c1272d; --c5: #6b7280; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e9ef; --paper: #14171d; --line: #323945; --faint: #9aa4b5;
  --c0: #7aa7ff; --c1: #f0a860; --c2: #5fd0a8; --c3: #e58fd8; --c4: #ff7b7b; --c5: #a9b1bf; } }
body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); max-width: 1080px; margin: 2em auto; padding: 0 1em; }
h1 { font-size: 1.6em; } h2 { font-size: 1.15em; margin-top: 2em; } .result { font-size: 1.2em; font-weight: 600; }
.scroll { overflow-x: auto; } table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { border-bottom: 1px solid var(--line); padding: .3em .8em; text-align: right; white-space: nowrap; }
th:first-child, td:first-child { text-align: left; } th { color: var(--faint); font-weight: 500; }
svg.plot { max-width: 560px; width: 100%; } svg.plot text { fill: var(--faint); font-size: 11px; } .grid { stroke: var(--line); stroke-width: .6; }
polyline { fill: none; stroke-width: 1.6; } .s0 { --c: var(--c0); } .s1 { --c: var(--c1); } .s2 { --c: var(--c2); }
.s3 { --c: var(--c3); } .s4 { --c: var(--c4); } .s5 { --c: var(--c5); }
polyline.s0, polyline.s1, polyline.s2, polyline.s3, polyline.s4, polyline.s5 { stroke: var(--c); } svg.plot rect, svg.plot g { fill: var(--c); }
.plots { display: grid; grid-template-columns: repeat(auto-fill, minmax(420px, 1fr)); gap: 1em; }
.examples { display: grid; grid-template-columns: repeat(auto-fill, minmax(320px, 1fr)); gap: 1em; } figure { margin: 0; }
figcaption { color: var(--faint); font-size: .85em; overflow-wrap: anywhere; } figure svg { width: 100%; height: auto; }
figure rect { fill: none; stroke-width: 2; } rect.found { stroke: var(--c2); } rect.missed { stroke: var(--c4); } rect.false { stroke: var(--c1); stroke-dasharray: 5 3; }
.key { display: inline-block; width: 1.2em; height: .8em; border: 2px solid; margin-left: 1em; } .key.found { color: var(--c2); }
.key.missed { color: var(--c4); } .key.false { color: var(--c1); border-style: dashed; }
)";

std::string factTable(const ReportInput& input) {
  std::vector<std::vector<std::string>> rows{{"about", ""}};
  for (const auto& [name, value] : input.facts) rows.push_back({name, value});
  return htmlTable(rows);
}

std::string metricTable(const std::map<std::string, double>& metrics) {
  std::vector<std::vector<std::string>> rows{{"metric", "value"}};
  for (const auto& [name, value] : metrics) rows.push_back({name, figure(value)});
  return "<h2>Metrics</h2>\n" + htmlTable(rows);
}

std::vector<double> numbersIn(const Json& list, const std::string& where) {
  require(list.is_array(), "`x` and `y` must be lists", where);
  std::vector<double> numbers;
  for (const Json& value : list) numbers.push_back(value.is_number() ? value.get<double>() : std::nan(""));
  return numbers;
}

std::string plotArtifact(const Json& artifact, const std::string& name, PlotMark mark) {
  std::vector<Series> all;
  for (const Json& entry : member<Json>(artifact, "series", name))
    all.push_back({entry.value("name", ""), numbersIn(member<Json>(entry, "x", name), name), numbersIn(member<Json>(entry, "y", name), name)});
  return svgPlot({artifact.value("title", name), artifact.value("x_label", ""), artifact.value("y_label", "")}, all, mark);
}

std::string confusionArtifact(const Json& artifact, const std::string& name) {
  std::vector<std::string> classes;
  for (const Json& text : member<Json>(artifact, "classes", name)) classes.push_back(text.is_string() ? text.get<std::string>() : text.dump());
  std::vector<std::vector<int64_t>> counts;
  for (const Json& row : member<Json>(artifact, "counts", name)) {
    counts.emplace_back();
    for (const Json& count : row) counts.back().push_back(count.is_number() ? count.get<int64_t>() : 0);
  }
  return "<h2>Confusion</h2>\n" + htmlConfusion(classes, counts, counts.size() > classes.size());
}

std::string tableArtifact(const Json& artifact, const std::string& name) {
  const auto words = [](const Json& row) {
    std::vector<std::string> cells;
    for (const Json& cell : row)
      cells.push_back(cell.is_string() ? cell.get<std::string>() : cell.is_number() ? figure(cell.get<double>()) : cell.dump());
    return cells;
  };
  std::vector<std::vector<std::string>> rows{words(member<Json>(artifact, "columns", name))};
  for (const Json& row : member<Json>(artifact, "rows", name)) rows.push_back(words(row));
  return "<h2>" + escapeHtml(artifact.value("title", name)) + "</h2>\n" + htmlTable(rows);
}

std::string artifactPart(const std::string& name, const Json& artifact, const ReportInput& input, const Progress& progress) {
  const std::string kind = member<std::string>(artifact, "kind", name);
  if (kind == "boxes") return htmlDetection(detectionResultFromJson(artifact, name), input, progress);
  if (kind == "curve") return plotArtifact(artifact, name, PlotMark::Lines);
  if (kind == "scatter") return plotArtifact(artifact, name, PlotMark::Points);
  if (kind == "confusion") return confusionArtifact(artifact, name);
  if (kind == "table") return tableArtifact(artifact, name);
  return {};
}

std::string learningPart(const std::vector<Series>& learning) {
  std::string html;
  for (const Series& series : learning)
    if (series.x.size() > 1) html += svgPlot({series.name, "step", ""}, {series}, PlotMark::Lines);
  return html.empty() ? html : "<h2>Training</h2>\n<div class=\"plots\">\n" + html + "</div>\n";
}

}  // namespace

std::string htmlReport(const ReportInput& input, const Progress& progress) {
  std::string html = "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\n<title>" +
                     escapeHtml(input.title) + "</title>\n<style>" + style + "</style></head>\n<body>\n<h1>" + escapeHtml(input.title) + "</h1>\n";
  html += factTable(input) + metricTable(input.metrics);
  for (const auto& [name, artifact] : input.artifacts) html += artifactPart(name, artifact, input, progress);
  return html + learningPart(input.learning) + "</body></html>\n";
}

}  // namespace assay
