// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/pages/label_page.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QSplitter>
#include <QToolBar>
#include <QVBoxLayout>

#include "widgets/bridge/model_server.h"
#include "widgets/bridge/project_session.h"
#include "widgets/bridge/text.h"
#include "widgets/canvas/image_canvas.h"
#include "widgets/canvas/image_loader.h"
#include "widgets/gallery/gallery_model.h"
#include "widgets/gallery/gallery_view.h"
#include "widgets/gallery/thumbnail_loader.h"
#include "widgets/pages/class_list.h"
#include "widgets/theme/theme.h"

namespace assay {
namespace {

constexpr int stripHeight = 84;
constexpr int classWidth = 208;
// Decoded ahead: the hand usually goes on in the same direction.
constexpr int ahead = 2;

}  // namespace

LabelPage::LabelPage(QWidget* parent)
    : Page(parent), canvas_(new ImageCanvas(this)), classes_(new ClassList(this)), model_(new GalleryModel(this)),
      thumbnails_(new ThumbnailLoader(this)), strip_(new GalleryView(model_, thumbnails_, this)),
      loader_(new ImageLoader(this)) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  layout->addWidget(makeHeader());
  makeActions();
  auto* middle = new QSplitter(Qt::Horizontal, this);
  middle->addWidget(canvas_);
  middle->addWidget(classes_);
  middle->setStretchFactor(0, 1);
  middle->setSizes({1000, classWidth});
  middle->setCollapsible(0, false);
  layout->addWidget(middle, 1);
  footer_ = makeFooter();
  layout->addWidget(footer_);
  strip_->setFlow(GalleryView::Flow::SingleRow);
  strip_->setFixedHeight(stripHeight);
  strip_->setFocusPolicy(Qt::NoFocus);   // the keys stay with the picture
  layout->addWidget(strip_);
  connectCanvas();
  connect(loader_, &ImageLoader::loaded, this, &LabelPage::pictureLoaded);
  connect(thumbnails_, &ThumbnailLoader::idle, this, &Page::idleChanged);
  connect(strip_, &GalleryView::selectionMoved, this, [this] {
    const ItemId chosen = strip_->currentItem();
    if (chosen && chosen != item_) showItem(chosen);
  });
  connect(classes_, &ClassList::classChosen, this, &LabelPage::chooseClass);
  connect(classes_, &ClassList::renamed, this, &LabelPage::renameClass);
  connect(classes_, &ClassList::failed, this, &Page::status);
  connect(classes_, &ClassList::activeClassChanged, this, [this] { updateActions(); });
  connect(classes_, &ClassList::classAdded, this, [this] {
    reloadClasses();
    if (waitingBox_) {
      const Box box = *std::exchange(waitingBox_, {});
      addBox(QRectF(QPointF(box.x1, box.y1), QPointF(box.x2, box.y2)));
    }
    canvas_->setFocus();
  });
  connect(&Theme::instance(), &Theme::changed, this, [this] { showLabels(); });
  updateActions();
}

LabelPage::~LabelPage() = default;

QWidget* LabelPage::makeHeader() {
  auto* header = new QWidget(this);
  auto* layout = new QVBoxLayout(header);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  header->setProperty("role", "panel");
  header->setAttribute(Qt::WA_StyledBackground);
  tools_ = new QToolBar(header);
  tools_->setIconSize(QSize(20, 20));
  tools_->setFixedHeight(metrics::toolbar);
  tools_->setContentsMargins(metrics::space2, 0, metrics::space2, 0);
  layout->addWidget(tools_);
  notice_ = new QLabel(header);
  notice_->setProperty("role", "warning");
  notice_->setWordWrap(true);
  notice_->setContentsMargins(metrics::space3, metrics::space1, metrics::space3, metrics::space2);
  notice_->hide();
  layout->addWidget(notice_);
  return header;
}

QWidget* LabelPage::makeFooter() {
  auto* footer = new QWidget(this);
  footer->setProperty("role", "panel");
  footer->setAttribute(Qt::WA_StyledBackground);
  footer->setFixedHeight(metrics::row);
  auto* layout = new QHBoxLayout(footer);
  layout->setContentsMargins(metrics::space3, 0, metrics::space3, 0);
  layout->setSpacing(metrics::space4);
  name_ = new QLabel(footer);
  state_ = new QLabel(footer);
  position_ = new QLabel(footer);
  for (QLabel* label : {name_, state_, position_}) {
    label->setProperty("role", "caption");
    label->setTextFormat(Qt::PlainText);
  }
  name_->setTextInteractionFlags(Qt::TextSelectableByMouse);
  layout->addWidget(name_);
  layout->addWidget(state_, 1);
  layout->addWidget(position_);
  auto* leave = new QPushButton(leaveQueue_->text(), footer);
  leave->setProperty("kind", "flat");
  leave->setToolTip(leaveQueue_->toolTip());
  leave->setVisible(false);
  connect(leave, &QPushButton::clicked, leaveQueue_, &QAction::trigger);
  connect(leaveQueue_, &QAction::changed, leave, [this, leave] { leave->setVisible(leaveQueue_->isEnabled()); });
  layout->addWidget(leave);
  return footer;
}

