// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QCoreApplication>
#include <QString>

#include "core/job/event_log.h"

namespace assay {

/// What happened to a run besides learning: when it began and ended, its checkpoints, failures, restarts and what hosts did.
/// Bounded: of very many marks of a kind every second one is dropped.
class RunHistory {
  Q_DECLARE_TR_FUNCTIONS(assay::RunHistory)

 public:
  enum class Kind { Begin, Checkpoint, Notice, Warning, Restart, End };
  struct Mark {
    Kind kind = Kind::Notice;
    double time = 0;   ///< seconds since the epoch
    QString text;      ///< in the user's language
  };
  struct Span { double from = 0, to = 0; };
  static constexpr std::size_t mostOfAKind = 512;

  void take(const Event& event);

  const std::vector<Mark>& marks() const { return marks_; }
  int count(Kind kind) const;
  /// The times in which it trained: from a beginning to the restart or end after it.
  std::vector<Span> work() const;
  /// From the first event to the last.
  Span whole() const { return whole_; }
  quint64 revision() const { return revision_; }

 private:
  void add(Kind kind, double time, const QString& text);

  std::vector<Mark> marks_;
  std::vector<int> counts_ = std::vector<int>(6);   ///< of what came, not of what was kept
  Span whole_;
  quint64 revision_ = 0;
};

}  // namespace assay
