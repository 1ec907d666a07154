// SPDX-License-Identifier: Apache-2.0
#include "core/plan/run_workload.h"

#include <algorithm>
#include <cmath>

#include "core/base/error.h"
#include "core/job/event_log.h"
#include "core/job/run_directory.h"

namespace assay {

namespace {

constexpr std::size_t mostEvents = 5000;   // minutes of training: steps do not change, and a window may wait for this

/// What comes before the training may have told of itself for hours.
std::vector<Event> firstOfTraining(const std::filesystem::path& file) {
  EventReader reader(file);
  std::vector<Event> events, more;
  while (events.size() < mostEvents && !(more = reader.poll(mostEvents)).empty())
    std::copy_if(more.begin(), more.end(), std::back_inserter(events), [](const Event& event) { return event.kind == "plan" || event.kind == "timing"; });
  return events;
}

}  // namespace

bool isRunFolder(const std::filesystem::path& folder) {
  std::error_code none;
  return std::filesystem::is_regular_file(RunDirectory(folder).eventsFile(), none);
}

RunCost costOfRun(const std::filesystem::path& folder) {
  RunCost cost;
  cost.name = "run " + folder.lexically_normal().filename().string();
  double steps = 0, before = -1;   // the step of the timing before this one; none yet
  for (const Event& event : firstOfTraining(RunDirectory(folder).eventsFile())) {
    if (event.kind == "plan") {
      cost.parameters = numberOf(event.body, "parameters");
      before = -1;   // begun, or begun again: it warms up
    }
    if (event.kind != "timing") continue;
    const double step = numberOf(event.body, "step");
    if (before >= 0 && step > before) {
      const Json values = event.body.value("values", Json::object());
      steps += step - before;
      cost.forward += numberOf(values, "forward");
      cost.backward += numberOf(values, "backward");
      cost.rest += numberOf(values, "optimiser");
    }
    before = step;
  }
  require(cost.parameters > 0 && steps > 0 && cost.forward + cost.backward > 0, "the run has not trained long enough to tell how long a step takes", folder.string(), Code::BadInput);
  for (double* seconds : {&cost.forward, &cost.backward, &cost.rest}) *seconds /= steps;
  return cost;
}

Workload runWorkload(const RunCost& cost, double bytesPerNumber, double bucketBytes) {
  require(bytesPerNumber >= 0.125 && bytesPerNumber <= 16, "a gradient's number has .125 to 16 bytes", "--bytes", Code::BadInput);
  Workload workload{cost.name, cost.forward, cost.backward, cost.rest, {}};
  const double bytes = cost.parameters * bytesPerNumber;
  const int count = std::max(1, int(std::ceil(bytes / bucketBytes)));
  for (int i = 0; i < count; ++i) workload.buckets.push_back({std::min(bucketBytes, bytes - i * bucketBytes), double(i + 1) / count});
  return workload;
}

}  // namespace assay
