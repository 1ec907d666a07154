// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/charts/chart_panel.h"

#include <QBuffer>
#include <QContextMenuEvent>
#include <QFileDialog>
#include <QImage>
#include <QLabel>
#include <QMenu>
#include <QVBoxLayout>

#include "core/base/atomic_file.h"
#include "widgets/bridge/text.h"
#include "widgets/charts/chart_legend.h"
#include "widgets/charts/live_chart.h"
#include "widgets/theme/theme.h"

namespace assay {

namespace {

QString writeBytes(const QByteArray& bytes, const QString& file) {
  try {
    writeFileAtomically(toPath(file), std::string_view(bytes.constData(), std::size_t(bytes.size())));
    return {};
  } catch (const Error& error) {
    return describe(error);
  }
}

}  // namespace

QString savePng(const QImage& image, const QString& file) {
  QByteArray bytes;
  QBuffer buffer(&bytes);
  if (!buffer.open(QIODevice::WriteOnly) || !image.save(&buffer, "PNG")) return ChartPanel::tr("The picture cannot be encoded.");
  return writeBytes(bytes, file);
}

QString saveText(const QString& text, const QString& file) { return writeBytes(text.toUtf8(), file); }

ChartPanel::ChartPanel(const QString& title, QWidget* parent) : ChartPanel(title, new LiveChart, parent) {}

ChartPanel::ChartPanel(const QString& title, LiveChart* chart, QWidget* parent)
    : QFrame(parent), title_(new QLabel(title, this)), chart_(chart), legend_(new ChartLegend(chart, this)) {
  setProperty("role", "panel");
  title_->setProperty("role", "section");
  chart_->setAccessibleName(title);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(metrics::space3, metrics::space2, metrics::space2, metrics::space1);
  column->setSpacing(metrics::space1);
  column->addWidget(title_);
  column->addWidget(legend_);
  column->addWidget(chart_, 1);
}

void ChartPanel::setTitle(const QString& title) {
  title_->setText(title);
  chart_->setAccessibleName(title);
}

QString ChartPanel::title() const { return title_->text(); }

QString ChartPanel::savePicture(const QString& file) const { return savePng(chart_->picture(), file); }
QString ChartPanel::saveTable(const QString& file) const { return saveText(chart_->csv(), file); }

void ChartPanel::askAndSave(const QString& filter, const QString& ending, const std::function<QString(const QString&)>& save) {
  QString file = QFileDialog::getSaveFileName(this, tr("Export"), title() + ending, filter);
  if (file.isEmpty()) return;
  if (!file.endsWith(ending, Qt::CaseInsensitive)) file += ending;
  const QString error = save(file);
  Q_EMIT status(error.isEmpty() ? tr("Saved %1.").arg(file) : error);
}

void ChartPanel::contextMenuEvent(QContextMenuEvent* event) {
  QMenu menu(this);
  menu.addAction(Theme::instance().icon("zoom-fit"), tr("Show all"), chart_, &LiveChart::showAll);
  QAction* logarithmic = menu.addAction(Theme::instance().icon("log-axis"), tr("Logarithmic axis"));
  logarithmic->setCheckable(true);
  logarithmic->setChecked(chart_->isLogarithmic());
  connect(logarithmic, &QAction::toggled, chart_, &LiveChart::setLogarithmic);
  menu.addSeparator();
  menu.addAction(Theme::instance().icon("image"), tr("Export picture…"), this, [this] {
    askAndSave(tr("PNG picture (*.png)"), QStringLiteral(".png"), [this](const QString& file) { return savePicture(file); });
  });
  menu.addAction(Theme::instance().icon("csv"), tr("Export values…"), this, [this] {
    askAndSave(tr("CSV table (*.csv)"), QStringLiteral(".csv"), [this](const QString& file) { return saveTable(file); });
  });
  menu.exec(event->globalPos());
}

}  // namespace assay
