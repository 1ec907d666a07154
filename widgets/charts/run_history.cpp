// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/charts/run_history.h"

#include <algorithm>

#include <QLocale>

#include "core/job/run_directory.h"
#include "widgets/bridge/message_text.h"
#include "widgets/bridge/text.h"

namespace assay {

namespace {

std::string textOf(const Json& body, const char* key) {
  const auto found = body.is_object() ? body.find(key) : body.end();
  return found != body.end() && found->is_string() ? found->get<std::string>() : std::string();
}

QString wholeText(double number) { return QLocale().toString(qint64(number)); }

QString beginText(const Json& plan) {
  const double step = numberOf(plan, "step"), ranks = numberOf(plan, "ranks");
  const QString from = step > 0 ? RunHistory::tr("Training goes on from step %1").arg(wholeText(step)) : RunHistory::tr("Training begins");
  return ranks > 1 ? RunHistory::tr("%1, %2 ranks").arg(from, wholeText(ranks)) : from;
}

QString restartText(const Json& restart) {
  const std::string from = textOf(restart, "from");
  const QString what = translateMessage(textOf(restart, "text"));
  return from == "the start" ? RunHistory::tr("%1; starts again").arg(what) : RunHistory::tr("%1; goes on from checkpoint %2").arg(what, fromUtf8(from));
}

}  // namespace

void RunHistory::take(const Event& event) {
  if (event.time <= 0) return;
  if (whole_.from <= 0) whole_ = {event.time, event.time};
  whole_.to = std::max(whole_.to, event.time);
  if (event.kind == "plan") add(Kind::Begin, event.time, beginText(event.body));
  else if (event.kind == "checkpoint") add(Kind::Checkpoint, event.time, RunHistory::tr("Checkpoint at step %1").arg(wholeText(numberOf(event.body, "step"))));
  else if (event.kind == "restart") add(Kind::Restart, event.time, restartText(event.body));
  else if (event.kind == "message") add(textOf(event.body, "level") == "info" ? Kind::Notice : Kind::Warning, event.time, translateMessage(textOf(event.body, "text")));
  else if (event.kind == "state" && textOf(event.body, "state") == runStateName(RunState::Done)) add(Kind::End, event.time, RunHistory::tr("Done"));
  else if (event.kind == "state" && textOf(event.body, "state") == runStateName(RunState::Stopped)) add(Kind::End, event.time, RunHistory::tr("Stopped"));
  else if (event.kind == "state" && textOf(event.body, "state") == runStateName(RunState::Failed)) add(Kind::End, event.time, RunHistory::tr("Failed"));
}

void RunHistory::add(Kind kind, double time, const QString& text) {
  marks_.push_back({kind, time, text});
  ++counts_[std::size_t(kind)];
  ++revision_;
  if (std::count_if(marks_.begin(), marks_.end(), [&](const Mark& mark) { return mark.kind == kind; }) <= qint64(mostOfAKind)) return;
  std::size_t seen = 0;
  std::erase_if(marks_, [&](const Mark& mark) { return mark.kind == kind && seen++ % 2 == 1; });
}

int RunHistory::count(Kind kind) const { return counts_[std::size_t(kind)]; }

std::vector<RunHistory::Span> RunHistory::work() const {
  std::vector<Span> spans;
  bool isOpen = false;
  for (const Mark& mark : marks_) {
    const bool begins = mark.kind == Kind::Begin, ends = mark.kind == Kind::Restart || mark.kind == Kind::End;
    if (isOpen && (begins || ends)) spans.back().to = mark.time;
    if (begins) spans.push_back({mark.time, whole_.to});
    if (begins || ends) isOpen = begins;
  }
  return spans;
}

}  // namespace assay
