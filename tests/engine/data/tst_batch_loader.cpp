// SPDX-License-Identifier: Apache-2.0
#include <QtTest>

#include <atomic>
#include <mutex>
#include <set>

#include <torch/torch.h>

#include "core/base/error.h"
#include "core/base/random_seed.h"
#include "core/engine/data/batch_loader.h"
#include "tests/support/expect_error.h"

using namespace assay;

namespace {

struct Recorded final : Batch {
  std::vector<int64_t> indices;
  uint64_t seed = 0;
  int64_t size() const override { return int64_t(indices.size()); }
  void moveTo(c10::Device) override {}
};

class Recorder final : public BatchSource {
 public:
  explicit Recorder(int64_t size, int64_t failingIndex = -1) : size_(size), failingIndex_(failingIndex) {}
  int64_t size() const override { return size_; }
  std::unique_ptr<Batch> makeBatch(std::span<const int64_t> indices, uint64_t seed) const override {
    // Uneven work, so that several threads finish out of order.
    double burnt = 0;
    for (int64_t i = 0; i < int64_t(mix64(seed) % 20000); ++i) burnt += double(i);
    volatile double sink = burnt;
    (void)sink;
    for (const int64_t index : indices)
      if (index == failingIndex_) throw Error(Code::BadInput, "image " + std::to_string(index) + " is broken");
    auto batch = std::make_unique<Recorded>();
    batch->indices.assign(indices.begin(), indices.end());
    batch->seed = seed;
    return batch;
  }

 private:
  int64_t size_, failingIndex_;
};

/// Remembers what it was told to read before what it was asked to make.
class ReadsAhead final : public BatchSource {
 public:
  struct Said {
    bool isMade = false;
    std::vector<int64_t> indices;
  };
  int64_t size() const override { return 40; }
  std::unique_ptr<Batch> makeBatch(std::span<const int64_t> indices, uint64_t) const override {
    add(true, indices);
    auto batch = std::make_unique<Recorded>();
    batch->indices.assign(indices.begin(), indices.end());
    return batch;
  }
  void readAhead(std::span<const int64_t> indices) const override { add(false, indices); }
  std::vector<Said> said() const {
    const std::lock_guard lock(mutex_);
    return said_;
  }

 private:
  void add(bool isMade, std::span<const int64_t> indices) const {
    const std::lock_guard lock(mutex_);
    said_.push_back({isMade, {indices.begin(), indices.end()}});
  }
  mutable std::mutex mutex_;
  mutable std::vector<Said> said_;
};

using Stream = std::vector<std::pair<std::vector<int64_t>, uint64_t>>;

Stream take(BatchLoader& loader, int count) {
  Stream stream;
  for (int i = 0; i < count; ++i) {
    const std::unique_ptr<Batch> batch = loader.nextBatch();
    const auto& recorded = static_cast<const Recorded&>(*batch);
    stream.emplace_back(recorded.indices, recorded.seed);
  }
  return stream;
}

Stream streamOf(int64_t size, LoaderOptions options, int count) {
  BatchLoader loader(std::make_shared<Recorder>(size), options);
  return take(loader, count);
}

}  // namespace

class BatchLoaderTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void whatWillBeWantedIsAnnouncedOnceAndInOrder() {
    const auto source = std::make_shared<ReadsAhead>();
    Stream stream;
    {
      BatchLoader loader(source, {.batchSize = 4, .workers = 2, .seed = 5, .rank = 1, .ranks = 2});
      stream = take(loader, 25);   // two epochs of 10 batches and a half
    }
    std::vector<std::vector<int64_t>> announced;
    for (const auto& said : source->said())
      if (!said.isMade) announced.push_back(said.indices);
    // In the order in which they will come, but for the first batch of each epoch, which is made at once.
    std::vector<std::vector<int64_t>> expected;
    for (int b = 0; b < 25; ++b)
      if (b % 10 != 0) expected.push_back(stream[std::size_t(b)].first);
    QVERIFY(announced.size() >= expected.size());
    announced.resize(expected.size());
    QCOMPARE(announced, expected);
  }

  // With one worker: among several, one may make its batch while another still announces.
  void oneWorkerAnnouncesTheWholeEpochBeforeItMakesABatch() {
    const auto source = std::make_shared<ReadsAhead>();
    {
      BatchLoader loader(source, {.batchSize = 4, .workers = 1, .seed = 5, .rank = 1, .ranks = 2});
      take(loader, 10);
    }
    std::set<std::vector<int64_t>> known;   // per epoch every sample comes once, so equal parts are the same batch
    const auto all = source->said();
    for (std::size_t i = 0; i < all.size() && !all[i].isMade; ++i) known.insert(all[i].indices);
    QCOMPARE(known.size(), std::size_t(9));
  }

  void thePartsOfAllRanksAreTheBatchesOfOne_data() {
    QTest::addColumn<int>("ranks");
    QTest::addColumn<int>("batchSize");
    QTest::addColumn<int>("samples");
    QTest::newRow("even") << 2 << 4 << 50;
    QTest::newRow("uneven") << 3 << 8 << 50;
    QTest::newRow("one sample each") << 4 << 4 << 21;
    QTest::newRow("an epoch smaller than a batch") << 2 << 16 << 5;
  }
  void thePartsOfAllRanksAreTheBatchesOfOne() {
    QFETCH(int, ranks);
    QFETCH(int, batchSize);
    QFETCH(int, samples);
    const Stream whole = streamOf(samples, {.batchSize = batchSize, .seed = 9}, 30);
    Stream together(30);
    for (int rank = 0; rank < ranks; ++rank) {
      const Stream part = streamOf(samples, {.batchSize = batchSize, .seed = 9, .rank = rank, .ranks = ranks}, 30);
      for (std::size_t b = 0; b < part.size(); ++b) {
        QVERIFY(!part[b].first.empty());
        together[b].first.insert(together[b].first.end(), part[b].first.begin(), part[b].first.end());
        together[b].second = part[b].second;
      }
    }
    QVERIFY(together == whole);
  }

  void aBatchThatIsTooSmallForTheRanksIsRefused() {
    QVERIFY(failsWith(Code::BadOption, "a batch of 2 samples cannot be shared by 3 ranks",
                      [] { streamOf(50, {.batchSize = 2, .rank = 0, .ranks = 3}, 1); }));
  }

  void oneOrEightThreadsGiveTheSameStream() {
    const Stream one = streamOf(50, {.batchSize = 4, .workers = 1, .seed = 9}, 60);
    for (const int workers : {2, 3, 8}) QVERIFY(streamOf(50, {.batchSize = 4, .workers = workers, .seed = 9}, 60) == one);
    QVERIFY(streamOf(50, {.batchSize = 4, .workers = 2, .seed = 10}, 60) != one);
  }

  void anEpochShowsEverySampleOnce() {
    const Stream stream = streamOf(12, {.batchSize = 4, .workers = 3}, 6);
    for (int epoch = 0; epoch < 2; ++epoch) {
      std::set<int64_t> seen;
      for (int batch = 0; batch < 3; ++batch)
        for (const int64_t index : stream[std::size_t(epoch * 3 + batch)].first) seen.insert(index);
      QCOMPARE(seen.size(), std::size_t{12});
    }
    QVERIFY(stream[0].first != stream[3].first);   // another order in the next epoch
  }

  void anIncompleteLastBatchIsLeftOut() {
    BatchLoader loader(std::make_shared<Recorder>(10), {.batchSize = 4, .workers = 1});
    QCOMPARE(loader.batchesPerEpoch(), int64_t{2});
    for (const auto& [indices, seed] : take(loader, 5)) QCOMPARE(indices.size(), std::size_t{4});
  }

  void lessThanOneBatchIsOneBatch() {
    BatchLoader loader(std::make_shared<Recorder>(3), {.batchSize = 16, .workers = 2});
    QCOMPARE(loader.batchesPerEpoch(), int64_t{1});
    QCOMPARE(take(loader, 1).front().first.size(), std::size_t{3});
    QVERIFY(loader.position() == (LoaderPosition{1, 0}));
  }

  void aStreamContinuesFromItsPosition() {
    const Stream whole = streamOf(40, {.batchSize = 4, .workers = 2, .seed = 3}, 30);
    const Stream rest = streamOf(40, {.batchSize = 4, .workers = 4, .seed = 3, .start = {1, 7}}, 13);
    QVERIFY(rest == Stream(whole.begin() + 17, whole.end()));
  }

  void theSeedOfABatchFollowsFromEpochAndNumber() {
    const Stream stream = streamOf(8, {.batchSize = 4, .workers = 1, .seed = 5}, 4);
    QCOMPARE(stream[3].second, deriveSeed(deriveSeed(5, uint64_t{1}), uint64_t{1}));
  }

  void aFaultInAThreadSurfacesAtItsBatchAndNotBefore() {
    const Stream good = streamOf(32, {.batchSize = 4, .workers = 3, .seed = 1}, 8);
    int64_t failing = good[5].first.front();
    BatchLoader loader(std::make_shared<Recorder>(32, failing), {.batchSize = 4, .workers = 3, .seed = 1});
    QVERIFY(take(loader, 5) == Stream(good.begin(), good.begin() + 5));
    try {
      loader.nextBatch();
      QFAIL("the fault should surface");
    } catch (const Error& fault) {
      QCOMPARE(fault.message(), "image " + std::to_string(failing) + " is broken");
    }
    QVERIFY(take(loader, 2) == Stream(good.begin() + 6, good.begin() + 8));
  }

  void leavingWithBatchesAheadDoesNotHang() {
    for (int i = 0; i < 20; ++i) streamOf(64, {.batchSize = 1, .workers = 4}, i % 3);
    QVERIFY(true);
  }

  void nothingToLearnFromIsAnError() {
    QVERIFY_EXCEPTION_THROWN(BatchLoader(std::make_shared<Recorder>(0), {}), Error);
    QVERIFY_EXCEPTION_THROWN(BatchLoader(std::make_shared<Recorder>(4), {.batchSize = 0}), Error);
    QVERIFY_EXCEPTION_THROWN(BatchLoader(std::make_shared<Recorder>(4), {.batchSize = 1, .start = {0, 9}}), Error);
  }
};

QTEST_APPLESS_MAIN(BatchLoaderTest)
#include "tst_batch_loader.moc"
