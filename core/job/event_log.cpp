// SPDX-License-Identifier: Apache-2.0
#include "core/job/event_log.h"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <fcntl.h>
#include <mutex>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/error.h"

namespace assay {

namespace {

constexpr std::size_t tailBytes = 1 << 20;
constexpr std::size_t readBlock = 1 << 20;

double now() {
  return std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
}

int64_t sequenceOf(std::string_view line) {
  const Json json = Json::parse(line, nullptr, false);
  return json.is_object() && json.contains("seq") && json["seq"].is_number_integer() ? json["seq"].get<int64_t>() : 0;
}

/// Sequence of the last complete line, and how many bytes complete lines take.
std::pair<int64_t, int64_t> lastComplete(int fd, int64_t size) {
  const int64_t start = std::max<int64_t>(0, size - int64_t(tailBytes));
  std::string tail(static_cast<std::size_t>(size - start), '\0');
  const ssize_t got = pread(fd, tail.data(), tail.size(), start);
  tail.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
  const std::size_t end = tail.rfind('\n');
  if (end == std::string::npos) return {0, start};
  std::size_t lineEnd = end;
  while (true) {   // the newest line that carries a number; a damaged one is skipped
    const std::size_t before = lineEnd == 0 ? std::string::npos : tail.rfind('\n', lineEnd - 1);
    const std::size_t lineStart = before == std::string::npos ? 0 : before + 1;
    if (const int64_t sequence = sequenceOf(std::string_view(tail).substr(lineStart, lineEnd - lineStart)); sequence > 0)
      return {sequence, start + static_cast<int64_t>(end) + 1};
    if (before == std::string::npos) return {0, start + static_cast<int64_t>(end) + 1};
    lineEnd = before;
  }
}

Event eventOf(std::string_view line) {
  Json json = Json::parse(line, nullptr, false);
  Event event;
  if (!json.is_object() || !json.contains("seq") || !json["seq"].is_number_integer() || !json.contains("kind") ||
      !json["kind"].is_string()) {
    event.kind = "message";
    event.body = {{"level", "warning"}, {"text", "an unreadable line in events.jsonl was skipped"}};
    return event;
  }
  event.sequence = json["seq"].get<int64_t>();
  event.kind = json["kind"].get<std::string>();
  if (json.contains("time") && json["time"].is_number()) event.time = json["time"].get<double>();
  for (const char* key : {"seq", "time", "kind"}) json.erase(key);
  event.body = std::move(json);
  return event;
}

}  // namespace

struct EventWriter::State {
  std::mutex mutex;
  std::filesystem::path file;
  int fd = -1;
  int64_t sequence = 0;
  std::function<void(std::string_view, const Json&)> listener;
};

EventWriter::EventWriter(const std::filesystem::path& file) : state_(std::make_unique<State>()) {
  state_->file = file;
  state_->fd = open(file.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  if (state_->fd < 0) throwErrno("opening the event log", file.string());
  struct stat info {};
  fstat(state_->fd, &info);
  const auto [sequence, complete] = lastComplete(state_->fd, info.st_size);
  state_->sequence = sequence;
  if (complete < info.st_size && ftruncate(state_->fd, complete) != 0) throwErrno("cutting a torn line off", file.string());
}

EventWriter::~EventWriter() {
  if (state_->fd >= 0) close(state_->fd);
}

void EventWriter::listen(std::function<void(std::string_view, const Json&)> listener) { state_->listener = std::move(listener); }

void EventWriter::write(std::string_view kind, const Json& body) { writeAt(now(), kind, body); }

void EventWriter::writeAt(double time, std::string_view kind, const Json& body) {
  {
    const std::lock_guard lock(state_->mutex);
    append(time, kind, body);
  }
  if (state_->listener) state_->listener(kind, body);
}

/// The caller holds the lock.
void EventWriter::append(double time, std::string_view kind, const Json& body) {
  Json line = {{"seq", state_->sequence + 1}, {"time", time}, {"kind", kind}};
  for (const auto& [key, value] : body.items()) {
    require(!line.contains(key), "an event's body has `" + key + "`, which is the line's own", std::string(kind), Code::Internal);
    line[key] = value;
  }
  const std::string text = toLine(line) + "\n";
  ssize_t written = 0;
  do written = ::write(state_->fd, text.data(), text.size());
  while (written < 0 && errno == EINTR);
  if (written < 0) throwErrno("writing an event", state_->file.string());
  // A short write (disk full) must not leave half a line for the next one to continue.
  if (static_cast<std::size_t>(written) < text.size()) {
    struct stat info {};
    if (fstat(state_->fd, &info) == 0 && ftruncate(state_->fd, info.st_size - written) != 0) errno = ENOSPC;
    errno = ENOSPC;
    throwErrno("writing an event", state_->file.string());
  }
  ++state_->sequence;
}

int64_t EventWriter::lastSequence() const {
  const std::lock_guard lock(state_->mutex);
  return state_->sequence;
}

EventReader::EventReader(std::filesystem::path file) : file_(std::move(file)) {}

std::vector<Event> EventReader::poll(std::size_t maxEvents) {
  std::vector<Event> events;
  const int fd = open(file_.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return events;   // not written yet
  struct stat known {};
  if (fstat(fd, &known) != 0) known.st_size = 0;
  std::string block;   // no larger than what is new: polling ten times a second must cost nothing
  while (events.size() < maxEvents) {
    std::size_t start = 0, end = 0;
    while (events.size() < maxEvents && (end = partial_.find('\n', start)) != std::string::npos) {
      if (end > start) events.push_back(eventOf(std::string_view(partial_).substr(start, end - start)));
      start = end + 1;
    }
    partial_.erase(0, start);
    if (events.size() >= maxEvents) break;
    if (known.st_size <= offset_) break;
    block.resize(std::min(readBlock, static_cast<std::size_t>(known.st_size - offset_)));
    const ssize_t got = pread(fd, block.data(), block.size(), offset_);
    if (got <= 0) break;
    partial_.append(block.data(), static_cast<std::size_t>(got));
    offset_ += got;
  }
  close(fd);
  return events;
}

}  // namespace assay
