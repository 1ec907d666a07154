// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/gallery/facets_panel.h"

#include <QLabel>
#include <QLocale>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

#include "widgets/bridge/text.h"
#include "widgets/gallery/gallery_tile.h"
#include "widgets/theme/style_sheet.h"
#include "widgets/theme/theme.h"

namespace assay {
namespace {

constexpr std::size_t foldedValues = 12;   // a project may have hundreds of groups
constexpr int dotSize = 8;

}  // namespace

FacetRow::FacetRow(QueryField field, const QString& value, QWidget* parent)
    : QAbstractButton(parent), field_(field), value_(value) {
  setCheckable(true);
  setFocusPolicy(Qt::StrongFocus);
  setAttribute(Qt::WA_Hover);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void FacetRow::show(const QString& text, const QColor& dot, int count, bool isPressed) {
  setText(text);
  dot_ = dot;
  count_ = count;
  setChecked(isPressed);
  setAccessibleName(tr("%1, %n item(s)", nullptr, count).arg(text));
  setToolTip(text);
  update();
}

QSize FacetRow::sizeHint() const { return {160, metrics::row}; }

void FacetRow::paintEvent(QPaintEvent*) {
  const Tokens& tokens = Theme::instance().tokens();
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const QRectF plate = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
  painter.setPen(hasFocus() ? QPen(tokens.accent) : QPen(Qt::NoPen));
  painter.setBrush(isChecked() ? QBrush(selectionColour(tokens))
                               : underMouse() ? QBrush(hoverColour(tokens)) : QBrush(Qt::NoBrush));
  painter.drawRoundedRect(plate, metrics::radius, metrics::radius);
  int left = metrics::space2;
  if (dot_.isValid()) {
    painter.setPen(Qt::NoPen);
    painter.setBrush(dot_);
    painter.drawEllipse(QRectF(left, (height() - dotSize) / 2.0, dotSize, dotSize));
    left += dotSize + metrics::space2;
  }
  const QString number = QLocale().toString(count_);
  painter.setFont(Theme::instance().tabularFont());
  const int numberWidth = painter.fontMetrics().horizontalAdvance(number) + metrics::space2;
  painter.setPen(tokens.secondaryText);
  painter.drawText(rect().adjusted(0, 0, -metrics::space2, 0), Qt::AlignVCenter | Qt::AlignRight, number);
  painter.setFont(Theme::instance().bodyFont());
  painter.setPen(isChecked() ? tokens.accent : count_ == 0 ? tokens.secondaryText : tokens.text);
  const QRect place = rect().adjusted(left, 0, -numberWidth - metrics::space2, 0);
  painter.drawText(place, Qt::AlignVCenter, painter.fontMetrics().elidedText(text(), Qt::ElideMiddle, place.width()));
}

FacetsPanel::FacetsPanel(QWidget* parent) : QScrollArea(parent) {
  auto* content = new QWidget;
  layout_ = new QVBoxLayout(content);
  layout_->setContentsMargins(metrics::space2, metrics::space3, metrics::space2, metrics::space3);
  layout_->setSpacing(0);
  setWidget(content);
  setWidgetResizable(true);
  setFrameShape(NoFrame);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setMinimumWidth(168);
  connect(&Theme::instance(), &Theme::changed, content, qOverload<>(&QWidget::update));
}

FacetRow* FacetsPanel::row(QueryField field, const QString& value) const {
  for (FacetRow* row : rows_)
    if (row->field() == field && row->value() == value) return row;
  return nullptr;
}

void FacetsPanel::show(const FacetCounts& counts, const Query& query,
                       const std::function<QColor(const std::string&)>& classColour) {
  // The focus stays on the value that was pressed although the rows are made anew.
  const auto* focused = qobject_cast<FacetRow*>(focusWidget());
  const bool hadFocus = focused && focused->hasFocus();
  const QueryField focusedField = focused ? focused->field() : QueryField::Name;
  const QString focusedValue = focused ? focused->value() : QString();
  rows_.clear();
  while (QLayoutItem* item = layout_->takeAt(0)) {
    if (item->widget()) {
      item->widget()->hide();
      item->widget()->deleteLater();
    }
    delete item;
  }
  const auto same = [](const std::string& value) { return fromUtf8(value); };
  const auto none = [](const std::string&) { return QColor(); };
  showSection(QueryField::Class, tr("Class"), counts.classes, query, same, classColour);
  showSection(QueryField::Status, tr("Status"), counts.statuses, query,
              [](const std::string& value) { return statusText(labelStatusFromName(value)); },
              [](const std::string& value) { return statusColour(labelStatusFromName(value)); });
  showSection(QueryField::Split, tr("Split"), counts.splits, query,
              [](const std::string& value) { return splitText(splitFromName(value)); }, none);
  showSection(QueryField::Source, tr("Source"), counts.sources, query, same, none);
  if (!counts.groupsRepeatSources) showSection(QueryField::Group, tr("Group"), counts.groups, query, same, none);
  layout_->addStretch();
  if (FacetRow* again = hadFocus ? row(focusedField, focusedValue) : nullptr) again->setFocus();
}

void FacetsPanel::showSection(QueryField field, const QString& title, const FacetCounts::Counts& counts,
                              const Query& query, const std::function<QString(const std::string&)>& text,
                              const std::function<QColor(const std::string&)>& dot) {
  if (counts.empty()) return;
  auto* heading = new QLabel(title);
  heading->setProperty("role", "caption");
  heading->setContentsMargins(metrics::space2, rows_.isEmpty() ? 0 : metrics::space4, 0, metrics::space1);
  layout_->addWidget(heading);
  std::size_t shown = 0;
  for (const auto& [value, count] : counts) {
    const bool isPressed = query.selects(field, value);
    if (shown >= foldedValues && !unfolded_.contains(int(field)) && !isPressed) continue;
    ++shown;
    auto* row = new FacetRow(field, fromUtf8(value));
    row->show(text(value), dot(value), count, isPressed);
    connect(row, &QAbstractButton::clicked, this, [this, field, name = row->value()] { Q_EMIT toggled(field, name); });
    layout_->addWidget(row);
    rows_ << row;
  }
  if (shown == counts.size()) return;
  auto* more = new QPushButton(tr("Show all %1").arg(QLocale().toString(qint64(counts.size()))));
  more->setProperty("kind", "flat");
  connect(more, &QPushButton::clicked, this, [this, field] {
    unfolded_.insert(int(field));
    Q_EMIT unfolded();
  });
  layout_->addWidget(more);
}

}  // namespace assay
