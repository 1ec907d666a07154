// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <cmath>
#include <random>

#include "widgets/graph/force_layout.h"
#include "widgets/graph/graph_drawing.h"

using namespace assay;

namespace {

double distance(const ForceLayout& layout, int a, int b) {
  const QPointF away = layout.position(a) - layout.position(b);
  return std::hypot(away.x(), away.y());
}

void settle(ForceLayout& layout) {
  layout.warm();
  for (int i = 0; i < 10000 && !layout.isSettled(); ++i) layout.step();
}

}  // namespace

class ForceLayoutTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void itComesToRestAndLinkedNodesLieNearerThanOthers() {
    std::mt19937 random(3);
    ForceLayout layout;
    for (int i = 0; i < 60; ++i) layout.addNode({double(random() % 50), double(random() % 50)});
    for (int group = 0; group < 6; ++group)
      for (int i = 1; i < 10; ++i) layout.addLink(10 * group, 10 * group + i);   // six stars
    settle(layout);
    QVERIFY(layout.isSettled());
    double within = 0, across = 0;
    int withins = 0, acrosses = 0;
    for (int a = 0; a < 60; ++a)
      for (int b = a + 1; b < 60; ++b) {
        QVERIFY(std::isfinite(distance(layout, a, b)));
        if (a / 10 == b / 10) within += distance(layout, a, b), ++withins;
        else across += distance(layout, a, b), ++acrosses;
      }
    QVERIFY2(within / withins < 0.7 * across / acrosses, qPrintable(QString("%1 %2").arg(within / withins).arg(across / acrosses)));
  }

  void nodesInOnePlacePart() {
    ForceLayout layout;
    for (int i = 0; i < 5; ++i) layout.addNode({0, 0});
    settle(layout);
    for (int a = 0; a < 5; ++a)
      for (int b = a + 1; b < 5; ++b) QVERIFY(distance(layout, a, b) > 5);
  }

  void aHeldNodeStays() {
    ForceLayout layout;
    layout.addNode({0, 0});
    layout.addNode({10, 0});
    layout.addLink(0, 1);
    layout.hold(0, {200, 100});
    settle(layout);
    QCOMPARE(layout.position(0), QPointF(200, 100));
    QVERIFY(distance(layout, 0, 1) > 20 && distance(layout, 0, 1) < 200);   // the other one came after
  }

  void aLinkThatIsGonePullsNoMore() {
    ForceLayout linked, parted;
    for (ForceLayout* layout : {&linked, &parted}) {
      for (int i = 0; i < 3; ++i) layout->addNode({double(100 * i), 0});
      layout->addLink(0, 2);
    }
    parted.removeLink(2, 0);
    parted.removeLink(0, 1);   // there is none
    settle(linked);
    settle(parted);
    QVERIFY(distance(linked, 0, 2) < distance(parted, 0, 2));
  }

  void theSameCallsGiveTheSamePlaces() {
    const auto made = [] {
      ForceLayout layout;
      for (int i = 0; i < 20; ++i) layout.addNode({double(i), double(i * i % 7)});
      for (int i = 1; i < 20; ++i) layout.addLink(i / 2, i);
      settle(layout);
      return layout;
    };
    const ForceLayout a = made(), b = made();
    for (int i = 0; i < 20; ++i) QCOMPARE(a.position(i), b.position(i));
  }

  void factsOfTwoEntitiesAreOneLineAndAKnownOneIsNoPrediction() {
    GraphDrawing drawing;
    for (int32_t entity : {7, 8, 9}) drawing.add({entity, QString::number(entity), 0, 1});
    drawing.addFact({7, 0, 8}, "part of");
    drawing.addFact({8, 1, 7}, "has");
    drawing.addFact({7, 0, 8}, "part of");
    drawing.addFact({7, 0, 7}, "itself");       // no line from a node to itself
    drawing.addFact({7, 0, 100}, "elsewhere");   // not on the canvas
    QCOMPARE(drawing.links().size(), std::size_t(1));
    QCOMPARE(drawing.links()[0].text, QString("part of, has"));
    drawing.addPrediction({7, 2, 8}, "causes", 1.5);
    drawing.addPrediction({7, 2, 9}, "causes", 2.5);
    QCOMPARE(drawing.links().size(), std::size_t(2));
    QVERIFY(!drawing.links()[0].isPredicted() && drawing.links()[1].isPredicted());
    drawing.addFact({9, 3, 7}, "found since");
    QVERIFY(!drawing.links()[1].isPredicted());
    QCOMPARE(drawing.links()[1].from, *drawing.nodeOf(9));
    drawing.addPrediction({8, 2, 9}, "causes", 0.5);
    drawing.clearPredictions();
    QCOMPARE(drawing.links().size(), std::size_t(2));
    drawing.addPrediction({8, 2, 9}, "causes", 0.5);   // the place is free again
    QCOMPARE(drawing.links().size(), std::size_t(3));
  }
};

QTEST_GUILESS_MAIN(ForceLayoutTest)
#include "tst_force_layout.moc"
