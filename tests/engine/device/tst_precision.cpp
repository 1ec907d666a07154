// SPDX-License-Identifier: Apache-2.0
#include <QTemporaryDir>
#include <QtTest>

#include <fstream>

#include <torch/torch.h>

#include "core/base/error.h"
#include "core/base/json.h"
#include "core/base/random_seed.h"
#include "core/engine/device/cpu_info.h"
#include "core/engine/device/precision.h"

using namespace assay;
namespace fs = std::filesystem;

class PrecisionTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() { qputenv("ASSAY_HOME", home_.path().toUtf8()); }

  void theSlowerOneIsNeverChosen() {
    Random random(3);
    for (int i = 0; i < 1000; ++i) {
      const PrecisionProbe probe{random.uniform(0.001, 1), random.uniform(0.001, 1)};
      if (choosePrecision(probe) == Precision::Bf16) QVERIFY(probe.bf16Seconds < probe.fp32Seconds);
    }
    QVERIFY(choosePrecision({1.0, 14.0}) == Precision::Fp32);    // emulated
    QVERIFY(choosePrecision({1.0, 0.95}) == Precision::Fp32);    // within noise
    QVERIFY(choosePrecision({1.0, 0.5}) == Precision::Bf16);
    QVERIFY(choosePrecision({1.0, 0.0}) == Precision::Fp32);     // nothing was measured
  }

  void theProbeMeasuresAndDrawsNothing() {
    at::manual_seed(5);
    const at::Tensor expected = at::rand({4});
    at::manual_seed(5);
    const PrecisionProbe probe = probePrecision(at::kCPU);
    QVERIFY(probe.fp32Seconds > 0 && probe.bf16Seconds > 0);
    QVERIFY(at::equal(at::rand({4}), expected));
  }

  void theProbeIsKeptPerModelAndThreads() {
    const PrecisionProbe first = cachedPrecisionProbe(at::kCPU, "A CPU", 1);
    const PrecisionProbe again = cachedPrecisionProbe(at::kCPU, "A CPU", 1);
    QCOMPARE(again.fp32Seconds, first.fp32Seconds);
    QCOMPARE(files().size(), std::size_t{1});
    cachedPrecisionProbe(at::kCPU, "A CPU", 2);
    QCOMPARE(files().size(), std::size_t{2});
  }

  void aDamagedProbeIsMeasuredAgain() {
    cachedPrecisionProbe(at::kCPU, "A CPU", 1);
    for (const fs::path& file : files()) std::ofstream(file) << "{\"fp32_seconds\":";
    QVERIFY(cachedPrecisionProbe(at::kCPU, "A CPU", 1).fp32Seconds > 0);
  }

  void halfPrecisionIsRefusedWhereTheCpuCannot() {
    const bool canHalf = cpuInfo().has("avx512_fp16") || cpuInfo().has("amx_fp16");
    try {
      decidePrecision("fp16", at::kCPU, "A CPU", 1);
      QVERIFY(canHalf);
    } catch (const Error& fault) {
      QVERIFY(!canHalf);
      QVERIFY(fault.code() == Code::BadOption);
      QCOMPARE(fault.where(), std::string("device.precision"));
    }
    QVERIFY_EXCEPTION_THROWN(decidePrecision("int3", at::kCPU, "A CPU", 1), Error);
    QVERIFY(decidePrecision("fp32", at::kCPU, "A CPU", 1) == Precision::Fp32);
  }

  void autocastHoldsInsideItsScopeOnly() {
    const at::Tensor m = at::ones({4, 4});
    {
      const AutocastScope scope(Precision::Bf16, at::kCPU);
      QVERIFY(at::matmul(m, m).scalar_type() == at::kBFloat16);
      {
        const AutocastScope none(Precision::Fp32, at::kCPU);
        QVERIFY(at::matmul(m, m).scalar_type() == at::kBFloat16);   // an outer wish stays
      }
    }
    QVERIFY(at::matmul(m, m).scalar_type() == at::kFloat);
  }

 private:
  std::vector<fs::path> files() const {
    std::vector<fs::path> found;
    for (const auto& entry : fs::directory_iterator(fs::path(home_.path().toStdString()) / "cache")) found.push_back(entry.path());
    return found;
  }
  QTemporaryDir home_;
};

QTEST_APPLESS_MAIN(PrecisionTest)
#include "tst_precision.moc"
