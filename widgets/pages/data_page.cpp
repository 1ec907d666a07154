// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/pages/data_page.h"

#include <memory>

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QMenu>
#include <QPushButton>
#include <QSlider>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableWidget>
#include <QToolBar>
#include <QVBoxLayout>

#include "core/store/item_table.h"
#include "core/store/run_table.h"
#include "widgets/bridge/project_session.h"
#include "widgets/bridge/run_commands.h"
#include "widgets/bridge/settings.h"
#include "widgets/bridge/task_runner.h"
#include "widgets/bridge/text.h"
#include "widgets/bridge/while_alive.h"
#include "widgets/gallery/facets_panel.h"
#include "widgets/gallery/gallery_model.h"
#include "widgets/gallery/gallery_view.h"
#include "widgets/gallery/query_box.h"
#include "widgets/gallery/quick_look.h"
#include "widgets/gallery/thumbnail_loader.h"
#include "widgets/pages/data_inspector.h"
#include "widgets/pages/data_verdicts.h"
#include "widgets/pages/report_panel.h"
#include "widgets/pages/suggestion_bar.h"
#include "widgets/theme/theme.h"

namespace assay {
namespace {

constexpr int facetsWidth = 208;
constexpr int sliderWidth = 112;
constexpr auto tileSizeKey = "gallery/tileSize";

}  // namespace

DataPage::DataPage(QWidget* parent)
    : Page(parent), model_(new GalleryModel(this)), thumbnails_(new ThumbnailLoader(this)),
      gallery_(new GalleryView(model_, thumbnails_, this)), tables_(new QTableWidget(this)), facets_(new FacetsPanel(this)),
      query_(new QueryBox(this)), quickLook_(new QuickLook(model_, gallery_)), report_(new ReportPanel(this)), suggestionBar_(new SuggestionBar(this)),
      stack_(new QStackedWidget(this)), tools_(new QToolBar(this)), size_(new QSlider(Qt::Horizontal, this)),
      count_(new QLabel(this)), exportMenu_(new QMenu(this)), suggestMenu_(new QMenu(this)) {
  setAcceptDrops(true);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  makeActions();
  layout->addWidget(makeHeader());
  auto* line = new QFrame(this);
  line->setProperty("role", "line");
  line->setFixedHeight(1);
  layout->addWidget(line);
  auto* split = new QSplitter(Qt::Horizontal, this);
  filters_ = facets_;
  facets_->setProperty("role", "panel");
  facets_->widget()->setProperty("role", "panel");
  facets_->widget()->setAttribute(Qt::WA_StyledBackground);
  split->addWidget(facets_);
  split->addWidget(makeGallerySide());
  split->setStretchFactor(1, 1);
  split->setSizes({facetsWidth, 1000});
  layout->addWidget(split, 1);
  connectGallery();
  refilter_.setSingleShot(true);
  refilter_.setInterval(100);
  connect(&refilter_, &QTimer::timeout, this, &DataPage::applyQuery);
  connect(query_, &QueryBox::queryChanged, this, &DataPage::applyQuery);
  connect(facets_, &FacetsPanel::toggled, this, [this](QueryField field, const QString& value) {
    query_->setQuery(query_->query().toggled(field, value.toStdString()));
  });
  connect(suggestionBar_, &SuggestionBar::closed, this, &DataPage::leaveSuggestions);
  connect(suggestionBar_, &SuggestionBar::labelAsked, this, &DataPage::labelSuggested);
  connect(facets_, &FacetsPanel::unfolded, this, &DataPage::applyQuery);
  connect(thumbnails_, &ThumbnailLoader::idle, this, &Page::idleChanged);
  reload();
}

DataPage::~DataPage() {
  if (inspector_ && !inspector_->parent()) delete inspector_;
}

QWidget* DataPage::makeHeader() {
  auto* header = new QWidget(this);
  header->setProperty("role", "panel");
  header->setAttribute(Qt::WA_StyledBackground);
  header->setFixedHeight(metrics::toolbar);
  auto* layout = new QHBoxLayout(header);
  layout->setContentsMargins(metrics::space2, 0, metrics::space3, 0);
  layout->setSpacing(metrics::space3);
  tools_->setIconSize(QSize(20, 20));
  tools_->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  tools_->addActions({import_, export_});
  tools_->addSeparator();
  tools_->addActions({split_, versions_, suggest_});
  layout->addWidget(tools_);
  layout->addWidget(query_, 1);
  count_->setProperty("role", "caption");
  layout->addWidget(count_);
  size_->setRange(GalleryView::smallestTile, GalleryView::largestTile);
  size_->setSingleStep(8);
  size_->setPageStep(48);
  size_->setFixedWidth(sliderWidth);
  size_->setToolTip(tr("Size of the pictures (Ctrl and the wheel)"));
  size_->setAccessibleName(tr("Size of the pictures"));
  layout->addWidget(size_);
  return header;
}

QWidget* DataPage::makeGallerySide() {
  auto* side = new QWidget(this);
  side->setProperty("role", "panel");
  side->setAttribute(Qt::WA_StyledBackground);
  auto* layout = new QVBoxLayout(side);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  auto* inset = new QVBoxLayout;
  inset->addWidget(report_);
  inset->addWidget(suggestionBar_);
  layout->addLayout(inset);
  tables_->setColumnCount(5);
  tables_->setHorizontalHeaderLabels({tr("Name"), tr("Rows"), tr("Columns"), tr("Split"), tr("Status")});
  tables_->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
  tables_->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
  for (int column : {1, 2}) tables_->horizontalHeaderItem(column)->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
  tables_->verticalHeader()->hide();
  tables_->verticalHeader()->setDefaultSectionSize(metrics::row);
  tables_->setSelectionBehavior(QAbstractItemView::SelectRows);
  tables_->setEditTriggers(QAbstractItemView::NoEditTriggers);
  tables_->setShowGrid(false);
  emptyState_ = makeEmptyState();
  noMatch_ = makeNoMatch();
  for (QWidget* page : {static_cast<QWidget*>(gallery_), static_cast<QWidget*>(tables_), emptyState_, noMatch_})
    stack_->addWidget(page);
  layout->addWidget(stack_, 1);
  return side;
}

QWidget* DataPage::makeEmptyState() {
  auto* page = new QWidget(this);
  auto* layout = new QVBoxLayout(page);
  layout->setSpacing(metrics::space3);
  layout->addStretch(2);
  auto* icon = new QLabel(page);
  icon->setPixmap(Theme::instance().icon("data").pixmap(48, QIcon::Disabled));
  auto* title = new QLabel(tr("No data yet"), page);
  title->setProperty("role", "title");
  auto* text = new QLabel(tr("Here is everything the project learns from: pictures with their labels, or tables.\n"
                             "Import a folder, or drop files anywhere on this page."), page);
  text->setProperty("role", "secondary");
  for (QLabel* label : {icon, title, text}) {
    label->setAlignment(Qt::AlignCenter);
    layout->addWidget(label);
  }
  auto* button = new QPushButton(tr("Import…"), page);
  button->setProperty("kind", "primary");
  connect(button, &QPushButton::clicked, import_, &QAction::trigger);
  connect(import_, &QAction::changed, button, [this, button] { button->setEnabled(import_->isEnabled()); });
  layout->addWidget(button, 0, Qt::AlignCenter);
  layout->addStretch(3);
  return page;
}

QWidget* DataPage::makeNoMatch() {
  auto* page = new QWidget(this);
  auto* layout = new QVBoxLayout(page);
  layout->addStretch(2);
  auto* text = new QLabel(tr("Nothing meets this filter."), page);
  text->setProperty("role", "secondary");
  text->setAlignment(Qt::AlignCenter);
  auto* button = new QPushButton(tr("Clear the filter"), page);
  connect(button, &QPushButton::clicked, this, [this] {
    suggested_.clear();
    query_->setQuery(Query());
    applyQuery();
  });
  layout->addWidget(text);
  layout->addWidget(button, 0, Qt::AlignCenter);
  layout->addStretch(3);
  return page;
}

void DataPage::connectGallery() {
  Settings settings;
  const int tile = settings.value(tileSizeKey, gallery_->tileSize()).toInt();
  gallery_->setTileSize(tile);
  size_->setValue(gallery_->tileSize());
  connect(size_, &QSlider::valueChanged, gallery_, &GalleryView::setTileSize);
  connect(gallery_, &GalleryView::tileSizeChanged, this, [this](int pixels) {
    size_->setValue(pixels);
    Settings().setValue(tileSizeKey, pixels);
  });
  connect(gallery_, &GalleryView::selectionMoved, this, &DataPage::updateInspector);
  connect(gallery_, &QAbstractItemView::activated, this, &DataPage::openSelected);
  connect(gallery_, &GalleryView::quickLook, quickLook_, &QuickLook::open);
  connect(quickLook_, &QuickLook::moved, gallery_, &GalleryView::setCurrentItem);
  connect(quickLook_, &QuickLook::chosen, this, [this](ItemId item) { Q_EMIT navigate("label", QVariant::fromValue(qint64(item.value))); });
  gallery_->setContextMenuPolicy(Qt::CustomContextMenu);
  connect(gallery_, &QWidget::customContextMenuRequested, this, &DataPage::showContextMenu);
  tables_->setContextMenuPolicy(Qt::CustomContextMenu);
  connect(tables_, &QWidget::customContextMenuRequested, this, &DataPage::showContextMenu);
  connect(tables_, &QTableWidget::itemSelectionChanged, this, &DataPage::updateInspector);
}

void DataPage::setSession(ProjectSession* session) {
  if (session_) session_->disconnect(this), session_->runs().disconnect(this);
  session_ = session;
  thumbnails_->clear();
  report_->hide();
  suggestionBar_->hide();
  suggested_.clear();
  query_->setQuery(Query());
  GallerySource source;
  if (session) {
    source.item = [session](ItemId id) { return session->item(id); };
    source.annotations = [session](ItemId id) { return session->annotations(id); };
    source.absolutePath = [session](const std::string& path) { return session->absolutePath(path); };
    source.classColour = [session](const std::string& name) { return Theme::instance().series(session->classColour(name)); };
    const auto again = [this] {
      isStale_ = true;
      if (isShown_) reload();
    };
    connect(session, &ProjectSession::itemsChanged, this, again);
    connect(session, &ProjectSession::projectChanged, this, again);
    connect(session, &ProjectSession::labelsChanged, this, &DataPage::labelsChanged);
    connect(&session->runs(), &RunCommands::suggestionFinished, this, &DataPage::takeSuggestions);
    connect(session, &ProjectSession::runsChanged, this, [this] {
      needsVerdicts_ = true;
      loadVerdicts();
    });
  }
  model_->setSource(std::move(source));
  isStale_ = needsVerdicts_ = true;
  if (isShown_ || !session) reload();
}

void DataPage::activate() {
  isShown_ = true;
  if (isStale_) reload();
  if (stack_->currentWidget() == gallery_) gallery_->setFocus();
}

bool DataPage::isIdle() const { return thumbnails_->isIdle() && !refilter_.isActive(); }

void DataPage::reload() {
  isStale_ = false;
  static const std::vector<Item> noItems;
  static const std::vector<ClassCount> noCounts;
  index_.load(session_ ? session_->items() : noItems, session_ ? session_->classCounts() : noCounts);
  applyQuery();
  updateActions();
  loadVerdicts();
}

bool DataPage::holdsTables() const {
  return session_ && !session_->items().empty() && session_->items().front().kind != ItemKind::Image;
}

void DataPage::applyQuery() {
  refilter_.stop();
  std::vector<std::string> classOrder;
  if (session_)
    for (const ClassDef& def : session_->project().classes) classOrder.push_back(def.name);
  const FacetCounts counts = index_.facets(query_->query(), classOrder);
  facets_->show(counts, query_->query(), model_->source().classColour);
  query_->setVocabulary(counts);
  const bool isEmpty = !session_ || session_->items().empty();
  std::vector<ItemId> items = inSuggestedOrder(index_.matching(query_->query()));
  showSuggestionBar();
  QWidget* page = isEmpty ? emptyState_ : items.empty() ? noMatch_ : holdsTables() ? static_cast<QWidget*>(tables_) : gallery_;
  showCount(int(items.size()));
  if (holdsTables()) fillTables(items);
  const ItemId current = gallery_->currentItem();
  model_->setItems(std::move(items));
  if (current && !gallery_->currentItem()) gallery_->setCurrentItem(current);
  stack_->setCurrentWidget(page);
  for (QWidget* part : {static_cast<QWidget*>(facets_), static_cast<QWidget*>(query_), static_cast<QWidget*>(count_)})
    part->setVisible(!isEmpty);
  size_->setVisible(!isEmpty && !holdsTables());
  updateInspector();
  Q_EMIT idleChanged();
}

void DataPage::showCount(int matching) {
  const int all = session_ ? int(session_->items().size()) : 0;
  const QLocale locale;
  count_->setText(matching == all ? locale.toString(all) : tr("%1 of %2").arg(locale.toString(matching), locale.toString(all)));
}

void DataPage::labelsChanged(ItemId item) {
  if (isStale_) return;
  index_.update(item, session_->annotations(item));
  model_->refresh(item);
  refilter_.start();
}

void DataPage::fillTables(const std::vector<ItemId>& items) {
  const QSignalBlocker quiet(tables_);
  const QLocale locale;
  tables_->setRowCount(int(items.size()));
  const auto isOf = [&](ItemKind kind) { return std::all_of(items.begin(), items.end(), [&](ItemId id) { return session_->item(id)->kind == kind; }); };
  const bool isOfOneKind = !items.empty() && isOf(session_->item(items.front())->kind);
  tables_->horizontalHeaderItem(1)->setText(isOfOneKind ? sizeText(session_->item(items.front())->kind) : tr("Entries"));
  tables_->setColumnHidden(2, !isOf(ItemKind::Table));
  for (int row = 0; row < int(items.size()); ++row) {
    const Item& item = *session_->item(items[std::size_t(row)]);
    const QString texts[] = {fromUtf8(item.path).section('/', -1), locale.toString(item.height), locale.toString(item.width),
                             splitText(item.split), statusText(item.status)};
    for (int column = 0; column < 5; ++column) {
      auto* cell = new QTableWidgetItem(texts[column]);
      cell->setData(Qt::UserRole, QVariant::fromValue(qint64(item.id.value)));
      if (column == 1 || column == 2) cell->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
      if (column == 0) cell->setToolTip(fromUtf8(item.path));
      tables_->setItem(row, column, cell);
    }
  }
}

std::vector<ItemId> DataPage::selectedItems() const {
  if (!holdsTables()) return gallery_->selectedItems();
  std::vector<ItemId> items;
  for (const QModelIndex& row : tables_->selectionModel()->selectedRows())
    items.push_back(ItemId{row.data(Qt::UserRole).toLongLong()});
  return items;
}

QWidget* DataPage::inspector() {
  if (!inspector_) {
    inspector_ = new DataInspector;   // the frame gives it a parent
    connect(inspector_, &DataInspector::splitChosen, this, [this](Split split) { setSplitOf(selectedItems(), split); });
    connect(inspector_, &DataInspector::statusChosen, this, [this](LabelStatus status) { setStatusOf(selectedItems(), status); });
    connect(inspector_, &DataInspector::openRequested, this, &DataPage::openSelected);
    connect(inspector_, &DataInspector::removeRequested, this, &DataPage::askRemove);
    updateInspector();
  }
  return inspector_;
}

void DataPage::updateInspector() {
  if (inspector_) inspector_->show(session_, index_, selectedItems());
  updateActions();
}

void DataPage::loadVerdicts() {
  if (!session_ || !isShown_ || !needsVerdicts_ || holdsTables()) return;
  needsVerdicts_ = false;
  if (listRuns(session_->database()).empty()) return;
  auto verdicts = std::make_shared<QHash<QString, TileVerdict>>();
  const auto folder = session_->project().runsFolder();
  session_->tasks().run(
      tr("Reading the last evaluation"),
      [verdicts, folder, file = session_->project().databaseFile()](const Progress&) {
        Database database(file, OpenMode::ReadOnly);
        *verdicts = readVerdicts(database, folder);
      },
      whileAlive(this, [this, session = session_, verdicts](const QString& error) {
        // Without a readable evaluation the tiles show none: the Runs page tells what is wrong with it.
        if (session == session_ && error.isEmpty() && !verdicts->isEmpty()) model_->setVerdicts(*verdicts);
      }));
}

void DataPage::open(const QVariant& argument) {
  if (argument.typeId() == QMetaType::QString) {
    suggested_.clear();
    query_->setQuery(Query::parse(argument.toString().toStdString()));
    applyQuery();
    return;
  }
  const ItemId item{argument.toLongLong()};
  if (model_->rowOf(item) < 0) {   // the filter hides it
    suggested_.clear();
    query_->setQuery(Query());
    applyQuery();
  }
  gallery_->setCurrentItem(item);
}

}  // namespace assay
