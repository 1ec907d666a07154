// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QWidget>

#include "core/labels/item.h"

class QComboBox;
class QFormLayout;
class QLabel;
class QPushButton;

namespace assay {

class ItemIndex;
class ProjectSession;

/// Properties of what is selected on the Data page, and the two that can be set there.
class DataInspector : public QWidget {
  Q_OBJECT

 public:
  explicit DataInspector(QWidget* parent = nullptr);
  void show(const ProjectSession* session, const ItemIndex& index, const std::vector<ItemId>& items);

 Q_SIGNALS:
  void splitChosen(assay::Split split);
  void statusChosen(assay::LabelStatus status);
  void openRequested();
  void removeRequested();

 private:
  void showFacts(const std::vector<const Item*>& items, const ItemIndex& index);
  void addFact(const QString& name, const QString& value);

  QLabel* title_;
  QLabel* hint_;
  QWidget* body_;
  QFormLayout* facts_;
  QComboBox *split_, *status_;
  QPushButton *open_, *remove_;
};

}  // namespace assay
