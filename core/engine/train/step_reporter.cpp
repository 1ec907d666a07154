// SPDX-License-Identifier: Apache-2.0
#include "core/engine/train/step_reporter.h"

#include "core/engine/device/memory.h"

namespace assay {
namespace {

constexpr std::chrono::seconds betweenMemory{1};

}  // namespace

StepReporter::StepReporter(EventWriter& events, TimingMeter& timing, c10::Device device, double perSecond)
    : events_(events), timing_(timing), device_(device), perSecond_(perSecond) {}

void StepReporter::add(const StepOutcome& outcome, const StepPlace& place) {
  if (perSecond_ <= 0) return;
  place_ = place;
  ++steps_;
  samples_ += outcome.samples;
  if (outcome.isApplied) {
    ++applied_;
    if (sums_.empty()) {
      sums_ = outcome.losses;
      sums_.emplace_back("grad_norm", outcome.gradientNorm);
    } else {
      for (std::size_t i = 0; i < outcome.losses.size() && i + 1 < sums_.size(); ++i)
        sums_[i].second += outcome.losses[i].second;
      sums_.back().second += outcome.gradientNorm;
    }
  }
  if (isFirst_ || Clock::now() - lastEvent_ >= std::chrono::duration<double>(1 / perSecond_)) flush();
}

void StepReporter::flush() {
  if (steps_ == 0) return;
  const auto now = Clock::now();
  const double seconds = std::chrono::duration<double>(now - lastEvent_).count();
  Json values = Json::object();
  for (const auto& [name, sum] : sums_) values[name] = sum / double(applied_);
  values["learning_rate"] = place_.learningRate;
  if (seconds > 0) values["samples_per_second"] = double(samples_) / seconds;
  Json body = {{"step", place_.step}, {"epoch", place_.epoch}, {"progress", place_.progress}};
  if (place_.progress > 0) body["eta"] = place_.seconds / place_.progress * (1 - place_.progress);
  body["values"] = std::move(values);
  events_.write("step", body);
  events_.write("timing", {{"step", place_.step}, {"values", timing_.take()}});
  if (now - lastMemory_ >= betweenMemory) writeMemory();
  sums_.clear();
  steps_ = applied_ = samples_ = 0;
  lastEvent_ = now;
  isFirst_ = false;
}

void StepReporter::writeMemory() {
  lastMemory_ = Clock::now();
  Json values = {{"rss", residentBytes()}};
  if (!device_.is_cpu()) values["device"] = deviceBytes(device_);
  events_.write("memory", {{"step", place_.step}, {"values", std::move(values)}});
}

}  // namespace assay
