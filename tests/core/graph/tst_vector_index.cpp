// SPDX-License-Identifier: Apache-2.0
#include <QtTest>

#include <array>
#include <atomic>
#include <cmath>
#include <set>
#include <thread>

#include "core/base/atomic_file.h"
#include "core/base/random_seed.h"
#include "core/base/sha256.h"
#include "core/graph/dot_product.h"
#include "core/graph/vector_index.h"
#include "tests/core/graph/graph_fixture.h"
#include "tests/support/expect_error.h"

using namespace assay;

namespace {

constexpr int dimension = 20;   // no whole number of blocks

/// Vectors around a few centres, as trained entity vectors lie.
std::vector<float> drawVectors(int count, uint64_t seed) {
  Random random(seed);
  std::vector<float> centres(16 * dimension), vectors;
  for (float& x : centres) x = float(random.uniform(-1, 1));
  for (int i = 0; i < count; ++i) {
    const auto centre = std::size_t(random.below(16)) * dimension;
    for (int d = 0; d < dimension; ++d) vectors.push_back(centres[centre + std::size_t(d)] + float(random.uniform(-0.5, 0.5)));
  }
  return vectors;
}

std::vector<int64_t> keysFrom(int64_t first, int count) {
  std::vector<int64_t> keys;
  for (int i = 0; i < count; ++i) keys.push_back(first + i);
  return keys;
}

VectorIndex built(int count, uint64_t seed = 1, int threads = 2) {
  VectorIndex index({dimension});
  index.build(keysFrom(0, count), drawVectors(count, seed), {}, threads, {});
  return index;
}

std::span<const float> vectorAt(const std::vector<float>& vectors, int i) { return std::span(vectors).subspan(std::size_t(i) * dimension, dimension); }

SimilarOptions byGraph() {
  SimilarOptions options;
  options.exactness = Exactness::Graph;
  return options;
}

}  // namespace

class VectorIndexTest : public QObject {
  Q_OBJECT

  static VectorIndex small(Similarity similarity) {
    VectorIndex index({2, similarity});
    index.add(10, std::vector<float>{1, 0}, 0);
    index.add(20, std::vector<float>{3, 4}, 1);
    index.add(30, std::vector<float>{0, 2}, 1);
    return index;
  }

 private Q_SLOTS:
  void theCosineIsExactAmongFew() {
    const VectorIndex index = small(Similarity::Cosine);
    // (2, 0): 1, 3/5, 0
    const std::vector<Similar> found = index.search(std::vector<float>{2, 0}, 2);
    QCOMPARE(found.size(), std::size_t(2));
    QCOMPARE(found[0].key, 10);
    QCOMPARE(found[0].score, 1.0f);
    QCOMPARE(found[1].key, 20);
    QCOMPARE(found[1].score, 0.6f);
    QVERIFY(*index.vectorOf(20) == (std::vector<float>{0.6f, 0.8f}));
  }

  void theInnerProductCountsLengths() {
    const std::vector<Similar> found = small(Similarity::InnerProduct).search(std::vector<float>{1, 1}, 9);
    QVERIFY(found == (std::vector<Similar>{{20, 7}, {30, 2}, {10, 1}}));
  }

  void typesFilter() {
    SimilarOptions options;
    options.type = 1;
    const VectorIndex index = small(Similarity::InnerProduct);
    QVERIFY(index.search(std::vector<float>{1, 0}, 9, options) == (std::vector<Similar>{{20, 3}, {30, 0}}));
    options.exactness = Exactness::Graph;
    QVERIFY(index.search(std::vector<float>{1, 0}, 9, options) == (std::vector<Similar>{{20, 3}, {30, 0}}));
    options.type = 5;
    QVERIFY(index.search(std::vector<float>{1, 0}, 9, options).empty());
  }

