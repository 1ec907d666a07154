// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/theme/tokens.h"

#include <array>
#include <cmath>

namespace assay {

namespace {

Tokens light() {
  Tokens t;
  t.window = QColor("#F5F6F7");
  t.panel = QColor("#FFFFFF");
  t.raised = QColor("#FFFFFF");
  t.line = QColor("#DDE0E4");
  t.text = QColor("#1C1F23");
  t.secondaryText = QColor("#5A626C");
  t.disabledText = QColor("#9AA1AA");
  t.accent = QColor("#0B6BCB");
  t.onAccent = QColor("#FFFFFF");
  t.good = QColor("#1A7F4B");
  t.warning = QColor("#946200");   // a little darker than the sketch: 4.5:1 on the window too
  t.bad = QColor("#C4342B");
  t.canvas = QColor("#2A2D31");
  return t;
}

Tokens dark() {
  Tokens t;
  t.window = QColor("#1B1D20");
  t.panel = QColor("#232529");
  t.raised = QColor("#2B2E33");
  t.line = QColor("#363A40");
  t.text = QColor("#E8EAED");
  t.secondaryText = QColor("#A3ABB5");
  t.disabledText = QColor("#6B737D");
  t.accent = QColor("#4DA3FF");
  t.onAccent = QColor("#0B1016");
  t.good = QColor("#4CC38A");
  t.warning = QColor("#E2B341");
  t.bad = QColor("#FF7A70");
  t.canvas = QColor("#2A2D31");
  return t;
}

double luminance(const QColor& colour) {
  const auto linear = [](double c) { return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4); };
  return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF());
}

}  // namespace

Tokens tokensOf(Shade shade) { return shade == Shade::Dark ? dark() : light(); }

QColor okabeIto(int index) {
  static const std::array<QColor, okabeItoCount> colours = {
      QColor("#0072B2"), QColor("#E69F00"), QColor("#009E73"), QColor("#CC79A7"),
      QColor("#56B4E9"), QColor("#D55E00"), QColor("#F0E442"), QColor("#999999")};
  const int wrapped = ((index % okabeItoCount) + okabeItoCount) % okabeItoCount;
  return colours[static_cast<std::size_t>(wrapped)];
}

QColor blend(const QColor& under, const QColor& over, double share) {
  const auto mix = [share](double a, double b) { return static_cast<float>(a + (b - a) * share); };
  return QColor::fromRgbF(mix(under.redF(), over.redF()), mix(under.greenF(), over.greenF()),
                          mix(under.blueF(), over.blueF()));
}

double contrastRatio(const QColor& a, const QColor& b) {
  const double x = luminance(a), y = luminance(b);
  return (std::max(x, y) + 0.05) / (std::min(x, y) + 0.05);
}

}  // namespace assay
