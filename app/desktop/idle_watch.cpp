// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/idle_watch.h"

#include <ctime>
#include <fstream>
#include <sstream>
#include <string>

#include <unistd.h>

#include <QEvent>

#include "widgets/shell/main_window.h"

namespace assay {

namespace {
constexpr int pollMs = 50;
constexpr int looksToSettle = 3;
}

IdleWatch::IdleWatch(MainWindow& window, Settle settle, int timeoutMs, std::function<void(bool)> done)
    : QObject(&window), window_(window), settle_(settle), done_(std::move(done)) {
  window_.installEventFilter(this);
  connect(&window_, &MainWindow::idleChanged, this, &IdleWatch::look);
  connect(&poll_, &QTimer::timeout, this, &IdleWatch::look);
  connect(&timeout_, &QTimer::timeout, this, [this] { finish(false); });
  timeout_.setSingleShot(true);
  timeout_.start(timeoutMs);
  poll_.start(pollMs);
}

bool IdleWatch::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::Paint && !hasPainted_) {
    hasPainted_ = true;
    // After the whole window of this frame and whatever it put off to the next turn of the loop.
    QTimer::singleShot(0, this, &IdleWatch::look);
  }
  return QObject::eventFilter(watched, event);
}

void IdleWatch::look() {
  if (!hasPainted_ || !done_) return;
  if (!window_.isIdle()) {
    idleLooks_ = 0;
    return;
  }
  ++idleLooks_;
  if (settle_ == Settle::AtOnce || idleLooks_ >= looksToSettle) finish(true);
}

void IdleWatch::finish(bool isIdle) {
  poll_.stop();
  timeout_.stop();
  if (auto done = std::exchange(done_, {})) done(isIdle);
}

double millisecondsSinceProcessStart() {
  std::ifstream file("/proc/self/stat");
  std::string text((std::istreambuf_iterator<char>(file)), {});
  // Field 22, counted after the command name, which may hold spaces and brackets.
  std::istringstream fields(text.substr(text.rfind(')') + 2));
  std::string field;
  for (int i = 3; i <= 22; ++i) fields >> field;
  timespec now{};
  clock_gettime(CLOCK_BOOTTIME, &now);
  const double started = std::stod(field) / static_cast<double>(sysconf(_SC_CLK_TCK));
  return (static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9 - started) * 1e3;
}

}  // namespace assay
