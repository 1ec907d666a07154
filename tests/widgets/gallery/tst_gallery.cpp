// SPDX-License-Identifier: GPL-3.0-or-later
#include <atomic>
#include <mutex>

#include <QScrollBar>
#include <QSignalSpy>
#include <QtTest>

#include "widgets/gallery/facets_panel.h"
#include "widgets/gallery/gallery_view.h"
#include "widgets/gallery/item_index.h"
#include "widgets/gallery/query_box.h"

using namespace assay;

namespace {

constexpr int manyItems = 20000;

std::vector<Item> manyPictures() {
  std::vector<Item> items;
  for (int i = 1; i <= manyItems; ++i) {
    Item item;
    item.id = ItemId{i};
    item.path = "images/board_" + std::to_string(i) + ".png";
    item.width = item.height = 640;
    item.split = i % 5 == 0 ? Split::Test : Split::Train;
    item.status = i <= 50 ? LabelStatus::Labelled : LabelStatus::Unlabelled;
    items.push_back(item);
  }
  return items;
}

QImage tinyPicture() {
  QImage image(64, 64, QImage::Format_RGB32);
  image.fill(Qt::darkGreen);
  return image;
}

}  // namespace

class GalleryTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() { items_ = manyPictures(); }

  void init() {
    asked_.clear();
    loader_ = std::make_unique<ThumbnailLoader>([this](const ThumbnailRequest& request) {
      const std::lock_guard lock(mutex_);
      asked_.insert(request.item.value);
      return tinyPicture();
    });
    model_ = std::make_unique<GalleryModel>();
    model_->setSource({[this](ItemId id) { return &items_[std::size_t(id.value - 1)]; },
                       [](ItemId) { return std::vector<Annotation>(); },
                       [](const std::string& path) { return QString::fromStdString("/data/" + path); },
                       [](const std::string&) { return QColor(Qt::red); }});
    std::vector<ItemId> ids;
    for (const Item& item : items_) ids.push_back(item.id);
    model_->setItems(ids);
    view_ = std::make_unique<GalleryView>(model_.get(), loader_.get());
    view_->resize(900, 700);
    view_->show();
    QVERIFY(QTest::qWaitForWindowExposed(view_.get()));
    view_->setFocus();
  }

  void cleanup() {
    view_.reset();
    loader_.reset();
  }

  void thumbnailsAreMadeForWhatIsInSightAlone() {
    QTRY_VERIFY(loader_->isIdle());
    const auto [first, last] = view_->visibleRows();
    QCOMPARE(first, 0);
    QVERIFY(last < 60);
    QCOMPARE(int(asked_.size()), last);
    for (int row = 0; row < last; ++row) QVERIFY(asked_.contains(row + 1));
  }

  void whatScrolledAwayIsNotMade() {
    QTRY_VERIFY(loader_->isIdle());
    asked_.clear();
    QScrollBar* bar = view_->verticalScrollBar();
    for (int step = 1; step <= 100; ++step) bar->setValue(bar->maximum() * step / 100);
    QTRY_VERIFY(loader_->isIdle());
    const auto [first, last] = view_->visibleRows();
    QCOMPARE(last, manyItems);
    for (int row = first; row < last; ++row) QVERIFY(asked_.contains(row + 1));
    // 100 pages went by; no more than those few that had begun were made of them.
    QVERIFY2(int(asked_.size()) < 10 * (last - first), qPrintable(QString::number(asked_.size())));
  }

  void aThumbnailInMemoryIsNotMadeAgain() {
    QTRY_VERIFY(loader_->isIdle());
    asked_.clear();
    view_->verticalScrollBar()->setValue(1);
    QTRY_VERIFY(loader_->isIdle());
    for (int row = 0; row < 4; ++row) QVERIFY(!asked_.contains(row + 1));
  }

  void arrowsMoveThroughTheGrid() {
    view_->setCurrentItem(ItemId{1});
    const int columns = columnsOf(*view_);
    QVERIFY(columns >= 3);
    QTest::keyClick(view_.get(), Qt::Key_Right);
    QCOMPARE(view_->currentItem().value, 2);
    QTest::keyClick(view_.get(), Qt::Key_Down);
    QCOMPARE(view_->currentItem().value, 2 + columns);
    QTest::keyClick(view_.get(), Qt::Key_Up);
    QTest::keyClick(view_.get(), Qt::Key_Left);
    QCOMPARE(view_->currentItem().value, 1);
    QTest::keyClick(view_.get(), Qt::Key_End);
    QCOMPARE(view_->currentItem().value, manyItems);
    QVERIFY(view_->viewport()->rect().contains(view_->visualRect(view_->currentIndex()).center()));
  }

  void shiftSelectsInReadingOrder() {
    click(2);
    click(5 + columnsOf(*view_), Qt::ShiftModifier);
    QCOMPARE(int(view_->selectedItems().size()), 4 + columnsOf(*view_));
    QCOMPARE(view_->selectedItems().front().value, 2);
    click(columnsOf(*view_) + 1);                 // first tile of the second line
    click(columnsOf(*view_), Qt::ShiftModifier);  // back to the last of the first line
    QCOMPARE(int(view_->selectedItems().size()), 2);
  }

  void controlAddsAndTakesAway() {
    click(1);
    click(3, Qt::ControlModifier);
    QCOMPARE(int(view_->selectedItems().size()), 2);
    click(1, Qt::ControlModifier);
    QCOMPARE(view_->selectedItems(), std::vector<ItemId>{ItemId{3}});
  }

  void enterActivatesAndSpaceAsksForAQuickLook() {
    view_->setCurrentItem(ItemId{3});
    QSignalSpy activated(view_.get(), &QAbstractItemView::activated), look(view_.get(), &GalleryView::quickLook);
    QTest::keyClick(view_.get(), Qt::Key_Return);
    QTest::keyClick(view_.get(), Qt::Key_Space);
    QCOMPARE(activated.count(), 1);
    QCOMPARE(look.count(), 1);
    QCOMPARE(look[0][0].value<ItemId>().value, 3);
  }

  void aPressedFacetTogglesItsValue() {
    ItemIndex index;
    index.load(items_, {{ItemId{1}, "short", 2}, {ItemId{2}, "open", 1}});
    FacetsPanel panel;
    panel.show(index.facets(Query(), {"open", "short"}), Query(), [](const std::string&) { return QColor(Qt::red); });
    QCOMPARE(panel.row(QueryField::Split, "test")->count(), manyItems / 5);
    QCOMPARE(panel.row(QueryField::Status, "labelled")->count(), 50);
    QCOMPARE(panel.row(QueryField::Class, "short")->count(), 1);
    QSignalSpy toggled(&panel, &FacetsPanel::toggled);
    QTest::mouseClick(panel.row(QueryField::Class, "short"), Qt::LeftButton);
    QCOMPARE(toggled.count(), 1);
    QCOMPARE(toggled[0][1].toString(), QString("short"));
  }

  void countsFollowTheOtherFilters() {
    ItemIndex index;
    index.load(items_, {});
    const Query query = Query::parse("status:labelled");
    const FacetCounts counts = index.facets(query, {});
    QCOMPARE(counts.matching, 50);
    for (const auto& [value, count] : counts.splits)
      if (value == "test") QCOMPARE(count, 10);   // 5, 10, ... 50
    QCOMPARE(int(index.matching(query).size()), 50);
  }

  void whatIsTypedBecomesTheQuery() {
    QueryBox box;
    box.show();
    QSignalSpy changed(&box, &QueryBox::queryChanged);
    QTest::keyClicks(&box, "split:test board");
    QTRY_COMPARE(int(box.query().terms().size()), 2);
    QVERIFY(changed.count() >= 1);
    box.clear();
    QTest::keyClicks(&box, "status:green");
    QTRY_VERIFY(box.toolTip().contains("green"));
    QVERIFY(box.property("invalid").toBool());
  }

 private:
  static int columnsOf(GalleryView& view) {
    int columns = 1;
    while (view.visualRect(view.model()->index(columns, 0)).top() == view.visualRect(view.model()->index(0, 0)).top()) ++columns;
    return columns;
  }
  void click(int item, Qt::KeyboardModifiers modifiers = {}) {
    QTest::mouseClick(view_->viewport(), Qt::LeftButton, modifiers, view_->visualRect(model_->index(item - 1)).center());
  }

  std::vector<Item> items_;
  std::mutex mutex_;
  QSet<qint64> asked_;
  std::unique_ptr<ThumbnailLoader> loader_;
  std::unique_ptr<GalleryModel> model_;
  std::unique_ptr<GalleryView> view_;
};

QTEST_MAIN(GalleryTest)
#include "tst_gallery.moc"
