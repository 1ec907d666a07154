// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/application.h"

#include <QTimer>

#include "core/base/error.h"
#include "core/base/log.h"
#include "widgets/bridge/text.h"

namespace assay {

bool Application::notify(QObject* receiver, QEvent* event) {
  try {
    return QApplication::notify(receiver, event);
  } catch (const Error& error) {
    report(describe(error));
  } catch (const std::exception& error) {
    report(fromUtf8(error.what()));
  }
  return false;
}

void Application::report(const QString& error) {
  log::error("{}", error.toStdString());
  QTimer::singleShot(0, this, [this, error] { Q_EMIT failed(error); });
}

}  // namespace assay
