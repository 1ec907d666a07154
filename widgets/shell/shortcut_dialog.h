// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAction>
#include <QDialog>
#include <QList>

namespace assay {

/// Every key of the window and of the present page, with a search.
class ShortcutDialog : public QDialog {
  Q_OBJECT

 public:
  ShortcutDialog(const QList<QAction*>& window, const QString& pageTitle, const QList<QAction*>& page,
                 QWidget* parent = nullptr);
};

}  // namespace assay
