// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "core/graph/triple_reader.h"

class QCheckBox;
class QComboBox;
class QLabel;

namespace assay {

/// Which columns of a CSV file are head, relation and tail of its triples, and whether its first row names them.
class ColumnChooser : public QWidget {
  Q_OBJECT

 public:
  explicit ColumnChooser(QWidget* parent = nullptr);

  /// Offers the file's columns, those chosen that would be taken without a choice. Shows why when it has no three.
  void setFile(const QString& path);
  /// For ImportOptions::columns; empty when nothing was changed.
  QString columns() const;

 private:
  void fill();

  CsvColumns found_;
  QComboBox* parts_[3];   ///< head, relation, tail
  QCheckBox* isHeader_;
  QLabel* problem_;
};

}  // namespace assay
