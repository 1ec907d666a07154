// SPDX-License-Identifier: Apache-2.0
#include <QtTest>

#include <filesystem>
#include <fstream>

#include "core/job/event_log.h"

using namespace assay;
namespace fs = std::filesystem;

class EventLogTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() {
    folder_ = std::make_unique<QTemporaryDir>();
    file_ = folder_->path().toStdString() + "/events.jsonl";
  }

  void eventsComeBackInOrder() {
    EventWriter writer(file_);
    for (int i = 0; i < 3; ++i) writer.write("step", {{"step", i}});
    const auto events = EventReader(file_).poll();
    QCOMPARE(events.size(), std::size_t(3));
    QCOMPARE(events[2].sequence, 3);
    QCOMPARE(events[2].kind, std::string("step"));
    QCOMPARE(events[2].body["step"].get<int>(), 2);
    QVERIFY(events[0].time > 1.7e9);
  }

  void aTornTailIsCutOffAndCountingGoesOn() {
    EventWriter(file_).write("step", {{"step", 1}});
    const auto whole = fs::file_size(file_);
    append("{\"seq\":2,\"time\":1,\"ki");
    EventWriter writer(file_);
    QCOMPARE(fs::file_size(file_), whole);
    writer.write("step", {{"step", 2}});
    const auto events = EventReader(file_).poll();
    QCOMPARE(events.size(), std::size_t(2));
    QCOMPARE(events[1].sequence, 2);
  }

  void aReaderWaitsForTheEndOfALine() {
    EventReader reader(file_);
    QVERIFY(reader.poll().empty());   // the file does not exist yet
    append("{\"seq\":1,\"time\":1,\"kind\":\"me");
    QVERIFY(reader.poll().empty());
    append("ssage\",\"text\":\"hello\"}\n");
    const auto events = reader.poll();
    QCOMPARE(events.size(), std::size_t(1));
    QCOMPARE(events[0].body["text"].get<std::string>(), std::string("hello"));
    QVERIFY(reader.poll().empty());
  }

  void aDamagedLineBecomesAMessageAndTheRestGoesOn() {
    append("not json\n{\"seq\":2,\"time\":1,\"kind\":\"step\"}\n");
    const auto events = EventReader(file_).poll();
    QCOMPARE(events.size(), std::size_t(2));
    QCOMPARE(events[0].kind, std::string("message"));
    QCOMPARE(events[1].kind, std::string("step"));
    QCOMPARE(EventWriter(file_).lastSequence(), 2);
  }

  void aLimitedPollLosesNothing() {
    EventWriter writer(file_);
    for (int i = 0; i < 25; ++i) writer.write("step", {{"step", i}});
    EventReader reader(file_);
    std::size_t seen = 0;
    for (const std::size_t expected : {10, 10, 5, 0}) {
      const auto part = reader.poll(10);
      QCOMPARE(part.size(), expected);
      if (!part.empty()) QCOMPARE(part.front().sequence, int64_t(seen + 1));
      seen += part.size();
    }
  }

  void invalidTextDoesNotBreakTheLine() {
    EventWriter(file_).write("message", {{"text", "\xff\n\"quoted\""}});
    const auto events = EventReader(file_).poll();
    QCOMPARE(events.size(), std::size_t(1));
    QVERIFY(events[0].body["text"].get<std::string>().find("\n\"quoted\"") != std::string::npos);
  }

 private:
  void append(const std::string& text) { std::ofstream(file_, std::ios::app) << text; }
  std::unique_ptr<QTemporaryDir> folder_;
  fs::path file_;
};

QTEST_GUILESS_MAIN(EventLogTest)
#include "tst_event_log.moc"
