// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QFile>
#include <QMimeData>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableWidget>
#include <QtTest>

#include "core/suggest/survey.h"
#include "tests/widgets/pages/page_fixture.h"
#include "widgets/gallery/facets_panel.h"
#include "widgets/gallery/gallery_view.h"
#include "widgets/gallery/query_box.h"
#include "widgets/pages/data_page.h"
#include "widgets/pages/import_dialog.h"
#include "widgets/pages/report_panel.h"
#include "widgets/pages/suggestion_bar.h"

using namespace assay;

class DataPageTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() {
    folder_ = std::make_unique<QTemporaryDir>();
    makeBoards(folder_->filePath("boards"), 5);
    openProject(folder_->filePath("boards"));
  }

  void cleanup() {
    page_.reset();
    session_.reset();
  }

  void theFacetsCountWhatThereIs() {
    QCOMPARE(page_->facets()->row(QueryField::Class, "open")->count(), 3);        // boards 1, 3, 5
    QCOMPARE(page_->facets()->row(QueryField::Class, "short")->count(), 0);
    QCOMPARE(page_->facets()->row(QueryField::Status, "labelled")->count(), 3);
    QCOMPARE(page_->facets()->row(QueryField::Split, "none")->count(), 2);
  }

  void aPressedFacetFiltersAndASecondPressReleases() {
    click(page_->facets()->row(QueryField::Status, "unlabelled"));
    QCOMPARE(page_->gallery()->model()->rowCount(), 2);
    QCOMPARE(page_->queryBox()->text(), QString("status:unlabelled"));
    QCOMPARE(page_->facets()->row(QueryField::Class, "open")->count(), 0);
    click(page_->facets()->row(QueryField::Status, "unlabelled"));
    QCOMPARE(page_->gallery()->model()->rowCount(), 5);
  }

  void aTypedQueryFilters() {
    page_->queryBox()->setFocus();
    QTest::keyClicks(page_->queryBox(), "class:open board_3");
    QTRY_COMPARE(page_->gallery()->model()->rowCount(), 1);
  }

  void suggestedPicturesComeInTheirOrder() {
    const RunDirectory run(session_->project().runsFolder() / "1");
    std::filesystem::create_directories(run.folder());
    QVERIFY(!page_->showSuggestions(RunId{1}));
    writeSuggestions(run, {QueryStrategy::Uncertainty, {{"images/board_4.png", 3}, {"images/board_1.png", 2}, {"images/board_2.png", 1}, {"images/gone.png", 1}}});
    QVERIFY(page_->showSuggestions(RunId{1}));
    QCOMPARE(page_->gallery()->model()->rowCount(), 3);
    QCOMPARE(page_->gallery()->currentItem(), item(4));
    QVERIFY(page_->suggestionBar()->isVisible() && page_->suggestionBar()->text().contains("3 image") && page_->suggestionBar()->text().contains("2"));   // board 1 is labelled
    QSignalSpy navigated(page_.get(), &Page::navigate);
    QTest::mouseClick(page_->suggestionBar()->labelButton(), Qt::LeftButton);
    QCOMPARE(navigated.count(), 1);
    QCOMPARE(navigated[0][1].toList(), (QVariantList{qint64(item(4).value), qint64(item(2).value)}));
    Q_EMIT page_->suggestionBar()->closed();
    QCOMPARE(page_->gallery()->model()->rowCount(), 5);
    QVERIFY(!page_->suggestionBar()->isVisible());
  }

  void withoutAModelNothingIsSuggested() {
    QSignalSpy said(page_.get(), &Page::status);
    page_->suggest("mixed");
    QCOMPARE(said.count(), 1);
    QVERIFY(said[0][0].toString().contains("Train a model first"));
  }

  void enterOpensTheCurrentPictureToLabel() {
    QSignalSpy navigated(page_.get(), &Page::navigate);
    page_->gallery()->setFocus();
    page_->gallery()->setCurrentItem(item(3));
    QTest::keyClick(page_->gallery(), Qt::Key_Return);
    QCOMPARE(navigated.count(), 1);
    QCOMPARE(navigated[0][0].toString(), QString("label"));
    QCOMPARE(navigated[0][1].toLongLong(), item(3).value);
  }

  void aLabelThatIsAddedShowsInTheFacets() {
    Annotation label;
    label.className = "short";
    label.shape = Box{1, 1, 20, 20};
    session_->addAnnotation(item(2), label);
    QTRY_COMPARE(page_->facets()->row(QueryField::Class, "short")->count(), 1);
  }

  void theSplitOfSeveralItemsIsSetAtOnce() {
    page_->setSplitOf({item(2), item(4)}, Split::Test);
    QTRY_COMPARE(session_->item(item(4))->split, Split::Test);
    QCOMPARE(session_->item(item(2))->split, Split::Test);
    QCOMPARE(page_->facets()->row(QueryField::Split, "test")->count(), 2);
  }

  void aStatusThatIsSetCanBeUndone() {
    page_->setStatusOf({item(1)}, LabelStatus::Withheld);
    QTRY_COMPARE(session_->item(item(1))->status, LabelStatus::Withheld);
    session_->undo();
    QCOMPARE(session_->item(item(1))->status, LabelStatus::Labelled);
  }

  void removedItemsAreGone() {
    page_->removeItems({item(1), item(2)});
    QTRY_COMPARE(session_->items().size(), std::size_t(3));
    QCOMPARE(page_->gallery()->model()->rowCount(), 3);
    QVERIFY(QFile::exists(folder_->filePath("boards/images/board_1.png")));   // the files stay
  }

  void picturesAreImportedAndAFileThatIsNoneIsReported() {
    QDir(folder_->path()).mkdir("new");
    Image image(32, 16, 3);
    image.data()[0] = 200;
    writePng(image, folder_->filePath("new/fresh.png").toStdString());
    QFile bad(folder_->filePath("new/broken.png"));
    QVERIFY(bad.open(QIODevice::WriteOnly));
    bad.write("this is text");
    bad.close();
    const QString source = folder_->filePath("new");
    page_->importFrom({source}, formatByName("images"), {});
    QTRY_VERIFY(page_->report()->isVisible());
    QCOMPARE(session_->items().size(), std::size_t(5));   // a bad file stops the import, unless it is to be left out
    ImportOptions options;
    options.skipBad = true;
    page_->importFrom({source}, formatByName("images"), options);
    QTRY_COMPARE(session_->items().size(), std::size_t(6));
    QCOMPARE(session_->items().back().width, 32);
    QCOMPARE(session_->items().back().status, LabelStatus::Unlabelled);
    QTRY_VERIFY(page_->report()->isVisible());
    QCOMPARE(page_->report()->problemCount(), 1);
  }

  void anImportThatFailsLeavesTheProjectAndSaysWhy() {
    page_->importFrom({folder_->filePath("nowhere")}, formatByName("voc"), {});
    QTRY_VERIFY(page_->report()->isVisible());
    QCOMPARE(page_->report()->problemCount(), 1);
    QCOMPARE(session_->items().size(), std::size_t(5));
  }

  void whatIsExportedCanBeImportedAgain() {
    page_->exportTo(folder_->filePath("out"), "coco");
    QTRY_VERIFY(page_->report()->isVisible());
    QVERIFY(QDir(folder_->filePath("out")).exists());
    QCOMPARE(guessFormat(folder_->filePath("out").toStdString()), std::string("coco"));
  }

  void droppedFilesOpenTheImportDialog() {
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(folder_->filePath("boards/images"))});
    QDragEnterEvent enter(QPoint(300, 300), Qt::CopyAction, &data, Qt::LeftButton, {});
    QApplication::sendEvent(page_.get(), &enter);   // Qt delivers a drop to whoever took the drag
    QVERIFY(enter.isAccepted());
    QDropEvent drop(QPointF(300, 300), Qt::CopyAction, &data, Qt::LeftButton, {});
    QApplication::sendEvent(page_.get(), &drop);
    auto* dialog = page_->findChild<ImportDialog*>();
    QVERIFY(dialog);
    QCOMPARE(dialog->sources(), QStringList{folder_->filePath("boards/images")});
    QCOMPARE(QString::fromStdString(dialog->format().name), QString("images"));
  }

  void splittingDealsAllItems() {
    SplitPlan plan;
    plan.train = 0.6;
    plan.official = OfficialSplit::Redraw;
    page_->splitBy(plan);
    QTRY_COMPARE(page_->facets()->row(QueryField::Split, "test")->count(), 2);
    QCOMPARE(page_->facets()->row(QueryField::Split, "train")->count(), 3);
    QVERIFY(page_->report()->isVisible());
  }

  void aProjectOfTablesShowsAList() {
    page_.reset();
    session_.reset();
    const QString folder = folder_->filePath("rows");
    const Project project = createProject(folder.toStdString(), "table");
    {
      Database database(project.databaseFile(), OpenMode::ReadWrite);
      Item item;
      item.kind = ItemKind::Table;
      item.path = "measurements.csv";
      item.width = 7;
      item.height = 1200;
      item.channels = 0;
      item.sha256 = std::string(64, 'a');
      addItem(database, item);
    }
    openProject(folder);
    QVERIFY(page_->tables()->isVisible());
    QCOMPARE(page_->tables()->rowCount(), 1);
    QCOMPARE(page_->tables()->item(0, 2)->text(), QString("7"));
    page_->tables()->selectRow(0);
    page_->setSplitOf(page_->selectedItems(), Split::Train);
    QTRY_COMPARE(session_->items().front().split, Split::Train);
  }

  void anEmptyProjectOffersTheFirstStep() {
    page_.reset();
    session_.reset();
    createProject(folder_->filePath("empty").toStdString(), "detection");
    openProject(folder_->filePath("empty"));
    QVERIFY(!page_->gallery()->isVisible());
    QVERIFY(!page_->queryBox()->isVisible());
  }

 private:
  void openProject(const QString& folder) {
    session_ = ProjectSession::open(folder);
    page_ = std::make_unique<DataPage>();
    page_->resize(1200, 800);
    page_->setSession(session_.get());
    page_->show();
    QVERIFY(QTest::qWaitForWindowExposed(page_.get()));
    page_->activate();
    QTRY_VERIFY(page_->isIdle());
  }
  ItemId item(int number) const { return session_->items()[std::size_t(number - 1)].id; }
  static void click(QWidget* widget) { QTest::mouseClick(widget, Qt::LeftButton); }

  std::unique_ptr<QTemporaryDir> folder_;
  std::unique_ptr<ProjectSession> session_;
  std::unique_ptr<DataPage> page_;
};

QTEST_MAIN(DataPageTest)
#include "tst_data_page.moc"