void LabelPage::setSession(ProjectSession* session) {
  if (session_) session_->disconnect(this);
  session_ = session;
  item_ = {};
  file_.clear();
  labels_.clear();
  predictions_.clear();
  proposals_ = 0;
  queue_.clear();
  waitingBox_.reset();
  thumbnails_->clear();
  GallerySource source;
  if (session) {
    source.item = [session](ItemId id) { return session->item(id); };
    source.annotations = [session](ItemId id) { return session->annotations(id); };
    source.absolutePath = [session](const std::string& path) { return session->absolutePath(path); };
    source.classColour = [session](const std::string& name) { return Theme::instance().series(session->classColour(name)); };
    connectSession();
  }
  model_->setSource(std::move(source));
  classes_->setSession(session);
  const bool isReadOnly = session && session->isReadOnly();
  notice_->setVisible(isReadOnly);
  if (isReadOnly) notice_->setText(tr("Labels cannot be changed: %1.").arg(session->readOnlyReason()));
  canvas_->setReadOnly(!session || isReadOnly);
  reloadClasses();
  reloadItems();
}

void LabelPage::connectSession() {
  connect(session_, &ProjectSession::itemsChanged, this, &LabelPage::reloadItems);
  connect(session_, &ProjectSession::projectChanged, this, &LabelPage::reloadClasses);
  connect(session_, &ProjectSession::labelsChanged, this, [this](ItemId item) {
    model_->refresh(item);
    if (item == item_) showLabels();
    else updateActions();
  });
  connect(session_, &ProjectSession::runsChanged, this, &LabelPage::updateActions);
  connect(&session_->model(), &ModelServer::stateChanged, this, &LabelPage::updateActions);
}

void LabelPage::activate() {
  isShown_ = true;
  loadPictures();
  canvas_->setFocus();
}

bool LabelPage::isIdle() const {
  return loader_->isIdle() && thumbnails_->isIdle() && (!isShown_ || !item_ || pictureIsThere_);
}

void LabelPage::reloadItems() {
  std::vector<ItemId> items;
  std::erase_if(queue_, [this](ItemId id) { return !session_ || !session_->item(id); });
  items = queue_;
  if (session_ && items.empty())
    for (const Item& item : session_->items())
      if (item.kind == ItemKind::Image) items.push_back(item.id);
  const ItemId kept = item_;
  const bool isEmpty = items.empty();
  const ItemId first = isEmpty ? ItemId() : items.front();
  strip_->setHidden(isEmpty);
  footer_->setHidden(isEmpty);
  leaveQueue_->setEnabled(!queue_.empty());
  model_->setItems(std::move(items));
  item_ = {};
  if (!isEmpty) {
    showItem(model_->rowOf(kept) >= 0 ? kept : first);
    return;
  }
  file_.clear();
  labels_.clear();
  predictions_.clear();
  proposals_ = 0;
  const bool hasTables = session_ && !session_->items().empty();
  canvas_->showMessage(!session_ ? tr("Open a project to label its pictures.")
                       : hasTables ? tr("This project has no pictures: there is nothing to draw.")
                                   : tr("Here you draw boxes around what the detector shall find. Import pictures on the Data page first."));
  updateCaption();
  updateActions();
}

bool LabelPage::showItem(ItemId item) {
  if (!session_ || !session_->item(item) || model_->rowOf(item) < 0) return false;
  if (item == item_) return true;
  item_ = item;
  predictions_.clear();
  proposals_ = 0;
  waitingBox_.reset();
  if (question_) session_->model().cancel(std::exchange(question_, 0));
  strip_->setCurrentItem(item);
  canvas_->selectShape(0);
  loadPictures();
  showLabels();
  if (asksAlways_ && isShown_) askModel();
  return true;
}

