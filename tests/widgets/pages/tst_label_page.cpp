// SPDX-License-Identifier: GPL-3.0-or-later
#include <QSignalSpy>
#include <QtTest>

#include "tests/widgets/pages/page_fixture.h"
#include "widgets/canvas/image_canvas.h"
#include "widgets/pages/class_list.h"
#include "widgets/pages/label_page.h"

using namespace assay;

class LabelPageTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() {
    folder_ = std::make_unique<QTemporaryDir>();
    const QString project = folder_->filePath("boards");
    makeBoards(project, 4);
    session_ = ProjectSession::open(project);
    page_ = std::make_unique<LabelPage>();
    page_->resize(1100, 800);
    page_->setSession(session_.get());
    page_->show();
    QVERIFY(QTest::qWaitForWindowExposed(page_.get()));
    page_->activate();
    QTRY_VERIFY(page_->isIdle());
    page_->showItem(item(2));   // unlabelled, without boxes
    QTRY_VERIFY(page_->isIdle());
  }

  void cleanup() {
    page_.reset();
    session_.reset();
  }

  void drawingABoxStoresItsPixels() {
    draw(QRectF(100, 80, 50, 40));
    const std::vector<Annotation> labels = session_->annotations(item(2));
    QCOMPARE(labels.size(), std::size_t(1));
    QCOMPARE(std::get<Box>(labels[0].shape), (Box{100, 80, 150, 120}));
    QCOMPARE(labels[0].className, std::string("open"));
    QCOMPARE(labels[0].origin, Origin::Human);
    QCOMPARE(session_->item(item(2))->status, LabelStatus::Labelled);
  }

  void undoRemovesTheBoxAndRedoBringsItBack() {
    draw(QRectF(100, 80, 50, 40));
    key(Qt::Key_Z, Qt::ControlModifier);
    QVERIFY(session_->annotations(item(2)).empty());
    QVERIFY(page_->canvas()->shapes().empty());
    key(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(session_->annotations(item(2)).size(), std::size_t(1));
  }

  void aDigitChangesTheClassOfTheSelectedBox() {
    draw(QRectF(100, 80, 50, 40));
    key(Qt::Key_2);
    QCOMPARE(session_->annotations(item(2))[0].className, std::string("short"));
    QCOMPARE(page_->classList()->activeClass(), QString("short"));
    draw(QRectF(200, 80, 50, 40));
    QCOMPARE(session_->annotations(item(2))[1].className, std::string("short"));
  }

  void arrowsMoveASelectedBoxAndElseThePicture() {
    draw(QRectF(100, 80, 50, 40));
    key(Qt::Key_Right);
    QCOMPARE(std::get<Box>(session_->annotations(item(2))[0].shape), (Box{101, 80, 151, 120}));
    key(Qt::Key_Escape);
    key(Qt::Key_Right);
    QCOMPARE(page_->currentItem(), item(3));
    key(Qt::Key_Left);
    QCOMPARE(page_->currentItem(), item(2));
  }

  void keysGoToTheNextAndTheNextUnlabelledPicture() {
    key(Qt::Key_D);
    QCOMPARE(page_->currentItem(), item(3));
    key(Qt::Key_A);
    QCOMPARE(page_->currentItem(), item(2));
    key(Qt::Key_N);
    QCOMPARE(page_->currentItem(), item(4));
    key(Qt::Key_PageUp);
    QCOMPARE(page_->currentItem(), item(3));
  }

  void aQueueIsGoneThroughAloneUntilItIsLeft() {
    page_->open(QVariantList{qint64(item(4).value), qint64(item(2).value)});
    QCOMPARE(page_->currentItem(), item(4));
    key(Qt::Key_D);
    QCOMPARE(page_->currentItem(), item(2));
    QSignalSpy said(page_.get(), &Page::status);
    key(Qt::Key_D);
    QCOMPARE(page_->currentItem(), item(2));
    QCOMPARE(said.count(), 1);   // the last one of the queue
    key(Qt::Key_A, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(page_->currentItem(), item(2));
    key(Qt::Key_D);
    QCOMPARE(page_->currentItem(), item(3));
  }

  void aPictureOutsideTheQueueEndsIt() {
    page_->open(QVariantList{qint64(item(4).value)});
    page_->open(qint64(item(1).value));
    QCOMPARE(page_->currentItem(), item(1));
    key(Qt::Key_D);
    QCOMPARE(page_->currentItem(), item(2));
  }

  void theLastPictureIsTheEndAndSaysSo() {
    page_->showItem(item(4));
    QSignalSpy said(page_.get(), &Page::status);
    key(Qt::Key_D);
    QCOMPARE(page_->currentItem(), item(4));
    QCOMPARE(said.count(), 1);
  }

  void deleteRemovesTheSelectedBox() {
    page_->showItem(item(1));
    QTRY_VERIFY(page_->isIdle());
    key(Qt::Key_Tab);
    key(Qt::Key_Delete);
    QVERIFY(session_->annotations(item(1)).empty());
    QCOMPARE(session_->item(item(1))->status, LabelStatus::Labelled);   // clean now, and looked at
  }

  void enterAcceptsThePredictionAndBackspaceRejectsIt() {
    page_->showPredictions({{"short", {10, 10, 40, 40}, 0.9}, {"open", {100, 100, 140, 140}, 0.8}, {"open", {200, 100, 240, 140}, 0.7}});
    QCOMPARE(page_->canvas()->shapes().size(), std::size_t(3));
    key(Qt::Key_Return);
    key(Qt::Key_Backspace);
    key(Qt::Key_Return);
    const std::vector<Annotation> labels = session_->annotations(item(2));
    QCOMPARE(labels.size(), std::size_t(2));
    QCOMPARE(labels[0].className, std::string("short"));
    QCOMPARE(labels[0].origin, Origin::Model);
    QCOMPARE(std::get<Box>(labels[1].shape), (Box{200, 100, 240, 140}));
    QVERIFY(page_->predictions().empty());
  }

  void aPredictedMaskBecomesAMaskWithinThePicture() {
    page_->showPredictions({{"short", {-2, 10, 2, 12}, 0.9, Mask{-2, 10, 4, 2, {0, 8}}}});
    key(Qt::Key_Return);
    const std::vector<Annotation> labels = session_->annotations(item(2));
    QCOMPARE(labels.size(), std::size_t(1));
    QVERIFY(std::get<Mask>(labels[0].shape) == (Mask{0, 10, 2, 2, {0, 4}}));
    QVERIFY(!page_->canvas()->shapes().at(0).area.cover.isNull());
  }

  void shiftEnterAcceptsAllPredictions() {
    page_->showPredictions({{"short", {10, 10, 40, 40}, 0.9}, {"open", {100, 100, 140, 140}, 0.8}});
    key(Qt::Key_Return, Qt::ShiftModifier);
    QCOMPARE(session_->annotations(item(2)).size(), std::size_t(2));
  }

  void aPredictionThatRepeatsALabelIsNotShown() {
    page_->showItem(item(1));
    page_->showPredictions({{"open", {11, 21, 61, 51}, 0.9}});
    QVERIFY(page_->predictions().empty());
  }

  void strangePlacesComeAfterThePredictionsUnlessALabelTouchesThem() {
    page_->showItem(item(1));   // its label lies at 10, 20
    page_->showPredictions({{"open", {100, 100, 140, 140}, 0.6}}, {{"short", {11, 21, 90, 90}, 0.99}, {"short", {200, 100, 240, 140}, 0.97}});
    QCOMPARE(page_->predictions().size(), std::size_t(2));
    QCOMPARE(page_->predictions()[0].className, std::string("open"));   // surer of its class, however strange the other
    QCOMPARE(page_->predictions()[1].box.x1, 200.0);
    const std::size_t before = session_->annotations(item(1)).size();
    key(Qt::Key_Return, Qt::ShiftModifier);
    QCOMPARE(session_->annotations(item(1)).size(), before + 1);   // even where a strange place has a class of the project: somebody has to look
    QCOMPARE(page_->predictions().size(), std::size_t(1));
    key(Qt::Key_Return);
    QCOMPARE(session_->annotations(item(1)).size(), before + 2);
  }

  void aProposalOfNoClassOfTheProjectTakesTheDigitThatFollows() {
    page_->showPredictions({}, {{"anomaly", {10, 10, 40, 40}, 0}});
    key(Qt::Key_Return);   // which class?
    QVERIFY(session_->annotations(item(2)).empty());
    key(Qt::Key_1);
    QCOMPARE(session_->annotations(item(2)).size(), std::size_t(1));
    QCOMPARE(session_->annotations(item(2))[0].className, session_->project().classes[0].name);
    QVERIFY(page_->predictions().empty());
  }

  void boxesAreCopiedFromThePictureBefore() {
    key(Qt::Key_D, Qt::ControlModifier);
    QCOMPARE(session_->annotations(item(2)).size(), std::size_t(1));
    QCOMPARE(std::get<Box>(session_->annotations(item(2))[0].shape), (Box{10, 20, 60, 50}));
  }

  void aPictureWithoutBoxesCanBeMarkedClean() {
    key(Qt::Key_L);
    QCOMPARE(session_->item(item(2))->status, LabelStatus::Labelled);
    key(Qt::Key_L);
    QCOMPARE(session_->item(item(2))->status, LabelStatus::Unlabelled);
  }

  void aNewClassTakesTheBoxThatWaitedForIt() {
    Project project = session_->project();
    project.classes.clear();
    session_->setProject(project);
    draw(QRectF(100, 80, 50, 40));
    QVERIFY(session_->annotations(item(2)).empty());
    QTest::keyClicks(QApplication::focusWidget(), "pin hole");
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    QCOMPARE(session_->project().classes.size(), std::size_t(1));
    QCOMPARE(session_->project().classes[0].key, std::string("1"));
    QCOMPARE(session_->annotations(item(2)).size(), std::size_t(1));
    QCOMPARE(session_->annotations(item(2))[0].className, std::string("pin hole"));
  }

  void renamingAClassRenamesItsLabels() {
    Q_EMIT page_->classList()->renamed("open", "gap");
    QTRY_COMPARE(QString::fromStdString(session_->project().classes[0].name), QString("gap"));
    QCOMPARE(session_->annotations(item(1))[0].className, std::string("gap"));
    QCOMPARE(session_->project().classes[0].colour, 0);
  }

  void aSecondWorkbenchCannotDrawAndSaysWhy() {
    const std::unique_ptr<ProjectSession> second = ProjectSession::open(folder_->filePath("boards"));
    QVERIFY(second->isReadOnly());
    page_->setSession(second.get());
    QTRY_VERIFY(page_->isIdle());
    QVERIFY(page_->canvas()->isReadOnly());
    page_->showItem(item(2));
    QTRY_VERIFY(page_->isIdle());
    draw(QRectF(100, 80, 50, 40));
    QVERIFY(second->annotations(item(2)).empty());
    page_->setSession(nullptr);
  }

  void everyActionHasANameAnIconAndAKey() {
    for (const QAction* action : page_->pageActions()) {
      QVERIFY2(!action->text().isEmpty(), "an action without a name");
      QVERIFY2(!action->icon().isNull(), qPrintable(action->text()));
      QVERIFY2(!action->shortcut().isEmpty(), qPrintable(action->text()));
    }
  }

 private:
  ItemId item(int number) const { return session_->items()[std::size_t(number - 1)].id; }
  void key(int key, Qt::KeyboardModifiers modifiers = {}) {
    page_->canvas()->setFocus();
    QTest::keyClick(page_->canvas(), Qt::Key(key), modifiers);
  }
  void draw(const QRectF& box) {
    QWidget* canvas = page_->canvas();
    page_->canvas()->zoomTo(QRectF(0, 0, 300, 200));   // some zoom that is neither fit nor 100 %
    const QPoint from = page_->canvas()->toWidget(box.topLeft()).toPoint(), to = page_->canvas()->toWidget(box.bottomRight()).toPoint();
    QTest::mousePress(canvas, Qt::LeftButton, {}, from);
    QTest::mouseMove(canvas, (from + to) / 2);
    QTest::mouseMove(canvas, to);
    QTest::mouseRelease(canvas, Qt::LeftButton, {}, to);
  }

  std::unique_ptr<QTemporaryDir> folder_;
  std::unique_ptr<ProjectSession> session_;
  std::unique_ptr<LabelPage> page_;
};

QTEST_MAIN(LabelPageTest)
#include "tst_label_page.moc"
