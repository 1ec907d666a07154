// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QObject>
#include <QPointer>

namespace assay {

class LiveChart;

/// Charts with the same x axis: the cross-hair and the zoom of one are those of all.
class ChartGroup : public QObject {
  Q_OBJECT

 public:
  using QObject::QObject;
  void add(LiveChart* chart);

 private:
  template <class Change>
  void others(LiveChart* except, Change change);

  QList<QPointer<LiveChart>> charts_;
};

}  // namespace assay