void LabelPage::loadPictures() {
  const Item* item = session_ ? session_->item(item_) : nullptr;
  if (!item || !isShown_) return;   // nothing is decoded for a page that nobody looks at
  file_ = session_->absolutePath(item->path);
  referenceFile_ = item->reference.empty() ? QString() : session_->absolutePath(item->reference);
  pictureIsThere_ = false;
  canvas_->setReadOnly(true);       // until the picture that the boxes belong to is there
  if (referenceFile_.isEmpty()) canvas_->setReference(CanvasImage());
  else loader_->request(referenceFile_);
  loader_->request(file_);
  QStringList soon;
  const int row = model_->rowOf(item_);
  for (int offset : {1, -1, ahead}) {
    const int other = row + offset;
    if (other < 0 || other >= model_->rowCount()) continue;
    const Item* neighbour = session_->item(model_->itemAt(other));
    soon << session_->absolutePath(neighbour->path);
    if (!neighbour->reference.empty()) soon << session_->absolutePath(neighbour->reference);
  }
  loader_->prefetch(soon);
}

void LabelPage::pictureLoaded(const QString& file) {
  const LoadedImage* loaded = loader_->cached(file);
  if (!loaded || !session_) return;
  if (file == referenceFile_) canvas_->setReference(loaded->image);
  if (file == file_) {
    pictureIsThere_ = true;
    if (loaded->error.isEmpty()) {
      canvas_->setImage(loaded->image);
      canvas_->setReadOnly(session_->isReadOnly());
    } else {
      canvas_->showMessage(loaded->error);
    }
    showLabels();
  }
  if (isIdle()) Q_EMIT idleChanged();
}

void LabelPage::open(const QVariant& argument) {
  if (!argument.isValid()) return;
  ItemId wanted{argument.toLongLong()};
  if (argument.typeId() == QMetaType::QVariantList) {
    queue_.clear();
    for (const QVariant& id : argument.toList()) queue_.push_back(ItemId{id.toLongLong()});
    reloadItems();   // forgets what is not there any more
    wanted = queue_.empty() ? ItemId() : queue_.front();
  } else if (!queue_.empty() && model_->rowOf(wanted) < 0) {
    leaveQueue();
  }
  if (!showItem(wanted))
    Q_EMIT status(tr("That picture is not in the project any more."));
}

void LabelPage::leaveQueue() {
  queue_.clear();
  reloadItems();
}

void LabelPage::go(int rows) {
  const int row = model_->rowOf(item_) + rows;
  if (!item_ || row < 0 || row >= model_->rowCount()) {
    Q_EMIT status(rows > 0 ? tr("This is the last picture.") : tr("This is the first picture."));
    return;
  }
  showItem(model_->itemAt(row));
}

void LabelPage::next() { go(1); }
void LabelPage::previous() { go(-1); }

void LabelPage::nextUnlabelled() {
  const int count = model_->rowCount(), from = model_->rowOf(item_);
  for (int step = 1; step < count; ++step) {
    const ItemId candidate = model_->itemAt((from + step) % count);
    const Item* item = session_->item(candidate);
    if (item && (item->status == LabelStatus::Unlabelled || (!queue_.empty() && item->status == LabelStatus::Withheld))) {
      showItem(candidate);
      return;
    }
  }
  Q_EMIT status(tr("No other picture is unlabelled."));
}

void LabelPage::keyPressEvent(QKeyEvent* event) {
  // The canvas leaves these alone when no box is selected.
  if (event->modifiers() == Qt::NoModifier && event->key() == Qt::Key_Right) return next();
  if (event->modifiers() == Qt::NoModifier && event->key() == Qt::Key_Left) return previous();
  Page::keyPressEvent(event);
}

void LabelPage::updateCaption() {
  const Item* item = session_ ? session_->item(item_) : nullptr;
  name_->setText(item ? tr("%1 · %2 of %3").arg(fromUtf8(item->path).section('/', -1),
                                                QLocale().toString(model_->rowOf(item_) + 1),
                                                QLocale().toString(model_->rowCount()))
                      : QString());
  name_->setToolTip(item ? fromUtf8(item->path) : QString());
  if (!item) {
    state_->clear();
    position_->clear();
    return;
  }
  QStringList parts{statusText(item->status), splitText(item->split),
                    tr("%1 × %2 px").arg(item->width).arg(item->height), tr("%n box(es)", nullptr, int(labels_.size()))};
  if (item->bitDepth == 16) parts << tr("16 bit, range adjusted");
  if (!predictions_.empty()) parts << tr("%n prediction(s): Enter accepts, Backspace rejects", nullptr, int(predictions_.size()));
  state_->setText(parts.join(QStringLiteral(" · ")));
}

}  // namespace assay
