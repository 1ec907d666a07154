// SPDX-License-Identifier: Apache-2.0
#include <QtTest>

#include <torch/torch.h>

#include "core/base/error.h"
#include "core/engine/anomaly/coreset.h"
#include "core/engine/anomaly/patch_memory.h"

using namespace assay;

namespace {

at::Tensor drawn(int64_t rows, int64_t columns, uint64_t seed) {
  at::manual_seed(seed);
  return at::randn({rows, columns});
}

}  // namespace

class PatchMemoryTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void aCoresetTakesTheFarthestRowEachTime() {
    const at::Tensor line = at::tensor({0.0f, 1.0f, 10.0f, 4.0f, 9.5f}).view({5, 1});
    QVERIFY(at::equal(greedyCoreset(line, 3), at::tensor({0, 2, 3}, at::kLong)));   // 0; 10 away; then 4, which is 4 from both
    const at::Tensor all = std::get<0>(greedyCoreset(line, 5).sort());
    QVERIFY(at::equal(all, at::arange(5, at::kLong)));
    QVERIFY(at::equal(std::get<0>(greedyCoreset(at::zeros({3, 2}), 3).sort()), at::arange(3, at::kLong)));   // equal rows: each once
  }

  void everyRowLiesNearTheCoresetAsTheBoundSays() {
    // Gonzalez: the farthest row is at most twice as far as with the best centres; here each of 8 clumps must get one.
    const at::Tensor clumps = at::cat({drawn(8, 16, 1) * 50, drawn(8, 16, 1) * 50 + drawn(8, 16, 2), drawn(8, 16, 1) * 50 + drawn(8, 16, 3)});
    const at::Tensor kept = clumps.index_select(0, greedyCoreset(clumps, 8));
    QVERIFY(at::cdist(clumps, kept).amin(1).max().item<double>() < 20);
  }

  void distancesAreInStandardDeviationsAndExact() {
    at::Tensor normal = drawn(400, 6, 4);
    normal.select(1, 0).mul_(100);   // one direction varies more: counts no more for that
    const PatchMemory memory = PatchMemory::of(normal, 6, 0, 400);
    QVERIFY(memory.distances(normal).max().item<double>() < 0.05);   // its own rows, in half precision
    at::Tensor wide = at::zeros({1, 6}), narrow = at::zeros({1, 6});
    wide[0][0] = 1000;   // ten standard deviations away in each case
    narrow[0][1] = 10;
    const double a = memory.distances(wide).item<double>(), b = memory.distances(narrow).item<double>();
    QVERIFY2(a > 5 && a < 11 && std::abs(a - b) < 3, qPrintable(QString("%1 and %2").arg(a).arg(b)));
    // Against the plain way.
    const at::Tensor query = drawn(7, 6, 5) * 3;
    const at::Tensor space = at::matmul(query - memory.mean.to(at::kFloat), memory.transform.to(at::kFloat));
    QVERIFY(at::allclose(memory.distances(query), at::cdist(space, memory.rows.to(at::kFloat)).amin(1), 1e-3, 1e-2));
  }

  void theBudgetAndTheDimensionsAreKept() {
    const at::Tensor normal = drawn(300, 8, 6);
    const PatchMemory memory = PatchMemory::of(normal, 5, 0.1, 40);
    QCOMPARE(memory.rows.size(0), int64_t(40));
    QCOMPARE(memory.rows.size(1), int64_t(5));
    QCOMPARE(memory.size(), int64_t(2 * (8 + 8 * 5 + 40 * 5)));
    QVERIFY_EXCEPTION_THROWN(PatchMemory::of(normal.narrow(0, 0, 1), 5, 0.1, 40), Error);
  }

  void constantFeaturesDoNoHarm() {
    at::Tensor normal = drawn(50, 4, 7);
    normal.select(1, 2).fill_(3);
    const PatchMemory memory = PatchMemory::of(normal, 4, 0.1, 50);
    QVERIFY(memory.distances(normal).isfinite().all().item<bool>());
  }
};

QTEST_GUILESS_MAIN(PatchMemoryTest)
#include "tst_patch_memory.moc"
