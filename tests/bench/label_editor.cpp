// SPDX-License-Identifier: GPL-3.0-or-later
// Edits labels on the Label page by real mouse events for as long as it lives, and says each edit on stdout after it
// returned. `bench label_kill` kills it at random moments. With --count: how many edits the journal holds.
#include <cstdio>

#include <QApplication>
#include <QSignalSpy>
#include <QtTest>

#include "core/base/json.h"
#include "core/base/random_seed.h"
#include "core/store/item_table.h"
#include "core/store/journal.h"
#include "widgets/bridge/project_session.h"
#include "widgets/canvas/image_canvas.h"
#include "widgets/pages/label_page.h"
#include "widgets/theme/theme.h"

using namespace assay;

namespace {

int countEdits(const char* project) {
  Database database(loadProject(project).databaseFile(), OpenMode::ReadWrite);
  std::size_t annotations = 0;   // every label of every item is read, so an unreadable one shows
  for (const Item& item : listItems(database, With::Annotations)) annotations += item.annotations.size();
  std::puts(toLine({{"edits", journal(database).size()}, {"annotations", annotations}}).c_str());
  return 0;
}

void drawBox(ImageCanvas* canvas, const QRectF& box) {
  const QPoint from = canvas->toWidget(box.topLeft()).toPoint(), to = canvas->toWidget(box.bottomRight()).toPoint();
  QTest::mousePress(canvas, Qt::LeftButton, {}, from);
  QTest::mouseMove(canvas, to);
  QTest::mouseRelease(canvas, Qt::LeftButton, {}, to);
}

void editForever(LabelPage& page, ProjectSession& session) {
  Random random(1);
  QSignalSpy changed(&session, &ProjectSession::labelsChanged);
  long acknowledged = 0;
  while (true) {
    const double x = double(random.below(500)), y = double(random.below(500));
    drawBox(page.canvas(), QRectF(x, y, 20 + double(random.below(80)), 20 + double(random.below(80))));
    QCoreApplication::processEvents();
    acknowledged += changed.count();
    changed.clear();
    std::printf("edit %ld.\n", acknowledged);
    std::fflush(stdout);
    if (random.chance(0.2)) page.next();
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) return std::fputs("usage: bench_label_editor PROJECT [--count]\n", stderr), 2;
  if (argc > 2 && std::string_view(argv[2]) == "--count") return countEdits(argv[1]);
  QApplication application(argc, argv);
  Theme::instance().apply(Theme::Mode::Light);
  const auto session = ProjectSession::open(QString::fromLocal8Bit(argv[1]));
  LabelPage page;
  page.resize(1200, 800);
  page.setSession(session.get());
  page.show();
  page.activate();
  if (!QTest::qWaitFor([&] { return page.isIdle() && page.canvas()->hasImage(); }, 20000)) return 1;
  std::puts("ready");
  std::fflush(stdout);
  editForever(page, *session);
}
