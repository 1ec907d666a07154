// SPDX-License-Identifier: Apache-2.0
#include <QtTest>

#include <atomic>
#include <thread>
#include <vector>

#include "core/formats/parallel.h"
#include "tests/support/test_files.h"

using namespace assay;

class ParallelTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void everyIndexIsVisitedOnce() {
    std::vector<std::atomic<int>> visits(1000);
    parallelFor(1000, {}, "visiting", [&](int64_t i) { ++visits[std::size_t(i)]; });
    for (const auto& v : visits) QCOMPARE(v.load(), 1);
    parallelFor(0, {}, "nothing", [](int64_t) { throw Error(Code::Internal, "called"); });
  }

  void theFirstErrorArrivesAndTheRestIsLeft() {
    std::atomic<int> done{0};
    const Error error = errorOf([&] {
      parallelFor(1000000, {}, "failing", [&](int64_t i) {
        if (i == 10) throw Error(Code::DiskFull, "no room");
        ++done;
      });
    });
    QCOMPARE(error.code(), Code::DiskFull);
    QVERIFY(done < 1000000);
  }

  void aStopArrivesFromTheCallersReport() {
    Progress progress;
    std::atomic<bool> isStopped{false};
    const std::thread::id caller = std::this_thread::get_id();
    bool isCallers = true;
    progress.report = [&](int64_t done, int64_t, const std::string&) {
      isCallers = isCallers && std::this_thread::get_id() == caller;
      if (done > 0) { progress.cancel.request(); isStopped = true; }
    };
    // Work that lasts until the stop was asked for, so that the test does not depend on speed.
    const Error error = errorOf([&] {
      parallelFor(1 << 30, progress, "long", [&](int64_t) { std::this_thread::yield(); });
    });
    QCOMPARE(error.code(), Code::Stopped);
    QVERIFY(isStopped && isCallers);
  }
};

QTEST_GUILESS_MAIN(ParallelTest)
#include "tst_parallel.moc"
