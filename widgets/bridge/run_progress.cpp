// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/bridge/run_progress.h"

#include <algorithm>
#include <cmath>

#include <QCoreApplication>
#include <QStringList>

namespace assay {

namespace {

double numberOf(const OptionValues& options, const std::string& key) {
  const OptionValue* value = options.find(key);
  if (!value) return 0;
  if (const auto* whole = std::get_if<int64_t>(value)) return static_cast<double>(*whole);
  const auto* real = std::get_if<double>(value);
  return real ? *real : 0;
}

int64_t wholeOf(const Json& body, const char* key, int64_t fallback) {
  const auto it = body.find(key);
  return it != body.end() && it->is_number() ? it->get<int64_t>() : fallback;
}

QString words(const char* text) { return QCoreApplication::translate("RunProgress", text); }

}  // namespace

RunProgress::RunProgress(const OptionValues& options)
    : maxSeconds_(numberOf(options, "trainer.max_minutes") * 60),
      maxEpochs_(static_cast<int64_t>(numberOf(options, "trainer.max_epochs"))),
      maxSteps_(static_cast<int64_t>(numberOf(options, "trainer.max_steps"))) {}

void RunProgress::take(const Event& event) {
  if (event.kind == "state") {
    lastTime_ = 0;   // between two sittings the clock stands still
    return;
  }
  if (event.kind == "step" || event.kind == "timing" || event.kind == "evaluation" || event.kind == "checkpoint") {
    if (lastTime_ > 0) elapsed_ += std::max(0.0, event.time - lastTime_);
    lastTime_ = event.time;
  }
  if (event.kind != "step") return;
  step_ = wholeOf(event.body, "step", step_);
  epoch_ = wholeOf(event.body, "epoch", epoch_);
}

double RunProgress::fraction() const {
  double fraction = 0;
  if (maxSeconds_ > 0) fraction = elapsed_ / maxSeconds_;
  if (maxEpochs_ > 0) fraction = std::max(fraction, static_cast<double>(epoch_) / static_cast<double>(maxEpochs_));
  if (maxSteps_ > 0) fraction = std::max(fraction, static_cast<double>(step_) / static_cast<double>(maxSteps_));
  return std::clamp(fraction, 0.0, 1.0);
}

std::optional<double> RunProgress::secondsLeft() const {
  const double done = fraction();
  if (done <= 0 || elapsed_ <= 0) return std::nullopt;
  return elapsed_ * (1 - done) / done;
}

QString RunProgress::text() const {
  QStringList parts;
  if (maxEpochs_ > 0) parts << words(QT_TRANSLATE_NOOP("RunProgress", "epoch %1 of %2")).arg(epoch_).arg(maxEpochs_);
  else if (step_ > 0) parts << words(QT_TRANSLATE_NOOP("RunProgress", "epoch %1")).arg(epoch_);
  if (const auto left = secondsLeft()) parts << words(QT_TRANSLATE_NOOP("RunProgress", "%1 left")).arg(durationText(*left));
  return parts.join(QStringLiteral(" · "));
}

QString durationText(double seconds) {
  const auto whole = static_cast<qint64>(std::llround(std::max(0.0, seconds)));
  if (whole < 60) return words(QT_TRANSLATE_NOOP("RunProgress", "%1 s")).arg(whole);
  const qint64 minutes = (whole + 30) / 60;
  if (minutes < 60) return words(QT_TRANSLATE_NOOP("RunProgress", "%1 min")).arg(minutes);
  if (minutes % 60 == 0) return words(QT_TRANSLATE_NOOP("RunProgress", "%1 h")).arg(minutes / 60);
  return words(QT_TRANSLATE_NOOP("RunProgress", "%1 h %2 min")).arg(minutes / 60).arg(minutes % 60);
}

}  // namespace assay