  void aKeyIsThereOnceWhateverIsDoneToIt() {
    VectorIndex index = small(Similarity::InnerProduct);
    QVERIFY(index.remove(20) && !index.remove(20) && !index.remove(99));
    QCOMPARE(index.size(), 2);
    QVERIFY(!index.contains(20) && !index.vectorOf(20));
    index.add(20, std::vector<float>{5, 0}, 0);   // comes back with another vector and type
    index.add(10, std::vector<float>{6, 0}, 0);   // changes its own
    QCOMPARE(index.size(), 3);
    for (const Exactness exactness : {Exactness::Exact, Exactness::Graph}) {
      SimilarOptions options;
      options.exactness = exactness;
      QVERIFY(index.search(std::vector<float>{1, 0}, 9, options) == (std::vector<Similar>{{10, 6}, {20, 5}, {30, 0}}));
      options.type = 0;
      QCOMPARE(index.search(std::vector<float>{1, 0}, 9, options).size(), std::size_t(2));
    }
  }

  void allRemovedIsEmptyAndCanBeFilledAgain() {
    VectorIndex index = small(Similarity::Cosine);
    for (const int64_t key : {10, 20, 30}) QVERIFY(index.remove(key));
    QVERIFY(index.search(std::vector<float>{1, 0}, 3).empty());
    QVERIFY(index.search(std::vector<float>{1, 0}, 3, byGraph()).empty());
    for (const int64_t key : {7, 8, 9, 6}) index.add(key, std::vector<float>{float(key), 1});
    QCOMPARE(index.size(), 4);
    QCOMPARE(index.search(std::vector<float>{1, 0}, 9, byGraph()).size(), std::size_t(4));
  }

  void theGraphFindsNearlyAllThatAScanFinds() {
    VectorIndex index = built(6000);
    const double recall = index.measureRecall(10, 200, 1);
    QVERIFY2(recall >= 0.97, std::to_string(recall).c_str());
    QVERIFY(index.tune(0.99, 10, 100, 1) >= 0.99);
    QVERIFY(index.ef() >= 32);
  }

  void aSearchWiderThanTheIndexIsAScan() {
    const VectorIndex index = built(1500);
    const std::vector<float> questions = drawVectors(20, 9);
    SimilarOptions exact, wide = byGraph();
    exact.exactness = Exactness::Exact;
    for (const int ef : {1500, 5000}) {   // either way of keeping what was met
      wide.ef = ef;
      for (int i = 0; i < 20; ++i) {
        const auto truth = index.search(vectorAt(questions, i), 1500, exact), found = index.search(vectorAt(questions, i), 1500, wide);
        QCOMPARE(found.size(), truth.size());
        for (std::size_t rank = 0; rank < truth.size(); ++rank) QCOMPARE(found[rank].key, truth[rank].key);
      }
    }
  }

  /// Sums of finite numbers overflow to infinities of either sign, and those to what is no number: it hides nothing.
  void productsThatAreNoNumbersHideNothing() {
    std::vector<float> vectors = drawVectors(600, 4);
    for (int i = 0; i < 600; i += 3)   // 1e38 * 10 - 1e38 * 10
      for (int d = 0; d < dimension; ++d) vectors[std::size_t(i * dimension + d)] = d % 2 == 0 ? 1e38f : -1e38f;
    VectorIndex index({dimension, Similarity::InnerProduct});
    index.build(keysFrom(0, 600), vectors, {}, 1, {});
    const std::vector<float> question(dimension, 10.0f);
    std::vector<Similar> truth;
    for (int i = 0; i < 600; ++i) {
      double product = 0;
      for (const float x : vectorAt(vectors, i)) product += double(x) * 10;
      if (i % 3 != 0) truth.push_back({i, float(product)});
    }
    std::sort(truth.begin(), truth.end(), [](const Similar& a, const Similar& b) { return a.score > b.score; });
    SimilarOptions exact;
    exact.exactness = Exactness::Exact;
    const std::vector<Similar> found = index.search(question, 5, exact);
    QCOMPARE(found.size(), std::size_t{5});
    for (std::size_t rank = 0; rank < found.size(); ++rank) QCOMPARE(found[rank].key, truth[rank].key);
    QVERIFY(!index.search(question, 5, byGraph()).empty());
  }

  void oneThreadGivesTheSameGraphEachTime() {
    Scratch scratch;
    built(500, 1, 1).save(scratch.at("a"));
    built(500, 1, 1).save(scratch.at("b"));
    QCOMPARE(sha256File(scratch.at("a")), sha256File(scratch.at("b")));
  }

