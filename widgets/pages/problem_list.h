// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <string>
#include <utility>

#include <QWidget>

#include "core/base/problem.h"

class QVBoxLayout;

namespace assay {

/// Everything that is wrong, all at once, each with a button for what can be mended with a press.
class ProblemList : public QWidget {
  Q_OBJECT

 public:
  explicit ProblemList(QWidget* parent = nullptr);
  void show(const Problems& problems);
  /// The name that a person knows Problem::where by (an option's label), or an empty text.
  void setNames(std::function<QString(const std::string& where)> nameOf) { nameOf_ = std::move(nameOf); }

 Q_SIGNALS:
  /// Problem::fix of the pressed button.
  void fixRequested(const QString& fix);

 private:
  QWidget* makeRow(const Problem& problem);
  QString sentence(const Problem& problem) const;

  QVBoxLayout* rows_;
  std::function<QString(const std::string& where)> nameOf_;
};

}  // namespace assay
