// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/pages/run_export.h"

#include <charconv>
#include <string>

#include "core/base/atomic_file.h"
#include "core/job/event_log.h"

namespace assay {

namespace {

std::string number(double value) {
  char text[32];
  const auto end = std::to_chars(text, text + sizeof text, value).ptr;   // the shortest that reads back the same
  return {text, end};
}

std::string cell(const Json& body, const char* key) {
  const auto it = body.find(key);
  return it != body.end() && it->is_number() ? number(it->get<double>()) : std::string();
}

std::string quoted(const std::string& text) {
  if (text.find_first_of(",\"\n") == std::string::npos) return text;
  std::string out = "\"";
  for (char c : text) out += c == '"' ? std::string("\"\"") : std::string(1, c);
  return out + '"';
}

void appendRows(RunId run, const Event& event, std::string& out) {
  if (!event.body.is_object()) return;
  const auto values = event.body.find("values");
  if (values == event.body.end() || !values->is_object()) return;
  const std::string start = std::to_string(run.value) + ',' + std::to_string(event.sequence) + ',' + number(event.time) + ',' +
                            quoted(event.kind) + ',' + cell(event.body, "step") + ',' + cell(event.body, "epoch") + ',';
  for (const auto& [name, value] : values->items())
    if (value.is_number()) out += start + quoted(name) + ',' + number(value.get<double>()) + '\n';
}

}  // namespace

void exportEvents(const std::vector<ExportedRun>& runs, const std::filesystem::path& file, const Progress& progress) {
  std::string text = "run,sequence,time,kind,step,epoch,name,value\n";
  int64_t done = 0;
  for (const ExportedRun& run : runs) {
    EventReader reader(run.events);
    for (auto events = reader.poll(20000); !events.empty(); events = reader.poll(20000)) {
      for (const Event& event : events) appendRows(run.run, event, text);
      progress.step(done, int64_t(runs.size()));
    }
    progress.step(++done, int64_t(runs.size()));
  }
  writeFileAtomically(file, text);
}

}  // namespace assay
