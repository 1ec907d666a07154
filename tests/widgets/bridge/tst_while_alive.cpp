// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <functional>

#include "widgets/bridge/while_alive.h"

using namespace assay;

class WhileAliveTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void anOwnerThatIsGoneGetsNoAnswer() {
    int answers = 0;
    auto owner = std::make_unique<QObject>();
    const std::function<void(const QString&)> done = whileAlive(owner.get(), [&answers](const QString& text) { answers += int(text.size()); });
    done("abc");
    QCOMPARE(answers, 3);
    owner.reset();
    done("abc");
    QCOMPARE(answers, 3);
  }
};

QTEST_GUILESS_MAIN(WhileAliveTest)
#include "tst_while_alive.moc"
