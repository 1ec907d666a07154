// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

#include <QTimer>
#include <QWidget>

class QLabel;
class QTableWidget;

namespace assay {

/// The ranks of the selected run: throughput, waiting, memory; a rank that has said nothing for long is marked. Hidden for a run of one rank.
class RankPanel : public QWidget {
  Q_OBJECT

 public:
  explicit RankPanel(QWidget* parent = nullptr);
  /// Empty: no run. `isRunning`: looked at every second.
  void setRun(const std::filesystem::path& run, bool isRunning);

 private:
  void refresh();

  std::filesystem::path run_;
  bool isRunning_ = false;
  QLabel* title_;
  QTableWidget* table_;
  QTimer timer_;
};

}  // namespace assay
