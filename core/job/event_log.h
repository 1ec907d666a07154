// SPDX-License-Identifier: Apache-2.0
// events.jsonl: append-only, one JSON object a line, the whole story of a job. Front ends tail it.
//   {"seq":7,"time":1764000000.25,"kind":"step","step":40,"values":{"loss":0.53}}
// Kinds: "state" {state}, "plan" {...}, "step" {step, epoch, values}, "evaluation" {step, split, values},
// "checkpoint" {generation, step}, "message" {level, text}, "timing" {step, values: data, forward,
// backward, communicate, optimiser, evaluate seconds since the last one}, "communication" {step, values: bytes_per_step, exposed_share, busy_share}, "memory" {values: rss, device bytes},
// "progress" {done, total, text}, "restart" {...}. Unknown kinds are kept and skipped.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/base/json.h"

namespace assay {

struct Event {
  int64_t sequence = 0;   ///< 1, 2, 3, ... without a gap
  double time = 0;        ///< seconds since the epoch
  std::string kind;
  Json body;              ///< the rest of the object
};

/// Appends. One writer per file; thread-safe within the process. Each line is one write(2), so a
/// reader never sees half of an older line and a crash loses at most the line in flight.
class ASSAY_CORE_API EventWriter {
 public:
  /// Continues after the last complete line of an existing file; a torn tail is cut off.
  explicit EventWriter(const std::filesystem::path& file);
  ~EventWriter();
  /// Told of each event after it was written, on the writer's thread; set before the first one. It must not write to this writer.
  void listen(std::function<void(std::string_view kind, const Json& body)> listener);
  /// Throws Error{Internal} for a body with "seq", "time" or "kind".
  void write(std::string_view kind, const Json& body);
  /// The same, of an event that happened at `time` somewhere else.
  void writeAt(double time, std::string_view kind, const Json& body);
  int64_t lastSequence() const;

 private:
  void append(double time, std::string_view kind, const Json& body);

  struct State;
  std::unique_ptr<State> state_;
};

/// Follows a growing file. poll() returns the complete lines added since the last call; a line that
/// is not valid JSON becomes one "message" event that says so. Not thread-safe.
class ASSAY_CORE_API EventReader {
 public:
  explicit EventReader(std::filesystem::path file);
  std::vector<Event> poll(std::size_t maxEvents = 100000);

 private:
  std::filesystem::path file_;
  int64_t offset_ = 0;
  std::string partial_;
};

}  // namespace assay
