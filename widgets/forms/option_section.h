// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QWidget>

class QPushButton;
class QVBoxLayout;

namespace assay {

class OptionRow;

/// The options of one group; the advanced ones are folded away until asked for.
class OptionSection : public QWidget {
  Q_OBJECT

 public:
  explicit OptionSection(const QString& title, QWidget* parent = nullptr);
  void addRow(OptionRow* row);
  /// Call after the last row.
  void finish();
  /// Shows the rows that fit, advanced or not; an empty query restores the folding. Returns how many fit.
  int filter(const QString& query);
  /// Opens the fold when something in it has a problem or is not at its default.
  void unfoldIfNeeded();

 private:
  void setUnfolded(bool isUnfolded);

  QVBoxLayout* column_;
  QPushButton* fold_;
  std::vector<OptionRow*> plain_, advanced_;
  bool isUnfolded_ = false;
};

/// "trainer" → "Training"; a group that the program does not know keeps its own name.
QString groupTitle(const QString& group);

}  // namespace assay
