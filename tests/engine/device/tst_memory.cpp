// SPDX-License-Identifier: Apache-2.0
#include <sys/resource.h>

#include <QtTest>

#include <cstdlib>
#include <cstring>
#include <vector>

#include "core/engine/device/memory.h"

using namespace assay;

namespace {

long pageFaults() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_minflt;
}

/// What a training step does: blocks of all sizes, filled, then given back in another order than they came.
void step() {
  constexpr std::size_t mebibyte = 1 << 20;
  std::vector<void*> blocks;
  for (const std::size_t size : {3 * mebibyte, 80 * mebibyte, 24 * mebibyte, 300 * mebibyte, 52 * mebibyte, 400 * mebibyte}) {
    blocks.push_back(std::malloc(size));
    std::memset(blocks.back(), 1, size);
  }
  for (const std::size_t i : {4, 0, 5, 2, 1, 3}) std::free(blocks[i]);
}

}  // namespace

class MemoryTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void aStepFindsTheMemoryOfTheOneBefore() {
#if !defined(__GLIBC__) || defined(__SANITIZE_ADDRESS__)
    QSKIP("memory is not given out by glibc here");
#endif
    keepFreedMemory(Freed::All);
    const long start = pageFaults();
    step();
    const long first = pageFaults() - start;
    if (first < 400) QSKIP("the system does not count the pages that it clears");   // 859 MiB in pages of 2 MiB are 430
    for (int i = 0; i < 5; ++i) step();
    const long others = pageFaults() - start - first;
    QVERIFY2(others < first / 4, qPrintable(QString("%1 pages were cleared for the first step, %2 for five more").arg(first).arg(others)));
  }
};

QTEST_GUILESS_MAIN(MemoryTest)
#include "tst_memory.moc"
