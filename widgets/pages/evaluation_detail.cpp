// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/pages/evaluation_detail.h"

#include <QAction>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>
#include <QVBoxLayout>

#include "widgets/bridge/text.h"
#include "widgets/canvas/image_canvas.h"
#include "widgets/theme/theme.h"

namespace assay {

EvaluationDetail::EvaluationDetail(EvaluationGallery* gallery, QWidget* parent)
    : QWidget(parent), gallery_(gallery), canvas_(new ImageCanvas(this)), title_(new QLabel(this)) {
  canvas_->setReadOnly(true);
  auto* bar = new QFrame(this);
  bar->setProperty("role", "panel");
  bar->setFixedHeight(metrics::toolbar);
  auto* row = new QHBoxLayout(bar);
  row->setContentsMargins(metrics::space3, 0, metrics::space3, 0);
  const auto button = [&](const QString& text, const QString& icon, const QList<QKeySequence>& keys, auto act) {
    auto* action = new QAction(Theme::instance().icon(icon), text, this);
    action->setShortcuts(keys);
    action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    connect(action, &QAction::triggered, this, act);
    addAction(action);
    auto* tool = new QToolButton(bar);
    tool->setDefaultAction(action);
    tool->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    row->addWidget(tool);
  };
  button(tr("Back"), "chevron-left", {Qt::Key_Escape}, [this] { Q_EMIT closed(); });
  button(tr("Previous"), "previous", {Qt::Key_Left, Qt::Key_PageUp}, [this] { step(-1); });
  button(tr("Next"), "next", {Qt::Key_Right, Qt::Key_PageDown}, [this] { step(1); });
  row->addSpacing(metrics::space3);
  row->addWidget(title_, 1);
  button(tr("Correct the labels"), "label", {Qt::Key_L}, [this] { Q_EMIT labelWanted(image_); });
  auto* key = new QLabel(tr("Solid thin: label · dashed: found · thick: missed · dotted: false box"), this);
  key->setProperty("role", "caption");
  key->setContentsMargins(metrics::space3, metrics::space1, metrics::space3, metrics::space1);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  column->addWidget(bar);
  column->addWidget(canvas_, 1);
  column->addWidget(key);
  connect(&loader_, &ImageLoader::loaded, this, &EvaluationDetail::takeImage);
}

void EvaluationDetail::show(std::shared_ptr<const EvaluationData> data, int image, double threshold) {
  data_ = std::move(data);
  image_ = image;
  threshold_ = threshold;
  const ImageResult& result = data_->boxes->images[std::size_t(image)];
  title_->setText(fromUtf8(result.image));
  title_->setTextFormat(Qt::PlainText);
  canvas_->setShapes(shapesOf(result, threshold, gallery_->colours()));
  const ImagePlace& place = gallery_->place(image);
  loader_.request(place.file);
  if (!place.reference.isEmpty()) loader_.request(place.reference);
  else canvas_->setReference({});
  canvas_->setFocus();
}

void EvaluationDetail::takeImage(const QString& file) {
  if (!data_) return;
  const ImagePlace& place = gallery_->place(image_);
  const LoadedImage* loaded = loader_.cached(file);
  if (file == place.file && loaded && loaded->error.isEmpty()) canvas_->setImage(loaded->image);
  else if (file == place.file) canvas_->showMessage(loaded ? loaded->error : tr("%1 cannot be shown.").arg(file));
  else if (file == place.reference && loaded && loaded->error.isEmpty()) canvas_->setReference(loaded->image);
  Q_EMIT idleChanged();
}

void EvaluationDetail::step(int by) {
  const QList<int> order = gallery_->images();
  const qsizetype next = order.indexOf(image_) + by;
  if (data_ && next >= 0 && next < order.size()) show(data_, order[next], threshold_);
}

}  // namespace assay
