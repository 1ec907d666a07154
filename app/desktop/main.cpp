// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>

#include <QCursor>
#include <QStyleFactory>
#include <QTimer>

#include "app/desktop/application.h"
#include "app/desktop/arguments.h"
#include "app/desktop/idle_watch.h"
#include "core/base/log.h"
#include "core/job/worker_environment.h"
#include "widgets/bridge/settings.h"
#include "widgets/pages/page.h"
#include "widgets/shell/language.h"
#include "widgets/shell/main_window.h"
#include "widgets/shell/message_bar.h"

namespace {

using namespace assay;

constexpr int grabTimeoutMs = 120000;   // a gallery over a network share may take its time
constexpr int measureTimeoutMs = 30000;

Theme::Mode themeOf(const QString& name, Theme::Mode fallback) {
  if (name == "light") return Theme::Mode::Light;
  if (name == "dark") return Theme::Mode::Dark;
  return name == "system" ? Theme::Mode::System : fallback;
}

int fail(const QString& sentence, int code) {
  std::fprintf(stderr, "assay-workbench: %s\n", qPrintable(sentence));
  return code;
}

void grabWhenIdle(MainWindow& window, const QString& file) {
  new IdleWatch(window, IdleWatch::Settle::SeveralLooks, grabTimeoutMs, [&window, file](bool isIdle) {
    if (!isIdle) return QCoreApplication::exit(fail("the page did not become idle within two minutes", 4));
    if (!window.grab().save(file)) return QCoreApplication::exit(fail("the picture could not be written to " + file, 3));
    QCoreApplication::exit(0);
  });
}

void measureStart(MainWindow& window, const QString& page) {
  new IdleWatch(window, IdleWatch::Settle::AtOnce, measureTimeoutMs, [page](bool isIdle) {
    if (!isIdle) return QCoreApplication::exit(fail("the page did not become idle within 30 s", 4));
    std::printf("{\"ms\":%.0f,\"page\":\"%s\"}\n", millisecondsSinceProcessStart(), qPrintable(page));
    QCoreApplication::exit(0);
  });
}

}  // namespace

int main(int argc, char** argv) {
  prepareForQt(argc, argv);
  setWorkerEnvironment();
  startLog("assay-workbench");
  Application::setStyle(QStringLiteral("Fusion"));   // before the platform's own style is loaded for nothing
  Application application(argc, argv);
  QCoreApplication::setApplicationName("assay-workbench");
  QCoreApplication::setApplicationVersion(ASSAY_VERSION);
  const Arguments arguments = parseArguments(QCoreApplication::arguments());
  {
    const Settings settings;
    applyLanguage(arguments.language.isEmpty() ? settings.language() : arguments.language);
    Theme::instance().apply(themeOf(arguments.theme, settings.theme()));
  }
  MainWindow window;
  QObject::connect(&application, &Application::failed, &window, &MainWindow::showError);
  const bool isBatch = !arguments.grab.isEmpty() || arguments.measureStart;
  if (!arguments.project.isEmpty() && !window.openProject(arguments.project) && isBatch)
    return fail(window.messageBar()->text(), 3);
  const QString page = arguments.page.isEmpty() ? QStringLiteral("data") : arguments.page;
  window.goTo(page, arguments.argument);
  if (window.session()) {
    if (isBatch && (!window.currentPage() || window.currentPage()->id() != page)) return fail(window.messageBar()->text(), 2);
  }
  if (arguments.size.isValid()) window.resize(arguments.size);   // after what was remembered
  // A pointer that happens to be over a button would be in the picture as its highlight.
  if (!arguments.grab.isEmpty()) QCursor::setPos(window.geometry().bottomRight() + QPoint(1, 1));
  window.show();
  if (!arguments.grab.isEmpty()) grabWhenIdle(window, arguments.grab);
  if (arguments.measureStart) measureStart(window, page);
  return application.exec();
}