  void whatIsSavedAnswersTheSame() {
    Scratch scratch;
    VectorIndex index = built(3000);
    for (int64_t key = 0; key < 3000; key += 7) index.remove(key);
    index.setEf(77);
    index.save(scratch.at("index"));
    VectorIndex again = VectorIndex::load(scratch.at("index"));
    QCOMPARE(again.size(), index.size());
    QCOMPARE(again.ef(), 77);
    const std::vector<float> queries = drawVectors(50, 9);
    for (int i = 0; i < 50; ++i)
      QVERIFY(again.search(vectorAt(queries, i), 10, byGraph()) == index.search(vectorAt(queries, i), 10, byGraph()));
    again.add(0, vectorAt(queries, 0));   // and takes more
    QCOMPARE(again.search(vectorAt(queries, 0), 1)[0].key, 0);
    VectorIndex({dimension}).save(scratch.at("empty"));
    QCOMPARE(VectorIndex::load(scratch.at("empty")).size(), 0);
  }

  void aDamagedFileIsRefused() {
    Scratch scratch;
    built(100).save(scratch.at("index"));
    const std::string whole = readFile(scratch.at("index"));
    const auto load = [&] { VectorIndex::load(scratch.at("damaged")); };
    Random random(3);
    for (int i = 0; i < 60; ++i) {
      scratch.put("damaged", whole.substr(0, std::size_t(random.below(int64_t(whole.size())))));
      QVERIFY(failsWith(Code::BadInput, "the index", load));
      std::string changed = whole;
      changed[std::size_t(random.below(int64_t(whole.size())))] ^= char(1 + random.below(255));
      scratch.put("damaged", changed);
      QVERIFY(failsWith(Code::BadInput, "the index is damaged", load));
    }
    QCOMPARE(errorOf([&] { VectorIndex::load(scratch.at("none")); }).code(), Code::NotFound);
    scratch.put("damaged", std::string(5000, 'x'));
    QVERIFY(failsWith(Code::BadInput, "damaged", load));
  }

  void aLyingFileNeverCrashes() {
    // The hash is right, the content is not: each such file is refused, or answers within its own vectors.
    Scratch scratch;
    built(60).save(scratch.at("index"));
    const std::string body = readFile(scratch.at("index")).substr(0, readFile(scratch.at("index")).size() - 64);
    Random random(4);
    int refused = 0;
    for (int i = 0; i < 300; ++i) {
      std::string changed = body;
      const int64_t reach = i % 3 == 0 ? 64 : int64_t(body.size());   // the head is small and matters most
      for (int64_t n = 1 + random.below(3); n > 0; --n) changed[std::size_t(random.below(reach))] = char(random.next());
      scratch.put("lying", changed + sha256Hex(changed));
      try {
        const VectorIndex index = VectorIndex::load(scratch.at("lying"));
        const std::vector<float> query(std::size_t(index.options().dimension), 0.5f);
        QVERIFY(index.search(query, 10, byGraph()).size() <= 60);
      } catch (const Error&) {
        ++refused;
      }
    }
    QVERIFY(refused > 50);
  }

  void wrongInputIsRefusedBeforeAnythingIsAdded() {
    VectorIndex index({2});
    const auto build = [&](std::vector<int64_t> keys, std::vector<float> vectors, std::vector<int32_t> types = {}) {
      return [&index, keys, vectors, types] { index.build(keys, vectors, types, 1, {}); };
    };
    QVERIFY(failsWith(Code::BadInput, "3 numbers for 2 vectors of dimension 2", build({1, 2}, {1, 2, 3})));
    QVERIFY(failsWith(Code::BadInput, "the key 1 is there twice", build({1, 1}, {1, 2, 3, 4})));
    QVERIFY(failsWith(Code::BadInput, "1 types for 2 vectors", build({1, 2}, {1, 2, 3, 4}, {0})));
    QVERIFY(failsWith(Code::BadInput, "not finite", build({1, 2}, {1, 2, 3, NAN})));
    QVERIFY(failsWith(Code::BadInput, "all zeros", build({1, 2}, {1, 2, 0, 0})));
    QVERIFY(failsWith(Code::BadInput, "the vector has 3 numbers; the index is of dimension 2", [&] { index.search(std::vector<float>(3), 1); }));
    QVERIFY(failsWith(Code::BadOption, "expected 1 to 65536", [] { VectorIndex(VectorIndexOptions{0}); }));
    QCOMPARE(index.size(), 0);
    QVERIFY(index.search(std::vector<float>{1, 0}, 5).empty());
    QVERIFY(index.search(std::vector<float>{1, 0}, 0).empty());
  }

