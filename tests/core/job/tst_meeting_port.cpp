// SPDX-License-Identifier: Apache-2.0
#include <QTcpSocket>
#include <QTcpServer>
#include <QtTest>

#include "core/job/child_process.h"
#include "core/job/meeting_port.h"

using namespace assay;

class MeetingPortTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void nobodyElseCanTakeItAndWhoKnocksWaits_data() {
    QTest::addColumn<int>("where");
    QTest::newRow("loopback") << int(PortOn::Loopback);
    QTest::newRow("every address") << int(PortOn::EveryAddress);
  }
  void nobodyElseCanTakeItAndWhoKnocksWaits() {
    QFETCH(int, where);
    const MeetingPort port{PortOn(where)};
    QVERIFY(port.number() > 0);
    QTcpServer other;
    QVERIFY(!other.listen(QHostAddress::LocalHost, quint16(port.number())));
    QTcpSocket early;
    early.connectToHost(QHostAddress::LocalHost, quint16(port.number()));
    QVERIFY(early.waitForConnected(5000));
  }

  void itIsFreeAfterwards() {
    int number = 0;
    {
      const MeetingPort port(PortOn::Loopback);
      number = port.number();
    }
    QTcpServer other;
    QVERIFY(other.listen(QHostAddress::LocalHost, quint16(number)));
  }

  /// Under its number in the child that is told, and closed in any other.
  void aChildHasItOnlyWhereItIsTold() {
    const MeetingPort port(PortOn::Loopback);
    const std::vector<std::string> command{"/bin/sh", "-c", "readlink /proc/self/fd/" + std::to_string(port.descriptor()) + " || echo none"};
    ChildProcess told(command, ChildStreams{.captureOutput = true, .inherits = port.descriptor()});
    told.wait();
    QVERIFY2(told.output().starts_with("socket:"), told.output().c_str());
    ChildProcess other(command, ChildStreams{.captureOutput = true});
    other.wait();
    QCOMPARE(other.output(), std::string("none\n"));
  }
};

QTEST_GUILESS_MAIN(MeetingPortTest)
#include "tst_meeting_port.moc"
