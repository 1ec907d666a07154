// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

#include <QObject>
#include <QTimer>

namespace assay {

class MainWindow;

/// Calls back once, when the window has painted and nothing in it is loading any more.
class IdleWatch : public QObject {
  Q_OBJECT

 public:
  enum class Settle { AtOnce, SeveralLooks };   ///< several: idle three times in a row, 50 ms apart

  IdleWatch(MainWindow& window, Settle settle, int timeoutMs, std::function<void(bool isIdle)> done);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void look();
  void finish(bool isIdle);

  MainWindow& window_;
  Settle settle_;
  std::function<void(bool)> done_;
  QTimer poll_, timeout_;
  bool hasPainted_ = false;
  int idleLooks_ = 0;
};

/// Milliseconds since the kernel started this process.
double millisecondsSinceProcessStart();

}  // namespace assay
