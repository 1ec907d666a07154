// SPDX-License-Identifier: GPL-3.0-or-later
// Key press to picture on the Label page, one direction and back: bench_next_image PROJECT --steps N. Between two presses
// it waits until the page is idle, as a person who looks at the picture does: the next one is then prefetched.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include <QApplication>
#include <QElapsedTimer>
#include <QTimer>
#include <QtTest>

#include "core/base/json.h"
#include "widgets/bridge/project_session.h"
#include "widgets/canvas/image_canvas.h"
#include "widgets/pages/label_page.h"
#include "widgets/theme/theme.h"

using namespace assay;

namespace {

constexpr int lookMilliseconds = 150;

/// Longest time between two turns of the event loop.
class LoopWatch {
 public:
  LoopWatch() {
    since_.start();
    QObject::connect(&timer_, &QTimer::timeout, [this] {
      longest_ = std::max(longest_, double(since_.nsecsElapsed()) / 1e6 - 1);
      since_.restart();
    });
    timer_.start(1);
  }
  double longest() const { return longest_; }

 private:
  QTimer timer_;
  QElapsedTimer since_;
  double longest_ = 0;
};

double pressMs(LabelPage& page, Qt::Key key) {
  const ItemId before = page.currentItem();
  QElapsedTimer clock;
  clock.start();
  QTest::keyClick(page.canvas(), key);
  const bool shown = QTest::qWaitFor([&] { return page.currentItem() != before && page.isIdle() && page.canvas()->hasImage(); }, 5000);
  const double ms = double(clock.nsecsElapsed()) / 1e6;
  QTest::qWait(lookMilliseconds);
  return shown ? ms : 1e9;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) return std::fputs("usage: bench_next_image PROJECT --steps N\n", stderr), 2;
  const int steps = std::atoi(argv[3]);
  QApplication application(argc, argv);
  Theme::instance().apply(Theme::Mode::Light);
  const auto session = ProjectSession::open(QString::fromLocal8Bit(argv[1]));
  LabelPage page;
  page.resize(1200, 800);
  page.setSession(session.get());
  page.show();
  page.activate();
  if (!QTest::qWaitFor([&] { return page.isIdle() && page.canvas()->hasImage(); }, 20000)) return 1;
  page.canvas()->setFocus();
  QTest::qWait(500);
  LoopWatch watch;
  std::vector<double> times;
  for (int i = 0; i < steps; ++i) times.push_back(pressMs(page, i < steps / 2 ? Qt::Key_PageDown : Qt::Key_PageUp));
  std::sort(times.begin(), times.end());
  std::puts(toLine({{"steps", steps}, {"median_ms", times[times.size() / 2]}, {"worst_ms", times.back()},
                    {"longest_block_ms", watch.longest()}}).c_str());
}
