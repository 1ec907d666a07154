// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

#include <QAbstractButton>
#include <QScrollArea>
#include <QSet>

#include "core/labels/query.h"

class QVBoxLayout;

namespace assay {

/// One value of a facet: a dot, its name, how many items it would leave. Pressed while it filters.
class FacetRow : public QAbstractButton {
  Q_OBJECT

 public:
  FacetRow(QueryField field, const QString& value, QWidget* parent = nullptr);
  void show(const QString& text, const QColor& dot, int count, bool isPressed);
  int count() const { return count_; }
  QueryField field() const { return field_; }
  const QString& value() const { return value_; }
  QSize sizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;
  void enterEvent(QEnterEvent*) override { update(); }
  void leaveEvent(QEvent*) override { update(); }

 private:
  QueryField field_;
  QString value_;
  QColor dot_;
  int count_ = 0;
};

/// Class, status, split, source and group, with counts: what is there, and filters to press.
class FacetsPanel : public QScrollArea {
  Q_OBJECT

 public:
  explicit FacetsPanel(QWidget* parent = nullptr);
  void show(const FacetCounts& counts, const Query& query, const std::function<QColor(const std::string&)>& classColour);
  /// nullptr when the value is not listed.
  FacetRow* row(QueryField field, const QString& value) const;

 Q_SIGNALS:
  void toggled(assay::QueryField field, const QString& value);
  void unfolded();   ///< a section shall show all of its values: show() again

 private:
  void showSection(QueryField field, const QString& title, const FacetCounts::Counts& counts, const Query& query,
                   const std::function<QString(const std::string&)>& text,
                   const std::function<QColor(const std::string&)>& dot);
  QVBoxLayout* layout_;
  QList<FacetRow*> rows_;
  QSet<int> unfolded_;   ///< sections that show all of their values
};

}  // namespace assay
