// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shell/about_dialog.h"

#include <QCoreApplication>
#include <QDialogButtonBox>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include "core/base/paths.h"
#include "widgets/bridge/text.h"
#include "widgets/theme/theme.h"

namespace assay {

AboutDialog::AboutDialog(QWidget* parent) : QDialog(parent) {
  setWindowTitle(tr("About Assay"));
  setMinimumWidth(420);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(metrics::space5, metrics::space5, metrics::space5, metrics::space4);
  layout->setSpacing(metrics::space3);
  const auto line = [&](const QString& text, const char* role) {
    auto* label = new QLabel(text, this);
    label->setProperty("role", role);
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    layout->addWidget(label);
  };
  line(tr("Assay %1").arg(QCoreApplication::applicationVersion()), "title");
  line(tr("Label a small dataset, train a model on it, and see whether you can trust the result."), "");
  line(tr("The workbench is free software under the GNU General Public License, version 3 or later; the engine, the command line "
          "and the plugins are under the Apache License 2.0."), "secondary");
  line(tr("Qt %1 · settings and caches in %2").arg(QString::fromLatin1(qVersion()), fromPath(assayHome())), "caption");
  auto* buttons = new QDialogButtonBox(this);
  auto* close = new QPushButton(tr("Close"), this);
  close->setDefault(true);
  buttons->addButton(close, QDialogButtonBox::RejectRole);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  layout->addSpacing(metrics::space2);
  layout->addWidget(buttons);
}

}  // namespace assay
