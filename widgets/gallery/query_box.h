// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLineEdit>
#include <QTimer>

#include "core/labels/query.h"

class QCompleter;
class QStringListModel;

namespace assay {

/// The query as text, with the words of the project offered while typing. What is not understood is
/// marked and explained in the tool tip.
class QueryBox : public QLineEdit {
  Q_OBJECT

 public:
  explicit QueryBox(QWidget* parent = nullptr);
  const Query& query() const { return query_; }
  void setQuery(const Query& query);
  /// Values that are offered after "class:", "split:", ...
  void setVocabulary(const FacetCounts& counts);

 Q_SIGNALS:
  void queryChanged();

 protected:
  void keyPressEvent(QKeyEvent* event) override;

 private:
  void read();
  void offer();
  void complete(const QString& word);
  int wordBegin() const;

  Query query_;
  QTimer pause_;   ///< a person is still typing
  QStringList words_;
  QStringListModel* offered_;
  QCompleter* completer_;
};

}  // namespace assay