  void aStoppedBuildKeepsWhatWasAdded() {
    VectorIndex index({dimension});
    Progress progress;
    progress.cancel.request();
    QVERIFY(failsWith(Code::Stopped, "", [&] { index.build(keysFrom(0, 1000), drawVectors(1000, 1), {}, 2, progress); }));
    QVERIFY(index.size() < 1000);
    index.add(5000, vectorAt(drawVectors(1, 2), 0));
    QVERIFY(index.contains(5000));
  }

  void deletingHalfAndRefillingLosesLittleAndDoublesNothing() {
    const int count = 4000;
    const std::vector<float> all = drawVectors(count * 3 / 2, 5);
    VectorIndex index({dimension}), fresh({dimension});
    index.build(keysFrom(0, count), std::span(all).first(std::size_t(count) * dimension), {}, 2, {});
    for (int64_t key = 0; key < count; key += 2) QVERIFY(index.remove(key));
    for (int i = 0; i < count / 2; ++i) index.add(count + i, vectorAt(all, count + i));
    QCOMPARE(index.size(), count);
    for (int i = 0; i < count * 3 / 2; ++i)
      if (i >= count || i % 2) fresh.add(i, vectorAt(all, i));
    const double refilled = index.measureRecall(10, 300, 2, 64), whole = fresh.measureRecall(10, 300, 2, 64);
    QVERIFY2(refilled >= whole - 0.01, (std::to_string(refilled) + " after " + std::to_string(whole)).c_str());
    std::set<int64_t> keys;
    for (const Similar& s : index.search(vectorAt(all, 1), count * 2, byGraph())) QVERIFY(keys.insert(s.key).second);
    for (const int64_t key : keys) QVERIFY(key >= count || key % 2);
  }

  void searchesRunDuringAddsAndRemovals() {
    const int count = 3000, changes = 1500;
    const std::vector<float> all = drawVectors(count + changes, 6);
    VectorIndex index({dimension});
    index.build(keysFrom(0, count), std::span(all).first(std::size_t(count) * dimension), {}, 2, {});
    std::atomic<bool> isOver{false};
    std::atomic<int> faults{0}, searches{0};
    const auto look = [&](uint64_t seed) {
      Random random(seed);
      while (!isOver) {
        const int i = int(random.below(count / 2)) * 2 + 1;   // odd ones stay
        const std::vector<Similar> found = index.search(vectorAt(all, i), 10, byGraph());
        faults += found.size() != 10 || std::none_of(found.begin(), found.end(), [&](const Similar& s) { return s.key == i; });
        ++searches;
      }
    };
    std::thread first(look, 1), second(look, 2);
    for (int i = 0; i < changes; ++i) {
      index.remove(i * 2);
      index.add(count + i, vectorAt(all, count + i));
    }
    isOver = true;
    first.join();
    second.join();
    QCOMPARE(index.size(), count);
    QVERIFY(searches > 0);
    QVERIFY2(faults * 200 <= searches, (std::to_string(faults) + " of " + std::to_string(searches)).c_str());
  }

  void theFastProductIsThePlainOne() {
    const std::vector<float> a = drawVectors(16, 1), b = drawVectors(16, 2);   // 320 numbers
    for (std::size_t count = 0; count <= 320; count += dotBlock)
      QVERIFY(std::abs(bestDotProduct()(a.data(), b.data(), count) - plainDotProduct(a.data(), b.data(), count)) < 1e-3f);
  }
};

QTEST_GUILESS_MAIN(VectorIndexTest)
#include "tst_vector_index.moc"
