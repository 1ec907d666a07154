// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>

#include <QLineEdit>

class QCompleter;
class QStandardItemModel;

namespace assay {

class GraphData;

/// A line that finds entities of a graph while somebody types, in any script and width: names, aliases, ids.
class GraphSearchBox : public QLineEdit {
  Q_OBJECT

 public:
  explicit GraphSearchBox(QWidget* parent = nullptr);
  void setData(std::shared_ptr<const GraphData> data);
  /// The first of those that are offered for what is typed.
  std::optional<int32_t> best() const;

 Q_SIGNALS:
  void entityChosen(int32_t entity);

 private:
  void offer(const QString& text);
  void take(int32_t entity);

  std::shared_ptr<const GraphData> data_;
  QStandardItemModel* found_;
  QCompleter* completer_;
};

}  // namespace assay
