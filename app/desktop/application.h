// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QApplication>

namespace assay {

/// The last border before Qt: an error that rises out of a slot becomes a sentence in the window,
/// and the labels are safe in any case.
class Application : public QApplication {
  Q_OBJECT

 public:
  using QApplication::QApplication;
  bool notify(QObject* receiver, QEvent* event) override;

 Q_SIGNALS:
  void failed(const QString& error);

 private:
  void report(const QString& error);
};

}  // namespace assay
